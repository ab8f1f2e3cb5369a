/** Bills worked out by hand. The arithmetic stands beside each; nothing here is computed by what it tests. */
import { describe, expect, test } from 'vitest'
import type { Instant } from '../model/ids.js'
import type { PriceRule } from '../model/rules.js'
import { addAmounts } from '../policy/money.js'
import { estimateOf } from './estimate.js'
import { rateOf } from './cards.js'
import { billFor, type BillFacts, type Difference, type FreeReason } from './settle.js'

/** The card of October 2026 as the fact sheet has it, and an invented one of January 2027 with a volume tier in India. */
const RULE: PriceRule = {
  source: 'source:price',
  marketOf: { ES: 'Spain', DE: 'Germany', IN: 'India', FR: 'France', '*': 'Other' },
  classOf: { freeform: 'service', template: { MARKETING: 'marketing', UTILITY: 'utility', AUTHENTICATION: 'authentication' } },
  freeformChargedFrom: Date.UTC(2026, 9, 1), freeKinds: ['reaction'], allowanceQuota: 'free_replies',
  reported: { free: { free_customer_service: 'free_window', free_entry_point: 'free_entry_point' }, classes: { marketing_lite: 'marketing' } },
  cards: [
    { currency: 'USD', effectiveFrom: Date.UTC(2026, 9, 1), source: 'october', markets: { Spain: { marketing: '.0707', utility: '.0200', service: '.0200' }, Germany: { marketing: '.1365', utility: '.0550', service: '.0550' }, India: { marketing: '.0118', utility: '.0014', service: '.0014' } }, tiers: { India: { utility: [{ after: 1_000, amount: '.0010' }, { after: 5_000, amount: '.0008' }] } } },
    { currency: 'USD', effectiveFrom: Date.UTC(2026, 11, 31, 23), source: 'january', markets: { Spain: { marketing: '.0800', utility: '.0250', service: '.0250' }, Germany: { marketing: '.1365', utility: '.0550', service: '.0550' } } },
    { currency: 'EUR', effectiveFrom: Date.UTC(2026, 9, 1), source: 'euro', markets: { France: { marketing: '.0790', utility: '.0280', service: '.0280' } } },
  ],
}
const NOVEMBER = Date.UTC(2026, 10, 16, 12)
const cards = { a: { rule: RULE, currency: 'USD', at: NOVEMBER, portfolio: 'p' } }
const group = (country: string | null, priceClass: string | null, count: number, covered?: number) => ({ accountId: 'a', country, priceClass, count, ...(covered === undefined ? {} : { covered }) })

describe('the estimate', () => {
  test('of the fact sheet: 10,000 marketing to Spain', () => {
    // 10,000 x 0.0707 = 707.00
    expect(estimateOf([group('ES', 'MARKETING', 10_000)], cards)).toMatchObject({ maximum: [{ amount: '707.0000', currency: 'USD' }], unpriced: 0, lines: [{ market: 'Spain', priceClass: 'marketing', free: 0, unit: '0.0707' }] })
  })

  test('of the fact sheet: 3,000 replies of one number to Spaniards', () => {
    // (3,000 - 1,000) x 0.02 = 40.00
    expect(estimateOf([group('ES', null, 3_000)], cards, { a: 1_000 })).toMatchObject({ maximum: [{ amount: '40.0000', currency: 'USD' }], lines: [{ count: 3_000, free: 1_000 }] })
  })

  test('of mixed markets gives the free replies to the cheapest, so that it stays a maximum', () => {
    // 600 to Germany and 600 to Spain, 1,000 free: the 600 Spanish (0.02) and 400 of the German ones are free; 200 x 0.055 = 11.00
    expect(estimateOf([group('DE', null, 600), group('ES', null, 600)], cards, { a: 1_000 }).maximum).toEqual([{ amount: '11.0000', currency: 'USD' }])
    // Were it the other way about, 200 x 0.02 = 4.00 would be less than what may come.
  })

  test('passes two tiers, from what the month has charged already', () => {
    // 800 charged before; 5,000 more: 200 x 0.0014 = 0.28; 4,000 x 0.0010 = 4.00; 800 x 0.0008 = 0.64; together 4.92
    const found = estimateOf([group('IN', 'UTILITY', 5_000)], cards, {}, { 'p/India/utility': 800 })
    expect(found.lines.map(({ count, unit, amount }) => [count, unit, amount])).toEqual([[200, '0.0014', '0.2800'], [4_000, '0.0010', '4.0000'], [800, '0.0008', '0.6400']])
    expect(found.maximum).toEqual([{ amount: '4.9200', currency: 'USD' }])
  })

  test('counts groups of one market and class on one tier', () => {
    // 700 + 700: the first 1,000 at 0.0014 = 1.40, then 400 at 0.0010 = 0.40
    expect(estimateOf([group('IN', 'UTILITY', 700), group('IN', 'utility', 700)], cards).maximum).toEqual([{ amount: '1.8000', currency: 'USD' }])
  })

  test('leaves out whom a free entry point covers', () => {
    // 100 of 400 came from an ad: 300 x 0.0707 = 21.21
    expect(estimateOf([group('ES', 'MARKETING', 400, 100)], cards).maximum).toEqual([{ amount: '21.2100', currency: 'USD' }])
  })

  test('shows a market of another currency as such, and counts those without a price', () => {
    // Spain 10 x 0.0707 = 0.707 USD; France stands on the euro card alone: 10 x 0.079 = 0.79 EUR; nobody knows the country of 7
    const found = estimateOf([group('ES', 'MARKETING', 10), group('FR', 'MARKETING', 10), group(null, 'MARKETING', 7)], cards)
    expect(found).toMatchObject({ maximum: [{ amount: '0.7070', currency: 'USD' }, { amount: '0.7900', currency: 'EUR' }], unpriced: 7 })
    expect(found.lines[2]).toMatchObject({ unit: null, amount: null, currency: null })
  })

  test('takes the card of the day on which they will leave', () => {
    // From midnight in Madrid (23:00 UTC) on: 100 x 0.08 = 8.00 instead of 7.07
    const at = (moment: Instant) => estimateOf([group('ES', 'MARKETING', 100)], { a: { ...cards.a, at: moment } }).maximum[0]!.amount
    expect([at(Date.UTC(2026, 11, 31, 22, 59, 59, 999)), at(Date.UTC(2026, 11, 31, 23))]).toEqual(['7.0700', '8.0000'])
  })

  test('before replies cost, and on a channel that charges nothing, is nothing', () => {
    expect(estimateOf([group('ES', null, 50)], { a: { ...cards.a, at: Date.UTC(2026, 8, 30) } }).maximum.map((sum) => sum.amount)).toEqual(['0.0000'])
    expect(estimateOf([group('ES', null, 50)], { a: { ...cards.a, rule: null } })).toMatchObject({ unpriced: 0, lines: [{ free: 50, amount: '0.0000' }] })
  })
})

type Case = Partial<BillFacts> & { class?: string; estimated?: string }
const facts = ({ class: priceClass = 'utility', estimated = '0.0200', ...more }: Case): BillFacts => ({
  rule: RULE, currency: 'USD', country: 'ES', sentAt: NOVEMBER, deliveredAt: NOVEMBER + 1_000, estimate: { amount: estimated, currency: 'USD', class: priceClass }, kind: 'template', told: { class: priceClass, type: 'regular', billable: true }, allowanceLeft: 0, charged: () => 0, ...more,
})

const QUARTER = Date.UTC(2026, 11, 31, 23)

test.each<[string, Case, string | null, FreeReason | null, Difference | null]>([
  ['a utility template to Spain, as estimated', {}, '0.0200', null, null],
  ['one that never arrived', { deliveredAt: null }, '0.0000', 'undelivered', 'undelivered'],
  ['in a free entry point', { told: { class: 'referral_conversion', type: 'free_entry_point', billable: false } }, '0.0000', 'free_entry_point', 'free_entry_point'],
  ['utility in the window of September', { sentAt: Date.UTC(2026, 8, 30, 21), deliveredAt: Date.UTC(2026, 8, 30, 21), told: { class: 'utility', type: 'free_customer_service', billable: false } }, '0.0000', 'free_window', 'free_window'],
  ['a reply flagged free among the thousand', { class: 'service', told: { class: 'service', type: 'free_customer_service', billable: false } }, '0.0000', 'allowance', 'allowance'],
  ['a reply flagged regular but not billable', { class: 'service', told: { class: 'service', type: 'regular', billable: false } }, '0.0000', 'allowance', 'allowance'],
  ['a reply without a flag, while free ones are left', { class: 'service', told: { class: 'service', type: 'regular' }, allowanceLeft: 1 }, '0.0000', 'allowance', 'allowance'],
  ['the next one, with none left', { class: 'service', told: { class: 'service', type: 'regular' } }, '0.0200', null, null],
  ['thought free, but others had taken the thousand', { class: 'service', estimated: '0.0000', told: { class: 'service', type: 'regular', billable: true }, allowanceLeft: 3 }, '0.0200', null, 'allowance_spent'],
  ['put into marketing by the platform: 0.0707 instead of 0.02', { told: { class: 'marketing', type: 'regular', billable: true } }, '0.0707', null, 'recategorised'],
  ['marketing by its other name', { class: 'marketing', estimated: '0.0707', told: { class: 'marketing_lite', type: 'regular', billable: true } }, '0.0707', null, null],
  ['sent before midnight of the quarter day, delivered after: 0.025', { sentAt: QUARTER - 1, deliveredAt: QUARTER }, '0.0250', null, 'card_change'],
  ['delivered in the last millisecond of the old card', { sentAt: QUARTER - 5, deliveredAt: QUARTER - 1 }, '0.0200', null, null],
  ['the 1,001st charged to India: 0.001 instead of 0.0014', { country: 'IN', estimated: '0.0014', charged: () => 1_000 }, '0.0010', null, 'tier'],
  ['the 1,000th still at the first tier', { country: 'IN', estimated: '0.0014', charged: () => 999 }, '0.0014', null, null],
  ['of a country that no card knows', { country: 'BR', estimate: null }, null, null, 'unpriced'],
  ['a template not billed, nobody says why', { told: { class: 'utility', type: 'regular', billable: false } }, '0.0000', 'not_billable', 'not_billable'],
  ['a reaction', { kind: 'reaction', class: 'service', estimated: '0.0000', told: null }, '0.0000', 'free_kind', null],
  ['on a channel that charges nothing', { rule: null, class: 'free', estimated: '0.0000', told: null }, '0.0000', 'not_charged', null],
  ['delivered without a word on its price: by the card', { told: null }, '0.0200', null, null],
])('%s', (_, given, amount, free, difference) => expect(billFor(facts(given))).toMatchObject({ amount, free, difference }))

test('a month of a shop, line by line', () => {
  // 1,200 replies to Spain, the first 1,000 free:            200 x 0.0200 =  4.0000
  // 40 marketing to Germany, 3 never delivered:               37 x 0.1365 =  5.0505
  // 1,500 utility to India, tier after 1,000:   1,000 x 0.0014 + 500 x 0.0010 =  1.9000
  // 12 utility to Spain in a free entry point:                              =  0.0000
  // 10 utility to Spain sent on 31 December before midnight, 4 delivered after: 6 x 0.02 + 4 x 0.025 = 0.2200
  //                                                                    sum = 11.1705
  const bills = (count: number, of: (index: number) => Case) => Array.from({ length: count }, (_, index) => billFor(facts(of(index))).amount!)
  const all = [
    ...bills(1_200, (index) => ({ class: 'service', told: { class: 'service', type: 'regular' }, allowanceLeft: 1_000 - index })),
    ...bills(40, (index) => ({ country: 'DE', class: 'marketing', estimated: '0.1365', ...(index < 3 ? { deliveredAt: null } : {}) })),
    ...bills(1_500, (index) => ({ country: 'IN', estimated: '0.0014', charged: () => index })),
    ...bills(12, () => ({ told: { class: 'referral_conversion', type: 'free_entry_point', billable: false } })),
    ...bills(10, (index) => ({ sentAt: QUARTER - 60_000, deliveredAt: index < 6 ? QUARTER - 1 : QUARTER + 1 })),
  ]
  expect(all.reduce((sum, amount) => addAmounts(sum, amount), '0')).toBe('11.1705')
})

describe('a country with a market of its own that a card does not list', () => {
  const rule: PriceRule = { ...RULE, marketOf: { ...RULE.marketOf, HU: 'Hungary', IQ: 'Iraq' }, regionOf: { Hungary: 'Rest of the East', Iraq: 'Nowhere' }, cards: [
    { currency: 'USD', effectiveFrom: 0, source: 'old', markets: { 'Rest of the East': { utility: '.0212' } } },
    { currency: 'USD', effectiveFrom: Date.UTC(2027, 0, 1), source: 'new', markets: { 'Rest of the East': { utility: '.0212' }, Hungary: { utility: '.0300' } } },
  ] }
  test.each([['by its region until then', 'HU', NOVEMBER, ['Rest of the East', '.0212']], ['by its own from then on', 'HU', Date.UTC(2027, 0, 1), ['Hungary', '.0300']], ['not at all where the region is unknown, too', 'IQ', NOVEMBER, null], ['not at all without either', 'BR', NOVEMBER, null]] as const)(
    'is charged %s', (_what, country, at, expected) => { const rate = rateOf(rule, 'USD', country, 'utility', at); expect(rate && [rate.market, rate.amount]).toEqual(expected) })
})
