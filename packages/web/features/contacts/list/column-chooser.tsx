import { useQuery } from '@tanstack/react-query'
import { ArrowDown, ArrowUp, Columns3 } from 'lucide-react'
import { useState } from 'react'
import { useActions } from '../../../hotkeys/use-actions.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { DialogWindow, IconButton } from '../../../ui/overlay.js'
import { attributesQuery } from '../queries.js'
import { COLUMNS, columnLabel, type Column } from './columns.js'

/** Which columns the table has, and in which order: kept for this person. */
export function ColumnChooser({ columns, consents, onChange }: { columns: readonly Column[]; consents: boolean; onChange: (columns: readonly Column[] | null) => void }) {
  const { t } = useT()
  const [open, setOpen] = useState(false)
  useActions([{ id: 'contacts.columns', label: 'contacts.columns', group: 'list', run: () => setOpen(true) }])
  return (
    <>
      <span className="max-md:hidden"><IconButton label={t('contacts.columns')} onPress={() => setOpen(true)}><Columns3 aria-hidden="true" /></IconButton></span>
      {open && <Chooser columns={columns} consents={consents} onChange={onChange} onClose={() => setOpen(false)} />}
    </>
  )
}

function Chooser({ columns, consents, onChange, onClose }: { columns: readonly Column[]; consents: boolean; onChange: (columns: readonly Column[] | null) => void; onClose: () => void }) {
  const { t } = useT()
  const attributes = (useQuery(attributesQuery).data ?? []).filter((each) => each.archivedAt === null)
  const all: readonly { id: Column; name: string }[] = [...COLUMNS.filter((id) => consents || id !== 'marketing').map((id) => ({ id, name: t(columnLabel[id]) })), ...attributes.map((each) => ({ id: `attribute:${each.key}` as const, name: each.name }))]
  const shown = columns.flatMap((id) => all.find((each) => each.id === id) ?? [])
  const rest = all.filter((each) => !columns.includes(each.id))
  const move = (index: number, step: 1 | -1) => { const next = [...columns]; const [one] = next.splice(index, 1); if (one) next.splice(index + step, 0, one); onChange(next) }
  return (
    <DialogWindow title={t('contacts.columns')} closeLabel={t('app.close')} onClose={onClose} footer={<><Button onClick={() => onChange(null)}>{t('contacts.columns_usual')}</Button><Button look="primary" onClick={onClose}>{t('app.done')}</Button></>}>
      <ul className="flex flex-col gap-0.5">
        {shown.map(({ id, name }, index) => (
          <li key={id} className="flex min-h-10 items-center gap-3 rounded-lg px-2 hover:bg-hover">
            <label className="flex min-h-9 min-w-0 grow items-center gap-3"><input type="checkbox" checked onChange={() => onChange(columns.filter((each) => each !== id))} className="size-4.5 accent-[var(--accent)]" /><bdi className="truncate">{name}</bdi></label>
            <IconButton label={t('contacts.column_up', { name })} className="size-8" isDisabled={index === 0} onPress={() => move(index, -1)}><ArrowUp aria-hidden="true" /></IconButton>
            <IconButton label={t('contacts.column_down', { name })} className="size-8" isDisabled={index === shown.length - 1} onPress={() => move(index, 1)}><ArrowDown aria-hidden="true" /></IconButton>
          </li>
        ))}
        {shown.length > 0 && rest.length > 0 && <li role="separator" className="my-1 border-t border-line" />}
        {rest.map(({ id, name }) => <li key={id} className="flex min-h-10 items-center rounded-lg px-2 hover:bg-hover"><label className="flex min-h-9 min-w-0 grow items-center gap-3"><input type="checkbox" checked={false} onChange={() => onChange([...columns, id])} className="size-4.5 accent-[var(--accent)]" /><bdi className="truncate">{name}</bdi></label></li>)}
      </ul>
    </DialogWindow>
  )
}

