import { randomUUID } from 'node:crypto'
import type { InboundEvent, MessageEvent } from '@recado/channel-kit'
import { hours, type Instant } from '@recado/core'
import { newId, type Database } from '@recado/db'
import { openFreshDatabase } from '@recado/db/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Account } from '../services.js'
import { madeUpAccount, madeUpLoaded } from '../testing/made-up-channel.js'
import { commitBatch } from './commit.js'
import { planBatch } from './plan.js'

const NOON = Date.parse('2026-11-22T12:00:00Z')
let database: Awaited<ReturnType<typeof openFreshDatabase>>
let db: Database
let account: Account
let now: Instant = NOON

beforeAll(async () => { database = await openFreshDatabase(); db = database.db })
afterAll(() => database.close())

beforeEach(async () => {
  now = NOON
  const [workspaceId, inboxId, accountId] = [newId(), newId(), newId()]
  await db.asSystem(async (tx) => {
    await tx.query('insert into workspace (workspace_id, name, created_at) values ($1, $2, $3)', [workspaceId, 'Óptica Ribera', new Date(now).toISOString()])
    await tx.query('insert into event_head (workspace_id, epoch) values ($1, $2)', [workspaceId, randomUUID()])
    await tx.query(`insert into workspace_counter (workspace_id, name) values ($1, 'conversation')`, [workspaceId])
  })
  await db.inWorkspace(workspaceId, async (tx) => {
    await tx.query('insert into inbox (workspace_id, inbox_id, name, created_at) values ($1, $2, $3, now())', [workspaceId, inboxId, 'Tienda'])
    await tx.query(`insert into channel_account (workspace_id, account_id, channel, name, inbox_id, external_id, webhook_key, created_at) values ($1, $2, 'made-up', 'Made-up', $3, 'acc-1', $4, now())`, [workspaceId, accountId, inboxId, accountId])
  })
  account = madeUpAccount(workspaceId, accountId, inboxId)
})

const wrote = (id: string, text: string, phone = '34600000001', extra: Partial<MessageEvent> = {}): MessageEvent =>
  ({ type: 'message', key: id, account: 'acc-1', at: now, externalId: id, from: { keys: [{ kind: 'phone', value: phone }], profile: { name: `Ana ${phone.slice(-2)}` } }, content: { kind: 'text', text }, acts: ['message'], ...extra })

const services = { get db() { return db }, clock: { now: () => now } as never, channels: { find: () => madeUpLoaded, get: () => madeUpLoaded, all: () => [madeUpLoaded] }, log: { error() {}, info() {} } as never }
const store = (...events: InboundEvent[]) => commitBatch(services, account.workspaceId, events.map((event) => ({ account, channel: madeUpLoaded, event, arrivedAt: now })))
const rows = <R>(sql: string) => db.inWorkspace(account.workspaceId, (tx) => tx.query<R>(sql))
interface Head { unread: number; last_text: string; status: string; waiting_since: number | null; window_closes_at: number | null; window_left: number | null; contact: string; number: number }
const heads = () => rows<Head>('select c.unread, c.last_text, c.status, c.waiting_since, c.window_closes_at, c.window_left, p.name as contact, c.number from conversation c join contact p using (workspace_id, contact_id) order by c.number')

test('a first message makes person, thread, case, window and log entry', async () => {
  expect(await store(wrote('m1', 'Hola'))).toHaveLength(1)
  expect(await heads()).toEqual([{ unread: 1, last_text: 'Hola', status: 'open', waiting_since: NOON, window_closes_at: NOON + hours(48), window_left: 5, contact: 'Ana 01', number: 1 }])
  expect(await rows('select seq, type from event')).toEqual([{ seq: 1, type: 'message.created' }])
  expect(await rows('select ordinal from work_case')).toEqual([{ ordinal: 1 }])
})

test('the same event again, in the same batch and later, changes nothing', async () => {
  await store(wrote('m1', 'Hola'), wrote('m1', 'Hola'))
  const before = [await heads(), await rows('select * from event')]
  expect(await store(wrote('m1', 'Hola'))).toEqual([])
  expect([await heads(), await rows('select * from event')]).toEqual(before)
})

test('two keys that turn out to be one person join their threads', async () => {
  await store(wrote('m1', 'Desde el teléfono'))
  now += 1000
  await store(wrote('m2', 'Con otro nombre', '-', { from: { keys: [{ kind: 'alias', value: 'ana' }] } }))
  expect(await heads()).toHaveLength(2)
  now += 1000
  await store(wrote('m3', 'Soy la misma', '-', { from: { keys: [{ kind: 'phone', value: '34600000001' }, { kind: 'alias', value: 'ana' }] } }))
  expect(await heads()).toMatchObject([{ unread: 3, last_text: 'Soy la misma' }])
  expect(await rows('select count(*)::int as n from identity')).toEqual([{ n: 1 }])
})

test('whoever writes under a name that is joined in the same batch goes along', async () => {
  const by = (...values: string[]) => ({ from: { keys: values.map((value) => ({ kind: 'alias', value })) } })
  await store(wrote('m1', 'Una', '-', by('ana')))
  now += 1000
  await store(wrote('m2', 'Otra', '-', by('anita', 'ana-2')))
  now += 1000
  await store(wrote('m3', 'Soy la misma', '-', by('ana', 'anita')), wrote('m4', 'Y esta también', '-', by('ana-2')))
  expect(await heads()).toMatchObject([{ unread: 4, last_text: 'Y esta también' }])
})

test('who lost her thread gets a new one, also where all she said is known; a profile renames her', async () => {
  await store(wrote('m1', 'Hola'), wrote('m2', 'Buenas', '34600000002'))
  await rows('delete from conversation')
  await store(wrote('m1', 'Hola'), wrote('m3', 'Sigo aquí', '34600000002', { from: { keys: [{ kind: 'phone', value: '34600000002' }], profile: { name: 'Marta' } } }))
  expect(await heads()).toMatchObject([{ unread: 0, last_text: null, status: 'open', contact: 'Ana 01', number: 3 }, { unread: 1, last_text: 'Sigo aquí', contact: 'Marta', number: 4 }])
  expect(await rows('select count(*)::int as n from contact')).toEqual([{ n: 2 }])
})

test('where hours are kept an answer is due when they end, in a new thread and in one that goes on; elsewhere when the window does', async () => {
  const due = async () => (await rows<{ answer_by: number | null }>('select answer_by from conversation order by number')).map((row) => row.answer_by)
  const [first, second] = [NOON + hours(6), NOON + hours(8)]
  await store(wrote('m1', 'Hola'))
  expect(await due()).toEqual([null])
  await rows(`insert into timetable (workspace_id, owner_kind, owner_id, time_zone, week, updated_at) values ('${account.workspaceId}', 'account', '${account.id}', 'UTC', '[[],[],[],[],[],[],[]]', now())`)
  const stretch = (closesAt: number) => rows(`insert into open_stretch (workspace_id, owner_kind, owner_id, opens_at, closes_at) values ('${account.workspaceId}', 'account', '${account.id}', '${new Date(closesAt - hours(1)).toISOString()}', '${new Date(closesAt).toISOString()}')`)
  await stretch(first)
  now += 1000
  await store(wrote('m2', '¿Hola?'), wrote('m3', 'Buenas', '34600000002'))
  expect(await due()).toEqual([first, first])
  await stretch(second)
  now += 1000
  await store(wrote('m4', '¿Hay alguien?'))
  expect(await due()).toEqual([second, first])
  await rows('delete from timetable')
  now += 1000
  await store(wrote('m5', '¿Nadie?'))
  expect(await due()).toEqual([null, first])
})

test('what is said of hours for one statement of ingest is said for no other', async () => {
  const said = await db.inWorkspace(account.workspaceId, async (tx) => {
    const plan = planBatch([{ account, channel: madeUpLoaded, event: wrote('m1', 'Hola'), arrivedAt: now }])
    await tx.query('select i from ingest_batch($1, $2, $3, null, $4)', [JSON.stringify(plan.people), JSON.stringify(plan.keys), JSON.stringify(plan.events), new Date(now).toISOString()])
    return tx.query(`select current_setting('recado.no_hours', true) as no_hours`)
  })
  expect(said).toEqual([{ no_hours: '' }])
})

test('a resolved thread she writes in again is a new case; a reaction is none', async () => {
  await store(wrote('m1', 'Hola'))
  await rows(`update conversation set status = 'resolved', waiting_since = null, unread = 0`)
  now += 1000
  await store(wrote('r1', '', undefined, { content: { kind: 'reaction', messageId: 'm1', emoji: '👍' } }))
  expect(await heads()).toMatchObject([{ status: 'resolved', unread: 0, waiting_since: null }])
  await store(wrote('m2', 'Otra cosa'))
  expect(await heads()).toMatchObject([{ status: 'open', unread: 1, waiting_since: now }])
  expect(await rows('select ordinal from work_case order by ordinal')).toEqual([{ ordinal: 1 }, { ordinal: 2 }])
})

test('a message that comes late stands in its place and does not become the last line', async () => {
  await store(wrote('m2', 'Segundo'))
  await store(wrote('m1', 'Primero', undefined, { at: NOON - 60_000 }))
  expect(await heads()).toMatchObject([{ unread: 2, last_text: 'Segundo' }])
  expect(await rows('select content->>\'text\' as text from message order by at')).toEqual([{ text: 'Primero' }, { text: 'Segundo' }])
})

test('a follow makes the thread with a system line, leaves unread alone and opens its own grant; an unfollow takes every grant', async () => {
  const act = (key: string, name: 'follow' | 'unfollow'): InboundEvent => ({ type: 'act', key, account: 'acc-1', at: now, from: { keys: [{ kind: 'phone', value: '34600000009' }] }, act: name, line: true, content: { kind: 'system', event: name } })
  await store(act('f1', 'follow'))
  expect(await heads()).toMatchObject([{ unread: 0, last_text: null, window_left: 3, window_closes_at: NOON + 60_000 }])
  await store(act('u1', 'unfollow'))
  expect(await heads()).toMatchObject([{ window_closes_at: null }])
  expect(await rows('select reachable from identity')).toEqual([{ reachable: false }])
})

test('a report before its message is parked; an echo of ours tells the platform id', async () => {
  await store({ type: 'status', key: 's', account: 'acc-1', at: now, status: 'read', externalId: 'x1' })
  expect(await rows('select status from parked_status')).toEqual([{ status: 'read' }])
})

test('what PostgreSQL cannot hold is replaced, not lost', async () => {
  await store(wrote('m1', 'a\u0000b\ud800c'))
  expect(await heads()).toMatchObject([{ last_text: 'a\ufffdb\ufffdc' }])
})

test('forty pairs at the same instant: nobody speaks under another name', async () => {
  const phone = (i: number) => `346000010${String(i).padStart(2, '0')}`
  await store(...Array.from({ length: 80 }, (_, i) => wrote(`p${i}`, `soy ${phone(i >> 1)}`, phone(i >> 1))))
  const wrong = await rows<{ n: number }>(`select count(*)::int as n from message m join conversation c using (workspace_id, conversation_id) join identity_key k on k.identity_id = c.identity_id where m.content->>'text' <> 'soy ' || k.value`)
  expect(wrong).toEqual([{ n: 0 }])
  expect(await heads()).toHaveLength(40)
})

test('files are noted for fetching with the message that brought them, once', async () => {
  const photo = wrote('m1', '', undefined, { content: { kind: 'image', media: { source: { kind: 'id', id: '77' }, mime: 'image/jpeg' }, caption: 'mira' } })
  await store(photo)
  await store(photo)
  expect(await rows('select state, mime, source from media')).toEqual([{ state: 'pending', mime: 'image/jpeg', source: { kind: 'id', id: '77' } }])
})

test('the echo of a send whose answer was lost tells that it arrived, also when nothing else is in the batch', async () => {
  await store(wrote('m1', 'Hola'))
  const id = newId()
  await db.inWorkspace(account.workspaceId, (tx) => tx.query(
    `insert into message (workspace_id, message_id, conversation_id, case_id, account_id, direction, kind, content, status, author_type, at)
     select workspace_id, $1, conversation_id, case_id, account_id, 'out', 'text', '{"kind":"text","text":"Buenas"}', 'unknown', 'agent', now() from conversation`, [id]))
  await store({ type: 'echo', key: 'e1', account: 'acc-1', at: now, externalId: 'e1', to: { keys: [{ kind: 'phone', value: '34600000001' }] }, content: { kind: 'text', text: 'Buenas' }, status: 'sent', clientRef: id })
  expect(await rows(`select status, external_id from message where direction = 'out'`)).toEqual([{ status: 'sent', external_id: 'e1' }])
})

test('an edited message is found by its new words, a revoked one by none', async () => {
  const person = { keys: [{ kind: 'phone', value: '34600000001' }] }
  const found = () => rows<{ words: string[] }>(`select array(select w from unnest(tsvector_to_array(vec)) w where w not like '#%') as words from message_search`)
  await store(wrote('m1', 'zapatos rojos'))
  await store({ type: 'edit', key: 'e', account: 'acc-1', at: now + 1000, by: 'contact', person, target: 'm1', content: { kind: 'text', text: 'botas verdes' } })
  expect(await found()).toEqual([{ words: ['botas', 'verdes'] }])
  await store({ type: 'revoke', key: 'r', account: 'acc-1', at: now + 2000, by: 'contact', person, target: 'm1' })
  expect(await found()).toEqual([])
})
