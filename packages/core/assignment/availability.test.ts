import { expect, test } from 'vitest'
import { holdsUntil, presenceAt, type PresenceFacts } from './index.js'
import type { Timetable } from '../hours/timetable.js'

const weekdays: Timetable = { timeZone: 'Europe/Madrid', week: [...Array.from({ length: 5 }, () => [{ from: '09:00', to: '17:00' }]), [], []], dates: [] }
/** A Monday, 10:00 in Madrid; and 18:00 of the same day, one hour after closing. */
const MORNING = Date.UTC(2026, 10, 23, 9)
const EVENING = Date.UTC(2026, 10, 23, 17)
const MINUTE = 60_000
const facts = (more: Partial<PresenceFacts> = {}): PresenceFacts => ({ said: null, timetable: null, seenAt: 0, wall: 0, awayAfterMs: 10 * MINUTE, ...more })
const said = (state: 'available' | 'away' | 'offline', until: number | null = null) => ({ said: { state, reason: 'lunch', until } })

const table: readonly [string, Partial<PresenceFacts>, number, string][] = [
  ['with a browser', {}, MORNING, 'available here'],
  ['without a browser for ten minutes', { wall: 10 * MINUTE }, MORNING, 'away no_browser'],
  ['a millisecond earlier', { wall: 10 * MINUTE - 1 }, MORNING, 'available here'],
  ['never connected', { seenAt: null }, MORNING, 'offline no_browser'],
  ['never connected, where browsers are not looked at', { seenAt: null, awayAfterMs: null }, MORNING, 'available here'],
  ['in her hours', { timetable: weekdays }, MORNING, 'available hours'],
  ['after her hours', { timetable: weekdays }, EVENING, 'offline hours'],
  ['in her hours without a browser', { timetable: weekdays, wall: 60 * MINUTE }, MORNING, 'away no_browser'],
  ['said to be away', said('away'), MORNING, 'away hand'],
  ['away until then, before then', said('away', MORNING + 1), MORNING, 'away hand'],
  ['away until then, at that moment', said('away', MORNING), MORNING, 'available here'],
  ['said to be there after her hours', { ...said('available', EVENING + 1), timetable: weekdays }, EVENING, 'available hand'],
  ['said to be there, but without a browser', { ...said('available'), wall: 60 * MINUTE }, MORNING, 'away no_browser'],
  ['said to be off, with a browser', said('offline'), MORNING, 'offline hand'],
]
test.each(table)('%s', (_name, of, at, expected) => {
  const { availability, cause } = presenceAt(facts(of), at)
  expect(`${availability} ${cause}`).toBe(expected)
})

test('what is said in her hours holds until they end, and what is said after them until they begin', () => {
  expect(holdsUntil(weekdays, MORNING)).toBe(Date.UTC(2026, 10, 23, 16))
  expect(holdsUntil(weekdays, EVENING)).toBe(Date.UTC(2026, 10, 24, 8))
  expect(holdsUntil(null, MORNING)).toBeNull()
})
