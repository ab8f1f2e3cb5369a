import type { ReactNode } from 'react'
import { cx } from '../class-names.js'

export interface Bar { key: string; name: ReactNode; /** null: nobody tells it */ value: number | null; shown: ReactNode; /** a background of the theme */ colour?: string; note?: ReactNode }

/** Lying bars, largest first or in an order of their own: their words and figures are the list, the bars are for the eye. */
export function BarList({ label, bars, top }: { label: string; bars: readonly Bar[]; top?: number }) {
  const most = top ?? Math.max(1, ...bars.map((bar) => bar.value ?? 0))
  return (
    <ul aria-label={label} className="flex flex-col gap-2.5">
      {bars.map((bar) => (
        <li key={bar.key}>
          <div className="flex items-baseline gap-3"><span className="min-w-0 grow [overflow-wrap:anywhere]">{bar.name}</span><span className="figures shrink-0 font-semibold">{bar.shown}</span></div>
          <svg aria-hidden="true" viewBox="0 0 100 1" preserveAspectRatio="none" className="mt-1 block h-2 w-full overflow-hidden rounded-full bg-sunken rtl:-scale-x-100">{bar.value !== null && bar.value > 0 && <rect width={Math.max(0.6, (bar.value / most) * 100)} height="1" className={bar.colour ?? 'text-accent'} fill="currentColor" />}</svg>
          {bar.note && <p className={cx('mt-0.5 text-sm text-ink-soft')}>{bar.note}</p>}
        </li>
      ))}
    </ul>
  )
}

/** One bar of parts that make a whole. */
export function PartBar({ label, parts, whole, className }: { label: string; parts: readonly { key: string; value: number; colour: string }[]; whole: number; className?: string }) {
  let at = 0
  return (
    <svg role="img" aria-label={label} viewBox="0 0 100 1" preserveAspectRatio="none" className={cx('block h-2.5 w-full overflow-hidden rounded-full bg-sunken rtl:-scale-x-100', className)}>
      {parts.map(({ key, value, colour }) => {
        const width = whole > 0 ? (value / whole) * 100 : 0
        const x = at
        at += width
        return <rect key={key} x={x} width={width} height="1" className={colour} fill="currentColor" />
      })}
    </svg>
  )
}
