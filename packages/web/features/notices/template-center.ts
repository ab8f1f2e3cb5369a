import type { TemplateAlert } from '@recado/api'
import type { NoticeSound } from '@recado/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useCan } from '../../api/queries.js'
import { useT } from '../../i18n/provider.js'
import { toast } from '../../ui/toast.js'
import { registration } from './device.js'
import { templateNewsQuery } from './keys.js'
import { onceAmongTabs, play } from './sound.js'
import { newsMessage } from './template-news.js'

/** Tags of what is shown of templates; `templates/told.ts` of the server writes the same. */
export const TEMPLATE_TAG = 'template:'

/** Rings and says what a platform has made of a template while a page is open, and takes off the screen what she has seen. */
export function useTemplateNews(sound: { name: NoticeSound; volume: number } | undefined): void {
  const { t, intl } = useT()
  const navigate = useNavigate()
  const { data } = useQuery({ ...templateNewsQuery, enabled: useCan('templates.read') })
  // What was there when the page came is in the bell; only what comes afterwards is said.
  const known = useRef<Set<string> | null>(null)
  useEffect(() => {
    if (!data) return
    const fresh = known.current ? data.filter((one) => !known.current!.has(one.id)) : []
    known.current = new Set(data.map((one) => one.id))
    const [newest] = fresh
    if (newest) {
      if (newest.ways.includes('sound') && sound) void onceAmongTabs('sound', () => play(sound.name, sound.volume))
      if (newest.ways.includes('app') && document.visibilityState === 'visible' && document.hasFocus()) toast(`${t(newsMessage(newest, intl) as 'template_status.news.changed', { became: newest.became })} · ${newest.name}`, { action: { label: t('notice.open'), run: () => void navigate({ to: '/templates/$templateId', params: { templateId: newest.templateId } }) } })
    }
    void closeSeen(data)
  }, [data, intl, navigate, sound, t])
}

async function closeSeen(news: readonly TemplateAlert[]): Promise<void> {
  const open = new Set(news.map((one) => TEMPLATE_TAG + one.templateId))
  for (const notification of (await (await registration())?.getNotifications()) ?? []) if (notification.tag.startsWith(TEMPLATE_TAG) && !open.has(notification.tag)) notification.close()
}
