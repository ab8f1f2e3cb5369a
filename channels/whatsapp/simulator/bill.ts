/**
 * The platform's own bill: one line per message at the moment it is delivered, at the rate of that day where the business is. Written from the
 * pricing pages alone. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/pricing (2026-09).
 */
import type { World } from '@recado/channel-kit'
import { list, number as figure, record, text, type Json } from './json.js'
import { amountOf, marketOf, monthOf } from './price.js'
import type { CustomerRow, NumberRow, SentRow } from './state.js'

export interface BillLine { id: string; account: string; at: number; month: string; category: string; market: string; amount: string | null; currency: string; free: string | null }

/** A later card as a rehearsal gives it, by the category's name; a tier begins once so many messages were charged in the month. */
export interface LaterCard { from: string; currency: string; rates: Record<string, Record<string, string>>; tiers: Record<string, Record<string, { after: number; amount: string }[]>> }

/** Reads `simulation.cards` of a new number; what is no card is left out. */
export function laterCards(given: unknown): LaterCard[] {
  return list(given).map(record).flatMap((card) => {
    const from = text(card['from'])
    if (from === undefined) return []
    return [{ from, currency: text(card['currency']) ?? 'USD', rates: ratesIn(card['rates']), tiers: tiersIn(card['tiers']) }]
  })
}

const eachOf = <T>(value: unknown, read: (one: unknown) => T): Record<string, T> => Object.fromEntries(Object.entries(record(value) as Json).map(([key, one]) => [key, read(one)]))
const ratesIn = (value: unknown): LaterCard['rates'] => eachOf(value, (market) => eachOf(market, (rate) => text(rate) ?? '0'))
const tiersIn = (value: unknown): LaterCard['tiers'] => eachOf(value, (market) => eachOf(market, (steps) => list(steps).map(record).map((step) => ({ after: figure(step['after']) ?? 0, amount: text(step['amount']) ?? '0' }))))

const chargedKey = (portfolio: string, month: string, market: string, category: string): string => [portfolio, month, market, category].join('/')

/** The day where the business is, as "2027-01-01". */
const dayOf = (at: number, timeZone: string): string => new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)

/** Books a delivered message. It is charged once, whatever is reported of it later. */
export function bookOnBill(world: World, message: SentRow, business: NumberRow, customer: CustomerRow): void {
  const { pricing } = message
  if (!pricing || world.get('bill', message.id)) return
  const at = world.now()
  const market = marketOf(customer.country)
  const month = monthOf(at, business.timeZone)
  const line = { id: message.id, account: message.account, at, month, category: pricing.category, market }
  if (!pricing.billable) {
    world.put('bill', message.id, { ...line, amount: '0.0000', currency: business.currency, free: pricing.type } satisfies BillLine)
    return
  }
  const key = chargedKey(business.portfolioId, month, market, pricing.category)
  const charged = world.get<{ count: number }>('charged', key)?.count ?? 0
  world.put('charged', key, { count: charged + 1 })
  world.put('bill', message.id, { ...line, ...rateFor(business, customer, pricing, at, charged), free: null } satisfies BillLine)
}

function rateFor(business: NumberRow, customer: CustomerRow, pricing: NonNullable<SentRow['pricing']>, at: number, charged: number): { amount: string | null; currency: string } {
  const today = dayOf(at, business.timeZone)
  const later = (business.cards ?? []).filter((card) => card.from <= today && card.rates[marketOf(customer.country)]?.[pricing.category] !== undefined).sort((a, b) => (a.from < b.from ? 1 : -1))
  const card = later.find((one) => one.currency === business.currency) ?? later[0]
  if (!card) return { amount: null, ...amountOf(pricing, customer.country, at), currency: 'USD' }
  const market = marketOf(customer.country)
  const passed = (card.tiers[market]?.[pricing.category] ?? []).filter((step) => charged >= step.after).sort((a, b) => b.after - a.after)
  return { amount: passed[0]?.amount ?? card.rates[market]?.[pricing.category] ?? null, currency: card.currency }
}
