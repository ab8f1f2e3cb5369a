import { describe, expect, test } from 'vitest'
import { denials, type DenyCode } from '../errors.js'
import { hours, minutes } from '../model/ids.js'
import type { Price, Remedy, Verdict } from '../model/verdict.js'
import { comparePrices, remediesFor, withRemedies, type Alternatives } from './remedies.js'
import { NOW } from './testing/facts.js'
import { deny } from './verdicts.js'

const usd = (amount: string): Price => ({ amount, currency: 'USD', class: 'utility' })
const allow = (price: Price | null): Verdict => ({ kind: 'allow', as: 'freeform', until: NOW + hours(1), left: 3, price, source: 'source' })
const nothing: Alternatives = { templates: [], others: [], now: NOW }
const all: Alternatives = {
  templates: [{ id: 'dear', price: usd('0.0707') }, { id: 'cheap', price: usd('0.0200') }, { id: 'unknown', price: null }],
  others: [
    { conversationId: 'closed', channel: 'messenger', verdict: deny('window_closed', 'source') },
    { conversationId: 'free', channel: 'wechat', verdict: allow(usd('0')) },
    { conversationId: 'paid', channel: 'whatsapp', verdict: allow(usd('0.0300')) },
  ],
  now: NOW,
}
const brief = (remedies: readonly Remedy[]) => remedies.map((one) => one.conversationId ?? one.templateIds?.join() ?? one.kind)

test.each([
  ['window_closed', ['free', 'cheap,dear,unknown', 'paid', 'ask_to_write']],
  ['replies_exhausted', ['free', 'cheap,dear,unknown', 'paid', 'ask_to_write']],
  ['contact_must_write_first', ['free', 'cheap,dear,unknown', 'paid', 'ask_to_write']],
  ['human_only', ['free', 'cheap,dear,unknown', 'paid', 'ask_to_write']],
  ['not_approved_for_tag', ['free', 'cheap,dear,unknown', 'paid', 'ask_to_write']],
  ['template_not_approved', ['free', 'cheap,dear,unknown', 'paid']],
  ['consent_missing', ['free', 'paid', 'consent']],
  ['opted_out', ['free', 'paid']],
  ['country_not_reachable', ['free', 'paid']],
  ['identity_unreachable', ['free', 'paid', 'ask_to_write']],
  ['account_disconnected', ['free', 'paid']],
  ['quota_exhausted', ['free', 'paid', 'wait']],
  ['budget_exhausted', ['free', 'paid', 'wait']],
  ['pair_rate', ['wait', 'free', 'paid']],
  ['too_long', []], ['media_type', []], ['media_too_large', []], ['content_unsupported', []], ['parameter_missing', []], ['parameter_invalid', []],
] as [DenyCode, string[]][])('after %s: %j', (code, ways) => {
  expect(brief(remediesFor(deny(code, 'source', NOW + minutes(1)), all))).toEqual(ways)
})

test('every refusal has been thought of', () => {
  for (const code of Object.keys(denials) as DenyCode[]) expect(() => remediesFor(deny(code, 'source'), nothing)).not.toThrow()
})

describe('what a remedy says', () => {
  test('an app with its end and price', () => {
    expect(remediesFor(deny('window_closed', 'source'), { ...all, templates: [] })[0])
      .toEqual({ kind: 'other_channel', conversationId: 'free', channel: 'wechat', until: NOW + hours(1), price: usd('0') })
  })
  test('templates with the price of the cheapest', () => {
    expect(remediesFor(deny('window_closed', 'source'), { ...all, others: [] })[0]).toEqual({ kind: 'template', templateIds: ['cheap', 'dear', 'unknown'], price: usd('0.0200') })
  })
  test('only asking is left when there is nothing else', () => expect(remediesFor(deny('window_closed', 'source'), nothing)).toEqual([{ kind: 'ask_to_write' }]))
  test('waiting needs a moment that is still to come', () => {
    expect(remediesFor(deny('pair_rate', 'source', NOW + 1), nothing)).toEqual([{ kind: 'wait', until: NOW + 1 }])
    expect(remediesFor(deny('pair_rate', 'source', NOW), nothing)).toEqual([])
    expect(remediesFor(deny('quota_exhausted', 'source'), nothing)).toEqual([])
  })
  test('an allowed verdict stays as it is', () => {
    expect(withRemedies(allow(null), all)).toEqual(allow(null))
    expect(withRemedies(deny('opted_out', 'source'), nothing)).toMatchObject({ code: 'opted_out', remedies: [] })
    expect(withRemedies(deny('window_closed', 'source'), nothing)).toMatchObject({ remedies: [{ kind: 'ask_to_write' }] })
  })
})

test.each([
  ['free before cheap', usd('0.0000'), usd('0.0001'), -1],
  ['cheap before dear', usd('0.01'), usd('0.0200'), -1],
  ['two free ones, in whatever currency', usd('0'), { ...usd('0'), currency: 'EUR' }, 0],
  ['known before unknown', usd('9'), null, -1],
  ['two unknown ones', null, undefined, 0],
  ['other currencies are kept apart, never converted', { ...usd('9'), currency: 'EUR' }, usd('0.01'), -1],
  ['the same price', usd('0.02'), usd('0.0200'), 0],
])('%s', (_sentence, a, b, order) => {
  expect(comparePrices(a, b)).toBe(order)
  expect(comparePrices(b, a)).toBe(order === 0 ? 0 : -order)
})
