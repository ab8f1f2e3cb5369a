/**
 * Open or closed, by the clock on the wall of the timetable's zone: a slot holds whatever instants show one of its minutes there. So a shop that
 * opens at 02:30 opens late on the night that skips this time, and twice on the night that has it twice.
 */
import { days, type Instant } from '../model/ids.js'
import { wallClock } from '../policy/calendar.js'
import { DAY_MINUTES, type Slot, spanOf, type Timetable } from './timetable.js'

const MINUTE = 60_000
/** How far ahead and back a change is looked for: a year of closed days, and one more week. */
const HORIZON_DAYS = 372

/** A stretch in which it is open throughout or closed throughout. null = it has lasted, or will last, longer than a year. */
export interface Stretch { open: boolean; from: Instant | null; to: Instant | null }

/** A calendar day as the UTC midnight of its date. */
const dateText = (midnight: number): string => new Date(midnight).toISOString().slice(0, 10)

function slotsOf({ week, dates }: Timetable, midnight: number): readonly Slot[] {
  const special = dates.find((one) => one.date === dateText(midnight))
  return special ? special.slots : (week[(new Date(midnight).getUTCDay() + 6) % 7] ?? [])
}

const spansOf = (table: Timetable, midnight: number): { from: number; to: number }[] => slotsOf(table, midnight).flatMap((slot) => spanOf(slot) ?? [])

/** Midnight of the wall's date, and the minute of that day, at an instant. */
function wallAt(at: Instant, timeZone: string): { midnight: number; minute: number } {
  const wall = wallClock(at, timeZone)
  const midnight = Math.floor(wall / days(1)) * days(1)
  return { midnight, minute: Math.floor((wall - midnight) / MINUTE) }
}

/** Whether somebody is there. A slot that runs over midnight belongs to the day on which it began. */
export function isOpenAt(table: Timetable, at: Instant): boolean {
  const { midnight, minute } = wallAt(at, table.timeZone)
  return spansOf(table, midnight).some(({ from, to }) => minute >= from && minute < to)
    || spansOf(table, midnight - days(1)).some(({ to }) => minute < to - DAY_MINUTES)
}

/** Instants that may show this wall time: two where clocks go back, one beside the gap where they go forward. */
function instantsOf(wall: number, timeZone: string): Instant[] {
  const offsetAt = (at: Instant) => wallClock(at, timeZone) - at
  return [wall - offsetAt(wall - days(1)), wall - offsetAt(wall + days(1))]
}

/** The instants within a wall day at which the zone's clocks jump: what a slot's state may change at besides its own ends. */
function jumpsIn(midnight: number, timeZone: string): Instant[] {
  const offsetAt = (at: Instant) => wallClock(at, timeZone) - at
  let [low, high] = [midnight - days(1), midnight + days(2)]
  const before = offsetAt(low)
  if (before === offsetAt(high)) return []
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000
    if (offsetAt(middle) === before) low = middle
    else high = middle
  }
  return [high]
}

/** Every instant of this wall day, as the wall shows it, at which it opens or closes, in order. */
function changesOn(table: Timetable, midnight: number): Instant[] {
  const today = spansOf(table, midnight)
  const yesterday = spansOf(table, midnight - days(1)).filter(({ to }) => to >= DAY_MINUTES)
  if (today.length === 0 && yesterday.length === 0) return []
  const minutes = [...today.flatMap(({ from, to }) => [from, to]), ...yesterday.map(({ to }) => to - DAY_MINUTES)]
  const candidates = [...minutes.flatMap((minute) => instantsOf(midnight + minute * MINUTE, table.timeZone)), ...jumpsIn(midnight, table.timeZone)]
  return [...new Set(candidates)].filter((at) => wallAt(at, table.timeZone).midnight === midnight && isOpenAt(table, at) !== isOpenAt(table, at - 1)).sort((a, b) => a - b)
}

/** The open or closed stretch around an instant; its first instant belongs to it, its end to the next. */
export function stretchAt(table: Timetable, at: Instant): Stretch {
  const { midnight } = wallAt(at, table.timeZone)
  const day = (n: number) => changesOn(table, midnight + n * days(1))
  let from: Instant | null = null
  let to: Instant | null = null
  // One day more on either side: the neighbours' slots may reach over midnight, and jumps move instants by hours.
  for (let n = -1; n <= HORIZON_DAYS && to === null; n++) to = day(n).find((change) => change > at) ?? null
  for (let n = 1; n >= -HORIZON_DAYS && from === null; n--) from = day(n).findLast((change) => change <= at) ?? null
  return { open: isOpenAt(table, at), from, to }
}

/** Every instant in (from, to) at which it opens or closes, in order. */
export function changesBetween(table: Timetable, from: Instant, to: Instant): Instant[] {
  const { midnight } = wallAt(from, table.timeZone)
  const found: Instant[] = []
  // A day more on either side, as above.
  for (let day = midnight - days(1); day <= to + days(2); day += days(1)) found.push(...changesOn(table, day).filter((at) => at > from && at < to))
  return [...new Set(found)].sort((a, b) => a - b)
}

/** When somebody is there next: `at` itself while it is open; null when that is more than a year away. */
export function nextOpening(table: Timetable, at: Instant): Instant | null {
  const stretch = stretchAt(table, at)
  return stretch.open ? at : stretch.to
}
