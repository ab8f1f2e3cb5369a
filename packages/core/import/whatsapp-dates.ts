/** Which number of a date is the day: told by the whole file, never by one line. */
import type { ExportedTime } from './whatsapp-head.js'

export type DateOrder = 'dmy' | 'mdy' | 'ymd'

const ORDERS: readonly DateOrder[] = ['ymd', 'dmy', 'mdy']

/** The wall clock of a line as if it were UTC; null for a day that no calendar has. */
export function wallTime({ date: [a, b, c], hour, minute, second }: ExportedTime, order: DateOrder): number | null {
  const [year, month, day] = order === 'ymd' ? [a, b, c] : order === 'dmy' ? [c, b, a] : [c, a, b]
  const full = year < 100 ? 2000 + year : year
  // The app began in 2009.
  if (full < 2009 || full > 2100 || month < 1 || month > 12) return null
  const at = Date.UTC(full, month - 1, day, hour, minute, second)
  return new Date(at).getUTCMonth() === month - 1 && day > 0 ? at : null
}

/** Heads written out of order are rare (a phone that was late); a wrong reading of the dates runs back all the time. */
const BACK_MS = 86_400_000

/**
 * The orders in which every date of the file is a day and the file does not run backwards. One = certain; several = somebody has to say; none = no
 * export. Dots are never month first, a year of four digits says where it stands.
 */
export function possibleOrders(times: readonly ExportedTime[], separator: string): DateOrder[] {
  const first = times[0]
  if (!first) return []
  const candidates = first.date[0] > 31 ? (['ymd'] as const) : separator === '.' || separator === '-' ? (['dmy'] as const) : ORDERS.filter((order) => order !== 'ymd')
  const readable = candidates.map((order) => ({ order, walls: times.map((time) => wallTime(time, order)) }))
  const whole = readable.filter(({ walls }) => walls.every((at) => at !== null))
  if (whole.length <= 1) return (whole.length === 1 ? whole : bestOf(readable)).map(({ order }) => order)
  const steps = whole.map(({ order, walls }) => ({ order, back: walls.filter((at, i) => i > 0 && at! < walls[i - 1]! - BACK_MS).length })) // none is null in a whole one
  const least = Math.min(...steps.map(({ back }) => back))
  const kept = steps.filter(({ back }) => back === least).map(({ order }) => order)
  // Two readings that tell the same moments need no question.
  const same = kept.length === 2 && times.every((time) => wallTime(time, kept[0]!) === wallTime(time, kept[1]!)) // there are two
  return same ? kept.slice(0, 1) : kept
}

/** No reading fits every line: the one that fits nearly all of them, and the rest are told as lines that could not be read. */
function bestOf<T extends { walls: readonly (number | null)[] }>(readable: readonly T[]): T[] {
  const missing = (one: T): number => one.walls.filter((at) => at === null).length
  const best = [...readable].sort((a, b) => missing(a) - missing(b))[0]
  return best && missing(best) * 2 < best.walls.length ? [best] : []
}
