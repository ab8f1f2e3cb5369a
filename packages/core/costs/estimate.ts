/** What so many messages cost at most, before any of them leaves. */
import type { Instant, Money } from '../model/ids.js'
import type { PriceRule } from '../model/rules.js'
import { addAmounts, compareAmounts, formatAmount, multiplyAmount } from '../policy/money.js'
import { amountAfter, type Rate, rateOf } from './cards.js'

/** Messages that cost alike. `priceClass` is a template's category, null for a free-form answer; a class of the card itself is taken, too. */
export interface EstimateGroup {
  accountId: string
  country: string | null
  priceClass: string | null
  count: number
  /** Of them, those that a free window is known to cover (a free entry point that is open when they leave). */
  covered?: number
}

/** How an account is charged: its price rule with every card that may apply, its currency, and when the messages will leave. A rule of null charges nothing. */
export interface AccountCards { rule: PriceRule | null; currency: string; at: Instant; /** Accounts whose charged volume counts together have one name here. */ portfolio: string }

/** Free messages of the month still left, by account. */
export type AllowanceLeft = Readonly<Record<string, number>>

/** Messages charged this month already, by `volumeKey`. */
export type ChargedVolume = Readonly<Record<string, number>>

/** Under which name the charged volume of a market and class is counted. */
export const volumeKey = (portfolio: string, market: string, priceClass: string): string => `${portfolio}/${market}/${priceClass}`

export interface EstimateLine {
  accountId: string
  country: string | null
  /** The card's own name of it; null where the country has none, or the channel charges nothing. */
  market: string | null
  priceClass: string
  count: number
  /** Of `count`, those that cost nothing: the month's free messages and free windows. */
  free: number
  /** Each of the others; null where no card in force tells. */
  unit: string | null
  amount: string | null
  currency: string | null
}

export interface Estimate {
  /** One sum per currency, in the order of the lines; none is converted into another. */
  maximum: Money[]
  lines: EstimateLine[]
  /** Messages that no card prices: the maximum does not hold them. */
  unpriced: number
}

interface Open { group: EstimateGroup; priceClass: string | null; rate: Rate | null; free: number; nothing: boolean }

/** The class on the card for a template's category (or the class itself), or for a free-form answer. */
function classOf(rule: PriceRule, group: EstimateGroup): string | null {
  if (group.priceClass === null) return rule.classOf.freeform
  const known = new Set([rule.classOf.freeform, ...Object.values(rule.classOf.template)])
  return rule.classOf.template[group.priceClass] ?? (known.has(group.priceClass) ? group.priceClass : null)
}

function opened(group: EstimateGroup, cards: AccountCards | undefined): Open {
  const rule = cards?.rule
  if (!cards || !rule) return { group, priceClass: 'free', rate: null, free: group.count, nothing: cards !== undefined }
  const priceClass = classOf(rule, group)
  const notYet = priceClass === rule.classOf.freeform && rule.freeformChargedFrom !== undefined && cards.at < rule.freeformChargedFrom
  const rate = priceClass === null ? null : rateOf(rule, cards.currency, group.country, priceClass, cards.at)
  return { group, priceClass, rate, free: notYet ? group.count : Math.min(group.covered ?? 0, group.count), nothing: false }
}

/** Gives the month's free messages to the cheapest answers: whoever is answered first, it cannot cost more. */
function spendAllowance(rows: readonly Open[], cards: Readonly<Record<string, AccountCards>>, left: AllowanceLeft): void {
  for (const [accountId, account] of Object.entries(cards)) {
    if (!account.rule?.allowanceQuota) continue
    let remaining = Math.max(0, left[accountId] ?? 0)
    const answers = rows.filter((row) => row.group.accountId === accountId && row.priceClass === account.rule?.classOf.freeform)
    for (const row of answers.sort((a, b) => compareAmounts(a.rate?.amount ?? '0', b.rate?.amount ?? '0'))) {
      const taken = Math.min(remaining, row.group.count - row.free)
      row.free += taken
      remaining -= taken
    }
  }
}

/** Splits `count` charged messages at the tiers they pass, from `charged` of the month on. */
function steps(rate: Rate, charged: number, count: number): { unit: string; count: number }[] {
  const bounds = rate.tiers.map((tier) => tier.after).filter((after) => after > charged && after < charged + count)
  const edges = [charged, ...bounds, charged + count]
  return edges.slice(1).map((to, index) => ({ unit: unitAt(rate, edges[index]!), count: to - edges[index]! }))
}

const unitAt = (rate: Rate, charged: number): string => formatAmount(amountAfter(rate, charged))

/**
 * What these messages cost at most, should every one be delivered, in the currency of the account's card: the sum with its lines. A market that
 * only a card in another currency knows is a line and a sum of that currency. The month's free messages go to the cheapest answers, a volume
 * tier begins where the month's charged messages have reached it.
 */
export function estimateOf(groups: readonly EstimateGroup[], cards: Readonly<Record<string, AccountCards>>, allowanceLeft: AllowanceLeft = {}, charged: ChargedVolume = {}): Estimate {
  const rows = groups.filter((group) => group.count > 0).map((group) => opened(group, cards[group.accountId]))
  spendAllowance(rows, cards, allowanceLeft)
  const volume: Record<string, number> = { ...charged }
  const lines = rows.flatMap((row) => linesOf(row, cards[row.group.accountId], volume))
  const sums = new Map<string, string>()
  for (const { amount, currency } of lines) if (amount !== null && currency !== null) sums.set(currency, addAmounts(sums.get(currency) ?? '0', amount))
  return { maximum: [...sums].map(([currency, amount]) => ({ amount, currency })), lines, unpriced: lines.reduce((sum, line) => sum + (line.unit === null ? line.count - line.free : 0), 0) }
}

function linesOf({ group, priceClass, rate, free, nothing }: Open, cards: AccountCards | undefined, volume: Record<string, number>): EstimateLine[] {
  const { accountId, country, count } = group
  const head = { accountId, country, market: rate?.market ?? null, priceClass: priceClass ?? group.priceClass ?? 'free' }
  if (nothing || (free === count && cards?.rule)) return [{ ...head, count, free: count, unit: formatAmount('0'), amount: formatAmount('0'), currency: rate?.currency ?? cards!.currency }]
  if (!cards || !rate || priceClass === null) return [{ ...head, count, free: cards ? free : 0, unit: null, amount: null, currency: null }]
  const key = volumeKey(cards.portfolio, rate.market, priceClass)
  const parts = steps(rate, volume[key] ?? 0, count - free)
  volume[key] = (volume[key] ?? 0) + count - free
  // The free ones stand in the line of the first tier.
  return parts.map((part, index) => ({ ...head, count: part.count + (index === 0 ? free : 0), free: index === 0 ? free : 0, unit: part.unit, amount: multiplyAmount(part.unit, part.count), currency: rate.currency }))
}
