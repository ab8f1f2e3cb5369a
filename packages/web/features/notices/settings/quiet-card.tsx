import type { QuietHours } from '@recado/api'
import { Plus, X } from 'lucide-react'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Choice, Toggle } from '../../../ui/field.js'
import { Card } from '../../../pages/settings/page.js'
import type { SettingsCard } from './use-settings.js'

/** A Monday: its week names the days in her language. */
const MONDAY = Date.UTC(2026, 10, 23)
const zones = (own: string): string[] => [...new Set([own, Intl.DateTimeFormat().resolvedOptions().timeZone, ...Intl.supportedValuesOf('timeZone')])]
const time = 'min-h-10 rounded-lg border border-line-strong bg-surface px-2 text-ink'

/** Hours without sound and push, day by day, in her own time zone. */
export function QuietCard({ standing: { settings }, change }: SettingsCard) {
  const { t, intl } = useT()
  const { quiet } = settings
  const set = (wish: Partial<QuietHours>) => change({ quiet: { ...quiet, ...wish } })
  const setDay = (day: number, slots: QuietHours['week'][number]) => set({ week: quiet.week.map((each, index) => (index === day ? slots : each)) })
  return (
    <Card title={t('notifications.quiet')}>
      <div className="flex flex-col gap-4">
        <Toggle label={t('notifications.quiet_on')} help={t('notifications.quiet_help')} checked={quiet.on} onChange={(event) => set({ on: event.target.checked })} />
        {quiet.on && (
          <>
            <ul className="flex flex-col gap-1">
              {quiet.week.map((slots, day) => {
                const name = intl.formatDate(MONDAY + day * 86_400_000, { weekday: 'long', timeZone: 'UTC' })
                return (
                  <li key={day} className="flex flex-wrap items-center gap-2 border-b border-line py-1 last:border-0">
                    <span className="w-28 first-letter:uppercase">{name}</span>
                    {slots.length === 0 && <span className="text-sm text-ink-soft">{t('notifications.quiet_none')}</span>}
                    {slots.map((slot, index) => (
                      <span key={index} className="inline-flex items-center gap-1">
                        <input type="time" className={time} aria-label={t('notifications.quiet_from', { day: name })} value={slot.from} onChange={(event) => { if (event.target.value && event.target.value !== slot.to) setDay(day, slots.map((each, at) => (at === index ? { ...each, from: event.target.value } : each))) }} />
                        <span aria-hidden="true">–</span>
                        <input type="time" className={time} aria-label={t('notifications.quiet_to', { day: name })} value={slot.to === '24:00' ? '00:00' : slot.to} onChange={(event) => { if (event.target.value && event.target.value !== slot.from) setDay(day, slots.map((each, at) => (at === index ? { ...each, to: event.target.value } : each))) }} />
                        <button type="button" onClick={() => setDay(day, slots.filter((_, at) => at !== index))} aria-label={t('notifications.quiet_remove', { day: name })} className="grid size-8 place-items-center rounded-lg text-ink-soft hover:bg-hover"><X aria-hidden="true" className="size-4" /></button>
                      </span>
                    ))}
                    {slots.length === 0 && <Button small look="quiet" aria-label={t('notifications.quiet_add', { day: name })} onClick={() => setDay(day, [{ from: '22:00', to: '08:00' }])}><Plus aria-hidden="true" className="size-4" /></Button>}
                  </li>
                )
              })}
            </ul>
            <Choice label={t('notifications.zone')} className="max-w-sm" value={quiet.timeZone} onChange={(event) => set({ timeZone: event.target.value })}>{zones(quiet.timeZone).map((zone) => <option key={zone} value={zone}>{zone.replaceAll('_', ' ')}</option>)}</Choice>
            <Toggle label={t('notifications.urgent')} checked={quiet.urgentPass} onChange={(event) => set({ urgentPass: event.target.checked })} />
          </>
        )}
        <Toggle label={t('notifications.available')} help={t('notifications.available_help')} checked={settings.onlyWhileAvailable} onChange={(event) => change({ onlyWhileAvailable: event.target.checked })} />
      </div>
    </Card>
  )
}
