/** The embedded engine's backup, on a directory of its own: whole, by its log, damaged, and into another directory. */
import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Database, migrate, newId } from '@recado/db'
import { type Embedded, startEmbedded } from '@recado/db/embedded/index'
import { processesIn } from '@recado/db/embedded/process-info'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createUser, createWorkspace } from '../auth/workspace.js'
import { makeMediaStore } from '../media/store.js'
import { recoveryKey } from '../secrets/master-key.js'
import { noteErasures } from './journal.js'
import { type BackupKeys, fromRecoveryKey } from './keys.js'
import { makeBackup, type Made, NoChain, type Order, type Source } from './make.js'
import { listBackups, openPlace } from './place.js'
import { restoreBackup, type RestoreOrder } from './restore.js'
import { verifyBackup } from './verify.js'

const base = mkdtempSync(join(tmpdir(), 'recado-backup-'))
const [dataDir, place] = [join(base, 'data'), join(base, 'backups')]
const master = randomBytes(32)
const secrets = { master, passphrase: null }
const FAST = { fsync: 'off', full_page_writes: 'on' }
let engine: Embedded
let db: Database
let source: Source
let keys: BackupKeys
let workspaceId: string
const sha = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

beforeAll(async () => {
  mkdirSync(dataDir)
  chmodSync(base, 0o711)
  writeFileSync(join(dataDir, 'master.key'), `${master.toString('base64')}\n`)
  engine = await startEmbedded({ dataDir, settings: FAST })
  await migrate(engine.url)
  db = new Database({ url: engine.url, max: 4 })
  ;({ workspaceId } = await db.asSystem(async (tx) => {
    const userId = await createUser(tx, { email: 'ana@example.org', name: 'Ana', passwordHash: null, language: 'es' }, Date.now())
    return createWorkspace(tx, { name: 'Panadería', timeZone: 'Europe/Madrid', language: 'es', members: [{ userId, role: 'owner' }] }, Date.now())
  }))
  source = { url: engine.url, adminUrl: engine.adminUrl, dataDir, media: makeMediaStore({ dataDir, s3Url: null }), version: '0.1.0' }
  keys = await openPlace(place, secrets)
})
afterAll(async () => {
  await db?.close()
  await engine?.stop()
  for (const name of readdirSync(base)) for (const pid of processesIn(join(base, name, 'postgres'))) process.kill(pid, 'SIGKILL')
  rmSync(base, { recursive: true, force: true })
})

const person = async (name: string): Promise<string> => {
  const id = newId()
  await db.inWorkspace(workspaceId, (tx) => tx.query('insert into contact (workspace_id, contact_id, name, created_at, updated_at) values ($1, $2, $3, now(), now())', [workspaceId, id, name]))
  return id
}
const file = async (bytes: Buffer): Promise<string> => {
  mkdirSync(join(dataDir, 'media', workspaceId, sha(bytes).slice(0, 2)), { recursive: true })
  writeFileSync(join(dataDir, 'media', workspaceId, sha(bytes).slice(0, 2), sha(bytes)), bytes)
  await db.inWorkspace(workspaceId, (tx) => tx.query(`insert into media (workspace_id, media_id, state, sha256, mime, bytes, created_at) values ($1, $2, 'ready', $3, 'image/png', $4, now())`, [workspaceId, newId(), Buffer.from(sha(bytes), 'hex'), bytes.length]))
  return sha(bytes)
}
const order = (more: Partial<Order> = {}): Order => ({ keys, to: { dir: place }, kind: 'full', follow: true, ...more })
const restore = (path: string, name: string, more: Partial<RestoreOrder> = {}) => restoreBackup({ path, secrets, dataDir: join(base, name), databaseUrl: null, s3Url: null, erasures: null, keyElsewhere: false, say: () => {}, ...more })

/** Starts what was restored and asks it. */
async function look<T>(name: string, ask: (db: Database) => Promise<T>): Promise<T> {
  const there = await startEmbedded({ dataDir: join(base, name), settings: FAST })
  const other = new Database({ url: there.url, max: 2 })
  try { return await ask(other) } finally { await other.close(); await there.stop() }
}
const names = (from: Database): Promise<string[]> => from.inWorkspace(workspaceId, (tx) => tx.query<{ name: string }>('select name from contact where workspace_id = $1 order by name', [workspaceId])).then((rows) => rows.map((row) => row.name))

let full: Made
let later: Made
let picture: string
let second: string

test('a full backup, what was written since, and both come back in another directory', async () => {
  await person('Before')
  picture = await file(randomBytes(5_000_000))
  full = (await makeBackup(source, order()))! // a full one is always made
  await person('After')
  second = await file(Buffer.from('another picture'))
  later = (await makeBackup(source, order({ kind: 'log' })))! // something was written
  await person('Too late')
  expect(await makeBackup(source, order({ kind: 'log' })).then(async (made) => [made?.kind, await makeBackup(source, order({ kind: 'log' }))])).toEqual(['log', null])

  expect((await verifyBackup(later.path, secrets)).faults).toEqual([])
  expect(await restore(later.path, 'restored')).toMatchObject({ held: { messages: 0, campaigns: 0 }, media: 2 })
  expect(await look('restored', names)).toEqual(['After', 'Before'])
  for (const hash of [picture, second]) expect(sha(readFileSync(join(base, 'restored', 'media', workspaceId, hash.slice(0, 2), hash)))).toBe(hash)
  expect(readFileSync(join(base, 'restored', 'master.key'), 'utf8').trim()).toBe(master.toString('base64'))
})

test('the second full one stores what is new only', async () => {
  const again = (await makeBackup(source, order()))! // a full one is always made
  expect(again.bytes).toBeGreaterThan(20_000_000)
  expect(again.written).toBeLessThan(full.written / 3)
})
