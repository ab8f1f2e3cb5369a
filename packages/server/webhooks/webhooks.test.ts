import { createHmac } from 'node:crypto'
import type { WebhookDelivery, WebhookEndpoint } from '@recado/api'
import { hours, minutes, seconds } from '@recado/core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sweepWorkspace } from '../jobs/cleaner.js'
import { type Desk, makeDesk } from '../testing/desk.js'
import { deliverDue } from './deliver.js'
import { feed } from './feeder.js'
import { sweepDeliveries } from './lookout.js'
import { openReceiver, type Receiver } from './testing/receiver.js'

let desk: Desk
let receiver: Receiver
let n = 0
const path = '/api/v1/webhook-endpoints'
const never = new AbortController().signal

beforeEach(async () => {
  desk = await makeDesk({ config: { egressAllow: ['127.0.0.0/8'] } })
  receiver = await openReceiver()
})
afterEach(async () => { await receiver.close(); await desk.close() })

type Made = WebhookEndpoint & { secret: string }
const make = async (body: Record<string, unknown> = {}): Promise<Made> => (await desk.request('POST', path, { url: receiver.url, events: ['*'], ...body })).json()
const write = (text = 'Hola', extra = {}) => desk.receive(desk.wrote(`w${++n}`, text, extra))
/** What the look-out and the endpoint's job do, with the middle of the jitter. */
const turn = async (endpoint: { id: string }) => {
  await feed(desk.services, desk.workspaceId)
  await deliverDue(desk.services, desk.workspaceId, endpoint.id, never, () => 0.5)
}
const log = async (endpoint: { id: string }): Promise<WebhookDelivery[]> => (await desk.request('GET', `${path}/${endpoint.id}/deliveries`)).json().items
const read = async (endpoint: { id: string }): Promise<WebhookEndpoint> => (await desk.request('GET', `${path}/${endpoint.id}`)).json()
const types = () => receiver.received.map(({ event }) => event.type)
const health = async (): Promise<string[]> => (await desk.rows<{ kind: string }>('select kind from health_item where resolved_at is null order by 1')).map((row) => row.kind)
/** The receiver's own check. */
const verified = (secret: string) => {
  const { headers, body } = receiver.received.at(-1)!
  const mac = createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64')).update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`).digest('base64')
  return headers['webhook-signature']!.split(' ').includes(`v1,${mac}`)
}

describe('what is told', () => {
  test('a first message: the person, the thread and then the message, as the API shows them, signed', async () => {
    const endpoint = await make()
    await write('Buenos días')
    await turn(endpoint)
    expect(types().sort()).toEqual(['contact.created', 'conversation.created', 'message.created'])
    expect(types().indexOf('conversation.created')).toBeLessThan(types().indexOf('message.created'))
    const conversationId = await desk.conversationOf()
    const by = Object.fromEntries(receiver.received.map(({ event }) => [event.type, event.data]))
    expect(by['message.created']).toEqual((await desk.request('GET', `/api/v1/conversations/${conversationId}/messages`)).json().items[0])
    expect(by['conversation.created']).toMatchObject({ id: conversationId, unread: 1, lastMessage: { text: 'Buenos días' } })
    expect(by['contact.created']).toMatchObject({ name: 'Ana 01', identities: [{ channel: 'made-up' }] })
    expect(verified(endpoint.secret)).toBe(true)
    expect(Number(receiver.received.at(-1)!.headers['webhook-timestamp'])).toBe(desk.wall.now / 1000)
  })

  test('a second message changes the thread and makes nobody anew', async () => {
    const endpoint = await make()
    await write('Uno')
    await turn(endpoint)
    receiver.received.length = 0
    await write('Dos')
    await turn(endpoint)
    expect(types().sort()).toEqual(['conversation.updated', 'message.created'])
  })

  test('nothing from before the endpoint was there', async () => {
    await write('Antes')
    const endpoint = await make()
    await turn(endpoint)
    expect(types()).toEqual([])
    await write('Después')
    await turn(endpoint)
    expect(types()).not.toContain('conversation.created')
  })

  test('only what was asked for', async () => {
    const endpoint = await make({ events: ['contact.*'] })
    await write()
    const { id } = (await desk.request('GET', '/api/v1/contacts')).json().items[0]
    await turn(endpoint)
    desk.wall.now += 1000
    await desk.request('PATCH', `/api/v1/contacts/${id}`, { name: 'Ana María' })
    await turn(endpoint)
    expect(types()).toEqual(['contact.created', 'contact.updated'])
    expect(receiver.received[1]!.event.data).toMatchObject({ id, name: 'Ana María' })
  })

  test('each state of an outgoing message that was reached, forward only', async () => {
    const endpoint = await make({ events: ['message.updated'] })
    await write()
    const conversationId = await desk.conversationOf()
    const { id } = (await desk.request('POST', `/api/v1/conversations/${conversationId}/messages`, { clientId: 'c1', content: { kind: 'text', text: 'Ya está' } })).json()
    for (const status of ['sent', 'delivered', 'read'] as const) {
      await desk.receive({ type: 'status', key: `s-${status}`, account: 'acc-1', at: desk.wall.now, externalId: 'e1', clientRef: id, status })
      await turn(endpoint)
    }
    expect(receiver.received.map(({ event }) => [event.data.id, event.data.status])).toEqual([[id, 'sent'], [id, 'delivered'], [id, 'read']])
  })

  test('another company hears nothing', async () => {
    const other = await desk.addWorkspace('Other')
    const theirs = (await desk.request('POST', path, { url: receiver.url, events: ['*'] }, other.owner)).json() as Made
    await write()
    await feed(desk.services, desk.workspaceId)
    await feed(desk.services, other.workspaceId)
    await deliverDue(desk.services, other.workspaceId, theirs.id, never)
    expect(receiver.received).toEqual([])
  })
})

describe('an endpoint that does not take it', () => {
  test('is tried again after 5 s, 5 min, ... under the same id and body, and given up after eight', async () => {
    const endpoint = await make({ events: ['message.created'] })
    receiver.answers[0] = { status: 500, body: 'x'.repeat(2000) }
    await write()
    await turn(endpoint)
    for (const wait of [seconds(5), minutes(5), minutes(30), hours(2), hours(5), hours(10), hours(10)]) {
      const before = receiver.received.length
      desk.wall.now += wait - 1
      await turn(endpoint)
      expect(receiver.received).toHaveLength(before)
      desk.wall.now += 1
      await turn(endpoint)
      expect(receiver.received).toHaveLength(before + 1)
    }
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1)
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(8)
    const [delivery] = await log(endpoint)
    expect(delivery).toMatchObject({ state: 'failed', attempts: 8, nextTryAt: null, tries: expect.arrayContaining([expect.objectContaining({ status: 500, answer: 'x'.repeat(500) })]) })
    expect(await health()).toContain('webhook_failing')
  })

  test('holds back what comes later in the same conversation, and nothing else', async () => {
    const endpoint = await make({ events: ['message.created'] })
    await write('Uno')
    await turn(endpoint)
    receiver.answers.unshift({ status: 503 })
    await write('Dos')
    await turn(endpoint)
    await write('Tres')
    await write('De otra', { phone: '34600000002' })
    await turn(endpoint)
    const texts = () => receiver.received.map(({ event }) => (event.data.content as { text: string }).text)
    expect(texts()).toEqual(['Uno', 'Dos', 'De otra'])
    desk.wall.now += seconds(5)
    await turn(endpoint)
    expect(texts()).toEqual(['Uno', 'Dos', 'De otra', 'Dos', 'Tres'])
    expect(await read(endpoint)).toMatchObject({ failingSince: null, failures: 0, waiting: 0 })
  })

  test('waits as long as it asks for', async () => {
    const endpoint = await make({ events: ['message.created'] })
    receiver.answers.unshift({ status: 429, headers: { 'retry-after': '600' } })
    await write()
    await turn(endpoint)
    expect((await log(endpoint))[0]!.nextTryAt).toBe(new Date(desk.wall.now + minutes(10)).toISOString())
  })

  test('and cannot be reached: the log says why', async () => {
    const endpoint = await make({ events: ['message.created'], url: 'http://127.0.0.1:9/' })
    await write()
    await turn(endpoint)
    expect((await log(endpoint))[0]!.tries[0]).toMatchObject({ status: null, error: 'ECONNREFUSED' })
  })

  test('is switched off at once by 410', async () => {
    const endpoint = await make({ events: ['message.created'] })
    receiver.answers[0] = { status: 410 }
    await write('Uno')
    await write('Dos')
    await turn(endpoint)
    await turn(endpoint)
    expect(receiver.received).toHaveLength(1)
    expect(await read(endpoint)).toMatchObject({ enabled: false, disabledCode: 'gone', waiting: 0 })
    expect((await log(endpoint)).map((one) => one.state)).toEqual(['failed', 'failed'])
    expect(await health()).toEqual(['webhook_disabled'])
  })

  test('is switched off after three days without one success, and told so; switched on again it starts fresh', async () => {
    const endpoint = await make({ events: ['message.created'] })
    receiver.answers[0] = { status: 500 }
    for (let day = 0; day <= 3; day++) for (let i = 0; i < 3; i++) {
      await write('Hola', { phone: `3460000${day}${i}00` })
      await turn(endpoint)
      desk.wall.now += hours(day === 3 ? 0 : 8)
    }
    expect(await read(endpoint)).toMatchObject({ enabled: false, disabledCode: 'failing' })
    expect(await health()).toEqual(['webhook_disabled'])
    receiver.answers[0] = { status: 200 }
    await write('Entretanto')
    await desk.request('PATCH', `${path}/${endpoint.id}`, { enabled: true })
    receiver.received.length = 0
    await turn(endpoint)
    expect(receiver.received).toEqual([])
    expect(await health()).toEqual([])
    await write('De nuevo')
    await turn(endpoint)
    expect(receiver.received.map(({ event }) => (event.data.content as { text: string }).text)).toEqual(['De nuevo'])
  })

  test('a redirect is no success and is not followed', async () => {
    const endpoint = await make({ events: ['message.created'] })
    receiver.answers[0] = { status: 302, headers: { location: receiver.url } }
    await write()
    await turn(endpoint)
    expect(receiver.received).toHaveLength(1)
    expect((await log(endpoint))[0]).toMatchObject({ state: 'pending', tries: [{ status: 302 }] })
  })
})

describe('by hand', () => {
  test('one is sent again under the id it had', async () => {
    const endpoint = await make({ events: ['message.created'] })
    await write()
    await turn(endpoint)
    const [delivery] = await log(endpoint)
    const answer = await desk.request('POST', `${path}/${endpoint.id}/deliveries/${delivery!.id}/resend`)
    expect(answer.json()).toMatchObject({ id: delivery!.id, state: 'delivered', tries: [{ status: 204 }, { status: 204 }] })
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([delivery!.id, delivery!.id])
  })

  test('everything that failed since a moment goes again, in its order', async () => {
    const endpoint = await make({ events: ['message.created'] })
    receiver.answers[0] = { status: 410 }
    for (const text of ['Uno', 'Dos', 'Tres']) await write(text)
    await turn(endpoint)
    await desk.request('POST', `${path}/${endpoint.id}/test`)
    const since = new Date(desk.wall.now - hours(1)).toISOString()
    expect((await desk.request('POST', `${path}/${endpoint.id}/resend-failed`, { since })).json().code).toBe('webhook_disabled')
    receiver.answers[0] = { status: 200 }
    await desk.request('PATCH', `${path}/${endpoint.id}`, { enabled: true })
    receiver.received.length = 0
    expect((await desk.request('POST', `${path}/${endpoint.id}/resend-failed`, { since })).json()).toEqual({ resent: 3 })
    await turn(endpoint)
    expect(receiver.received.map(({ event }) => (event.data.content as { text: string }).text)).toEqual(['Uno', 'Dos', 'Tres'])
  })

  test('a test says what came back, and is not repeated', async () => {
    const endpoint = await make()
    receiver.answers[0] = { status: 418, body: 'teapot' }
    const answer = await desk.request('POST', `${path}/${endpoint.id}/test`)
    expect(answer.json()).toMatchObject({ type: 'webhook.test', state: 'failed', attempts: 1, tries: [{ status: 418, answer: 'teapot' }] })
    desk.wall.now += hours(1)
    await turn(endpoint)
    expect(receiver.received).toHaveLength(1)
  })

  test('a new secret signs beside the old one for a day', async () => {
    const endpoint = await make()
    const fresh = (await desk.request('POST', `${path}/${endpoint.id}/rotate-secret`)).json() as Made
    expect(fresh.secret).not.toBe(endpoint.secret)
    await desk.request('POST', `${path}/${endpoint.id}/test`)
    expect([verified(endpoint.secret), verified(fresh.secret)]).toEqual([true, true])
    desk.wall.now += hours(24)
    await desk.request('POST', `${path}/${endpoint.id}/test`)
    expect([verified(endpoint.secret), verified(fresh.secret)]).toEqual([false, true])
  })

  test('the secret is said when it is made and never again, and is sealed where it lies', async () => {
    const endpoint = await make()
    expect(endpoint.secret).toMatch(/^whsec_/)
    for (const url of [path, `${path}/${endpoint.id}`]) expect((await desk.request('GET', url)).body).not.toContain('whsec_')
    const [row] = await desk.rows<{ sealed: Buffer }>('select sealed from webhook_endpoint')
    expect(row!.sealed.toString('latin1')).not.toContain(endpoint.secret.slice(6))
    expect((await desk.rows<{ data: unknown }>('select data from audit_entry')).map((entry) => JSON.stringify(entry)).join()).not.toContain('whsec_')
  })
})

describe('addresses', () => {
  const refused = async (url: string) => { const answer = await desk.request('POST', path, { url, events: ['*'] }); return [answer.statusCode, answer.json().code] }

  test.each(['http://169.254.169.254/latest', 'http://10.0.0.1/', 'http://[::ffff:10.0.0.1]/', 'http://0x0a000001/', 'http://[fd00::1]/'])('%s is refused at once', async (url) => {
    expect(await refused(url)).toEqual([400, 'webhook_address_refused'])
  })
  test.each(['ftp://example.org/', 'not an address', 'https://user:pass@example.org/'])('%s is no address', async (url) => {
    expect(await refused(url)).toEqual([400, 'invalid_request'])
  })
  test('a name that leads into a private network is not called', async () => {
    const closed = await makeDesk()
    try {
      const endpoint = (await closed.request('POST', path, { url: receiver.url.replace('127.0.0.1', 'localhost'), events: ['*'] })).json() as Made
      const answer = await closed.request('POST', `${path}/${endpoint.id}/test`)
      expect(answer.json().tries[0]).toMatchObject({ status: null, error: expect.stringContaining('may not be called') })
      expect(receiver.received).toEqual([])
    } finally { await closed.close() }
  })
})

describe('nothing is lost', () => {
  test('the log keeps what an endpoint has not been given, however old it is', async () => {
    const endpoint = await make({ events: ['message.created'] })
    await write()
    await desk.rows(`update event set at = now() - interval '3 hours'`)
    await sweepWorkspace(desk.services, desk.workspaceId)
    await turn(endpoint)
    expect(receiver.received).toHaveLength(1)
    await sweepWorkspace(desk.services, desk.workspaceId)
    expect(await desk.rows(`select 1 from event where at < now() - interval '2 hours'`)).toEqual([])
  })

  test('two nodes that feed at once give each event once', async () => {
    const endpoint = await make({ events: ['message.created'] })
    for (let i = 0; i < 20; i++) await write(`Nº ${i}`, { phone: `346000000${10 + i}` })
    await Promise.all(Array.from({ length: 6 }, () => feed(desk.services, desk.workspaceId)))
    await Promise.all(Array.from({ length: 4 }, () => deliverDue(desk.services, desk.workspaceId, endpoint.id, never)))
    expect(receiver.received.map(({ event }) => event.data.id).sort()).toEqual([...new Set(receiver.received.map(({ event }) => event.data.id))].sort())
    expect(receiver.received).toHaveLength(20)
  })

  test('what a killed process had in hand is sent by the next one', async () => {
    const endpoint = await make({ events: ['message.created'] })
    await write()
    await feed(desk.services, desk.workspaceId)
    await desk.rows(`update webhook_delivery set claimed_until = $1`, [new Date(desk.wall.now + 30_000).toISOString()])
    await turn(endpoint)
    expect(receiver.received).toHaveLength(0)
    desk.wall.now += 30_000
    await turn(endpoint)
    expect(receiver.received).toHaveLength(1)
  })

  test('the log of deliveries is forgotten after two weeks, what waits is not', async () => {
    const endpoint = await make({ events: ['message.created'] })
    await write('Uno')
    await turn(endpoint)
    receiver.answers[0] = { status: 500 }
    await write('Dos')
    await turn(endpoint)
    await desk.rows(`update webhook_delivery set at = $1`, [new Date(desk.wall.now - hours(24 * 14) - 1).toISOString()])
    await sweepDeliveries(desk.services, desk.workspaceId)
    expect((await log(endpoint)).map((one) => one.state)).toEqual(['pending'])
  })

  test('pages of the log follow each other', async () => {
    const endpoint = await make({ events: ['message.created'] })
    for (const text of ['1', '2', '3']) await write(text)
    await turn(endpoint)
    const first = (await desk.request('GET', `${path}/${endpoint.id}/deliveries?limit=2`)).json()
    const second = (await desk.request('GET', `${path}/${endpoint.id}/deliveries?limit=2&cursor=${first.next}`)).json()
    expect([...first.items, ...second.items].map((one: WebhookDelivery) => (one.payload.data.content as { text: string }).text)).toEqual(['3', '2', '1'])
    expect(second.next).toBeNull()
  })
})
