/** When a delivery that failed is tried again (RELIABILITY 2, after the example of Standard Webhooks). */
import { days, hours, minutes, seconds } from '@recado/core'

/** Waits after the first, second, ... failed try; after the last one it is given up. */
const WAITS_MS = [seconds(5), minutes(5), minutes(30), hours(2), hours(5), hours(10), hours(10)]
const JITTER = 0.2
/** A receiver's own Retry-After counts up to this. */
const LONGEST_MS = hours(10)

/** An endpoint that took nothing for so long, over so many tries, is switched off. */
export const DISABLE_AFTER_MS = days(3)
export const DISABLE_AFTER_FAILURES = 8

/** How long to wait after `attempts` failed tries; null = given up. `chance` from 0 to 1 spreads it by a fifth to either side. */
export function waitAfter(attempts: number, chance: number, retryAfterMs: number | null = null): number | null {
  const wait = WAITS_MS[attempts - 1]
  if (wait === undefined) return null
  const spread = Math.round(wait * (1 - JITTER + 2 * JITTER * chance))
  return Math.max(spread, Math.min(retryAfterMs ?? 0, LONGEST_MS))
}

/** `Retry-After` in seconds or as a date. */
export function readRetryAfter(header: string | undefined, now: number): number | null {
  if (!header) return null
  const at = /^\d+$/.test(header.trim()) ? now + Number(header) * 1000 : Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}
