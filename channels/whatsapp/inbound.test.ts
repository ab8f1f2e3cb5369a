/** What the examples do not show: other words of the same fields, batches, and payloads that nobody should send. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readInbound } from './inbound.js'
import { NOW, raw, settings } from './testing.js'

const WABA = '501200000000077'
const metadata = { display_phone_number: '34699000900', phone_number_id: '402300000000088' }
const read = (payload: unknown) => readInbound(typeof payload === 'string' ? payload : JSON.stringify(payload), { settings, arrivedAt: NOW })
const envelope = (field: string, value: object, time?: number) => ({ object: 'whatsapp_business_account', entry: [{ id: WABA, ...(time ? { time } : {}), changes: [{ field, value }] }] })
const one = (message: object, more: object = {}) => read(envelope('messages', { metadata, messages: [{ from: '34699000345', from_user_id: 'ES.b1', id: 'w1', timestamp: '1795100000', ...message }], ...more }))

describe('messages', () => {
  test('a post leads here but opens no free entry point', () => {
    expect(one({ type: 'text', text: { body: 'Hola' }, referral: { source_type: 'post', source_id: '5' } })[0]).toMatchObject({ acts: ['message'], origin: { type: 'post', id: '5' } })
  })
  test('a reaction is an act of its own and counts as no message', () => {
    expect(one({ type: 'reaction', reaction: { message_id: 'w0', emoji: '' } })[0]).toMatchObject({ acts: ['reaction'], content: { kind: 'reaction', messageId: 'w0', emoji: null } })
  })
  test('a parent user id is one more key', () => {
    expect(one({ type: 'text', text: { body: 'Hola' }, from_parent_user_id: 'ES.ENT.p1' })[0]).toMatchObject({ from: { keys: [{ kind: 'bsuid', value: 'ES.b1' }, { kind: 'wa_id', value: '34699000345' }, { kind: 'parent_bsuid', value: 'ES.ENT.p1' }] } })
  })
  test('two people in one value keep their own names', () => {
    const messages = [{ from: '34699000345', from_user_id: 'ES.b1', id: 'w1', type: 'text', text: { body: 'uno' } }, { from: '33600000001', from_user_id: 'FR.c2', id: 'w2', type: 'text', text: { body: 'deux' } }]
    const contacts = [{ profile: { name: 'Chloé' }, wa_id: '33600000001', user_id: 'FR.c2' }, { profile: { name: 'Berta' }, wa_id: '34699000345', user_id: 'ES.b1' }]
    expect(read(envelope('messages', { metadata, messages, contacts })).map((event) => (event.type === 'message' ? [event.content, event.from.profile] : event))).toEqual([
      [{ kind: 'text', text: 'uno' }, { name: 'Berta', country: 'ES' }], [{ kind: 'text', text: 'deux' }, { name: 'Chloé', country: 'FR' }],
    ])
  })
  test('a contact entry of somebody else lends nobody a name', () => {
    const event = one({ type: 'text', text: { body: 'Hola' } }, { contacts: [{ profile: { name: 'Otra' }, wa_id: '33600000001', user_id: 'FR.c2' }] })[0]
    expect(event).toMatchObject({ from: { keys: [{ kind: 'bsuid', value: 'ES.b1' }, { kind: 'wa_id', value: '34699000345' }], profile: { country: 'ES' } } })
    expect(JSON.stringify(event)).not.toContain('Otra')
  })
  test('a button of a template may come without context', () => {
    expect(one({ type: 'button', button: { payload: 'P', text: 'Sí' } })[0]).toMatchObject({ content: { kind: 'choice', id: 'P', title: 'Sí' }, acts: ['message'] })
  })
  test('a form’s answer that is no JSON is kept as it is', () => {
    expect(one({ type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: { name: 'flow', response_json: '{oops' } } })[0]).toMatchObject({ content: { kind: 'form_answer', name: 'flow', values: { response_json: '{oops' } } })
  })
  test('an unknown type is shown as a placeholder and the request kept', () => {
    expect(one({ type: 'hologram', hologram: {} })).toMatchObject([{ type: 'message', content: { kind: 'unsupported', type: 'hologram' }, acts: ['message'] }, { type: 'kept', reason: 'unknown message type hologram' }])
  })
  test('opening the chat without a word is no message', () => expect(one({ type: 'request_welcome' })).toMatchObject([{ type: 'ignored' }]))
  test('an unknown system message is kept', () => expect(one({ type: 'system', system: { type: 'user_moved_house' } })).toMatchObject([{ type: 'kept' }]))
  test('an edit or recall without a target is kept', () => expect(one({ type: 'revoke', revoke: {} })).toMatchObject([{ type: 'kept' }]))
  test('a message without sender or id is kept', () => {
    expect(read(envelope('messages', { metadata, messages: [{ id: 'w1', type: 'text' }, { from: '34699000345', type: 'text' }] })).map((event) => event.type)).toEqual(['kept', 'kept'])
  })
  test('a companion device that cannot be read says so', () => {
    expect(one({ type: 'unsupported', errors: [{ code: 131060, title: 'Unavailable', error_data: { details: 'Look at the phone.' } }] })[0]).toMatchObject({ content: { kind: 'unsupported', type: 'unknown', detail: 'Look at the phone.' } })
  })
  test('NUL and half a surrogate pair do not reach the database', () => {
    expect(one({ type: 'text', text: { body: 'a\u0000b\ud83dc\udeb2d🚲' } })[0]).toMatchObject({ content: { kind: 'text', text: 'abcd🚲' } })
  })
  test('a time that is none falls back to arrival', () => {
    for (const timestamp of ['mañana', -5, null, 1e18]) expect(one({ type: 'text', text: { body: 'Hola' }, timestamp })[0]?.at).toBe(NOW)
  })
  test('ids of 64 bits stay exact, and digits in texts stay texts', () => {
    const payload = `{"object":"whatsapp_business_account","entry":[{"id":123456789012345678901,"changes":[{"field":"message_template_status_update","value":{"event":"APPROVED","message_template_id":90071992547409931,"message_template_name":"\\"x\\": 90071992547409931 ,"}}]}]}`
    expect(read(payload)[0]).toMatchObject({ account: 'waba:123456789012345678901', externalId: '90071992547409931', name: '"x": 90071992547409931 ,' })
  })
})

describe('statuses', () => {
  const status = (more: object) => read(envelope('messages', { metadata, statuses: [{ id: 's1', timestamp: '1795100000', recipient_id: '34699000345', ...more }] }))
  test('an unknown word is kept', () => expect(status({ status: 'levitating' })).toMatchObject([{ type: 'kept' }]))
  test('words of the language itself are no statuses', () => expect(status({ status: 'constructor' })).toMatchObject([{ type: 'kept' }]))
  test('a failure without a reason is still one', () => expect(status({ status: 'failed' })).toMatchObject([{ status: 'failed', error: { code: 'platform_refused' } }]))
  test('an unknown code is a refusal with its number', () => expect(status({ status: 'failed', errors: [{ code: 199999, title: 'New' }] })).toMatchObject([{ error: { code: 'platform_refused', platformCode: '199999', message: 'New' } }]))
  test('without `billable` the type tells what is free; a regular one may still be among the free replies of the month', () => {
    expect(status({ status: 'sent', pricing: { type: 'regular', category: 'utility' } })[0]).not.toHaveProperty('pricing.billable')
    expect(status({ status: 'sent', pricing: { type: 'free_entry_point', category: 'utility' } })).toMatchObject([{ pricing: { billable: false } }])
  })
  test('another conversation than an ad’s opens nothing', () => {
    expect(status({ status: 'sent', conversation: { expiration_timestamp: '1795200000', origin: { type: 'service' } } })[0]).not.toHaveProperty('grants')
  })
  test('each participant of a group reports for herself', () => {
    const keys = ['ES.a', 'ES.b'].map((id) => status({ status: 'read', recipient_type: 'group', recipient_id: 'G', recipient_participant_user_id: id })[0]?.key)
    expect(keys).toEqual(['s1:read:ES.a', 's1:read:ES.b'])
  })
})

describe('calls', () => {
  const call = (more: object) => read(envelope('calls', { metadata, calls: [{ id: 'c1', from: '34699000345', timestamp: '1795100000', ...more }] }))
  test('hers open the window, their end does not', () => {
    expect(call({ event: 'connect', direction: 'USER_INITIATED' })).toMatchObject([{ type: 'act', act: 'call', line: true, key: 'c1:connect' }])
    expect(call({ event: 'terminate', direction: 'USER_INITIATED', status: 'FAILED' })).toMatchObject([{ type: 'act', act: 'call_ended', content: { data: { status: 'failed', seconds: null } } }])
    expect(call({ event: 'terminate', direction: 'USER_INITIATED', status: 'COMPLETED', duration: 42 })).toMatchObject([{ content: { data: { status: 'completed', seconds: 42 } } }])
  })
  test('ours and their signalling are left alone', () => {
    expect(call({ event: 'connect', direction: 'BUSINESS_INITIATED' })).toMatchObject([{ type: 'ignored' }])
    expect(read(envelope('calls', { metadata, statuses: [{ id: 'c1', type: 'call', status: 'RINGING' }] }))).toMatchObject([{ type: 'ignored' }])
    expect(call({ event: 'transfer' })).toMatchObject([{ type: 'kept' }])
  })
})

describe('coexistence', () => {
  const echo = (more: object) => read(envelope('smb_message_echoes', { metadata, message_echoes: [{ id: 'e1', to: '34699000345', timestamp: '1795100000', ...more }] }))
  test('what was changed on the phone is changed here', () => {
    expect(echo({ type: 'edit', edit: { original_message_id: 'e0', message: { type: 'text', text: { body: 'nuevo' } } } })).toMatchObject([{ type: 'edit', by: 'outside', target: 'e0', content: { kind: 'text', text: 'nuevo' } }])
    expect(echo({ type: 'revoke', revoke: { original_message_id: 'e0' } })).toMatchObject([{ type: 'revoke', by: 'outside', target: 'e0' }])
  })
  test('an echo to nobody is kept', () => expect(echo({ to: undefined, type: 'text', text: { body: 'x' } })).toMatchObject([{ type: 'kept' }]))
  test('a file that follows an imported placeholder takes its place, under keys of its own', () => {
    const message = { from: '34699000345', id: 'old1', timestamp: '1790000000', type: 'image', image: { id: '9', mime_type: 'image/jpeg' } }
    const events = read(envelope('history', { metadata, messages: [message] }))
    expect(events).toMatchObject([{ type: 'message', key: 'old1', historic: true, acts: [] }, { type: 'edit', key: 'old1:file', target: 'old1', by: 'contact', content: { kind: 'image' } }])
  })
  test('the desk keeps whom the phone’s address book forgot', () => {
    expect(read(envelope('smb_app_state_sync', { metadata, state_sync: [{ type: 'contact', action: 'remove', contact: { phone_number: '34699000345' } }] }))).toMatchObject([{ type: 'ignored' }])
  })
})

describe('preferences', () => {
  const preference = (more: object) => read(envelope('user_preferences', { metadata, user_preferences: [{ wa_id: '34699000345', category: 'marketing_messages', timestamp: 1795100000, ...more }] }))
  test.each([['stop', 'stopped'], ['resume', 'resumed'], ['signup', 'granted']])('%s is %s', (value, state) => expect(preference({ value })).toMatchObject([{ type: 'preference', state, subject: { kind: 'marketing' } }]))
  test('another subject is kept', () => expect(preference({ value: 'stop', category: 'voice' })).toMatchObject([{ type: 'kept' }]))
})

describe('templates', () => {
  const update = (value: object) => read(envelope('message_template_status_update', { message_template_id: 1, message_template_name: 'a', message_template_language: 'es', ...value }, 1_795_100_000))
  test.each([
    ['APPROVED', 'approved', undefined], ['PENDING', 'pending', undefined], ['IN_APPEAL', 'pending', undefined], ['REJECTED', 'rejected', undefined], ['PAUSED', 'paused', undefined], ['DISABLED', 'disabled', undefined],
    ['LOCKED', 'disabled', undefined], ['ARCHIVED', 'archived', undefined], ['DELETED', 'archived', undefined], ['PENDING_DELETION', 'archived', undefined], ['UNARCHIVED', 'approved', true], ['REINSTATED', 'approved', true],
  ])('%s is %s', (event, status, resync) => expect(update({ event })[0]).toMatchObject(resync ? { change: { status }, resync } : { change: { status } }))
  test('FLAGGED and LIMIT_EXCEEDED leave it usable', () => {
    for (const event of ['FLAGGED', 'LIMIT_EXCEEDED']) expect(update({ event })[0]).toMatchObject({ change: { reason: event.toLowerCase() } })
    expect(update({ event: 'FLAGGED' })[0]).not.toHaveProperty('change.status')
  })
  test('a new word asks for a fresh list', () => expect(update({ event: 'TELEPORTED' })[0]).toMatchObject({ type: 'template', change: {}, resync: true }))
  test('new components ask for a fresh list', () => expect(read(envelope('message_template_components_update', { message_template_id: 1, message_template_name: 'a' }))[0]).toMatchObject({ resync: true }))
  test('a doubt about the category is a reason', () => expect(read(envelope('template_correct_category_detection', { message_template_id: 1, correct_category: 'MARKETING' }))[0]).toMatchObject({ change: { reason: 'meta_sees_MARKETING' } }))
})

describe('the account', () => {
  const update = (value: object) => read(envelope('account_update', value, 1_795_100_000))[0]
  test.each<[string, object, object]>([
    ['disabled', { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE' } }, { severity: 'critical', effect: 'pause' }],
    ['reinstated', { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'REINSTATE' } }, { severity: 'info', effect: 'resume' }],
    ['forbidden to answer', { event: 'ACCOUNT_RESTRICTION', restriction_info: [{ restriction_type: 'RESTRICTED_CUSTOMER_INITIATED_MESSAGING' }] }, { severity: 'critical', effect: 'pause' }],
    ['forbidden to add numbers', { event: 'ACCOUNT_RESTRICTION', restriction_info: [{ restriction_type: 'RESTRICTED_ADD_PHONE_NUMBER_ACTION' }] }, { severity: 'warning' }],
    ['taken from the app', { event: 'PARTNER_REMOVED', disconnection_info: { reason: 'PRIMARY_INACTIVITY' } }, { severity: 'critical', effect: 'pause' }],
    ['given back to the app', { event: 'PARTNER_ADDED' }, { severity: 'info', effect: 'resume' }],
    ['warned', { event: 'ACCOUNT_VIOLATION', violation_info: { violation_type: 'SPAM' } }, { severity: 'warning', data: { violation_info: { violation_type: 'SPAM' } } }],
    ['moved to another tier', { event: 'VOLUME_BASED_PRICING_TIER_UPDATE' }, { severity: 'info', event: 'volume_based_pricing_tier_update' }],
  ])('%s', (_what, value, expected) => expect(update(value)).toMatchObject({ type: 'account', account: `waba:${WABA}`, ...expected }))
  test('scheduled to be disabled still sends', () => expect(update({ event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'SCHEDULE_FOR_DISABLE' } })).not.toHaveProperty('effect'))

  test.each([['TIER_250', 250], ['TIER_2K', 2_000], ['TIER_100K', 100_000], ['TIER_UNLIMITED', Number.MAX_SAFE_INTEGER], [10_000, 10_000], [-1, Number.MAX_SAFE_INTEGER]])('limit %s is %d people a day', (word, limit) => {
    expect(read(envelope('business_capability_update', { max_daily_conversations_per_business: word }))[0]).toMatchObject({ data: { messagingLimit: limit } })
  })
  test.each(['security', 'account_review_update', 'flows', 'payment_configuration_update'])('%s is shown', (field) => expect(read(envelope(field, { event: 'PIN_CHANGED' }))).toMatchObject([{ type: 'account' }]))
  test.each(['automatic_events', 'partner_solutions', 'group_lifecycle_update', 'group_participants_update', 'group_settings_update', 'group_status_update'])('%s is left alone', (field) => expect(read(envelope(field, { x: 1 }))).toMatchObject([{ type: 'ignored' }]))
  test('a field nobody knows is kept', () => {
    for (const field of ['telepathy', 'constructor', '__proto__']) expect(read(envelope(field, { x: 1 }))).toMatchObject([{ type: 'kept' }])
  })
})

describe('whatever comes', () => {
  test.each(['', 'null', '[]', '{', '{"object":"whatsapp_business_account"}', '{"entry":[null,7,{"changes":"x"}]}'])('%s is kept', (payload) => expect(read(payload)).toMatchObject([{ type: 'kept', account: '402300000000088' }]))

  const names = ['webhook-in-text', 'webhook-in-contacts', 'webhook-in-order', 'webhook-batch', 'webhook-status-failed-131050', 'webhook-history-chunk', 'webhook-template-rejected', 'webhook-smb-state-sync', 'webhook-user-preferences-stop', 'webhook-call-connect']
  const junk = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom('__proto__', 'constructor', '\u0000', '\ud800', 1e308, -0, {}, []))

  /** Every place of a JSON value as a path. */
  const paths = (value: unknown, path: (string | number)[] = []): (string | number)[][] =>
    typeof value !== 'object' || value === null ? [path] : [path, ...Object.entries(value).flatMap(([key, inside]) => paths(inside, [...path, key]))]

  function putAt(value: unknown, [key, ...rest]: (string | number)[], put: unknown): unknown {
    if (key === undefined) return put
    const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown> // the path was read from this value
    copy[key] = putAt(copy[key], rest, put)
    return copy
  }

  test('a value of another shape anywhere never throws, and every event has a key', () => {
    fc.assert(fc.property(fc.constantFrom(...names), fc.nat(), junk, (name, at, put) => {
      const original: unknown = JSON.parse(raw(name))
      const all = paths(original)
      const events = read(JSON.stringify(putAt(original, all[at % all.length] ?? [], put)) ?? 'null')
      expect(events.length).toBeGreaterThan(0)
      for (const event of events) expect(event.key.length * event.at).toBeGreaterThan(0)
    }), { numRuns: 2_000 })
  })

  test('a thousand messages in one value are a thousand events', () => {
    const messages = Array.from({ length: 1_000 }, (_, i) => ({ from: '34699000345', id: `w${i}`, timestamp: '1795100000', type: 'text', text: { body: `${i}` } }))
    expect(new Set(read(envelope('messages', { metadata, messages })).map((event) => event.key)).size).toBe(1_000)
  })
  test('depth is no danger', () => {
    const deep = `${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}`
    expect(read(`{"entry":[{"changes":[{"field":"messages","value":{"messages":[${deep}]}}]}]}`)).toMatchObject([{ type: 'kept' }])
  })
})
