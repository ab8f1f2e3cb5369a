/** Dates that somebody pastes or takes from a calendar's file: nobody has to type a year of holidays. */
import { days } from '../model/ids.js'
import { isDate } from './timetable.js'

export interface ImportedDates { dates: { date: string; name: string }[]; /** lines and events that name no day */ unread: string[] }

/** A calendar entry longer than this is no holiday but somebody's plan for the year. */
const LONGEST_DAYS = 31
/** How many years of a date that comes every year are taken: the one that runs and the next. */
const YEARS = 2

const dateOf = (midnight: number): string => new Date(midnight).toISOString().slice(0, 10)
const pad = (text: string): string => text.padStart(2, '0')

/** The days of an iCalendar file (RFC 5545) or of pasted lines: "2026-12-25 Christmas", "25/12/2026; Navidad", "25.12.2026". The day comes before the month. */
export function readDates(text: string, today: string): ImportedDates {
  const found = /BEGIN:VCALENDAR/i.test(text) ? readCalendar(text, today) : readLines(text)
  const seen = new Map<string, string>()
  for (const { date, name } of found.dates) if (!seen.get(date)) seen.set(date, name)
  return { dates: [...seen].map(([date, name]) => ({ date, name: name.slice(0, 120) })).sort((a, b) => (a.date < b.date ? -1 : 1)), unread: found.unread }
}

function readLines(text: string): ImportedDates {
  const dates: ImportedDates['dates'] = []
  const unread: string[] = []
  for (const line of text.split(/\r?\n/).map((one) => one.trim()).filter(Boolean)) {
    const [whole, a, b, c] = /(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/.exec(line) ?? []
    const [turned, d, m, y] = /(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)/.exec(line) ?? []
    const date = whole ? `${a}-${pad(b!)}-${pad(c!)}` : turned ? `${y}-${pad(m!)}-${pad(d!)}` : '' // the groups of a match
    if (isDate(date)) dates.push({ date, name: line.replace(whole ?? turned ?? '', '').replace(/^[\s,;:|\-–—"]+|[\s,;:|\-–—"]+$/g, '') })
    else unread.push(line)
  }
  return { dates, unread }
}

/** Lines of the file with continuations joined, split into name, parameters and value. */
function properties(text: string): { name: string; value: string }[] {
  return text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/).flatMap((line) => {
    const [, name, value] = /^([A-Za-z-]+)(?:;[^:]*)?:(.*)$/.exec(line) ?? []
    return name === undefined ? [] : [{ name: name.toUpperCase(), value: value ?? '' }]
  })
}

const plain = (value: string): string => value.replace(/\\n/gi, ' ').replace(/\\([,;\\])/g, '$1').trim()
const midnightOf = (value: string | undefined): number => { const [, y, m, d] = /^(\d{4})(\d{2})(\d{2})/.exec(value ?? '') ?? []; return y && isDate(`${y}-${m}-${d}`) ? Date.parse(`${y}-${m}-${d}T00:00:00Z`) : Number.NaN }

function readCalendar(text: string, today: string): ImportedDates {
  const dates: ImportedDates['dates'] = []
  const unread: string[] = []
  let event: Map<string, string> | null = null
  for (const { name, value } of properties(text)) {
    if (name === 'BEGIN' && value.toUpperCase() === 'VEVENT') event = new Map()
    else if (name === 'END' && value.toUpperCase() === 'VEVENT' && event) {
      const title = plain(event.get('SUMMARY') ?? '')
      const listed = daysOf(event, today)
      if (listed.length === 0) unread.push(title || (event.get('DTSTART') ?? 'VEVENT'))
      dates.push(...listed.map((date) => ({ date, name: title })))
      event = null
    } else if (event && !event.has(name)) event.set(name, value)
  }
  return { dates, unread }
}

/** Every day an event covers; its end is not one of them. */
function daysOf(event: ReadonlyMap<string, string>, today: string): string[] {
  const start = midnightOf(event.get('DTSTART'))
  if (Number.isNaN(start)) return []
  const end = midnightOf(event.get('DTEND'))
  const count = Number.isNaN(end) ? 1 : Math.max(1, Math.round((end - start) / days(1)))
  if (count > LONGEST_DAYS) return []
  const yearly = /FREQ=YEARLY/i.test(event.get('RRULE') ?? '')
  const first = new Date(start)
  const starts = yearly
    ? Array.from({ length: YEARS }, (_, n) => `${Number(today.slice(0, 4)) + n}-${pad(String(first.getUTCMonth() + 1))}-${pad(String(first.getUTCDate()))}`).filter((date) => isDate(date) && Date.parse(date) >= start).map((date) => Date.parse(`${date}T00:00:00Z`))
    : [start]
  return starts.flatMap((at) => Array.from({ length: count }, (_, n) => dateOf(at + n * days(1))))
}
