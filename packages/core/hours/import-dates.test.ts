import { describe, expect, it } from 'vitest'
import { readDates } from './import-dates.js'

const TODAY = '2026-11-22'
const file = (...lines: string[]) => ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR'].join('\r\n')
const event = (...lines: string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']

describe('dates that are brought along', () => {
  it.each<[string, string, { date: string; name: string }[], string[]]>([
    ['lines as a list has them', '2026-12-25 Navidad\n\n2027-01-01', [{ date: '2026-12-25', name: 'Navidad' }, { date: '2027-01-01', name: '' }], []],
    ['the day before the month', '6/1/2027; Reyes\n25.12.2026\tWeihnachten', [{ date: '2026-12-25', name: 'Weihnachten' }, { date: '2027-01-06', name: 'Reyes' }], []],
    ['the name first', 'Constitución, 06-12-2026', [{ date: '2026-12-06', name: 'Constitución' }], []],
    ['what is no day', '2026-02-30\nFiestas\n12/25/2026', [], ['2026-02-30', 'Fiestas', '12/25/2026']],
    ['a day twice keeps its name', '2026-12-25\n2026-12-25 Navidad', [{ date: '2026-12-25', name: 'Navidad' }], []],
    ['a calendar’s day', file(...event('DTSTART;VALUE=DATE:20261208', 'DTEND;VALUE=DATE:20261209', 'SUMMARY:Inmaculada\\, festivo')), [{ date: '2026-12-08', name: 'Inmaculada, festivo' }], []],
    ['several days of one event, the end not among them', file(...event('DTSTART;VALUE=DATE:20270325', 'DTEND;VALUE=DATE:20270327', 'SUMMARY:Semana', ' Santa')), [{ date: '2027-03-25', name: 'SemanaSanta' }, { date: '2027-03-26', name: 'SemanaSanta' }], []],
    ['every year: this one and the next', file(...event('DTSTART;VALUE=DATE:20200101', 'RRULE:FREQ=YEARLY', 'SUMMARY:Año Nuevo')), [{ date: '2026-01-01', name: 'Año Nuevo' }, { date: '2027-01-01', name: 'Año Nuevo' }], []],
    ['an event without a day', file(...event('SUMMARY:Algo')), [], ['Algo']],
    ['one that fills the year', file(...event('DTSTART;VALUE=DATE:20260101', 'DTEND;VALUE=DATE:20270101', 'SUMMARY:2026')), [], ['2026']],
  ])('%s', (_name, text, dates, unread) => expect(readDates(text, TODAY)).toEqual({ dates, unread }))
})
