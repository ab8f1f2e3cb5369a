import type { Instant } from '../model/ids.js'
import type { PairRateRule } from '../model/rules.js'

/**
 * When the next message to this person may go: now or earlier = at once. The first message of a span opens it; up to `burst` messages inside
 * `everyMs` of it are lent, and afterwards `everyMs` for each of them must have passed since it was opened. So it is a debt, not a bucket that
 * fills up again while messages go on. `sends` are oldest first and reach back at least `burst * everyMs`.
 */
export function pairDebtEnds(rule: PairRateRule, sends: readonly Instant[], now: Instant): Instant {
  let opened = Number.NEGATIVE_INFINITY
  let count = 0
  for (const at of sends) {
    if (at >= opened + count * rule.everyMs) [opened, count] = [at, 1]
    else count += 1
  }
  const mayBorrow = count < rule.burst && now < opened + rule.everyMs
  return mayBorrow ? now : opened + count * rule.everyMs
}
