import type { Message, Page } from '@recado/api'
import { infiniteQueryOptions, type InfiniteData } from '@tanstack/react-query'
import { api } from '../../../api/client.js'

export type TimelinePages = InfiniteData<Page<Message>, string | null>
const TIMELINE_PAGE = 50

export const timelineKey = (contactId: string, app: string | undefined) => ['timeline', contactId, app ?? null] as const

/** Where a page of it is read. */
export function timelineAddress(contactId: string, app: string | undefined, cursor: string | null): string {
  const asked = new URLSearchParams({ limit: String(TIMELINE_PAGE) })
  if (app) asked.set('channel', app)
  if (cursor) asked.set('cursor', cursor)
  return `/contacts/${contactId}/timeline?${asked}`
}

/** What was said over all her apps, the latest first; of one app where it is named. */
export function timelineOptions(contactId: string, app: string | undefined) {
  return infiniteQueryOptions({
    queryKey: timelineKey(contactId, app),
    queryFn: ({ pageParam, signal }) => api.get<Page<Message>>(timelineAddress(contactId, app, pageParam), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
}
