import type { CampaignLimits, Money } from '@recado/core'
import { useT } from '../../../i18n/provider.js'
import { Field, Toggle } from '../../../ui/field.js'
import { NumberField } from '../wizard/number-field.js'

export interface BoundProps { limits: CampaignLimits; set: (part: CampaignLimits) => void }

/** The most that it may cost. `suggested` is what switching it on puts there. */
export function BudgetBound({ limits: { budget }, set, suggested }: BoundProps & { suggested: Money }) {
  const { t } = useT()
  return (
    <>
      <Toggle label={t('campaigns.budget_on')} help={t('campaigns.budget_help')} checked={Boolean(budget)} onChange={(event) => set({ budget: event.target.checked ? suggested : null })} />
      {budget && <Field key={budget.currency} label={t('campaigns.budget_in', { currency: budget.currency })} inputMode="decimal" pattern="\d+([.,]\d{1,6})?" defaultValue={budget.amount} onChange={(event) => { const amount = event.target.value.replace(',', '.'); if (/^\d{1,12}(\.\d{1,6})?$/.test(amount)) set({ budget: { ...budget, amount } }) }} className="max-w-48" />}
    </>
  )
}

/** Hours of her day at which nothing leaves. */
export function QuietBound({ limits: { quietHours }, set }: BoundProps) {
  const { t } = useT()
  return (
    <>
      <Toggle label={t('campaigns.quiet_on')} help={t('campaigns.quiet_help')} checked={Boolean(quietHours)} onChange={(event) => set({ quietHours: event.target.checked ? { from: '21:00', to: '09:00' } : null })} />
      {quietHours && <div className="flex flex-wrap gap-3"><Field label={t('campaigns.quiet_from')} type="time" required value={quietHours.from} onChange={(event) => { if (event.target.value) set({ quietHours: { ...quietHours, from: event.target.value } }) }} /><Field label={t('campaigns.quiet_to')} type="time" required value={quietHours.to} onChange={(event) => { if (event.target.value) set({ quietHours: { ...quietHours, to: event.target.value } }) }} /></div>}
    </>
  )
}

/** When it pauses by itself: a number of failures, a share of them, a share of people who opt out. Whatever stands empty is not looked at. */
export function StopBound({ limits: { stopOn }, set }: BoundProps) {
  const { t } = useT()
  const put = (name: 'failures' | 'errorPercent' | 'blockPercent' | 'least', value: number | null) => {
    const { [name]: _was, ...rest } = stopOn ?? {}
    set({ stopOn: value === null ? rest : { ...rest, [name]: value } })
  }
  return (
    <>
      <Toggle label={t('campaigns.stop_on')} help={t('campaigns.stop_help')} checked={Boolean(stopOn)} onChange={(event) => set({ stopOn: event.target.checked ? { failures: 50, errorPercent: 10, blockPercent: 3, least: 100 } : null })} />
      {stopOn && (
        <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
          <NumberField label={t('campaigns.stop_failures')} optional least={1} most={10_000_000} value={stopOn.failures} onChange={(value) => put('failures', value)} />
          <NumberField label={t('campaigns.stop_errors')} optional least={1} most={100} whole={false} value={stopOn.errorPercent} onChange={(value) => put('errorPercent', value)} />
          <NumberField label={t('campaigns.stop_blocks')} optional least={0.1} most={100} whole={false} value={stopOn.blockPercent} onChange={(value) => put('blockPercent', value)} />
          <NumberField label={t('campaigns.stop_least')} optional least={1} most={1_000_000} value={stopOn.least} onChange={(value) => put('least', value)} />
        </div>
      )}
    </>
  )
}

/** How fast: so many a second, over so many hours. */
export function PaceBound({ limits: { perSecond, spreadHours }, set, fastest }: BoundProps & { /** what the accounts let go in a second, where it is known */ fastest?: number | undefined }) {
  const { t, intl } = useT()
  return (
    <div className="grid items-start gap-3 sm:grid-cols-2">
      <NumberField label={t('campaigns.per_second')} help={fastest === undefined ? t('campaigns.per_second_help') : t('campaigns.per_second_fastest', { value: intl.formatNumber(fastest) })} optional least={0.01} most={10_000} whole={false} value={perSecond} onChange={(value) => set({ perSecond: value })} />
      <NumberField label={t('campaigns.spread')} help={t('campaigns.spread_help')} most={720} whole={false} value={spreadHours ?? 0} onChange={(value) => set({ spreadHours: value ?? 0 })} />
    </div>
  )
}

const two = (value: number) => String(value).padStart(2, '0')
/** A moment as the browser's own clock writes it into a date field. */
export const localMoment = (at: number): string => { const date = new Date(at); return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}` }

/** The last moment at which anything leaves. */
export function EndBound({ limits: { endsAt }, set, suggested, now }: BoundProps & { suggested: number; now: number }) {
  const { t } = useT()
  return (
    <>
      <Toggle label={t('campaigns.end_on')} help={t('campaigns.end_help')} checked={Boolean(endsAt)} onChange={(event) => set({ endsAt: event.target.checked ? new Date(suggested).toISOString() : null })} />
      {endsAt && <Field label={t('campaigns.end_at')} type="datetime-local" required min={localMoment(now)} value={localMoment(Date.parse(endsAt))} onChange={(event) => { const at = new Date(event.target.value); if (!Number.isNaN(at.getTime())) set({ endsAt: at.toISOString() }) }} className="max-w-64" help={Intl.DateTimeFormat().resolvedOptions().timeZone} error={Date.parse(endsAt) <= now ? t('campaigns.problem.schedule_past') : undefined} />}
    </>
  )
}
