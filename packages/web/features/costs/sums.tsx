import type { CostMonth, CostSum } from '@recado/api'
import { addAmounts, compareAmounts } from '@recado/core'
import type { ReactNode } from 'react'
import { formatMoney } from '../../i18n/format.js'
import { useT } from '../../i18n/provider.js'

function Figure({ label, children, note }: { label: ReactNode; children: ReactNode; note?: ReactNode }) {
  return <div className="min-w-0"><dt className="text-sm text-ink-soft">{label}</dt><dd className="figures text-lg font-semibold [overflow-wrap:anywhere]">{children}</dd>{note && <dd className="text-sm text-pretty text-ink-soft">{note}</dd>}</div>
}

/** What a month came to: one card per currency, since none is converted into another. */
export function Sums({ month }: { month: CostMonth }) {
  const { intl } = useT()
  return <>{month.totals.filter((sum) => sum.currency !== '').map((sum) => <SumCard key={sum.currency} sum={sum} month={month} money={(amount) => formatMoney(intl, { amount, currency: sum.currency })} />)}</>
}

function SumCard({ sum, month, money }: { sum: CostSum; month: CostMonth; money: (amount: string) => string }) {
  const { t, intl } = useT()
  const forecast = month.forecast.find((one) => one.currency === sum.currency)
  const less = addAmounts(sum.estimated, `-${addAmounts(sum.billed, sum.pending)}`)
  return (
    <section aria-label={sum.currency} className="rounded-2xl border border-line bg-surface p-5 shadow-lift">
      <dl className="grid grid-cols-2 gap-4 sm:grid-cols-4">
        <Figure label={t('costs.spent')}><span className="text-2xl">{money(sum.billed)}</span></Figure>
        <Figure label={t('costs.pending')}>{money(sum.pending)}</Figure>
        <Figure label={t('costs.estimated')} note={compareAmounts(less, '0') > 0 ? `${t('costs.saved')}: ${money(less)}` : undefined}>{money(sum.estimated)}</Figure>
        {month.passed < 1 && <Figure label={t('costs.forecast')} note={forecast ? undefined : t('costs.forecast_none')}>{forecast ? money(forecast.amount) : '–'}</Figure>}
      </dl>
      <ul className="mt-4 flex flex-wrap gap-x-5 gap-y-1 border-t border-line pt-3 text-sm">
        {(['messages', 'charged', 'free', 'undelivered', 'open'] as const).map((of) => <li key={of}>{t(`costs.column.${of}`)} <span className="figures font-semibold">{intl.formatNumber(sum[of])}</span></li>)}
      </ul>
    </section>
  )
}
