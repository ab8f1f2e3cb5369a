/** A transaction is the only way to a table, and nothing of it outlives it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Database, type Tx } from './database.js'
import { newId } from './ids.js'
import { openFreshDatabase } from './testing.js'

let fresh: Awaited<ReturnType<typeof openFreshDatabase>>
let db: Database
const workspaceId = newId()

beforeAll(async () => {
  fresh = await openFreshDatabase()
  // One connection: whatever a transaction leaves behind, the next one meets.
  db = new Database({ url: fresh.db.url, max: 1 })
})
afterAll(async () => {
  await db.close()
  await fresh.close()
})

const who = (tx: Tx) => tx.query<{ role: string; workspace: string | null }>(`select current_user::text as role, nullif(current_setting('recado.workspace', true), '') as workspace`)

test('its role and workspace hold from the first statement and end with it', async () => {
  expect(await db.inWorkspace(workspaceId, who)).toEqual([{ role: 'recado_app', workspace: workspaceId }])
  expect(await db.snapshot(workspaceId, who)).toEqual([{ role: 'recado_app', workspace: workspaceId }])
  expect(await db.asSystem(who)).toEqual([{ role: 'recado_system', workspace: null }])
})

test('a snapshot writes nothing', async () => {
  await expect(db.snapshot(workspaceId, (tx) => tx.query('create temporary table somewhere (id int)'))).rejects.toThrow(/read-only/)
})

test('what was begun beside a statement that failed does not run on the connection of whoever comes next', async () => {
  let goOn = (): void => {}
  const gate = new Promise<void>((resolve) => { goOn = resolve })
  let late: Promise<unknown> = Promise.resolve()
  await expect(db.inWorkspace(workspaceId, (tx) => {
    late = gate.then(() => who(tx))
    return Promise.all([tx.query('select 1 / 0'), late])
  })).rejects.toThrow(/division by zero/)
  goOn()
  await expect(late).rejects.toThrow(/the transaction is over/)
  expect(await db.asSystem(who)).toEqual([{ role: 'recado_system', workspace: null }])
})

test('statements of one transaction may travel together', async () => {
  const answers = await db.snapshot(workspaceId, (tx) => Promise.all([1, 2, 3].map((n) => tx.query<{ n: number }>('select $1::int as n', [n]))))
  expect(answers).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]])
})
