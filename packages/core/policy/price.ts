import type { PriceRule, RateCard } from '../model/rules.js'
import type { Facts, Intent, Price } from '../model/verdict.js'
import { isOpen } from './grants.js'
import { formatAmount } from './money.js'
import { hasRoom } from './quota.js'
import { noGuard, withRules } from './window.js'

/** The cards in force, best first: of each currency the newest that has begun, the account's own currency before others. Nothing is converted. */
function cardsInForce(rule: PriceRule, facts: Facts): RateCard[] {
  const begun = rule.cards.filter((card) => card.effectiveFrom <= facts.now).sort((a, b) => b.effectiveFrom - a.effectiveFrom)
  const newest = begun.filter((card, index) => begun.findIndex((one) => one.currency === card.currency) === index)
  const isOwn = (card: RateCard) => Number(card.currency === facts.account.currency)
  return newest.sort((a, b) => isOwn(b) - isOwn(a))
}

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
  const cards = cardsInForce(rule, facts)
  if (isFree(rule, intent, facts)) return { amount: formatAmount('0'), currency: cards[0]?.currency ?? facts.account.currency, class: priceClass }
  const { country } = facts.identity
  const market = country === null ? undefined : (rule.marketOf[country] ?? rule.marketOf['*'])
  const card = cards.find((one) => market !== undefined && one.markets[market] !== undefined)
  if (!card || market === undefined) return null
  return { amount: formatAmount(card.markets[market]?.[priceClass] ?? '0'), currency: card.currency, class: priceClass }
}
