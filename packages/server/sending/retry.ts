import { hours, type Instant, minutes, seconds } from '@recado/core'

/** RELIABILITY 2: a refusal that surely was not sent is tried again after these spans, then every two hours, for a day. */
const SCHEDULE = [seconds(1), seconds(5), seconds(30), minutes(2), minutes(10), minutes(30), hours(1)]
const AFTERWARDS = hours(2)
export const GIVE_UP_MS = hours(24)
/** When the platform asks for a slower pace without saying how slow: doubling from 2 s to 5 min. */
const SLOWEST = minutes(5)

const jitter = (ms: number, chance: number): number => Math.round(ms * (0.8 + 0.4 * chance))

/** When attempt number `attempt` (1 = the first repeat) goes; `chance` in [0, 1) spreads it by 20 %. null = a day has passed. */
export function nextTry(attempt: number, queuedAt: Instant, now: Instant, chance: number): Instant | null {
  const at = now + jitter(SCHEDULE[attempt - 1] ?? AFTERWARDS, chance)
  return at - queuedAt >= GIVE_UP_MS ? null : at
}

export function slowDown(attempt: number, queuedAt: Instant, now: Instant, chance: number, askedMs?: number): Instant | null {
  const at = now + (askedMs ?? jitter(Math.min(seconds(2) * 2 ** (attempt - 1), SLOWEST), chance))
  return at - queuedAt >= GIVE_UP_MS ? null : at
}
