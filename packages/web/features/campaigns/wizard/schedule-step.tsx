import type { CampaignPreview, CampaignSchedule } from '@recado/api'
import { useNow } from '../../../api/clock.js'
import { useSession } from '../../../api/queries.js'
import { useT } from '../../../i18n/provider.js'
import { Field } from '../../../ui/field.js'
import type { Step } from '../search.js'
import { Pace } from './review-step.js'
import { Problems } from './problems.js'
import { Section, Ways } from './section.js'
import type { Draft } from './use-draft.js'

const HOUR_MS = 3_600_000
const two = (value: number) => String(value).padStart(2, '0')
/** A moment as the browser's own clock writes it into a date field. */
const local = (at: number) => { const date = new Date(at); return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}` }

/** When it goes: now, at a moment, or when each person's own clock shows an hour; and over how long. */
export function ScheduleStep({ draft, preview, nameOf, go }: { draft: Draft; preview: CampaignPreview | undefined; nameOf: (accountId: string) => string; go: (step: Step) => void }) {
  const { t } = useT()
  const { workspace } = useSession()
  const now = useNow(60_000)
  const { campaign: { schedule, settings }, change } = draft
  const later = Math.ceil((now + HOUR_MS) / HOUR_MS) * HOUR_MS
  const choose = (kind: CampaignSchedule['kind']) => change({ schedule: kind === 'now' ? { kind } : kind === 'at' ? { kind, at: new Date(later).toISOString() } : { kind, localAt: local(later + 24 * HOUR_MS).replace(/T.*/, 'T10:00') } })
  return (
    <>
      <Problems problems={draft.campaign.problems} here="schedule" go={go} />
      <Section title={t('campaigns.when')}>
        <Ways label={t('campaigns.when')} value={schedule.kind} onChange={choose} ways={[{ id: 'now', name: t('campaigns.when_now'), text: t('campaigns.when_now_text') }, { id: 'at', name: t('campaigns.when_at'), text: t('campaigns.when_at_text', { zone: workspace.timeZone }) }, { id: 'person_time', name: t('campaigns.when_person'), text: t('campaigns.when_person_text') }]} />
        {schedule.kind === 'at' && <Field label={t('campaigns.moment')} type="datetime-local" required value={local(Date.parse(schedule.at))} min={local(now)} onChange={(event) => { const at = new Date(event.target.value); if (!Number.isNaN(at.getTime())) change({ schedule: { kind: 'at', at: at.toISOString() } }) }} className="max-w-64" help={Intl.DateTimeFormat().resolvedOptions().timeZone} />}
        {schedule.kind === 'person_time' && <Field label={t('campaigns.her_moment')} type="datetime-local" required value={schedule.localAt} onChange={(event) => { if (event.target.value) change({ schedule: { kind: 'person_time', localAt: event.target.value.slice(0, 16) } }) }} className="max-w-64" />}
        <Field label={t('campaigns.spread')} help={t('campaigns.spread_help')} type="number" min={0} max={720} value={settings.spreadHours ?? 0} onChange={(event) => change({ settings: { ...settings, spreadHours: Math.min(720, Math.max(0, Number(event.target.value) || 0)) } })} className="max-w-64" />
      </Section>
      {preview && <Pace preview={preview} nameOf={nameOf} />}
    </>
  )
}
