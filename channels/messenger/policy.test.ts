import { describe, expect, it } from 'vitest'
import { decide, grantsOpenedBy, mergeGrant, nothingSaid } from '@recado/core'
import type { Facts, Grant, Intent, SendAs } from '@recado/core'
import { messenger } from './channel.js'
import { readInbound } from './inbound.js'
import { toRequest } from './outbound.js'
import { NOW, outbound, PAGE, PERSON, utility } from './testing/platform.js'

const MINUTE = 60_000
const HOUR = 3_600_000
const DAY = 86_400_000
type Account = Record<string, unknown>
const approved: Account = { humanAgentApproved: true }

/** The window ledger after what Meta delivered `ago` milliseconds before now. */
function ledgerAfter(item: object, ago: number, settings: Account = {}, grants: Grant[] = []): Grant[] {
  const body = { object: 'page', entry: [{ id: PAGE, messaging: [{ sender: { id: PERSON }, recipient: { id: PAGE }, timestamp: NOW - ago, ...item }] }] }
  const acts = readInbound(JSON.stringify(body), { settings: { pageId: PAGE }, arrivedAt: NOW }).flatMap((event) => (event.type === 'message' ? event.acts : event.type === 'act' ? [event.act] : []))
  const rows = new Map(grants.map((grant) => [grant.kind, grant]))
  for (const act of acts) for (const next of grantsOpenedBy(messenger.rules, act, NOW - ago, settings)) {
    const rule = messenger.rules.grants.find((one) => one.kind === next.kind)
    if (rule) rows.set(next.kind, mergeGrant(rule, rows.get(next.kind), next))
  }
  return [...rows.values()]
}

const facts = (grants: Grant[], settings: Account = {}, country: string | null = 'ES'): Facts => ({
  rules: messenger.rules, now: NOW, grants, quotas: {}, pairSends: [],
  account: { state: 'ready', settings, timeZone: 'Europe/Madrid', currency: 'EUR' },
  identity: { country, reachable: null },
  consent: { ...nothingSaid, entries: [{ purpose: 'marketing', category: null, channel: null, identityId: null, state: 'given', at: 0, expiresAt: null }] },
})

const person: Intent = { kind: 'text', purpose: 'service', author: 'human' }
const rule: Intent = { kind: 'text', purpose: 'service', author: 'automation' }
const notice: Intent = { kind: 'text', purpose: 'notification', author: 'automation' }
const promo: Intent = { kind: 'text', purpose: 'marketing', author: 'campaign' }
const template = (purpose: Intent['purpose'], author: Intent['author'] = 'human', category = 'UTILITY'): Intent => ({ kind: 'template', purpose, author, template: { id: 't', category, status: 'approved', missing: [] } })

const wrote = { message: { mid: 'm', text: 'Hola' } }
const fromAd = { message: { mid: 'm', text: 'Hola', referral: { source: 'ADS', type: 'OPEN_THREAD', ad_id: '1' } } }

/** What goes over the wire when the verdict is yes, else the reason why not. */
function outcome(intent: Intent, given: Facts): string {
  const verdict = decide(intent, given)
  if (verdict.kind === 'deny') return verdict.code
  expect(verdict.price?.amount).toBe('0.0000')
  const as: SendAs = verdict.as
  const content = intent.kind === 'template' ? { kind: 'template' as const, parameters: { customer_name: 'Ana', order_id: '1' } } : { kind: 'text' as const, text: 'x' }
  const body = toRequest(outbound(content, { as, ...(verdict.tag && { tag: verdict.tag }), author: intent.author, purpose: intent.purpose, ...(as === 'template' && { template: utility }) }), { links: {} })
  return 'messaging_type' in body ? `${body.messaging_type}${'tag' in body ? ` ${body.tag}` : ''}` : 'sender_action'
}

describe('"may I send this now?" by age of her last act', () => {
  const ages: [string, number][] = [['1 hour', HOUR], ['23 h 54 min 59 s', DAY - 5 * MINUTE - 1_000], ['3 days', 3 * DAY], ['7 days less 5 min and 1 s', 7 * DAY - 5 * MINUTE - 1_000], ['7 days', 7 * DAY], ['30 days', 30 * DAY]]
  const early = ['RESPONSE', 'RESPONSE', 'UPDATE', 'UPDATE']
  const between = ['MESSAGE_TAG HUMAN_AGENT', 'human_only', 'window_closed', 'window_closed']
  const late = ['window_closed', 'window_closed', 'window_closed', 'window_closed']
  it.each(ages.map(([name, age], row) => [name, age, [early, early, between, between, late, late][row]] as const))('%s', (_name, age, expected) => {
    const given = facts(ledgerAfter(wrote, age, approved), approved)
    expect([person, rule, notice, promo].map((intent) => outcome(intent, given))).toEqual(expected)
  })

  it('a person without the approval may not answer after a day, and is told why', () => {
    expect(outcome(person, facts(ledgerAfter(wrote, 3 * DAY)))).toBe('not_approved_for_tag')
    expect(outcome(person, facts(ledgerAfter(wrote, 3 * DAY, { humanAgentApproved: 'true' }), { humanAgentApproved: 'true' }))).toBe('not_approved_for_tag')
  })

  it('closes five minutes early, to the millisecond', () => {
    const at = (age: number, settings: Account = {}) => outcome(person, facts(ledgerAfter(wrote, age, settings), settings))
    expect([at(DAY - 300_001), at(DAY - 300_000)]).toEqual(['RESPONSE', 'not_approved_for_tag'])
    // In the guarded minutes Meta would refuse the tag, since its window is still open.
    expect([at(DAY - 300_000, approved), at(DAY - 1, approved), at(DAY, approved)]).toEqual(['window_closed', 'window_closed', 'MESSAGE_TAG HUMAN_AGENT'])
    expect([at(7 * DAY - 300_001, approved), at(7 * DAY - 300_000, approved)]).toEqual(['MESSAGE_TAG HUMAN_AGENT', 'window_closed'])
  })

  it('nobody who never wrote can be written to', () => {
    expect([person, rule, notice, promo].map((intent) => outcome(intent, facts([], approved)))).toEqual(Array(4).fill('contact_must_write_first'))
  })

  it('promotion needs consent even inside the window', () => {
    const given = facts(ledgerAfter(wrote, HOUR))
    expect(outcome(promo, { ...given, consent: nothingSaid })).toBe('consent_missing')
  })
})

describe('utility templates', () => {
  const closed = (country: string | null) => facts(ledgerAfter(wrote, 30 * DAY), {}, country)
  it.each(['TH', 'PH', 'US', 'VN'])('reach %s at any time, by people and programs', (country) => {
    expect([outcome(template('service'), closed(country)), outcome(template('notification', 'automation'), closed(country)), outcome(template('notification', 'campaign'), facts([], {}, country))]).toEqual(['UTILITY', 'UTILITY', 'UTILITY'])
  })
  it.each(['ES', 'GB', 'JP', 'CN', null])('do not reach %s', (country) => expect(outcome(template('notification'), closed(country))).toBe('country_not_reachable'))
  it('are never marketing, and other categories are not known', () => {
    expect([outcome(template('marketing', 'campaign'), closed('US')), outcome(template('service', 'human', 'MARKETING'), closed('US'))]).toEqual(['template_not_approved', 'template_not_approved'])
  })
})

describe('which act opens what', () => {
  const open = (item: object, age = HOUR, settings: Account = {}) => outcome(person, facts(ledgerAfter(item, age, settings), settings))
  it.each([
    ['a message', wrote], ['a tapped button', { postback: { mid: 'm', title: 'A', payload: 'A' } }], ['Get Started', { postback: { mid: 'm', payload: 'GET_STARTED' } }],
    ['an m.me link', { referral: { source: 'SHORTLINK', ref: 'qr' } }], ['a reaction', { reaction: { mid: 'm', action: 'react', emoji: '❤️' } }], ['a message from an ad', fromAd],
  ])('%s opens the day', (_sentence, item) => expect(open(item)).toBe('RESPONSE'))
  it.each([
    ['an ad without a message', { referral: { source: 'ADS', ad_id: '1' } }], ['a reaction taken back', { reaction: { mid: 'm', action: 'unreact' } }], ['a receipt', { read: { watermark: 1 } }],
    ['an opt-in', { optin: { type: 'notification_messages', topic: 'x' } }], ['an edit', { message_edit: { mid: 'm', text: 'x' } }], ['an answer of another app', { message: { is_echo: true, mid: 'm', text: 'x' } }],
  ])('%s opens nothing', (_sentence, item) => expect(open(item)).toBe('contact_must_write_first'))

  it('an ad’s message opens a week only where the owner takes that reading', () => {
    const week = { adWindow7Days: true }
    expect([open(fromAd, 3 * DAY), open(fromAd, 3 * DAY, week), open(wrote, 3 * DAY, week)]).toEqual(['not_approved_for_tag', 'RESPONSE', 'not_approved_for_tag'])
    expect([open(fromAd, 7 * DAY - 300_001, week), open(fromAd, 7 * DAY - 300_000, week)]).toEqual(['RESPONSE', 'window_closed'])
    expect([open(fromAd, DAY - 300_001), open(fromAd, DAY - 300_000)]).toEqual(['RESPONSE', 'not_approved_for_tag'])
  })

  it('a later act prolongs, an older one that comes late shortens nothing', () => {
    const twice = ledgerAfter(wrote, 20 * HOUR, {}, ledgerAfter(wrote, HOUR))
    expect(decide(person, facts(twice))).toMatchObject({ kind: 'allow', until: NOW - HOUR + DAY, left: null, grant: 'window' })
  })
})
