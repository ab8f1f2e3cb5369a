import type { ChannelCapability } from '@recado/api'
import { PLACES } from '@recado/core'
import { useId, useRef } from 'react'
import { useT } from '../../i18n/provider.js'
import { inputClass } from '../../ui/field.js'
import { lengthIn } from '../inbox/composer/attachments.js'

/** Words with places that are filled for her; the buttons put one where the cursor stands. */
export function PlacesArea({ label, value, limit, onChange }: { label: string; value: string; limit: Pick<ChannelCapability, 'maxLength' | 'unit'> | undefined; onChange: (text: string) => void }) {
  const { t } = useT()
  const id = useId()
  const area = useRef<HTMLTextAreaElement>(null)
  const most = limit?.maxLength
  const length = lengthIn(limit?.unit, value)
  const insert = (name: string) => {
    const [from, to] = [area.current?.selectionStart ?? value.length, area.current?.selectionEnd ?? value.length]
    onChange(`${value.slice(0, from)}{{${name}}}${value.slice(to)}`)
    area.current?.focus()
  }
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">{label}</label>
      <textarea ref={area} id={id} dir="auto" rows={3} value={value} aria-describedby={`${id}-count`} aria-invalid={most !== undefined && length > most ? true : undefined} onChange={(event) => onChange(event.target.value)} className={`${inputClass} field-sizing-content max-h-72 min-h-20`} />
      <div className="flex flex-wrap items-center gap-1">
        {PLACES.map((name) => <button key={name} type="button" title={`{{${name}}}`} onClick={() => insert(name)} className="min-h-7 rounded-md border border-line bg-surface px-2 text-xs hover:bg-hover">+ {t(`auto.place_${name.replace('.', '_') as 'company'}`)}</button>)}
        <span className="grow" />
        {most !== undefined && <span id={`${id}-count`} className={`figures text-xs ${length > most ? 'text-failed' : 'text-ink-soft'}`}>{length}/{most}</span>}
      </div>
    </div>
  )
}
