import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, expect, test, vi } from 'vitest'
import { type Embedded, runningConnections, startEmbedded } from './index.js'
import { processesIn } from './process-info.js'

const base = mkdtempSync(join(tmpdir(), 'recado-embedded-'))
const dataDir = join(base, 'data')
afterAll(async () => {
  for (const pid of processesIn(join(dataDir, 'postgres'))) process.kill(pid, 'SIGKILL')
  rmSync(base, { recursive: true })
})

async function query<T extends object>(url: string, sql: string): Promise<T[]> {
  const client = new Client(url)
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}

const notes = (url: string) => query(url, 'SELECT text FROM note ORDER BY id')
const socketDir = (database: Embedded) => new URL(database.url.replace('postgres:', 'http:')).searchParams.get('host')!

// One story on one directory: every chapter starts from what the one before has left.
test('a first start makes a database of ours, a second one finds it again, and stopping leaves nothing running', async () => {
  const first = await startEmbedded({ dataDir })
  await query(first.url, `CREATE TABLE note (id int PRIMARY KEY, text text); INSERT INTO note VALUES (1, '留言')`)
  const [facts] = await query<Record<string, unknown>>(
    first.url,
    `SELECT current_user AS role, (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS super, current_setting('fsync') AS fsync,
      current_setting('synchronous_commit') AS commit, current_setting('server_encoding') AS encoding, datlocale AS locale, datctype AS ctype
     FROM pg_database WHERE datname = current_database()`,
  )
  expect(facts).toEqual({ role: 'recado', super: false, fsync: 'on', commit: 'on', encoding: 'UTF8', locale: 'C.UTF-8', ctype: 'C.UTF-8' })
  expect(statSync(join(dataDir, 'postgres-password')).mode & 0o777).toBe(0o600)
  expect(runningConnections(dataDir)).toEqual({ url: first.url, adminUrl: first.adminUrl })
  await expect(startEmbedded({ dataDir })).rejects.toThrow('already uses')
  await first.stop()
  expect(existsSync(socketDir(first))).toBe(false)
  expect(processesIn(join(dataDir, 'postgres'))).toEqual([])
  expect(runningConnections(dataDir)).toBeNull()

  const second = await startEmbedded({ dataDir })
  expect(await notes(second.url)).toEqual([{ text: '留言' }])
  await second.stop()
})

test('PostgreSQL killed under us is started again at the same place', async () => {
  const database = await startEmbedded({ dataDir })
  const ended = vi.fn<(ending: object) => void>()
  database.onExit(ended)
  const restarted = new Promise<number>((resolve) => database.onRestart(resolve))
  await query(database.url, `INSERT INTO note VALUES (2, 'acknowledged')`)
  process.kill(database.pid, 'SIGKILL')
  expect(await restarted).toBe(database.pid)
  expect(ended).toHaveBeenCalledExactlyOnceWith({ code: null, signal: 'SIGKILL' })
  expect(await notes(database.url)).toHaveLength(2)
  await database.restart()
  expect(await notes(database.url)).toHaveLength(2)
  expect(ended).toHaveBeenCalledTimes(1)
  await database.stop()
})

/** Another process starts the database and is killed; returns the pid of the PostgreSQL that is left. */
async function killedServer(settings: Record<string, string> = {}): Promise<number> {
  const server = fork(join(import.meta.dirname, 'fixtures/server.mjs'), [dataDir, JSON.stringify(settings)])
  const [pid] = (await once(server, 'message')) as [number]
  await expect(startEmbedded({ dataDir })).rejects.toThrow(`Another Recado (pid ${server.pid}) is using`)
  server.kill('SIGKILL')
  await once(server, 'exit')
  return pid
}

test('the PostgreSQL of a killed server is adopted, and watched like our own', async () => {
  const orphan = await killedServer()
  const database = await startEmbedded({ dataDir })
  expect(database.pid).toBe(orphan)
  const restarted = new Promise<number>((resolve) => database.onRestart(resolve))
  process.kill(orphan, 'SIGKILL')
  await restarted
  expect(await notes(database.url)).toHaveLength(2)
  await database.stop()
})

test('one that runs with other settings is replaced', async () => {
  const orphan = await killedServer({ work_mem: '5MB' })
  const database = await startEmbedded({ dataDir })
  expect(database.pid).not.toBe(orphan)
  expect(await notes(database.url)).toHaveLength(2)
  await database.stop()
})

test('a server killed together with its PostgreSQL starts again', async () => {
  process.kill(await killedServer(), 'SIGKILL')
  const database = await startEmbedded({ dataDir })
  expect(await notes(database.url)).toHaveLength(2)
  await database.stop()
})

test('a start that cannot succeed says why, and gives the directory back', async () => {
  await expect(startEmbedded({ dataDir, settings: { shared_buffers: 'much' } })).rejects.toThrow(/did not start: .*shared_buffers/)
  await (await startEmbedded({ dataDir })).stop()
})
