/** Texts of cells as dates, moments and numbers. Pure: zones come from the tables of the language itself. */
import type { DateOrder } from '../whatsapp-dates.js'

interface Day { year: number; month: number; day: number }

const PARTED = /^(\d{1,4})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{1,4})\.?$/u
const CJK = /^(\d{4})年(\d{1,2})月(\d{1,2})日$/u
const PACKED = /^(\d{4})(\d{2})(\d{2})$/u

/** Arabic and wide digits as plain ones. */
export const plainDigits = (text: string): string => text.replace(/[\u0660-\u0669]/gu, (d) => String(d.charCodeAt(0) - 0x660)).replace(/[\u06f0-\u06f9]/gu, (d) => String(d.charCodeAt(0) - 0x6f0)).replace(/[\uff10-\uff19]/gu, (d) => String(d.charCodeAt(0) - 0xff10))

function dayOf(text: string, order: DateOrder): Day | null {
  const parts = CJK.exec(text) ?? PACKED.exec(text) ?? PARTED.exec(text)
  if (!parts) return null
  const [a = '', b = '', c = ''] = parts.slice(1)
  // A year of four digits says itself where it stands.
  const [y, m, d] = a.length > 2 ? [a, b, c] : order === 'mdy' ? [c, a, b] : order === 'ymd' && c.length <= 2 ? [a, b, c] : [c, b, a]
  const year = y.length <= 2 ? 2000 + Number(y) - (Number(y) > 40 ? 100 : 0) : Number(y)
  const [month, day] = [Number(m), Number(d)]
  if (year < 1800 || year > 2200 || month < 1 || month > 12 || day < 1) return null
  return new Date(Date.UTC(year, month - 1, day)).getUTCMonth() === month - 1 ? { year, month, day } : null
}

const two = (n: number): string => String(n).padStart(2, '0')

/** `2026-03-01` of a cell; null when it is no day. A time behind it is left out. */
export function readDay(text: string, order: DateOrder): string | null {
  const [date = ''] = plainDigits(text.trim()).split(/[T ]\s*(?=\d{1,2}:)/u)
  const found = dayOf(date.trim(), order)
  return found ? `${found.year}-${two(found.month)}-${two(found.day)}` : null
}

const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(am|pm)?\s*(z|utc|[+-]\d{2}:?\d{2})?$/iu

/** The moment of a cell in ms: its own offset, else `at` turns a wall clock into a moment. A day alone is its noon. Null when it is none. */
export function readMoment(text: string, order: DateOrder, at: (wallMs: number) => number): number | null {
  const plain = plainDigits(text.trim())
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})$/u.test(plain)) { const exact = Date.parse(plain); return Number.isNaN(exact) ? null : exact }
  const [date = '', time] = plain.split(/(?:T|,?\s+)(?=\d{1,2}:)/u)
  const day = dayOf(date.trim(), order)
  if (!day) return null
  const clock = time === undefined ? ['', '12', '00', '00', undefined, undefined] : TIME.exec(time.trim())
  if (!clock) return null
  const [, h = '', m = '', s = '0', half, offset] = clock
  const hour = half ? (Number(h) % 12) + (/pm/iu.test(half) ? 12 : 0) : Number(h)
  if (hour > 23 || Number(m) > 59 || Number(s) > 59) return null
  const wall = Date.UTC(day.year, day.month - 1, day.day, hour, Number(m), Number(s))
  if (!offset) return at(wall)
  const [, sign, oh = '0', om = '0'] = /^([+-])(\d{2}):?(\d{2})$/u.exec(offset) ?? []
  return wall - (sign ? (sign === '-' ? -1 : 1) * (Number(oh) * 60 + Number(om)) * 60_000 : 0)
}

/** A number as people write it: `1.234,50`, `1,234.50`, `1 234`, `12 %`, `€ 5`. Null when it is none. */
export function readNumber(text: string): number | null {
  const plain = plainDigits(text.trim()).replace(/[\u066b]/gu, '.').replace(/^[\p{Sc}]|[\p{Sc}%]$/gu, '').replace(/[\s\u00a0\u202f'’\u066c]/gu, '')
  if (!/^[+-]?[\d.,]+(?:e[+-]?\d+)?$/iu.test(plain) || !/\d/u.test(plain)) return null
  const lastDot = plain.lastIndexOf('.')
  const lastComma = plain.lastIndexOf(',')
  let normal = plain
  if (lastDot >= 0 && lastComma >= 0) normal = lastComma > lastDot ? plain.replaceAll('.', '').replace(',', '.') : plain.replaceAll(',', '')
  else if (lastComma >= 0) normal = /^[+-]?\d{1,3}(?:,\d{3}){2,}$/u.test(plain) ? plain.replaceAll(',', '') : plain.replace(',', '.')
  else if (/^[+-]?\d{1,3}(?:\.\d{3}){2,}$/u.test(plain)) normal = plain.replaceAll('.', '')
  const value = Number(normal)
  return Number.isFinite(value) ? value : null
}

/** The orders in which every one of these dates is a day, the likelier first. */
export function possibleDayOrders(samples: readonly string[]): DateOrder[] {
  const given = samples.map((each) => each.trim()).filter(Boolean)
  return given.length === 0 ? [] : (['dmy', 'mdy', 'ymd'] as const).filter((order) => given.every((each) => readDay(each, order) !== null))
}
