/** When a message of a campaign may leave: quiet hours on her own clock, and when the last one goes. */
import { days, hours, type Instant, minutes } from '../model/ids.js'
import { instantAtWall, wallClock } from '../policy/calendar.js'

export interface QuietSpan { from: string; to: string }

/** Minutes of the day that `HH:MM` stands for. */
export function minuteOfDay(text: string): number {
  const [hour = 0, minute = 0] = text.split(':').map(Number)
  return hour * 60 + minute
}

/** When the quiet hours end in which `at` lies, on a clock of this zone; null outside of them. The last minute is already outside. */
export function quietEnds(quiet: QuietSpan | null | undefined, at: Instant, timeZone: string): Instant | null {
  if (!quiet) return null
  const [from, to] = [minuteOfDay(quiet.from), minuteOfDay(quiet.to)]
  if (from === to) return null
  const wall = wallClock(at, timeZone)
  const midnight = Math.floor(wall / days(1)) * days(1)
  const minute = Math.floor((wall - midnight) / minutes(1))
  const inside = from < to ? minute >= from && minute < to : minute >= from || minute < to
  if (!inside) return null
  const end = midnight + minutes(to) + (minute >= from && to < from ? days(1) : 0)
  return Math.max(instantAtWall(end, timeZone), at + 1)
}

/** How fast one account goes, and how far its limits let it go in a day. */
export interface AccountPace { perSecond: number; /** People it may begin with in a moving day; null = any number. */ perDay: number | null; /** Of them, those still left today. */ leftToday: number | null }

/** Days a day's limit takes, today counted: 1 where it is not reached. */
export function daysNeeded(count: number, { perDay, leftToday }: AccountPace): number {
  if (perDay === null || count <= (leftToday ?? perDay)) return 1
  if (perDay <= 0) return Infinity
  return 1 + Math.ceil((count - (leftToday ?? perDay)) / perDay)
}

/**
 * When the last of `count` messages leaves that begin at `from`: the pace, the day's limit of people, and the spread, whichever is last. Null where a limit
 * of nothing lets none go.
 */
export function finishesAt(count: number, from: Instant, pace: AccountPace, spreadHours = 0): Instant | null {
  if (count === 0) return from
  const needed = daysNeeded(count, pace)
  if (!Number.isFinite(needed)) return null
  const inOneDay = pace.perDay === null ? count : Math.min(count, pace.perDay)
  const last = needed === 1 ? inOneDay : (count - (pace.leftToday ?? pace.perDay!)) % pace.perDay! || pace.perDay! // more than one day needs a limit
  return from + Math.max(days(needed - 1) + Math.ceil((last / Math.max(pace.perSecond, 0.001)) * 1000), hours(spreadHours))
}
