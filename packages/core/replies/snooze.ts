/** The moments that a macro can let a thread sleep until, on the wall clock of the company. */
import { days, hours, type Instant } from '../model/ids.js'
import { dayOf, instantAtWall } from '../policy/index.js'

export const SNOOZE_PRESETS = ['later', 'afternoon', 'evening', 'tomorrow', 'saturday', 'monday'] as const
export type SnoozePreset = (typeof SNOOZE_PRESETS)[number]

/** The next such moment ahead of `now`: an afternoon that has begun means the next one. */
export function snoozeUntil(preset: SnoozePreset, now: Instant, timeZone: string): Instant {
  if (preset === 'later') return (now + hours(3)) as Instant
  const { year, month, day } = dayOf(now, timeZone)
  const midnight = Date.UTC(year, month - 1, day)
  const weekday = new Date(midnight).getUTCDay()
  const at = (ahead: number, hour: number): Instant => instantAtWall((midnight + days(ahead) + hours(hour)) as Instant, timeZone)
  switch (preset) {
    case 'afternoon': return at(0, 13) > now ? at(0, 13) : at(1, 13)
    case 'evening': return at(0, 19) > now ? at(0, 19) : at(1, 19)
    case 'tomorrow': return at(1, 8)
    case 'saturday': return at((6 - weekday + 7) % 7 || 7, 10)
    case 'monday': return at((8 - weekday) % 7 || 7, 8)
  }
}
