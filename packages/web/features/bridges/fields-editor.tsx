import type { CrmField, ShopField } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { Plus, Trash2 } from 'lucide-react'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice, Field } from '../../ui/field.js'
import { IconButton } from '../../ui/overlay.js'
import { attributesQuery } from '../contacts/queries.js'

const OURS = ['name', 'email', 'phone', 'company', 'country', 'language', 'timeZone', 'stage', 'notes'] as const
type Row = { theirs: string; ours: string; direction?: CrmField['direction'] }

/** Names of fields as those systems write them; the same in every language. */
const EXAMPLE = { shop: 'meta:vat_number', crm: 'jobtitle' } as const

/** Which field there is which here, line by line; of a CRM also which way it goes. */
function Editor({ rows, onChange, directed, placeholder }: { rows: readonly Row[]; onChange: (rows: Row[]) => void; directed: boolean; placeholder: string }) {
  const { t } = useT()
  const own = (useQuery(attributesQuery).data ?? []).filter((one) => one.archivedAt === null)
  const set = (at: number, change: Partial<Row>) => onChange(rows.map((row, i) => (i === at ? { ...row, ...change } : row)))
  return (
    <div className="flex flex-col gap-3">
      {rows.length > 0 && <ul className="flex flex-col gap-3">
        {rows.map((row, at) => (
          <li key={at} className={directed ? 'grid items-end gap-2 rounded-lg border border-line p-3 sm:grid-cols-[1fr_9.5rem_1fr_auto]' : 'grid items-end gap-2 rounded-lg border border-line p-3 sm:grid-cols-[1fr_1fr_auto]'}>
            <Field label={t('bridges.theirs')} value={row.theirs} placeholder={placeholder} required maxLength={200} dir="ltr" onChange={(event) => set(at, { theirs: event.target.value })} />
            {directed && <Choice label={t('bridges.direction')} value={row.direction} onChange={(event) => set(at, { direction: event.target.value as CrmField['direction'] })}>{(['both', 'in', 'out'] as const).map((one) => <option key={one} value={one}>{t(`bridges.direction.${one}`)}</option>)}</Choice>}
            <Choice label={t('bridges.ours')} value={row.ours} onChange={(event) => set(at, { ours: event.target.value })}>
              {OURS.map((one) => <option key={one} value={one}>{t(`bridges.field.${one}`)}</option>)}
              {own.map((one) => <option key={one.key} value={`attributes.${one.key}`}>{one.name}</option>)}
              {!OURS.some((one) => one === row.ours) && !own.some((one) => `attributes.${one.key}` === row.ours) && <option value={row.ours}>{row.ours}</option>}
            </Choice>
            <IconButton label={t('bridges.remove_line', { name: row.theirs || String(at + 1) })} onPress={() => onChange(rows.filter((_, i) => i !== at))} className="justify-self-end"><Trash2 aria-hidden="true" /></IconButton>
          </li>
        ))}
      </ul>}
      <Button small className="self-start" onClick={() => onChange([...rows, { theirs: '', ours: own.find((one) => !rows.some((row) => row.ours === `attributes.${one.key}`)) ? `attributes.${own.find((one) => !rows.some((row) => row.ours === `attributes.${one.key}`))!.key}` : OURS.find((one) => !rows.some((row) => row.ours === one)) ?? 'notes', ...(directed ? { direction: 'in' as const } : {}) }])}><Plus aria-hidden="true" className="size-4" />{t('bridges.add_field')}</Button>
    </div>
  )
}

export const ShopFields = ({ fields, onChange }: { fields: readonly ShopField[]; onChange: (fields: ShopField[]) => void }) => (
  <Editor directed={false} placeholder={EXAMPLE.shop} rows={fields.map((one) => ({ theirs: one.from, ours: one.to }))} onChange={(rows) => onChange(rows.map((row) => ({ from: row.theirs, to: row.ours })))} />
)
export const CrmFields = ({ fields, onChange }: { fields: readonly CrmField[]; onChange: (fields: CrmField[]) => void }) => (
  <Editor directed placeholder={EXAMPLE.crm} rows={fields} onChange={(rows) => onChange(rows.map((row) => ({ theirs: row.theirs, ours: row.ours, direction: row.direction ?? 'in' })))} />
)
