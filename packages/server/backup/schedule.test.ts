import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newId } from '@recado/db'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '../config.js'
import { deskRoutes } from '../routes/desk.js'
import { type Harness, makeHarness } from '../testing/harness.js'
import { readHeld } from './decide.js'
import { holdEverything } from './hold.js'
import { outlived } from './prune.js'
import { askForRun, AlreadyRunning, runOne } from './run.js'
import { BackupSchedule, lastTurn } from './schedule.js'

const DAY = 86_400_000

describe('the turn of the day', () => {
  test.each([
    ['at the minute', '03:00', '2026-11-23T03:00:00', '2026-11-23T03:00:00'],
    ['a second before it', '03:00', '2026-11-23T02:59:59', '2026-11-22T03:00:00'],
    ['on the first of a month', '23:30', '2026-12-01T10:00:00', '2026-11-30T23:30:00'],
  ])('%s', (_name, at, now, turn) => expect(lastTurn(at, new Date(now))).toBe(new Date(turn).getTime()))
})

describe('what has had its time', () => {
  const NOW = Date.UTC(2026, 10, 23)
  const made = (id: string, daysAgo: number, base: string | null = null) => ({ head: { id, kind: base ? 'log' : 'full', base, madeAt: new Date(NOW - daysAgo * DAY).toISOString() } }) as Parameters<typeof outlived>[0][number] // all it looks at
  const gone = (...all: ReturnType<typeof made>[]): string[] => [...outlived(all, NOW, { keepDays: 7, keepWeeks: 4 })].sort()
  test('of the last seven days nothing', () => expect(gone(made('a', 6.9), made('b', 3), made('c', 0))).toEqual([]))
  test('of a week before, all but its last', () => expect(gone(made('a', 16), made('b', 15), made('c', 14.5), made('d', 0))).toEqual(['a', 'b']))
  test('of more than four weeks, everything', () => expect(gone(made('a', 29), made('b', 0))).toEqual(['a']))
  test('what goes on from one goes with it', () => expect(gone(made('a', 40), made('b', 39, 'a'), made('c', 0), made('d', 0, 'c'))).toEqual(['a', 'b']))
  test('the only one stays, however old', () => expect(gone(made('a', 400), made('b', 399, 'a'))).toEqual([]))
})

describe('in the product', () => {
  let desk: Harness
  const place = mkdtempSync(join(tmpdir(), 'recado-schedule-'))
  beforeAll(async () => {
    desk = await makeHarness({ routes: deskRoutes })
    writeFileSync(join(desk.services.config.dataDir, 'master.key'), randomBytes(32).toString('base64'))
    // As behind DATABASE_URL: the test's server is not ours to copy as files.
    desk.services.config.databaseUrl = desk.url
    desk.services.config.backup = { ...readConfig({}, null).backup, dir: place, everyMinutes: 0 }
  })
  afterAll(async () => { await desk?.close(); rmSync(place, { recursive: true, force: true }) })
  const runs = async () => (await desk.request('GET', '/api/v1/backups')).json().items as { id: string; state: string; cause: string }[]

  test('one runs at a time, over all that ask; a cancelled one is told so', async () => {
    const { db } = desk.services
    let started = (): void => {}
    const running = new Promise<void>((resolve) => { started = resolve })
    const first = runOne(db, { id: newId(), cause: 'command', kind: 'full' }, ({ signal }) => new Promise((_, reject) => { signal.addEventListener('abort', () => reject(new Error('stopped'))); started() }))
    const ended = expect(first).rejects.toThrow('stopped')
    await running
    await expect(runOne(db, { id: newId(), cause: 'schedule', kind: 'full' }, async () => null)).rejects.toThrow(AlreadyRunning)
    const { row, fresh } = await db.asSystem((tx) => askForRun(tx, { id: desk.owner.userId, workspaceId: desk.workspaceId }))
    expect([row.state, fresh]).toEqual(['running', false])
    expect((await desk.request('POST', `/api/v1/backups/${row.backup_run_id}/cancel`)).json().state).toBe('cancelling')
    await ended
  })

  test('one that is asked for is made, audited, and told', async () => {
    const made = (await desk.request('POST', '/api/v1/backups', {})).json()
    expect(made).toMatchObject({ state: 'waiting', cause: 'person' })
    const schedule = new BackupSchedule(desk.services)
    schedule.start()
    desk.services.signals.emit('backups')
    await expect.poll(async () => (await runs()).find((one) => one.id === made.id)?.state, { timeout: 50_000 }).toBe('done')
    expect(readdirSync(place).some((name) => name.endsWith('-full.recado'))).toBe(true)
    expect((await desk.request('GET', '/api/v1/backups/plan')).json()).toMatchObject({ dir: place, lastGoodAt: expect.any(String) })
    expect(await desk.services.db.inWorkspace(desk.workspaceId, (tx) => tx.query(`select action from audit_entry where action like 'backup.%' order by at`))).toEqual([{ action: 'backup.cancelled' }, { action: 'backup.asked' }])
  })

  test('an admin makes none, and another company learns of none', async () => {
    const admin = await desk.addPerson('admin')
    expect((await desk.request('POST', '/api/v1/backups', {}, admin)).statusCode).toBe(403)
    const other = await desk.addWorkspace('Other')
    expect((await desk.request('GET', '/api/v1/backups', undefined, other.owner)).statusCode).toBe(404)
  })

  test('what is held waits for a person; thrown away it says why, and rules speak again', async () => {
    const { db } = desk.services
    const [contact, identity, account, conversation, message, later] = Array.from({ length: 6 }, () => newId())
    const write = (id: string | undefined, author: string, kind: number) => db.inWorkspace(desk.workspaceId, async (tx) => {
      await tx.query(`insert into message (workspace_id, message_id, conversation_id, case_id, account_id, direction, kind, content, status, author_type, at) values ($1, $2, $3, $3, $4, 'out', 'text', '{"kind":"text","text":"x"}', 'queued', $5, now())`, [desk.workspaceId, id, conversation, account, author])
      await tx.query(`insert into send_job (workspace_id, message_id, account_id, conversation_id, class, state, due_at, queued_at) values ($1, $2, $3, $4, $5, 'queued', now(), now())`, [desk.workspaceId, id, account, conversation, kind])
    })
    await db.inWorkspace(desk.workspaceId, async (tx) => {
      await tx.query('insert into contact (workspace_id, contact_id, name, created_at, updated_at) values ($1, $2, $3, now(), now())', [desk.workspaceId, contact, 'Ana'])
      await tx.query('insert into identity (workspace_id, identity_id, account_id, contact_id, created_at) values ($1, $2, $3, $4, now())', [desk.workspaceId, identity, account, contact])
      await tx.query(`insert into conversation (workspace_id, conversation_id, number, account_id, channel, inbox_id, identity_id, contact_id, case_id, last_at, created_at) values ($1, $2, 1, $3, 'whatsapp', $4, $5, $6, $2, now(), now())`, [desk.workspaceId, conversation, account, desk.inboxId, identity, contact])
    })
    await write(message, 'agent', 0)
    expect(await holdEverything(db, { backup: 'x', madeAt: '2026-11-22T03:00:00.000Z' })).toMatchObject({ messages: 1 })
    await write(later, 'automation', 1)
    const state = (id: string | undefined) => db.inWorkspace(desk.workspaceId, (tx) => tx.query<{ state: string | null; status: string; code: string | null }>(`select j.state, m.status, m.error->>'code' as code from message m left join send_job j on j.workspace_id = $1 and j.message_id = m.message_id where m.workspace_id = $1 and m.message_id = $2`, [desk.workspaceId, id])).then(([row]) => row)
    expect([await state(message), await state(later)]).toEqual([{ state: 'held', status: 'queued', code: null }, { state: 'held', status: 'queued', code: null }])
    expect((await desk.request('GET', '/api/v1/restore-hold')).json()).toMatchObject({ held: { backupAt: '2026-11-22T03:00:00.000Z', items: [{ kind: 'messages', count: 2 }] } })
    expect((await desk.request('POST', '/api/v1/restore-hold/messages', { decision: 'release' }, await desk.addPerson('supervisor'))).statusCode).toBe(403)
    expect((await desk.request('POST', '/api/v1/restore-hold/messages', { decision: 'discard' })).json()).toEqual({ held: null })
    expect(await state(message)).toEqual({ state: null, status: 'failed', code: 'discarded_after_restore' })
    const third = newId()
    await write(third, 'automation', 1)
    expect(await state(third)).toMatchObject({ state: 'queued' })
    expect(await readHeld(desk.services, desk.workspaceId)).toBeNull()
    expect(await db.inWorkspace(desk.workspaceId, (tx) => tx.query(`select 1 from health_item where kind = 'restore_held' and resolved_at is null`))).toEqual([])
    expect((await desk.request('POST', '/api/v1/restore-hold/messages', { decision: 'release' })).statusCode).toBe(404)
  })
})
