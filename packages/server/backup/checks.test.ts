/** A backup is read again in the product: whole, damaged, gone, under another key - with what is said of it and to whom. */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newId } from '@recado/db'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../config.js'
import { makeMediaStore } from '../media/store.js'
import { deskRoutes } from '../routes/desk.js'
import { type Harness, makeHarness } from '../testing/harness.js'
import { BackupChecks } from './checks.js'
import { openPlace } from './place.js'
import { makeBackup } from './make.js'
import { readSecrets } from './secrets.js'
import { runOne } from './run.js'
import { BackupSchedule } from './schedule.js'

interface Check { state: string; result: string | null; error: string | null; askedBy: string; checkedBy: string | null; checkedAt: string | null; files: number; backups: number; faults: { file: string; is: string; holds: string | null }[]; faultCount: number }
interface Shown { id: string; state: string; startedAt: string | null; file: string | null; removedAt: string | null; check: Check | null }

let desk: Harness
let closeChecks: () => Promise<void>
const base = mkdtempSync(join(tmpdir(), 'recado-checks-'))
const place = join(base, 'backups')
const picture = randomBytes(5_000_000)

beforeAll(async () => {
  desk = await makeHarness({ routes: deskRoutes, media: makeMediaStore({ dataDir: join(base, 'files'), s3Url: null }) })
  const { services } = desk
  mkdirSync(services.config.dataDir, { recursive: true })
  writeFileSync(join(services.config.dataDir, 'master.key'), randomBytes(32).toString('base64'))
  // As behind DATABASE_URL: the test's server is not ours to copy as files.
  services.config.databaseUrl = desk.url
  services.config.backup = { ...readConfig({}, null).backup, dir: place, everyMinutes: 0 }
  const { sha256 } = await services.media.save(desk.workspaceId, picture, { mime: 'application/octet-stream', keep: true })
  await services.db.inWorkspace(desk.workspaceId, (tx) => tx.query(`insert into media (workspace_id, media_id, state, sha256, mime, bytes, created_at) values ($1, $2, 'ready', $3, 'application/octet-stream', $4, now())`, [desk.workspaceId, newId(), sha256, picture.length]))
  closeChecks = startChecks()
})
/** As a node has them; answers what ends them, as its closing does. */
function startChecks(): () => Promise<void> {
  const closing: (() => Promise<void> | void)[] = []
  new BackupChecks({ ...desk.services, onClose: (work) => { closing.push(work) } }).start()
  return async () => { for (const work of closing) await work() }
}
afterAll(async () => { await closeChecks?.(); await desk?.close(); rmSync(base, { recursive: true, force: true }) })

const list = async (): Promise<Shown[]> => (await desk.request('GET', '/api/v1/backups')).json<{ items: Shown[] }>().items
const one = async (id: string): Promise<Shown> => (await list()).find((row) => row.id === id)! // it was made
/** A full backup, as the schedule and the command make it. */
async function backup(): Promise<Shown> {
  const id = newId()
  const { config, db, media } = desk.services
  const { master, passphrase } = readSecrets({ dataDir: config.dataDir })
  const keys = await openPlace(place, { master: master!, passphrase }) // written above
  await runOne(db, { id, kind: 'full', cause: 'command' }, () => makeBackup({ url: desk.url, adminUrl: null, dataDir: config.dataDir, media, version: '0.1.0' }, { keys, to: { dir: place }, kind: 'full', follow: false }))
  return one(id)
}
async function checked(id: string): Promise<Check> {
  expect((await desk.request('POST', `/api/v1/backups/${id}/verify`, {})).statusCode).toBe(200)
  await expect.poll(async () => (await one(id)).check?.state, { timeout: 30_000 }).toBe('done')
  return (await one(id)).check! // just asked for
}
const alarms = () => desk.services.db.inWorkspace(desk.workspaceId, (tx) => tx.query<{ what: string }>(`select data->>'what' as what from health_item where kind = 'backup_broken' and resolved_at is null`)).then((rows) => rows.map((row) => row.what))
const lastGood = async (): Promise<string | null> => (await desk.request('GET', '/api/v1/backups/plan')).json<{ lastGoodAt: string | null }>().lastGoodAt
const biggest = (): string => {
  const [found] = readdirSync(join(place, 'objects'), { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('/')).map((name) => ({ name, bytes: readFileSync(join(place, 'objects', name)).length })).sort((a, b) => b.bytes - a.bytes)
  return `objects/${found!.name}` // a backup was made
}
const flip = (file: string): void => {
  const bytes = readFileSync(join(place, file))
  bytes[bytes.length - 20]! ^= 1
  writeFileSync(join(place, file), bytes)
}

test('one that is as it was written says so, with who asked and what was read, and the asking is audited', async () => {
  const made = await backup()
  expect(made.check).toBeNull()
  expect(await checked(made.id)).toEqual({ state: 'done', bytes: expect.any(Number), result: 'whole', error: null, askedBy: expect.any(String), checkedBy: expect.any(String), checkedAt: expect.any(String), files: 1, backups: 1, faults: [], faultCount: 0 })
  expect((await one(made.id)).check).toMatchObject({ bytes: expect.any(Number) })
  expect(await desk.services.db.inWorkspace(desk.workspaceId, (tx) => tx.query(`select subject from audit_entry where action = 'backup.verify_asked'`))).toEqual([{ subject: made.id }])
  expect(await alarms()).toEqual([])
})

test('one flipped byte is found, named, told and laid aside; the next backup puts it right', async () => {
  const made = await backup()
  const file = biggest()
  flip(file)
  expect(await checked(made.id)).toMatchObject({ result: 'broken', faults: [{ file, is: 'damaged', holds: 'file' }], faultCount: 1 })
  expect(await alarms()).toEqual([file])
  // It shares what is damaged with the one before, but that was read when it was whole.
  expect((await lastGood())! < made.startedAt!).toBe(true)
  expect([existsSync(join(place, file)), existsSync(join(place, `${file}.damaged`))]).toEqual([false, true])
  expect(await checked(made.id)).toMatchObject({ result: 'broken', faults: [{ file, is: 'missing', holds: 'file' }] })
  const later = await backup()
  expect(await checked(later.id)).toMatchObject({ result: 'whole' })
  expect(await alarms()).toEqual([])
  expect(await checked(made.id)).toMatchObject({ result: 'whole', faults: [] })
})

test('a file that is not there is named, though one of an earlier day was whole', async () => {
  const made = await backup()
  renameSync(join(place, made.file!), join(base, 'elsewhere'))
  expect(await checked(made.id)).toMatchObject({ result: 'broken', faults: [{ file: made.file, is: 'missing', holds: null }] })
  expect(await alarms()).toEqual([made.file])
  renameSync(join(base, 'elsewhere'), join(place, made.file!))
  expect(await checked(made.id)).toMatchObject({ result: 'whole' })
  expect(await alarms()).toEqual([])
})

test('a beginning that is damaged is no other key', async () => {
  const made = await backup()
  const whole = readFileSync(join(place, made.file!))
  writeFileSync(join(place, made.file!), Buffer.concat([Buffer.from('X'), whole.subarray(1)]))
  expect(await checked(made.id)).toMatchObject({ result: 'broken', faults: [{ file: made.file, is: 'damaged' }] })
  writeFileSync(join(place, made.file!), whole)
  expect(await checked(made.id)).toMatchObject({ result: 'whole' })
})

test('under another master key it cannot be read at all, nothing is laid aside, and that is told', async () => {
  const made = await backup()
  const key = join(desk.services.config.dataDir, 'master.key')
  const own = readFileSync(key)
  writeFileSync(key, randomBytes(32).toString('base64'))
  expect(await checked(made.id)).toMatchObject({ result: 'failed', error: 'key', faults: [] })
  expect(await alarms()).toEqual([made.file])
  writeFileSync(key, own)
  expect(await checked(made.id)).toMatchObject({ result: 'whole', error: null })
  expect(await alarms()).toEqual([])
})

test('a server that closes leaves it to the next one; a process that was killed is told, and is no damage', async () => {
  const made = await backup()
  const { db, signals } = desk.services
  await closeChecks()
  await db.asSystem((tx) => tx.query(`insert into backup_check (backup_run_id, state, asked_by, asked_in, asked_name) values ($1, 'waiting', $2, $3, 'Ana')`, [made.id, desk.owner.userId, desk.workspaceId]))
  closeChecks = startChecks()
  signals.emit('backup-checks')
  await closeChecks()
  const [row] = await db.asSystem((tx) => tx.query<{ state: string; result: string | null }>('select state, result from backup_check where backup_run_id = $1', [made.id]))
  expect(row).toEqual({ state: 'waiting', result: null })
  await db.asSystem((tx) => tx.query(`update backup_check set state = 'running', beat_at = now() - interval '2 minutes' where backup_run_id = $1`, [made.id]))
  closeChecks = startChecks()
  signals.emit('backup-checks')
  await expect.poll(async () => (await one(made.id)).check).toMatchObject({ state: 'done', result: 'failed', error: 'ended' })
  expect(await alarms()).toEqual([])
})

test('one whose file had its time says so and is not read; nor is one that failed, or by who may not', async () => {
  const [oldest] = (await list()).toReversed()
  const { config, db, signals } = desk.services
  config.backup = { ...config.backup, keepDays: 0, keepWeeks: 0 }
  await desk.request('POST', '/api/v1/backups', {})
  new BackupSchedule(desk.services).start()
  signals.emit('backups')
  await expect.poll(async () => (await one(oldest!.id)).removedAt, { timeout: 50_000 }).not.toBeNull() // there are some
  const verify = (id: string, who?: Parameters<Harness['request']>[3]) => desk.request('POST', `/api/v1/backups/${id}/verify`, {}, who)
  expect((await verify(oldest!.id)).json()).toMatchObject({ code: 'backup_has_no_file' }) // as above
  const lost = newId()
  await db.asSystem((tx) => tx.query(`insert into backup_run (backup_run_id, kind, cause, state, error) values ($1, 'full', 'person', 'failed', 'x')`, [lost]))
  expect((await verify(lost)).json()).toMatchObject({ code: 'backup_has_no_file' })
  const [newest] = (await list()).filter((row) => row.state === 'done')
  expect((await verify(newest!.id, await desk.addPerson('admin'))).statusCode).toBe(403) // one is always left
  expect((await verify(newest!.id, (await desk.addWorkspace('Other')).owner)).statusCode).toBe(404)
})
