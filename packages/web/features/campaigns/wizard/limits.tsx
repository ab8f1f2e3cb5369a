import type { CampaignPreview, CampaignSettings } from '@recado/api'
import { useT } from '../../../i18n/provider.js'
import { Choice, Toggle } from '../../../ui/field.js'
import { BudgetBound, QuietBound, StopBound } from '../bounds/bounds.js'
import { useCurrency } from '../currency.js'
import { NumberField } from './number-field.js'
import { Replies } from './replies.js'
import { Section } from './section.js'
import type { Draft } from './use-draft.js'

/** What bounds it: money, a second person, quiet hours, trials, and when it stops by itself. */
export function Limits({ draft, preview }: { draft: Draft; preview: CampaignPreview | undefined }) {
  const { t } = useT()
  const { campaign, change } = draft
  const { settings } = campaign
  const set = (part: Partial<CampaignSettings>) => change({ settings: { ...settings, ...part } })
  const { budget, abTest } = settings
  const charged = useCurrency(campaign)
  const currency = preview?.estimate.maximum[0]?.currency ?? budget?.currency ?? charged
  return (
    <>
      <Section title={t('campaigns.safety')}>
        <BudgetBound limits={settings} set={set} suggested={{ amount: roundedUp(preview?.estimate.maximum[0]?.amount), currency }} />
        <Toggle label={t('campaigns.approval_on')} help={t('campaigns.approval_help')} checked={settings.approval ?? false} onChange={(event) => set({ approval: event.target.checked })} />
        <QuietBound limits={settings} set={set} />
        <StopBound limits={settings} set={set} />
        {campaign.audience.routes.length > 1 && <Toggle label={t('campaigns.fallback_on')} help={t('campaigns.fallback_help')} checked={settings.fallback ?? false} onChange={(event) => set({ fallback: event.target.checked })} />}
      </Section>
      <Section title={t('campaigns.trials')}>
        {campaign.variants.length > 1 ? <Toggle label={t('campaigns.ab_on')} help={t('campaigns.ab_help')} checked={Boolean(abTest)} onChange={(event) => set({ abTest: event.target.checked ? { samplePercent: 20, afterHours: 4, by: 'read' } : null })} /> : <p className="text-sm text-ink-soft">{t('campaigns.ab_needs')}</p>}
        {abTest && campaign.variants.length > 1 && (
          <div className="flex flex-wrap gap-3">
            <NumberField label={t('campaigns.ab_sample')} least={1} most={99} whole={false} value={abTest.samplePercent} onChange={(samplePercent) => { if (samplePercent !== null) set({ abTest: { ...abTest, samplePercent } }) }} className="w-36" />
            <NumberField label={t('campaigns.ab_after')} least={0.1} most={240} whole={false} value={abTest.afterHours} onChange={(afterHours) => { if (afterHours !== null) set({ abTest: { ...abTest, afterHours } }) }} className="w-36" />
            <Choice label={t('campaigns.ab_by')} value={abTest.by} onChange={(event) => set({ abTest: { ...abTest, by: event.target.value as typeof abTest.by } })}>{(['read', 'clicked', 'replied'] as const).map((by) => <option key={by} value={by}>{t(`campaigns.ab_by_${by}`)}</option>)}</Choice>
          </div>
        )}
        <NumberField label={t('campaigns.hold_out')} help={t('campaigns.hold_out_help')} most={90} whole={false} value={settings.holdOutPercent ?? 0} onChange={(holdOutPercent) => set({ holdOutPercent: holdOutPercent ?? 0 })} className="max-w-64" />
      </Section>
      <Replies draft={draft} />
    </>
  )
}

/** The next whole amount above: a budget is a round thing. */
const roundedUp = (amount: string | undefined): string => String(Math.max(1, Math.ceil(Number(amount ?? 0))))
