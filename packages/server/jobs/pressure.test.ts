import { beforeEach, expect, test } from 'vitest'
import { LONGEST_LAG_MS, Pressure } from './pressure.js'

let now: number
let pressure: Pressure
const store = (batches: number): void => { for (let i = 0; i < batches; i++) pressure.count() }

beforeEach(() => { now = 1_000_000; pressure = new Pressure(() => now) })

test('a few batches in a second are nobody’s hindrance', () => {
  store(30)
  expect([pressure.busy, pressure.mayWork(now)]).toEqual([false, true])
})

test('many are, until a whole second was quiet', () => {
  store(31)
  expect(pressure.busy).toBe(true)
  now += 1_000
  expect(pressure.busy).toBe(true)
  now += 1_000
  expect(pressure.busy).toBe(false)
})

test('what was counted before a pause is forgotten', () => {
  store(100)
  now += 5_000
  expect(pressure.busy).toBe(false)
})

test('work that has waited the longest time goes all the same', () => {
  store(100)
  expect(pressure.mayWork(now - LONGEST_LAG_MS + 1)).toBe(false)
  expect(pressure.mayWork(now - LONGEST_LAG_MS)).toBe(true)
})
