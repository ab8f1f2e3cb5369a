import { ENTRY_KINDS, type SourcesReport } from '@recado/api'
import { useT } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'
import { entryColour } from './kinds.js'

const DAY_MS = 86_400_000
/** Bars that fit side by side; a longer span is told by weeks. */
const MOST_BARS = 92

/** Conversations that began on each day, stacked by kind of source; the table beneath says the same in figures. */
export function DayBars({ report, days }: { report: SourcesReport; days: number }) {
  const { t, intl } = useT()
  const step = days > MOST_BARS ? 7 : 1
  const counts = new Map(report.days.map((each) => [each.day, each.counts]))
  const last = Date.parse(new Intl.DateTimeFormat('en-CA', { timeZone: report.timeZone }).format(Date.parse(report.to) - 1))
  const bars = Array.from({ length: Math.ceil(days / step) }, (_, index) => {
    const from = last - (Math.ceil(days / step) - 1 - index) * step * DAY_MS
    const within = Array.from({ length: step }, (_, n) => counts.get(new Date(from - n * DAY_MS).toISOString().slice(0, 10)))
    const parts = ENTRY_KINDS.flatMap((kind) => {
      const count = within.reduce((sum, each) => sum + (each?.[kind] ?? 0), 0)
      return count > 0 ? [{ kind, count }] : []
    })
    return { from, parts, total: parts.reduce((sum, part) => sum + part.count, 0) }
  })
  const top = Math.max(1, ...bars.map((bar) => bar.total))
  const name = (at: number) => intl.formatDate(at, { day: 'numeric', month: 'short', timeZone: 'UTC' })
  return (
    <figure aria-label={t(step === 1 ? 'reports.by_day' : 'reports.by_week')}>
      <ol className="flex h-36 items-end gap-px sm:gap-0.5">
        {bars.map((bar) => (
          <li key={bar.from} title={`${name(bar.from)}: ${bar.total}`} className="flex h-full min-w-0 grow flex-col justify-end">
            <span className="sr-only">{t('reports.day', { day: name(bar.from), count: bar.total })}</span>
            <span aria-hidden="true" className="flex flex-col-reverse overflow-hidden rounded-t-sm bg-sunken" style={{ height: bar.total === 0 ? '2px' : `${(bar.total / top) * 100}%` }}>
              {bar.parts.map(({ kind, count }) => <span key={kind} className={cx('w-full', entryColour[kind])} style={{ height: `${(count / bar.total) * 100}%` }} />)}
            </span>
          </li>
        ))}
      </ol>
      <figcaption aria-hidden="true" className="figures mt-1 flex justify-between text-xs text-ink-soft"><span>{bars[0] && name(bars[0].from)}</span><span>{bars.at(-1) && name(bars.at(-1)!.from)}</span></figcaption>
    </figure>
  )
}
