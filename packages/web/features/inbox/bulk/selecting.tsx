import type { Conversation, ListQuery } from '@recado/api'
import { lazy, Suspense } from 'react'
import { useCan } from '../../../api/queries.js'
import { useActions } from '../../../hotkeys/use-actions.js'
import { RowCheck } from './row-check.js'
import { isChosen, isEmpty, select, toggled, useSelection } from './selection.js'

const BulkBar = lazy(() => import('./bulk-bar.js'))

/** Choosing rows of a list: `bar` stands above it while something is chosen, `check` in each row. x chooses the row at `at`. */
export function useRowSelection(query: ListQuery, rows: readonly Conversation[], at: number) {
  const may = useCan('conversations.work')
  const selection = useSelection(query)
  const empty = isEmpty(selection)
  const ids = rows.map((row) => row.id)
  const toggle = (id: string, range: boolean) => select(toggled(selection, id, ids, range))
  useActions(may ? [
    { id: 'list.select', label: 'bulk.toggle', group: 'list', run: () => { const row = rows[Math.max(0, at)]; if (row) toggle(row.id, false) }, disabled: rows.length === 0 },
    { id: 'list.select_all', label: 'bulk.select_all', group: 'list', run: () => select({ ...selection, all: true, ids: new Set(), anchor: null }), disabled: rows.length === 0 || selection.all },
  ] : [])
  const bar = empty ? null : <Suspense fallback={null}><BulkBar selection={selection} query={query} rows={rows} /></Suspense>
  const check = (row: Conversation) => may ? <RowCheck name={row.contact.name} chosen={isChosen(selection, row.id)} shown={!empty} onToggle={(range) => toggle(row.id, range)} /> : null
  return { bar, check }
}
