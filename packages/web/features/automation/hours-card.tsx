import type { Hours, Slot, Timetable } from '@recado/api'
import { timetableFaults } from '@recado/core'
import { useMutation } from '@tanstack/react-query'
import { DoorClosed, DoorOpen } from 'lucide-react'
import { useId, useState, type ReactNode } from 'react'
import { api } from '../../api/client.js'
import { useNow } from '../../api/clock.js'
import { useCan } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Button } from '../../ui/button.js'
import { Choice } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { toast } from '../../ui/toast.js'
import { DatesEditor } from './dates-editor.js'
import { DayEditor } from './day-editor.js'
import { type OwnerPath, paths, useRefresh } from './queries.js'

/** A Monday: the week's days by their names in the reader's language. */
const MONDAY = Date.UTC(2026, 5, 1)
const WEEK_MS = 6 * 86_400_000

/** The account's week and its special dates. */
export function HoursCard({ base, hours, fallback, instead }: { base: OwnerPath; hours: Hours; /** what counts while there are none of its own */ fallback?: ReactNode; /** what counts instead, though it has its own */ instead?: ReactNode }) {
  const { t, intl } = useT()
  const now = useNow(60_000)
  const id = useId()
  const refresh = useRefresh(base)
  const mayChange = useCan('hours.manage')
  const [draft, setDraft] = useState<Timetable>({ timeZone: hours.timeZone, week: hours.week, dates: hours.dates })
  const save = useMutation({ mutationFn: (body: Timetable) => api.put<Hours>(paths.hours(base), body), onSuccess: async () => { toast(t('app.saved')); await refresh() } })
  const clear = useMutation({ mutationFn: () => api.delete(paths.hours(base)), onSuccess: async () => { toast(t('app.saved')); await refresh() }, onError: (error) => toast(tellError(intl, error).sentence, { tone: 'failed' }) })
  const faults = timetableFaults(draft)
  const faultAt = (field: string) => faults.find((one) => one.field.startsWith(field))
  const isChanged = JSON.stringify({ timeZone: hours.timeZone, week: hours.week, dates: hours.dates }) !== JSON.stringify(draft)
  const setDay = (day: number, slots: Slot[]) => setDraft({ ...draft, week: draft.week.map((one, at) => (at === day ? slots : one)) })
  const zones = [...new Set([...Intl.supportedValuesOf('timeZone'), draft.timeZone])].sort()
  const until = hours.now.until ? intl.formatDate(hours.now.until, { weekday: 'long', hour: '2-digit', minute: '2-digit', timeZone: hours.timeZone, ...(Date.parse(hours.now.until) - now > WEEK_MS ? { day: 'numeric', month: 'long' } : {}) }) : ''
  const told = save.error ? tellError(intl, save.error) : null
  return (
    <Card title={<span id={id}>{t('auto.hours_title')}</span>}>
      <div className="flex flex-col gap-4">
        {instead && <Notice>{instead}</Notice>}
        {hours.set
          ? <p className={`flex items-center gap-2 font-medium ${hours.now.open ? 'text-good' : 'text-waiting'}`}>{hours.now.open ? <DoorOpen aria-hidden="true" className="size-4" /> : <DoorClosed aria-hidden="true" className="size-4" />}{t(hours.now.open ? 'auto.open_until' : 'auto.closed_until', { until, hasUntil: until ? 'yes' : 'no' })}</p>
          : <Notice>{fallback ?? t('auto.hours_none')}</Notice>}
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        <fieldset disabled={!mayChange} className="flex min-w-0 flex-col gap-4">
          <ul aria-labelledby={id} className="flex flex-col divide-y divide-line">
            {draft.week.map((slots, day) => (
              <DayEditor key={day} name={intl.formatDate(MONDAY + day * 86_400_000, { weekday: 'long', timeZone: 'UTC' })} slots={slots} fault={faultAt(`week[${day}]`)?.code ?? null} onChange={(next) => setDay(day, next)}
                {...(day === 0 && mayChange ? { onCopy: () => setDraft({ ...draft, week: draft.week.map((one, at) => (at > 0 && at < 5 ? slots : one)) }) } : {})} />
            ))}
          </ul>
          <DatesEditor dates={draft.dates} faultAt={(at) => faultAt(`dates[${at}]`)?.code ?? null} onChange={(dates) => setDraft({ ...draft, dates })} />
          <Choice label={t('auto.time_zone')} value={draft.timeZone} onChange={(event) => setDraft({ ...draft, timeZone: event.target.value })} className="max-w-xs">
            {zones.map((zone) => <option key={zone} value={zone}>{zone.replaceAll('_', ' ')}</option>)}
          </Choice>
        </fieldset>
        {mayChange && <div className="flex flex-wrap items-center gap-3"><Button look="primary" busy={save.isPending} disabled={faults.length > 0 || (hours.set && !isChanged)} onClick={() => save.mutate(draft)}>{t('auto.save_hours')}</Button>{hours.set && <Button look="quiet" busy={clear.isPending} onClick={() => clear.mutate()}>{t('hours.clear')}</Button>}{faults.length > 0 && <span className="text-sm text-failed">{t('auto.hours_fault')}</span>}</div>}
      </div>
    </Card>
  )
}
