import { useT } from '../../i18n/provider.js'

/** How far something is, as a bar and in words. */
export function Progress({ share, label }: { share: number; label: string }) {
  const { intl } = useT()
  const percent = Math.round(share * 100)
  return (
    <div className="mt-3">
      <div className="mb-1 flex justify-between gap-3 text-sm text-ink-soft"><span className="figures">{label}</span><span className="figures shrink-0">{intl.formatNumber(share, { style: 'percent', maximumFractionDigits: 0 })}</span></div>
      <div role="progressbar" aria-label={label} aria-valuenow={percent} aria-valuemin={0} aria-valuemax={100} className="h-2 overflow-hidden rounded-full bg-line"><div className="h-full rounded-full bg-accent transition-[width]" style={{ width: `${percent}%` }} /></div>
    </div>
  )
}
