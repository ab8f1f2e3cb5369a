/**
 * A writer of archives that holds one piece of a file at a time: header, packed bytes, and at the end the directory. What the plain form cannot count (more
 * than 65,535 files, or 4 GB) is counted in the wide one (zip64), which every program that opens archives has read since 2001 (PKWARE APPNOTE 4.5, 4.3.14).
 */
import { open, type FileHandle } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { crc32, createDeflateRaw, deflateRawSync } from 'node:zlib'

/** What the plain form can count; a test makes it smaller. */
export interface ZipLimits { size: number; entries: number }
const PLAIN: ZipLimits = { size: 0xffff_ffff, entries: 0xffff }
const ALL_ONES = { 2: 0xffff, 4: 0xffff_ffff } as const
/** Version 2.0 knows packed files, 4.5 the wide form. */
const [USUAL, WIDE] = [20, 45]

type Field = readonly [2 | 4 | 8, number]
function fields(list: readonly Field[]): Buffer {
  const buffer = Buffer.alloc(list.reduce((sum, [size]) => sum + size, 0))
  let at = 0
  for (const [size, value] of list) at = size === 2 ? buffer.writeUInt16LE(value, at) : size === 4 ? buffer.writeUInt32LE(value, at) : buffer.writeBigUInt64LE(BigInt(value), at)
  return buffer
}
/** The extra field in which the wide form keeps its numbers. */
const wide = (...values: number[]): Buffer => fields([[2, 1], [2, values.length * 8], ...values.map((value): Field => [8, value])])

interface Entry { path: Buffer; packed: boolean; crc: number; size: number; unpacked: number; at: number }

// The date is that of no file: 1 January 1980. Names are UTF-8.
const common = ({ path, packed, crc }: Entry, version: number, [size, unpacked]: readonly [number, number], extra: number): Field[] =>
  [[2, version], [2, 0x0800], [2, packed ? 8 : 0], [2, 0], [2, 0x21], [4, crc], [4, size], [4, unpacked], [2, path.length], [2, extra]]

export class ZipFile {
  private readonly central: Buffer[] = []
  private offset: number
  private entries = 0
  private readonly file: FileHandle
  private readonly limits: ZipLimits

  private constructor(file: FileHandle, limits: ZipLimits, from: number) { this.file = file; this.limits = limits; this.offset = from }

  /** `from`: what stands before is no part of it (a program that unpacks itself; in a test a hole of 5 GB). */
  static async create(path: string, { limits = PLAIN, from = 0 }: { limits?: ZipLimits; from?: number } = {}): Promise<ZipFile> { return new ZipFile(await open(path, 'w', 0o600), limits, from) }

  /** Adds a file. `pack` false for what is packed already. */
  async add(name: string, bytes: Buffer, pack = true): Promise<void> {
    const data = pack ? deflateRawSync(bytes) : bytes
    const entry = { path: Buffer.from(name, 'utf8'), packed: pack, crc: crc32(bytes), size: data.length, unpacked: bytes.length, at: this.offset }
    const head = this.head(entry, this.tooWide(entry))
    await this.write([head, data], this.offset)
    this.offset += head.length + data.length
    this.keep(entry)
  }

  /** Adds a file piece by piece, however long it becomes; its sizes are written before it when they are known. */
  async addPieces(name: string, pieces: AsyncIterable<string>): Promise<void> {
    const entry = { path: Buffer.from(name, 'utf8'), packed: true, crc: 0, size: 0, unpacked: 0, at: this.offset }
    this.offset += this.head(entry, true).length
    const plain = async function* (): AsyncGenerator<Buffer> {
      for await (const piece of pieces) {
        const bytes = Buffer.from(piece, 'utf8')
        entry.crc = crc32(bytes, entry.crc)
        entry.unpacked += bytes.length
        yield bytes
      }
    }
    const deflate = createDeflateRaw()
    const source = Readable.from(plain()).on('error', (error) => deflate.destroy(error))
    for await (const data of source.pipe(deflate) as AsyncIterable<Buffer>) {
      await this.write([data], this.offset)
      this.offset += data.length
      entry.size += data.length
    }
    await this.write([this.head(entry, true)], entry.at)
    this.keep(entry)
  }

  /** Writes the directory; answers how large the archive is. */
  async end(): Promise<number> {
    const directory = Buffer.concat(this.central)
    const far = this.entries >= this.limits.entries || this.offset >= this.limits.size || directory.length >= this.limits.size
    const wideEnd = far ? [
      fields([[4, 0x06064b50], [8, 44], [2, WIDE], [2, WIDE], [4, 0], [4, 0], [8, this.entries], [8, this.entries], [8, directory.length], [8, this.offset]]),
      fields([[4, 0x07064b50], [4, 0], [8, this.offset + directory.length], [4, 1]]),
    ] : []
    const plainEnd = fields([[4, 0x06054b50], [2, 0], [2, 0], ...(far ? [[2, ALL_ONES[2]], [2, ALL_ONES[2]], [4, ALL_ONES[4]], [4, ALL_ONES[4]]] as const : [[2, this.entries], [2, this.entries], [4, directory.length], [4, this.offset]] as const), [2, 0]])
    const parts = [directory, ...wideEnd, plainEnd]
    await this.write(parts, this.offset)
    await this.file.sync()
    await this.file.close()
    return this.offset + parts.reduce((sum, part) => sum + part.length, 0)
  }

  async abandon(): Promise<void> { await this.file.close().catch(() => {}) } // closed already

  private tooWide({ size, unpacked, at }: Entry): boolean { return Math.max(size, unpacked, at) >= this.limits.size }

  private head(entry: Entry, far: boolean): Buffer {
    const extra = far ? wide(entry.unpacked, entry.size) : Buffer.alloc(0)
    return Buffer.concat([fields([[4, 0x04034b50], ...common(entry, far ? WIDE : USUAL, far ? [ALL_ONES[4], ALL_ONES[4]] : [entry.size, entry.unpacked], extra.length)]), entry.path, extra])
  }

  private keep(entry: Entry): void {
    const far = this.tooWide(entry)
    const extra = far ? wide(entry.unpacked, entry.size, entry.at) : Buffer.alloc(0)
    this.central.push(fields([[4, 0x02014b50], [2, far ? WIDE : USUAL], ...common(entry, far ? WIDE : USUAL, far ? [ALL_ONES[4], ALL_ONES[4]] : [entry.size, entry.unpacked], extra.length), [2, 0], [2, 0], [2, 0], [4, 0], [4, far ? ALL_ONES[4] : entry.at]]), entry.path, extra)
    this.entries++
  }

  private async write(parts: readonly Buffer[], at: number): Promise<void> {
    const bytes = parts.length === 1 ? parts[0]! : Buffer.concat(parts) // one part
    for (let done = 0; done < bytes.length;) done += (await this.file.write(bytes, done, bytes.length - done, at + done)).bytesWritten
  }
}
