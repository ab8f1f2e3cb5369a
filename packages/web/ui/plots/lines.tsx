import { useState } from 'react'
import { useT } from '../../i18n/provider.js'
import { cx } from '../class-names.js'
import { PlotFigure } from './figure.js'
import { marksOf, roundTop } from './scale.js'

export interface Series { key: string; name: string; /** a text colour of the theme: the line takes it */ colour: string; dashed?: boolean }
export interface LinePoint { name: string; values: Readonly<Record<string, number>> }

const H = 100

/** Several lines over time. The pointer reads one moment; the table says them all. */
export function LinePlot({ title, tableLabel, timeLabel, points, series, height = 'h-48' }: { title: string; tableLabel: string; timeLabel: string; points: readonly LinePoint[]; series: readonly Series[]; height?: string }) {
  const { intl } = useT()
  const [at, setAt] = useState<number | null>(null)
  const top = roundTop(Math.max(1, ...points.flatMap((point) => series.map(({ key }) => point.values[key] ?? 0))))
  const width = Math.max(1, points.length - 1)
  const y = (value: number) => H - (value / top) * H
  const shown = at === null ? null : points[at]
  const line = (key: string) => points.length === 1 ? `M0 ${y(points[0]?.values[key] ?? 0)}H1` : points.map((point, index) => `${index === 0 ? 'M' : 'L'}${index} ${y(point.values[key] ?? 0)}`).join('')
  return (
    <PlotFigure title={title} tableLabel={tableLabel} table={{ head: [timeLabel, ...series.map((one) => one.name)], rows: points.map((point, index) => ({ key: `${index} ${point.name}`, cells: [point.name, ...series.map(({ key }) => intl.formatNumber(point.values[key] ?? 0))] })) }}>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {series.map((one) => <li key={one.key} className="flex items-center gap-1.5"><svg aria-hidden="true" viewBox="0 0 16 4" className={cx('h-1 w-4', one.colour)}><path d="M0 2H16" stroke="currentColor" strokeWidth="3" strokeDasharray={one.dashed ? '4 3' : undefined} /></svg>{one.name}{shown && <span className="figures font-semibold">{intl.formatNumber(shown.values[one.key] ?? 0)}</span>}</li>)}
        {shown && <li className="text-ink-soft">{shown.name}</li>}
      </ul>
      <div aria-hidden="true" className="flex gap-2">
        <div className="figures flex w-11 shrink-0 flex-col justify-between text-end text-xs text-ink-soft"><span>{intl.formatNumber(top, { notation: 'compact' })}</span><span>{intl.formatNumber(top / 2, { notation: 'compact' })}</span><span>0</span></div>
        <div className="min-w-0 grow">
          <svg viewBox={`0 0 ${width} ${H}`} preserveAspectRatio="none" className={cx('block w-full overflow-visible rtl:-scale-x-100', height)} onPointerLeave={() => setAt(null)}
            onPointerMove={(event) => { const box = event.currentTarget.getBoundingClientRect(); const share = (event.clientX - box.left) / box.width; const along = document.dir === 'rtl' ? 1 - share : share; setAt(Math.min(points.length - 1, Math.max(0, Math.round(along * width)))) }}>
            {[0, H / 2, H].map((each) => <path key={each} d={`M0 ${each}H${width}`} className="text-line" stroke="currentColor" strokeWidth="1" vectorEffect="non-scaling-stroke" />)}
            {at !== null && points.length > 1 && <path d={`M${at} 0V${H}`} className="text-line-strong" stroke="currentColor" strokeWidth="1" vectorEffect="non-scaling-stroke" />}
            {series.map((one) => <path key={one.key} d={line(one.key)} className={one.colour} fill="none" stroke="currentColor" strokeWidth="2" strokeLinejoin="round" strokeDasharray={one.dashed ? '5 4' : undefined} vectorEffect="non-scaling-stroke" />)}
            <rect width={width} height={H} fill="transparent" />
          </svg>
          <div className="figures mt-1 flex justify-between gap-2 text-xs text-ink-soft">{marksOf(points.length).map((index) => <span key={index} className="whitespace-nowrap max-sm:[&:nth-child(even):not(:last-child)]:hidden">{points[index]?.name}</span>)}</div>
        </div>
      </div>
    </PlotFigure>
  )
}
