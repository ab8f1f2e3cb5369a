/** What a message costs, by the rules of the business day. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/pricing (2026-09). */
import type { World } from '@recado/channel-kit'
import type { Instant } from '@recado/core'
import { pairOf, type CustomerRow, type NumberRow, type Pricing } from './state.js'
import { freeEntryOpen, windowOpen } from './window.js'

/** Per message instead of per conversation. */
export const PER_MESSAGE_FROM = Date.UTC(2025, 6, 1)
/** Service replies and utility inside the window are charged too. */
export const SERVICE_CHARGED_FROM = Date.UTC(2026, 9, 1)
/** Service messages free per business number and month. */
export const FREE_SERVICE_MESSAGES = 1_000

export type Category = 'marketing' | 'utility' | 'authentication' | 'service'

/** USD per message, card of 1 Oct 2026: market -> [marketing, utility = authentication = service]. */
const CARD: Readonly<Record<string, readonly [string, string]>> = {
  ES: ['0.0707', '0.0200'], DE: ['0.1365', '0.0550'], FR: ['0.0859', '0.0300'], IT: ['0.0795', '0.0300'], GB: ['0.0635', '0.0220'], NL: ['0.1597', '0.0500'], PL: ['0.0366', '0.0122'],
  TR: ['0.0109', '0.0009'], RU: ['0.0802', '0.0400'], IL: ['0.0353', '0.0053'], ZA: ['0.0379', '0.0095'], BR: ['0.0625', '0.0068'], MX: ['0.0397', '0.0085'], AR: ['0.0618', '0.0260'],
  CL: ['0.0889', '0.0200'], CO: ['0.0125', '0.0008'], PE: ['0.0703', '0.0300'], IN: ['0.0118', '0.0014'], ID: ['0.0411', '0.0250'], SA: ['0.0576', '0.0107'], AE: ['0.0576', '0.0157'],
  westernEurope: ['0.0592', '0.0171'], easternEurope: ['0.0860', '0.0212'], latinAmerica: ['0.0740', '0.0113'], northAmerica: ['0.0250', '0.0034'],
  africa: ['0.0225', '0.0040'], asiaPacific: ['0.0842', '0.0113'], other: ['0.0604', '0.0077'],
}
const REGION: Readonly<Record<string, string>> = Object.fromEntries([
  ...['AT', 'BE', 'CH', 'DK', 'FI', 'IE', 'NO', 'PT', 'SE'].map((c) => [c, 'westernEurope']),
  ...['AL', 'AM', 'AZ', 'BG', 'BY', 'CZ', 'GE', 'GR', 'HR', 'HU', 'LT', 'LV', 'MD', 'MK', 'RO', 'RS', 'SI', 'SK', 'UA'].map((c) => [c, 'easternEurope']),
  ...['BO', 'CR', 'DO', 'EC', 'GT', 'HN', 'HT', 'JM', 'NI', 'PA', 'PR', 'PY', 'SV', 'UY', 'VE'].map((c) => [c, 'latinAmerica']),
  ...['US', 'CA'].map((c) => [c, 'northAmerica']),
  ...['AO', 'BF', 'BI', 'BJ', 'BW', 'CD', 'CG', 'CI', 'CM', 'DZ', 'ER', 'ET', 'GA', 'GH', 'GM', 'GW', 'KE', 'LS', 'LY', 'MA', 'MG', 'ML', 'MR', 'MW', 'MZ', 'NA', 'NE', 'RW', 'SD', 'SL', 'SN', 'SO', 'SS', 'SZ', 'TD', 'TG', 'TN', 'TZ', 'UG', 'ZM'].map((c) => [c, 'africa']),
  ...['AF', 'AU', 'BD', 'CN', 'HK', 'JP', 'KH', 'LA', 'LK', 'MN', 'NP', 'NZ', 'PG', 'PH', 'SG', 'TH', 'TJ', 'TM', 'TW', 'UZ', 'VN'].map((c) => [c, 'asiaPacific']),
])

/** The flags a status carries for a message of this category sent now. `freeLeft`: of the monthly free service messages. */
export function pricingOf(category: Category, at: { now: Instant; inWindow: boolean; inFreeEntry: boolean; freeLeft: number; freeFlag: NumberRow['freeFlag'] }): Pricing {
  const pricing_model = at.now < PER_MESSAGE_FROM ? 'CBP' as const : 'PMP' as const
  if (at.inFreeEntry) return { billable: false, pricing_model, type: 'free_entry_point', category: 'referral_conversion' }
  const charged: Pricing = { billable: true, pricing_model, type: 'regular', category }
  const free: Pricing = { billable: false, pricing_model, type: 'free_customer_service', category }
  if (at.now < SERVICE_CHARGED_FROM) {
    const freeUtility = category === 'utility' && at.inWindow && at.now >= PER_MESSAGE_FROM
    return category === 'service' || freeUtility ? free : charged
  }
  if (category === 'service' && at.freeLeft > 0) return at.freeFlag === 'regular' ? { ...charged, billable: false } : free
  return charged
}

/** The card's own row for a country: its market, or the region it lies in. */
export const marketOf = (country: string): string => (CARD[country] ? country : (REGION[country] ?? 'other'))

/** The price as money, from the card in force since 1 Oct 2026; null before it, since older cards are not known to us. */
export function amountOf(pricing: Pricing, country: string, now: Instant): { amount: string; currency: string } | null {
  if (now < SERVICE_CHARGED_FROM) return null
  if (!pricing.billable) return { amount: '0.0000', currency: 'USD' }
  const rates = CARD[marketOf(country)]
  const amount = rates?.[pricing.category === 'marketing' ? 0 : 1]
  return amount === undefined ? null : { amount, currency: 'USD' }
}

/** Month of the moment where the business is: the free messages start anew at its midnight. */
export function monthOf(now: Instant, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit' }).formatToParts(now)
  return parts.filter((part) => part.type === 'year' || part.type === 'month').map((part) => part.value).join('-')
}

export const freeUsed = (world: World, number: NumberRow): number => world.get<{ used: number }>('free', `${number.id}/${monthOf(world.now(), number.timeZone)}`)?.used ?? 0

/** Books one delivered service message against the month. */
export function useFree(world: World, number: NumberRow): void {
  world.put('free', `${number.id}/${monthOf(world.now(), number.timeZone)}`, { used: freeUsed(world, number) + 1 })
}

/** The pricing of a message to this person now. */
export function priceFor(world: World, number: NumberRow, customer: CustomerRow, category: Category): Pricing {
  const pair = pairOf(world, number.id, customer.id)
  const now = world.now()
  return pricingOf(category, { now, inWindow: windowOpen(pair, now), inFreeEntry: freeEntryOpen(pair, now), freeLeft: FREE_SERVICE_MESSAGES - freeUsed(world, number), freeFlag: number.freeFlag })
}
