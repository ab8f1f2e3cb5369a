import { type Fault, type ProfileField, WEEKDAYS, type Weekday, type WeekHours } from '@recado/core'
import { Plus, X } from 'lucide-react'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { inputClass } from '../../ui/field.js'
import { IconButton } from '../../ui/overlay.js'
import { faultAt } from './fault-text.js'

/** 1 January 2024 was a Monday. */
const MONDAY = Date.UTC(2024, 0, 1)
const DAY = 86_400_000

/** The opening times of a week, a line for each day. */
export function HoursField({ field, value, faults, onChange }: { field: ProfileField<string>; value: WeekHours; faults: readonly Fault[]; onChange: (value: WeekHours) => void }) {
  const { t, intl } = useT()
  const nameOf = (day: Weekday) => intl.formatDate(MONDAY + WEEKDAYS.indexOf(day) * DAY, { weekday: 'long', timeZone: 'UTC' })
  const set = (day: Weekday, stretches: { from: string; to: string }[]) => onChange(Object.fromEntries(WEEKDAYS.flatMap((each) => { const kept = each === day ? stretches : value[each]; return kept && kept.length > 0 ? [[each, kept]] : [] })))
  const next = (day: Weekday) => { const last = value[day]?.at(-1); return last ? { from: last.to < '16:00' ? '16:00' : last.to, to: last.to < '20:00' ? '20:00' : '23:00' } : { from: '09:00', to: '14:00' } }
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="font-medium">{field.label}</legend>
      {field.help && <p className="text-sm text-ink-soft">{field.help}</p>}
      <ul className="mt-1 divide-y divide-line rounded-lg border border-line">
        {WEEKDAYS.map((day) => {
          const stretches = value[day] ?? []
          const name = nameOf(day)
          const fault = faultAt(t, faults, `${field.key}.${day}`)
          return (
            <li key={day} className="flex flex-wrap items-start gap-x-3 gap-y-1 px-3 py-2">
              <span className="w-24 py-1.5 first-letter:uppercase">{name}</span>
              <div className="flex grow flex-col gap-1.5">
                {stretches.length === 0 && <span className="py-1.5 text-ink-soft">{t('profile.closed')}</span>}
                {stretches.map((stretch, at) => (
                  <span key={at} className="flex items-center gap-1.5">
                    {(['from', 'to'] as const).map((end) => <input key={end} type="time" required aria-label={t(end === 'from' ? 'profile.hours_from' : 'profile.hours_to', { day: name })} value={stretch[end]} onChange={(event) => set(day, stretches.map((one, place) => (place === at ? { ...one, [end]: event.target.value } : one)))} className={`${inputClass} figures !w-auto min-w-0`} />)}
                    <IconButton label={t('profile.hours_remove', { day: name })} onPress={() => set(day, stretches.filter((_, place) => place !== at))}><X aria-hidden="true" /></IconButton>
                  </span>
                ))}
                {fault && <p role="alert" className="text-sm text-failed">{fault}</p>}
              </div>
              <IconButton label={t('profile.hours_add', { day: name })} isDisabled={field.most !== undefined && stretches.length >= field.most} onPress={() => set(day, [...stretches, next(day)])}><Plus aria-hidden="true" /></IconButton>
            </li>
          )
        })}
      </ul>
      <Button small look="quiet" className="self-start" disabled={!value.mon} onClick={() => onChange({ ...value, ...Object.fromEntries((['tue', 'wed', 'thu', 'fri'] as const).map((day) => [day, value.mon])) })}>{t('profile.hours_copy')}</Button>
    </fieldset>
  )
}
