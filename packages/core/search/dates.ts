/** Days as people name them in a search: "2026-11-20", "20/11", "yesterday", "la semana pasada". Pure: today is an argument. */
import type { Instant } from '../model/ids.js'
import { once } from './once.js'
import { fold } from './tokens.js'

/** From its first day to the day after its last, as "2026-11-20". */
export interface Span { from: string; to: string }
export type DateFault = 'unknown' | 'ambiguous'

type Named = 'today' | 'yesterday' | 'this_week' | 'last_week' | 'this_month' | 'last_month' | 'this_year' | 'last_year'
const PHRASES: Readonly<Record<Named, readonly string[]>> = {
  today: ['today', 'hoy', 'hoje', 'heute', '今天', 'اليوم'],
  yesterday: ['yesterday', 'ayer', 'ontem', 'gestern', '昨天', 'امس', 'أمس'],
  this_week: ['this week', 'esta semana', 'diese woche', '本周', 'هذا الاسبوع', 'هذا الأسبوع'],
  last_week: ['last week', 'la semana pasada', 'semana pasada', 'semana passada', 'letzte woche', '上周', 'الاسبوع الماضي', 'الأسبوع الماضي'],
  this_month: ['this month', 'este mes', 'diesen monat', 'dieser monat', '本月', 'هذا الشهر'],
  last_month: ['last month', 'el mes pasado', 'mes pasado', 'mes passado', 'letzten monat', 'letzter monat', '上个月', 'الشهر الماضي'],
  this_year: ['this year', 'este año', 'este ano', 'dieses jahr', '今年', 'هذا العام'],
  last_year: ['last year', 'el año pasado', 'año pasado', 'ano passado', 'letztes jahr', '去年', 'العام الماضي'],
}
const WEEKDAYS = [
  ['sunday', 'domingo', 'sonntag', '星期日', '周日', 'الاحد'], ['monday', 'lunes', 'segunda', 'montag', '星期一', '周一', 'الاثنين'], ['tuesday', 'martes', 'terca', 'dienstag', '星期二', '周二', 'الثلاثاء'],
  ['wednesday', 'miercoles', 'quarta', 'mittwoch', '星期三', '周三', 'الاربعاء'], ['thursday', 'jueves', 'quinta', 'donnerstag', '星期四', '周四', 'الخميس'],
  ['friday', 'viernes', 'sexta', 'freitag', '星期五', '周五', 'الجمعة'], ['saturday', 'sabado', 'samstag', '星期六', '周六', 'السبت'],
]
const named = /* @__PURE__ */ once(() => new Map(Object.entries(PHRASES).flatMap(([name, phrases]) => phrases.map((phrase) => [fold(phrase), name as Named]))))
const weekday = /* @__PURE__ */ once(() => new Map(WEEKDAYS.flatMap((names, day) => names.map((name) => [fold(name), day]))))
/** Phrases of several words, the longest first: a value may be one without quotes. */
export const datePhrases: () => readonly string[] = /* @__PURE__ */ once(() => [...named().keys()].filter((phrase) => phrase.includes(' ')).sort((a, b) => b.length - a.length))

const DAY_MS = 86_400_000
const utc = (day: string): number => Date.parse(`${day}T00:00:00Z`)
const text = (at: number): string => new Date(at).toISOString().slice(0, 10)
const plus = (day: string, days: number): string => text(utc(day) + days * DAY_MS)
const day = (y: number, m: number, d: number): string | null => {
  const at = Date.UTC(y, m - 1, d)
  const made = new Date(at)
  return y > 1970 && y < 2200 && made.getUTCMonth() === m - 1 && made.getUTCDate() === d ? text(at) : null
}
const monthFrom = (y: number, m: number): Span => ({ from: text(Date.UTC(y, m - 1, 1)), to: text(Date.UTC(y, m, 1)) })

/** The days that a word or date stands for, seen from `today` ("2026-11-22"). Weeks begin on Monday. */
export function spanOfDate(value: string, today: string): Span | DateFault {
  const word = fold(value).replace(/\s+/g, ' ').trim()
  const one = (d: string | null): Span | DateFault => (d ? { from: d, to: plus(d, 1) } : 'unknown')
  const relative = named().get(word)
  if (relative) return namedSpan(relative, today)
  const wanted = weekday().get(word)
  if (wanted !== undefined) {
    // The last one that has been: "monday" on a Monday is today.
    const back = (new Date(utc(today)).getUTCDay() - wanted + 7) % 7
    return one(plus(today, -back))
  }
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(word)
  if (iso) return one(day(Number(iso[1]), Number(iso[2]), Number(iso[3])))
  const month = /^(\d{4})[-/.](\d{1,2})$/.exec(word)
  if (month) return Number(month[2]) >= 1 && Number(month[2]) <= 12 ? monthFrom(Number(month[1]), Number(month[2])) : 'unknown'
  const year = /^(\d{4})$/.exec(word)
  if (year && Number(year[1]) > 1970 && Number(year[1]) < 2200) return { from: `${year[1]}-01-01`, to: `${Number(year[1]) + 1}-01-01` }
  const short = /^(\d{1,2})([-/.])(\d{1,2})(?:\2(\d{4}))?$/.exec(word)
  if (short) return shortDate(Number(short[1]), Number(short[3]), short[4] ? Number(short[4]) : null, short[2] === '.', today)
  return 'unknown'
}

/** Day and month change places between countries: only where one reading is left, or a dot makes it day first. */
function shortDate(a: number, b: number, year: number | null, dayFirst: boolean, today: string): Span | DateFault {
  if (!dayFirst && a <= 12 && b <= 12 && a !== b) return 'ambiguous'
  const [d, m] = dayFirst || a > 12 ? [a, b] : [b, a]
  const thisYear = Number(today.slice(0, 4))
  const found = day(year ?? thisYear, m, d)
  // Without a year: the last one that has been.
  const meant = found && year === null && found > today ? day(thisYear - 1, m, d) : found
  return meant ? { from: meant, to: plus(meant, 1) } : 'unknown'
}

function namedSpan(name: Named, today: string): Span {
  const [y, m] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))]
  const monday = plus(today, -((new Date(utc(today)).getUTCDay() + 6) % 7))
  switch (name) {
    case 'today': return { from: today, to: plus(today, 1) }
    case 'yesterday': return { from: plus(today, -1), to: today }
    case 'this_week': return { from: monday, to: plus(monday, 7) }
    case 'last_week': return { from: plus(monday, -7), to: monday }
    case 'this_month': return monthFrom(y, m)
    case 'last_month': return monthFrom(m === 1 ? y - 1 : y, m === 1 ? 12 : m - 1)
    case 'this_year': return { from: `${y}-01-01`, to: `${y + 1}-01-01` }
    case 'last_year': return { from: `${y - 1}-01-01`, to: `${y}-01-01` }
  }
}

const formats = new Map<string, Intl.DateTimeFormat>()
function wallClock(at: Instant, timeZone: string): string {
  let format = formats.get(timeZone)
  if (!format) formats.set(timeZone, (format = new Intl.DateTimeFormat('en-CA', { timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' })))
  const parts = Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]))
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}:${parts.second}`
}

/** The day it is there. */
export function dayIn(at: Instant, timeZone: string): string { return wallClock(at, timeZone).slice(0, 10) }

/** The first instant of a day there; where clocks leap over midnight, the first one after it. */
export function startOfDay(date: string, timeZone: string): Instant {
  const wanted = utc(date)
  const offset = (at: Instant): number => Date.parse(`${wallClock(at, timeZone)}Z`) - Math.floor(at / 1000) * 1000
  const guess = wanted - offset(wanted)
  const start = wanted - offset(guess)
  return dayIn(start, timeZone) === date ? start : guess > start ? guess : start + 3_600_000
}
