/** What a message did cost, once the platform has said how it ended. */
import type { Instant } from '../model/ids.js'
import type { PriceRule } from '../model/rules.js'
import type { Price } from '../model/verdict.js'
import { compareAmounts, formatAmount } from '../policy/money.js'
import { amountAfter, rateOf } from './cards.js'

/** Why a message cost nothing. */
const FREE_REASONS = ['undelivered', 'allowance', 'free_window', 'free_entry_point', 'free_kind', 'not_billable', 'not_charged'] as const
export type FreeReason = (typeof FREE_REASONS)[number]

/** Why the bill differs from what was estimated. */
export const DIFFERENCES = [...FREE_REASONS, 'allowance_spent', 'tier', 'card_change', 'recategorised', 'charged', 'unpriced', 'other'] as const
export type Difference = (typeof DIFFERENCES)[number]

export interface Bill { amount: string | null; currency: string | null; class: string | null; market: string | null; free: FreeReason | null; difference: Difference | null }

export interface BillFacts {
  /** Of the account, with every card that may apply; null: the channel charges nothing. */
  rule: PriceRule | null
  currency: string
  country: string | null
  sentAt: Instant
  /** null = it never arrived. */
  deliveredAt: Instant | null
  estimate: Price | null
  /** Of its content. */
  kind: string
  /** The platform's own pricing, when it gave any. */
  told: { class: string; type: string; billable?: boolean } | null
  /** Free messages of the bill's month that earlier ones have left. */
  allowanceLeft: number
  /** Messages of this market and class that the month's bill already holds. */
  charged(market: string, priceClass: string): number
}

const nothing = (outcome: BillFacts, free: FreeReason, priceClass: string | null, market: string | null = null): Omit<Bill, 'difference'> => ({
  amount: formatAmount('0'), currency: outcome.estimate?.currency ?? outcome.currency, class: priceClass, market, free,
})

/** The platform's class in the card's words. */
const inOurWords = (rule: PriceRule, told: string): string => rule.reported?.classes[told] ?? told

function freeReason({ rule, told, deliveredAt, kind, allowanceLeft, estimate }: BillFacts, priceClass: string | null): FreeReason | null {
  if (!rule) return 'not_charged'
  if (rule.freeKinds?.some((one) => one === kind)) return 'free_kind'
  const charges = rule.freeformChargedFrom === undefined || deliveredAt! >= rule.freeformChargedFrom
  const counted = rule.allowanceQuota !== undefined && charges && priceClass === rule.classOf.freeform
  if (told) {
    const word = rule.reported?.free[told.type]
    if (word) return word === 'free_window' && counted ? 'allowance' : word
    if (told.billable === false) return counted ? 'allowance' : 'not_billable'
    // Where the platform says neither yes nor no, we count the month's free replies ourselves.
    return told.billable === undefined && counted && allowanceLeft > 0 ? 'allowance' : null
  }
  if (!charges && priceClass === rule.classOf.freeform) return 'not_charged'
  if (counted && allowanceLeft > 0) return 'allowance'
  return estimate !== null && !counted && isZero(estimate.amount) && priceClass !== rule.classOf.freeform ? 'free_window' : null
}

const isZero = (amount: string): boolean => compareAmounts(amount, '0') === 0

function billed(outcome: BillFacts): Omit<Bill, 'difference'> {
  const { rule, told, deliveredAt, estimate, currency, country } = outcome
  if (deliveredAt === null) return nothing(outcome, 'undelivered', estimate?.class ?? null)
  const reported = told && rule ? inOurWords(rule, told.class) : (estimate?.class ?? null)
  const free = freeReason(outcome, reported)
  // Inside a free entry point the platform names no class of the card: what it was sent as stays.
  if (free) return nothing(outcome, free, free === 'free_entry_point' ? (estimate?.class ?? reported) : reported)
  const rate = rule && reported !== null ? rateOf(rule, currency, country, reported, deliveredAt) : null
  if (!rate || reported === null) return { amount: null, currency: null, class: reported, market: null, free: null }
  return { amount: formatAmount(amountAfter(rate, outcome.charged(rate.market, reported))), currency: rate.currency, class: reported, market: rate.market, free: null }
}

function differenceOf(outcome: BillFacts, bill: Omit<Bill, 'difference'>): Difference | null {
  const { estimate, rule, sentAt, country, currency } = outcome
  if (bill.amount === null) return 'unpriced'
  if (!estimate) return isZero(bill.amount) ? bill.free : 'unpriced'
  if (estimate.currency === bill.currency && compareAmounts(estimate.amount, bill.amount) === 0) return null
  if (bill.free) return bill.free
  if (bill.class !== estimate.class) return 'recategorised'
  if (isZero(estimate.amount)) return rule?.allowanceQuota !== undefined && bill.class === rule.classOf.freeform ? 'allowance_spent' : 'charged'
  const then = rule && rateOf(rule, currency, country, estimate.class, sentAt)
  const now = rule && rateOf(rule, currency, country, estimate.class, outcome.deliveredAt!)
  if (then && now && (then.currency !== now.currency || compareAmounts(then.amount, now.amount) !== 0)) return 'card_change'
  if (now && now.tiers.length > 0) return 'tier'
  // The card itself was put in, replaced or taken away since.
  return estimate.currency !== bill.currency || now ? 'card_change' : 'other'
}

/**
 * The bill of one message: nothing when it never arrived, nothing when the platform or the month's allowance says so, otherwise what the card of the
 * moment of delivery asks for its class, market and tier. With the reason when this is not what was estimated.
 */
export function billFor(outcome: BillFacts): Bill {
  const bill = billed(outcome)
  return { ...bill, difference: differenceOf(outcome, bill) }
}

