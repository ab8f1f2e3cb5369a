import type { ReactNode } from 'react'
import { CircleAlert, CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react'
import { useT } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'
import type { Judgement } from './judge.js'

const LOOK = { good: [CircleCheck, 'text-good'], watch: [TriangleAlert, 'text-waiting'], bad: [CircleAlert, 'text-failed'], off: [CircleDashed, 'text-ink-soft'] } as const

/** One thing and how it stands: by its sign, a word and its figures. */
export function Row({ name, as, children, note }: { name: ReactNode; as: Judgement; children: ReactNode; note?: ReactNode }) {
  const { t } = useT()
  const [Icon, colour] = LOOK[as]
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 py-2">
      <Icon role="img" aria-label={t(`upkeep.is_${as}`)} className={cx('size-4 shrink-0 self-center', colour)} />
      <span className="min-w-0 grow basis-32 font-medium [overflow-wrap:anywhere]">{name}</span>
      <span className="figures min-w-0 text-sm max-sm:w-full max-sm:ps-7 sm:text-end text-ink-soft [overflow-wrap:anywhere]">{children}</span>
      {note && <p className={cx('w-full ps-7 text-sm text-pretty', as === 'bad' ? 'text-failed' : 'text-ink-soft')}>{note}</p>}
    </li>
  )
}

export const Rows = ({ children }: { children: ReactNode }) => <ul className="divide-y divide-line">{children}</ul>
