import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { ChevronLeft, ChevronRight, Download, Printer, ReceiptText } from 'lucide-react'
import { accountsQuery, useCan } from '../api/queries.js'
import { Breakdown, Differences } from '../features/costs/breakdown.js'
import { BudgetsCard } from '../features/costs/budgets-card.js'
import { DayColumns } from '../features/costs/day-columns.js'
import { PlatformChecks } from '../features/costs/platform-checks.js'
import { costReportOptions, monthOptions, rateCardsOptions, reportPath } from '../features/costs/queries.js'
import { monthAfter } from '../features/costs/search.js'
import { Sums } from '../features/costs/sums.js'
import { monthName } from '../features/costs/words.js'
import { CampaignsFrame } from '../features/campaigns/frame.js'
import { useActions } from '../hotkeys/use-actions.js'
import { tellError } from '../i18n/errors.js'
import { useT } from '../i18n/provider.js'
import { Button, buttonClass } from '../ui/button.js'
import { Empty, Loading } from '../ui/empty.js'
import { Notice } from '../ui/notice.js'
import { IconButton } from '../ui/overlay.js'

/** What messages cost: a month against its budgets, what it was spent on, and why the bill is not the estimate. */
export function CostsPage() {
  const { t, intl } = useT()
  const search = useSearch({ from: '/beside/costs' })
  const navigate = useNavigate()
  const manages = useCan('costs.manage')
  const current = useQuery(monthOptions(search.month))
  const by = search.by ?? 'class'
  const month = current.data?.month ?? search.month
  const report = useQuery({ ...costReportOptions(month ?? '', by), enabled: month !== undefined })
  const accounts = useQuery(accountsQuery).data ?? []
  const cards = useQuery(rateCardsOptions).data ?? []
  const error = current.error ?? report.error
  const show = (change: { month?: string; by?: typeof by }) => void navigate({ to: '/costs', search: { ...search, ...change }, replace: true })
  // The account's own currency first, then whatever the cards are in.
  const currencies = [...new Set([...accounts.flatMap((account) => (typeof account.settings?.currency === 'string' && account.settings.currency ? [account.settings.currency] : [])), ...cards.map((card) => card.currency), 'USD'])]
  const csv = month ? `/api/v1/reports/costs.csv?${reportPath(month, by)}` : undefined
  useActions([
    { id: 'costs.previous', label: 'costs.previous', group: 'app', run: () => { if (month) show({ month: monthAfter(month, -1) }) } },
    { id: 'costs.next', label: 'costs.next', group: 'app', run: () => { if (month) show({ month: monthAfter(month, 1) }) } },
    { id: 'costs.print', label: 'creport.print', group: 'app', run: () => window.print() },
    { id: 'costs.csv', label: 'reports.csv', group: 'app', run: () => { if (csv) window.location.assign(csv) } },
    ...(manages ? [{ id: 'costs.cards', label: 'costs.cards_link' as const, group: 'app' as const, run: () => void navigate({ to: '/settings/rate-cards' }) }] : []),
  ])
  return (
    <CampaignsFrame title={t('nav.costs')} actions={<>
      {manages && <Link to="/settings/rate-cards" className={buttonClass('quiet')}><ReceiptText aria-hidden="true" className="size-4" />{t('costs.cards_link')}</Link>}
      <Button onClick={() => window.print()}><Printer aria-hidden="true" className="size-4" />{t('creport.print')}</Button>
      {csv && <a href={csv} download className={buttonClass()}><Download aria-hidden="true" className="size-4" />{t('reports.csv')}</a>}
    </>}>
      {error && <Notice tone="failed" alert className="mb-4" title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {current.isLoading && <Loading label={t('app.loading')} />}
      {month && (
        <div className="mb-4 flex items-center gap-1">
          <span className="print:hidden"><IconButton label={t('costs.previous')} onPress={() => show({ month: monthAfter(month, -1) })}><ChevronLeft aria-hidden="true" className="rtl:-scale-x-100" /></IconButton></span>
          <h2 className="min-w-40 text-center text-bubble" aria-live="polite">{monthName(intl, month)}</h2>
          <span className="print:hidden"><IconButton label={t('costs.next')} onPress={() => show({ month: monthAfter(month, 1) })}><ChevronRight aria-hidden="true" className="rtl:-scale-x-100" /></IconButton></span>
        </div>
      )}
      {current.data && (
        <div className="grid items-start gap-5 wide:grid-cols-3">
          <div className="flex min-w-0 flex-col gap-5 wide:col-span-2">
            {current.data.totals.length === 0 && <div className="rounded-2xl border border-line bg-surface p-5 shadow-lift"><Empty icon={ReceiptText} title={t('costs.none_title')}>{t('costs.none_text')}</Empty></div>}
            <Sums month={current.data} />
            {[...new Set(current.data.days.map((day) => day.currency))].map((currency) => <section key={currency} className="rounded-2xl border border-line bg-surface p-5 shadow-lift"><DayColumns month={current.data} currency={currency} /></section>)}
          </div>
          <div className="flex min-w-0 flex-col gap-5 wide:row-span-2"><BudgetsCard month={current.data} currencies={currencies} />{report.data && current.data.totals.length > 0 && <Differences report={report.data} />}{report.data && <PlatformChecks report={report.data} />}</div>
          {report.data && report.data.rows.length > 0 && <div className="min-w-0 wide:col-span-2"><Breakdown report={report.data} by={by} onBy={(next) => show({ by: next })} /></div>}
        </div>
      )}
      <p className="mt-5 text-sm text-pretty text-ink-soft">{t('costs.note')}</p>
    </CampaignsFrame>
  )
}
