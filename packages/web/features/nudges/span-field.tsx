import { useState } from 'react'
import { useT } from '../../i18n/provider.js'
import { Choice, Field } from '../../ui/field.js'
import { DAY, HOUR } from './draft.js'

const SIZES = { minutes: 1, hours: HOUR, days: DAY } as const
type Unit = keyof typeof SIZES
const unitOf = (minutes: number): Unit => (minutes >= 2 * DAY && minutes % DAY === 0 ? 'days' : minutes >= HOUR && minutes % HOUR === 0 ? 'hours' : 'minutes')

/** A span of time in the unit that people would say it in. */
export function SpanField({ label, minutes, most, onChange }: { label: string; minutes: number; most: number; onChange: (minutes: number) => void }) {
  const { t } = useT()
  const [unit, setUnit] = useState(unitOf(minutes))
  const size = SIZES[unit]
  return (
    <div className="flex min-w-0 items-end gap-2">
      <Field label={label} type="number" min={1} max={Math.floor(most / size)} required className="min-w-0 grow basis-0" value={minutes / size} onChange={(event) => onChange(Math.round(Number(event.target.value) * size))} />
      <Choice label={t('nudges.unit')} value={unit} className="min-w-0 grow basis-0" onChange={(event) => { const next = event.target.value as Unit; setUnit(next); onChange(Math.max(1, Math.round(minutes / SIZES[next])) * SIZES[next]) }}>
        {(['minutes', 'hours', 'days'] as const).map((one) => <option key={one} value={one}>{t(`nudges.${one}`)}</option>)}
      </Choice>
    </div>
  )
}
