import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InboundEvent } from '@recado/channel-kit'
import { readInbound } from './inbound.js'
import { NOW, PAGE } from './testing/platform.js'

interface Fixture { note: string; body?: unknown; raw?: string; events: InboundEvent[] }
interface Manifest { examples: Record<string, { fixture: string; events?: string[]; ignored?: string }> }

const folder = new URL('./fixtures/', import.meta.url)
const load = <T>(name: string): T => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as T
const context = { settings: { pageId: PAGE, appId: '1234567890' }, arrivedAt: NOW }
const payloadOf = (fixture: Fixture) => fixture.raw ?? JSON.stringify(fixture.body)

const names = readdirSync(new URL('inbound/', folder)).sort()
const fixtures = names.map((name) => [name, load<Fixture>(`inbound/${name}`)] as const)
const manifest = load<Manifest>('index.json')

describe('webhooks become events', () => {
  it.each(fixtures)('%s', (_name, fixture) => {
    expect(readInbound(payloadOf(fixture), context)).toEqual(fixture.events)
  })

  it('knows each of the platform’s fifteen examples: mapped, or ignored with a reason', () => {
    const examples = Object.entries(manifest.examples)
    const mapped = examples.filter(([, example]) => example.events)
    const ignored = examples.filter(([, example]) => example.ignored)
    for (const [name, example] of mapped.filter(([, one]) => one.fixture.startsWith('inbound/')))
      expect([name, load<Fixture>(example.fixture).events.map((event) => event.type)]).toEqual([name, example.events])
    const events = fixtures.reduce((sum, [, fixture]) => sum + fixture.events.length, 0)
    console.log(`messenger: ${examples.length} examples, ${mapped.length} mapped, ${ignored.length} ignored with a reason; ${fixtures.length} payloads became ${events} events`)
    expect([examples.map(([name]) => name.slice(0, 2)), mapped.length, ignored.length]).toEqual(
      [['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12', '13', '14', '15'], 13, 2])
  })

  it('gives every event of a webhook its own key, but for the one standby line a day', () => {
    for (const [name, fixture] of fixtures) {
      const keys = fixture.events.filter((event) => event.type !== 'act' || event.act !== 'standby').map((event) => event.key)
      expect([name, new Set(keys).size]).toEqual([name, keys.length])
    }
  })

  it('gives a repeated delivery the same keys under another entry.time', () => {
    for (const [name, fixture] of fixtures.filter(([, one]) => one.body !== undefined && !one.events.some((event) => event.type === 'kept' || event.type === 'template'))) {
      const later = JSON.parse(JSON.stringify(fixture.body)) as { entry: { time?: number }[] }
      for (const entry of later.entry) if (!name.startsWith('72')) entry.time = 1_795_399_999_999
      expect([name, readInbound(JSON.stringify(later), context).map((event) => event.key)]).toEqual([name, fixture.events.map((event) => event.key)])
    }
  })
})

describe('what opens a window', () => {
  const acts = (name: string) => readInbound(payloadOf(load<Fixture>(`inbound/${name}.json`)), context).flatMap((event) => (event.type === 'message' ? event.acts : event.type === 'act' ? [event.act] : []))
  it.each([
    ['a message', '01-in-text', ['message']],
    ['a tapped quick reply is a message', '04-in-quick-reply', ['message']],
    ['Get Started, even from an ad, is no message from the ad', '05-in-postback-get-started-with-ad', ['get_started']],
    ['a message from an ad', '06-in-message-with-ad-referral', ['message', 'ad_entry']],
    ['an m.me link on an existing thread', '07-in-referral-mme-existing-thread', ['referral']],
    ['an ad without a message', '47-act-ad-on-existing-thread', ['ad_click']],
    ['the dead chat plugin', '48-act-chat-plugin', ['entry']],
    ['receipts', '08-status-delivery', []],
    ['an edit', '12-in-message-edit', []],
    ['a tapped button', '41-in-postback-button', ['postback']],
    ['an opt-in', '50-preference-opt-in', []],
    ['a reaction', '10-in-reaction', ['reaction']],
    ['an echo', '11-echo-from-page-inbox', []],
  ])('%s', (_sentence, name, expected) => expect(acts(name)).toEqual(expected))
})

describe('odd input', () => {
  it('never throws, whatever stands where', () => {
    const anything = fc.anything({ maxDepth: 4, key: fc.constantFrom('id', 'mid', 'message', 'attachments', 'payload', 'url', 'referral', 'delivery', 'watermark', 'mids', 'reaction', 'type', '__proto__', 'text') })
    const field = fc.constantFrom('message', 'postback', 'reaction', 'message_edit', 'delivery', 'read', 'optin', 'response_feedback', 'pass_thread_control', 'referral', 'policy-enforcement', 'app_roles', 'odd')
    const item = fc.tuple(field, anything, anything).map(([name, value, sender]) => ({ sender: { id: sender }, recipient: { id: PAGE }, timestamp: 1, [name]: value }))
    const body = fc.record({ object: fc.constantFrom('page', 1, null), entry: fc.array(fc.record({ id: fc.constantFrom(PAGE, 5, {}), time: anything, messaging: fc.array(fc.oneof(item, anything)), standby: anything, changes: anything })) })
    fc.assert(fc.property(fc.oneof(body, anything), (value) => {
      const events = readInbound(JSON.stringify(value) ?? '', context)
      expect(events.every((event) => event.key.length > 0 && event.key.length <= 300 && Number.isFinite(event.at))).toBe(true)
    }), { numRuns: 500 })
    for (const payload of ['', '{', '[]', 'null', '"\ud800"', '[['.repeat(500)]) expect(readInbound(payload, context).map((event) => event.type)).toEqual(['kept'])
  })

  it('keeps every digit of ids, and every letter of texts, whatever they look like', () => {
    fc.assert(fc.property(fc.bigInt({ min: 10n ** 15n, max: 10n ** 19n }), fc.string({ unit: fc.constantFrom('"', '\\', ':', '1234567890123456', ' ', 'a', '-', ',') }), (id, words) => {
      const raw = `{"object":"page","entry":[{"id":"${PAGE}","messaging":[{"sender":{"id":${id}},"recipient":{"id":${PAGE}},"timestamp":1795312800123,"message":{"mid":"m","text":${JSON.stringify(`x${words}`)}}}]}]}`
      expect(readInbound(raw, context)).toMatchObject([{ type: 'message', from: { keys: [{ kind: 'psid', value: String(id) }] }, at: 1_795_312_800_123, content: { text: `x${words}` } }])
    }))
  })

  it('reads a body of three megabytes at once', () => {
    const raw = `{"object":"page","n":12345678901234567,"entry":[{"id":"${PAGE}","messaging":[{"sender":{"id":"1"},"message":{"mid":"m","text":${JSON.stringify('\\"'.repeat(700_000))}}}]}]}`
    const before = performance.now()
    expect(readInbound(raw, context)).toHaveLength(1)
    expect(performance.now() - before).toBeLessThan(5_000)
  })

  it('names the country the owner gave, since Messenger names none', () => {
    const person = (audienceCountry: unknown) => readInbound(payloadOf(load<Fixture>('inbound/01-in-text.json')), { ...context, settings: { audienceCountry } })[0]
    expect(person('th')).toMatchObject({ from: { profile: { country: 'TH' } } })
    for (const odd of ['Thailand', '', 7, undefined]) expect(person(odd)).not.toHaveProperty('from.profile')
  })
})
