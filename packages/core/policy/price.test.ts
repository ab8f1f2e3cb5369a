import { describe, expect, test } from 'vitest'
import { hours } from '../model/ids.js'
import type { Facts, Intent } from '../model/verdict.js'
import { priceOf } from './price.js'
import { ago, factsOf, ledger, NOW, template, text } from './testing/facts.js'
import { counted, open, priced } from './testing/sample-rules.js'

const euros = { account: { ...factsOf(open).account, currency: 'EUR' } }
const from = (country: string | null) => ({ identity: { country, reachable: null } })
const spent = { quotas: { free_replies: { used: 2 } } }
const at = (now: number, change: Partial<Facts> = {}) => factsOf(priced, { now, ...change })
const SEPTEMBER = Date.UTC(2026, 8, 30, 23, 59, 59, 999)
const OCTOBER = Date.UTC(2026, 9, 1)
const usd = (amount: string, priceClass: string) => ({ amount, currency: 'USD', class: priceClass })

const rows: [string, Intent, Facts, ReturnType<typeof priceOf>][] = [
  ['a marketing template to Spain', template('MARKETING'), factsOf(priced), usd('0.0707', 'marketing')],
  ['a utility template to Spain', template('UTILITY'), factsOf(priced), usd('0.0200', 'utility')],
  ['a country without a market of its own', template('MARKETING'), factsOf(priced, from('FR')), usd('0.0604', 'marketing')],
  ['a class that the market does not list is free', template('UTILITY'), factsOf(priced, from('FR')), usd('0.0000', 'utility')],
  ['no country, no price', template('UTILITY'), factsOf(priced, from(null)), null],
  ['a category the card does not class', template('PERSONAL'), factsOf(priced), null],
  ['the account’s own currency where there is a card', template('UTILITY'), factsOf(priced, euros), { amount: '0.0190', currency: 'EUR', class: 'utility' }],
  ['a market that card does not have: the other currency, as such', template('MARKETING'), factsOf(priced, { ...euros, ...from('FR') }), usd('0.0604', 'marketing')],
  ['no card in the account’s currency: the newest that has the market', template('MARKETING'), factsOf(priced, { account: { ...euros.account, currency: 'JPY' }, ...from('FR') }), usd('0.0604', 'marketing')],
  ['before that card began, the other one as it is', template('UTILITY'), at(OCTOBER, euros), usd('0.0200', 'utility')],
  ['the old card until its last moment', template('MARKETING'), at(SEPTEMBER), usd('0.0500', 'marketing')],
  ['the new card from its first', template('MARKETING'), at(OCTOBER), usd('0.0707', 'marketing')],
  ['before any card', template('MARKETING'), at(0), null],
  ['a free reply before any card is free in the account’s currency', text, at(0), usd('0.0000', 'service')],
  ['a reply before replies cost', text, at(SEPTEMBER, spent), usd('0.0000', 'service')],
  ['a reply at the very instant from which replies cost', text, at(OCTOBER, spent), usd('0.0200', 'service')],
  ['a reply among the free ones of the month', text, factsOf(priced, { quotas: { free_replies: { used: 1 } } }), usd('0.0000', 'service')],
  ['a reply after them', text, factsOf(priced, spent), usd('0.0200', 'service')],
  ['a free reply needs no country', text, factsOf(priced, from(null)), usd('0.0000', 'service')],
  ['a reaction', { ...text, kind: 'reaction' }, factsOf(priced, spent), usd('0.0000', 'service')],
  ['a utility template inside the window, before replies cost', template('UTILITY'), at(SEPTEMBER, { grants: ledger(priced, [['message', SEPTEMBER]]) }), usd('0.0000', 'utility')],
  ['the same, with nothing open but a better price', template('UTILITY'), at(SEPTEMBER, { grants: [{ kind: 'free_entry', act: 'reply', openedAt: SEPTEMBER - 2, closesAt: SEPTEMBER, left: null }, ...ledger(priced, [['ad_entry', SEPTEMBER - 3]])] }), usd('0.0100', 'utility')],
  ['the same, after the window', template('UTILITY'), at(SEPTEMBER, { grants: ledger(priced, [['message', SEPTEMBER - hours(24)]]) }), usd('0.0100', 'utility')],
  ['the same, outside the window', template('UTILITY'), at(SEPTEMBER), usd('0.0100', 'utility')],
  ['the same, now', template('UTILITY'), factsOf(priced, { grants: ledger(priced, [ago(0)]) }), usd('0.0200', 'utility')],
  ['a marketing template inside the window, before replies cost', template('MARKETING'), at(SEPTEMBER, { grants: ledger(priced, [['message', SEPTEMBER]]) }), usd('0.0500', 'marketing')],
  ['a channel that charges nothing', text, factsOf(counted), usd('0.0000', 'free')],
]
test.each(rows)('%s', (_sentence, intent, facts, price) => expect(priceOf(intent, facts)).toEqual(price))

describe('the free entry point of an ad', () => {
  const entered = ledger(priced, [ago(hours(1), 'ad_entry')])
  const free = { kind: 'free_entry', act: 'reply', openedAt: NOW - 1, closesAt: NOW + 1, left: null }
  const ended = { ...free, closesAt: NOW }
  const cost = (grants: Facts['grants']) => priceOf(template('MARKETING'), factsOf(priced, { grants }))?.amount
  test('everything is free while it is open', () => expect(cost([free])).toBe('0.0000'))
  test('and costs from its closing instant', () => expect(cost([ended])).toBe('0.0707'))
  test('the answer that opens it is free already', () => expect(cost(entered)).toBe('0.0000'))
  test('not once it was opened and ended', () => expect(cost([...entered, ended])).toBe('0.0707'))
  test('not a day after the ad', () => expect(cost(ledger(priced, [ago(hours(24), 'ad_entry')]))).toBe('0.0707'))
})

test('a rule that names no date charges replies from the start, and without an allowance every one', () => {
  const { freeformChargedFrom: _, allowanceQuota: __, ...price } = priced.price!
  expect(priceOf(text, factsOf({ ...priced, price }))?.amount).toBe('0.0200')
})
test('a country of no market', () => {
  expect(priceOf(template('UTILITY'), factsOf({ ...priced, price: { ...priced.price!, marketOf: { ES: 'Spain' } } }, from('FR')))).toBeNull()
})
test('a rule that frees no template inside the window', () => {
  const { freeInsideWindowBefore: _, ...price } = priced.price!
  expect(priceOf(template('UTILITY'), factsOf({ ...priced, price }, { now: SEPTEMBER, grants: ledger(priced, [['message', SEPTEMBER]]) }))?.amount).toBe('0.0100')
})
test('a rule without free grants, and one whose free grant nobody declares', () => {
  const { freeDuring: _, ...price } = priced.price!
  expect(priceOf(template('UTILITY'), factsOf({ ...priced, price }))?.amount).toBe('0.0200')
  expect(priceOf(template('UTILITY'), factsOf({ ...priced, price: { ...price, freeDuring: ['elsewhere'] } }))?.amount).toBe('0.0200')
})
