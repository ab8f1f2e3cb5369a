import { useQuery } from '@tanstack/react-query'
import { Braces } from 'lucide-react'
import { useId, useRef } from 'react'
import { useCan } from '../../../api/queries.js'
import { useT } from '../../../i18n/provider.js'
import { inputClass } from '../../../ui/field.js'
import { AriaButton, Item, MenuButton } from '../../../ui/overlay.js'
import { attributesQuery } from '../../contacts/queries.js'

const OWN = ['contact.firstName', 'contact.name', 'company', 'preferences'] as const

/** A text in which fields of the person may stand; the menu puts one where the cursor is. */
export function PlacesField({ label, value, lines = false, maxLength, placeholder, onChange }: { label: string; value: string; lines?: boolean; maxLength?: number | undefined; placeholder?: string | undefined; onChange: (text: string) => void }) {
  const { t } = useT()
  const id = useId()
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  const reads = useCan('contacts.read')
  const attributes = useQuery({ ...attributesQuery, enabled: reads }).data ?? []
  const insert = (name: string) => {
    const [from, to] = [field.current?.selectionStart ?? value.length, field.current?.selectionEnd ?? value.length]
    onChange(`${value.slice(0, from)}{{${name}}}${value.slice(to)}`)
    requestAnimationFrame(() => field.current?.focus())
  }
  const shared = { ref: field, id, dir: 'auto', value, maxLength, placeholder, onChange: (event: { target: { value: string } }) => onChange(event.target.value) }
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center gap-2"><label htmlFor={id} className="min-w-0 grow font-medium [overflow-wrap:anywhere]">{label}</label>
        <MenuButton label={t('campaigns.insert_into', { field: label })} trigger={<AriaButton aria-label={t('campaigns.insert_into', { field: label })} className="inline-flex min-h-7 items-center gap-1.5 rounded-md px-2 text-sm text-accent data-[hovered]:bg-hover"><Braces aria-hidden="true" className="size-4" />{t('campaigns.insert')}</AriaButton>}>
          {OWN.map((name) => <Item key={name} onAction={() => insert(name)}>{t(`campaigns.place.${name.replace('.', '_') as 'company'}`)}</Item>)}
          {attributes.map((one) => <Item key={one.key} onAction={() => insert(`contact.${one.key}`)}>{one.name}</Item>)}
        </MenuButton>
      </div>
      {lines ? <textarea {...shared} rows={4} className={`${inputClass} field-sizing-content max-h-72 min-h-24`} /> : <input {...shared} className={inputClass} />}
    </div>
  )
}
