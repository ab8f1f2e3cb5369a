import type { CostCheck, CostReport } from '@recado/api'
import { Check, TriangleAlert } from 'lucide-react'
import { useT } from '../../i18n/provider.js'
import { className, money } from './words.js'

/** What the platforms themselves say they have charged, beside our bill. */
export function PlatformChecks({ report }: { report: CostReport }) {
  const { t, intl } = useT()
  const checked = report.checks[0]
  if (!checked) return null
  const wrong = report.checks.some((one) => one.differs)
  const accounts = new Set(report.checks.map((one) => one.accountId))
  return (
    <section className="rounded-2xl border border-line bg-surface p-5 shadow-lift">
      <h2 className="mb-1 text-bubble">{t('costs.platform')}</h2>
      <p className="mb-3 flex items-start gap-1.5 text-sm text-pretty text-ink-soft">
        {wrong ? <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-waiting" /> : <Check aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-good" />}
        <span>{t(wrong ? 'costs.platform_differs' : 'costs.platform_agrees', { day: intl.formatDate(Date.parse(checked.until) - 1, { dateStyle: 'medium' }) })}</span>
      </p>
      <ul className="flex flex-col">{report.checks.map((one) => <Row key={`${one.accountId} ${one.month} ${one.class} ${one.currency}`} check={one} named={accounts.size > 1} />)}</ul>
    </section>
  )
}

function Row({ check, named }: { check: CostCheck; named: boolean }) {
  const { t, intl } = useT()
  const { ours, theirs, currency } = check
  const side = (label: string, { messages, amount }: CostCheck['ours'], strong: boolean) => (
    <div className="flex items-baseline gap-2"><dt className="min-w-0 grow text-ink-soft">{label}</dt><dd className="figures text-end whitespace-nowrap"><span className={strong ? 'font-semibold' : ''}>{amount === null ? '—' : money(intl, amount, currency)}</span><span className="ms-2 text-ink-soft">{t('costs.platform_messages', { count: messages })}</span></dd></div>
  )
  return (
    <li className="border-t border-line py-2 text-sm first:border-0">
      <p className="flex items-center gap-1.5 font-medium">{check.differs && <TriangleAlert aria-label={t('costs.platform_wrong')} role="img" className="size-4 shrink-0 text-waiting" />}<span>{className(intl, check.class)}{named && <> · <bdi>{check.name}</bdi></>}</span></p>
      <dl className="mt-0.5 flex flex-col gap-0.5">{side(t('costs.platform_theirs'), theirs, false)}{side(t('costs.platform_ours'), ours, true)}</dl>
    </li>
  )
}
