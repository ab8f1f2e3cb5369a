import type { Campaign } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { useNow } from '../../api/clock.js'
import { accountsQuery, channelsQuery } from '../../api/queries.js'
import { formatMoney, formatUntil } from '../../i18n/format.js'
import { useT } from '../../i18n/provider.js'
import { Notice } from '../../ui/notice.js'
import { useAccountName } from '../account-name.js'
import { PreviewPhone } from '../automation/preview-phone.js'
import { Progress } from './progress.js'
import { previewOptions } from './queries.js'
import { useReason } from './state.js'
import { TrialCard } from './trial/trial-card.js'
import { legible } from './wizard/place-name.js'
import { Reach } from './wizard/reach.js'

/** A campaign that is no draft any more: where it stands, what it says, and to whom. */
export function Overview({ campaign }: { campaign: Campaign }) {
  const { t, intl } = useT()
  const now = useNow(60_000)
  const why = useReason()
  const accounts = useQuery(accountsQuery).data ?? []
  const channels = useQuery(channelsQuery).data ?? []
  const accountName = useAccountName()
  const nameOf = (id: string) => { const account = accounts.find((one) => one.id === id); return account ? accountName(account) : t('creport.account_gone') }
  const before = campaign.state === 'in_review' || campaign.state === 'scheduled'
  const preview = useQuery({ ...previewOptions(campaign.id, campaign.version), enabled: before })
  const { settings } = campaign
  const facts = [
    campaign.submittedBy?.name && [t('campaigns.fact_submitted'), campaign.submittedBy.name], campaign.approvedBy?.name && [t('campaigns.fact_approved'), campaign.approvedBy.name],
    campaign.startsAt && [t(before ? 'campaigns.fact_starts' : 'campaigns.fact_started'), formatUntil(intl, campaign.startsAt, now)], settings.budget && [t('creport.budget'), formatMoney(intl, settings.budget)], campaign.committed && [t('campaigns.fact_committed'), formatMoney(intl, campaign.committed)],
    settings.perSecond && [t('campaigns.per_second'), intl.formatNumber(settings.perSecond)], settings.endsAt && [t('campaigns.end_on'), formatUntil(intl, settings.endsAt, now)], settings.stopOn && [t('campaigns.stop_on'), [settings.stopOn.failures !== undefined && t('campaigns.stop_fact_failures', { count: settings.stopOn.failures }), settings.stopOn.errorPercent !== undefined && t('campaigns.stop_fact_errors', { percent: settings.stopOn.errorPercent }), settings.stopOn.blockPercent !== undefined && t('campaigns.stop_fact_blocks', { percent: settings.stopOn.blockPercent })].filter(Boolean).join(' · ')],
    settings.quietHours && [t('campaigns.quiet_on'), `${settings.quietHours.from}–${settings.quietHours.to}`], settings.abTest && [t('campaigns.ab_on'), t('campaigns.ab_fact', { percent: settings.abTest.samplePercent, hours: settings.abTest.afterHours, by: t(`campaigns.ab_by_${settings.abTest.by}`) })],
    campaign.winner && [t('creport.winner'), campaign.winner.toUpperCase()], settings.holdOutPercent && [t('campaigns.hold_out'), `${settings.holdOutPercent} %`],
  ].filter((fact): fact is [string, string] => Array.isArray(fact))
  const card = 'rounded-2xl border border-line bg-surface p-5 shadow-lift'
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_18rem]">
      <div className="flex min-w-0 flex-col gap-5">
        {campaign.state === 'paused' && <Notice tone="warning" title={why(campaign.stateReason) ?? ''}>{t('campaigns.paused_text')}</Notice>}
        {campaign.state === 'stopping' && <Notice tone="warning" title={t('campaigns.stopping_title')}>{t('campaigns.stopping_text')}</Notice>}
        {campaign.state === 'in_review' && !campaign.mayApprove && <Notice title={t('campaigns.review_other')}>{t('campaigns.review_other_text')}</Notice>}
        {(campaign.counts || campaign.startsAt) && <section aria-label={t('campaigns.how_far')} className={card}><Progress campaign={campaign} /></section>}
        {settings.abTest && campaign.variants.length > 1 && campaign.counts && <TrialCard campaignId={campaign.id} state={campaign.state} />}
        {campaign.variants.map((variant) => (
          <section key={variant.key} aria-label={t('campaigns.variant_n', { key: variant.key.toUpperCase() })} className={card}>
            <h2 className="mb-3 text-bubble">{campaign.variants.length > 1 ? <>{t('campaigns.variant_n', { key: variant.key.toUpperCase() })}{variant.name && ` · ${variant.name}`}</> : t('campaigns.says')}</h2>
            <div className="grid gap-4 sm:grid-cols-2">{Object.entries(variant.contents).map(([accountId, said]) => {
              const account = accounts.find((one) => one.id === accountId)
              const channel = channels.find((one) => one.id === account?.channel)
              return account && channel ? [[null, said.content] as const, ...Object.entries(said.languages ?? {})].map(([language, content]) => (
                <div key={`${accountId} ${language}`} className="flex flex-col gap-1">{said.languages && <p className="text-sm font-medium text-ink-soft">{language === null ? t('campaigns.language_else') : intl.formatDisplayName(language, { type: 'language' }) ?? language}</p>}<PreviewPhone channel={channel} account={account} did={{}} contents={[legible(intl, content)]} /></div>
              )) : null
            })}</div>
          </section>
        ))}
      </div>
      <div className="flex min-w-0 flex-col gap-5">
        {before && <aside aria-label={t('campaigns.reach')} className={card}><Reach preview={preview.data} busy={preview.isFetching} nameOf={nameOf} /></aside>}
        {facts.length > 0 && <section aria-label={t('campaigns.facts')} className={card}><dl className="flex flex-col gap-2 text-sm">{facts.map(([name, value]) => <div key={name}><dt className="text-ink-soft">{name}</dt><dd className="font-medium [overflow-wrap:anywhere]">{value}</dd></div>)}</dl></section>}
      </div>
    </div>
  )
}
