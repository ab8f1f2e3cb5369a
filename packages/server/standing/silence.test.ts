import { days, hours } from '@recado/core'
import { describe, expect, test } from 'vitest'
import { isUnusual } from './silence.js'

const NOON = Date.parse('2026-11-20T12:00:00Z') // a Friday
/** The platform called at these hours of each of the last `count` days before noon's. */
const lively = (count: number, at: readonly number[], skip: readonly number[] = []): number[] =>
  Array.from({ length: count }, (_day, n) => n + 1).filter((day) => !skip.includes(day)).flatMap((day) => at.map((hour) => NOON - hours(12) - days(day) + hours(hour)))

describe('a silence', () => {
  test.each([
    ['of two hours that are lively every day', lively(10, [9, 10, 11]), NOON - hours(3), NOON, true],
    ['of two hours, learnt over one quiet day in ten', lively(10, [9, 10, 11], [4]), NOON - hours(3), NOON, true],
    ['of one hour only', lively(10, [9, 10, 11]), NOON - hours(1) - 60_000, NOON, false],
    ['of hours that are quiet every second day', lively(10, [9, 10, 11], [2, 4, 6, 8, 10]), NOON - hours(3), NOON, false],
    ['at night, when nobody writes', lively(10, [9, 10, 11]), NOON - hours(12), NOON - hours(4), false],
    ['of an account that is connected since three days', lively(3, [9, 10, 11]), NOON - hours(3), NOON, false],
    ['of an account that was never called', [], NOON - hours(3), NOON, false],
    ['of two days', lively(14, [9, 10, 11], [1]), NOON - days(2), NOON, true],
  ])('%s', (_what, hoursSeen, last, now, unusual) => expect(isUnusual(last, now, hoursSeen)).toBe(unusual))
})
