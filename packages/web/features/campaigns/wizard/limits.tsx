import type { CampaignPreview, CampaignSettings } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { api } from '../../../api/client.js'
import { membersQuery, useCan } from '../../../api/queries.js'
import { useT } from '../../../i18n/provider.js'
import { Choice, Field, Toggle } from '../../../ui/field.js'
import { Section } from './section.js'
import type { Draft } from './use-draft.js'

const number = (typed: string, least: number, most: number): number => Math.min(most, Math.max(least, Number(typed.replace(',', '.')) || least))

/** What bounds it: money, a second person, quiet hours, trials, and when it stops by itself. */
export function Limits({ draft, preview }: { draft: Draft; preview: CampaignPreview | undefined }) {
  const { t } = useT()
  const { campaign, change } = draft
  const { settings } = campaign
  const set = (part: Partial<CampaignSettings>) => change({ settings: { ...settings, ...part } })
  const { budget, quietHours, abTest, stopOn } = settings
  const currency = preview?.estimate.maximum[0]?.currency ?? budget?.currency ?? 'EUR'
  return (
    <>
      <Section title={t('campaigns.safety')}>
        <Toggle label={t('campaigns.budget_on')} help={t('campaigns.budget_help')} checked={Boolean(budget)} onChange={(event) => set({ budget: event.target.checked ? { amount: roundedUp(preview?.estimate.maximum[0]?.amount), currency } : null })} />
        {budget && <Field label={t('campaigns.budget_in', { currency: budget.currency })} inputMode="decimal" pattern="\d+([.,]\d{1,6})?" defaultValue={budget.amount} onChange={(event) => { const amount = event.target.value.replace(',', '.'); if (/^\d{1,12}(\.\d{1,6})?$/.test(amount)) set({ budget: { ...budget, amount } }) }} className="max-w-48" />}
        <Toggle label={t('campaigns.approval_on')} help={t('campaigns.approval_help')} checked={settings.approval ?? false} onChange={(event) => set({ approval: event.target.checked })} />
        <Toggle label={t('campaigns.quiet_on')} help={t('campaigns.quiet_help')} checked={Boolean(quietHours)} onChange={(event) => set({ quietHours: event.target.checked ? { from: '21:00', to: '09:00' } : null })} />
        {quietHours && <div className="flex flex-wrap gap-3"><Field label={t('campaigns.quiet_from')} type="time" required value={quietHours.from} onChange={(event) => { if (event.target.value) set({ quietHours: { ...quietHours, from: event.target.value } }) }} /><Field label={t('campaigns.quiet_to')} type="time" required value={quietHours.to} onChange={(event) => { if (event.target.value) set({ quietHours: { ...quietHours, to: event.target.value } }) }} /></div>}
        <Toggle label={t('campaigns.stop_on')} help={t('campaigns.stop_help')} checked={Boolean(stopOn)} onChange={(event) => set({ stopOn: event.target.checked ? { errorPercent: 10, blockPercent: 3, least: 100 } : null })} />
        {stopOn && <div className="flex flex-wrap gap-3"><Field label={t('campaigns.stop_errors')} type="number" min={0} max={100} value={stopOn.errorPercent ?? ''} onChange={(event) => set({ stopOn: { ...stopOn, errorPercent: number(event.target.value, 0, 100) } })} className="w-36" /><Field label={t('campaigns.stop_blocks')} type="number" min={0} max={100} value={stopOn.blockPercent ?? ''} onChange={(event) => set({ stopOn: { ...stopOn, blockPercent: number(event.target.value, 0, 100) } })} className="w-36" /></div>}
        {campaign.audience.routes.length > 1 && <Toggle label={t('campaigns.fallback_on')} help={t('campaigns.fallback_help')} checked={settings.fallback ?? false} onChange={(event) => set({ fallback: event.target.checked })} />}
      </Section>
      <Section title={t('campaigns.trials')}>
        {campaign.variants.length > 1 ? <Toggle label={t('campaigns.ab_on')} help={t('campaigns.ab_help')} checked={Boolean(abTest)} onChange={(event) => set({ abTest: event.target.checked ? { samplePercent: 20, afterHours: 4, by: 'read' } : null })} /> : <p className="text-sm text-ink-soft">{t('campaigns.ab_needs')}</p>}
        {abTest && campaign.variants.length > 1 && (
          <div className="flex flex-wrap gap-3">
            <Field label={t('campaigns.ab_sample')} type="number" min={1} max={99} value={abTest.samplePercent} onChange={(event) => set({ abTest: { ...abTest, samplePercent: number(event.target.value, 1, 99) } })} className="w-36" />
            <Field label={t('campaigns.ab_after')} type="number" min={1} max={240} value={abTest.afterHours} onChange={(event) => set({ abTest: { ...abTest, afterHours: number(event.target.value, 0.1, 240) } })} className="w-36" />
            <Choice label={t('campaigns.ab_by')} value={abTest.by} onChange={(event) => set({ abTest: { ...abTest, by: event.target.value as typeof abTest.by } })}>{(['read', 'clicked', 'replied'] as const).map((by) => <option key={by} value={by}>{t(`campaigns.ab_by_${by}`)}</option>)}</Choice>
          </div>
        )}
        <Field label={t('campaigns.hold_out')} help={t('campaigns.hold_out_help')} type="number" min={0} max={90} value={settings.holdOutPercent ?? 0} onChange={(event) => set({ holdOutPercent: number(event.target.value, 0, 90) })} className="max-w-64" />
      </Section>
      <Replies draft={draft} />
    </>
  )
}

/** The next whole amount above: a budget is a round thing. */
const roundedUp = (amount: string | undefined): string => String(Math.max(1, Math.ceil(Number(amount ?? 0))))

/** Who gets the answers. */
function Replies({ draft }: { draft: Draft }) {
  const { t } = useT()
  const { campaign: { settings }, change } = draft
  const sees = useCan('members.read')
  const members = useQuery({ ...membersQuery, enabled: sees }).data ?? []
  const teams = useQuery({ queryKey: ['teams'], queryFn: () => api.get<{ items: { id: string; name: string }[] }>('/teams').then((page) => page.items), enabled: sees, staleTime: 60_000 }).data ?? []
  const assign = settings.replies?.assign
  return (
    <Section title={t('campaigns.replies_title')} text={t('campaigns.replies_text')}>
      <Choice label={t('campaigns.replies_to')} value={assign ? `${assign.to} ${assign.id}` : ''} onChange={(event) => { const [to, id] = event.target.value.split(' '); change({ settings: { ...settings, replies: { ...settings.replies, assign: id ? { to: to === 'team' ? 'team' : 'user', id } : null } } }) }}>
        <option value="">{t('campaigns.replies_usual')}</option>
        {teams.length > 0 && <optgroup label={t('campaigns.teams')}>{teams.map((one) => <option key={one.id} value={`team ${one.id}`}>{one.name}</option>)}</optgroup>}
        {members.length > 0 && <optgroup label={t('campaigns.colleagues')}>{members.map((one) => <option key={one.id} value={`user ${one.id}`}>{one.name}</option>)}</optgroup>}
      </Choice>
    </Section>
  )
}
