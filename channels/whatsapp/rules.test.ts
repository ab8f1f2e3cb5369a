/** The declaration under the product's own engine: what WhatsApp's rules come to for one message. */
import { decide, grantsOpenedBy, guardOf, noGuard, nothingSaid, onReplyGrants, type Facts, type Grant, type Intent } from '@recado/core'
import { describe, expect, test } from 'vitest'
import { whatsapp } from './channel.js'

const { rules } = whatsapp
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const NOVEMBER = Date.parse('2026-11-20T10:00:00Z')
const SEPTEMBER = Date.parse('2026-09-30T23:00:00Z')

function facts(now: number, grants: readonly Grant[], more: { country?: string; answers?: number; people?: number; settings?: Record<string, unknown> } = {}): Facts {
  return {
    rules, now, grants, pairSends: [],
    account: { state: 'ready', settings: more.settings ?? {}, timeZone: 'Europe/Madrid', currency: 'USD' },
    identity: { country: more.country ?? 'ES', reachable: null },
    consent: { ...nothingSaid, entries: [{ purpose: 'marketing', category: null, channel: null, identityId: null, state: 'given', at: 0, expiresAt: null }] },
    quotas: { free_service_messages: { used: more.answers ?? 0 }, unique_people: { used: more.people ?? 0, includesIdentity: false } },
  }
}

const wrote = (at: number, act = 'message'): Grant[] => grantsOpenedBy(rules, act, at, {})
const answer: Intent = { kind: 'text', purpose: 'service', author: 'human' }
const template = (category: string, purpose: Intent['purpose']): Intent => ({ kind: 'template', purpose, author: 'human', template: { id: 't', category, status: 'approved', missing: [] } })
const verdict = (intent: Intent, given: Facts, guard = noGuard) => {
  const said = decide(intent, given, guard)
  return said.kind === 'allow' ? [said.as, said.price?.amount ?? null] : said.code
}

describe('the window', () => {
  test.each<[string, number, string | (string | null)[]]>([
    ['a moment before the end', NOVEMBER + 24 * HOUR - 1, ['freeform', '0.0000']], ['at the closing instant', NOVEMBER + 24 * HOUR, 'window_closed'],
  ])('%s', (_when, now, expected) => expect(verdict(answer, facts(now, wrote(NOVEMBER)))).toEqual(expected))
  test('a call opens it as a message does', () => expect(verdict(answer, facts(NOVEMBER + HOUR, wrote(NOVEMBER, 'call')))).toEqual(['freeform', '0.0000']))
  test('we close a minute early', () => {
    expect(verdict(answer, facts(NOVEMBER + 24 * HOUR - MINUTE - 1, wrote(NOVEMBER)), guardOf(rules))).toEqual(['freeform', '0.0000'])
    expect(verdict(answer, facts(NOVEMBER + 24 * HOUR - MINUTE, wrote(NOVEMBER)), guardOf(rules))).toBe('window_closed')
  })
  test('an ad entry alone opens nothing', () => expect(verdict(answer, facts(NOVEMBER, wrote(NOVEMBER, 'ad_entry')))).not.toContain('freeform'))
})

describe('the price', () => {
  const spent = { answers: 1_000 }
  test.each<[string, Intent, Facts, string | null]>([
    ['the 1,000th answer of a month is free', answer, facts(NOVEMBER, wrote(NOVEMBER), { answers: 999 }), '0.0000'],
    ['the 1,001st costs', answer, facts(NOVEMBER, wrote(NOVEMBER), spent), '0.0200'],
    ['in Germany', answer, facts(NOVEMBER, wrote(NOVEMBER), { ...spent, country: 'DE' }), '0.0550'],
    ['where no rate is known it is not guessed', answer, facts(NOVEMBER, wrote(NOVEMBER), { ...spent, country: 'KW' }), null],
    ['a reaction costs nothing', { ...answer, kind: 'reaction' }, facts(NOVEMBER, wrote(NOVEMBER), spent), '0.0000'],
    ['before October answers were free', answer, facts(SEPTEMBER, wrote(SEPTEMBER), spent), '0.0000'],
    ['a utility template inside the window costs now', template('UTILITY', 'service'), facts(NOVEMBER, wrote(NOVEMBER)), '0.0200'],
    ['and did not before October', template('UTILITY', 'service'), facts(SEPTEMBER, wrote(SEPTEMBER)), '0.0000'],
    ['marketing to Spain', template('MARKETING', 'marketing'), facts(NOVEMBER, []), '0.0707'],
    ['the first answer to an ad is free', answer, facts(NOVEMBER, [...wrote(NOVEMBER), ...wrote(NOVEMBER, 'ad_entry')], spent), '0.0000'],
  ])('%s', (_what, intent, given, amount) => expect(verdict(intent, given)).toContain(amount))

  test('everything is free for 72 hours from the answer to an ad, and not a moment longer', () => {
    const answered = NOVEMBER + HOUR
    const opened = onReplyGrants(rules, wrote(NOVEMBER, 'ad_entry'), answered)
    const later = (now: number) => verdict(template('MARKETING', 'marketing'), facts(now, opened))
    expect(later(answered + 72 * HOUR - 1)).toEqual(['template', '0.0000'])
    expect(later(answered + 72 * HOUR)).toEqual(['template', '0.0707'])
  })
  test('an ad answered after a day opens nothing', () => {
    expect(onReplyGrants(rules, wrote(NOVEMBER, 'ad_entry'), NOVEMBER + 24 * HOUR - 1)).toHaveLength(1)
    expect(onReplyGrants(rules, wrote(NOVEMBER, 'ad_entry'), NOVEMBER + 24 * HOUR)).toEqual([])
  })
})

describe('refused', () => {
  test('marketing to the United States, not to Canada', () => {
    expect(verdict(template('MARKETING', 'marketing'), facts(NOVEMBER, [], { country: 'US' }))).toBe('country_not_reachable')
    expect(verdict(template('MARKETING', 'marketing'), facts(NOVEMBER, [], { country: 'CA' }))).toEqual(['template', '0.0250'])
    expect(verdict(template('UTILITY', 'service'), facts(NOVEMBER, [], { country: 'US' }))).toEqual(['template', '0.0034'])
  })
  test('anything to a sanctioned country; a blocked one is only warned of', () => {
    expect(verdict(answer, facts(NOVEMBER, wrote(NOVEMBER), { country: 'CU' }))).toBe('country_not_reachable')
    expect(verdict(answer, facts(NOVEMBER, wrote(NOVEMBER), { country: 'CN' }))).toContain('freeform')
  })
  test('the 251st person in a day, unless the account may more or the window is open', () => {
    const code = template('UTILITY', 'notification')
    expect(verdict(code, facts(NOVEMBER, [], { people: 249 }))).toContain('template')
    expect(verdict(code, facts(NOVEMBER, [], { people: 250 }))).toBe('quota_exhausted')
    expect(verdict(code, facts(NOVEMBER, [], { people: 250, settings: { messagingLimit: 2_000 } }))).toContain('template')
    expect(verdict(code, facts(NOVEMBER, wrote(NOVEMBER), { people: 250 }))).toContain('template')
  })
})
