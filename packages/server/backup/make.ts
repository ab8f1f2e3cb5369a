import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { baseBackup, type BaseFacts, type Client, closeSegment, hasLog, identityOf, keepLog, type MediaKey, mediaKeys, openClient, readSegment, releaseLog, segmentName, TableExport } from '@recado/db/backup/index'
import type { MediaStore } from '../services.js'
import { BackupWriter, type Head, type Manifest, newHead, readBackup } from './file.js'
import type { BackupKeys } from './keys.js'
import { chainOf, fileName, listBackups } from './place.js'
import { BlobStore, FILE_BLOB, fileBlobName, fileBlobs } from './store.js'

/** Rows of a page, and files on their way at once. */
const PAGE = 500
const FILES_AT_ONCE = 4
/** How long a file may take to arrive after its row: platforms keep it that long. */
const LATE_MS = 8 * 86_400_000

/** Of the data directory only what is nowhere else: the database and the files have their own way, the rest is made anew, the master key never goes along. */
const LEFT_OUT = /^(postgres(\.log|-programs|-libraries|\.new\..*)?|media|master\.key|cache|exports|copies|recado\.lock.*|.*\.part)$/

export interface Source {
  /** As owner of the tables. */
  url: string
  /** Of the embedded engine, as its superuser; null where the database is not ours. */
  adminUrl: string | null
  dataDir: string
  media: Pick<MediaStore, 'stream'>
  version: string
}

export interface Order {
  keys: BackupKeys
  /** A directory that shares its blobs among backups, or one file that holds everything. */
  to: { dir: string } | { file: string }
  kind: 'full' | 'log'
  /** Keep the log from here on, for backups of what was written since. */
  follow: boolean
  signal?: AbortSignal
  progress?: (done: { bytes: number; of: number }) => void
}

export interface Made { id: string; kind: 'full' | 'log'; path: string; madeAt: string; bytes: number; written: number; media: { count: number; bytes: number } }

/** Somebody has stopped it. */
export class Cancelled extends Error { constructor() { super('The backup was cancelled; nothing of it is kept.') } }

/** Makes one. Null: a `log` was asked for and nothing was written since. Throws NoChain when a `log` has nothing to go on from. */
export async function makeBackup(source: Source, order: Order): Promise<Made | null> {
  return order.kind === 'log' ? makeLog(source, order) : makeFull(source, order)
}

/** The log since the last backup is not whole: a full one has to be made. */
export class NoChain extends Error {}

async function makeFull(source: Source, order: Order): Promise<Made> {
  const logical = source.adminUrl === null
  const { writer, store, path } = begin(order, { kind: 'full', engine: logical ? 'tables' : 'embedded', base: null, previous: null })
  const meter = new Meter(order)
  const facts: BaseFacts = { timeline: 0, nextSegment: 0, bytes: 0 }
  let client: Client | null = null
  let tables: TableExport | null = null
  try {
    client = await openClient(source.url)
    const known = client
    // Before the database: what waits on disk to be taken into it would else be in neither.
    await otherFiles(writer, source.dataDir)
    meter.of = await sizeOf(client)
    let migrations: string[]
    let system = ''
    if (logical) {
      tables = await TableExport.open(source.url)
      migrations = tables.migrations
      for (const table of tables.tables) await writer.part(`table/${table.name}`, tables.rows(table), (n) => meter.add(n), { columns: table.columns })
      await writer.part('work', one(Buffer.from(JSON.stringify(await tables.work()))))
    } else {
      await withAdmin(source, async (admin) => {
        if (order.follow) await keepLog(admin)
        system = (await identityOf(admin)).system
      })
      migrations = (await client.query<{ name: string }>('select name from migration order by name')).rows.map((row) => row.name)
      await writer.part('database', baseBackup(source.adminUrl!, facts), (n) => meter.add(n))
    }
    // After the database: every file that a row of that moment names is there by now.
    const media = await mediaFiles(source, writer, store, meter, (after) => (tables ? tables.files(after, PAGE) : mediaKeys(known, after, PAGE)))
    await tables?.close()
    tables = null
    const made = await finish(writer, { migrations, media, log: logical ? null : { system, timeline: facts.timeline, nextSegment: facts.nextSegment } }, source)
    if (order.follow && !logical) await withAdmin(source, (admin) => releaseLog(admin, facts.nextSegment))
    return { ...made, path, bytes: meter.bytes, written: store?.written ?? meter.bytes }
  } catch (error) {
    await writer.abandon()
    throw error
  } finally {
    await tables?.close().catch(() => {})
    await client?.end().catch(() => {})
  }
}

/** What the embedded engine wrote since the newest backup here. */
async function makeLog(source: Source, order: Order): Promise<Made | null> {
  if (source.adminUrl === null || 'file' in order.to) throw new NoChain('Only the embedded database, into a directory of backups, is backed up by its log.')
  const { dir } = order.to
  return withAdmin(source, async (admin) => {
    const { system, timeline } = await identityOf(admin)
    const last = await newest(dir, order.keys, system)
    if (!last || last.log.timeline !== timeline || !await hasLog(admin, timeline, last.log.nextSegment)) throw new NoChain('The log since the last backup is not whole.')
    const next = await closeSegment(admin)
    if (next <= last.log.nextSegment) return null
    const { writer, store, path } = begin(order, { kind: 'log', engine: 'embedded', base: last.head.base ?? last.head.id, previous: last.head.id })
    const meter = new Meter(order)
    meter.of = (next - last.log.nextSegment) * 16 * 1024 * 1024
    try {
      await otherFiles(writer, source.dataDir)
      for (let segment = last.log.nextSegment; segment < next; segment++) await writer.part(`log/${segmentName(timeline, segment)}`, readSegment(admin, timeline, segment), (n) => meter.add(n))
      const client = await openClient(source.url)
      try {
        const migrations = (await client.query<{ name: string }>('select name from migration order by name')).rows.map((row) => row.name)
        const since = idAt(Date.parse(last.head.madeAt) - LATE_MS)
        const media = await mediaFiles(source, writer, store, meter, (after) => mediaKeys(client, after, PAGE, since))
        const made = await finish(writer, { migrations, media, log: { system, timeline, nextSegment: next } }, source)
        await releaseLog(admin, next)
        return { ...made, path, bytes: meter.bytes, written: store?.written ?? 0 }
      } finally { await client.end() }
    } catch (error) {
      await writer.abandon()
      throw error
    }
  })
}

/** The newest backup of this very database here that can be gone on from. */
async function newest(dir: string, keys: BackupKeys, system: string): Promise<{ head: Head; log: NonNullable<Manifest['log']> } | null> {
  for (const { path, head } of (await listBackups(dir)).toReversed()) {
    if (head.engine !== 'embedded') continue
    await chainOf(path)
    for await (const event of readBackup(path, keys)) if (event.kind === 'manifest' && event.manifest.log?.system === system) return { head, log: event.manifest.log }
    return null
  }
  return null
}

function begin(order: Order, more: Pick<Head, 'kind' | 'engine' | 'base' | 'previous'>): { writer: BackupWriter; store: BlobStore | null; path: string } {
  const head = newHead({ ...more, stored: 'dir' in order.to, key: order.keys.source })
  const path = 'dir' in order.to ? join(order.to.dir, fileName(head)) : order.to.file
  const store = 'dir' in order.to ? new BlobStore(order.to.dir, order.keys) : null
  return { writer: new BackupWriter(path, head, order.keys, store), store, path }
}

async function finish(writer: BackupWriter, more: Pick<Manifest, 'migrations' | 'media' | 'log'>, { version }: Source): Promise<Pick<Made, 'id' | 'kind' | 'madeAt' | 'media'>> {
  const { id, kind, madeAt } = writer.head
  await writer.finish({ id, madeAt, endedAt: new Date().toISOString(), version, parts: writer.parts, ...more })
  return { id, kind, madeAt, media: more.media }
}

/** How far it is; breaks off when it was cancelled. */
class Meter {
  bytes = 0
  of = 0
  private readonly order: Order
  constructor(order: Order) { this.order = order }
  add(bytes: number): void {
    if (this.order.signal?.aborted) throw new Cancelled()
    this.bytes += bytes
    this.order.progress?.({ bytes: this.bytes, of: Math.max(this.of, this.bytes) })
  }
}

async function sizeOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ n: number }>(`select (pg_database_size(current_database()) + coalesce((select sum(b) from (select max(bytes) as b from media where sha256 is not null group by workspace_id, sha256) m), 0))::float8 as n`)
  return rows[0]!.n // one row
}

/** Stored files, and the list of them. One that is gone by now was erased since: no row names it any more. */
async function mediaFiles(source: Source, writer: BackupWriter, store: BlobStore | null, meter: Meter, page: (after: MediaKey | null) => Promise<MediaKey[]>): Promise<{ count: number; bytes: number }> {
  const kept = { count: 0, bytes: 0 }
  const keep = async (file: MediaKey): Promise<MediaKey | null> => {
    if (store && await lies(store, file)) { meter.add(0); return file }
    const from = await source.media.stream(file.workspaceId, Buffer.from(file.sha256, 'hex')).catch(goneIs)
    if (!from) return null
    try {
      if (!store) { await writer.part(`media/${file.workspaceId}/${file.sha256}`, from, (n) => meter.add(n)); return file }
      let index = 0
      for await (const blob of inLengths(from, FILE_BLOB)) { await store.put(blob, fileBlobName(store, file.workspaceId, file.sha256, index++)); meter.add(blob.length) }
      return { ...file, bytes: file.bytes }
    } catch (error) { return goneIs(error) }
  }
  async function* list(): AsyncGenerator<Buffer> {
    for (let after: MediaKey | null = null; ;) {
      const files: MediaKey[] = await page(after)
      for (let i = 0; i < files.length; i += store ? FILES_AT_ONCE : 1) {
        for (const file of await Promise.all(files.slice(i, i + (store ? FILES_AT_ONCE : 1)).map(keep))) {
          if (!file) continue
          kept.count++
          kept.bytes += file.bytes
          yield Buffer.from(`${file.workspaceId} ${file.sha256} ${file.bytes}\n`)
        }
      }
      if (files.length < PAGE) return
      after = files.at(-1)!
    }
  }
  // In one file the files come as parts of their own: the list has to be whole before its part begins.
  if (store) await writer.part('media-list', list())
  else { const lines: Buffer[] = []; for await (const line of list()) lines.push(line); await writer.part('media-list', one(Buffer.concat(lines))) }
  return kept
}

async function lies(store: BlobStore, { workspaceId, sha256, bytes }: MediaKey): Promise<boolean> {
  for (let i = 0; i < fileBlobs(bytes); i++) if (!await store.touch(fileBlobName(store, workspaceId, sha256, i))) return false
  return true
}

const goneIs = (error: unknown): null => { if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null; throw error }

async function* inLengths(source: AsyncIterable<Buffer>, length: number): AsyncGenerator<Buffer> {
  let parts: Buffer[] = []
  let held = 0
  let any = false
  for await (const piece of source) {
    parts.push(piece)
    held += piece.length
    while (held >= length) {
      const bytes = Buffer.concat(parts)
      any = true
      yield bytes.subarray(0, length)
      parts = [bytes.subarray(length)]
      held -= length
    }
  }
  if (held > 0 || !any) yield Buffer.concat(parts)
}

/** Whatever else lies in the data directory: the database's password, certificates, requests that wait for the database. */
async function otherFiles(writer: BackupWriter, dataDir: string): Promise<void> {
  for (const entry of await readdir(dataDir, { withFileTypes: true }).catch(() => [])) {
    if (LEFT_OUT.test(entry.name)) continue
    const inside = entry.isDirectory() ? await readdir(join(dataDir, entry.name), { recursive: true, withFileTypes: true }) : [entry]
    for (const file of inside) {
      if (!file.isFile() || file.name.endsWith('.part')) continue
      const path = entry.isDirectory() ? join(file.parentPath, file.name) : join(dataDir, file.name)
      const bytes = await readFile(path).catch(goneIs)
      if (bytes) await writer.part(`files/${path.slice(dataDir.length + 1)}`, one(bytes))
    }
  }
}

export async function* one(bytes: Buffer): AsyncGenerator<Buffer> { if (bytes.length > 0) yield bytes }

/** The smallest id of that moment: ours begin with the time. */
const idAt = (ms: number): string => { const hex = Math.max(0, ms).toString(16).padStart(12, '0'); return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000` }

export async function withAdmin<T>({ adminUrl }: Pick<Source, 'adminUrl'>, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await openClient(adminUrl!) // asked by the caller
  try { return await work(client) } finally { await client.end() }
}
