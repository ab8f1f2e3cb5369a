import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './class-names.js'

export type Tone = 'info' | 'good' | 'warning' | 'failed' | 'note'

const tones: Record<Tone, { box: string; icon: typeof Info }> = {
  info: { box: 'bg-accent-soft border-accent', icon: Info },
  good: { box: 'bg-good-soft border-good', icon: CircleCheck },
  warning: { box: 'bg-waiting-soft border-waiting', icon: TriangleAlert },
  failed: { box: 'bg-failed-soft border-failed', icon: CircleAlert },
  note: { box: 'bg-note-soft border-note', icon: Info },
}
const inks: Record<Tone, string> = { info: 'text-accent', good: 'text-good', warning: 'text-waiting', failed: 'text-failed', note: 'text-note' }

/** What happened, why, and what now. The tone is told by icon as well as by colour. */
export function Notice({ tone = 'info', title, children, actions, className, alert = false }: { tone?: Tone; title?: ReactNode; children?: ReactNode; actions?: ReactNode; className?: string; alert?: boolean }) {
  const { box, icon: Icon } = tones[tone]
  return (
    <div role={alert ? 'alert' : undefined} className={cx('flex gap-3 rounded-lg border-s-4 px-3 py-2.5', box, className)}>
      <Icon aria-hidden="true" className={cx('mt-0.5 size-4 shrink-0', inks[tone])} />
      <div className="min-w-0 grow">
        {title && <p className="font-semibold">{title}</p>}
        {children && <div className="text-sm [overflow-wrap:anywhere]">{children}</div>}
        {actions && <div className="mt-2 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  )
}
