import type { Priority } from '@recado/api'
import { ChevronDown, ChevronUp, ChevronsUp, Equal, Minus } from 'lucide-react'
import { useT } from '../../../i18n/provider.js'
import { cx } from '../../../ui/class-names.js'

const ICONS = { urgent: ChevronsUp, high: ChevronUp, normal: Equal, low: ChevronDown, none: Minus } as const
const TONES = { urgent: 'text-failed', high: 'text-closing-soon', normal: 'text-ink-soft', low: 'text-ink-soft', none: 'text-ink-soft' } as const

/** How urgent it is, by form and colour; its name is read out. */
export function PriorityMark({ priority, className }: { priority: Priority; className?: string }) {
  const { t } = useT()
  const Icon = ICONS[priority]
  const label = t(`priority.${priority}`)
  return <span title={label} className="inline-flex shrink-0"><Icon role="img" aria-label={label} className={cx('size-4', TONES[priority], className)} /></span>
}
