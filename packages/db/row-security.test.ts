import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from './database.js'
import { newId } from './ids.js'
import { openFreshDatabase } from './testing.js'

let database: Awaited<ReturnType<typeof openFreshDatabase>>
let db: Database
const [ours, theirs] = [newId(), newId()]

/** Tables that are read before a workspace is known; recado_app may not touch them at all. */
const BEFORE_A_WORKSPACE = ['session', 'api_token', 'live_ticket', 'webhook_route']

beforeAll(async () => {
  database = await openFreshDatabase()
  db = database.db
  for (const id of [ours, theirs]) {
    await db.asSystem(async (tx) => {
      await tx.query('insert into workspace (workspace_id, name, created_at) values ($1, $2, now())', [id, id])
      await tx.query('insert into event_head (workspace_id, epoch) values ($1, $2)', [id, newId()])
    })
    await db.inWorkspace(id, (tx) => tx.query('insert into contact (workspace_id, contact_id, name, created_at, updated_at) values ($1, $2, $3, now(), now())', [id, newId(), 'Ana']))
  }
})
afterAll(() => database.close())

const tables = () => db.pool.query<{ name: string; secured: boolean; policies: number }>(
  `select c.relname as name, c.relrowsecurity as secured, (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
   from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`).then((r) => r.rows)

test('every table with a workspace is locked by a policy', async () => {
  const all = await tables()
  expect(all.length).toBeGreaterThan(25)
  expect(all.filter((t) => !BEFORE_A_WORKSPACE.includes(t.name) && (!t.secured || t.policies === 0))).toEqual([])
})

test('the other workspace’s rows are not there, whatever the statement says', async () => {
  for (const { name } of (await tables()).filter((t) => !BEFORE_A_WORKSPACE.includes(t.name))) {
    const rows = await db.inWorkspace(ours, (tx) => tx.query(`select workspace_id from ${name} where workspace_id = $1`, [theirs]))
    expect(rows, name).toEqual([])
  }
  expect(await db.inWorkspace(ours, (tx) => tx.query('update contact set name = $1 returning workspace_id', ['Eva']))).toEqual([{ workspace_id: ours }])
})

test('a row cannot be put into another workspace', async () => {
  await expect(db.inWorkspace(ours, (tx) => tx.query('insert into contact (workspace_id, contact_id, name, created_at, updated_at) values ($1, $2, $3, now(), now())', [theirs, newId(), 'Eva']))).rejects.toThrow('row-level security')
})

test.each(BEFORE_A_WORKSPACE)('%s is closed to a workspace', async (name) => {
  await expect(db.inWorkspace(ours, (tx) => tx.query(`select 1 from ${name}`))).rejects.toThrow('permission denied')
})

test('passwords are closed to a workspace, contents to the system role', async () => {
  await expect(db.inWorkspace(ours, (tx) => tx.query('select password_hash from app_user'))).rejects.toThrow('permission denied')
  await expect(db.asSystem((tx) => tx.query('select 1 from message'))).rejects.toThrow('permission denied')
})
