import { cx } from './class-names.js'

export type WindowTone = 'open' | 'closing' | 'closed' | 'none'

/** The ring round a picture of size `around` that empties as the window runs out. `share` is what is left, 0 to 1. A closed window is a dotted ring. */
export function WindowRing({ share, tone, around }: { share: number; tone: WindowTone; around: number }) {
  if (tone === 'none') return null
  const width = around > 44 ? 3 : 2.5
  const size = around + 2 * width + 3
  const circle = { cx: size / 2, cy: size / 2, r: (size - width) / 2, fill: 'none', strokeWidth: width, strokeLinecap: 'round' } as const
  const length = 2 * Math.PI * circle.r
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox={`0 0 ${size} ${size}`} className="absolute -rotate-90" style={{ inset: (around - size) / 2 }}>
      <circle {...circle} className={tone === 'closed' ? 'stroke-line-strong' : 'stroke-line'} strokeDasharray={tone === 'closed' ? `0.5 ${width * 2.2}` : undefined} />
      {tone !== 'closed' && <circle {...circle} className={cx(tone === 'closing' ? 'stroke-closing-soon' : 'stroke-accent')} strokeDasharray={`${Math.max(0.02, share) * length} ${length}`} />}
    </svg>
  )
}
