import type { Instant } from '../model/ids.js'
import { compareAmounts } from '../policy/money.js'
import type { PriceRule, RateCard, RateTier } from '../model/rules.js'

/** Cards that have begun at `at`, best first: of each currency the newest, the account's own currency before others. Nothing is converted. */
export function cardsInForce(cards: readonly RateCard[], currency: string, at: Instant): RateCard[] {
  const begun = cards.filter((card) => card.effectiveFrom <= at).sort((a, b) => b.effectiveFrom - a.effectiveFrom)
  const newest = begun.filter((card, index) => begun.findIndex((one) => one.currency === card.currency) === index)
  const isOwn = (card: RateCard) => Number(card.currency === currency)
  return newest.sort((a, b) => isOwn(b) - isOwn(a))
}

/** The market of the card in which a person of this country is charged; undefined where nobody knows her country. */
export function marketIn(rule: PriceRule, country: string | null): string | undefined {
  return country === null ? undefined : (rule.marketOf[country] ?? rule.marketOf['*'])
}

/** One rate as a card gives it: the amount from the first charged message on, and what follows later in the month. */
export interface Rate { market: string; currency: string; amount: string; tiers: readonly RateTier[] }

/** What a card says of this market and class; a class that the market does not list is free. Where no card in force has a row for the market, its region counts. null: neither is known. */
export function rateOf(rule: PriceRule, currency: string, country: string | null, priceClass: string, at: Instant): Rate | null {
  const own = marketIn(rule, country)
  const inForce = cardsInForce(rule.cards, currency, at)
  for (const market of [own, own === undefined ? undefined : rule.regionOf?.[own]]) {
    const card = market === undefined ? undefined : inForce.find((one) => one.markets[market] !== undefined)
    if (card && market !== undefined) return { market, currency: card.currency, amount: card.markets[market]?.[priceClass] ?? '0', tiers: card.tiers?.[market]?.[priceClass] ?? [] }
  }
  return null
}

/** What the next message costs when so many of its market and class were charged this month. */
export function amountAfter(rate: Rate, charged: number): string {
  return rate.tiers.reduce((amount, tier) => (charged >= tier.after ? tier.amount : amount), rate.amount)
}

/** The most that one message costs in any tier. */
export function mostOf(rate: Rate): string {
  return rate.tiers.reduce((most, tier) => (compareAmounts(tier.amount, most) > 0 ? tier.amount : most), rate.amount)
}
