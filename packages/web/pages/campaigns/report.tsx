import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { ArrowLeft, Download, Printer } from 'lucide-react'
import { useNow } from '../../api/clock.js'
import { CampaignsFrame } from '../../features/campaigns/frame.js'
import { reportOptions } from '../../features/campaigns/queries.js'
import { Breakdown } from '../../features/campaigns/report/breakdown.js'
import { Funnel } from '../../features/campaigns/report/funnel.js'
import { HoldOut } from '../../features/campaigns/report/hold-out.js'
import { Links } from '../../features/campaigns/report/links.js'
import { MoneyCard } from '../../features/campaigns/report/money-card.js'
import { OverTime } from '../../features/campaigns/report/over-time.js'
import { Reasons } from '../../features/campaigns/report/reasons.js'
import { Recipients } from '../../features/campaigns/report/recipients.js'
import { TrialCard } from '../../features/campaigns/trial/trial-card.js'
import { StateMark } from '../../features/campaigns/state.js'
import { countryName } from '../../features/campaigns/words.js'
import { formatUntil } from '../../i18n/format.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button, buttonClass } from '../../ui/button.js'
import { Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'

const MOVES = ['preparing', 'sending', 'stopping']

/** What became of one campaign. */
export function CampaignReportPage() {
  const { t, intl } = useT()
  const { campaignId } = useParams({ from: '/beside/campaigns/$campaignId/report' })
  const search = useSearch({ from: '/beside/campaigns/$campaignId/report' })
  const now = useNow(60_000)
  const { data: report, error, isLoading } = useQuery({ ...reportOptions(campaignId), refetchInterval: (query) => (MOVES.includes(query.state.data?.state ?? '') ? 5_000 : 60_000) })
  const card = 'rounded-2xl border border-line bg-surface p-5 shadow-lift break-inside-avoid'
  return (
    <CampaignsFrame title={report ? <span className="flex flex-wrap items-center gap-3">{report.name}<StateMark state={report.state} /></span> : t('campaigns.report')} name={report?.name ?? t('campaigns.report')}
      back={<Link to="/campaigns/$campaignId" params={{ campaignId }} className="mb-1 inline-flex min-h-6 items-center gap-1 font-medium text-accent print:hidden"><ArrowLeft aria-hidden="true" className="size-4 rtl:rotate-180" />{t('creport.to_campaign')}</Link>}
      {...(report ? { lead: [report.startedAt && t('creport.began', { at: formatUntil(intl, report.startedAt, now) }), report.endedAt && t('creport.ended', { at: formatUntil(intl, report.endedAt, now) }), t('creport.as_of', { at: intl.formatTime(report.asOf, { hour: '2-digit', minute: '2-digit', second: '2-digit' }) })].filter(Boolean).join(' · ') } : {})}
      actions={<><a href={`/api/v1/campaigns/${campaignId}/report.csv`} download className={buttonClass()}><Download aria-hidden="true" className="size-4" />{t('creport.csv')}</a><Button onClick={() => print()}><Printer aria-hidden="true" className="size-4" />{t('creport.print')}</Button></>}>
      {isLoading && <Loading label={t('app.loading')} />}
      {error && <Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {report && !report.counts && <Notice title={t('creport.not_begun')}>{t('creport.not_begun_text')}</Notice>}
      {report?.counts && (
        <div className="grid items-start gap-5 wide:grid-cols-3">
          <div className="flex min-w-0 flex-col gap-5 wide:col-span-2">
            <section aria-label={t('creport.over_time_table')} className={card}><OverTime report={report} /></section>
            {report.trial && <TrialCard campaignId={campaignId} state={report.state} />}
            <Breakdown id="by-variant" title={t('creport.variants')} first={t('creport.variant')} rows={report.byVariant.length > 1 ? report.byVariant : []} name={(row) => <>{row.key?.toUpperCase()}{row.name && <> · {row.name}</>}{row.winner && <span className="ms-2 rounded-full bg-good-soft px-2 py-0.5 text-xs font-medium text-good">{t('creport.winner')}</span>}</>} />
            <Breakdown id="by-account" title={t('creport.accounts')} first={t('creport.account')} rows={report.byAccount} name={(row) => row.name || t('creport.account_gone')} />
            <Breakdown id="by-country" title={t('creport.countries')} first={t('creport.country')} rows={report.byCountry} name={(row) => countryName(intl, row.key)} />
            <Links report={report} />
          </div>
          <div className="flex min-w-0 flex-col gap-5">
            <section aria-labelledby="funnel" className={card}><h2 id="funnel" className="mb-3 text-bubble">{t('creport.funnel')}</h2><Funnel report={report} />{report.erased > 0 && <p className="mt-3 text-sm text-ink-soft">{t('creport.erased', { count: report.erased })}</p>}</section>
            <HoldOut report={report} />
            <MoneyCard report={report} />
            <Reasons report={report} />
          </div>
          <div className="min-w-0 wide:col-span-3"><Recipients id={campaignId} search={search} variants={report.byVariant.flatMap((row) => row.key ?? [])} /></div>
        </div>
      )}
    </CampaignsFrame>
  )
}
