import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newId } from '@recado/db'
import { openFreshDatabase } from '@recado/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { written } from './finding.js'
import { examine } from './index.js'

let database: Awaited<ReturnType<typeof openFreshDatabase>>
const dir = mkdtempSync(join(tmpdir(), 'recado-doctor-'))
beforeAll(async () => { database = await openFreshDatabase() })
afterAll(async () => { await database.close(); rmSync(dir, { recursive: true }) })

const dataDir = (name: string): string => { const made = join(dir, name); mkdirSync(made, { mode: 0o700 }); return made }
const looked = async (env: Record<string, string>) => {
  const found = await examine({ PORT: '0', ...env })
  return { faults: found.filter(({ state }) => state === 'fault').map(({ says }) => says), notes: found.filter(({ state }) => state === 'note').map(({ says }) => says), text: written(found), found }
}

test('a healthy host without a server has no fault, and everything not in order names what to do', async () => {
  const { faults, found, text } = await looked({ DATA_DIR: dataDir('fine') })
  expect(faults).toEqual([])
  expect(text).toMatch(/^ok {4}postgres \(PostgreSQL\) 18\.\d+ runs here$/m)
  for (const { state, todo } of found) expect(state === 'ok' || Boolean(todo)).toBe(true)
})

test('each thing that is wrong with a host is one fault in plain words', async () => {
  const taken = createServer()
  await new Promise<void>((resolve) => { taken.listen(0, '127.0.0.1', resolve) })
  const { port } = taken.address() as AddressInfo
  const open = dataDir('open')
  chmodSync(open, 0o755)
  writeFileSync(join(open, 'master.key'), 'x')
  chmodSync(join(open, 'master.key'), 0o644)
  const { faults, notes } = await looked({ DATA_DIR: open, PORT: String(port), PUBLIC_URL: 'http://desk.example.com', SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'Recado <recado@example.com>', RECADO_MASTERKEY_FILE: '/x' })
  expect(faults).toEqual([
    `others on this machine can read the master key ${join(open, 'master.key')}`, `port ${port} on 127.0.0.1 is taken by another program`,
    'PUBLIC_URL is http://desk.example.com', 'the mail server 127.0.0.1 cannot be reached (ECONNREFUSED)',
  ])
  expect(notes).toEqual(expect.arrayContaining([`everybody on this machine can look into ${open}`, 'nothing reads the variable RECADO_MASTERKEY_FILE']))
  taken.close()
})

test('a variable that cannot be understood is the first thing said', async () => {
  expect((await looked({ PORT: 'three thousand' })).faults).toEqual(['PORT must be a number from 0 to 65535, not "three thousand".'])
})

test('a database that is looked at tells its state, and what waits in it', async () => {
  const workspace = newId()
  await database.db.asSystem((tx) => tx.query('insert into workspace (workspace_id, name, created_at) values ($1, $2, now())', [workspace, 'Óptica Ribera']))
  await database.db.inWorkspace(workspace, async (tx) => {
    const inbox = newId()
    await tx.query('insert into inbox (workspace_id, inbox_id, name, created_at) values ($1, $2, $3, now())', [workspace, inbox, 'Tienda'])
    await tx.query(`insert into channel_account (workspace_id, account_id, channel, name, inbox_id, webhook_key, state, created_at) values ($1, $2, 'made-up', 'Línea 1', $3, 'k', 'error', now())`, [workspace, newId(), inbox])
    await tx.query(`insert into health_item (workspace_id, health_item_id, kind, subject, severity, first_at, last_at, data) values ($1, $2, 'token_revoked', 'x', 'critical', now(), now(), '{}')`, [workspace, newId()])
  })
  const { faults, notes, text } = await looked({ DATA_DIR: dataDir('outside'), DATABASE_URL: database.url })
  // The database of the tests may have it off, for speed.
  const { rows: [server] } = await database.db.pool.query<{ fsync: string }>(`select current_setting('fsync') as fsync`)
  const unsafe = 'fsync or full_page_writes is off: a power cut can lose messages'
  expect(faults.includes(unsafe)).toBe(server?.fsync === 'off')
  expect(text).toMatch(/all \d+ migrations are applied/)
  expect(faults.filter((each) => each !== unsafe)).toEqual(['Óptica Ribera: Línea 1 cannot send or receive'])
  expect(notes).toContain('Óptica Ribera: open problems: token_revoked')
})

test('a database that is not there is a fault', async () => {
  expect((await looked({ DATA_DIR: dataDir('away'), DATABASE_URL: 'postgresql://nobody@127.0.0.1:9/none' })).faults).toEqual([expect.stringContaining('the database cannot be reached')])
})
