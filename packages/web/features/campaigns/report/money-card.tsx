import type { CampaignReport } from '@recado/api'
import { formatMoney } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { differenceText, moneyText } from '../words.js'

/** What was worked out before against what it cost, and line by line why the two differ. */
export function MoneyCard({ report }: { report: CampaignReport }) {
  const { t, intl } = useT()
  const { estimate, spent, difference, budget } = report.money
  const line = 'flex items-baseline justify-between gap-4 py-1.5'
  return (
    <section aria-labelledby="money" className="rounded-2xl border border-line bg-surface p-5 shadow-lift break-inside-avoid">
      <h2 id="money" className="mb-2 text-bubble">{t('creport.money')}</h2>
      <dl className="text-sm">
        {budget && <div className={line}><dt>{t('creport.budget')}</dt><dd className="figures">{formatMoney(intl, budget)}</dd></div>}
        <div className={line}><dt>{t('creport.estimate')}</dt><dd className="figures font-semibold">{estimate ? moneyText(intl, estimate.maximum) : '–'}</dd></div>
        {difference?.lines.map((one) => <div key={one.reason} className={`${line} border-t border-line`}><dt className="text-ink-soft">{differenceText(intl, one.reason)} <span className="figures">({intl.formatNumber(one.count)})</span></dt><dd className="figures">{formatMoney(intl, { amount: one.amount, currency: difference.currency })}</dd></div>)}
        {spent.length === 0 && <div className={`${line} border-t border-line`}><dt>{t('creport.spent')}</dt><dd className="text-ink-soft">{t('creport.nothing_spent')}</dd></div>}
        {spent.map((one) => (
          <div key={one.currency} className={`${line} border-t-2 border-line-strong`}>
            <dt>{t('creport.spent')}{one.expectedCount > 0 && <span className="block text-ink-soft">{t('creport.of_it_open', { count: one.expectedCount, amount: formatMoney(intl, { amount: one.expected, currency: one.currency }) })}</span>}{one.freeCount > 0 && <span className="block text-ink-soft">{t('creport.free_count', { count: one.freeCount })}</span>}</dt>
            <dd className="figures font-semibold">{formatMoney(intl, difference?.currency === one.currency ? { amount: difference.spent, currency: one.currency } : { amount: String(Number(one.billed) + Number(one.expected)), currency: one.currency })}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
