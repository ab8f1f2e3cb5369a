import type { SpecialDate } from '@recado/api'
import { CalendarPlus, Plus, Trash2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { DayEditor } from './day-editor.js'

const ImportDates = lazy(() => import('./import-dates.js'))

type Fault = 'time' | 'overlap' | 'date' | 'twice' | 'days' | null

/** Tomorrow, or the day after the last one that is listed. */
function nextDate(dates: readonly SpecialDate[]): string {
  const last = dates.map((one) => one.date).sort().at(-1)
  const from = Math.max(Date.now(), last ? Date.parse(`${last}T00:00:00Z`) : 0)
  return new Date((Number.isNaN(from) ? Date.now() : from) + 86_400_000).toISOString().slice(0, 10)
}

/** Dates that are closed or have other hours: holidays, the fair, the inventory. */
export function DatesEditor({ dates, faultAt, onChange }: { dates: readonly SpecialDate[]; faultAt: (at: number) => Fault; onChange: (dates: SpecialDate[]) => void }) {
  const { t, intl } = useT()
  const [importing, setImporting] = useState(false)
  const change = (at: number, part: Partial<SpecialDate>) => onChange(dates.map((one, index) => (index === at ? { ...one, ...part } : one)))
  return (
    <div>
      <h4 className="font-semibold">{t('auto.dates_title')}</h4>
      {dates.length > 0 && (
        <ul className="mt-1 flex flex-col divide-y divide-line">
          {dates.map((one, at) => {
            const fault = faultAt(at)
            const name = one.date ? intl.formatDate(`${one.date}T00:00:00Z`, { day: 'numeric', month: 'long', timeZone: 'UTC' }) : t('auto.date')
            return (
              <li key={at} className="py-2">
                <div className="flex flex-wrap items-center gap-2">
                  <input type="date" required aria-label={t('auto.date')} value={one.date} onChange={(event) => change(at, { date: event.target.value })} className="figures min-h-9 rounded-lg border border-line-strong bg-surface px-2" />
                  <input aria-label={t('auto.date_name')} placeholder={t('auto.date_name')} maxLength={120} value={one.name ?? ''} onChange={(event) => change(at, { name: event.target.value })} className="min-h-9 min-w-32 grow rounded-lg border border-line-strong bg-surface px-3" />
                  <button type="button" aria-label={t('auto.date_remove', { name })} onClick={() => onChange(dates.filter((_, index) => index !== at))} className="grid size-9 place-items-center rounded-lg text-ink-soft hover:bg-hover"><Trash2 aria-hidden="true" className="size-4" /></button>
                </div>
                <ul><DayEditor name={name} slots={one.slots} fault={fault} onChange={(slots) => change(at, { slots })} /></ul>
                {(fault === 'date' || fault === 'twice') && <p role="alert" className="text-sm text-failed">{t(fault === 'twice' ? 'auto.fault_twice' : 'auto.fault_date')}</p>}
              </li>
            )
          })}
        </ul>
      )}
      <div className="mt-1 flex flex-wrap gap-2">
      <Button small onClick={() => onChange([...dates, { date: nextDate(dates), slots: [] }])}><Plus aria-hidden="true" className="size-4" />{t('auto.date_add')}</Button>
      <Button small onClick={() => setImporting(true)}><CalendarPlus aria-hidden="true" className="size-4" />{t('hours.import')}</Button>
      </div>
      {importing && <Suspense><ImportDates known={dates.map((one) => one.date)} onClose={() => setImporting(false)} onTake={(added) => { setImporting(false); onChange([...dates, ...added].sort((a, b) => (a.date < b.date ? -1 : 1))) }} /></Suspense>}
    </div>
  )
}
