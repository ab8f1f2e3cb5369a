import type { SubscribersReport } from '@recado/api'
import { Download } from 'lucide-react'
import { isMessage, useT } from '../../../i18n/provider.js'
import { buttonClass } from '../../../ui/button.js'
import { UpDownPlot } from '../../../ui/plots/up-down.js'

const DAY_MS = 86_400_000
/** Bars that fit side by side; a longer span is told by weeks. */
const MOST_BARS = 92

/** Every day of the span, those on which nothing happened too, by weeks where it is long. */
function barsOf(report: SubscribersReport, name: (at: number) => string) {
  const days = new Map(report.days.map((day) => [day.day, day]))
  const dayOf = (moment: number) => new Intl.DateTimeFormat('en-CA', { timeZone: report.timeZone }).format(moment)
  const [first, last] = [Date.parse(dayOf(Date.parse(report.from))), Date.parse(dayOf(Date.parse(report.to) - 1))]
  const count = Math.round((last - first) / DAY_MS) + 1
  const step = count > MOST_BARS ? 7 : 1
  return Array.from({ length: Math.ceil(count / step) }, (_, index) => {
    const from = first + index * step * DAY_MS
    const within = Array.from({ length: step }, (_, n) => days.get(new Date(from + n * DAY_MS).toISOString().slice(0, 10)))
    return { key: String(from), name: name(from), up: within.reduce((sum, day) => sum + (day?.joined ?? 0), 0), down: within.reduce((sum, day) => sum + (day?.left ?? 0), 0) }
  })
}

/** Who joined and who left, day by day, and where from. */
export function Growth({ report }: { report: SubscribersReport }) {
  const { t, intl } = useT()
  const source = (key: string | null) => { const id = `campaigns.source.${key}`; return isMessage(intl, id) ? t(id) : (key ?? '') }
  const bars = barsOf(report, (at) => intl.formatDate(at, { day: 'numeric', month: 'short', timeZone: 'UTC' }))
  const change = report.joined - report.left
  return (
    <section aria-labelledby="growth" className="rounded-2xl border border-line bg-surface p-5 shadow-lift">
      <div className="mb-4 flex flex-wrap items-start gap-x-8 gap-y-2">
        <div><h2 id="growth" className="text-sm font-normal text-ink-soft">{t('campaigns.subscribers')}</h2><p className="figures text-xl font-semibold">{intl.formatNumber(report.now)}</p></div>
        <Figure label={t('campaigns.joined')} value={intl.formatNumber(report.joined, { signDisplay: 'exceptZero' })} />
        <Figure label={t('campaigns.left')} value={report.left === 0 ? intl.formatNumber(0) : `−${intl.formatNumber(report.left)}`} />
        <Figure label={t('campaigns.net')} value={intl.formatNumber(change, { signDisplay: 'exceptZero' })} />
        <a href={`/api/v1/reports/subscribers.csv?${new URLSearchParams({ from: report.from, to: report.to })}`} download className={`${buttonClass('quiet', true)} ms-auto print:hidden`}><Download aria-hidden="true" className="size-4" />{t('campaigns.growth_csv')}</a>
      </div>
      <UpDownPlot title={t('campaigns.growth')} tableLabel={t('campaigns.growth_table')} timeLabel={t('campaigns.day')} upName={t('campaigns.joined')} downName={t('campaigns.left')} bars={bars} />
      {report.bySource.length > 0 && (
        <ul className="mt-4 flex flex-wrap gap-x-6 gap-y-1 border-t border-line pt-3 text-sm">
          {report.bySource.map((row) => <li key={row.key}>{source(row.key)} <span className="figures font-semibold">{row.joined > 0 && `+${intl.formatNumber(row.joined)}`}{row.joined > 0 && row.left > 0 && ' '}{row.left > 0 && `−${intl.formatNumber(row.left)}`}</span></li>)}
        </ul>
      )}
    </section>
  )
}

function Figure({ label, value }: { label: string; value: string }) {
  return <div><p className="text-sm text-ink-soft">{label}</p><p className="figures text-xl font-semibold">{value}</p></div>
}
