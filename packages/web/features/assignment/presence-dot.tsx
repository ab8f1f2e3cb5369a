import type { Colleague, ColleaguePresence } from '@recado/api'
import { formatUntil } from '../../i18n/format.js'
import { useT } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'

const shapes = { available: 'border-good bg-good', away: 'border-closing-soon bg-[linear-gradient(90deg,currentColor_50%,transparent_50%)] text-closing-soon', offline: 'border-line-strong bg-surface' } as const

/** Full, half and empty: told apart without colour as well. */
export function PresenceDot({ availability, className }: Pick<ColleaguePresence, 'availability'> & { className?: string }) {
  return <span aria-hidden="true" className={cx('inline-block size-3 shrink-0 rounded-full border-2', shapes[availability], className)} />
}

/** "Away: lunch, until 15:30", "Off by her hours until tomorrow 9:00". */
export function usePresenceText() {
  const { t, intl } = useT()
  return (one: ColleaguePresence, now: number): string => t('availability.text', { state: t(`availability.${one.availability}`), cause: one.cause === 'hours' && one.availability === 'available' ? 'none' : one.cause, reason: one.reason, hasReason: one.reason ? 'yes' : 'no', until: one.until ? formatUntil(intl, one.until, now) : '', hasUntil: one.until && one.availability !== 'available' ? 'yes' : 'no' })
}

/** What she carries: "4/6", or the number alone where there is no limit. */
export const loadText = ({ open, capacity }: Pick<Colleague, 'open' | 'capacity'>): string => (capacity === null ? String(open) : `${open}/${capacity}`)
