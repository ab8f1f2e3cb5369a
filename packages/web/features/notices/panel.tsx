import type { Notice, NoticePage } from '@recado/api'
import { type InfiniteData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { AtSign, BellRing, CheckCheck, CircleAlert, Clock3, Inbox, type LucideIcon, MessageSquare, Settings, Siren, UserRound, Users } from 'lucide-react'
import { useState } from 'react'
import { Dialog } from 'react-aria-components'
import { api } from '../../api/client.js'
import { useNow } from '../../api/clock.js'
import { useCan } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { formatMoment } from '../../i18n/format.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { cx } from '../../ui/class-names.js'
import { Empty, Loading } from '../../ui/empty.js'
import { Notice as Note } from '../../ui/notice.js'
import { toast } from '../../ui/toast.js'
import { ChannelMark } from '../inbox/channel-mark.js'
import { inBell, templateNewsQuery } from './keys.js'
import { noticeText } from './kind-text.js'
import { noticeKeys, readNotices, seeNotices } from './queries.js'
import { TemplateNews } from './template-news.js'

const icons: Record<Notice['kind'], LucideIcon> = { mention: AtSign, escalation: Siren, assigned: UserRound, nudge: Clock3, send_failed: CircleAlert, message: MessageSquare, team: Users, participating: MessageSquare, unassigned: Inbox, followed: Inbox }

/** What the bell holds: newest first, unread or all; a press opens the thread where it happened. */
export default function NoticePanel({ onClose }: { onClose: () => void }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const now = useNow()
  const [onlyUnread, setOnlyUnread] = useState(true)
  const key = [...noticeKeys.list, onlyUnread]
  const { data, error, isLoading, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useInfiniteQuery({ queryKey: key, queryFn: ({ pageParam }) => readNotices(onlyUnread, pageParam || undefined), initialPageParam: '', getNextPageParam: (last) => last.next })
  const items = data?.pages.flatMap((page) => page.items) ?? []
  const see = (which: Parameters<typeof seeNotices>[0], isSeen: (notice: Notice) => boolean) => {
    const seenAt = new Date().toISOString()
    client.setQueriesData<InfiniteData<NoticePage>>({ queryKey: noticeKeys.list }, (all) => all && { ...all, pages: all.pages.map((page) => ({ ...page, items: page.items.map((one) => (isSeen(one) ? { ...one, seenAt } : one)) })) })
    // The count follows by its own event.
    void seeNotices(which).catch((failed: unknown) => { toast(tellError(intl, failed).sentence, { tone: 'failed' }); void client.invalidateQueries({ queryKey: noticeKeys.all }) })
  }
  const news = useQuery({ ...templateNewsQuery, enabled: useCan('templates.read') }).data?.filter(inBell) ?? []
  const seeNews = useMutation({ mutationFn: () => api.post('/template-alerts/seen', {}), onSettled: () => client.invalidateQueries({ queryKey: templateNewsQuery.queryKey }) })
  const unread = news.length > 0 || items.some((one) => one.seenAt === null)
  const tab = (isUnread: boolean) => <button type="button" aria-pressed={onlyUnread === isUnread} onClick={() => setOnlyUnread(isUnread)} className={cx('min-h-8 rounded-full px-3 text-sm', onlyUnread === isUnread ? 'bg-selected font-semibold text-accent-strong' : 'text-ink-soft hover:bg-hover')}>{t(isUnread ? 'notice.unread' : 'notice.all')}</button>
  return (
    <Dialog aria-label={t('notice.bell')} className="flex max-h-[min(34rem,80dvh)] flex-col outline-none">
      <header className="flex items-center gap-1 border-b border-line p-2">
        {tab(true)}{tab(false)}
        <span className="grow" />
        <button type="button" disabled={!unread} onClick={() => { see({ all: true }, () => true); if (news.length > 0) seeNews.mutate() }} aria-label={t('notice.mark_all')} title={t('notice.mark_all')} className="grid size-9 place-items-center rounded-lg text-ink-soft hover:bg-hover disabled:opacity-45"><CheckCheck aria-hidden="true" className="size-[18px]" /></button>
        <Link to="/settings/notifications" onClick={onClose} aria-label={t('notice.settings')} title={t('notice.settings')} className="grid size-9 place-items-center rounded-lg text-ink-soft hover:bg-hover"><Settings aria-hidden="true" className="size-[18px]" /></Link>
      </header>
      <div className="thin-scroll min-h-0 overflow-y-auto">
        {error && <div className="p-3"><Note tone="failed" alert title={tellError(intl, error).sentence} actions={<Button small onClick={() => void refetch()}>{t('app.retry')}</Button>} /></div>}
        {isLoading && <Loading label={t('app.loading')} />}
        {data && items.length === 0 && news.length === 0 && <Empty icon={BellRing} title={t('notice.none_title')}>{t('notice.none_text')}</Empty>}
        <TemplateNews alerts={news} now={now} onOpen={onClose} />
        <ul>{items.map((notice) => <Row key={notice.id} notice={notice} now={now} onOpen={() => { if (notice.seenAt === null) see({ ids: [notice.id] }, (one) => one.id === notice.id); onClose() }} />)}</ul>
        {hasNextPage && <div className="p-2"><Button small look="quiet" className="w-full" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('notice.more')}</Button></div>}
      </div>
    </Dialog>
  )
}

function Row({ notice, now, onOpen }: { notice: Notice; now: number; onOpen: () => void }) {
  const { t, intl } = useT()
  const Icon = icons[notice.kind]
  const isNew = notice.seenAt === null
  return (
    <li>
      <Link to="/inbox/$conversationId" params={{ conversationId: notice.conversationId }} search={(notice.messageId ? { at: notice.messageId } : {}) as object} onClick={onOpen} className={cx('flex gap-3 border-b border-line px-3 py-2.5 hover:bg-hover', isNew && 'bg-accent-soft/40')}>
        <span className={cx('mt-0.5 grid size-8 shrink-0 place-items-center rounded-full bg-sunken', notice.kind === 'send_failed' || notice.kind === 'escalation' ? 'text-failed' : notice.kind === 'nudge' ? 'text-closing-soon' : 'text-accent')}><Icon aria-hidden="true" className="size-4" /></span>
        <span className="min-w-0 grow">
          <span className="flex items-baseline gap-2">
            <span className={cx('min-w-0 grow', isNew && 'font-semibold')}><bdi>{noticeText(t, notice)}</bdi>{notice.count > 1 && <bdi className="ms-1.5 text-sm font-normal whitespace-nowrap text-ink-soft">{t('notice.times', { count: notice.count })}</bdi>}</span>
            <time dateTime={notice.at} className="shrink-0 text-xs text-ink-soft">{formatMoment(intl, notice.at, now)}</time>
            {isNew && <span className="size-2 shrink-0 self-center rounded-full bg-accent"><span className="sr-only">{t('notice.unread')}</span></span>}
          </span>
          <span className="flex min-w-0 items-center gap-1.5 text-sm"><ChannelMark channel={notice.channel} size={14} /><bdi className="max-w-[60%] shrink-0 truncate font-medium">{notice.contact.name}</bdi><span dir="auto" className="min-w-0 truncate text-ink-soft">{notice.preview}</span></span>
        </span>
      </Link>
    </li>
  )
}
