import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import pino from 'pino'
import { openFreshDatabase } from '@recado/db/testing'
import { makeQueue, type Queue, type Tasks } from './queue.js'
import { Database, newId } from '@recado/db'

let database: Awaited<ReturnType<typeof openFreshDatabase>>
let queues: Queue[]
const log = pino({ level: 'silent' })
const queue = (): Queue => { const made = makeQueue({ db: database.db, log, pooler: false }); queues.push(made); return made }

/** A promise that work settles. */
function signal<T = void>(): { done: Promise<T>; settle(value: T): void } {
  let settle!: (value: T) => void
  const done = new Promise<T>((resolve) => { settle = resolve })
  return { done, settle }
}

beforeEach(async () => { database = await openFreshDatabase(); queues = [] })
afterEach(async () => {
  for (const one of queues) await one.stop()
  await database.close()
})

describe('background work', () => {
  test('is done with its payload, once', async () => {
    const q = queue()
    const seen: unknown[] = []
    const second = signal()
    await q.start({ greet: async (payload) => { seen.push(payload); if (seen.length === 2) second.settle() } }, true)
    await q.add('greet', { name: 'Ana' })
    await q.add('greet', { name: 'Eva' })
    await second.done
    expect(seen).toEqual(expect.arrayContaining([{ name: 'Ana' }, { name: 'Eva' }]))
  })

  test('needs no prepared statements: behind a pooler they belong to whoever comes next', async () => {
    const one = new Database({ url: database.url, max: 1, pooler: true })
    const q = makeQueue({ db: one, log, pooler: true })
    const done = signal()
    await q.start({ greet: async () => done.settle() }, true)
    await q.add('greet', {})
    await done.done
    expect((await one.pool.query('select name from pg_prepared_statements')).rows).toEqual([])
    await q.stop()
    await one.close()
  })

  test('that was added before the runner came is found', async () => {
    await queue().add('greet', {})
    const done = signal()
    await queue().start({ greet: async () => done.settle() }, true)
    await done.done
  })

  test('of one key is there once, with the newest payload', async () => {
    const q = queue()
    await q.add('greet', { n: 1 }, { key: 'k' })
    await q.add('greet', { n: 2 }, { key: 'k' })
    const all: unknown[] = []
    const end = signal()
    await q.add('end', {}, { priority: 10, queueName: 'one' })
    await q.start({ greet: async (payload) => { all.push(payload) }, end: async () => end.settle() } satisfies Tasks, true)
    await end.done
    // The row of a job goes a moment after its work has ended.
    await expect.poll(() => database.db.pool.query('select count(*)::int as n from graphile_worker.jobs where key is not null').then((r) => r.rows)).toEqual([{ n: 0 }])
    expect(all).toEqual([{ n: 2 }])
  })

  test('added in a workspace’s transaction exists only if that commits', async () => {
    const q = queue()
    const workspace = newId()
    await q.add('warm', {}, { runAt: new Date(Date.now() + 3_600_000) })
    await expect(database.db.inWorkspace(workspace, async (tx) => { await q.addIn(tx, 'lost', {}); throw new Error('no') })).rejects.toThrow('no')
    await database.db.inWorkspace(workspace, (tx) => q.addIn(tx, 'kept', {}))
    const { rows } = await database.db.pool.query('select task_identifier as name from graphile_worker.jobs order by 1')
    expect(rows.map((row) => (row as { name: string }).name)).toEqual(['kept', 'warm'])
  })

  test('is closed to a workspace', async () => {
    const q = queue()
    await q.add('warm', {})
    await expect(database.db.inWorkspace(newId(), (tx) => tx.query('select 1 from graphile_worker.jobs'))).rejects.toThrow('permission denied')
  })

  test('taken by a process that was killed is done by the next one', async () => {
    await queue().add('greet', {})
    await database.db.pool.query(`update graphile_worker._private_jobs set locked_by = 'pool-of-a-dead-process', locked_at = now(), attempts = 1`)
    const done = signal<number>()
    await queue().start({ greet: async (_payload, { attempt }) => done.settle(attempt) }, true)
    expect(await done.done).toBe(2)
  })

  test('of another node that lives stays with it, of one that lives no more is freed', async () => {
    const q = queue()
    await q.add('hers', {})
    await q.add('nobodys', {})
    await database.db.pool.query(`update graphile_worker._private_jobs j set locked_by = t.identifier, locked_at = now() - interval '1 minute' from graphile_worker._private_tasks t where t.id = j.task_id`)
    await database.db.asSystem((tx) => tx.query(`insert into lease (name, holder, expires_at) values ('jobs:hers', $1, now() + interval '1 hour')`, [newId()]))
    const freed = signal()
    const seen: string[] = []
    await queue().start({ hers: async () => { seen.push('hers') }, nobodys: async () => { seen.push('nobodys'); freed.settle() } }, false)
    await freed.done
    expect(seen).toEqual(['nobodys'])
  })

  test('is told to end when the server stops, and stays to be done', async () => {
    const q = queue()
    const begun = signal()
    let told = false
    await q.start({ long: (_payload, { signal: stop }) => new Promise((_resolve, reject) => { begun.settle(); stop.addEventListener('abort', () => { told = true; reject(new Error('stopped')) }) }) }, true)
    await q.add('long', {})
    await begun.done
    await q.stop()
    expect(told).toBe(true)
    const { rows } = await database.db.pool.query('select task_identifier as name, locked_by from graphile_worker.jobs')
    expect(rows).toEqual([{ name: 'long', locked_by: null }])
  })
})
