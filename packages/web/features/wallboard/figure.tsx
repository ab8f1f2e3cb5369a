import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from '../../ui/class-names.js'

export type Level = 'calm' | 'watch' | 'alarm'
const looks: Record<Level, string> = { calm: 'border-line bg-surface', watch: 'border-waiting bg-waiting-soft text-waiting', alarm: 'border-failed bg-failed-soft text-failed' }

/** One big number with what it is and how it stands: by colour and in words. */
export function Figure({ icon: Icon, label, value, level = 'calm', note }: { icon: LucideIcon; label: string; value: ReactNode; level?: Level; note?: ReactNode }) {
  return (
    <div className={cx('flex min-w-0 flex-col gap-1 rounded-2xl border-2 p-4 lg:p-6', looks[level])}>
      <dt className="flex items-center gap-2 text-base font-medium lg:text-lg"><Icon aria-hidden="true" className="size-5 shrink-0" />{label}</dt>
      <dd className="figures text-[clamp(2rem,4.5vw,4.5rem)] leading-none font-bold [overflow-wrap:anywhere]">{value}</dd>
      <dd className="min-h-5 text-sm lg:text-base">{note}</dd>
    </div>
  )
}
