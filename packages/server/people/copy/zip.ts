/** A writer of archives that holds one file at a time: header, packed bytes, and at the end the directory. */
import { open, type FileHandle } from 'node:fs/promises'
import { crc32, deflateRawSync } from 'node:zlib'

/** What the plain form of an archive can address. */
const LARGEST = 0xffff_ffff
const MOST = 0xffff

const fields = (signature: number, list: readonly (readonly [2 | 4, number])[]): Buffer => {
  const buffer = Buffer.alloc(4 + list.reduce((sum, [size]) => sum + size, 0))
  let at = buffer.writeUInt32LE(signature)
  for (const [size, value] of list) at = size === 2 ? buffer.writeUInt16LE(value, at) : buffer.writeUInt32LE(value, at)
  return buffer
}

export class ZipFile {
  private readonly central: Buffer[] = []
  private offset = 0
  private entries = 0
  private readonly file: FileHandle

  private constructor(file: FileHandle) { this.file = file }

  static async create(path: string): Promise<ZipFile> { return new ZipFile(await open(path, 'w', 0o600)) }

  /** Adds a file. False when the archive cannot take it any more: it is too large for its form. `pack` false for what is packed already. */
  async add(name: string, bytes: Buffer, pack = true): Promise<boolean> {
    const data = pack ? deflateRawSync(bytes) : bytes
    const path = Buffer.from(name, 'utf8')
    if (this.entries >= MOST || this.offset + data.length + path.length * 2 + 100 > LARGEST - 64 * 1024 * 1024) return false
    // The date is that of no file: 1 January 1980. Names are UTF-8.
    const common: (readonly [2 | 4, number])[] = [[2, 0x0800], [2, pack ? 8 : 0], [2, 0], [2, 0x21], [4, crc32(bytes)], [4, data.length], [4, bytes.length], [2, path.length], [2, 0]]
    const local = fields(0x04034b50, [[2, 20], ...common])
    await this.file.writev([local, path, data])
    this.central.push(fields(0x02014b50, [[2, 20], [2, 20], ...common, [2, 0], [2, 0], [2, 0], [4, 0], [4, this.offset]]), path)
    this.offset += local.length + path.length + data.length
    this.entries++
    return true
  }

  /** Writes the directory; answers how large the archive is. */
  async end(): Promise<number> {
    const directory = Buffer.concat(this.central)
    const last = fields(0x06054b50, [[2, 0], [2, 0], [2, this.entries], [2, this.entries], [4, directory.length], [4, this.offset], [2, 0]])
    await this.file.writev([directory, last])
    await this.file.sync()
    await this.file.close()
    return this.offset + directory.length + last.length
  }

  async abandon(): Promise<void> { await this.file.close().catch(() => {}) } // closed already
}
