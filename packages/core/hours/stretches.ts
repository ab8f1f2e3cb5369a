/** Opening hours as stretches of real time, and time that counts only while somebody is there. */
import { days, type Instant } from '../model/ids.js'
import { changesBetween, isOpenAt } from './hours.js'
import type { Timetable } from './timetable.js'

/** Open from its first instant up to, and not including, its last; Infinity where no change is in sight. */
export interface OpenStretch { from: Instant; to: Instant }

/** Where nobody has set hours, somebody is always there. */
export const ALWAYS: readonly OpenStretch[] = [{ from: -Infinity, to: Infinity }]

/**
 * The open stretches that touch [from, to), in order. What begins before `from` begins there; what is still open at `to` is said to end never:
 * who needs its end asks for more.
 */
export function openStretches(table: Timetable | null, from: Instant, to: Instant): readonly OpenStretch[] {
  if (!table) return ALWAYS
  const found: OpenStretch[] = []
  let since: Instant | null = isOpenAt(table, from) ? from : null
  for (const at of changesBetween(table, from, to)) {
    if (since === null) { since = at; continue }
    found.push({ from: since, to: at })
    since = null
  }
  if (since !== null) found.push({ from: since, to: Infinity })
  return found
}

/** How long it was open between two moments. */
export function openTimeBetween(stretches: readonly OpenStretch[], from: Instant, to: Instant): number {
  return stretches.reduce((sum, one) => sum + Math.max(0, Math.min(one.to, to) - Math.max(one.from, from)), 0)
}

/** The moment at which it has been open for so long since `from`; null when the stretches end before. */
export function afterOpenTime(stretches: readonly OpenStretch[], from: Instant, ms: number): Instant | null {
  let left = ms
  for (const one of stretches) {
    const begin = Math.max(one.from, from)
    if (one.to <= begin) continue
    if (one.to - begin >= left) return begin + left
    left -= one.to - begin
  }
  return null
}

/** The latest moment from which it is open for so long until `at`; null when the stretches begin later than that. */
export function beforeOpenTime(stretches: readonly OpenStretch[], at: Instant, ms: number): Instant | null {
  let left = ms
  for (const one of stretches.toReversed()) {
    const end = Math.min(one.to, at)
    if (end <= one.from) continue
    if (end - one.from >= left) return end - left
    left -= end - one.from
  }
  return null
}

/** How far back and ahead stretches are kept beside conversations: windows are shorter, and clocks may be moved. */
export const KEPT_BEHIND_MS = days(30)
export const KEPT_AHEAD_MS = days(400)
