import { cardsInForce, mostOf, rateOf } from '../costs/cards.js'
import type { PriceRule } from '../model/rules.js'
import type { Facts, Intent, Price } from '../model/verdict.js'
import { isOpen } from './grants.js'
import { formatAmount } from './money.js'
import { hasRoom } from './quota.js'
import { noGuard, withRules } from './window.js'

/** True when a grant makes everything free, or when this very answer opens such a grant (an ad's free entry point begins with our answer). */
function freeByGrant(rule: PriceRule, facts: Facts): boolean {
  const open = new Set(facts.grants.filter((grant) => isOpen(grant, facts.now)).map((grant) => grant.kind))
  return (rule.freeDuring ?? []).some((kind) => {
    if (open.has(kind)) return true
    const invitedBy = facts.rules.grants.find((grant) => grant.kind === kind)?.onReply?.whileOpen
    const invitation = facts.grants.find((grant) => grant.kind === invitedBy && isOpen(grant, facts.now))
    return invitation !== undefined && !facts.grants.some((grant) => grant.kind === kind && grant.openedAt >= invitation.openedAt)
  })
}

function windowIsOpen(facts: Facts): boolean {
  return withRules(facts.rules, facts.grants, noGuard).some(({ rule, grant }) => rule.gives === 'freeform' && isOpen(grant, facts.now))
}

function isFree(rule: PriceRule, intent: Intent, facts: Facts): boolean {
  if (rule.freeKinds?.includes(intent.kind) || freeByGrant(rule, facts)) return true
  const chargesReplies = rule.freeformChargedFrom === undefined || facts.now >= rule.freeformChargedFrom
  if (intent.template) return !chargesReplies && (rule.freeInsideWindowBefore ?? []).includes(intent.template.category) && windowIsOpen(facts)
  const allowance = facts.rules.quotas?.find((quota) => quota.id === rule.allowanceQuota)
  return !chargesReplies || (allowance !== undefined && hasRoom(allowance, facts))
}

/**
 * What this message costs at most, should it be delivered; null only when that cannot be known (no country, no card in force, a category the
 * card does not class). A channel without a price rule charges nothing.
 */
export function priceOf(intent: Intent, facts: Facts): Price | null {
  const rule = facts.rules.price
  if (!rule) return { amount: formatAmount('0'), currency: facts.account.currency, class: 'free' }
  const priceClass = intent.template ? rule.classOf.template[intent.template.category] : rule.classOf.freeform
  if (priceClass === undefined) return null
  const { currency } = facts.account
  if (isFree(rule, intent, facts)) return { amount: formatAmount('0'), currency: cardsInForce(rule.cards, currency, facts.now)[0]?.currency ?? currency, class: priceClass }
  // The dearest tier: how far the month's volume has come is the platform's knowledge, and the most it can cost is what is asked here.
  const rate = rateOf(rule, currency, facts.identity.country, priceClass, facts.now)
  return rate && { amount: formatAmount(mostOf(rate)), currency: rate.currency, class: priceClass }
}
