import type { Notice } from '@recado/api'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useT } from '../../i18n/provider.js'
import { useLive } from '../../live/provider.js'
import { toast } from '../../ui/toast.js'
import { pushStanding, registration } from './device.js'
import { noticeText } from './kind-text.js'
import { keepMarks, setMarks } from './page-marks.js'
import { noticeKeys, readNotices, seeNotices, settingsQuery, unreadQuery } from './queries.js'
import { onceAmongTabs, play } from './sound.js'
import { TEMPLATE_TAG, useTemplateNews } from './template-center.js'
import { whenNotice } from './told.js'

/** Kinds that are hers: a word about them over the page. What waits for anybody is in the bell alone. */
const OWN: readonly Notice['kind'][] = ['mention', 'escalation', 'assigned', 'nudge', 'send_failed', 'message', 'participating']

/** Rings, shows and counts what comes in while a page is open. Shows nothing itself; loaded after the desk. */
export default function NoticeCenter() {
  const { t } = useT()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { state } = useLive()
  const { conversationId } = useParams({ strict: false }) as { conversationId?: string }
  const unread = useQuery(unreadQuery).data ?? 0
  const settings = useQuery(settingsQuery).data?.settings
  const latest = useRef({ t, conversationId, settings })
  useEffect(() => { latest.current = { t, conversationId, settings } })

  useTemplateNews(settings?.sound)
  useEffect(() => keepMarks(), [])
  useEffect(() => setMarks(unread), [unread])
  // What came while the line was away is counted anew.
  useEffect(() => { if (state === 'live') void client.invalidateQueries({ queryKey: noticeKeys.all }) }, [client, state])

  useEffect(() => {
    const open = (path: string) => void navigate({ to: path })
    const stop = whenNotice((notice) => {
      void client.invalidateQueries({ queryKey: noticeKeys.list })
      if (!notice || notice.seenAt !== null) return void closeSeen()
      const now = latest.current
      const looking = document.visibilityState === 'visible' && document.hasFocus()
      if (looking && now.conversationId === notice.conversationId) return void seeNotices({ conversationId: notice.conversationId }).catch(() => undefined)
      if (notice.ways.includes('sound') && now.settings) void onceAmongTabs('sound', () => play(now.settings!.sound.name, now.settings!.sound.volume)) // looked at above
      if (looking && notice.ways.includes('app') && OWN.includes(notice.kind)) toast(`${noticeText(now.t, notice)} · ${notice.contact.name}`, { action: { label: now.t('notice.open'), run: () => open(pathOf(notice)) } })
      if (!looking && notice.ways.includes('push')) void onceAmongTabs(`shown.${notice.id}`, () => showHere(notice, noticeText(now.t, notice), now.settings?.words.push ?? false))
    })
    const fromWorker = (event: MessageEvent) => { if (event.data?.type === 'open' && typeof event.data.url === 'string') open(event.data.url) }
    navigator.serviceWorker?.addEventListener('message', fromWorker)
    return () => { stop(); navigator.serviceWorker?.removeEventListener('message', fromWorker) }
  }, [client, navigate])

  // Whoever opens or comes back to a conversation has seen what was said of it.
  useEffect(() => {
    if (!conversationId || unread === 0) return
    const see = () => { if (document.visibilityState === 'visible' && document.hasFocus()) void seeNotices({ conversationId }).catch(() => undefined) }
    const timer = setTimeout(see, 600)
    addEventListener('focus', see)
    return () => { clearTimeout(timer); removeEventListener('focus', see) }
  }, [conversationId, unread])
  return null
}

const pathOf = (notice: Notice): string => `/inbox/${notice.conversationId}${notice.messageId ? `?at=${notice.messageId}` : ''}`

/** A browser that gave leave and has no push service (or is none of those subscribed) shows it from the open page. */
async function showHere(notice: Notice, title: string, words: boolean): Promise<boolean> {
  if (!('Notification' in window) || Notification.permission !== 'granted' || (await pushStanding()) === 'on') return false
  const own = await registration()
  if (!own) return false
  await own.showNotification(title, { body: words ? `${notice.contact.name}: ${notice.preview}` : notice.account, tag: notice.conversationId, icon: '/icons/icon-192.png', badge: '/icons/badge-96.png', data: { url: pathOf(notice) } })
  return true
}

/** What was read elsewhere goes off this screen too. */
async function closeSeen(): Promise<void> {
  const shown = (await (await registration())?.getNotifications()) ?? []
  if (shown.length === 0) return
  const { items } = await readNotices(true)
  const open = new Set(items.map((notice) => notice.conversationId))
  for (const notification of shown) if (notification.tag !== 'test' && !notification.tag.startsWith(TEMPLATE_TAG) && !open.has(notification.tag)) notification.close()
}
