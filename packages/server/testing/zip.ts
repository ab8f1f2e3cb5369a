/** A writer of archives for tests, so that also those exist which no honest program writes. */
import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipEntry { name: string; bytes: Buffer | string; deflate?: boolean; /** what it claims to unfold to */ claims?: number; encrypted?: boolean }

const header = (signature: number, fields: readonly (readonly [2 | 4, number])[]): Buffer => {
  const buffer = Buffer.alloc(4 + fields.reduce((sum, [size]) => sum + size, 0))
  let at = buffer.writeUInt32LE(signature)
  for (const [size, value] of fields) at = size === 2 ? buffer.writeUInt16LE(value, at) : buffer.writeUInt32LE(value, at)
  return buffer
}

/** The archive's bytes. */
export function zip(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const { name, bytes, deflate = false, claims, encrypted = false } of entries) {
    const plain = Buffer.from(bytes as string)
    const data = deflate ? deflateRawSync(plain) : plain
    const path = Buffer.from(name)
    const common: (readonly [2 | 4, number])[] = [[2, 0x0800 | (encrypted ? 1 : 0)], [2, deflate ? 8 : 0], [2, 0], [2, 0x21], [4, crc32(plain)], [4, data.length], [4, claims ?? plain.length], [2, path.length], [2, 0]]
    const local = header(0x04034b50, [[2, 20], ...common])
    parts.push(local, path, data)
    central.push(header(0x02014b50, [[2, 20], [2, 20], ...common, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]]), path)
    offset += local.length + path.length + data.length
  }
  const directory = Buffer.concat(central)
  return Buffer.concat([...parts, directory, header(0x06054b50, [[2, 0], [2, 0], [2, entries.length], [2, entries.length], [4, directory.length], [4, offset], [2, 0]])])
}
