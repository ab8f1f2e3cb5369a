/** Notices from the shop, over the wire: the request, its verdict, and what comes back by webhook. */
import type { Problem, Template, WebhookDelivery } from '@recado/api'
import { hours } from '@recado/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TRADES } from '../templates/starters/index.js'
import { openWire, type Wire } from '../testing/wire.js'
import { openReceiver, type Receiver } from './testing/receiver.js'

let wire: Wire
let receiver: Receiver
let accountId: string
let endpointId: string

beforeAll(async () => {
  wire = await openWire({ RECADO_EGRESS_ALLOW: '127.0.0.0/8' })
  receiver = await openReceiver()
  accountId = (await wire.ask<{ id: string }>('POST', '/api/v1/channel-accounts', { channel: 'whatsapp', name: 'Tienda', settings: {}, simulated: true })).body.id
  endpointId = (await wire.ask<{ id: string }>('POST', '/api/v1/webhook-endpoints', { url: receiver.url, events: ['message.*'] })).body.id
})
afterAll(async () => { await wire?.close(); await receiver?.close() })

let n = 0
const notice = (body: Record<string, unknown> = {}) => ({
  channelAccountId: accountId, to: { address: '+34 600 100 200' }, purpose: 'notification', clientId: `n-${++n}`,
  content: { kind: 'template', name: 'pedido_listo', language: 'es', parameters: { nombre: 'Ana', pedido: 'A-1' } }, ...body,
})
type Sent = { id: string; status: string; verdict: Record<string, unknown> }
const states = (id: string) => receiver.received.filter(({ event }) => event.data.id === id).map(({ event }) => event.data.status)

describe('a notice', () => {
  test('to somebody new goes by its template; the answer says as what and at which price, the webhook what became of it', async () => {
    const { body: customer } = await wire.ask<{ address: string }>('POST', '/simulator/control/customers', { channel: 'whatsapp', channelAccountId: accountId, name: 'Ana', country: 'ES' })
    const { status, body } = await wire.ask<Sent>('POST', '/api/v1/messages', notice({ to: { address: customer.address } }))
    expect(status).toBe(201)
    expect(body).toMatchObject({ status: 'queued', verdict: { kind: 'allow', as: 'template', price: { currency: expect.any(String), class: expect.any(String) } } })
    await wire.pass(hours(1))
    // Two reports that come at once are told as one: delivered may be read already.
    await expect.poll(() => states(body.id).at(-1), { timeout: 15_000 }).toMatch(/^(delivered|read)$/)
    expect(states(body.id)[0]).not.toMatch(/^(delivered|read)$/)
  })

  test.each([
    ['a wrong number', { to: { address: '12' } }, 400, 'unknown_address', 'to.address'],
    ['a value that is missing', { content: { kind: 'template', name: 'pedido_listo', language: 'es', parameters: { nombre: 'Ana' } } }, 422, 'parameter_missing', 'content.parameters.pedido'],
    ['a language it does not exist in', { content: { kind: 'template', name: 'pedido_listo', language: 'fr', parameters: {} } }, 422, 'template_not_approved', 'content.language'],
    ['a template that is not there', { content: { kind: 'template', name: 'nunca', language: 'es', parameters: {} } }, 422, 'template_not_approved', 'content.name'],
  ])('with %s is refused, and the field is named', async (_name, change, status, code, field) => {
    const answer = await wire.ask<Problem>('POST', '/api/v1/messages', notice(change))
    expect(answer).toMatchObject({ status, body: { code, fields: [{ field }] } })
  })

  test('in free words outside the window is refused with the templates that may go', async () => {
    const { status, body } = await wire.ask<Problem & { verdict: { remedies: { kind: string; templateIds: string[] }[] } }>('POST', '/api/v1/messages', notice({ content: { kind: 'text', text: 'Su pedido está listo' } }))
    expect([status, body.code]).toEqual([422, 'window_closed'])
    expect(body.verdict.remedies[0]).toMatchObject({ kind: 'template', templateIds: expect.arrayContaining([expect.any(String)]) })
    const { body: contacts } = await wire.ask<{ items: unknown[] }>('GET', '/api/v1/contacts?q=600100200')
    expect(contacts.items).toEqual([])
  })

  test('to a person who has no address before she wrote says so', async () => {
    const wechat = (await wire.ask<{ id: string }>('POST', '/api/v1/channel-accounts', { channel: 'wechat', name: 'WeChat', settings: {}, simulated: true })).body.id
    const answer = await wire.ask<Problem>('POST', '/api/v1/messages', notice({ channelAccountId: wechat, to: { address: 'oNobodyAtAll' }, content: { kind: 'text', text: 'x' } }))
    expect(answer).toMatchObject({ status: 422, body: { code: 'contact_must_write_first', verdict: { remedies: [{ kind: 'ask_to_write' }] } } })
  })

  test('asked for twice is one message: by clientId, by Idempotency-Key, and at the same moment', async () => {
    const body = notice({ to: { address: '+34600100201' } })
    const answers = await Promise.all([1, 2, 3].map(() => wire.ask<Sent>('POST', '/api/v1/messages', body)))
    expect(answers.map((one) => one.status).sort()).toEqual([200, 200, 201])
    expect(new Set(answers.map((one) => one.body.id)).size).toBe(1)
    const keyed = notice({ to: { address: '+34600100201' } })
    const [first, second] = [await wire.ask<Sent>('POST', '/api/v1/messages', keyed, { 'idempotency-key': 'k1' }), await wire.ask<Sent>('POST', '/api/v1/messages', keyed, { 'idempotency-key': 'k1' })]
    expect([first.status, second.status, second.body]).toEqual([201, 201, first.body])
    expect((await wire.ask<Problem>('POST', '/api/v1/messages', { ...keyed, clientId: 'else' }, { 'idempotency-key': 'k1' })).body.code).toBe('idempotency_key_reused')
    expect((await wire.ask<Problem>('POST', '/api/v1/messages', { ...body, purpose: 'service' })).body.code).toBe('client_id_reused')
  })

  test('needs the scope notify, and a token with it can do nothing else to the desk', async () => {
    const { body } = await wire.ask<{ token: string }>('POST', '/api/v1/tokens', { name: 'Shop', scopes: ['notify'] })
    const as = { authorization: `Bearer ${body.token}` }
    expect((await wire.ask('POST', '/api/v1/messages', notice({ to: { address: '+34600100202' } }), as)).status).toBe(201)
    expect((await wire.ask('GET', '/api/v1/conversations', undefined, as)).status).toBe(403)
    expect((await wire.ask('GET', '/api/v1/webhook-endpoints', undefined, as)).status).toBe(403)
  })
})

describe('webhooks of the running server', () => {
  test('survive a restart: what happened while the receiver was away comes afterwards, once each', async () => {
    await receiver.close()
    const { body } = await wire.ask<Sent>('POST', '/api/v1/messages', notice({ to: { address: '+34600100203' } }))
    await wire.restart()
    const port = Number(new URL(receiver.url).port)
    receiver = await openReceiver(port)
    await expect.poll(() => receiver.received.some(({ event }) => event.type === 'message.created' && event.data.id === body.id), { timeout: 20_000 }).toBe(true)
    const created = receiver.received.filter(({ event }) => event.type === 'message.created' && event.data.id === body.id)
    expect(new Set(created.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    const log = (await wire.ask<{ items: WebhookDelivery[] }>('GET', `/api/v1/webhook-endpoints/${endpointId}/deliveries?type=message.created&limit=1`)).body.items
    expect(log[0]).toMatchObject({ payload: { data: { id: body.id } } })
  })
})

describe('templates of a trade', () => {
  const submit = (trade: string, id: string, language = 'es', account = accountId) => wire.ask<Template & Problem>('POST', '/api/v1/templates', { channelAccountId: account, starter: { trade, id, language } })
  const listed = async (account = accountId) => (await wire.ask<{ items: Template[] }>('GET', `/api/v1/templates?account=${account}`)).body.items

  test.each(TRADES)('%s: submitted, reviewed and approved as what they are, in every language', async (trade) => {
    const account = trade === 'workshop' ? accountId : (await wire.ask<{ id: string }>('POST', '/api/v1/channel-accounts', { channel: 'whatsapp', name: trade, settings: {}, simulated: true })).body.id
    const { body } = await wire.ask<{ items: { id: string; trade: string; language: string }[] }>('GET', `/api/v1/starter-templates?trade=${trade}`)
    for (const { id, language } of body.items) expect(await submit(trade, id, language, account)).toMatchObject({ status: 201, body: { name: id, status: 'pending', origin: `starter:${trade}/${id}` } })
    await wire.pass(hours(24))
    const own = (await listed(account)).filter((one) => one.origin)
    expect(own).toHaveLength(body.items.length)
    expect(own.map((one) => [one.name, one.language, one.status, one.category]).filter(([, , status, category]) => status !== 'approved' || category !== 'UTILITY')).toEqual([])
  })

  test('once approved they may go', async () => {
    expect((await wire.ask<Sent>('POST', '/api/v1/messages', notice({ content: { kind: 'template', name: 'repair_ready', language: 'es', parameters: { name: 'Ana', order: 'R-7', amount: '30 €' } } }))).status).toBe(201)
  })

  test('a second time they are there already', async () => expect((await submit('workshop', 'repair_ready')).body.code).toBe('already_exists'))

  test('on Messenger as well', async () => {
    const page = (await wire.ask<{ id: string }>('POST', '/api/v1/channel-accounts', { channel: 'messenger', name: 'Page', settings: {}, simulated: true })).body.id
    expect((await submit('shop', 'order_shipped', 'es', page)).body).toMatchObject({ status: 'pending', category: 'UTILITY' })
    await wire.pass(hours(1))
    await expect.poll(async () => (await listed(page)).find((one) => one.name === 'order_shipped')?.status, { timeout: 10_000 }).toBe('approved')
  })

  test('on WeChat a text is taken from its own library', async () => {
    const wechat = (await wire.ask<{ items: { id: string; channel: string }[] }>('GET', '/api/v1/channel-accounts')).body.items.find((one) => one.channel === 'wechat')!.id
    expect((await submit('shop', 'order_shipped', 'zh', wechat)).body.code).toBe('templates_not_created_here')
    const { items } = (await wire.ask<{ items: { id: string; title: string; lines: { id: string }[] }[] }>('GET', `/api/v1/channel-accounts/${wechat}/template-library`)).body
    const inUse = (await listed(wechat)).map((one) => one.name)
    const entry = items.find((one) => !inUse.includes(one.title))!
    expect((await wire.ask('POST', `/api/v1/channel-accounts/${wechat}/template-library`, { entry: entry.id, lines: entry.lines.map((line) => line.id), purpose: '发货通知' })).status).toBe(204)
    const after = await listed(wechat)
    expect(after).toHaveLength(inUse.length + 1)
    expect(after.filter((one) => one.origin === 'library').map((one) => one.name)).toEqual([entry.title])
    expect((await wire.ask<Problem>('POST', `/api/v1/channel-accounts/${wechat}/template-library`, { entry: entry.id, lines: entry.lines.map((line) => line.id), purpose: '通知' })).body.code).toBe('already_exists')
  })

  test('a draft that sells is not submitted as a notice; one that the platform rejects says why', async () => {
    const draft = { name: 'rebajas', language: 'es', category: 'utility', body: 'Hola, {{name}}: hoy tiene un descuento en toda la tienda.', examples: { name: 'Ana' } }
    expect((await wire.ask<Problem>('POST', '/api/v1/templates', { channelAccountId: accountId, draft })).body).toMatchObject({ code: 'template_refused', fields: [{ field: 'draft.category', message: 'reads_as_marketing' }] })
    const marketing = await wire.ask<Template>('POST', '/api/v1/templates', { channelAccountId: accountId, draft: { ...draft, category: 'marketing' } })
    expect(marketing).toMatchObject({ status: 201, body: { category: 'MARKETING', origin: 'draft' } })
  })
})
