import type { CampaignReport } from '@recado/api'
import { Link } from '@tanstack/react-router'
import { tellCode } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { whyText } from '../words.js'

/** Why somebody was left out before, and why a message did not arrive; each leads to the people behind it. */
export function Reasons({ report }: { report: CampaignReport }) {
  const { t, intl } = useT()
  const fails = report.failures.filter(({ state }) => state !== 'cancelled')
  const row = (key: string, code: string | null, state: string, count: number, text: string) => (
    <li key={key} className="flex items-baseline justify-between gap-4 border-t border-line py-1.5 text-sm first:border-0">
      <Link to="/campaigns/$campaignId/report" params={{ campaignId: report.campaignId }} search={{ state: state as 'failed', ...(code ? { code } : {}) }} hash="recipients" className="min-w-0 hover:underline [overflow-wrap:anywhere]">{text}</Link><span className="figures font-semibold">{intl.formatNumber(count)}</span>
    </li>
  )
  return (
    <section aria-labelledby="reasons" className="rounded-2xl border border-line bg-surface p-5 shadow-lift break-inside-avoid">
      <h2 id="reasons" className="mb-2 text-bubble">{t('creport.reasons')}</h2>
      {fails.length === 0 && report.exclusions.length === 0 && <p className="text-ink-soft">{t('creport.reasons_none')}</p>}
      {fails.length > 0 && <><h3 className="mt-1 text-sm text-ink-soft">{t('creport.not_arrived')}</h3><ul className="mb-3">{fails.map((one) => row(`${one.state} ${one.code}`, one.code, one.state, one.count, one.state === 'unknown' ? t('creport.unknown_text') : one.code ? tellCode(intl, one.code).sentence : t('creport.no_reason')))}</ul></>}
      {report.exclusions.length > 0 && <><h3 className="mt-1 text-sm text-ink-soft">{t('creport.left_out')}</h3><ul>{report.exclusions.map((one) => row(`x ${one.code}`, one.code, 'excluded', one.count, whyText(intl, one.code)))}</ul></>}
    </section>
  )
}
