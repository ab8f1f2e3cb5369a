import { useInfiniteQuery } from '@tanstack/react-query'
import { MessagesSquare } from 'lucide-react'
import { useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { useNow } from '../../../api/clock.js'
import { tellError } from '../../../i18n/errors.js'
import { formatDay } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Empty, Loading } from '../../../ui/empty.js'
import { Notice } from '../../../ui/notice.js'
import { Spinner } from '../../../ui/spinner.js'
import { groupLines, isPost } from '../../inbox/thread/line-groups.js'
import { threadEntries } from '../../inbox/thread/entries.js'
import { LineGroup } from '../../inbox/thread/line-group.js'
import { SystemLine } from '../../inbox/thread/system-line.js'
import type { PersonDetail } from '../model.js'
import { PostLine } from './post-line.js'
import { TimelineBubble } from './timeline-bubble.js'
import { timelineOptions } from './timeline-query.js'
import { useTimelineLive } from './use-timeline-live.js'

// Nearer to the end than this, what comes keeps the end in sight.
const NEAR_END = 120

/** Everything that was said with her, over all apps, in the order in which it happened; upwards into the past. */
export default function Timeline({ person, app }: { person: PersonDetail; app: string | undefined }) {
  const { t, intl } = useT()
  const now = useNow(60_000)
  const query = useInfiniteQuery(timelineOptions(person.id, app))
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = query
  useTimelineLive(person, app)
  const messages = useMemo(() => [...new Map(data?.pages.flatMap((page) => page.items.map((message) => [message.id, message] as const)) ?? []).values()].reverse(), [data])
  const entries = useMemo(() => groupLines(threadEntries(messages, null)), [messages])
  const scroll = useRef<HTMLDivElement>(null)
  const virtual = useRef<VirtualizerHandle>(null)
  const atEnd = useRef(true)
  const oldest = useRef<string | undefined>(undefined)
  const isPrepend = oldest.current !== undefined && oldest.current !== entries[0]?.key && entries.some((entry) => entry.key === oldest.current)
  useEffect(() => { oldest.current = entries[0]?.key })
  const toEnd = () => {
    const go = () => { if (scroll.current) scroll.current.scrollTop = scroll.current.scrollHeight }
    go()
    requestAnimationFrame(go)
  }
  useLayoutEffect(() => { if (atEnd.current && entries.length > 0) toEnd() }, [entries.length, app])
  const older = () => { if (hasNextPage && !isFetchingNextPage) void fetchNextPage() }
  const onScroll = () => {
    const box = scroll.current
    if (!box) return
    atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END
    if (box.scrollTop < 600) older()
  }
  // A page that does not fill the window leaves nothing to scroll: the next is read at once.
  useEffect(() => { const box = scroll.current; if (box && box.scrollHeight <= box.clientHeight + 100) older() }, [entries.length, hasNextPage])
  const told = error ? tellError(intl, error) : null
  if (query.isLoading) return <Loading label={t('app.loading')} />
  if (told && !data) return <div className="p-4"><Notice tone="failed" alert title={told.sentence} actions={<Button small onClick={() => void refetch()}>{t('app.retry')}</Button>}>{told.next}</Notice></div>
  if (entries.length === 0 && !hasNextPage) return <Empty icon={MessagesSquare} title={t('contacts.timeline_empty')}>{t(person.conversations.length > 0 ? 'contacts.timeline_empty_app' : 'contacts.timeline_empty_text')}</Empty>
  return (
    <div ref={scroll} onScroll={onScroll} role="log" aria-label={t('contacts.timeline_of', { name: person.name })} aria-live="off" tabIndex={0} className="thin-scroll flex min-h-0 grow flex-col overflow-y-auto px-3 -outline-offset-2 sm:px-5">
      {isFetchingNextPage && <div className="flex justify-center p-2 text-ink-soft"><Spinner small /></div>}
      <div className="grow" />
      {!hasNextPage && <p className="py-3 text-center text-xs text-ink-soft">{t('thread.beginning')}</p>}
      <Virtualizer ref={virtual} scrollRef={scroll} data={entries} shift={isPrepend} bufferSize={600} onResize={() => { if (atEnd.current) toEnd() }}>
        {(entry) => {
          if (entry.type === 'day') return <div key={entry.key} className="flex justify-center py-3"><time dateTime={entry.at} className="rounded-full bg-surface px-3 py-0.5 text-xs text-ink-soft shadow-lift">{formatDay(intl, entry.at, now)}</time></div>
          if (entry.type === 'new') return <span key={entry.key} />
          if (entry.type === 'lines') return <LineGroup key={entry.key} messages={entry.messages} />
          if (entry.type === 'line' && isPost(entry.message)) return <PostLine key={entry.key} message={entry.message} />
          if (entry.type === 'line') return <SystemLine key={entry.key} message={entry.message} />
          return <TimelineBubble key={entry.key} person={person} messages={entry.type === 'album' ? entry.messages : [entry.message]} reactions={entry.reactions} />
        }}
      </Virtualizer>
      <div className="h-3 shrink-0" />
    </div>
  )
}
