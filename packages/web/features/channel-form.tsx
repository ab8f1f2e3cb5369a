import type { ChannelSetting } from '@recado/api'
import { useState } from 'react'
import { useT } from '../i18n/provider.js'
import { Choice, Field, Toggle } from '../ui/field.js'

interface SettingProps { field: ChannelSetting; current?: unknown; /** what the chosen way of connecting puts in */ preset?: unknown; onChange?: (value: string) => void }

/** One setting of a channel as a field. `current` is what is kept: of a confidential one its last four characters. */
export function SettingInput({ field, current, preset, onChange }: SettingProps) {
  const { t } = useT()
  const kept = current !== undefined && current !== null && current !== ''
  const value = kept ? current : preset ?? field.default
  if (field.type === 'boolean') return <Toggle label={field.label} help={field.help} name={field.key} defaultChecked={value === true} />
  if (field.type === 'choice') {
    return (
      <Choice label={field.label} help={field.help} name={field.key} defaultValue={String(value ?? field.choices?.[0] ?? '')} {...(onChange ? { onChange: (event) => onChange(event.target.value) } : {})}>
        {field.choices?.map((choice) => <option key={choice} value={choice}>{field.choiceLabels?.[choice] ?? choice}</option>)}
      </Choice>
    )
  }
  const optional = field.required ? field.label : t('channels.optional', { label: field.label })
  const help = [field.help, field.generate && !kept ? t('channels.generated') : null].filter(Boolean).join(' ')
  return (
    <Field label={optional} help={help || undefined} name={field.key} type={field.confidential ? 'password' : field.type === 'number' ? 'number' : 'text'} autoComplete="off" spellCheck={false} required={field.required && !kept && !field.generate}
      {...(field.confidential ? { placeholder: kept ? String(current) : '' } : { defaultValue: String(value ?? '') })} />
  )
}

interface FieldsProps { fields: readonly ChannelSetting[]; current?: Record<string, unknown>; /** of the chosen way: what it puts in, and which fields stand open */ presets?: Record<string, unknown>; first?: readonly string[] | null }

/** A channel's settings: what is needed to begin in sight, the rest folded away, and nothing that the other settings make idle. */
export function ChannelFields({ fields, current = {}, presets = {}, first = null }: FieldsProps) {
  const { t } = useT()
  const rulers = new Set(fields.flatMap((field) => (field.onlyWhen ? [field.onlyWhen.key] : [])))
  const [chosen, setChosen] = useState<Record<string, string>>({})
  const valueOf = (key: string) => chosen[key] ?? current[key] ?? presets[key] ?? fields.find((field) => field.key === key)?.default
  const shown = fields.filter((field) => !field.onlyWhen || valueOf(field.onlyWhen.key) === field.onlyWhen.is)
  // What Recado makes up by itself is nobody's homework: it stands in the fold, and is shown after saving.
  const isFirst = (field: ChannelSetting) => !(field.generate && !current[field.key]) && (first ? first.includes(field.key) || (field.required && !field.generate) : !field.later)
  const input = (field: ChannelSetting) => (
    <SettingInput key={field.key} field={field} current={current[field.key]} preset={presets[field.key]} {...(rulers.has(field.key) ? { onChange: (value: string) => setChosen((all) => ({ ...all, [field.key]: value })) } : {})} />
  )
  const rest = shown.filter((field) => !isFirst(field))
  return (
    <>
      {shown.filter(isFirst).map(input)}
      {rest.length > 0 && (
        <details className="group rounded-lg border border-line px-4 py-1 open:pb-4">
          <summary className="min-h-8 cursor-pointer py-1.5 font-medium">{t('channels.more_settings', { count: rest.length })}</summary>
          <div className="mt-2 flex flex-col gap-4">{rest.map(input)}</div>
        </details>
      )}
    </>
  )
}

/** The form as settings. An untouched confidential field is left out: the server keeps what it has. */
export function settingsOf(fields: readonly ChannelSetting[], form: FormData): Record<string, unknown> {
  const settings: Record<string, unknown> = {}
  for (const { key, type, confidential } of fields) {
    const value = form.get(key)
    if (type === 'boolean') settings[key] = value === 'on'
    else if (typeof value === 'string' && value.trim() !== '') settings[key] = type === 'number' ? Number(value) : value.trim()
    else if (!confidential && value === '') settings[key] = null
  }
  return settings
}
