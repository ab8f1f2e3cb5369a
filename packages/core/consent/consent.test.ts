import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { days } from '../model/ids.js'
import { NOW, said } from '../policy/testing/facts.js'
import { law } from '../policy/testing/invariant.js'
import { nothingSaid } from './facts.js'
import { refusedByBasis } from './lawful.js'
import { type Basis, type ConsentFact, expiryOf } from './model.js'
import { type ConsentQuestion, standingOf } from './standing.js'
import { mayRestOn, walk } from './testing/oracle.js'
import { consentFacts, lines, topics } from './testing/stories.js'

/** News on WhatsApp, to her address there. */
const question: ConsentQuestion = { purpose: 'marketing', category: 'news', channel: 'whatsapp', identityId: 'her-number' }
const ago = (n: number, change: Partial<ConsentFact> = {}): ConsentFact => said({ at: NOW - days(n), ...change })
const no = { state: 'withdrawn' } as const
const twice = { state: 'confirmed' } as const

describe('where she stands', () => {
  const rows: [sentence: string, ledger: ConsentFact[], stands: string][] = [
    ['she never said anything', [], 'none'],
    ['she said yes to everything', [ago(3)], 'given'],
    ['she said yes to news', [ago(3, { category: 'news' })], 'given'],
    ['she said yes to offers only', [ago(3, { category: 'offers' })], 'none'],
    ['she said yes on WhatsApp', [ago(3, { channel: 'whatsapp' })], 'given'],
    ['she said yes on WeChat only', [ago(3, { channel: 'wechat' })], 'none'],
    ['she said yes on WhatsApp at this very number', [ago(3, { channel: 'whatsapp', identityId: 'her-number' })], 'given'],
    ['she said yes on WhatsApp at another number of hers', [ago(3, { channel: 'whatsapp', identityId: 'another' })], 'none'],
    ['she said yes on WeChat, to every app', [ago(3, { identityId: 'her-openid' })], 'given'],
    ['she agreed to be told about her orders', [ago(3, { purpose: 'notification' })], 'none'],
    ['she said yes and then no', [ago(3), ago(2, no)], 'withdrawn'],
    ['she said no and then yes', [ago(3, no), ago(2)], 'given'],
    ['the no was written down after the yes that came later', [ago(2), ago(3, no)], 'given'],
    ['yes and no at one instant', [ago(2), ago(2, no)], 'withdrawn'],
    ['no and yes at one instant', [ago(2, no), ago(2)], 'withdrawn'],
    ['she took everything back after a yes to news', [ago(3, { category: 'news' }), ago(2, no)], 'withdrawn'],
    ['she took offers back after a yes to everything', [ago(3), ago(2, { ...no, category: 'offers' })], 'given'],
    ['she took news back after a yes to everything', [ago(3), ago(2, { ...no, category: 'news' })], 'withdrawn'],
    ['she took news back and later said yes to everything', [ago(3, { ...no, category: 'news' }), ago(2)], 'given'],
    ['she ended WeChat after a yes to every app', [ago(3), ago(2, { ...no, channel: 'wechat' })], 'given'],
    ['she ended WhatsApp after a yes to every app', [ago(3), ago(2, { ...no, channel: 'whatsapp' })], 'withdrawn'],
    ['she ended another number of hers', [ago(3), ago(2, { ...no, channel: 'whatsapp', identityId: 'another' })], 'given'],
    ['she wrote "Baja" on WeChat: every app ends', [ago(3), ago(2, { ...no, identityId: 'her-openid' })], 'withdrawn'],
    ['asked for her second yes', [ago(3, { state: 'pending' })], 'pending'],
    ['asked again after she had confirmed', [ago(3, twice), ago(2, { state: 'pending' })], 'confirmed'],
    ['asked again after she had withdrawn', [ago(3, no), ago(2, { state: 'pending' })], 'withdrawn'],
    ['she confirmed', [ago(3), ago(2, twice)], 'confirmed'],
    ['a yes on a form after she had confirmed takes nothing away', [ago(3, twice), ago(2)], 'confirmed'],
    ['her yes lapses tomorrow', [ago(3, { expiresAt: NOW + days(1) })], 'given'],
    ['her yes lapses this instant', [ago(3, { expiresAt: NOW })], 'expired'],
    ['an earlier yes lasts longer than the lapsed one', [ago(9), ago(3, { expiresAt: NOW - 1 })], 'given'],
    ['it was written down that her yes lapsed', [ago(3), ago(2, { state: 'expired' })], 'expired'],
    ['the yes to offers lapsed, not the one to news', [ago(3, { category: 'news' }), ago(2, { state: 'expired', category: 'offers' })], 'given'],
    ['she said yes again after it lapsed', [ago(3, { expiresAt: NOW - days(2) }), ago(2, { state: 'expired' }), ago(1)], 'given'],
    ['it had lapsed before she said no', [ago(9, { expiresAt: NOW - days(5) }), ago(2, no)], 'withdrawn'],
  ]
  test.each(rows)('%s', (_sentence, ledger, stands) => expect(standingOf(ledger, question, NOW).state).toBe(stands))

  test('a message about nothing in particular needs a yes to everything', () => {
    const general = { ...question, category: null }
    expect(standingOf([ago(3, { category: 'news' })], general, NOW).state).toBe('none')
    expect(standingOf([ago(3, { category: 'news' }), ago(2, { ...no, category: 'news' }), ago(1)], general, NOW).state).toBe('given')
  })

  test('names the line that proves it and when it lapses', () => {
    const [old, fresh] = [ago(3, { expiresAt: NOW + days(9) }), ago(2, { expiresAt: NOW + days(5) })]
    expect(standingOf([old, fresh], question, NOW)).toEqual({ state: 'given', proof: fresh, until: NOW + days(9) })
    expect(standingOf([old, ago(1, { expiresAt: null })], question, NOW).until).toBeNull()
    expect(standingOf([old, ago(1, no)], question, NOW)).toMatchObject({ state: 'withdrawn', proof: { at: NOW - days(1) }, until: null })
  })
})

describe('may she be written to', () => {
  const facts = (basis: Basis, entries: ConsentFact[] | null, more: { doubleOptIn?: boolean; existingCustomer?: boolean | null } = {}) => ({
    ...nothingSaid, channel: 'whatsapp', identityId: 'her-number', entries, existingCustomer: more.existingCustomer ?? null, purposes: { ...nothingSaid.purposes, marketing: { basis, doubleOptIn: more.doubleOptIn ?? false } },
  })
  const rows: [sentence: string, known: ReturnType<typeof facts>, claimed: Basis | null, refused: string | null][] = [
    ['by consent, with a yes', facts('consent', [ago(3)]), null, null],
    ['by consent, without one', facts('consent', []), null, 'consent_missing'],
    ['by consent, taken back', facts('consent', [ago(3), ago(2, no)]), null, 'opted_out'],
    ['by consent, lapsed', facts('consent', [ago(3, { expiresAt: NOW })]), null, 'consent_missing'],
    ['by consent, one yes where two are demanded', facts('consent', [ago(3)], { doubleOptIn: true }), null, 'consent_missing'],
    ['by consent, two where two are demanded', facts('consent', [ago(3), ago(2, twice)], { doubleOptIn: true }), null, null],
    ['by consent, nobody has looked', facts('consent', null), null, 'consent_missing'],
    ['a customer already, by what she bought', facts('existing_customer', [], { existingCustomer: true }), null, null],
    ['no customer yet', facts('existing_customer', [], { existingCustomer: false }), null, 'consent_missing'],
    ['no customer yet, but she said yes', facts('existing_customer', [ago(3)], { existingCustomer: false }), null, null],
    ['a customer who wants none', facts('existing_customer', [ago(3, no)], { existingCustomer: true }), null, 'opted_out'],
    ['a customer, nobody has looked at her ledger', facts('existing_customer', null, { existingCustomer: true }), null, 'consent_missing'],
    ['by legitimate interest', facts('legitimate_interest', []), null, null],
    ['by legitimate interest, and she objected', facts('legitimate_interest', [ago(3, no)]), null, 'opted_out'],
    ['by legitimate interest, nobody has looked', facts('legitimate_interest', null), null, 'consent_missing'],
    ['by contract', facts('contract', null), null, null],
    ['a writer who asks for consent though the contract would do', facts('contract', []), 'consent', 'consent_missing'],
    ['a writer who claims a contract where the owner wants consent', facts('consent', []), 'contract', 'consent_missing'],
    ['a writer who claims an interest where the owner wants consent', facts('consent', []), 'legitimate_interest', 'consent_missing'],
  ]
  test.each(rows)('%s', (_sentence, known, claimed, refused) => expect(refusedByBasis('marketing', 'news', claimed, known, NOW)).toBe(refused))
})

describe('laws', () => {
  const questions = fc.record({ purpose: fc.constant('marketing' as const), category: topics, channel: fc.constantFrom('a', 'b'), identityId: fc.constantFrom('i1', 'i2') })
  const ledgers = fc.array(lines, { maxLength: 7 })
  const allowed = ['given', 'confirmed']

  law('the ledger says what the second telling says', [ledgers, questions], (ledger, asked) => {
    const { standing, tookBack } = walk(ledger, asked, NOW)
    const { state } = standingOf(ledger, asked, NOW)
    expect(allowed.includes(state)).toBe(standing.length > 0)
    expect(state === 'confirmed').toBe(standing.some((yes) => yes.state === 'confirmed'))
    expect(state === 'withdrawn').toBe(tookBack)
  })
  law('the order in which lines were written down changes nothing', [ledgers, questions, fc.nat(9)], (ledger, asked, by) => {
    expect(standingOf([...ledger.slice(by), ...ledger.slice(0, by)], asked, NOW).state).toBe(standingOf(ledger, asked, NOW).state)
  })
  law('after a withdrawal of everything nothing stands, whatever came before', [ledgers, questions], (ledger, asked) => {
    expect(standingOf([...ledger, said({ ...no, at: NOW + 9 })], asked, NOW).state).toBe('withdrawn')
  })
  law('time alone never opens anything', [ledgers, questions, fc.nat(99)], (ledger, asked, later) => {
    if (allowed.includes(standingOf(ledger, asked, NOW + later).state)) expect(allowed).toContain(standingOf(ledger, asked, NOW).state)
  })
  law('the proof is a line of the ledger that covers the question and says what is shown', [ledgers, questions], (ledger, asked) => {
    const { state, proof } = standingOf(ledger, asked, NOW)
    if (allowed.includes(state) || state === 'withdrawn') expect(proof && [ledger.includes(proof), proof.state]).toEqual([true, state])
  })
  law('a basis refuses exactly where the second telling finds no ground', [consentFacts, topics, fc.constantFrom('service' as const, 'notification' as const, 'marketing' as const)], (known, category, purpose) => {
    expect(refusedByBasis(purpose, category, null, known, NOW) === null).toBe(mayRestOn(known, { purpose, category, channel: known.channel, identityId: known.identityId }, NOW))
  })
})

test.each([
  ['a month', '2026-01-15T10:00:00Z', 1, '2026-02-15T10:00:00Z'], ['from the last of January', '2026-01-31T10:00:00Z', 1, '2026-02-28T10:00:00Z'], ['into a leap year', '2027-08-31T00:00:00Z', 6, '2028-02-29T00:00:00Z'],
  ['two years', '2026-11-22T10:00:00Z', 24, '2028-11-22T10:00:00Z'], ['over new year', '2026-12-31T23:59:59Z', 2, '2027-02-28T23:59:59Z'],
])('a consent lapses %s later, on the same day or that month’s last', (_what, at, months, until) => {
  expect(new Date(expiryOf(Date.parse(at), months)!).toISOString()).toBe(new Date(until).toISOString())
  expect(expiryOf(Date.parse(at), null)).toBeNull()
})
