import { type AddressParts, type Fault, isCleared, type ProfileField, type ProfileValue, type WeekHours } from '@recado/core'
import { Plus, X } from 'lucide-react'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice, Field, TextArea } from '../../ui/field.js'
import { IconButton } from '../../ui/overlay.js'
import { countText, faultAt } from './fault-text.js'
import { HoursField } from './hours-field.js'

/** How a web address begins, in every language. */
const SCHEME = 'https://'

const types = { email: 'email', phone: 'tel' } as const

/** One field of a profile but the photo. Values are what the platform's editor says they are; whatever else came is shown as empty. */
export function ProfileInput({ field, value, faults, onChange }: { field: ProfileField<string>; value: ProfileValue; faults: readonly Fault[]; onChange: (value: ProfileValue) => void }) {
  const { t } = useT()
  const error = faultAt(t, faults, field.key)
  if (field.kind === 'hours') return <HoursField field={field} value={typeof value === 'object' && !Array.isArray(value) ? ((value ?? {}) as WeekHours) : {}} faults={faults} onChange={onChange} />
  if (field.kind === 'links') return <Links field={field} links={Array.isArray(value) ? value : []} faults={faults} onChange={onChange} />
  if (field.kind === 'address' && field.parts) {
    const parts = typeof value === 'object' && !Array.isArray(value) ? ((value ?? {}) as AddressParts) : {}
    return (
      <fieldset className="flex flex-col gap-2">
        <legend className="font-medium">{field.label}</legend>
        {field.help && <p className="text-sm text-ink-soft">{field.help}</p>}
        <div className="mt-1 grid gap-3 sm:grid-cols-2">{field.parts.map((part) => <Field key={part} label={t(`profile.part.${part}`)} value={parts[part] ?? ''} onChange={(event) => onChange({ ...parts, [part]: event.target.value })} error={faultAt(t, faults, `${field.key}.${part}`)} />)}</div>
      </fieldset>
    )
  }
  const text = typeof value === 'string' ? value : ''
  if (field.kind === 'choice')
    return (
      <Choice label={field.label} help={field.help} error={error} value={text} onChange={(event) => onChange(event.target.value)}>
        {isCleared(value) && <option value="">{t('profile.choose')}</option>}
        {field.choices?.map((choice) => <option key={choice.value} value={choice.value}>{choice.label}</option>)}
      </Choice>
    )
  if (field.readOnly) return <div><p className="font-medium">{field.label}</p><p dir="auto" className="mt-1 text-ink-soft [overflow-wrap:anywhere]">{text || '–'}</p></div>
  const help = [field.help, countText(t, text, field)].filter(Boolean).join(' ')
  const common = { label: field.label, help: help || undefined, error, value: text, dir: 'auto' as const }
  if (field.kind === 'multiline') return <TextArea {...common} onChange={(event) => onChange(event.target.value)} />
  return <Field {...common} type={field.kind === 'email' || field.kind === 'phone' ? types[field.kind] : 'text'} onChange={(event) => onChange(event.target.value)} />
}

function Links({ field, links, faults, onChange }: { field: ProfileField<string>; links: readonly string[]; faults: readonly Fault[]; onChange: (links: readonly string[]) => void }) {
  const { t } = useT()
  const shown = links.length === 0 ? [''] : links
  const most = field.most ?? 1
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="font-medium">{field.label}</legend>
      {field.help && <p className="text-sm text-ink-soft">{field.help}</p>}
      {shown.map((link, at) => {
        const error = faultAt(t, faults, `${field.key}.${at}`)
        return (
          <div key={at} className="flex flex-col gap-1">
            <div className="flex gap-1">
              <input type="url" inputMode="url" placeholder={SCHEME} value={link} aria-label={t('profile.link', { label: field.label, number: at + 1 })} aria-invalid={error ? true : undefined} onChange={(event) => onChange(shown.map((one, place) => (place === at ? event.target.value : one)))} className="min-h-10 w-full rounded-lg border border-line-strong bg-surface px-3 py-2 aria-invalid:border-failed" />
              {links.length > 0 && <IconButton label={t('profile.remove')} onPress={() => onChange(links.filter((_, place) => place !== at))}><X aria-hidden="true" /></IconButton>}
            </div>
            {error && <p role="alert" className="text-sm text-failed">{error}</p>}
          </div>
        )
      })}
      {faultAt(t, faults, field.key) && <p role="alert" className="text-sm text-failed">{faultAt(t, faults, field.key)}</p>}
      {links.length > 0 && links.length < most && <Button small look="quiet" className="self-start" onClick={() => onChange([...links, ''])}><Plus aria-hidden="true" className="size-4" />{t('profile.link_add')}</Button>}
    </fieldset>
  )
}
