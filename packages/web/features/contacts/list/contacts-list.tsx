import { useNavigate } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { ContactRound, SearchX } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { useNow } from '../../../api/clock.js'
import { useActions } from '../../../hotkeys/use-actions.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { cx } from '../../../ui/class-names.js'
import { Empty } from '../../../ui/empty.js'
import { Notice } from '../../../ui/notice.js'
import { Spinner } from '../../../ui/spinner.js'
import { ListSkeleton } from '../../inbox/list/list-skeleton.js'
import { isChosen, isEmpty, type Selection } from '../../inbox/bulk/selection.js'
import { attributesQuery } from '../queries.js'
import type { ContactsSearch } from '../search.js'
import type { Person } from '../model.js'
import { useCell } from './cells.js'
import { attributeOf, columnLabel, gridOf, type Column } from './columns.js'
import { ContactCard, ContactRow } from './contact-row.js'
import type { useContacts } from './use-contacts.js'
import { usePhone } from './use-phone.js'

interface ListProps { search: ContactsSearch; people: ReturnType<typeof useContacts>; columns: readonly Column[]; selection: Selection; onToggle: ((id: string, range: boolean) => void) | null; onAll: (all: boolean) => void; /** what an empty list of all says */ empty?: React.ReactNode; clear: () => void; /** what an empty list says that was not narrowed by the reader */ nobody?: React.ReactNode }

/** The people: a table where there is room, cards on a phone; walked by j and k, opened by Enter, chosen by x. */
export function ContactsList({ search, people, columns, selection, onToggle, onAll, empty, clear, nobody }: ListProps) {
  const { t, intl } = useT()
  const navigate = useNavigate()
  const now = useNow(60_000)
  const phone = usePhone()
  const cell = useCell()
  const { rows, error, isLoading, isOld, hasMore, loadMore, loadingMore, refetch } = people
  const scroll = useRef<HTMLDivElement>(null)
  const virtual = useRef<VirtualizerHandle>(null)
  const [current, setCurrent] = useState<string | null>(null)
  const at = rows.findIndex((row) => row.id === current)
  const { template, least } = useMemo(() => gridOf(columns), [columns])
  useEffect(() => { scroll.current?.scrollTo({ top: 0 }) }, [search.q, search.filter, search.order])
  const go = (step: 1 | -1) => {
    const index = at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + step))
    const row = rows[index]
    if (!row) return
    setCurrent(row.id)
    virtual.current?.scrollToIndex(index, { align: 'nearest' })
    if (index > rows.length - 10) loadMore()
  }
  const open = (row: Person | undefined) => { if (row) void navigate({ to: '/contacts/$contactId', params: { contactId: row.id } }) }
  useActions([
    { id: 'list.next', label: 'action.next', group: 'list', run: () => go(1), disabled: rows.length === 0 },
    { id: 'list.previous', label: 'action.previous', group: 'list', run: () => go(-1), disabled: rows.length === 0 },
    { id: 'list.open', label: 'action.open', group: 'list', run: () => open(rows[Math.max(0, at)]), disabled: rows.length === 0 },
    ...(onToggle ? [{ id: 'list.select', label: 'contacts.choose_row' as const, group: 'list' as const, run: () => { const row = rows[Math.max(0, at)]; if (row) { setCurrent(row.id); onToggle(row.id, false) } }, disabled: rows.length === 0 }] : []),
  ])
  const more = useCallback((box: HTMLElement) => { if (box.scrollHeight - box.scrollTop - box.clientHeight < 900) loadMore() }, [loadMore])
  useEffect(() => { if (scroll.current) more(scroll.current) }, [more, rows.length])
  const told = error ? tellError(intl, error) : null
  if (told && rows.length === 0) return <div className="p-4"><Notice tone="failed" alert title={told.sentence} actions={<Button small onClick={refetch}>{t('app.retry')}</Button>}>{told.next}</Notice></div>
  if (isLoading) return <ListSkeleton label={t('app.loading')} />
  if (rows.length === 0 && !hasMore && nobody) return nobody
  if (rows.length === 0 && !hasMore) return search.q || search.filter
    ? <Empty icon={SearchX} title={t('contacts.none_found')} action={<Button onClick={clear}>{t('list.clear_filters')}</Button>}>{t('contacts.none_found_text')}</Empty>
    : <Empty icon={ContactRound} title={t('contacts.empty_title')} action={empty}>{t('contacts.empty_text')}</Empty>
  const toggleOf = (row: Person) => (onToggle ? (range: boolean) => onToggle(row.id, range) : null)
  const end = <>{loadingMore && <div className="flex justify-center p-4 text-ink-soft"><Spinner /></div>}</>
  if (phone) return (
    <div ref={scroll} className={cx('thin-scroll min-h-0 grow overflow-y-auto', isOld && 'opacity-60')} onScroll={(event) => more(event.currentTarget)}>
      <Virtualizer ref={virtual} as="ul" item="li" scrollRef={scroll} data={rows} itemSize={68}>
        {(row) => <ContactCard key={row.id} person={row} now={now} chosen={isChosen(selection, row.id)} onToggle={toggleOf(row)} extra={<>{cell('stage', row, now)}{row.company && columns.includes('company') && <bdi className="truncate">{row.company.name}</bdi>}{!columns.includes('company') && columns.includes('owner') && cell('owner', row, now)}{!row.company && !row.stageId && cell('address', row, now)}</>} />}
      </Virtualizer>
      {end}
    </div>
  )
  return (
    <div ref={scroll} role="table" aria-label={t('nav.contacts')} aria-rowcount={-1} tabIndex={0} className={cx('thin-scroll min-h-0 grow overflow-auto -outline-offset-2', isOld && 'opacity-60')} onScroll={(event) => more(event.currentTarget)}>
      <div style={{ minWidth: least }}>
        <div role="rowgroup" className="sticky top-0 z-10"><Head columns={columns} template={template} selection={selection} onAll={onToggle ? onAll : null} /></div>
        <div role="rowgroup">
          <Virtualizer ref={virtual} scrollRef={scroll} data={rows} itemSize={52} startMargin={37}>
            {(row, index) => <ContactRow key={row.id} person={row} now={now} index={index} isCurrent={row.id === current} chosen={isChosen(selection, row.id)} columns={columns} template={template} cell={cell} onToggle={toggleOf(row)} />}
          </Virtualizer>
        </div>
      </div>
      {end}
    </div>
  )
}

/** Everybody whom the list finds, or nobody; between the two where only some are chosen. */
function AllTick({ selection, onAll }: { selection: Selection; onAll: (all: boolean) => void }) {
  const { t } = useT()
  const every = selection.all && selection.ids.size === 0
  return <input type="checkbox" checked={every} ref={(box) => { if (box) box.indeterminate = !every && !isEmpty(selection) }} aria-label={t('contacts.bulk_all')} onChange={() => onAll(!every)} className="size-4.5 cursor-pointer accent-[var(--accent)]" />
}

function Head({ columns, template, selection, onAll }: { columns: readonly Column[]; template: string; selection: Selection; onAll: ((all: boolean) => void) | null }) {
  const { t } = useT()
  const attributes = useQuery(attributesQuery).data
  const words = (column: Column) => { const key = attributeOf(column); return key === null ? t(columnLabel[column as keyof typeof columnLabel]) : attributes?.find((each) => each.key === key)?.name ?? key } // not an attribute: one of ours
  return (
    <div role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }} className="grid h-9 items-center border-b border-line-strong bg-sunken pe-3 text-xs font-semibold text-ink-soft">
      <div role="columnheader" className="grid h-full place-items-center"><span className="sr-only">{t('contacts.chosen')}</span>{onAll && <AllTick selection={selection} onAll={onAll} />}</div>
      <div role="columnheader">{t('contacts.col_name')}</div>
      {columns.map((column) => <div key={column} role="columnheader" className="truncate pe-3"><bdi>{words(column)}</bdi></div>)}
    </div>
  )
}
