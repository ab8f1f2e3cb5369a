import type { Slot } from '@recado/api'
import { Plus, X } from 'lucide-react'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'

type Kind = 'closed' | 'hours' | 'whole'

const WHOLE: Slot = { from: '00:00', to: '24:00' }
const isWhole = (slots: readonly Slot[]) => slots.length === 1 && slots[0]?.from === WHOLE.from && slots[0].to === WHOLE.to
const kindOf = (slots: readonly Slot[]): Kind => (slots.length === 0 ? 'closed' : isWhole(slots) ? 'whole' : 'hours')

const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
const clock = (minute: number) => `${String(Math.floor(minute / 60) % 24).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** A further slot: an hour after the last one ends, for three hours, within the day. */
function nextSlot(slots: readonly Slot[]): Slot {
  const last = slots.at(-1)
  if (!last) return { from: '09:00', to: '18:00' }
  const from = Math.min(minutes(last.to) + 60, 22 * 60)
  return { from: clock(from), to: clock(Math.min(from + 180, 23 * 60 + 59)) }
}

interface DayProps { name: string; slots: readonly Slot[]; fault: 'time' | 'overlap' | 'date' | 'twice' | 'days' | null; onChange: (slots: Slot[]) => void; onCopy?: () => void; children?: React.ReactNode }

/** One day: closed, open throughout, or its slots. The system's own time fields, so that phone and keyboard both know them. */
export function DayEditor({ name, slots, fault, onChange, onCopy, children }: DayProps) {
  const { t } = useT()
  const kind = kindOf(slots)
  const setKind = (next: Kind) => onChange(next === 'closed' ? [] : next === 'whole' ? [WHOLE] : [{ from: '09:00', to: '18:00' }])
  const change = (at: number, part: Partial<Slot>) => onChange(slots.map((slot, index) => (index === at ? { ...slot, ...part } : slot)))
  const time = 'figures min-h-9 w-32 rounded-lg border border-line-strong bg-surface px-2'
  return (
    <li className="flex flex-col gap-2 py-2.5 sm:flex-row sm:items-start sm:gap-4">
      <div className="flex items-center gap-3 sm:w-64 sm:shrink-0">
        <span className="grow font-medium first-letter:uppercase sm:w-28 sm:grow-0">{name}</span>
        <select aria-label={t('auto.day_state', { name })} value={kind} onChange={(event) => setKind(event.target.value as Kind)} className="min-h-9 rounded-lg border border-line-strong bg-surface px-2">
          {(['hours', 'closed', 'whole'] as const).map((one) => <option key={one} value={one}>{t(`auto.day_${one}`)}</option>)}
        </select>
        {children}
      </div>
      {kind === 'hours' && (
        <div className="flex min-w-0 grow flex-col gap-1.5">
          {slots.map((slot, at) => (
            <div key={at} className="flex items-center gap-1.5">
              <input type="time" required aria-label={t('auto.slot_from', { name, number: at + 1 })} value={slot.from} onChange={(event) => change(at, { from: event.target.value })} className={time} />
              <span aria-hidden="true">–</span>
              <input type="time" required aria-label={t('auto.slot_to', { name, number: at + 1 })} value={slot.to === '24:00' ? '00:00' : slot.to} onChange={(event) => change(at, { to: event.target.value === '00:00' ? '24:00' : event.target.value })} className={time} />
              {slots.length > 1 && <button type="button" aria-label={t('auto.slot_remove', { name, number: at + 1 })} onClick={() => onChange(slots.filter((_, index) => index !== at))} className="grid size-9 place-items-center rounded-lg text-ink-soft hover:bg-hover"><X aria-hidden="true" className="size-4" /></button>}
            </div>
          ))}
          {slots.some((slot) => slot.to !== '24:00' && slot.to < slot.from) && <p className="text-sm text-ink-soft">{t('auto.slot_next_day')}</p>}
          {fault && <p role="alert" className="text-sm text-failed">{t(fault === 'overlap' ? 'auto.fault_overlap' : 'auto.fault_time')}</p>}
          <div className="flex flex-wrap gap-1">
            <Button small look="quiet" onClick={() => onChange([...slots, nextSlot(slots)])} aria-label={t('auto.slot_add_to', { name })}><Plus aria-hidden="true" className="size-4" />{t('auto.slot_add')}</Button>
            {onCopy && <Button small look="quiet" onClick={onCopy}>{t('auto.copy_weekdays')}</Button>}
          </div>
        </div>
      )}
    </li>
  )
}
