import type { CampaignPreview, CampaignSchedule } from '@recado/api'
import type { CampaignLimits } from '@recado/core'
import { useNow } from '../../../api/clock.js'
import { useSession } from '../../../api/queries.js'
import { zoneName } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { Field } from '../../../ui/field.js'
import { Notice } from '../../../ui/notice.js'
import { EndBound, localMoment, PaceBound } from '../bounds/bounds.js'
import type { Step } from '../search.js'
import { Pace } from './review-step.js'
import { Problems } from './problems.js'
import { Section, Ways } from './section.js'
import type { Draft } from './use-draft.js'

const HOUR_MS = 3_600_000
/** When it goes: now, at a moment, or when each person's own clock shows an hour; and over how long. */
export function ScheduleStep({ draft, preview, nameOf, go }: { draft: Draft; preview: CampaignPreview | undefined; nameOf: (accountId: string) => string; go: (step: Step) => void }) {
  const { t, intl } = useT()
  const { workspace } = useSession()
  const now = useNow(60_000)
  const { campaign: { schedule, settings }, change } = draft
  const set = (part: CampaignLimits) => change({ settings: { ...settings, ...part } })
  const later = Math.ceil((now + HOUR_MS) / HOUR_MS) * HOUR_MS
  const choose = (kind: CampaignSchedule['kind']) => change({ schedule: kind === 'now' ? { kind } : kind === 'at' ? { kind, at: new Date(later).toISOString() } : { kind, localAt: localMoment(later + 24 * HOUR_MS).replace(/T.*/, 'T10:00') } })
  return (
    <>
      <Problems problems={draft.campaign.problems} reaches={preview?.eligible} here="schedule" go={go} />
      <Section title={t('campaigns.when')}>
        <Ways label={t('campaigns.when')} value={schedule.kind} onChange={choose} ways={[{ id: 'now', name: t('campaigns.when_now'), text: t('campaigns.when_now_text') }, { id: 'at', name: t('campaigns.when_at'), text: t('campaigns.when_at_text', { zone: zoneName(intl, workspace.timeZone) }) }, { id: 'person_time', name: t('campaigns.when_person'), text: t('campaigns.when_person_text') }]} />
        {schedule.kind === 'at' && <Field label={t('campaigns.moment')} type="datetime-local" required value={localMoment(Date.parse(schedule.at))} min={localMoment(now)} onChange={(event) => { const at = new Date(event.target.value); if (!Number.isNaN(at.getTime())) change({ schedule: { kind: 'at', at: at.toISOString() } }) }} className="max-w-64" help={Intl.DateTimeFormat().resolvedOptions().timeZone} />}
        {schedule.kind === 'person_time' && <Field label={t('campaigns.her_moment')} type="datetime-local" required value={schedule.localAt} onChange={(event) => { if (event.target.value) change({ schedule: { kind: 'person_time', localAt: event.target.value.slice(0, 16) } }) }} className="max-w-64" />}
      </Section>
      <Section title={t('campaigns.pace')}><PaceBound limits={settings} set={set} fastest={settings.perSecond == null && preview?.pace.length ? Math.max(...preview.pace.map((one) => one.perSecond)) : undefined} /></Section>
      <Section title={t('campaigns.end')}>
        <EndBound limits={settings} set={set} now={now} suggested={Math.max(later, schedule.kind === 'at' ? Date.parse(schedule.at) : 0) + 24 * HOUR_MS} />
        {settings.endsAt && preview?.finishesAt && Date.parse(preview.finishesAt) > Date.parse(settings.endsAt) && <Notice tone="warning" title={t('campaigns.end_early')} />}
      </Section>
      {preview && preview.eligible > 0 && <Pace preview={preview} nameOf={nameOf} />}
    </>
  )
}
