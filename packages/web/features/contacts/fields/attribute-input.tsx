import { useT } from '../../../i18n/provider.js'
import { cx } from '../../../ui/class-names.js'
import { inputClass } from '../../../ui/field.js'
import type { AttributeDefinition, AttributeValue } from '../model.js'

interface InputProps { definition: AttributeDefinition; value: AttributeValue; onChange: (value: AttributeValue) => void; label?: string; autoFocus?: boolean; invalid?: boolean }

/** The field for a value, as its type wants it. Empty is null. */
export function AttributeInput({ definition: { type, options, name }, value, onChange, label = name, autoFocus = false, invalid = false }: InputProps) {
  const { t } = useT()
  const common = { 'aria-label': label, autoFocus, 'aria-invalid': invalid || undefined, className: inputClass }
  const offered = options.filter((option) => !option.archived || option.key === value || (Array.isArray(value) && value.includes(option.key)))
  switch (type) {
    case 'boolean': return <select {...common} value={value === null ? '' : String(value)} onChange={(event) => onChange(event.target.value === '' ? null : event.target.value === 'true')}><option value="">—</option><option value="true">{t('context.yes')}</option><option value="false">{t('context.no')}</option></select>
    case 'choice': return <select {...common} value={typeof value === 'string' ? value : ''} onChange={(event) => onChange(event.target.value || null)}><option value="">—</option>{offered.map((option) => <option key={option.key} value={option.key}>{option.name}</option>)}</select>
    case 'choices': {
      const held: readonly string[] = Array.isArray(value) ? value : []
      return (
        <div role="group" aria-label={label} className="flex flex-wrap gap-1.5">
          {offered.map((option) => {
            const isOn = held.includes(option.key)
            return <button key={option.key} type="button" aria-pressed={isOn} onClick={() => { const next = isOn ? held.filter((each) => each !== option.key) : [...held, option.key]; onChange(next.length > 0 ? next : null) }} className={cx('min-h-8 rounded-full border px-3 text-sm', isOn ? 'border-accent bg-selected font-semibold text-accent-strong' : 'border-line-strong text-ink-soft hover:bg-hover')}><bdi>{option.name}</bdi></button>
          })}
        </div>
      )
    }
    case 'number': return <input {...common} type="number" step="any" defaultValue={typeof value === 'number' ? value : ''} onChange={(event) => onChange(event.target.value === '' ? null : event.target.valueAsNumber)} />
    case 'date': return <input {...common} type="date" defaultValue={typeof value === 'string' ? value : ''} onChange={(event) => onChange(event.target.value || null)} />
    case 'link': return <input {...common} type="url" maxLength={2000} placeholder={"https://"} dir="ltr" defaultValue={typeof value === 'string' ? value : ''} onChange={(event) => onChange(event.target.value.trim() || null)} />
    case 'text': return <input {...common} type="text" maxLength={2000} dir="auto" defaultValue={typeof value === 'string' ? value : ''} onChange={(event) => onChange(event.target.value.trim() || null)} />
  }
}
