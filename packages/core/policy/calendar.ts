/** Calendar days and months of a time zone. Pure: the zone's rules come from the runtime's time-zone data, the instant from the caller. */
import { days, type Instant } from '../model/ids.js'
import type { QuotaRule } from '../model/rules.js'

interface Day { year: number; month: number; day: number }

// Making a formatter costs about 50 us, reading one 1 us; the zones of a company are few.
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', { timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' })
    formats.set(timeZone, format)
  }
  return format
}

/** The wall clock of the zone at this instant, written as if it were UTC. */
export function wallClock(at: Instant, timeZone: string): Instant {
  const part: Record<string, number> = {}
  for (const { type, value } of formatOf(timeZone).formatToParts(at)) part[type] = Number(value)
  return Date.UTC(part.year!, part.month! - 1, part.day, part.hour, part.minute, part.second) // the format above names every part
}

/**
 * The instant at which the zone's clocks show `wall` (a moment written as if it were UTC). An hour that clocks skip becomes the hour after it, one that they show twice the
 * first of the two.
 */
export function instantAtWall(wall: Instant, timeZone: string): Instant {
  const offsetAt = (at: Instant) => wallClock(at, timeZone) - at
  const candidates = [wall - offsetAt(wall - days(1)), wall - offsetAt(wall + days(1))].sort((a, b) => a - b)
  return candidates.find((at) => wallClock(at, timeZone) === wall) ?? candidates[1]! // two were made
}

/** The calendar day of the zone at this instant. */
export function dayOf(at: Instant, timeZone: string): Day {
  const wall = new Date(wallClock(at, timeZone))
  return { year: wall.getUTCFullYear(), month: wall.getUTCMonth() + 1, day: wall.getUTCDate() }
}

/** First instant of a calendar day; `day` may overflow as in `Date.UTC`. Where clocks jump over midnight the day begins at the jump. */
function startOf({ year, month, day }: Day, timeZone: string): Instant {
  const midnight = Date.UTC(year, month - 1, day)
  const offsetAt = (at: Instant) => wallClock(at, timeZone) - at
  // Two offsets can apply around a midnight on which the clocks change: the earlier instant that already is this day wins.
  const candidates = [midnight - offsetAt(midnight - days(1)), midnight - offsetAt(midnight + days(1))].sort((a, b) => a - b)
  return candidates.find((at) => wallClock(at, timeZone) >= midnight)! // the later of the two never lies before its own midnight
}

/** First instant of the calendar day in which `at` lies, and of the next one. */
export function calendarDay(at: Instant, timeZone: string): { from: Instant; to: Instant } {
  const day = dayOf(at, timeZone)
  return { from: startOf(day, timeZone), to: startOf({ ...day, day: day.day + 1 }, timeZone) }
}

/** First instant of the calendar month in which `at` lies, and of the next one. */
export function calendarMonth(at: Instant, timeZone: string): { from: Instant; to: Instant } {
  const { year, month } = dayOf(at, timeZone)
  return { from: startOf({ year, month, day: 1 }, timeZone), to: startOf({ year, month: month + 1, day: 1 }, timeZone) }
}

/**
 * The span in which sends count towards a quota at `now`: a calendar period in the rule's zone (or the account's), or the last so many
 * milliseconds. `to` is when a calendar period is renewed; a moving span frees single sends instead, so it has none.
 */
export function quotaPeriod(rule: Pick<QuotaRule, 'period' | 'timeZone'>, now: Instant, accountTimeZone: string): { from: Instant; to: Instant | null } {
  const zone = rule.timeZone ?? accountTimeZone
  if (rule.period === 'day') return calendarDay(now, zone)
  if (rule.period === 'month') return calendarMonth(now, zone)
  // A send exactly one span ago is outside: it has been free for the length of the span.
  return { from: now - rule.period + 1, to: null }
}
