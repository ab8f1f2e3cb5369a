/** Every example of the documents by name: what it becomes, what its answer teaches, or why it is left alone. */
import type { OutboundMessage, PlatformRefusal } from '@recado/channel-kit'
import { describe, expect, test } from 'vitest'
import { ensureSubscribed, check } from './checks.js'
import { markRead, send, templates, typing } from './client.js'
import { refusalOf } from './errors.js'
import { readInbound } from './inbound.js'
import { fetchMedia, uploadAll, wishesOf } from './media.js'
import { receive } from './receive.js'
import { NOW, answer, fixture, outbound, raw, settings, wire } from './testing.js'
import { templateOf } from './templates.js'
import { validate } from './validate.js'

interface Entry { becomes?: string[]; outbound?: true; ignored?: string }

const index = fixture<Record<string, Entry>>('index')
const named = (prefix: string): string[] => Object.keys(index).filter((name) => name.startsWith(prefix))
const mapped = (name: string): boolean => index[name]?.ignored === undefined

describe('the list of examples', () => {
  test('names all 132, each with what it becomes or a reason', () => {
    const entries = Object.values(index)
    const ignored = entries.filter((entry) => entry.ignored).length
    const bodies = entries.filter((entry) => entry.outbound).length
    console.log(`132 examples: ${entries.length - ignored} mapped, ${ignored} ignored with reason, ${bodies} outbound bodies checked against our builder`)
    expect(entries).toHaveLength(132)
    expect(entries.every((entry) => (entry.becomes?.length ?? 0) > 0 || entry.outbound || (entry.ignored?.length ?? 0) > 20)).toBe(true)
    expect({ ignored, bodies }).toEqual({ ignored: 8, bodies: 29 })
  })
})

describe('webhooks', () => {
  test.each(named('webhook-'))('%s becomes its events', (name) => {
    const events = readInbound(raw(name), { settings, arrivedAt: NOW })
    expect(events).toEqual(fixture(`${name}.events`))
    expect(events.map((event) => event.type)).toEqual(index[name]?.becomes)
    expect(new Set(events.map((event) => event.key)).size).toBe(events.length)
    // The same webhook delivered again an hour later carries the same keys.
    expect(readInbound(raw(name), { settings, arrivedAt: NOW + 3_600_000 }).map((event) => event.key)).toEqual(events.map((event) => event.key))
  })
})

describe('refusals', () => {
  test.each(named('error-'))('%s is understood', (name) => {
    const { status, attempt, answer: body, refusal } = fixture<{ status: number; attempt: number; answer: Record<string, unknown>; refusal: PlatformRefusal['detail'] }>(name)
    expect(refusalOf(status, body, { attempt, now: NOW }).detail).toEqual(refusal)
    expect(index[name]?.becomes).toEqual([`refusal:${refusal.code}`])
  })
})

describe('answers', () => {
  test.each(named('response-send-'))('%s teaches id and keys', async (name) => {
    const { answer: body, sent } = fixture<{ answer: unknown; sent: unknown }>(name)
    expect(await send(outbound({ kind: 'text', text: 'Hola' }), wire(() => answer(200, body)).context)).toEqual(sent)
  })

  test('response-media-upload names the file', async () => {
    const { answer: body, uploaded } = fixture<{ answer: unknown; uploaded: string }>('response-media-upload')
    const { context, calls, loads } = wire(() => answer(200, body), {}, 'real')
    const content = { kind: 'image', media: { id: 'm1', url: '/m1', mime: 'image/jpeg', bytes: 6 } } as const
    expect(await uploadAll(wishesOf(content), context)).toEqual({ m1: uploaded })
    expect(calls[0]).toMatchObject({ method: 'POST', url: 'https://graph.facebook.com/v26.0/402300000000088/media' })
    expect(calls[0]?.form?.map(({ name, value }) => [name, value.toString()])).toEqual([['messaging_product', 'whatsapp'], ['type', 'image/jpeg'], ['file', 'aurora']])
    expect(loads).toEqual([{ id: 'm1', wish: { maxBytes: 5_242_880, mimes: ['image/jpeg', 'image/png'] } }])
  })

  test('response-media-get leads to the bytes', async () => {
    const { answer: body, file } = fixture<{ answer: unknown; file: { mime: string; name: string; text: string } }>('response-media-get')
    const { context, calls } = wire((request) => (request.url.includes('graph.') ? answer(200, body) : answer(200, Buffer.from('aurora'))))
    const got = await fetchMedia({ kind: 'id', id: '61001' }, context)
    expect({ mime: got.mime, name: got.name, text: got.bytes.toString() }).toEqual(file)
    expect(calls.map((call) => call.url)).toEqual(['https://graph.facebook.com/v26.0/61001?phone_number_id=402300000000088', 'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=61001'])
    expect(calls.every((call) => call.headers?.authorization === 'Bearer token-of-aurora')).toBe(true)
  })

  test('response-success ends mark-read', async () => {
    const { answer: body } = fixture<{ answer: unknown }>('response-success')
    const { context, calls } = wire(() => answer(200, body))
    await markRead({ externalId: 'wamid.BICI0001', to: [] }, context)
    expect(calls[0]?.body).toEqual({ messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.BICI0001' })
  })

  test('manage-phone-number-response is the number check', async () => {
    const fixed = fixture<{ answer: unknown; check: unknown }>('manage-phone-number-response')
    const checks = await check(wire((request) => (request.url.includes('402300000000088?') ? answer(200, fixed.answer) : answer(200, { data: [] }))).context)
    expect(checks[1]).toEqual(fixed.check)
  })

  test('manage-template-list-response is our list', async () => {
    const fixed = fixture<{ answer: unknown; templates: unknown }>('manage-template-list-response')
    const { context, calls } = wire(() => answer(200, fixed.answer))
    expect(await templates(context)).toEqual(fixed.templates)
    expect(calls).toHaveLength(1)
    expect(calls[0]?.url).toContain('/501200000000077/message_templates?fields=id%2Cname')
  })
})

describe('bodies we send', () => {
  test.each(named('send-').filter((name) => mapped(name) && name !== 'send-mark-read-typing'))('%s is built', async (name) => {
    const { message, template, body } = fixture<{ message: Partial<OutboundMessage> & Pick<OutboundMessage, 'content'>; template?: Record<string, unknown>; body: unknown }>(name)
    const { context, calls } = wire(() => answer(200, { messages: [{ id: 'wamid.S9' }] }))
    expect(validate(message.content, settings)).toBeNull()
    await send(outbound(message.content, { ...message, ...(template ? { template: templateOf(template) } : {}) }), context)
    expect(calls.at(-1)).toEqual({ method: 'POST', url: 'https://graph.facebook.com/v26.0/402300000000088/messages', headers: { authorization: 'Bearer token-of-aurora' }, body })
  })

  test('send-mark-read-typing shows the dots', async () => {
    const fixed = fixture<{ typing: string; body: unknown }>('send-mark-read-typing')
    const { context, calls } = wire(() => answer(200, { success: true }))
    await typing('on', { externalId: fixed.typing, to: [] }, context)
    expect(calls.map((call) => call.body)).toEqual([fixed.body])
    await typing('off', { externalId: fixed.typing, to: [] }, context)
    await typing('on', { externalId: null, to: [] }, context)
    expect(calls).toHaveLength(1)
  })
})

describe('signature-test-vectors', () => {
  const { appSecret, verifyToken, vectors } = fixture<{ appSecret: string; verifyToken: string; vectors: { note: string; bodyBase64: string; signature: string }[] }>('signature-test-vectors')
  const account = { appSecret, verifyToken }
  const post = (body: Buffer, signature: string | undefined, header = 'x-hub-signature-256') =>
    receive({ method: 'POST', path: '/', query: {}, headers: signature === undefined ? {} : { [header]: signature }, body }, account)
  const get = (query: Record<string, string>) => receive({ method: 'GET', path: '/', query, headers: {}, body: Buffer.alloc(0) }, account)

  test.each(vectors)('holds: $note', ({ bodyBase64, signature }) => {
    const body = Buffer.from(bodyBase64, 'base64')
    expect(post(body, signature)).toEqual({ kind: 'accepted', payload: body.toString('utf8'), answer: { status: 200, body: '' } })
  })

  const [first, second] = vectors
  const body = Buffer.from(first!.bodyBase64, 'base64') // the file has two
  const oneByte = Buffer.from(body)
  oneByte[40]! ^= 1 // the body is longer
  test.each<[string, Buffer, string | undefined]>([
    ['without the header', body, undefined],
    ['with an empty header', body, ''],
    ['with upper-case hex', body, first!.signature.replace(/[a-f]/g, (letter) => letter.toUpperCase())],
    ['without its prefix', body, first!.signature.slice('sha256='.length)],
    ['as SHA-1', body, first!.signature.replace('sha256', 'sha1')],
    ['cut short', body, first!.signature.slice(0, -1)],
    ['over a body with one byte changed', oneByte, first!.signature],
    ['over the re-serialised body', Buffer.from(JSON.stringify(JSON.parse(body.toString()))), first!.signature],
    ['of the other vector', body, second!.signature],
  ])('fails %s', (_how, bytes, signature) => {
    expect(post(bytes, signature)).toMatchObject({ kind: 'refused', status: 401, code: 'bad_signature' })
  })

  test('fails under an empty secret, whatever the signature', () => {
    expect(receive({ method: 'POST', path: '/', query: {}, headers: { 'x-hub-signature-256': first!.signature }, body }, { appSecret: '' })).toMatchObject({ status: 401 })
  })

  test('the handshake answers the bare challenge', () => {
    expect(get({ 'hub.mode': 'subscribe', 'hub.challenge': '77120', 'hub.verify_token': verifyToken })).toMatchObject({ kind: 'handshake', answer: { status: 200, body: '77120' } })
  })

  test.each<[string, Record<string, string>]>([
    ['a wrong token', { 'hub.mode': 'subscribe', 'hub.challenge': '1', 'hub.verify_token': 'other' }],
    ['no token', { 'hub.mode': 'subscribe', 'hub.challenge': '1' }],
    ['another mode', { 'hub.mode': 'unsubscribe', 'hub.challenge': '1', 'hub.verify_token': verifyToken }],
  ])('the handshake refuses %s', (_how, query) => {
    expect(get(query)).toMatchObject({ kind: 'refused', status: 403 })
  })
})

describe('the subscription', () => {
  test('is made when it is missing', async () => {
    const { context, calls } = wire((request) => answer(200, request.method === 'GET' ? { data: [] } : { success: true }))
    expect(await ensureSubscribed(context)).toMatchObject({ ok: true, code: 'subscribed' })
    expect(calls.map(({ method, url }) => [method, url.split('/v26.0/')[1]])).toEqual([['GET', '501200000000077/subscribed_apps'], ['POST', '501200000000077/subscribed_apps']])
  })

  test('is left alone when it is there', async () => {
    const { context, calls } = wire(() => answer(200, { data: [{ whatsapp_business_api_data: { id: '900', name: 'Desk' } }] }), { appId: '900' })
    expect(await ensureSubscribed(context)).toMatchObject({ ok: true, code: 'ok' })
    expect(calls).toHaveLength(1)
  })
})
