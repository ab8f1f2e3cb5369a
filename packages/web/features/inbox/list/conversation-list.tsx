import type { ListQuery, ViewColumn } from '@recado/api'
import { lazy, Suspense, useEffect, useMemo, useRef } from 'react'
import { SearchX, Sparkles } from 'lucide-react'
import { Link } from '@tanstack/react-router'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { useNow } from '../../../api/clock.js'
import { useSession } from '../../../api/queries.js'
import { useActions } from '../../../hotkeys/use-actions.js'
import { useT, type MessageId } from '../../../i18n/provider.js'
import { tellError } from '../../../i18n/errors.js'
import { Button, buttonClass } from '../../../ui/button.js'
import { Empty } from '../../../ui/empty.js'
import { Notice } from '../../../ui/notice.js'
import { Spinner } from '../../../ui/spinner.js'
import { GapNotes } from '../../account/gap-notes.js'
import { useRowSelection } from '../bulk/selecting.js'
import { focusThread } from '../focus.js'
import { useOpenConversation } from '../use-open.js'
import { ConversationRow } from './conversation-row.js'
import { ListHead } from './list-head.js'
import { ListSkeleton } from './list-skeleton.js'
import { showOrder } from './neighbour.js'
import { isSavedId } from '../../views/saved.js'
import { useList } from './use-list.js'

const SearchResults = lazy(() => import('../../search/search-results.js'))

/** A view's list beneath its head, or what a search has found. */
export function ConversationList({ query, focusSearch, columns }: { query: ListQuery; focusSearch: number; columns: readonly ViewColumn[] }) {
  const { t } = useT()
  return (
    <>
      <ListHead query={query} focusSearch={focusSearch} />
      {query.q ? <Suspense fallback={<ListSkeleton label={t('app.loading')} />}><SearchResults q={query.q} /></Suspense> : <ViewList query={query} columns={columns} />}
    </>
  )
}

const SwipeRow = lazy(() => import('./swipe-row.js'))
/** Fingers push rows aside; a mouse has the buttons. */
const TOUCH = matchMedia('(any-pointer: coarse)').matches

/** The list of a view: virtual, live, worked through by j and k. */
function ViewList({ query, columns }: { query: ListQuery; columns: readonly ViewColumn[] }) {
  const { t, intl } = useT()
  const now = useNow()
  const { conversationId, open } = useOpenConversation()
  const { range, error, isLoading, loadMore, loadingMore, missed, refetch } = useList(query)
  const scroll = useRef<HTMLDivElement>(null)
  const virtual = useRef<VirtualizerHandle>(null)
  const rows = useMemo(() => range?.items ?? [], [range])
  const at = rows.findIndex((row) => row.id === conversationId)
  // What was resolved leaves the list: its place is where the next one now stands.
  const place = useRef<number | null>(null)
  useEffect(() => { if (at >= 0) place.current = at; else if (!conversationId) place.current = null }, [at, conversationId])
  useEffect(() => { showOrder(rows.map((row) => row.id)); return () => showOrder([]) }, [rows])
  const go = (step: 1 | -1) => {
    const left = place.current
    const index = at >= 0 ? at + step : left !== null ? Math.min(left, rows.length) - (step === 1 ? 0 : 1) : step === 1 ? 0 : rows.length - 1
    const row = rows[index]
    if (!row) return
    open(row.id)
    virtual.current?.scrollToIndex(index, { align: 'nearest' })
  }
  useActions([
    { id: 'list.next', label: 'action.next', group: 'list', run: () => go(1), disabled: rows.length === 0 },
    { id: 'list.previous', label: 'action.previous', group: 'list', run: () => go(-1), disabled: rows.length === 0 },
    { id: 'list.open', label: 'action.open', group: 'list', run: () => (conversationId ? focusThread() : go(1)), disabled: rows.length === 0 },
  ])
  const { bar, check } = useRowSelection(query, rows, at)
  const told = error ? tellError(intl, error) : null
  return (
    <>
      <GapNotes />
      {bar}
      <div ref={scroll} className="thin-scroll min-h-0 grow overflow-y-auto" onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget
        if (scrollHeight - scrollTop - clientHeight < 600) loadMore()
      }}>
        {told && !range && <div className="p-3"><Notice tone="failed" alert title={told.sentence} actions={<Button small onClick={refetch}>{t('app.retry')}</Button>}>{told.next}</Notice></div>}
        {isLoading && <ListSkeleton label={t('app.loading')} />}
        {range && rows.length === 0 && !range.next && <EmptyList query={query} />}
        {rows.length > 0 && (
          <Virtualizer ref={virtual} as="ul" item="li" scrollRef={scroll} data={rows} itemSize={78}>
            {(row) => { const shown = <div key={row.id} className="group/row relative">{check(row)}<ConversationRow row={row} now={now} isCurrent={row.id === conversationId} columns={columns} /></div>; return TOUCH ? <Suspense key={row.id} fallback={shown}><SwipeRow row={row} now={now}>{shown}</SwipeRow></Suspense> : shown }}
          </Virtualizer>
        )}
        {missed && range?.next && rows.length === 0 && <div className="flex justify-center p-4"><Button small onClick={loadMore}>{t('app.retry')}</Button></div>}
        {loadingMore && <div className="flex justify-center p-4 text-ink-soft"><Spinner /></div>}
      </div>
    </>
  )
}

/** What an empty standard view teaches. */
const emptyText: Partial<Record<string, MessageId>> = {
  mine: 'list.empty_mine', unassigned: 'list.empty_unassigned', closing_soon: 'list.empty_closing', failed: 'list.empty_failed', my_teams: 'list.empty_my_teams', mentions: 'list.empty_mentions', participating: 'list.empty_participating',
  drafts: 'list.empty_drafts', waiting: 'list.empty_waiting', snoozed: 'list.empty_snoozed', resolved: 'list.empty_resolved',
}

function EmptyList({ query }: { query: ListQuery }) {
  const { t } = useT()
  const { change } = useOpenConversation()
  const { workspace, permissions } = useSession()
  const phones = workspace.demo && permissions.includes('simulator.use')
  const isNarrow = Boolean(query.q || query.channel || query.account || query.label)
  if (isNarrow) return <Empty icon={SearchX} title={t('list.empty_search_title')} action={<Button onClick={() => change({ q: undefined, channel: undefined, account: undefined, label: undefined } as object)}>{t('list.clear_filters')}</Button>}>{t('list.empty_search')}</Empty>
  if (isSavedId(query.view)) return <Empty icon={Sparkles} title={t('list.empty_done_title')}>{t('list.empty_saved')}</Empty>
  const text = emptyText[query.view ?? 'all']
  if (text) return <Empty icon={Sparkles} title={t('list.empty_done_title')}>{t(text)}</Empty>
  if (query.status && query.status !== 'open') return <Empty icon={Sparkles} title={t('list.empty_status_title')}>{t('list.empty_status')}</Empty>
  return <Empty icon={Sparkles} title={t('list.empty_title')} action={phones ? <Link to="/simulator" className={buttonClass('primary')}>{t('nav.phones')}</Link> : <div className="flex flex-col gap-2">{permissions.includes('channels.manage') && <Link to="/settings/channels/add" className={buttonClass('primary')}>{t('channels.add')}</Link>}{permissions.includes('simulator.use') && <Link to="/simulator" className={buttonClass('plain')}>{t('setup.choice_demo')}</Link>}</div>}>{t('list.empty_text')}</Empty>
}
