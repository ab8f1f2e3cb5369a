import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { days, hours, minutes } from '../model/ids.js'
import { answerBy } from './deadline.js'
import { isOpenAt } from './hours.js'
import { afterOpenTime, ALWAYS, beforeOpenTime, openStretches, openTimeBetween } from './stretches.js'
import type { Slot, Timetable } from './timetable.js'

const at = (text: string) => Date.parse(text)
const none: Slot[] = []
const shop: Slot[] = [{ from: '10:00', to: '14:00' }, { from: '17:00', to: '20:00' }]
/** Monday to Friday; 2026-11-27 is a Friday, Madrid an hour ahead of UTC. */
const madrid = (change: Partial<Timetable> = {}): Timetable => ({ timeZone: 'Europe/Madrid', week: [shop, shop, shop, shop, shop, none, none], dates: [], ...change })

describe('by when she wants an answer', () => {
  it.each<[string, Timetable | null, string, string | null, string | null]>([
    ['no window closes', madrid(), '2026-11-27T18:00:00Z', null, null],
    ['nobody has set hours: the window’s end', null, '2026-11-27T18:00:00Z', '2026-11-28T18:00:00Z', '2026-11-28T18:00:00Z'],
    ['the window ends while somebody is there', madrid(), '2026-11-25T10:00:00Z', '2026-11-26T10:00:00Z', '2026-11-26T10:00:00Z'],
    ['a Saturday closed shop whose window ends in the evening: Friday’s last minute', madrid(), '2026-11-27T18:00:00Z', '2026-11-28T18:00:00Z', '2026-11-27T19:00:00Z'],
    ['at lunch: the morning’s last minute', madrid(), '2026-11-25T14:30:00Z', '2026-11-26T14:30:00Z', '2026-11-26T13:00:00Z'],
    ['the window ends at the closing instant', madrid(), '2026-11-26T13:00:00Z', '2026-11-27T13:00:00Z', '2026-11-27T13:00:00Z'],
    ['a millisecond after it', madrid(), '2026-11-26T13:00:00Z', '2026-11-27T13:00:00.001Z', '2026-11-27T13:00:00Z'],
    ['never open before it: the window’s end is all there is', madrid(), '2026-11-28T10:00:00Z', '2026-11-29T10:00:00Z', '2026-11-29T10:00:00Z'],
    ['a holiday on Friday: Thursday’s last minute', madrid({ dates: [{ date: '2026-11-27', slots: [] }] }), '2026-11-26T18:30:00Z', '2026-11-27T18:30:00Z', '2026-11-26T19:00:00Z'],
    ['a Saturday that is open for once', madrid({ dates: [{ date: '2026-11-28', slots: [{ from: '10:00', to: '14:00' }] }] }), '2026-11-27T18:00:00Z', '2026-11-28T18:00:00Z', '2026-11-28T13:00:00Z'],
    ['a bar until three in the night', madrid({ week: Array.from({ length: 7 }, () => [{ from: '20:00', to: '03:00' }]) }), '2026-11-27T10:00:00Z', '2026-11-28T10:00:00Z', '2026-11-28T02:00:00Z'],
    ['until midnight', madrid({ week: Array.from({ length: 7 }, () => [{ from: '10:00', to: '24:00' }]) }), '2026-11-27T05:00:00Z', '2026-11-28T05:00:00Z', '2026-11-27T23:00:00Z'],
    ['the night clocks go back, open until 02:30: its second time', madrid({ week: Array.from({ length: 7 }, () => [{ from: '10:00', to: '02:30' }]) }), '2026-10-24T05:00:00Z', '2026-10-25T05:00:00Z', '2026-10-25T01:30:00Z'],
    ['the night clocks go forward, open until 02:30, which never comes', madrid({ week: Array.from({ length: 7 }, () => [{ from: '10:00', to: '02:30' }]) }), '2026-03-28T05:00:00Z', '2026-03-29T05:00:00Z', '2026-03-29T01:00:00Z'],
    ['always open', madrid({ week: Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }]) }), '2026-11-27T18:00:00Z', '2026-11-28T18:00:00Z', '2026-11-28T18:00:00Z'],
  ])('%s', (_name, table, since, closes, wanted) => expect(answerBy(table, at(since), closes === null ? null : at(closes))).toBe(wanted === null ? null : at(wanted)))
})

const time = fc.integer({ min: 0, max: 95 }).map((quarter) => `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`)
const day = fc.array(fc.tuple(time, time).filter(([a, b]) => a !== b).map(([from, to]): Slot => ({ from, to })), { maxLength: 2 })
const table = fc.record({ timeZone: fc.constantFrom('Europe/Madrid', 'America/New_York', 'Australia/Lord_Howe'), week: fc.tuple(day, day, day, day, day, day, day), dates: fc.constant([]) })
const moment = fc.oneof(fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) }), fc.tuple(fc.constantFrom('2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z', '2026-11-01T06:00:00Z'), fc.integer({ min: -hours(8), max: hours(8) })).map(([text, off]) => at(text) + off))

describe('for any timetable and window', () => {
  it('is the window’s end or a closing in it, and nobody is there in between', () => fc.assert(fc.property(table, moment, fc.integer({ min: 1, max: hours(72) }), fc.double({ min: 0, max: 1, noNaN: true }), (one, since, lasts, share) => {
    const closes = since + lasts
    const by = answerBy(one, since, closes)!
    expect(by > since && by <= closes).toBe(true)
    if (by < closes) expect([isOpenAt(one, by - 1), isOpenAt(one, Math.floor(by + (closes - 1 - by) * share))]).toEqual([true, false])
    else if (!isOpenAt(one, closes - 1)) expect(openTimeBetween(openStretches(one, since, closes), since, closes)).toBe(0)
  }), { numRuns: 400 }))

  it('stretches are open throughout, and nothing else is', () => fc.assert(fc.property(table, moment, fc.double({ min: 0, max: 1, noNaN: true }), (one, from, share) => {
    const to = from + days(3)
    const stretches = openStretches(one, from, to)
    const probe = Math.floor(from + (to - from - 1) * share)
    expect(stretches.some((stretch) => probe >= stretch.from && probe < stretch.to)).toBe(isOpenAt(one, probe))
  }), { numRuns: 400 }))

  it('open time forwards and backwards meet', () => fc.assert(fc.property(table, moment, fc.integer({ min: 1, max: 600 }), (one, from, count) => {
    const stretches = openStretches(one, from, from + days(20))
    const then = afterOpenTime(stretches, from, minutes(count))
    if (then === null) return
    expect(openTimeBetween(stretches, from, then)).toBe(minutes(count))
    const back = beforeOpenTime(stretches, then, minutes(count))!
    expect([openTimeBetween(stretches, back, then), back >= from]).toEqual([minutes(count), true])
  }), { numRuns: 300 }))
})

it('without hours time is simply time', () => {
  expect([openTimeBetween(ALWAYS, 5, 12), afterOpenTime(ALWAYS, 5, 7), beforeOpenTime(ALWAYS, 12, 7)]).toEqual([7, 12, 5])
})
