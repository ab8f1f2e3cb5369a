/** When somebody is there: a week that repeats, and single dates that are otherwise. Whose timetable it is, is not said here. */

/** From "HH:MM" to "HH:MM" on the wall clock; "24:00" is the day's end, and an end that is not after its start lies on the next day. */
export interface Slot { from: string; to: string }

/** A date ("2026-12-24") with its own hours; without slots it is closed. */
export interface SpecialDate { date: string; slots: readonly Slot[]; /** why, for people */ name?: string }

export interface Timetable {
  /** IANA zone: "Europe/Madrid". */
  timeZone: string
  /** Seven days, Monday first. */
  week: readonly (readonly Slot[])[]
  dates: readonly SpecialDate[]
}

export const DAY_MINUTES = 24 * 60

const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/
const DATE = /^\d{4}-\d{2}-\d{2}$/

/** Minutes since midnight; null for what is no time. "24:00" only ends a slot. */
export function minuteOf(time: string): number | null {
  if (time === '24:00') return DAY_MINUTES
  const found = TIME.exec(time)
  return found ? Number(found[1]) * 60 + Number(found[2]) : null
}

/** A slot in minutes of its own day: `to` passes 1,440 where it runs over midnight. null for what is no slot. */
export function spanOf(slot: Slot): { from: number; to: number } | null {
  const [from, to] = [minuteOf(slot.from), minuteOf(slot.to)]
  if (from === null || to === null || from === DAY_MINUTES || from === to) return null
  return { from, to: to > from ? to : to + DAY_MINUTES }
}

export interface TimetableFault { field: string; code: 'time' | 'overlap' | 'date' | 'twice' | 'days' }

function dayFaults(field: string, slots: readonly Slot[]): TimetableFault[] {
  const spans = slots.map(spanOf)
  const wrong = spans.flatMap((span, i): TimetableFault[] => (span ? [] : [{ field: `${field}[${i}]`, code: 'time' }]))
  if (wrong.length > 0) return wrong
  const sorted = spans.map((span, i) => ({ ...span!, i })).sort((a, b) => a.from - b.from) // none is null: see above
  return sorted.flatMap((span, n): TimetableFault[] => (n > 0 && span.from < sorted[n - 1]!.to ? [{ field: `${field}[${span.i}]`, code: 'overlap' }] : []))
}

/** Whether the calendar has this day. */
export function isDate(date: string): boolean {
  const at = DATE.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date)
}

/** What is wrong with it, field by field; nothing when it can be used. Slots of one day must not overlap. */
export function timetableFaults({ week, dates }: Pick<Timetable, 'week' | 'dates'>): TimetableFault[] {
  const seen = new Set<string>()
  return [
    ...(week.length === 7 ? [] : [{ field: 'week', code: 'days' } as const]),
    ...week.flatMap((slots, day) => dayFaults(`week[${day}]`, slots)),
    ...dates.flatMap(({ date, slots }, i): TimetableFault[] => {
      const twice = seen.has(date)
      seen.add(date)
      if (!isDate(date)) return [{ field: `dates[${i}].date`, code: 'date' }]
      return twice ? [{ field: `dates[${i}].date`, code: 'twice' }] : dayFaults(`dates[${i}].slots`, slots)
    }),
  ]
}
