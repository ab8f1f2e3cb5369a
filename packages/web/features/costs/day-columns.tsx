import type { CostMonth } from '@recado/api'
import { formatMoney } from '../../i18n/format.js'
import { useT } from '../../i18n/provider.js'
import { PlotFigure } from '../../ui/plots/figure.js'
import { dayName } from './words.js'

const H = 100

/** What each day of the month cost, in one currency: upright bars, with the figures as a table. Days to come are empty places. */
export function DayColumns({ month, currency }: { month: CostMonth; currency: string }) {
  const { t, intl } = useT()
  const [year = 1970, at = 1] = month.month.split('-').map(Number)
  const days = Array.from({ length: new Date(Date.UTC(year, at, 0)).getUTCDate() }, (_, index) => {
    const day = `${month.month}-${String(index + 1).padStart(2, '0')}`
    return { day, amount: month.days.find((one) => one.day === day && one.currency === currency)?.amount ?? '0' }
  })
  const most = Math.max(...days.map((one) => Number(one.amount)), 0.0001)
  const spent = days.filter((one) => Number(one.amount) > 0)
  const money = (amount: string) => formatMoney(intl, { amount, currency })
  return (
    <PlotFigure title={`${t('costs.days')} · ${currency}`} tableLabel={`${t('costs.days_table')} (${currency})`} table={{ head: [t('costs.day'), t('costs.column.billed')], rows: spent.map((one) => ({ key: one.day, cells: [dayName(intl, one.day), money(one.amount)] })) }}>
      <div aria-hidden="true" className="flex gap-2">
        <div className="figures flex w-14 shrink-0 flex-col justify-between text-end text-xs text-ink-soft"><span>{intl.formatNumber(most, { maximumSignificantDigits: 3 })}</span><span>0</span></div>
        <div className="min-w-0 grow">
          <svg viewBox={`0 0 ${days.length * 10} ${H}`} preserveAspectRatio="none" className="block h-40 w-full rtl:-scale-x-100">
            <path d={`M0 ${H}H${days.length * 10}`} className="text-line" stroke="currentColor" vectorEffect="non-scaling-stroke" />
            {days.map((one, index) => { const height = (Number(one.amount) / most) * H; return height > 0 && <rect key={one.day} x={index * 10 + 1.5} y={H - height} width={7} height={height} className="text-accent" fill="currentColor"><title>{`${dayName(intl, one.day)}: ${money(one.amount)}`}</title></rect> })}
          </svg>
          <div className="figures mt-1 flex justify-between text-xs text-ink-soft">{[0, Math.floor(days.length / 2), days.length - 1].map((index) => <span key={index}>{dayName(intl, days[index]?.day ?? '')}</span>)}</div>
        </div>
      </div>
    </PlotFigure>
  )
}
