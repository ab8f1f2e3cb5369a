import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import { Database, migrate } from '@recado/db'
import { demandKnown, loadTables, type QueuedWork, type TablePart } from '@recado/db/backup/index'
import { startEmbedded } from '@recado/db/embedded/index'
import { makeBlobs } from '../media/store.js'
import { reapplyErasures } from '../people/erase/command.js'
import { type Event, type Head, type Manifest, readBackup } from './file.js'
import { type BackupKeys, demandMaster, openKeys, type Secrets } from './keys.js'
import { readJournal } from './journal.js'
import { holdEverything, type HeldCounts } from './hold.js'
import { chainOf, type Listed } from './place.js'
import { BlobStore, fileBlobName, fileBlobs } from './store.js'
import { untar } from './untar.js'

export interface RestoreOrder {
  path: string
  secrets: Secrets
  /** New or empty. */
  dataDir: string
  /** Where tables go; null: into a database of our own in `dataDir`. A backup of our own engine goes nowhere else. */
  databaseUrl: string | null
  s3Url: string | null
  /** Lists of erasures from the machine that is gone, beside those that lie by the backups. */
  erasures: string | null
  /** The master key is in a file of its own that the server will be told of. */
  keyElsewhere: boolean
  say: (line: string) => void
}

export interface Restored { madeAt: string; held: HeldCounts; erased: number; media: number }

/** Puts a backup into a new place. Nothing is sent by what it makes until a person releases it. Throws a sentence; then the directory is as empty as it was. */
export async function restoreBackup(order: RestoreOrder): Promise<Restored> {
  const { dataDir, say } = order
  const chain = await chainOf(order.path)
  const { head } = chain.at(-1)! // never empty
  const keys = openKeys(head.key, order.secrets)
  const master = demandMaster(head.key, order.secrets.master)
  if (order.databaseUrl && head.engine === 'embedded') throw new Error('This is a backup of the embedded database: it goes into a data directory. Leave DATABASE_URL out. (A backup made with --logical goes into any PostgreSQL.)')
  if (existsSync(dataDir) && readdirSync(dataDir).length > 0) throw new Error(`${dataDir} is in use: restore into a new directory.`)
  const manifests: Manifest[] = []
  for (const one of chain) manifests.push(await manifestOf(one, keys))
  const last = manifests.at(-1)!
  demandKnown(last.migrations)
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  try {
    say(`Restoring what ${head.engine === 'embedded' ? 'the database' : 'the tables'} held at ${last.endedAt} …`)
    if (!order.keyElsewhere) await writeFile(join(dataDir, 'master.key'), `${master.toString('base64')}\n`, { mode: 0o600 })
    const lists: Buffer[] = []
    const into: Target = { dataDir, engine: head.engine, databaseUrl: order.databaseUrl, s3Url: order.s3Url, lists }
    for (const one of chain) await unpack(one, keys, into)
    const media = await unpackMedia(chain, keys, into, say)
    for (const [workspaceId, lines] of await readJournal(dirname(order.path), keys, [join(dataDir, 'erasures'), ...(order.erasures ? [order.erasures] : [])])) {
      await mkdir(join(dataDir, 'erasures'), { recursive: true, mode: 0o700 })
      const file = join(dataDir, 'erasures', `${workspaceId}.jsonl`)
      await writeFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''), { mode: 0o600 })
    }
    say('Starting the database once, to put it in order …')
    const embedded = order.databaseUrl ? null : await startEmbedded({ dataDir })
    try {
      const url = order.databaseUrl ?? embedded!.url // one of the two
      if (head.engine === 'tables') await loadInto(url, chain, keys, last)
      else await migrate(url)
      const db = new Database({ url, max: 2 })
      try {
        const held = await holdEverything(db, { backup: last.id, madeAt: last.endedAt })
        const erased = await reapplyErasures(db, { dataDir }, null, () => {})
        return { madeAt: last.endedAt, held, erased, media }
      } finally { await db.close() }
    } finally { await embedded?.stop() }
  } catch (error) {
    for (const name of await readdir(dataDir)) await rm(join(dataDir, name), { recursive: true, force: true })
    throw error
  }
}

interface Target { dataDir: string; engine: Head['engine']; databaseUrl: string | null; s3Url: string | null; lists: Buffer[] }

async function manifestOf({ path, head }: Listed, keys: BackupKeys): Promise<Manifest> {
  for await (const event of readBackup(path, keys)) {
    if (event.kind === 'manifest') return event.manifest
    if (event.kind === 'broken' || event.kind === 'cut') break
  }
  throw new Error(`The backup of ${head.madeAt} is damaged: npm run recado -- backup verify ${path} says where. Nothing was restored.`)
}

/** The parts of one file, in order, with their bytes; each must be read to its end. */
async function* partsOf({ path, head }: Listed, keys: BackupKeys): AsyncGenerator<{ name: string; meta: Record<string, unknown>; bytes: AsyncIterable<Buffer> }> {
  const store = head.stored ? new BlobStore(dirname(path), keys) : null
  const events = readBackup(path, keys)
  try {
    for (let step = await events.next(); !step.done; step = await events.next()) {
      const event: Event = step.value
      if (event.kind === 'manifest') return
      if (event.kind !== 'part') throw damaged(path)
      yield { name: event.name, meta: event.meta, bytes: bytesOf(path, event.name, events, store) }
    }
  } finally { await events.return(undefined) }
}

async function* bytesOf(path: string, name: string, events: AsyncGenerator<Event>, store: BlobStore | null): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  // By hand: leaving a `for await` would close the file for the parts that follow.
  for (let step = await events.next(); !step.done; step = await events.next()) {
    const event: Event = step.value
    if (event.kind === 'blob') { hash.update(event.bytes); yield event.bytes }
    else if (event.kind === 'refs') {
      for (const [blob] of event.refs) {
        const bytes = await store?.get(blob)
        if (!bytes) throw damaged(path)
        hash.update(bytes)
        yield bytes
      }
    } else if (event.kind === 'end') {
      if (event.facts.name !== name || event.facts.sha256 !== hash.digest('hex')) throw damaged(path)
      return
    } else throw damaged(path)
  }
  throw damaged(path)
}

const damaged = (path: string): Error => new Error(`The backup is damaged: npm run recado -- backup verify ${path} says where. Nothing was restored.`)

/** Files and, of our own engine, the database and its log. Tables come later, when there is a database to put them into. */
async function unpack(one: Listed, keys: BackupKeys, { dataDir, engine, lists }: Target): Promise<void> {
  for await (const { name, bytes } of partsOf(one, keys)) {
    if (name === 'database') await untar(bytes, join(dataDir, 'postgres'))
    else if (name.startsWith('log/')) await put(join(dataDir, 'postgres', 'pg_wal'), name.slice(4), bytes)
    else if (name.startsWith('files/') && !(engine === 'tables' && name === 'files/postgres-password')) await put(dataDir, name.slice(6), bytes)
    else if (name === 'media-list') for await (const piece of bytes) lists.push(piece)
    else for await (const _ of bytes) { /* read past */ }
  }
}

async function put(dir: string, name: string, bytes: AsyncIterable<Buffer>): Promise<void> {
  const path = normalize(join(dir, name))
  if (!path.startsWith(`${normalize(dir)}/`)) throw new Error('The backup names a file outside its directory.')
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const pieces: Buffer[] = []
  for await (const piece of bytes) pieces.push(piece)
  await writeFile(path, Buffer.concat(pieces), { mode: 0o600, flush: true })
}

async function unpackMedia(chain: Listed[], keys: BackupKeys, { dataDir, s3Url, lists }: Target, say: (line: string) => void): Promise<number> {
  const blobs = makeBlobs({ dataDir, s3Url })
  const one = chain.at(-1)! // never empty
  let count = 0
  const keep = async (workspaceId: string, sha256: string, bytes: Buffer): Promise<void> => {
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw damaged(one.path)
    await blobs.put(`${workspaceId}/${sha256.slice(0, 2)}/${sha256}`, bytes)
    if (++count % 1000 === 0) say(`${count} files …`)
  }
  if (!one.head.stored) {
    for await (const { name, bytes } of partsOf(one, keys)) {
      const [kind, workspaceId = '', sha256 = ''] = name.split('/')
      const pieces: Buffer[] = []
      for await (const piece of bytes) if (kind === 'media') pieces.push(piece)
      if (kind === 'media') await keep(workspaceId, sha256, Buffer.concat(pieces))
    }
    return count
  }
  const store = new BlobStore(dirname(one.path), keys)
  const lines = [...new Set(Buffer.concat(lists).toString('utf8').split('\n').filter(Boolean))]
  const AT_ONCE = 4
  for (let i = 0; i < lines.length; i += AT_ONCE) {
    await Promise.all(lines.slice(i, i + AT_ONCE).map(async (line) => {
      const [workspaceId = '', sha256 = '', bytes = '0'] = line.split(' ')
      const pieces: Buffer[] = []
      for (let k = 0; k < fileBlobs(Number(bytes)); k++) {
        const piece = await store.get(fileBlobName(store, workspaceId, sha256, k))
        if (!piece) throw damaged(one.path)
        pieces.push(piece)
      }
      await keep(workspaceId, sha256, Buffer.concat(pieces))
    }))
  }
  return count
}

async function loadInto(url: string, chain: Listed[], keys: BackupKeys, manifest: Manifest): Promise<void> {
  const [one] = chain
  let work: QueuedWork[] = []
  async function* tables(): AsyncGenerator<{ table: TablePart; rows: AsyncIterable<Buffer> }> {
    for await (const { name, meta, bytes } of partsOf(one!, keys)) { // never empty
      if (name.startsWith('table/')) yield { table: { name: name.slice(6), columns: meta.columns as string[] }, rows: bytes }
      else {
        const pieces: Buffer[] = []
        for await (const piece of bytes) if (name === 'work') pieces.push(piece)
        if (name === 'work') work = JSON.parse(Buffer.concat(pieces).toString('utf8')) as QueuedWork[]
      }
    }
  }
  await loadTables(url, manifest.migrations, tables())
  await queueAgain(url, work)
}

/** What was due in the background is due again. */
async function queueAgain(url: string, work: readonly QueuedWork[]): Promise<void> {
  if (work.length === 0) return
  const { makeQueue } = await import('../jobs/queue.js')
  const { makeLog } = await import('../log.js')
  const db = new Database({ url, max: 2 })
  try {
    const queue = makeQueue({ db, log: makeLog(), pooler: false })
    for (const { task, payload, runAt, maxAttempts, key, priority, queue: queueName } of work) await queue.add(task, payload, { runAt: new Date(runAt), maxAttempts, priority, ...(key ? { key } : {}), ...(queueName ? { queueName } : {}) })
  } finally { await db.close() }
}
