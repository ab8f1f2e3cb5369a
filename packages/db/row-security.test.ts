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

interface Column { table: string; name: string; type: string }

/** Columns that a row cannot do without. */
const required = () => db.pool.query<Column>(
  `select c.relname as table, a.attname as name, format_type(a.atttypid, null) as type
   from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attnotnull and not a.atthasdef and a.attidentity = '' and a.attgenerated = ''
   where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`).then((r) => r.rows)

const BY_TYPE: Readonly<Record<string, string>> = {
  uuid: 'gen_random_uuid()', 'timestamp with time zone': 'now()', date: 'current_date', boolean: 'false', jsonb: `'{}'`, bytea: `'\\x00'`, integer: '1', smallint: '1', bigint: '1', numeric: '1', 'double precision': '1', interval: `'1 hour'`,
}
const valueOf = ({ name, type }: Column): string => (name === 'workspace_id' ? `'${theirs}'` : type.endsWith('[]') ? `'{}'` : (BY_TYPE[type] ?? `'x'`))

/** Puts a row of theirs into every table that has a workspace, whatever else it needs. */
async function fillEverything(names: readonly string[]): Promise<void> {
  const columns = await required()
  const client = await db.pool.connect()
  try {
    // What a row means is not asked here: neither what it refers to nor what may stand in it.
    await client.query('set session_replication_role = replica')
    const checks = await client.query<{ table: string; name: string }>(`select conrelid::regclass::text as table, quote_ident(conname) as name from pg_constraint where contype = 'c' and connamespace = 'public'::regnamespace and conrelid <> 0`)
    for (const { table, name } of checks.rows) await client.query(`alter table ${table} drop constraint ${name}`)
    for (const name of names) {
      const own = columns.filter((column) => column.table === name)
      if ((await client.query(`select 1 from ${name} where workspace_id = $1 limit 1`, [theirs])).rowCount) continue
      await client.query(`insert into ${name} (${own.map((column) => `"${column.name}"`).join(', ')}) values (${own.map(valueOf).join(', ')})`).catch((error: unknown) => { throw new Error(`no row could be made for ${name}: ${(error as Error).message}`, { cause: error }) })
    }
  } finally {
    await client.query('reset session_replication_role')
    client.release()
  }
}

test('the other workspace’s rows are not there, whatever the statement says', async () => {
  const names = (await tables()).map((t) => t.name).filter((name) => !BEFORE_A_WORKSPACE.includes(name))
  await fillEverything(names)
  const attempt = (sql: string) => db.inWorkspace(ours, (tx) => tx.query(sql, [theirs])).catch((error: unknown) => { if ((error as { code?: string }).code === '42501') return []; throw error }) // not granted at all
  for (const name of names) {
    expect((await db.pool.query(`select 1 from ${name} where workspace_id = $1`, [theirs])).rowCount, `${name} has a row of theirs`).toBeGreaterThan(0)
    expect(await attempt(`select workspace_id from ${name} where workspace_id = $1`), name).toEqual([])
    expect(await attempt(`update ${name} set workspace_id = workspace_id where workspace_id = $1 returning workspace_id`), name).toEqual([])
    expect(await attempt(`delete from ${name} where workspace_id = $1 returning workspace_id`), name).toEqual([])
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
