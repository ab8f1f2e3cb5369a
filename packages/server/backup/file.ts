/**
 * One backup as a file. A head in the clear (who made it when, and which key opens it), then sealed frames: parts, each a row of blobs - inside, or
 * by name in the store beside it - and at the end the manifest. Every frame is numbered under its seal: none can be left out, added or moved.
 */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, randomUUID } from 'node:crypto'
import { createWriteStream, type WriteStream } from 'node:fs'
import { open, rename, rm, type FileHandle } from 'node:fs/promises'
import { once } from 'node:events'
import { basename } from 'node:path'
import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'
import type { BackupKeys, KeySource } from './keys.js'
import { inBlobs } from './chunks.js'
import { BrokenSeal } from './seal.js'
import type { BlobStore } from './store.js'

const squeeze = promisify<Buffer, { level: number }, Buffer>(deflateRaw)
const unsqueeze = promisify<Buffer, Buffer>(inflateRaw)

const MAGIC = Buffer.from('RECADO BACKUP 1\n')
const [PART, BLOB, REFS, PART_END, MANIFEST] = [1, 2, 3, 4, 5] as const
const MOST_FRAME = 16 * 1024 * 1024
const TAG = 16
/** Blobs on their way into the store at once, and names in one frame. */
const AT_ONCE = 4
const REFS_AT_ONCE = 500

/** What anybody may read of a backup. `base` and `previous` name the backups that a `log` goes on from. */
export interface Head { format: 1; id: string; kind: 'full' | 'log'; engine: 'embedded' | 'tables'; madeAt: string; stored: boolean; base: string | null; previous: string | null; salt: string; key: KeySource }
export interface PartFacts { name: string; bytes: number; sha256: string }
/** Under the seal. */
export interface Manifest {
  id: string; madeAt: string; endedAt: string; version: string; migrations: string[]; parts: PartFacts[]; media: { count: number; bytes: number }
  /** of the embedded engine: where its log goes on */
  log: { system: string; timeline: number; nextSegment: number } | null
}

const fileKey = (keys: BackupKeys, head: Head): Buffer => Buffer.from(hkdfSync('sha256', keys.file, Buffer.from(head.salt, 'hex'), 'recado/backup/one-file', 32))
const nonce = (count: number): Buffer => { const at = Buffer.alloc(12); at.writeBigUInt64BE(BigInt(count), 4); return at }

export const newHead = (more: Pick<Head, 'kind' | 'engine' | 'stored' | 'base' | 'previous' | 'key'>): Head => ({ format: 1, id: randomUUID(), madeAt: new Date().toISOString(), salt: randomBytes(16).toString('hex'), ...more })

/** Writes one; nothing has the file's name until `finish`. */
export class BackupWriter {
  readonly head: Head
  private readonly path: string
  private readonly out: WriteStream
  private readonly key: Buffer
  private readonly aad: Buffer
  private readonly store: BlobStore | null
  private frames = 0
  readonly parts: PartFacts[] = []

  constructor(path: string, head: Head, keys: BackupKeys, store: BlobStore | null) {
    this.path = path
    this.head = head
    this.store = store
    this.key = fileKey(keys, head)
    const text = Buffer.from(JSON.stringify(head))
    const length = Buffer.alloc(4)
    length.writeUInt32BE(text.length)
    this.aad = createHash('sha256').update(text).digest()
    this.out = createWriteStream(`${path}.part`, { mode: 0o600, flags: 'wx' })
    this.out.on('error', () => {}) // heard at the next write
    this.out.write(Buffer.concat([MAGIC, length, text]))
  }

  private async frame(type: number, body: Buffer): Promise<void> {
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce(this.frames++)).setAAD(this.aad)
    const sealed = Buffer.concat([cipher.update(Buffer.of(type)), cipher.update(body), cipher.final(), cipher.getAuthTag()])
    const length = Buffer.alloc(4)
    length.writeUInt32BE(sealed.length)
    this.out.write(length)
    if (this.out.errored) throw this.out.errored
    if (!this.out.write(sealed)) await once(this.out, 'drain') // an error ends it too, and leaves no listener behind
  }

  /** Adds a part; `seen` hears of every blob and may throw to break off. */
  async part(name: string, source: AsyncIterable<Buffer>, seen: (bytes: number) => void = () => {}, meta: Record<string, unknown> = {}): Promise<PartFacts> {
    await this.frame(PART, Buffer.from(JSON.stringify({ ...meta, name })))
    const hash = createHash('sha256')
    let bytes = 0
    let refs: [string, number][] = []
    const under: Promise<[string, number]>[] = []
    const take = async (): Promise<void> => {
      refs.push(await under.shift()!) // asked for when there is one
      if (refs.length >= REFS_AT_ONCE) await this.frame(REFS, Buffer.from(JSON.stringify(refs.splice(0))))
    }
    try {
      for await (const blob of inBlobs(source)) {
        hash.update(blob)
        bytes += blob.length
        seen(blob.length)
        if (this.store) {
          const kept = this.store.put(blob).then((key): [string, number] => [key, blob.length])
          kept.catch(() => {}) // heard in its turn
          under.push(kept)
          if (under.length >= AT_ONCE) await take()
        } else await this.frame(BLOB, await packed(blob))
      }
      while (under.length > 0) await take()
    } finally { await Promise.allSettled(under) }
    if (refs.length > 0) { await this.frame(REFS, Buffer.from(JSON.stringify(refs))); refs = [] }
    const facts = { name, bytes, sha256: hash.digest('hex') }
    await this.frame(PART_END, Buffer.from(JSON.stringify(facts)))
    this.parts.push(facts)
    return facts
  }

  async finish(manifest: Manifest): Promise<void> {
    await this.frame(MANIFEST, Buffer.from(JSON.stringify(manifest)))
    this.out.end()
    await once(this.out, 'finish')
    const file = await open(`${this.path}.part`, 'r')
    try { await file.sync() } finally { await file.close() }
    await rename(`${this.path}.part`, this.path)
  }

  async abandon(): Promise<void> {
    this.out.destroy()
    await rm(`${this.path}.part`, { force: true })
  }
}

async function packed(blob: Buffer): Promise<Buffer> {
  const small = await squeeze(blob, { level: 1 })
  return small.length < blob.length * 0.95 ? Buffer.concat([Buffer.of(1), small]) : Buffer.concat([Buffer.of(0), blob])
}

/** What a reader comes across, in order. `broken` frames are told and passed over. */
export type Event =
  | { kind: 'part'; name: string; meta: Record<string, unknown> }
  | { kind: 'blob'; bytes: Buffer }
  | { kind: 'refs'; refs: [name: string, bytes: number][] }
  | { kind: 'end'; facts: PartFacts }
  | { kind: 'manifest'; manifest: Manifest }
  | { kind: 'broken'; at: number }
  | { kind: 'cut'; at: number }

/** A file that cannot be begun with: its beginning is damaged, or what it goes on from is not there. */
export class BadBackup extends Error {
  readonly is: 'damaged' | 'alone'
  readonly file: string
  constructor(is: 'damaged' | 'alone', file: string, sentence: string) {
    super(sentence)
    this.is = is
    this.file = file
  }
}
const notOurs = (path: string): BadBackup => new BadBackup('damaged', basename(path), `${path} is not a backup of Recado, or its beginning is damaged.`)

/** The head of a file, without a key. Throws a sentence when it is none of ours. */
export async function readHead(path: string): Promise<{ head: Head; start: number; raw: Buffer }> {
  const file = await open(path, 'r')
  try { return await headOf(file, path) } finally { await file.close() }
}

async function headOf(file: FileHandle, path: string): Promise<{ head: Head; start: number; raw: Buffer }> {
  const first = await exactly(file, 0, MAGIC.length + 4)
  const length = first && first.subarray(0, MAGIC.length).equals(MAGIC) ? first.readUInt32BE(MAGIC.length) : 0
  const raw = length > 0 && length < 100_000 ? await exactly(file, MAGIC.length + 4, length) : null
  if (!raw) throw notOurs(path)
  try { return { head: JSON.parse(raw.toString('utf8')) as Head, start: MAGIC.length + 4 + length, raw } } catch { throw notOurs(path) }
}

/** Every frame of a file. */
export async function* readBackup(path: string, keys: BackupKeys): AsyncGenerator<Event> {
  const file = await open(path, 'r')
  try {
    const { head, start, raw } = await headOf(file, path)
    const key = fileKey(keys, head)
    const aad = createHash('sha256').update(raw).digest()
    for (let at = start, count = 0; ; count++) {
      const length = (await exactly(file, at, 4))?.readUInt32BE(0)
      if (length === undefined) return void (yield { kind: 'cut', at })
      if (length <= TAG || length > MOST_FRAME) return void (yield { kind: 'cut', at })
      const sealed = await exactly(file, at + 4, length)
      if (!sealed) return void (yield { kind: 'cut', at })
      const event = await opened(sealed, key, aad, count).catch((error: unknown) => { if (error instanceof BrokenSeal) return null; throw error })
      yield event ?? { kind: 'broken', at }
      at += 4 + length
      if (event?.kind === 'manifest') return
    }
  } finally { await file.close() }
}

async function opened(sealed: Buffer, key: Buffer, aad: Buffer, count: number): Promise<Event> {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce(count)).setAAD(aad).setAuthTag(sealed.subarray(-TAG))
  let plain: Buffer
  try { plain = Buffer.concat([decipher.update(sealed.subarray(0, -TAG)), decipher.final()]) } catch { throw new BrokenSeal('changed') }
  const body = plain.subarray(1)
  const json = (): never => JSON.parse(body.toString('utf8')) as never // sealed by us
  switch (plain[0]) {
    case PART: { const { name, ...meta } = json() as { name: string }; return { kind: 'part', name, meta } }
    case BLOB: return { kind: 'blob', bytes: body[0] === 1 ? await unsqueeze(body.subarray(1)) : body.subarray(1) }
    case REFS: return { kind: 'refs', refs: json() }
    case PART_END: return { kind: 'end', facts: json() }
    case MANIFEST: return { kind: 'manifest', manifest: json() }
    default: throw new BrokenSeal('a frame of an unknown kind')
  }
}

async function exactly(file: FileHandle, at: number, length: number): Promise<Buffer | null> {
  const bytes = Buffer.alloc(length)
  const { bytesRead } = await file.read(bytes, 0, length, at)
  return bytesRead === length ? bytes : null
}
