import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '@recado/db'
import type { Services } from '../services.js'
import { type Desk, makeDesk } from '../testing/desk.js'
import { NodeBeat } from '../status/beat.js'
import { HouseWatch, LATE_SEND_MS } from './house.js'
import { IncidentWatch } from './watch.js'
import { INCIDENT_WORDS } from './words.js'

let desk: Desk
const dataDir = mkdtempSync(join(tmpdir(), 'recado-incidents-'))
beforeAll(async () => { desk = await makeDesk() })
afterAll(async () => { await desk.close(); rmSync(dataDir, { recursive: true }) })

interface Row { kind: string; subject: string; count: number; data: Record<string, unknown>; resolved_at: number | null }
const items = (kind: string): Promise<Row[]> => desk.rows<Row>('select kind, subject, count, data, resolved_at from health_item where kind = $1', [kind])

/** Services of one life of the server: what it closes, it closes when told to. */
function life(): { services: Services; counted: string[]; end(): void } {
  const closing: (() => unknown)[] = []
  const counted: string[] = []
  const count = (kind: string): void => { counted.push(kind) }
  desk.services.signals.on('incident', count)
  return { counted, services: { ...desk.services, config: { ...desk.services.config, dataDir }, onClose: (work) => { closing.push(work) } }, end: () => { for (const work of closing.splice(0)) void work(); desk.services.signals.off('incident', count) } }
}

test('a run that nobody stopped is told at the next start, one that was stopped is not', async () => {
  const first = life()
  await new IncidentWatch(first.services).start()
  expect([first.counted, await items('unclean_stop')]).toEqual([[], []])
  first.end()
  expect(existsSync(join(dataDir, 'running'))).toBe(false)
  const second = life()
  await new IncidentWatch(second.services).start() // and is killed: nothing of it is closed
  const third = life()
  await new IncidentWatch(third.services).start()
  expect(third.counted).toEqual(['unclean_stop'])
  expect(await items('unclean_stop')).toEqual([expect.objectContaining({ subject: 'server', data: expect.objectContaining({ incidentId: expect.any(String), runningSince: expect.any(String) }) })])
  third.end()
  second.end()
})

test.each([['refused', 'webhook_refused', 'received'], ['broken', 'platform_failing', 'mended']])('what is signalled as %s is listed once, counted each time, and closed when it is over', async (signal, kind, over) => {
  const { services, counted, end } = life()
  const watch = new IncidentWatch(services)
  expect(watch).toBeDefined()
  for (let n = 0; n < 3; n++) services.signals.emit(signal, desk.workspaceId, desk.account.id)
  await expect.poll(() => items(kind)).toEqual([expect.objectContaining({ subject: desk.account.id, count: 1, resolved_at: null })])
  expect(counted).toEqual([kind, kind, kind])
  services.signals.emit(over, desk.workspaceId, desk.account.id)
  await expect.poll(async () => (await items(kind))[0]?.resolved_at ?? null).not.toBeNull()
  end()
})

test('a clock that differs from the database’s is told, and that it is right again', async () => {
  const { services, counted, end } = life()
  const { db } = services
  let skewMs = 3 * 60_000
  const watch = new IncidentWatch({ ...services, db: Object.assign(Object.create(db) as typeof db, { asSystem: (work: Parameters<typeof db.asSystem>[0]) => db.asSystem((tx) => work({ ...tx, query: async (text: string, values?: readonly unknown[]) => (text.includes('clock_timestamp') ? [{ now: Date.now() + skewMs }] : tx.query(text, values)) } as never)) }) })
  const right = (): number => Math.round((services.clock.now(desk.workspaceId) - desk.wall.now) / 60_000)
  await watch.lookAtClock()
  expect(right()).toBe(3)
  expect([counted, (await items('clock_skew'))[0]]).toEqual([['clock_skew'], expect.objectContaining({ data: expect.objectContaining({ minutes: 3 }), resolved_at: null })])
  // Ahead of the database it stays: a window that closes early does no harm.
  skewMs = -3 * 60_000
  await watch.lookAtClock()
  expect(right()).toBe(0)
  skewMs = 0
  await watch.lookAtClock()
  expect((await items('clock_skew'))[0]?.resolved_at).not.toBeNull()
  end()
})

test('a disk that is nearly full, a message that waits too long and a node that fell silent are told, and that the first two are over', async () => {
  const { services, counted, end } = life()
  const self = newId()
  const beat = new NodeBeat(services, self)
  await beat.start()
  const watch = new HouseWatch(services)
  const gone = newId()
  await desk.services.db.asSystem((tx) => tx.query(`insert into node (node_id, version, host, facts, started_at, seen_at) values ($1, '1', 'nodo-b', '{}', now(), now() - interval '2 minutes')`, [gone]))
  const messageId = newId()
  await desk.rows(`insert into send_job (workspace_id, message_id, account_id, conversation_id, class, state, due_at, queued_at) values ($1, $2, $3, $2, 0, 'queued', $4, $4)`, [desk.workspaceId, messageId, desk.account.id, new Date(services.clock.now(desk.workspaceId) - LATE_SEND_MS).toISOString()])
  await watch.look()
  expect(counted.filter((kind) => kind !== 'disk_low').toSorted()).toEqual(['node_lost', 'sends_late'])
  expect(await items('node_lost')).toEqual([expect.objectContaining({ subject: 'nodo-b', data: expect.objectContaining({ nodeId: gone }) })])
  expect((await items('sends_late'))[0]).toMatchObject({ data: { minutes: 10 }, resolved_at: null })
  await desk.rows('delete from send_job where message_id = $1', [messageId])
  await watch.look()
  expect((await items('sends_late'))[0]?.resolved_at).not.toBeNull()
  expect(counted.filter((kind) => kind === 'node_lost')).toHaveLength(1)
  end()
})

test('every kind has words and a next step', () => {
  for (const words of Object.values(INCIDENT_WORDS)) for (const text of [words.title, words.sentence, words.next]) for (const language of ['en', 'es', 'de', 'zh', 'ar', 'pt']) expect(text?.[language]).toMatch(/\S/)
})
