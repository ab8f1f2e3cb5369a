import type { Facts, Guard, Intent, Verdict } from '../model/verdict.js'
import { OUR_RULES } from './account.js'
import { purposeRefused } from './consent.js'
import { decideFreeform } from './freeform.js'
import { compareAmounts } from './money.js'
import { pairDebtEnds } from './pair-rate.js'
import { exhaustedQuota } from './quota.js'
import { categoryOf, decideTemplate, purposeOf } from './template.js'
import { type Allow, deny, type Deny } from './verdicts.js'
import { guardOf, windowState } from './window.js'

/**
 * Whether the person's door is open for this. A template that says it needs a follower goes to known followers only; one that says it does not
 * goes to whoever left, too; everything else goes unless she is known to have left.
 */
function isReachable(intent: Intent, { rules, identity }: Facts): boolean {
  const needsFollow = intent.template ? (categoryOf(rules, intent.template)?.needsFollow ?? rules.templates?.needsFollow) : undefined
  if (needsFollow === false) return true
  return needsFollow === true ? identity.reachable === true : identity.reachable !== false
}

/** What stands in the way of anything we might write to this person on this account. */
function closedDoor(intent: Intent, facts: Facts): Deny | null {
  const { rules, account, identity } = facts
  if (account.state === 'error' || account.state === 'paused') return deny('account_disconnected', OUR_RULES.connected)
  if (intent.fault) return deny(intent.fault.code, intent.fault.source ?? rules.source)
  if (!isReachable(intent, facts)) return deny('identity_unreachable', rules.source)
  const purpose = purposeOf(intent, facts)
  const barred = (rules.unreachable ?? []).find((one) => one.effect === 'deny' && identity.country !== null && one.countries.includes(identity.country) && (one.purposes?.includes(purpose) ?? true))
  if (barred) return deny('country_not_reachable', barred.source)
  const refused = purposeRefused(purpose, intent, facts)
  return refused && deny(refused, OUR_RULES.consent)
}

/** What only lasts for a while: quotas, then the pace to this one person. */
function notYet(intent: Intent, facts: Facts, guard: Guard): Deny | null {
  const { rules, now } = facts
  const exhausted = exhaustedQuota(intent, facts, windowState(rules, facts.grants, now, guard).state === 'open')
  if (exhausted) return deny('quota_exhausted', exhausted.rule.source, exhausted.freesAt)
  if (!rules.pairRate) return null
  const endsAt = pairDebtEnds(rules.pairRate, facts.pairSends, now)
  return endsAt > now ? deny('pair_rate', rules.pairRate.source, endsAt) : null
}

/** The month's money that does not reach for this. A budget counts its own currency only: nothing is converted. */
function overBudget(verdict: Allow, { budgets = [] }: Facts): Deny | null {
  const { price } = verdict
  if (!price || compareAmounts(price.amount, '0') === 0) return null
  const short = budgets.find((one) => one.currency === price.currency && compareAmounts(one.left, price.amount) < 0)
  return short ? deny('budget_exhausted', OUR_RULES.budget, short.renewsAt) : null
}

/**
 * May this go, now, to this person? The same answer for button, API, campaign and sender. Refusals come in this order, so that a message which
 * can never go is not said to be merely early: account, content, reachable at all, country, consent, window or template, quotas, pace, money.
 */
export function decide(intent: Intent, facts: Facts, guard: Guard = guardOf(facts.rules)): Verdict {
  const closed = closedDoor(intent, facts)
  if (closed) return closed
  const verdict = intent.kind === 'template' ? decideTemplate(intent, purposeOf(intent, facts), facts, guard) : decideFreeform(intent, facts, guard)
  return verdict.kind === 'deny' ? verdict : (notYet(intent, facts, guard) ?? overBudget(verdict, facts) ?? verdict)
}
