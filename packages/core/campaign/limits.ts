/** What bounds a campaign while it runs: what may be changed in a pause, and which changes somebody else has to agree to. */
import type { Money } from '../model/ids.js'
import { compareAmounts } from '../policy/money.js'
import type { StopRules } from './lifecycle.js'
import { minuteOfDay, type QuietSpan } from './moments.js'

export interface CampaignLimits {
  /** Hours over which it is spread evenly from its moment on. */
  spreadHours?: number
  /** Times of her day at which nothing leaves: `22:00` to `08:00`. What falls inside waits for the end. */
  quietHours?: QuietSpan | null
  /** It pauses before the next message could cost more than this. */
  budget?: Money | null
  /** Messages a second over all accounts; the accounts' own pace stays above it. */
  perSecond?: number | null
  /** Failures, or shares of those settled, at which it pauses by itself; shares are looked at from `least` on (100 unless given). */
  stopOn?: StopRules | null
  /** Nothing leaves from then on: who has not been written to by then is not. */
  endsAt?: string | null
}

const DAY = 24 * 60

/** Every minute of the day that `inner` keeps quiet is quiet in `outer` too. */
function covers(outer: QuietSpan | null | undefined, inner: QuietSpan | null | undefined): boolean {
  const length = (span: QuietSpan): number => (minuteOfDay(span.to) - minuteOfDay(span.from) + DAY) % DAY
  if (!inner || length(inner) === 0) return true
  if (!outer || length(outer) === 0) return false
  return ((minuteOfDay(inner.from) - minuteOfDay(outer.from) + DAY) % DAY) + length(inner) <= length(outer)
}

/** A bound that was there and is gone, or is further out than it was. */
const wider = (before: number | null | undefined, after: number | null | undefined): boolean => before != null && (after == null || after > before)

/** Whether anything may now happen that the bounds before did not allow: more money, faster, at other hours, longer, with more failures. */
export function loosens(before: CampaignLimits, after: CampaignLimits): boolean {
  const money = before.budget != null && (after.budget == null || after.budget.currency !== before.budget.currency || compareAmounts(after.budget.amount, before.budget.amount) > 0)
  const [was, is] = [before.stopOn ?? {}, after.stopOn ?? {}]
  return money || wider(before.perSecond, after.perSecond) || (after.spreadHours ?? 0) < (before.spreadHours ?? 0) || !covers(after.quietHours, before.quietHours)
    || wider(before.endsAt == null ? null : Date.parse(before.endsAt), after.endsAt == null ? null : Date.parse(after.endsAt))
    || wider(was.failures, is.failures) || wider(was.errorPercent, is.errorPercent) || wider(was.blockPercent, is.blockPercent)
    || ((was.errorPercent !== undefined || was.blockPercent !== undefined) && (is.least ?? 100) > (was.least ?? 100))
}
