import { describe, expect, test } from 'vitest'
import { Pace } from './pace.js'

/** Sends of a class within some seconds while so many messages a second come in; looked at every 10 ms. */
function sends(pace: Pace, class_: number, inboundPerSecond: number, seconds: number): number {
  let [count, heard] = [0, 0]
  for (let now = 0; now < seconds * 1_000; now += 10) {
    for (; heard < (now / 1_000) * inboundPerSecond; heard++) pace.inbound(1, now)
    while (pace.take(class_, now)) count++
  }
  return count
}

test('of the rate a fifth is kept for people', () => {
  const pace = new Pace(80, 0)
  expect(pace.some(2, 100, 0)).toBe(64)
  expect(pace.some(0, 100, 0)).toBe(16)
})

describe('what comes in', () => {
  test('counts against what may go out', () => {
    expect(sends(new Pace(80, 0), 0, 0, 60)).toBeGreaterThanOrEqual(80 * 60)
    const beside = sends(new Pace(80, 0), 0, 40, 60)
    expect(beside).toBeGreaterThanOrEqual(40 * 60)
    expect(beside).toBeLessThanOrEqual(40 * 60 + 80)
  })

  test.each([0, 1, 2])('never keeps everybody from answering, however much it is: class %i', (class_) => {
    const flooded = sends(new Pace(80, 0), class_, 1_000, 60)
    expect(flooded).toBeGreaterThanOrEqual(20 * 58)
    expect(flooded).toBeLessThanOrEqual(20 * 60 + 80)
  })
})
