/** A database that is not ours: its tables of one moment, and back into an empty one of the same or a newer version. On the server the tests run on. */
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Database, newId } from '@recado/db'
import { openClient } from '@recado/db/backup/index'
import { freshDatabase } from '@recado/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeMediaStore } from '../media/store.js'
import { type Harness, makeHarness } from '../testing/harness.js'
import { makeBackup, type Order, type Source } from './make.js'
import { openPlace } from './place.js'
import { restoreBackup } from './restore.js'
import { sumsOf } from './testing/sums.js'
import { verifyBackup } from './verify.js'

const base = mkdtempSync(join(tmpdir(), 'recado-tables-'))
const secrets = { master: randomBytes(32), passphrase: null }
let desk: Harness
let source: Source
const empties: { url: string; drop(): Promise<void> }[] = []

beforeAll(async () => {
  desk = await makeHarness()
  mkdirSync(join(base, 'data'))
  source = { url: desk.url, adminUrl: null, dataDir: join(base, 'data'), media: makeMediaStore({ dataDir: join(base, 'data'), s3Url: null }), version: '0.1.0' }
})
afterAll(async () => {
  await desk?.close()
  for (const one of empties) await one.drop()
  rmSync(base, { recursive: true, force: true })
})

/** A database with nothing in it. */
async function empty(): Promise<string> {
  const one = await freshDatabase()
  empties.push(one)
  const client = await openClient(one.url)
  try { await client.query('drop schema public cascade; create schema public; grant usage, create on schema public to public') } finally { await client.end() }
  return one.url
}
const order = async (): Promise<Order> => ({ keys: await openPlace(join(base, 'backups'), secrets), to: { dir: join(base, 'backups') }, kind: 'full', follow: false })
const restore = (path: string, name: string, databaseUrl: string) => restoreBackup({ path, secrets, dataDir: join(base, name), databaseUrl, s3Url: null, erasures: null, keyElsewhere: true, say: () => {} })

test('every table comes back as it was, with its files; what was written meanwhile is not in it', async () => {
  const file = randomBytes(300_000)
  const sha = createHash('sha256').update(file).digest('hex')
  mkdirSync(join(base, 'data', 'media', desk.workspaceId, sha.slice(0, 2)), { recursive: true })
  writeFileSync(join(base, 'data', 'media', desk.workspaceId, sha.slice(0, 2), sha), file)
  await desk.services.db.inWorkspace(desk.workspaceId, (tx) => tx.query(`insert into media (workspace_id, media_id, state, sha256, mime, bytes, created_at) values ($1, $2, 'ready', $3, 'image/png', $4, now())`, [desk.workspaceId, newId(), Buffer.from(sha, 'hex'), file.length]))
  await desk.services.db.inWorkspace(desk.workspaceId, (tx) => tx.query('insert into contact (workspace_id, contact_id, name, created_at, updated_at) values ($1, $2, $3, now(), now())', [desk.workspaceId, newId(), 'Ana\t"\\N"\n留言']))
  await desk.services.queue.add('a_task_of_this_test', { of: 'Ana' }, { runAt: new Date(Date.UTC(2126, 0, 1)) })
  const before = await sumsOf(desk.url)
  let wrote: Promise<unknown> | null = null
  const made = (await makeBackup(source, { ...await order(), progress: () => { wrote ??= desk.services.db.inWorkspace(desk.workspaceId, (tx) => tx.query('insert into contact (workspace_id, contact_id, name, created_at, updated_at) values ($1, $2, $3, now(), now())', [desk.workspaceId, newId(), 'Meanwhile'])) } }))! // a full one is always made
  await wrote
  expect((await verifyBackup(made.path, secrets)).faults).toEqual([])

  const url = await empty()
  await restore(made.path, 'restored', url)
  const after = await sumsOf(url)
  // What restoring itself changes.
  for (const name of ['restore_state', 'health_item', 'event', 'event_head', 'lease']) { delete before[name]; delete after[name] }
  expect(after).toEqual(before)
  expect(Object.keys(before).length).toBeGreaterThan(100)
  expect(readFileSync(join(base, 'restored', 'media', desk.workspaceId, sha.slice(0, 2), sha)).equals(file)).toBe(true)
  const there = new Database({ url, max: 1 })
  try {
    expect((await there.pool.query(`select task_identifier as task, run_at from graphile_worker.jobs`)).rows).toEqual([{ task: 'a_task_of_this_test', run_at: Date.UTC(2126, 0, 1) }])
    // The foreign keys are there again, and hold.
    await expect(there.pool.query('insert into identity (workspace_id, identity_id, account_id, contact_id, created_at) values ($1, $1, $1, $1, now())', [newId()])).rejects.toThrow('foreign key')
  } finally { await there.close() }

  await expect(restore(made.path, 'second', url)).rejects.toThrow('not empty')
})

test('a second one stores the rows that changed only', async () => {
  const again = (await makeBackup(source, await order()))! // a full one is always made
  expect(again.written).toBeLessThan(again.bytes / 4 + 200_000)
})
