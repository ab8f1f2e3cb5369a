import { calendarMonth, dayOf, type Instant } from '@recado/core'

/** The calendar month of the zone in which the moment lies, as its first day: "2026-11-01". */
export function monthOf(at: Instant, timeZone: string): string {
  const { year, month } = dayOf(at, timeZone)
  return `${year}-${String(month).padStart(2, '0')}-01`
}

/** When the next month begins there. */
export const nextMonth = (at: Instant, timeZone: string): Instant => calendarMonth(at, timeZone).to

/** Under this month stands what a campaign's budget has given: it has one for all its time. */
export const NO_MONTH = '1970-01-01'
