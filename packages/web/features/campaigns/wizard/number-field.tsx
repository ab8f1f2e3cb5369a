import { useState, type ReactNode } from 'react'
import { useT } from '../../../i18n/provider.js'
import { Field } from '../../../ui/field.js'

/** A number between two bounds, or none where `onChange` takes null. What is half typed is shown and not taken; what is out of bounds says so. */
export function NumberField({ label, help, value, least = 0, most, whole = true, optional = false, className, onChange }: { label: string; help?: ReactNode; value: number | null | undefined; least?: number; most: number; whole?: boolean; optional?: boolean; className?: string; onChange: (value: number | null) => void }) {
  const { t, intl } = useT()
  const [typed, setTyped] = useState<{ text: string; was: number | null | undefined } | null>(null)
  // Somebody else's change, or an undo, goes before what stands half typed.
  const text = typed && typed.was === value ? typed.text : value == null ? '' : String(value)
  const parsed = read(text, { least, most, whole })
  const wrong = text.trim() === '' ? !optional : parsed === null
  const take = (next: string) => {
    const number = read(next, { least, most, whole })
    const blank = next.trim() === ''
    const kept = blank && optional ? null : number
    setTyped({ text: next, was: kept !== null || (blank && optional) ? kept : value })
    if (kept !== null || (blank && optional)) onChange(kept)
  }
  return <Field label={label} help={help} {...(className ? { className } : {})} inputMode={whole ? 'numeric' : 'decimal'} value={text} error={wrong ? t('campaigns.number_between', { least: intl.formatNumber(least), most: intl.formatNumber(most) }) : undefined} onChange={(event) => take(event.target.value)} />
}

function read(text: string, { least, most, whole }: { least: number; most: number; whole: boolean }): number | null {
  const typed = text.trim().replace(',', '.')
  if (!(whole ? /^\d{1,9}$/ : /^\d{1,9}(\.\d{0,4})?$/).test(typed)) return null
  const number = Number(typed)
  return number >= least && number <= most ? number : null
}
