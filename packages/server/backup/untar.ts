import { mkdir, open, type FileHandle } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'

const BLOCK = 512

/** Unpacks the tar of a base backup: directories and plain files, as PostgreSQL writes them. Nothing is synced here: PostgreSQL does that for the whole directory as it starts on a backup. */
export async function untar(source: AsyncIterable<Buffer>, target: string): Promise<void> {
  let held: Buffer = Buffer.alloc(0)
  let file: FileHandle | null = null
  let left = 0
  let padding = 0
  try {
    for await (const piece of source) {
      held = held.length === 0 ? piece : Buffer.concat([held, piece])
      for (;;) {
        if (left > 0) {
          if (held.length === 0) break
          const bytes = held.subarray(0, Math.min(left, held.length))
          await file!.write(bytes) // open while something is left of it
          left -= bytes.length
          held = held.subarray(bytes.length)
          if (left > 0) break
          await file!.close()
          file = null
        }
        if (held.length < padding + BLOCK) break
        const head = held.subarray(padding, padding + BLOCK)
        held = held.subarray(padding + BLOCK)
        padding = 0
        if (head[0] === 0) continue
        const { path, size, type, mode } = entryOf(head, target)
        if (type === '5') await mkdir(path, { recursive: true, mode: 0o700 })
        else if (type === '0' || type === '\0') {
          await mkdir(dirname(path), { recursive: true, mode: 0o700 })
          file = await open(path, 'w', mode)
          left = size
          padding = (BLOCK - (size % BLOCK)) % BLOCK
          if (size === 0) { await file.close(); file = null }
        } else throw new Error(`The backup of the database holds something this version does not know (${type}).`)
      }
    }
  } finally { await file?.close() }
  if (left > 0) throw new Error('The backup of the database ends in the middle of a file.')
}

function entryOf(head: Buffer, target: string): { path: string; size: number; type: string; mode: number } {
  const text = (from: number, to: number): string => head.toString('utf8', from, to).split('\0')[0]! // split gives one at least
  const name = [text(345, 500), text(0, 100)].filter(Boolean).join('/')
  const path = normalize(join(target, name))
  if (!path.startsWith(normalize(target))) throw new Error('The backup names a file outside its directory.')
  // Past eight gigabytes the size stands in binary.
  const size = head[124]! & 0x80 ? Number(head.readBigUInt64BE(128)) : Number.parseInt(text(124, 136).trim() || '0', 8)
  return { path, size, type: String.fromCharCode(head[156]!), mode: (Number.parseInt(text(100, 108).trim() || '600', 8) & 0o700) || 0o600 } // a block has 512 bytes
}
