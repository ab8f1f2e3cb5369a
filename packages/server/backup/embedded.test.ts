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

describe('what is refused, before anything is written', () => {
  test.each<[string, Partial<RestoreOrder>, string]>([
    ['without the master key', { secrets: { master: null, passphrase: null } }, 'no backup contains'],
    ['with another one', { secrets: { master: randomBytes(32), passphrase: null } }, 'not the one this backup was made under'],
    ['into a database that is not ours', { databaseUrl: 'postgres://127.0.0.1:9/x' }, 'embedded database'],
  ])('%s', async (_name, more, sentence) => {
    await expect(restore(full.path, 'refused', more)).rejects.toThrow(sentence)
    expect(existsSync(join(base, 'refused'))).toBe(false)
  })

  test('into a directory that is in use', async () => {
    await expect(restore(full.path, 'data')).rejects.toThrow('in use')
    expect(await names(db)).toContain('Too late')
  })

  test('the recovery key on paper is the master key, also copied with small letters and an O for a zero', () => {
    const written = recoveryKey(master)
    expect(fromRecoveryKey(written.toLowerCase().replaceAll('0', 'o'))).toEqual(master)
    expect(() => fromRecoveryKey(written.slice(1))).toThrow('52 letters')
  })

  test('a passphrase of its own opens a backup, and the master key alone does not', async () => {
    const other = join(base, 'sealed')
    const made = (await makeBackup(source, { keys: await openPlace(other, { master, passphrase: 'a long enough sentence' }), to: { dir: other }, kind: 'full', follow: false }))!
    await expect(verifyBackup(made.path, secrets)).rejects.toThrow('passphrase')
    await expect(verifyBackup(made.path, { master, passphrase: 'another long sentence' })).rejects.toThrow('not the one this backup was sealed with')
    expect((await verifyBackup(made.path, { master: null, passphrase: 'a long enough sentence' })).faults).toEqual([])
    await expect(restore(made.path, 'refused', { secrets: { master: null, passphrase: 'a long enough sentence' } })).rejects.toThrow('master key is needed')
  })
})

describe('damage is found and named', () => {
  const objects = (): string[] => readdirSync(join(place, 'objects'), { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('/')).map((name) => join(place, 'objects', name))
  const changed = (path: string, work: (bytes: Buffer) => Buffer | null): (() => void) => {
    const bytes = readFileSync(path)
    const other = work(Buffer.from(bytes))
    if (other) writeFileSync(path, other)
    else rmSync(path)
    return () => writeFileSync(path, bytes)
  }
  const flip = (at: number) => (bytes: Buffer): Buffer => { bytes[bytes.length + at]! ^= 1; return bytes }

  test('every byte of a file counts: in its head, in its parts, at its end', async () => {
    for (const at of [-5, -300]) {
      const mend = changed(later.path, flip(at))
      expect((await verifyBackup(later.path, secrets)).faults.length).toBeGreaterThan(0)
      mend()
    }
    const mend = changed(later.path, (bytes) => bytes.subarray(0, bytes.length - 100))
    expect((await verifyBackup(later.path, secrets)).faults[0]?.sentence).toContain('ends too early')
    await expect(restore(later.path, 'refused')).rejects.toThrow('damaged')
    mend()
    expect((await verifyBackup(later.path, secrets)).faults).toEqual([])
  })

  test('a blob that is gone or changed is named with what it belonged to', async () => {
    const found = new Set<string>()
    const [biggest] = objects().map((path) => ({ path, bytes: readFileSync(path).length })).sort((a, b) => b.bytes - a.bytes)
    for (const work of [() => null, flip(-20)]) {
      const mend = changed(biggest!.path, work)
      for (const fault of (await verifyBackup(full.path, secrets)).faults) found.add(fault.sentence)
      mend()
    }
    expect([...found].join('\n')).toContain(`the file ${picture} of workspace ${workspaceId} is missing`)
    expect([...found].join('\n')).toContain(`the file ${picture} of workspace ${workspaceId} is damaged`)
  })

  test('the log has nothing to go on from where the backup before it is not there', async () => {
    const aside = changed(full.path, () => null)
    await expect(restore(later.path, 'refused')).rejects.toThrow('not beside it')
    aside()
    await expect(makeBackup({ ...source, adminUrl: null }, order({ kind: 'log' }))).rejects.toThrow(NoChain)
  })
})

test('a cancelled one leaves nothing with a name', async () => {
  const abort = new AbortController()
  const before = (await listBackups(place)).length
  await expect(makeBackup(source, order({ signal: abort.signal, progress: () => abort.abort() }))).rejects.toThrow('cancelled')
  expect([(await listBackups(place)).length, readdirSync(place).filter((name) => name.endsWith('.part'))]).toEqual([before, []])
})

test('what was about to leave is held, who was forgotten since is forgotten again, and one file holds everything', async () => {
  const canary = await person('Canary')
  const [accountId, inboxId, identityId, conversationId, messageId] = [newId(), newId(), newId(), newId(), newId()]
  await db.inWorkspace(workspaceId, async (tx) => {
    await tx.query('insert into inbox (workspace_id, inbox_id, name, created_at) values ($1, $2, $3, now())', [workspaceId, inboxId, 'Tienda'])
    await tx.query(`insert into channel_account (workspace_id, account_id, channel, name, inbox_id, webhook_key, created_at) values ($1, $2, 'whatsapp', 'Tienda', $3, 'k', now())`, [workspaceId, accountId, inboxId])
    await tx.query('insert into identity (workspace_id, identity_id, account_id, contact_id, created_at) values ($1, $2, $3, $4, now())', [workspaceId, identityId, accountId, canary])
    await tx.query(`insert into conversation (workspace_id, conversation_id, number, account_id, channel, inbox_id, identity_id, contact_id, case_id, last_at, created_at) values ($1, $2, 77, $3, 'whatsapp', $4, $5, $6, $7, now(), now())`, [workspaceId, conversationId, accountId, inboxId, identityId, canary, newId()])
    await tx.query(`insert into send_job (workspace_id, message_id, account_id, conversation_id, class, state, due_at, queued_at) values ($1, $2, $3, $4, 0, 'queued', now(), now())`, [workspaceId, messageId, accountId, conversationId])
    await tx.query(`insert into scheduled_message (workspace_id, scheduled_message_id, conversation_id, client_id, content, purpose, author, send_at, unless_she_writes, state, created_at, changed_at) values ($1, $2, $3, 'c', '{"kind":"text","text":"x"}', 'service', '{"type":"agent"}', now(), false, 'waiting', now(), now())`, [workspaceId, newId(), conversationId])
    await tx.query(`insert into campaign (workspace_id, campaign_id, name, state, spec, schedule, settings, created_by, created_at, updated_at) values ($1, $2, 'Otoño', 'sending', '{}', '{}', '{}', '{}', now(), now())`, [workspaceId, newId()])
  })
  const whole = join(base, 'whole.recado')
  const made = (await makeBackup(source, { keys, to: { file: whole }, kind: 'full', follow: false }))!
  expect((await verifyBackup(made.path, secrets)).faults).toEqual([])
  // After the backup she asks to be forgotten: beside the file lies what says so.
  await noteErasures(base, keys, workspaceId, [{ erasureId: newId(), contactId: canary, identityIds: [identityId], whole: true, how: 'erase', hashes: ['ab'], at: new Date().toISOString() }])
  expect(await restore(whole, 'elsewhere')).toMatchObject({ held: { messages: 1, scheduled: 1, campaigns: 1, posts: 0 }, erased: 1, media: 2 })
  expect(await look('elsewhere', (there) => there.inWorkspace(workspaceId, async (tx) => ({
    jobs: await tx.query('select state from send_job'), scheduled: await tx.query('select state from scheduled_message'), campaigns: await tx.query('select state, state_reason as why from campaign'),
    forgotten: await tx.query('select cause, state from forgetting where contact_id = $1', [canary]), undecided: (await tx.query<{ undecided: string[] }>('select undecided from restore_state'))[0]?.undecided, health: await tx.query('select kind from health_item'),
  })))).toEqual({
    jobs: [{ state: 'held' }], scheduled: [{ state: 'held' }], campaigns: [{ state: 'paused', why: 'held_after_restore' }], forgotten: [{ cause: 'restored', state: 'waiting' }],
    undecided: ['messages', 'scheduled', 'campaigns'], health: [{ kind: 'restore_held' }],
  })
})
