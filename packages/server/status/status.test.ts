/** What the operator is told: of the house to whoever looks after it, of each company to its own managers. */
import type { SystemStatus } from '@recado/api'
import { newId } from '@recado/db'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { idFrom } from '../audit/bodies.js'
import { append } from '../ingest/others.js'
import { keepPlace } from '../jobs/log-worker.js'
import { SearchIndexer } from '../jobs/search-indexer.js'
import { type Desk, makeDesk } from '../testing/desk.js'
import { NodeBeat } from './beat.js'
import { Pulse } from './pulse.js'

let desk: Desk
const closing: (() => unknown)[] = []
const nodeId = newId()
beforeAll(async () => {
  desk = await makeDesk()
  const beat = new NodeBeat({ ...desk.services, onClose: (work) => { closing.push(work) } }, nodeId)
  await beat.start()
  await desk.receive(desk.wrote('s1', 'Hola', { phone: '34611000999' }))
  await beat.beat()
})
afterAll(async () => { await desk.close() })

const read = async (as?: Parameters<Desk['request']>[3]): Promise<SystemStatus> => {
  const answer = await desk.request('GET', '/api/v1/status', undefined, as)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json()
}

test('the house: version, database, migrations and the nodes that live', async () => {
  const { installation } = await read()
  expect(installation).toMatchObject({ migrations: { pending: 0 }, backups: { on: false, failing: false }, telemetry: { on: false }, nodes: [{ id: nodeId, self: true, spool: { files: 0, bytes: 0 } }] })
  expect(installation!.database.bytes).toBeGreaterThan(1_000_000)
  expect(installation!.database.connections).toBeLessThanOrEqual(installation!.database.connectionsMax)
  await desk.services.db.asSystem((tx) => tx.query(`update node set seen_at = seen_at - interval '1 minute'`))
  expect((await read()).installation!.nodes).toEqual([])
})

test('a company of its own hears nothing of the house, an agent nothing at all', async () => {
  const other = await desk.addWorkspace('Otra')
  const told = await read(other.owner)
  expect(told).toMatchObject({ installation: null, webhooks: [], outbox: { queued: 0 } })
  expect((await desk.request('GET', '/api/v1/status', undefined, await desk.addPerson('agent'))).statusCode).toBe(403)
})

test('the outbox by state, and how long the oldest has been due', async () => {
  const conversationId = await desk.conversationOf('34611000999')
  const job = (state: string, due: string) => desk.rows(`insert into send_job (workspace_id, message_id, account_id, conversation_id, class, state, due_at, queued_at) values ($1, $2, $3, $4, 0, $5, $6, $6)`, [desk.workspaceId, newId(), desk.account.id, conversationId, state, due])
  const now = desk.services.clock.now(desk.workspaceId)
  await job('queued', new Date(now - 90_000).toISOString())
  await job('queued', new Date(now + 90_000).toISOString())
  await job('unknown', new Date(now).toISOString())
  expect((await read()).outbox).toMatchObject({ queued: 2, due: 1, oldestDueMs: 90_000, unknown: 1, sending: 0 })
})

test('a worker that has not read on is behind by the age of what it has not read; one without work has none', async () => {
  await desk.rows('insert into notice_place (workspace_id, seq, epoch) select workspace_id, 0, epoch from event_head where workspace_id = $1 on conflict (workspace_id) do update set seq = 0', [desk.workspaceId])
  await desk.rows('insert into automation_place (workspace_id, seq) values ($1, 0) on conflict (workspace_id) do update set seq = 0', [desk.workspaceId])
  await desk.rows(`update event set at = at - interval '5 minutes' where workspace_id = $1 and seq = 1`, [desk.workspaceId])
  const { workers } = await read()
  expect(workers.find(({ worker }) => worker === 'notices')!.behindMs).toBeGreaterThanOrEqual(300_000)
  expect(workers.find(({ worker }) => worker === 'automation')).toMatchObject({ seq: 0, behindMs: null })
})

test('only what concerns a worker waits for it, however far the log has gone on', async () => {
  const { db } = desk.services
  const [row] = await desk.rows<{ seq: number }>('select seq from event_head where workspace_id = $1', [desk.workspaceId])
  const head = row!.seq // a workspace has one
  for (const worker of ['entries', 'leaving', 'campaigns']) await keepPlace(desk.services, worker, desk.workspaceId, head)
  await desk.rows('insert into cost_place (workspace_id, after) values ($1, $2) on conflict (workspace_id) do update set after = $2', [desk.workspaceId, head])
  const waiting = async (): Promise<Record<string, number | null | undefined>> => {
    const { workers } = await read()
    return Object.fromEntries(['entries', 'leaving', 'campaigns', 'costs'].map((name) => [name, workers.find(({ worker }) => worker === name)?.waiting]))
  }
  const seqOf = async (): Promise<number> => (await read()).workers.find(({ worker }) => worker === 'entries')!.head // it has a place
  await desk.receive(desk.wrote('s2', 'Hola', { phone: '34611000998' }))
  const conversationId = await desk.conversationOf('34611000998')
  await db.inWorkspace(desk.workspaceId, (tx) => append(tx, [{ type: 'conversation.updated', conversationId }]))
  expect(await waiting()).toEqual({ entries: 1, leaving: 1, campaigns: 1, costs: 0 })
  for (const worker of ['entries', 'leaving', 'campaigns']) await keepPlace(desk.services, worker, desk.workspaceId, await seqOf())
  await db.inWorkspace(desk.workspaceId, async (tx) => {
    const answer = newId()
    await tx.query(`insert into message (workspace_id, message_id, conversation_id, case_id, account_id, direction, kind, content, status, author_type, at) values ($1, $2, $3, $3, $4, 'out', 'text', '{"kind":"text","text":"x"}', 'sent', 'agent', now())`, [desk.workspaceId, answer, conversationId, desk.account.id])
    await append(tx, [{ type: 'message.created', conversationId, messageIds: [answer] }, { type: 'conversation.updated', conversationId }])
  })
  expect(await waiting()).toEqual({ entries: 0, leaving: 0, campaigns: 1, costs: 0 })
  const { seq, head: now, behindMs } = (await read()).workers.find(({ worker }) => worker === 'entries')!
  expect([seq < now, behindMs]).toEqual([true, 0])
})

test('the search index is behind by the age of the oldest message that it has yet to take in', async () => {
  expect((await read()).search.behindMs).toBeGreaterThanOrEqual(0)
  const old = idFrom(Date.now() - 300_000)
  await desk.rows('update message set message_id = $2 where workspace_id = $1 and message_id = (select message_id from message where workspace_id = $1 order by message_id limit 1)', [desk.workspaceId, old])
  const { behindMs } = (await read()).search
  expect(behindMs).toBeGreaterThanOrEqual(300_000)
  expect(Number(/^recado_search_index_age_seconds (\S+)$/m.exec((await desk.request('GET', '/metrics')).body)![1])).toBeGreaterThanOrEqual(behindMs / 1_000)
  await new SearchIndexer(desk.services).catchUp(desk.workspaceId, idFrom(Date.now() + 1_000))
  expect((await read()).search).toEqual({ behindMs: 0 })
})

test('an account called a minute ago was called a minute ago, though a demo’s clock went on by a day', async () => {
  await desk.rows('update channel_account set last_webhook_at = $2 where account_id = $1', [desk.account.id, new Date(desk.services.clock.now(desk.workspaceId) - 86_400_000).toISOString()])
  expect((await read()).webhooks[0]).toMatchObject({ ageMs: 86_400_000 })
  await desk.services.db.asSystem((tx) => tx.query('update node set seen_at = clock_timestamp(), facts = jsonb_set(facts, array[$1], $2)', ['heardAt', JSON.stringify({ [desk.account.id]: Date.now() - 60_000 })]))
  const { ageMs } = (await read()).webhooks[0]!
  expect(ageMs).toBeGreaterThanOrEqual(60_000)
  expect(ageMs).toBeLessThan(3_600_000)
})

test('what is wrong is told with what to do', async () => {
  await desk.services.health(desk.workspaceId, { kind: 'clock_skew', subject: 'clock', severity: 'critical', data: { minutes: 3 } })
  const found = (await read()).incidents.find(({ code }) => code === 'clock_skew')
  expect(found?.texts?.en?.next).toMatch(/NTP/)
})

test('rates are of the last five minutes', () => {
  let now = 0
  const pulse = new Pulse(() => now, () => 1_000_000 + now)
  for (; now < 60_000; now += 1_000) pulse.count('a')
  expect([pulse.perMinute(), pulse.lastAt()]).toEqual([{ a: 12 }, { a: 1_059_000 }])
  now += 10 * 60_000
  expect([pulse.perMinute(), pulse.lastAt()]).toEqual([{}, {}])
})
