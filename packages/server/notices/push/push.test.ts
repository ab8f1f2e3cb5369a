import type { Notice, PushDevice } from '@recado/api'
import { newId } from '@recado/db'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { append } from '../../ingest/others.js'
import { type Desk, makeDesk } from '../../testing/desk.js'
import type { Person } from '../../testing/harness.js'
import { emptyDesk } from '../testing/empty-desk.js'
import { openPushService, type PushService } from '../testing/push-service.js'
import { NoticeWorker } from '../worker.js'
import { pushNow } from './send.js'
import { vapidKeys } from './vapid.js'

let desk: Desk
let service: PushService
let marta: Person
let id: string
const added: { payload: Record<string, unknown>; runAt: Date }[] = []

beforeAll(async () => {
  desk = await makeDesk({ config: { egressAllow: ['127.0.0.0/8'], mailFrom: 'Recado <desk@example.com>' } })
  desk.services.queue.add = async (_name, payload, options) => { added.push({ payload: payload as Record<string, unknown>, runAt: options!.runAt! }) }
})
afterAll(() => desk.close())
beforeEach(async () => {
  service = await openPushService()
  added.length = 0
  await emptyDesk(desk)
  marta = await desk.addPerson('agent')
  await desk.receive(desk.wrote('first', 'Mi número es 12'))
  id = await desk.conversationOf()
  await desk.rows('update conversation set assignee_id = $2 where conversation_id = $1', [id, marta.userId])
})
afterEach(() => service.close())

const take = (): Promise<{ statusCode: number }> => desk.request('POST', '/api/v1/notices/devices', { ...service.subscription, name: 'Firefox, Linux' }, marta)
const look = (): Promise<void> => new NoticeWorker(desk.services).catchUp(desk.workspaceId)
const run = async (): Promise<void> => { for (const { payload } of added.splice(0)) await pushNow(desk.services, payload as never) }
const devices = async (): Promise<PushDevice[]> => (await desk.request('GET', `/api/v1/notices/settings?endpoint=${encodeURIComponent(service.subscription.endpoint)}`, undefined, marta)).json().devices

test('a browser is told, by us alone, what it may show - and nothing of the customer', async () => {
  expect((await take()).statusCode).toBe(201)
  await look()
  await run()
  expect(service.faults).toEqual([])
  const [pushed] = service.pushed
  expect(pushed!.payload).toMatchObject({ title: 'New message for you', body: 'Made-up acc-1', tag: id, lang: 'en', dir: 'ltr', unread: 1, closed: [] })
  expect(String(pushed!.payload.url)).toMatch(new RegExp(`^/inbox/${id}\\?at=[0-9a-f-]{36}$`))
  // In its words: the ids of its address may hold any digits.
  expect(`${String(pushed!.payload.title)} ${String(pushed!.payload.body)}`).not.toMatch(/Ana|12/)
  expect(pushed!.claims.sub).toBe('mailto:desk@example.com')
  expect(pushed!.key).toBe((await vapidKeys(desk.services)).publicKey)
  expect(pushed!.headers).toMatchObject({ urgency: 'high', ttl: '14400' })
  expect(JSON.stringify(pushed!.headers)).not.toContain(id)
  expect(await devices()).toMatchObject([{ name: 'Firefox, Linux', here: true, lastError: null, lastOkAt: expect.any(String) as string }])
})

test('names and first words go along where she has switched that on', async () => {
  await take()
  await desk.request('PUT', '/api/v1/notices/settings', { words: { push: true, mail: false } }, marta)
  await look()
  await run()
  expect(service.pushed[0]!.payload).toMatchObject({ title: 'New message for you', body: 'Ana 01: Mi número es 12' })
})

test('one conversation has one topic, one tag and one turn', async () => {
  await take()
  await look()
  await run()
  await desk.receive(desk.wrote('second', 'Otra cosa'))
  await look()
  await run()
  expect(service.pushed.map(({ payload }) => payload.title)).toEqual(['New message for you', 'New message for you (2)'])
  expect(new Set(service.pushed.map(({ headers }) => headers.topic)).size).toBe(1)
})

test('what she has seen by then is not sent, and the next one takes it off the lock screen', async () => {
  await take()
  await look()
  await run()
  await desk.request('POST', '/api/v1/notices/seen', { conversationId: id }, marta)
  await desk.receive(desk.wrote('other', 'Hola', { phone: '34600000009' }))
  const other = await desk.conversationOf('34600000009')
  await desk.rows('update conversation set assignee_id = $2 where conversation_id = $1', [other, marta.userId])
  await look()
  await run()
  expect(service.pushed[1]!.payload).toMatchObject({ tag: other, closed: [id] })
  await desk.receive(desk.wrote('third', 'Una más'))
  await look()
  await desk.request('POST', '/api/v1/notices/seen', { all: true }, marta)
  await run()
  expect(service.pushed).toHaveLength(2)
})

test('what she may no longer see is not sent', async () => {
  const restricted = await desk.addPerson('restricted_agent')
  await desk.rows('update conversation set assignee_id = $2 where conversation_id = $1', [id, restricted.userId])
  await desk.request('POST', '/api/v1/notices/devices', { ...service.subscription, name: 'Phone' }, restricted)
  await look()
  await desk.rows('update conversation set assignee_id = null where conversation_id = $1', [id])
  await run()
  expect(service.pushed).toEqual([])
})

test.each([404, 410])('a browser that is gone (%i) is forgotten', async (status) => {
  await take()
  service.answers.push(status)
  await look()
  await run()
  expect(await devices()).toEqual([])
  expect(added).toEqual([])
})

test('a push service that is busy is tried again, when it says and only at the one browser; it says so on the page', async () => {
  await take()
  service.answers.push(429, 503)
  service.retryAfter = '120'
  await look()
  await run()
  expect(added).toHaveLength(1)
  expect(added[0]!.payload).toMatchObject({ attempt: 1, deviceId: expect.any(String) as string })
  expect(added[0]!.runAt.getTime() - Date.now()).toBeGreaterThan(100_000)
  expect((await devices())[0]!.lastError).toBe('429')
  await run()
  await run()
  expect(added).toEqual([])
  expect((await devices())[0]).toMatchObject({ lastError: null })
})

test('what is refused for good is not tried again', async () => {
  await take()
  service.answers.push(403)
  await look()
  await run()
  expect(added).toEqual([])
  expect((await devices())[0]!.lastError).toBe('403')
})

test('a browser belongs to whoever signed in there last', async () => {
  await take()
  const rosa = await desk.addPerson('agent')
  expect((await desk.request('POST', '/api/v1/notices/devices', { ...service.subscription, name: 'Firefox' }, rosa)).statusCode).toBe(201)
  expect(await devices()).toEqual([])
  await desk.request('POST', '/api/v1/notices/devices/forget', { endpoint: service.subscription.endpoint }, rosa)
  expect(await desk.rows('select 1 from push_subscription')).toEqual([])
})

test.each([
  ['an address inside the network', { endpoint: 'http://10.0.0.1/push' }], ['no address', { endpoint: 'file:///etc/passwd' }], ['keys that are none', { keys: { p256dh: 'abc', auth: 'def' } }],
])('%s is refused', async (_what, wrong) => {
  expect((await desk.request('POST', '/api/v1/notices/devices', { ...service.subscription, name: 'x', ...wrong }, marta)).statusCode).toBe(400)
})

test('the test button reaches every browser and says what came of it', async () => {
  await take()
  const send = async (): Promise<unknown> => (await desk.request('POST', '/api/v1/notices/test', { way: 'push' }, marta)).json()
  expect(await send()).toEqual({ results: [{ name: 'Firefox, Linux', ok: true, error: null }] })
  expect(service.pushed[0]!.payload).toMatchObject({ title: 'This is a test', body: 'Notices of Company reach this device.' })
  service.answers.push(500)
  expect(await send()).toEqual({ results: [{ name: 'Firefox, Linux', ok: false, error: '500' }] })
})

test('address and keys lie sealed', async () => {
  await take()
  const [row] = await desk.rows<{ sealed: Buffer }>('select sealed from push_subscription')
  expect(row!.sealed.includes(Buffer.from('127.0.0.1'))).toBe(false)
  const { privateKey } = await vapidKeys(desk.services)
  const [vapid] = await desk.services.db.asSystem((tx) => tx.query<{ value: { publicKey: string; sealed: string } }>(`select value from installation where name = 'vapid'`))
  expect(JSON.stringify(vapid)).not.toContain(privateKey)
})

test('a mention passes as urgent, in her language', async () => {
  await take()
  await desk.services.db.asSystem((tx) => tx.query(`update app_user set language = 'ar' where user_id = $1`, [marta.userId]))
  await desk.rows(`update push_subscription set language = 'ar' returning 1`)
  await desk.services.db.inWorkspace(desk.workspaceId, (tx) => append(tx, [{ type: 'mention.made', conversationId: id, data: { userIds: [marta.userId], messageId: newId(), byUserId: desk.owner.userId } }]))
  await look()
  await run()
  expect(service.pushed[0]!.payload).toMatchObject({ title: 'أشار إليك Person 1 (2)', dir: 'rtl' })
  expect(((await desk.request('GET', '/api/v1/notices', undefined, marta)).json() as { items: Notice[] }).items).toHaveLength(1)
})
