import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { days, hours, minutes } from '../model/ids.js'
import { wallClock } from '../policy/calendar.js'
import { isOpenAt, nextOpening, stretchAt } from './hours.js'
import { openingText } from './opening-text.js'
import { type Slot, type Timetable, timetableFaults } from './timetable.js'

const shop: Slot[] = [{ from: '10:00', to: '14:00' }, { from: '17:00', to: '20:00' }]
const none: Slot[] = []
const madrid = (change: Partial<Timetable> = {}): Timetable => ({ timeZone: 'Europe/Madrid', week: [shop, shop, shop, shop, shop, [{ from: '10:00', to: '14:00' }], none], dates: [], ...change })
const at = (text: string) => Date.parse(text)

describe('a shop in Madrid', () => {
  // 2026-11-23 is a Monday; Madrid is an hour ahead of UTC in winter.
  it.each<[string, string, Timetable, boolean, string | null]>([
    ['in the morning', '2026-11-23T10:30:00Z', madrid(), true, '2026-11-23T10:30:00.000Z'],
    ['at the opening instant', '2026-11-23T09:00:00Z', madrid(), true, '2026-11-23T09:00:00.000Z'],
    ['a millisecond before it', '2026-11-23T08:59:59.999Z', madrid(), false, '2026-11-23T09:00:00.000Z'],
    ['at the closing instant', '2026-11-23T13:00:00Z', madrid(), false, '2026-11-23T16:00:00.000Z'],
    ['after the last slot of the week', '2026-11-28T13:00:00Z', madrid(), false, '2026-11-30T09:00:00.000Z'],
    ['on a closed date', '2026-12-25T10:30:00Z', madrid({ dates: [{ date: '2026-12-25', slots: [] }] }), false, '2026-12-26T09:00:00.000Z'],
    ['on a date with other hours', '2026-12-24T12:30:00Z', madrid({ dates: [{ date: '2026-12-24', slots: [{ from: '09:00', to: '13:00' }] }] }), false, '2026-12-26T09:00:00.000Z'],
    ['on a Sunday that is open for once', '2026-12-20T11:00:00Z', madrid({ dates: [{ date: '2026-12-20', slots: shop }] }), true, '2026-12-20T11:00:00.000Z'],
    ['never open', '2026-11-23T10:30:00Z', madrid({ week: Array.from({ length: 7 }, () => none) }), false, null],
    ['closed all week, open on one date far ahead', '2026-11-23T10:30:00Z', madrid({ week: Array.from({ length: 7 }, () => none), dates: [{ date: '2027-11-01', slots: shop }] }), false, '2027-11-01T09:00:00.000Z'],
  ])('%s', (_name, moment, table, open, next) => {
    // The 25th is a Friday; the 24th a Thursday whose next day is the holiday in its own row only.
    const full = moment.startsWith('2026-12-24') ? { ...table, dates: [...table.dates, { date: '2026-12-25', slots: [] }] } : table
    expect([isOpenAt(full, at(moment)), nextOpening(full, at(moment))]).toEqual([open, next === null ? null : at(next)])
  })
})

describe('over midnight and clock changes', () => {
  const bar = madrid({ week: Array.from({ length: 7 }, (_, day) => (day === 5 ? [{ from: '20:00', to: '03:00' }] : none)) })
  it.each<[string, string, boolean]>([
    ['Saturday, late', '2026-11-28T22:30:00Z', true], ['Sunday, 02:59', '2026-11-29T01:59:59Z', true], ['Sunday, 03:00', '2026-11-29T02:00:00Z', false],
    ['the night clocks go back: 02:30 for the second time', '2026-10-25T01:30:00Z', true], ['and 03:00', '2026-10-25T02:00:00Z', false],
    ['the night clocks go forward: 01:59 is the last minute before 03:00', '2026-03-29T00:59:59Z', true], ['and 03:00 comes at once', '2026-03-29T01:00:00Z', false],
  ])('%s', (_name, moment, open) => expect(isOpenAt(bar, at(moment))).toBe(open))

  it('opens late where its opening time is skipped, and a day of 24 hours is one stretch', () => {
    const early = madrid({ week: Array.from({ length: 7 }, () => [{ from: '02:30', to: '04:00' }]) })
    expect(nextOpening(early, at('2026-03-28T23:00:00Z'))).toBe(at('2026-03-29T01:00:00Z'))
    const always = madrid({ week: Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }]) })
    expect(stretchAt(always, at('2026-10-25T00:30:00Z'))).toEqual({ open: true, from: null, to: null })
  })
  it('says the whole closed stretch, from closing to opening', () => {
    expect(stretchAt(madrid(), at('2026-11-29T12:00:00Z'))).toEqual({ open: false, from: at('2026-11-28T13:00:00Z'), to: at('2026-11-30T09:00:00Z') })
  })
})

test.each<[string, Partial<Timetable>, { field: string; code: string }[]]>([
  ['a good one', {}, []],
  ['a time that is none', { week: [[{ from: '9:00', to: '25:00' }], ...Array.from({ length: 6 }, () => none)] }, [{ field: 'week[0][0]', code: 'time' }]],
  ['an empty slot', { week: [[{ from: '09:00', to: '09:00' }], ...Array.from({ length: 6 }, () => none)] }, [{ field: 'week[0][0]', code: 'time' }]],
  ['two slots at once', { week: [[{ from: '12:00', to: '18:00' }, { from: '10:00', to: '14:00' }], ...Array.from({ length: 6 }, () => none)] }, [{ field: 'week[0][0]', code: 'overlap' }]],
  ['six days', { week: Array.from({ length: 6 }, () => none) }, [{ field: 'week', code: 'days' }]],
  ['a date that is none', { dates: [{ date: '2026-02-30', slots: [] }] }, [{ field: 'dates[0].date', code: 'date' }]],
  ['a date twice', { dates: [{ date: '2026-02-20', slots: [] }, { date: '2026-02-20', slots: [] }] }, [{ field: 'dates[1].date', code: 'twice' }]],
])('faults: %s', (_name, change, faults) => expect(timetableFaults(madrid(change))).toEqual(faults))

describe('for any timetable, zone and moment', () => {
  const time = fc.integer({ min: 0, max: 95 }).map((quarter) => `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`)
  const day = fc.array(fc.tuple(time, time).filter(([a, b]) => a !== b).map(([from, to]): Slot => ({ from, to })), { maxLength: 3 })
  const table = fc.record({
    timeZone: fc.constantFrom('Europe/Madrid', 'America/New_York', 'Asia/Shanghai', 'Australia/Lord_Howe', 'America/Santiago', 'Asia/Kathmandu', 'Africa/Cairo'),
    week: fc.tuple(day, day, day, day, day, day, day),
    dates: fc.uniqueArray(fc.record({ date: fc.integer({ min: 0, max: 400 }).map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10)), slots: day }), { selector: (one) => one.date, maxLength: 5 }),
  })
  // Around the clock changes as often as anywhere.
  const moment = fc.oneof(fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) }), fc.tuple(fc.constantFrom('2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z', '2026-11-01T06:00:00Z', '2026-04-04T15:00:00Z', '2026-09-06T04:00:00Z'), fc.integer({ min: -hours(8), max: hours(8) })).map(([text, off]) => at(text) + off))

  /** The definition, minute by minute: what the clock on the wall shows lies within a slot. */
  const shown = ({ timeZone, week, dates }: Timetable, instant: number): boolean => {
    const wall = wallClock(instant, timeZone)
    const minute = Math.floor((wall % days(1)) / minutes(1))
    const on = (midnight: number) => dates.find((one) => one.date === new Date(midnight).toISOString().slice(0, 10))?.slots ?? week[(new Date(midnight).getUTCDay() + 6) % 7]!
    const number = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
    const midnight = wall - (wall % days(1))
    return on(midnight).some(({ from, to }) => minute >= number(from) && (number(to) <= number(from) || minute < number(to)))
      || on(midnight - days(1)).some(({ from, to }) => number(to) <= number(from) && minute < number(to))
  }

  it('is open exactly when the clock on the wall says so', () => fc.assert(fc.property(table, moment, (one, when) => isOpenAt(one, when) === shown(one, when)), { numRuns: 2_000 }))

  it('a stretch is what it says from its first instant to its last, and no longer', () => fc.assert(fc.property(table, moment, fc.double({ min: 0, max: 1, noNaN: true }), (one, when, share) => {
    const { open, from, to } = stretchAt(one, when)
    expect(open).toBe(shown(one, when))
    if (from !== null) expect([from <= when, shown(one, from), shown(one, from - 1)]).toEqual([true, open, !open])
    if (to !== null) expect([to > when, shown(one, to), shown(one, to - 1)]).toEqual([true, !open, open])
    const [start, end] = [Math.max(from ?? when - days(3), when - days(3)), Math.min(to ?? when + days(3), when + days(3))]
    expect(shown(one, Math.floor(start + (end - 1 - start) * share))).toBe(open)
  }), { numRuns: 400 }))

  it('opens next at an instant that is open, and at none before it', () => fc.assert(fc.property(table, moment, (one, when) => {
    const next = nextOpening(one, when)
    if (next === null) return
    expect([next >= when, shown(one, next), next === when || !shown(one, next - 1)]).toEqual([true, true, true])
  }), { numRuns: 400 }))
})

describe('the next opening in her language', () => {
  const zone = 'Europe/Madrid'
  const now = at('2026-11-23T20:00:00Z') // Monday, 21:00
  it.each<[string, string | null, string]>([
    ['es', '2026-11-24T09:00:00Z', 'mañana a las 10:00'], ['en', '2026-11-24T09:00:00Z', 'tomorrow at 10:00'], ['de', '2026-11-24T09:00:00Z', 'morgen um 10:00 Uhr'],
    ['fr', '2026-11-24T09:00:00Z', 'demain à 10:00'], ['zh', '2026-11-24T09:00:00Z', '明天 10:00'], ['pt-BR', '2026-11-24T09:00:00Z', 'amanhã às 10:00'],
    ['es', '2026-11-26T12:00:00Z', 'el jueves a las 13:00'], ['en-GB', '2026-11-26T09:00:00Z', 'on Thursday at 10:00'], ['pt', '2026-11-28T09:00:00Z', 'no sábado às 10:00'],
    ['es', '2026-11-24T00:00:00Z', 'mañana a la 1:00'], ['es', '2026-11-23T22:00:00Z', 'hoy a las 23:00'], ['es_ES', '2027-01-07T09:00:00Z', 'el 7 de enero a las 10:00'],
    ['es', null, 'en cuanto volvamos'], ['es', '2026-11-23T20:00:00Z', 'ahora'], ['sv', '2026-11-24T09:00:00Z', 'i morgon, 10:00'], ['nonsense!', '2026-11-24T09:00:00Z', 'tomorrow at 10:00'],
  ])('%s, %s: %s', (language, opens, text) => expect(openingText(opens === null ? null : at(opens), now, zone, language)).toBe(text))
})
