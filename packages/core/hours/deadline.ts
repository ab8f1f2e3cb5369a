/** By when she wants an answer: before the platform's window closes, while somebody is still there to give it. */
import type { Instant } from '../model/ids.js'
import { stretchAt } from './hours.js'
import type { Timetable } from './timetable.js'

/**
 * The earlier of the window's end and the last opening minute before it. A window that opened on Friday at 19:00 and ends on Saturday evening
 * must be used by Friday's closing when Saturday is closed. Where it is never open between `since` (her last word) and the window's end, the
 * window's end is all there is. What comes back is the first instant too late; null = no window closes.
 */
export function answerBy(table: Timetable | null, since: Instant, closesAt: Instant | null): Instant | null {
  if (closesAt === null || table === null) return closesAt
  const last = stretchAt(table, closesAt - 1)
  if (last.open || last.from === null || last.from <= since) return closesAt
  return last.from
}
