import { randomInt } from 'node:crypto'
import type { Bridge, ContactOrder } from '@recado/api'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { recordConsent } from '../../consents/ledger.js'
import { type Desk, makeDesk } from '../../testing/desk.js'
import { madeUpLoaded } from '../../testing/made-up-channel.js'
import { type ShopCall, wooCall, wooCustomer, wooOrder, wooPing } from '../testing/shop.js'
import { callWaiting } from '../lookout.js'
import { workOn } from '../work.js'

const SECRET = 'a secret of the shop that is long'
const never = new AbortController().signal
let desk: Desk
let bridge: Bridge
const DAY = 86_400_000

/** The small channel, with templates. */
const { declaration } = madeUpLoaded
const TEMPLATES = 'https://example.org/templates'
const channel = { ...madeUpLoaded, declaration: { ...declaration, rules: { ...declaration.rules, templates: { source: TEMPLATES, categories: { UTILITY: { purposes: ['notification' as const], source: TEMPLATES } } } } } }

beforeAll(async () => { desk = await makeDesk({ channel }) })
afterAll(async () => { await desk.close() })
beforeEach(async () => { bridge = await make() })

async function make(settings: Record<string, unknown> = {}): Promise<Bridge> {
  await desk.rows('delete from bridge')
  const answer = await desk.request('POST', '/api/v1/bridges', { kind: 'woocommerce', name: `Tienda ${randomInt(1e9)}`, secret: SECRET, settings })
  expect(answer.statusCode).toBe(201)
  const made = answer.json() as Bridge
  await desk.rows(`update bridge set cursor = cursor || jsonb_build_object('source', 'shop-' || left(bridge_id::text, 13) || right(bridge_id::text, 6))`)
  return made
}
const post = (call: ShopCall, to = bridge) => desk.app.inject({ method: 'POST', url: new URL(to.webhookUrl).pathname, headers: call.headers, payload: call.body })
const work = () => workOn(desk.services, desk.workspaceId, bridge.id, never)
const order = (wish: Parameters<typeof wooOrder>[0], topic = 'order.updated', second = wish.id) => wooCall(SECRET, topic, wooOrder(wish), second)
const source = async () => (await desk.rows<{ source: string }>(`select cursor->>'source' as source from bridge where bridge_id = $1`, [bridge.id]))[0]!.source
const people = async () => desk.rows<{ contact_id: string; name: string; country: string; language: string; attributes: Record<string, unknown>; external_id: string; emails: string[]; company: string | null; labels: string[] }>(
  `select p.contact_id, p.name, p.country, p.language, p.attributes, p.labels, x.external_id, o.name as company, (select array_agg(a.value order by a.value) from contact_address a where a.contact_id = p.contact_id) as emails
   from contact p join contact_external x on x.contact_id = p.contact_id left join company o on o.company_id = p.company_id where x.source = $1 order by x.external_id`, [await source()])
const orders = async () => desk.rows<{ external_id: string; status: string; amount: string; contact_id: string; order_id: string }>('select external_id, status, amount::text, contact_id, order_id from contact_order where source = $1 order by external_id', [await source()])
const log = async () => (await desk.request('GET', `/api/v1/bridges/${bridge.id}/deliveries`)).json().items as { state: string; code: string | null; subject: string | null }[]

describe('the address', () => {
  test('takes the ping that a shop makes when its webhook is saved, unsigned', async () => {
    expect((await post(wooPing)).statusCode).toBe(200)
    expect(await log()).toEqual([])
  })

  test('answers 401 to whatever is not signed with the secret, and keeps nothing of it', async () => {
    const call = order({ id: 1, at: desk.wall.now })
    for (const forged of [
      { ...call, headers: { ...call.headers, 'x-wc-webhook-signature': '' } }, { ...call, headers: { ...call.headers, 'x-wc-webhook-signature': 'AAAA' } }, { ...call, body: `${call.body} ` }, wooCall('another secret', 'order.updated', wooOrder({ id: 1, at: desk.wall.now })),
    ]) expect((await post(forged)).statusCode).toBe(401)
    expect((await desk.app.inject({ method: 'POST', url: '/bridges/nobody-has-this-key', headers: call.headers, payload: call.body })).statusCode).toBe(401)
    expect(await log()).toEqual([])
  })

  test('knows a repetition from another order of the same second', async () => {
    const [first, second] = [order({ id: 1, at: desk.wall.now }, 'order.created', 7), order({ id: 2, at: desk.wall.now }, 'order.created', 7)]
    expect(first.headers['x-wc-webhook-delivery-id']).toBe(second.headers['x-wc-webhook-delivery-id'])
    for (const call of [first, first, second, first]) expect((await post(call)).statusCode).toBe(200)
    expect(await log()).toHaveLength(2)
    await work()
    expect((await orders()).map((one) => one.external_id)).toEqual(['1', '2'])
  })

  test('says nothing of its secret to anybody', async () => {
    expect((await desk.request('GET', '/api/v1/bridges')).body).not.toContain(SECRET)
    const [row] = await desk.rows<{ sealed: Buffer }>('select sealed from bridge')
    expect(row!.sealed.toString('latin1')).not.toContain(SECRET)
  })
})

describe('an order', () => {
  test('makes the person, her company, her addresses and the order', async () => {
    await post(order({ id: 10, at: desk.wall.now - DAY, customerId: 7, phone: '600 111 222', company: 'Aceites García SL', email: 'Ana@Example.com' }))
    await work()
    expect(await people()).toMatchObject([{ name: 'Ana García', country: 'ES', language: 'es', external_id: '7', company: 'Aceites García SL', emails: ['+34600111222', 'ana@example.com'] }])
    const [kept] = await orders()
    expect(kept).toMatchObject({ status: 'paid', amount: '29.90' })
    const said = (await desk.request('GET', `/api/v1/contacts/${kept!.contact_id}/orders`)).json().items as ContactOrder[]
    expect(said).toMatchObject([{ number: '10', currency: 'EUR', status: 'paid', items: [{ name: 'Aceite de oliva 500 ml', quantity: 2, sku: 'OIL-500' }] }])
    expect(await log()).toMatchObject([{ state: 'done', subject: '10' }])
    expect(await desk.rows(`select 1 from event where type = 'contact.ordered' and data->>'orderId' = $1`, [kept!.order_id])).toHaveLength(1)
  })

  test('of a guest is hers again the next time, by e-mail', async () => {
    await post(order({ id: 11, at: desk.wall.now - DAY, email: 'guest@example.com' }))
    await post(order({ id: 12, at: desk.wall.now, email: 'GUEST@example.com' }))
    await work()
    expect(await people()).toHaveLength(1)
    expect(new Set((await orders()).map((one) => one.contact_id)).size).toBe(1)
  })

  test('keeps what colleagues have corrected, until the shop says something new', async () => {
    await post(order({ id: 13, at: desk.wall.now - DAY, customerId: 8 }))
    await work()
    const [{ contact_id: id } = { contact_id: '' }] = await people()
    await desk.request('PATCH', `/api/v1/contacts/${id}`, { name: 'Ana G. (socia)' })
    await post(order({ id: 14, at: desk.wall.now - DAY / 2, customerId: 8 }))
    await work()
    expect((await people())[0]!.name).toBe('Ana G. (socia)')
    await post(order({ id: 15, at: desk.wall.now, customerId: 8, last: 'García Ruiz' }))
    await work()
    expect((await people())[0]!.name).toBe('Ana García Ruiz')
  })

  test('with a field that does not fit is taken without it, and says so', async () => {
    const [definition] = (await desk.request('GET', '/api/v1/contact-fields').then((answer) => answer.json() as { attributes?: { key: string }[] })).attributes?.filter((one) => one.key === 'points') ?? []
    if (!definition) await desk.rows(`insert into attribute_definition (workspace_id, definition_id, key, name, type, position, created_at, updated_at) values ($1, gen_random_uuid(), 'points', 'Puntos', 'number', 99, now(), now())`, [desk.workspaceId])
    bridge = await make({ fields: [{ from: 'meta:_points', to: 'attributes.points' }], labels: ['tienda'] })
    await post(order({ id: 16, at: desk.wall.now, customerId: 9, meta: { _points: 'many' } }))
    await post(order({ id: 17, at: desk.wall.now, customerId: 19, email: 'o@example.com', meta: { _points: '12' } }))
    await work()
    expect((await people()).map((one) => [one.attributes, one.labels])).toEqual([[{ points: 12 }, ['tienda']], [{}, ['tienda']]])
    expect((await log()).map((one) => one.state)).toEqual(['done', 'done'])
  })

  test('that cannot be read stands in the log as failed, the others go on, and it can be tried again', async () => {
    await post(order({ id: 18, at: desk.wall.now, total: '1' }))
    // A moment that no calendar of the database holds.
    await desk.rows(`update bridge_delivery set body = regexp_replace(body, '"date_modified_gmt":"[^"]+"', '"date_modified_gmt":"+275000-01-01T00:00:00"')`)
    await post(order({ id: 19, at: desk.wall.now }))
    await work()
    expect((await orders()).map((one) => one.external_id)).toEqual(['19'])
    expect((await log()).map((one) => one.state).sort()).toEqual(['done', 'failed'])
    await desk.rows(`update bridge_delivery set body = regexp_replace(body, '"[+]275000-01-01T00:00:00"', '"2026-11-01T00:00:00"') where state = 'failed'`)
    expect((await desk.request('POST', `/api/v1/bridges/${bridge.id}/retry`)).json()).toEqual({ retried: 1 })
    await work()
    expect((await orders()).map((one) => one.external_id)).toEqual(['18', '19'])
  })
})

/** Everything that came over the bridge, without ids that are made anew. */
async function picture(): Promise<unknown> {
  const rows = await people()
  const name = (id: string): string => rows.find((one) => one.contact_id === id)?.external_id ?? '?'
  const consents = await desk.rows(`select x.external_id, e.state, e.at from consent_entry e join contact_external x on x.contact_id = e.contact_id where x.source = $1 and e.source = 'bridge' order by 1, 3`, [await source()])
  return { people: rows.map(({ contact_id: _id, ...row }) => row), orders: (await orders()).map(({ contact_id: of, order_id: _order, ...row }) => ({ ...row, of: name(of) })), consents }
}

test('late, repeated and out of order, they lead to the same people and orders', async () => {
  const at = desk.wall.now - 10 * DAY
  const version = fc.record({
    kind: fc.constantFrom('order', 'customer'), id: fc.integer({ min: 1, max: 3 }), customer: fc.constantFrom(0, 7, 8), status: fc.constantFrom('pending', 'processing', 'completed', 'refunded'), step: fc.integer({ min: 0, max: 3 }),
    last: fc.constantFrom('García', 'García Ruiz', 'Pérez'), country: fc.constantFrom('ES', 'DE', 'BR'), email: fc.constantFrom('ana@example.com', 'eva@example.com'), news: fc.constantFrom('yes', 'no'),
  })
  const settings = { consents: [{ from: 'meta:_news', purpose: 'marketing', category: null, channel: null, wording: { text: 'Quiero recibir ofertas', language: 'es', privacyUrl: null } }] }
  const call = (one: typeof version extends fc.Arbitrary<infer Version> ? Version : never): ShopCall => one.kind === 'order'
    ? order({ id: one.id, at: at + one.id * 1_000, modified: at + one.id * 1_000 + one.step * 60_000, status: one.status, customerId: one.customer, last: one.last, country: one.country, email: one.email, meta: { _news: one.news } }, 'order.updated', one.step)
    : wooCall(SECRET, 'customer.updated', wooCustomer({ id: one.customer || 9, modified: at + one.step * 60_000, last: one.last, country: one.country, email: one.email }), one.step)
  await fc.assert(fc.asyncProperty(fc.array(version, { minLength: 1, maxLength: 6 }), fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 12, maxLength: 12 }), async (versions, shuffle) => {
    const play = async (calls: readonly ShopCall[]): Promise<unknown> => {
      bridge = await make(settings)
      for (const one of calls) { expect((await post(one)).statusCode).toBe(200); if (calls.length > 6) await work() }
      await work()
      return picture()
    }
    const calls = versions.map(call)
    const mixed = [...calls, ...calls].map((one, i) => ({ one, key: shuffle[i]! })).sort((a, b) => a.key - b.key).map(({ one }) => one)
    expect(await play(mixed)).toEqual(await play(calls))
  }), { numRuns: 25 })
})

describe('consent', () => {
  const settings = { consents: [{ from: 'meta:_newsletter', purpose: 'marketing', category: null, channel: null, wording: { text: 'Quiero recibir ofertas', language: 'es', privacyUrl: 'https://shop.example.com/privacidad' } }] }
  const lines = async () => desk.rows<{ state: string; source: string; wording_id: string | null; at: number; contact_id: string }>('select e.state, e.source, e.wording_id, e.at, e.contact_id from consent_entry e join contact_external x on x.contact_id = e.contact_id where x.source = $1 order by e.consent_id', [await source()])

  test('is never taken from a shop by itself', async () => {
    await post(order({ id: 20, at: desk.wall.now, meta: { _newsletter: 'yes', marketing_opt_in: '1' } }))
    await work()
    expect(await lines()).toEqual([])
  })

  test('is taken from the field that the owner has named, with the words she was shown', async () => {
    bridge = await make(settings)
    await post(order({ id: 21, at: desk.wall.now - DAY, meta: { _newsletter: 'yes' } }))
    await post(order({ id: 22, at: desk.wall.now, email: 'no@example.com', meta: { _newsletter: '' } }))
    await work()
    expect(await lines()).toMatchObject([{ state: 'given', source: 'bridge', at: Math.floor((desk.wall.now - DAY) / 1_000) * 1_000 }])
    const [wording] = await desk.rows<{ text: string }>('select text from consent_wording where wording_id = $1', [(await lines())[0]!.wording_id])
    expect(wording!.text).toBe('Quiero recibir ofertas')
  })

  test('that she has withdrawn does not come back with a field of her account, only with a box she ticks later', async () => {
    bridge = await make(settings)
    await post(order({ id: 23, at: desk.wall.now - 3 * DAY, customerId: 30, meta: { _newsletter: 'yes' } }))
    await work()
    const { contact_id: contactId } = (await lines())[0]!
    await desk.services.db.inWorkspace(desk.workspaceId, (tx) => recordConsent(tx, desk.services, desk.workspaceId, { contactId, purpose: 'marketing', state: 'withdrawn', source: 'keyword', at: desk.wall.now - 2 * DAY, actor: { kind: 'contact' } }))
    await post(wooCall(SECRET, 'customer.updated', wooCustomer({ id: 30, modified: desk.wall.now - DAY, meta: { _newsletter: 'yes' } })))
    await work()
    expect((await lines()).map((one) => one.state)).toEqual(['given', 'withdrawn'])
    await post(order({ id: 24, at: desk.wall.now - 1_000, customerId: 30, meta: { _newsletter: 'yes' } }))
    await work()
    expect((await lines()).map((one) => one.state)).toEqual(['given', 'withdrawn', 'given'])
  })
})

describe('notices', () => {
  const phone = '+34 600 000 001'
  const notice = (change: object = {}) => ({ status: 'shipped', channelAccountId: desk.account.id, template: { name: 'enviado', language: 'es' }, parameters: { 1: '{name}, pedido {number}: {items}, {total}' }, purpose: 'notification', category: null, basis: null, ...change })
  const sent = async () => desk.rows<{ content: { kind: string; text?: string; parameters: unknown }; author_type: string }>(`select content, author_type from message where direction = 'out' order by message_id`)
  const outcomes = async () => desk.rows<{ status: string; code: string | null; sent: boolean }>('select status, code, message_id is not null as sent from bridge_notice where bridge_id = $1 order by at, status', [bridge.id])
  beforeAll(async () => {
    await desk.rows(`insert into template (workspace_id, template_id, account_id, external_id, name, language, category, status, components, preview, parameters, updated_at) values ($1, gen_random_uuid(), $2, 'shipped', 'enviado', 'es', 'UTILITY', 'approved', '[]', '{"body":"Hola {{1}}"}', '[{"component":"body","position":0,"type":"text","label":"1"}]', now())`, [desk.workspaceId, desk.account.id])
    await desk.receive(desk.wrote('w1', 'Hola'))
  })
  beforeEach(async () => { await desk.rows('delete from send_job'); await desk.rows(`delete from message where direction = 'out'`) })
  /** Her order belongs to the person who has written here. */
  const known = async (customer: number) => { const [row] = await desk.rows<{ contact_id: string }>('select contact_id from conversation limit 1'); await desk.rows(`insert into contact_external (workspace_id, source, external_id, contact_id, origin_contact_id) values ($1, $2, $3, $4, $4)`, [desk.workspaceId, await source(), String(customer), row!.contact_id]) }

  test('are off until somebody chooses one', async () => {
    await known(70)
    await post(order({ id: 70, at: desk.wall.now, customerId: 70, phone, status: 'shipped' }))
    await work()
    expect([await sent(), await outcomes()]).toEqual([[], []])
  })

  test('go once for each status, with the values of the order, and not for what is over', async () => {
    bridge = await make({ notices: [notice()] })
    await known(71)
    await post(order({ id: 71, at: desk.wall.now - 1_000, customerId: 71, phone, status: 'processing' }))
    await post(order({ id: 71, at: desk.wall.now - 1_000, modified: desk.wall.now, customerId: 71, phone, status: 'shipped' }))
    await work()
    await post(order({ id: 71, at: desk.wall.now - 1_000, modified: desk.wall.now + 1_000, customerId: 71, phone, status: 'shipped', total: '31.00' }))
    await post(order({ id: 72, at: desk.wall.now - 2 * DAY, customerId: 71, phone, status: 'shipped' }))
    await work()
    expect((await sent()).map((one) => [one.author_type, one.content.parameters])).toEqual([['api', { 1: 'Ana García, pedido 71: 2 × Aceite de oliva 500 ml, 29.90 EUR' }]])
    expect(await outcomes()).toEqual([{ status: 'shipped', code: null, sent: true }])
  })

  test('are judged like every message: a refusal is written down with its code', async () => {
    bridge = await make({ notices: [notice({ purpose: 'marketing' })] })
    await known(73)
    await post(order({ id: 73, at: desk.wall.now, customerId: 73, phone, status: 'shipped' }))
    await work()
    expect([await sent(), await outcomes()]).toEqual([[], [{ status: 'shipped', code: 'consent_missing', sent: false }]])
  })

  test('promised when the process was killed go afterwards, once', async () => {
    bridge = await make({ notices: [notice()] })
    await known(74)
    await post(order({ id: 74, at: desk.wall.now, customerId: 74, phone, status: 'shipped' }))
    await work()
    await desk.rows(`update bridge_notice set code = 'sending', message_id = null`)
    await desk.rows(`update bridge_delivery set state = 'waiting', body = $1`, [JSON.stringify(wooOrder({ id: 74, at: desk.wall.now, customerId: 74, phone, status: 'shipped' }))])
    await work()
    expect([(await sent()).length, await outcomes()]).toEqual([1, [{ status: 'shipped', code: null, sent: true }]])
  })
})

test('a bridge that has something to do is called, also when nobody heard the call', async () => {
  const added: string[] = []
  const { queue } = desk.services
  const services = { ...desk.services, queue: { ...queue, add: async (_name: string, payload: unknown) => { added.push((payload as { bridgeId: string }).bridgeId) } } }
  await callWaiting(services, desk.workspaceId)
  expect(added).toEqual([])
  await post(order({ id: 80, at: desk.wall.now }))
  await callWaiting(services, desk.workspaceId)
  expect(added).toEqual([bridge.id])
})

test('somebody erased here is not taken in again by her shop', async () => {
  await post(order({ id: 40, at: desk.wall.now, customerId: 50, email: 'gone@example.com' }))
  await work()
  const { contact_id: id } = (await people())[0]!
  await post(order({ id: 41, at: desk.wall.now, customerId: 50, email: 'gone@example.com' }))
  expect((await desk.request('DELETE', `/api/v1/contacts/${id}`)).statusCode).toBeLessThan(300)
  expect(await orders()).toEqual([])
  expect((await log()).filter((one) => one.state === 'waiting')).toEqual([])
  await post(order({ id: 42, at: desk.wall.now, customerId: 50, email: 'new-address@example.com' }))
  await post(order({ id: 43, at: desk.wall.now, email: 'Gone@example.com' }))
  await work()
  expect(await people()).toEqual([])
  expect((await log()).filter((one) => one.code === 'suppressed')).toHaveLength(2)
})

test('her orders go with her when she is joined, and come back when she is parted', async () => {
  await post(order({ id: 60, at: desk.wall.now, customerId: 61, email: 'one@example.com' }))
  await post(order({ id: 61, at: desk.wall.now, customerId: 62, email: 'two@example.com' }))
  await work()
  const [one, two] = await people()
  expect((await desk.request('POST', `/api/v1/contacts/${one!.contact_id}/merge`, { otherId: two!.contact_id })).statusCode).toBe(200)
  expect(new Set((await orders()).map((row) => row.contact_id))).toEqual(new Set([one!.contact_id]))
  await post(order({ id: 61, at: desk.wall.now, modified: desk.wall.now + 1_000, status: 'completed', customerId: 62, email: 'two@example.com' }))
  await work()
  expect((await orders()).map((row) => [row.status, row.contact_id])).toEqual([['paid', one!.contact_id], ['done', one!.contact_id]])
})
