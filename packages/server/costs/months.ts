import { calendarMonth, dayOf, type Instant } from '@recado/core'

/** Every zone's clock differs by whole quarters of an hour, so that within one of them the month is the same. */
const QUARTER_MS = 900_000
const KEPT = 1_000
const known = new Map<string, string>()

/** The calendar month of the zone in which the moment lies, as its first day: "2026-11-01". Asked several times for every message of a campaign. */
export function monthOf(at: Instant, timeZone: string): string {
  const quarter = Math.floor(at / QUARTER_MS)
  // A zone of the past may differ by odd seconds.
  if (quarter < 0) return monthAt(at, timeZone)
  const key = `${quarter} ${timeZone}`
  let month = known.get(key)
  if (month === undefined) {
    if (known.size >= KEPT) known.clear()
    known.set(key, (month = monthAt(at, timeZone)))
  }
  return month
}

function monthAt(at: Instant, timeZone: string): string {
  const { year, month } = dayOf(at, timeZone)
  return `${year}-${String(month).padStart(2, '0')}-01`
}

/** When the next month begins there. */
export const nextMonth = (at: Instant, timeZone: string): Instant => calendarMonth(at, timeZone).to

/** Under this month stands what a campaign's budget has given: it has one for all its time. */
export const NO_MONTH = '1970-01-01'
