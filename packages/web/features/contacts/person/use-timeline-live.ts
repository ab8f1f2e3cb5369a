import type { Message, Page } from '@recado/api'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { api } from '../../../api/client.js'
import type { PersonDetail } from '../model.js'
import { timelineAddress, timelineKey, type TimelinePages } from './timeline-query.js'

/** Reads the newest lines again when one of her threads has moved, as the live row says; however far somebody has scrolled, it is one page. */
export function useTimelineLive(person: PersonDetail, app: string | undefined): void {
  const client = useQueryClient()
  const moved = person.conversations.map((row) => `${row.id} ${row.lastActivityAt} ${row.lastMessage?.status ?? ''} ${row.labels.length} ${row.status}`).join('|')
  const seen = useRef(moved)
  useEffect(() => {
    if (seen.current === moved) return
    seen.current = moved
    const key = timelineKey(person.id, app)
    void api.get<Page<Message>>(timelineAddress(person.id, app, null)).then((page) => {
      const before = client.getQueryData<TimelinePages>(key)
      const joined = before && joinNewest(before, page)
      if (joined) client.setQueryData<TimelinePages>(key, joined)
      else void client.invalidateQueries({ queryKey: key })
    }).catch(() => undefined) // the next line tries again
  }, [moved, client, person.id, app])
}

/** The pages with the newest one read anew; null where more came than one page holds, so that there would be a gap. */
export function joinNewest(before: TimelinePages, page: Page<Message>): TimelinePages | null {
  const [first, ...older] = before.pages
  if (!first) return null
  const fresh = new Set(page.items.map((message) => message.id))
  const overlaps = first.items.some((message) => fresh.has(message.id))
  if (!overlaps && first.items.length > 0) return null
  const oldest = page.items.at(-1)
  // What stood among the newest and is no longer there was taken away.
  const rest = first.items.filter((message) => !fresh.has(message.id) && oldest !== undefined && message.at <= oldest.at)
  return { ...before, pages: [{ items: [...page.items, ...rest], next: first.next }, ...older] }
}
