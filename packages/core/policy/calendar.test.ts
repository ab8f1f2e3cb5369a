import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { days, hours } from '../model/ids.js'
import { calendarDay, calendarMonth, dayOf, quotaPeriod } from './calendar.js'

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString())
const ZONES = ['UTC', 'Europe/Madrid', 'Asia/Shanghai', 'Asia/Kolkata', 'America/Sao_Paulo', 'America/Santiago', 'Africa/Cairo', 'Pacific/Apia', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Atlantic/Azores', 'America/Havana']

describe('calendar days', () => {
  test.each([
    ['an ordinary day', '2026-11-23T10:00:00Z', 'Europe/Madrid', '2026-11-22T23:00:00.000Z', 24],
    ['its last millisecond', '2026-11-23T22:59:59.999Z', 'Europe/Madrid', '2026-11-22T23:00:00.000Z', 24],
    ['the next begins', '2026-11-23T23:00:00Z', 'Europe/Madrid', '2026-11-23T23:00:00.000Z', 24],
    ['clocks forward in spring', '2026-03-29T12:00:00Z', 'Europe/Madrid', '2026-03-28T23:00:00.000Z', 23],
    ['clocks back in autumn', '2026-10-25T12:00:00Z', 'Europe/Madrid', '2026-10-24T22:00:00.000Z', 25],
    ['clocks jump over midnight', '2026-09-06T12:00:00Z', 'America/Santiago', '2026-09-06T04:00:00.000Z', 23],
    ['clocks go back at midnight', '2026-04-04T12:00:00Z', 'America/Santiago', '2026-04-04T03:00:00.000Z', 25],
    ['midnight comes twice', '2026-11-01T12:00:00Z', 'America/Havana', '2026-11-01T04:00:00.000Z', 25],
    ['half an hour of summer time', '2026-10-04T00:00:00Z', 'Australia/Lord_Howe', '2026-10-03T13:30:00.000Z', 23.5],
  ])('%s', (_sentence, at, zone, from, length) => {
    const day = calendarDay(Date.parse(at), zone)
    expect([iso(day.from), (day.to - day.from) / hours(1)]).toEqual([from, length])
  })

  test('days follow each other without gap or overlap, in every zone', () => {
    fc.assert(fc.property(fc.integer({ min: Date.UTC(2015, 0), max: Date.UTC(2035, 0) }), fc.constantFrom(...ZONES), (at, zone) => {
      const day = calendarDay(at, zone)
      expect(day.from).toBeLessThanOrEqual(at)
      expect(at).toBeLessThan(day.to)
      expect(calendarDay(day.to, zone).from).toBe(day.to)
      expect(dayOf(day.to - 1, zone)).toEqual(dayOf(day.from, zone))
    }))
  })
})

describe('calendar months', () => {
  test.each([
    ['February of a leap year', '2028-02-29T12:00:00Z', 'Europe/Madrid', '2028-01-31T23:00:00.000Z', '2028-02-29T23:00:00.000Z'],
    ['December goes into the next year', '2026-12-31T22:30:00Z', 'Europe/Madrid', '2026-11-30T23:00:00.000Z', '2026-12-31T23:00:00.000Z'],
    ['it is next year in Shanghai already', '2026-12-31T17:00:00Z', 'Asia/Shanghai', '2026-12-31T16:00:00.000Z', '2027-01-31T16:00:00.000Z'],
    ['a month with the change of clocks', '2026-10-10T00:00:00Z', 'Europe/Madrid', '2026-09-30T22:00:00.000Z', '2026-10-31T23:00:00.000Z'],
  ])('%s', (_sentence, at, zone, from, to) => {
    const month = calendarMonth(Date.parse(at), zone)
    expect([iso(month.from), iso(month.to)]).toEqual([from, to])
  })
})

describe('the span a quota counts', () => {
  const now = Date.UTC(2026, 10, 23, 10)
  test('its own zone goes before the account’s', () => {
    expect(quotaPeriod({ period: 'day', timeZone: 'Asia/Shanghai' }, now, 'Europe/Madrid')).toEqual(calendarDay(now, 'Asia/Shanghai'))
    expect(quotaPeriod({ period: 'month' }, now, 'Europe/Madrid')).toEqual(calendarMonth(now, 'Europe/Madrid'))
  })
  test('a moving span frees a send exactly one span later', () => {
    expect(quotaPeriod({ period: days(1) }, now, 'UTC')).toEqual({ from: now - days(1) + 1, to: null })
  })
  test('an unknown zone is said aloud', () => expect(() => calendarDay(now, 'Mars/Olympus')).toThrow(RangeError))
})
