import { USUAL_COLUMNS, type ListQuery } from '@recado/api'
import { MessagesSquare } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Virtualizer } from 'virtua'
import { useNow } from '../../../api/clock.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { useLive } from '../../../live/provider.js'
import { Button } from '../../../ui/button.js'
import { Empty } from '../../../ui/empty.js'
import { Notice } from '../../../ui/notice.js'
import { Spinner } from '../../../ui/spinner.js'
import { ConversationRow } from '../../inbox/list/conversation-row.js'
import { ListSkeleton } from '../../inbox/list/list-skeleton.js'
import { useList } from '../../inbox/list/use-list.js'

/** What the people of a company wrote, over all apps and newest first; a press opens it in the inbox. `query` and `onMoved` must keep their identity. */
export function CompanyThreads({ query, onMoved }: { query: ListQuery; onMoved: () => void }) {
  const { t, intl } = useT()
  const now = useNow()
  const { watchList } = useLive()
  const { range, error, isLoading, loadMore, loadingMore, missed, refetch } = useList(query)
  const scroll = useRef<HTMLDivElement>(null)
  useEffect(() => { watchList(query); return () => watchList(null) }, [query, watchList])
  const items = range?.items
  const before = useRef<typeof items>(undefined)
  useEffect(() => { if (before.current && before.current !== items) onMoved(); before.current = items }, [items, onMoved])
  const rows = items ?? []
  const told = error ? tellError(intl, error) : null
  return (
    <div ref={scroll} className="thin-scroll min-h-0 grow overflow-y-auto" onScroll={({ currentTarget: box }) => { if (box.scrollHeight - box.scrollTop - box.clientHeight < 600) loadMore() }}>
      {told && !range && <div className="p-3"><Notice tone="failed" alert title={told.sentence} actions={<Button small onClick={refetch}>{t('app.retry')}</Button>}>{told.next}</Notice></div>}
      {isLoading && <ListSkeleton label={t('app.loading')} />}
      {range && rows.length === 0 && !range.next && <Empty icon={MessagesSquare} title={t('contacts.company_no_threads')}>{t('contacts.company_no_threads_text')}</Empty>}
      {rows.length > 0 && <Virtualizer as="ul" item="li" scrollRef={scroll} data={rows} itemSize={78}>{(row) => <ConversationRow key={row.id} row={row} now={now} isCurrent={false} columns={USUAL_COLUMNS} />}</Virtualizer>}
      {missed && range?.next && <div className="flex justify-center p-4"><Button small onClick={loadMore}>{t('app.retry')}</Button></div>}
      {loadingMore && <div className="flex justify-center p-4 text-ink-soft"><Spinner /></div>}
    </div>
  )
}
