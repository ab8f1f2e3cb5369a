import { templateLength } from '@recado/core'
import { Braces } from 'lucide-react'
import { useRef } from 'react'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { TextArea } from '../../../ui/field.js'

/** Several lines with a counter, and a way to put the next placeholder where the cursor stands. */
export function TextPart({ label, value, most, nextVariable, onChange, invalid }: { label: string; value: string; most: number; nextVariable: () => string; onChange: (value: string) => void; invalid: boolean }) {
  const { t } = useT()
  const box = useRef<HTMLDivElement>(null)
  const insert = () => {
    const area = box.current?.querySelector('textarea')
    const at = area?.selectionStart ?? value.length
    const put = `{{${nextVariable()}}}`
    onChange(value.slice(0, at) + put + value.slice(area?.selectionEnd ?? at))
    requestAnimationFrame(() => { area?.focus(); area?.setSelectionRange(at + 2, at + put.length - 2) })
  }
  return (
    <div ref={box} className="flex flex-col gap-1.5">
      <TextArea label={label} value={value} dir="auto" rows={5} aria-invalid={invalid || undefined} onChange={(event) => onChange(event.target.value)} />
      <div className="flex items-center justify-between gap-2">
        <Button small look="quiet" onClick={insert}><Braces aria-hidden="true" className="size-4" />{t('tpl.insert')}</Button>
        <span className="figures text-sm text-ink-soft">{t('tpl.length', { count: templateLength(value), limit: most })}</span>
      </div>
    </div>
  )
}

/** The next number of this text, or a free name. */
export function nextVariable(format: 'named' | 'positional' | undefined, own: readonly string[], all: readonly string[]): string {
  if (format === 'positional') return String(own.length + 1)
  for (const name of ['name', 'order', 'date', 'amount']) if (!all.includes(name)) return name
  for (let n = 2; ; n++) if (!all.includes(`value_${n}`)) return `value_${n}`
}
