import type { CostMonth } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '../../../api/client.js'
import { formatMoney } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { PartBar } from '../../../ui/plots/bars.js'

/** What the month has cost so far, against what may be spent. */
export function Money() {
  const { t, intl } = useT()
  const { data } = useQuery({ queryKey: ['costs', 'month', ''], queryFn: () => api.get<CostMonth>('/costs/month'), staleTime: 60_000 })
  if (!data) return null
  const sum = (one: CostMonth['totals'][number]) => formatMoney(intl, { amount: String(Number(one.billed) + Number(one.pending)), currency: one.currency })
  return (
    <section aria-labelledby="month-money" className="rounded-2xl border border-line bg-surface p-5 shadow-lift">
      <h2 id="month-money" className="text-bubble">{t('campaigns.month')}</h2>
      {data.totals.length === 0 && <p className="mt-1 text-ink-soft">{t('campaigns.month_none')}</p>}
      {data.totals.map((one) => <p key={one.currency} className="figures mt-1 text-xl font-semibold">{sum(one)}<span className="ms-2 text-sm font-normal text-ink-soft">{t('campaigns.month_messages', { count: one.messages })}</span></p>)}
      <ul className="mt-3 flex flex-col gap-3">{data.budgets.map((one) => (
        <li key={one.id} className="text-sm">
          <div className="mb-1 flex justify-between gap-3"><span className="min-w-0 [overflow-wrap:anywhere]">{one.name ?? t('campaigns.month_all')}</span><span className="figures">{t('campaigns.budget_of', { spent: formatMoney(intl, { amount: one.spent, currency: one.currency }), budget: formatMoney(intl, one) })}</span></div>
          <PartBar label={t('campaigns.budget_of', { spent: formatMoney(intl, { amount: one.spent, currency: one.currency }), budget: formatMoney(intl, one) })} whole={1} parts={[{ key: 'spent', value: Math.min(1, one.part), colour: one.near ? 'text-closing-soon' : 'text-accent' }]} />
        </li>
      ))}</ul>
      {data.budgets.length === 0 && <Link to="/costs" className="mt-2 inline-flex min-h-6 items-center text-sm text-accent underline underline-offset-2">{t('campaigns.set_budget')}</Link>}
    </section>
  )
}
