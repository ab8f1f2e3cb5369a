import type { ChannelSetting } from '@recado/api'
import { useT } from '../i18n/provider.js'
import { Choice, Field, Toggle } from '../ui/field.js'

/** One setting of a channel as a field. `current` is what is kept: of a confidential one its last four characters. */
export function SettingInput({ field, current }: { field: ChannelSetting; current?: unknown }) {
  const { t } = useT()
  const kept = current !== undefined && current !== null && current !== ''
  if (field.type === 'boolean') return <Toggle label={field.label} help={field.help} name={field.key} defaultChecked={kept ? current === true : field.default === true} />
  if (field.type === 'choice') return <Choice label={field.label} help={field.help} name={field.key} defaultValue={String(kept ? current : field.default ?? field.choices?.[0] ?? '')}>{field.choices?.map((choice) => <option key={choice} value={choice}>{choice}</option>)}</Choice>
  const optional = field.required ? field.label : t('channels.optional', { label: field.label })
  const help = [field.help, field.generate && !kept ? t('channels.generated') : null].filter(Boolean).join(' ')
  return (
    <Field label={optional} help={help || undefined} name={field.key} type={field.confidential ? 'password' : field.type === 'number' ? 'number' : 'text'} autoComplete="off" spellCheck={false} required={field.required && !kept && !field.generate}
      {...(field.confidential ? { placeholder: kept ? String(current) : '' } : { defaultValue: String(kept ? current : field.default ?? '') })} />
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
