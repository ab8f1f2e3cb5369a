/** Spans, moments, sizes and money in words. All pure: the clock arrives as an argument. */
import type { IntlShape } from 'react-intl'
import { translator } from './provider.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A span as its two largest units: "23 h 10 m", "2 d 4 h", "45 s". Never longer than what is left: parts are cut, not rounded. */
export function spanParts(ms: number): { unit: 'day' | 'hour' | 'minute' | 'second'; value: number }[] {
  const left = Math.max(0, ms)
  if (left >= DAY) return pair('day', Math.floor(left / DAY), 'hour', Math.floor((left % DAY) / HOUR))
  if (left >= HOUR) return pair('hour', Math.floor(left / HOUR), 'minute', Math.floor((left % HOUR) / MINUTE))
  if (left >= MINUTE) return [{ unit: 'minute', value: Math.floor(left / MINUTE) }]
  return [{ unit: 'second', value: Math.floor(left / 1000) }]
}

function pair(first: 'day' | 'hour', a: number, second: 'hour' | 'minute', b: number) {
  return b > 0 ? [{ unit: first, value: a }, { unit: second, value: b }] : [{ unit: first, value: a }]
}

/** "23 h 10 m" in the reader's short units. */
export function formatSpan(intl: IntlShape, ms: number): string {
  return spanParts(ms).map((part) => unitText(intl, part)).join(' ')
}

/** One unit only, for list rows: "12 m". */
export function formatShortSpan(intl: IntlShape, ms: number): string {
  const [first] = spanParts(ms)
  return first ? unitText(intl, first) : ''
}

// The units of CLDR are "23 hr" or "23h"; people on a desk read "23 h". The space does not break.
const unitText = (intl: IntlShape, { unit, value }: { unit: 'day' | 'hour' | 'minute' | 'second'; value: number }) => translator(intl)(`span.${unit}`, { value })

const sameDay = (a: Date, b: Date) => a.toDateString() === b.toDateString()

/** A row's moment: the time today, the weekday within a week, else the date. */
export function formatMoment(intl: IntlShape, iso: string, now: number): string {
  const date = new Date(iso)
  const today = new Date(now)
  if (sameDay(date, today)) return intl.formatTime(date, { hour: '2-digit', minute: '2-digit' })
  if (Math.abs(now - date.getTime()) < 6 * DAY) return intl.formatDate(date, { weekday: 'short' })
  return intl.formatDate(date, { day: 'numeric', month: 'short', ...(date.getFullYear() === today.getFullYear() ? {} : { year: '2-digit' }) })
}

/** "18:40" today, "tomorrow 18:40" as "Mon 18:40", further away with its date. */
export function formatUntil(intl: IntlShape, iso: string, now: number): string {
  const date = new Date(iso)
  const time = { hour: '2-digit', minute: '2-digit' } as const
  if (sameDay(date, new Date(now))) return intl.formatTime(date, time)
  if (Math.abs(date.getTime() - now) < 6 * DAY) return intl.formatDate(date, { weekday: 'short', ...time })
  return intl.formatDate(date, { day: 'numeric', month: 'short', ...time })
}

/** The line between two days of a thread. */
export function formatDay(intl: IntlShape, iso: string, now: number): string {
  const date = new Date(iso)
  const days = Math.round((startOfDay(now) - startOfDay(date.getTime())) / DAY)
  if (days === 0 || days === 1) {
    const text = intl.formatRelativeTime(-days, 'day', { numeric: 'auto' })
    return text.charAt(0).toLocaleUpperCase(intl.locale) + text.slice(1)
  }
  const sameYear = date.getFullYear() === new Date(now).getFullYear()
  return intl.formatDate(date, { weekday: 'long', day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' }) })
}

const startOfDay = (ms: number) => new Date(ms).setHours(0, 0, 0, 0)

/** What the clocks of a zone are called: "hora de Europa central", where its key names a city in English. */
export const zoneName = (intl: IntlShape, timeZone: string): string => new Intl.DateTimeFormat(intl.locale, { timeZone, timeZoneName: 'longGeneric' }).formatToParts(0).find((part) => part.type === 'timeZoneName')?.value ?? timeZone

/** Money as the platform writes it, up to four places, never converted: "0.0225 USD". */
export function formatMoney(intl: IntlShape, money: { amount: string; currency: string }): string {
  const amount = Number(money.amount)
  // Prices per message are fractions of a cent: two places would show a different price.
  const places = amount !== 0 && Math.abs(amount) < 1 ? 4 : 2
  // The code after the amount: "$" would not tell which dollar.
  return `${intl.formatNumber(amount, { minimumFractionDigits: 2, maximumFractionDigits: places })} ${money.currency}`
}

export function formatBytes(intl: IntlShape, bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
  const step = bytes < 1000 ? 0 : bytes < 1e6 ? 1 : bytes < 1e9 ? 2 : 3
  return intl.formatNumber(bytes / 1000 ** step, { style: 'unit', unit: units[step] ?? 'byte', unitDisplay: step === 0 ? 'long' : 'short', maximumFractionDigits: step > 1 ? 1 : 0 })
}

/** "0:07", "12:03": length of a recording. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
