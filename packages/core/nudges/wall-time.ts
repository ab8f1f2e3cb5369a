import { instantAtWall, wallClock } from '../policy/calendar.js'
import { days, minutes, type Instant } from '../model/ids.js'

/** The first moment from `from` on at which the clock there shows `time` (`09:30`). */
export function nextWallTime(from: Instant, time: string, timeZone: string): Instant {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  const wall = wallClock(from, timeZone)
  const midnight = Math.floor(wall / days(1)) * days(1)
  for (let day = 0; ; day++) {
    const at = instantAtWall(midnight + days(day) + minutes(hour * 60 + minute), timeZone)
    if (at >= from) return at
  }
}
