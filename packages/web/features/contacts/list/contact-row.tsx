import { Link } from '@tanstack/react-router'
import { memo, type ReactNode } from 'react'
import { useT } from '../../../i18n/provider.js'
import { Avatar } from '../../../ui/avatar.js'
import { cx } from '../../../ui/class-names.js'
import { lastHeard, type Person } from '../model.js'
import { formatMoment } from '../../../i18n/format.js'
import { AppMarks, type useCell } from './cells.js'
import type { Column } from './columns.js'

interface RowProps { person: Person; now: number; isCurrent: boolean; chosen: boolean; index: number; columns: readonly Column[]; template: string; cell: ReturnType<typeof useCell>; onToggle: ((range: boolean) => void) | null }

/** A person as a line of the table. The whole line leads to her page; the tick stands over it. */
export const ContactRow = memo(function ContactRow({ person, now, isCurrent, chosen, index, columns, template, cell, onToggle }: RowProps) {
  return (
    <div role="row" aria-rowindex={index + 2} data-contact={person.id} data-current={isCurrent || undefined} style={{ gridTemplateColumns: template }} className={cx('group/row relative grid min-h-13 items-center border-b border-line pe-3', chosen ? 'bg-selected' : isCurrent ? 'bg-hover' : 'bg-surface hover:bg-hover', isCurrent && 'shadow-[inset_3px_0_0_var(--accent)] rtl:shadow-[inset_-3px_0_0_var(--accent)]')}>
      <div role="cell" className="relative z-1 grid h-full place-items-center">{onToggle && <RowTick name={person.name} chosen={chosen} onToggle={onToggle} />}</div>
      <div role="rowheader" className="flex min-w-0 items-center gap-2.5 pe-3">
        <Avatar name={person.name} url={person.avatarUrl} size={32} />
        <Link to="/contacts/$contactId" params={{ contactId: person.id }} className="min-w-0 truncate font-semibold after:absolute after:inset-0"><bdi>{person.name}</bdi></Link>
      </div>
      {columns.map((column) => <div key={column} role="cell" className="figures flex min-w-0 pe-3 text-sm text-ink-soft"><span className="min-w-0 grow truncate">{cell(column, person, now) ?? <span aria-hidden="true" className="opacity-40">–</span>}</span></div>)}
    </div>
  )
})

function RowTick({ name, chosen, onToggle }: { name: string; chosen: boolean; onToggle: (range: boolean) => void }) {
  const { t } = useT()
  return <input type="checkbox" checked={chosen} aria-label={t('contacts.choose', { name })} onChange={(event) => onToggle(event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)} onClick={(event) => event.stopPropagation()} className="size-4.5 cursor-pointer accent-[var(--accent)]" />
}

/** The same person on a phone. */
export function ContactCard({ person, now, chosen, extra, onToggle }: { person: Person; now: number; chosen: boolean; extra: ReactNode; onToggle: ((range: boolean) => void) | null }) {
  const { intl } = useT()
  const heard = lastHeard(person)
  return (
    <div data-contact={person.id} className={cx('relative flex min-h-17 items-center gap-3 border-b border-line px-3 py-2', chosen ? 'bg-selected' : 'bg-surface')}>
      {onToggle && <span className="relative z-1 grid size-8 shrink-0 place-items-center"><RowTick name={person.name} chosen={chosen} onToggle={onToggle} /></span>}
      <Avatar name={person.name} url={person.avatarUrl} size={40} />
      <div className="min-w-0 grow">
        <p className="flex items-baseline gap-2"><Link to="/contacts/$contactId" params={{ contactId: person.id }} className="min-w-0 grow truncate font-semibold after:absolute after:inset-0"><bdi>{person.name}</bdi></Link>{heard && <time dateTime={heard} className="shrink-0 text-xs text-ink-soft">{formatMoment(intl, heard, now)}</time>}</p>
        <div className="mt-0.5 flex min-w-0 items-center gap-2 text-sm text-ink-soft">{person.identities.length > 0 && <AppMarks person={person} size={16} />}<span className="flex min-w-0 items-center gap-2 truncate">{extra}</span></div>
      </div>
    </div>
  )
}
