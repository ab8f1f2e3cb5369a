import { useT } from '../../i18n/provider.js'
import { PlotFigure } from './figure.js'
import { marksOf, roundTop } from './scale.js'

export interface UpDownBar { key: string; name: string; up: number; down: number }

/** Per day what came above the line and what went below it, on one scale. */
export function UpDownPlot({ title, tableLabel, timeLabel, upName, downName, bars }: { title: string; tableLabel: string; timeLabel: string; upName: string; downName: string; bars: readonly UpDownBar[] }) {
  const { intl } = useT()
  const up = Math.max(0, ...bars.map((bar) => bar.up))
  const down = Math.max(0, ...bars.map((bar) => bar.down))
  const top = roundTop(Math.max(up, 1))
  const bottom = down === 0 ? top / 4 : Math.max(down, top / 4)
  const all = top + bottom
  const number = (value: number) => intl.formatNumber(value, { notation: 'compact' })
  return (
    <PlotFigure title={title} tableLabel={tableLabel} table={{ head: [timeLabel, upName, downName], rows: bars.map((bar) => ({ key: bar.key, cells: [bar.name, intl.formatNumber(bar.up), intl.formatNumber(bar.down)] })) }}
      legend={<span aria-hidden="true" className="flex gap-3 text-sm font-normal"><span className="flex items-center gap-1.5"><span className="size-2.5 rounded-sm bg-good" />{upName}</span><span className="flex items-center gap-1.5"><span className="size-2.5 rounded-sm bg-closing-soon" />{downName}</span></span>}>
      <div aria-hidden="true" className="flex gap-2">
        <div className="figures relative h-44 w-9 shrink-0 text-end text-xs text-ink-soft"><span className="absolute end-0 top-0">{number(top)}</span><span className="absolute end-0 -translate-y-1/2" style={{ top: `${(top / all) * 100}%` }}>0</span>{down > 0 && <span className="absolute end-0 bottom-0">{number(Math.round(bottom))}</span>}</div>
        <div className="min-w-0 grow">
          <svg viewBox={`0 0 ${Math.max(1, bars.length)} ${all}`} preserveAspectRatio="none" className="block h-44 w-full rtl:-scale-x-100">
            {bars.map((bar, index) => (
              <g key={bar.key}>
                <title>{`${bar.name}: +${bar.up} −${bar.down}`}</title>
                <rect x={index} y={0} width={1} height={all} fill="transparent" />
                <rect x={index + 0.14} y={top - bar.up} width={0.72} height={bar.up} className="text-good" fill="currentColor" />
                <rect x={index + 0.14} y={top} width={0.72} height={bar.down} className="text-closing-soon" fill="currentColor" />
              </g>
            ))}
            <path d={`M0 ${top}H${bars.length}`} className="text-line-strong" stroke="currentColor" strokeWidth="1" vectorEffect="non-scaling-stroke" />
          </svg>
          <div className="figures mt-1 flex justify-between gap-2 text-xs text-ink-soft">{marksOf(bars.length).map((index) => <span key={index} className="whitespace-nowrap max-sm:[&:nth-child(even):not(:last-child)]:hidden">{bars[index]?.name}</span>)}</div>
        </div>
      </div>
    </PlotFigure>
  )
}
