import type { Message, SnapshotPage } from '@recado/api'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api } from '../../../api/client.js'
import { useNow } from '../../../api/clock.js'
import { tellError } from '../../../i18n/errors.js'
import { formatDay } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Loading } from '../../../ui/empty.js'
import { Bubble } from './bubble.js'
import { threadEntries } from './entries.js'
import { SystemLine } from './system-line.js'

export type Part = 'messages' | 'notes' | 'activity'

/** One part of a thread alone, newest at the end; older ones on demand. Read anew when the thread gains something. */
export default function ThreadPart({ conversationId, part, newest }: { conversationId: string; part: Part; newest: string | undefined }) {
  const { t, intl } = useT()
  const now = useNow(60_000)
  const { data, error, isLoading, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useInfiniteQuery({
    queryKey: ['thread-part', conversationId, part], initialPageParam: '', getNextPageParam: (page: SnapshotPage<Message>) => page.next,
    queryFn: ({ pageParam }) => api.get<SnapshotPage<Message>>(`/conversations/${conversationId}/messages?part=${part}&limit=60${pageParam ? `&before=${pageParam}` : ''}`),
  })
  useEffect(() => { void refetch() }, [newest, refetch])
  if (isLoading) return <Loading label={t('app.loading')} />
  if (error && !data) return <p className="p-4 text-failed">{tellError(intl, error).sentence}</p>
  const entries = threadEntries((data?.pages.flatMap((page) => page.items) ?? []).toReversed(), null)
  return (
    <div className="thin-scroll flex min-h-0 grow flex-col-reverse overflow-y-auto px-3 pb-3 sm:px-5">
      <div>
        {hasNextPage && <p className="flex justify-center py-3"><Button small busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('thread.older')}</Button></p>}
        {entries.length === 0 && <p className="py-10 text-center text-ink-soft">{t('thread.part_none')}</p>}
        {entries.map((entry) => {
          if (entry.type === 'day') return <div key={entry.key} className="flex justify-center py-3"><time dateTime={entry.at} className="rounded-full bg-surface px-3 py-0.5 text-xs text-ink-soft shadow-lift">{formatDay(intl, entry.at, now)}</time></div>
          if (entry.type === 'line') return <SystemLine key={entry.key} message={entry.message} />
          if (entry.type === 'album') return entry.messages.map((message) => <Bubble key={message.id} message={message} reactions={[]} first last />)
          if (entry.type === 'message') return <Bubble key={entry.key} message={entry.message} reactions={entry.reactions} first={entry.first} last={entry.last} />
          return null
        })}
      </div>
    </div>
  )
}
