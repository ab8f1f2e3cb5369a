import { useQuery } from '@tanstack/react-query'
import { Clock, ListFilter } from 'lucide-react'
import { useEffect, useImperativeHandle, useState, type Ref } from 'react'
import { accountsQuery, channelsQuery, membersQuery } from '../../api/queries.js'
import { useT } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'
import { inboxNames, labelNames, teamNames } from './search-queries.js'
import { partAt, suggestionsFor } from './suggest.js'

export interface SuggestHandle { move: (step: 1 | -1) => void; /** False when none is chosen. */ choose: () => boolean }

interface Row { id: string; label: string; help?: string; recent?: boolean; run: () => void }

/** Below the search line: what was looked for last, operators, and the values of the one being written. */
export default function SuggestList({ handle, line, recent, onChoose, onActive, onForget }: {
  handle: Ref<SuggestHandle>; line: string; recent: readonly string[]; onChoose: (line: string, done: boolean) => void; onActive: (id: string | null) => void; onForget: () => void
}) {
  const { t } = useT()
  const [at, setAt] = useState(-1)
  const part = partAt(line)
  const asks = /[:：]/u.test(part.text)
  const members = useQuery({ ...membersQuery, enabled: asks }).data?.map((each) => each.name) ?? []
  const labels = useQuery({ ...labelNames, enabled: asks }).data ?? []
  const teams = useQuery({ ...teamNames, enabled: asks }).data ?? []
  const inboxes = useQuery({ ...inboxNames, enabled: asks }).data ?? []
  const accounts = useQuery({ ...accountsQuery, enabled: asks }).data?.map((each) => each.name) ?? []
  const channels = useQuery({ ...channelsQuery, enabled: asks }).data?.map((each) => each.name) ?? []
  const suggestions = suggestionsFor(line, t, { from: members, assignee: members, label: labels, team: teams, inbox: inboxes, account: accounts, channel: channels })
  const rows: Row[] = [
    ...(line.trim() === '' ? recent.map((each): Row => ({ id: `recent-${each}`, label: each, recent: true, run: () => onChoose(each, true) })) : []),
    // A plain word is being looked for: operators would only stand in the way of what is found.
    ...suggestions.map((one): Row => ({ id: `op-${one.key}`, label: one.label, ...(one.help ? { help: t(one.help) } : {}), run: () => onChoose(line.slice(0, part.start) + one.insert, false) })),
  ]
  const chosen = rows[at]
  useEffect(() => { setAt(-1) }, [line])
  useEffect(() => { onActive(chosen ? idOf(chosen) : null); if (chosen) document.getElementById(idOf(chosen))?.scrollIntoView({ block: 'nearest' }) }, [chosen?.id])
  useImperativeHandle(handle, () => ({ move: (step) => setAt((now) => (rows.length === 0 ? -1 : (now + step + rows.length + (now < 0 && step < 0 ? 1 : 0)) % rows.length)), choose: () => { chosen?.run(); return Boolean(chosen) } }))
  if (rows.length === 0) return null
  const firstOp = rows.findIndex((row) => !row.recent)
  return (
    <div className="thin-scroll mt-1 max-h-[60dvh] overflow-y-auto rounded-xl border border-line bg-raised p-1.5 shadow-float">
      {rows.map((row, index) => (
        <div key={row.id} role="presentation">
          {index === 0 && row.recent && <p className="flex items-center justify-between px-2 py-1 text-xs font-semibold text-ink-soft" role="presentation"><span>{t('search.recent')}</span><button type="button" onMouseDown={(event) => event.preventDefault()} onClick={onForget} className="min-h-6 rounded px-1 font-normal underline">{t('search.forget')}</button></p>}
          {index === firstOp && !asks && <p role="presentation" className="px-2 py-1 text-xs font-semibold text-ink-soft">{t('search.narrow')}</p>}
          {/* Pressing must not take the focus from the line before the choice is made. */}
          <div id={idOf(row)} role="option" aria-selected={index === at} onMouseDown={(event) => event.preventDefault()} onClick={row.run} onPointerMove={() => setAt(index)} className={cx('flex min-h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2 text-sm', index === at && 'bg-selected')}>
            {row.recent ? <Clock aria-hidden="true" className="size-4 shrink-0 text-ink-soft" /> : <ListFilter aria-hidden="true" className="size-4 shrink-0 text-ink-soft" />}
            <bdi className={cx('truncate', !row.recent && 'shrink-0 font-semibold')}>{row.label}</bdi>
            {row.help && <span className="min-w-0 truncate text-ink-soft">{row.help}</span>}
          </div>
        </div>
      ))}
    </div>
  )
}

const idOf = (row: { id: string }): string => `search-${row.id.replace(/[^\p{L}\p{N}-]/gu, '_')}`
