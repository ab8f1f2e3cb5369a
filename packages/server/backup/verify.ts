import { createHash } from 'node:crypto'
import { basename, join } from 'node:path'
import { type Manifest, readBackup } from './file.js'
import { openKeys, type Secrets } from './keys.js'
import { chainOf, type Listed } from './place.js'
import { BrokenSeal } from './seal.js'
import { BlobStore, fileBlobName, fileBlobs, objectPath } from './store.js'

/** What is wrong with one file of a directory of backups. */
export interface Fault {
  /** From that directory on. */
  file: string
  /** `changed`: whole under its seal, but not what was to be kept. `alone`: the backup that it goes on from is not there. */
  is: 'missing' | 'damaged' | 'changed' | 'cut' | 'alone'
  /** What cannot be had back from it; null where that cannot be told. */
  holds: 'database' | 'file' | null
  /** For the command line. */
  sentence: string
}
export interface Verified { id: string; files: string[]; parts: number; media: number; bytes: number; /** The first of what is broken; empty = all is as it was written. */ faults: Fault[]; faultCount: number; manifest: Manifest | null }
export interface Order {
  /** Called after every blob with the bytes read so far; what it answers is waited for, and what it throws ends the reading. */
  progress?: (bytes: number) => void | Promise<void>
  /** Renames blobs that are damaged: the next full backup then writes them anew, where what they held has not changed, and this one is whole again. */
  setAside?: boolean
}

/** A directory that was lost has a fault per file. */
const MOST_FAULTS = 1_000

/** Reads a backup, and the ones it goes on from, to the last byte: every seal, every hash, every file. Throws a sentence for a wrong key. */
export async function verifyBackup(path: string, secrets: Secrets, order: Order = {}): Promise<Verified> {
  const chain = await chainOf(path)
  const result: Verified = { id: chain.at(-1)!.head.id, files: chain.map(({ file }) => file), parts: 0, media: 0, bytes: 0, faults: [], faultCount: 0, manifest: null } // never empty
  for (const one of chain) result.manifest = await verifyOne(one, secrets, result, order)
  return result
}

const holds = (part: string | undefined): Fault['holds'] => (part === undefined ? null : /^(database$|log\/|table\/|work$)/.test(part) ? 'database' : part.startsWith('media') ? 'file' : null)

async function verifyOne({ path, head }: Listed, secrets: Secrets, result: Verified, { progress = () => {}, setAside = false }: Order): Promise<Manifest | null> {
  const keys = openKeys(head.key, secrets)
  const store = head.stored ? new BlobStore(join(path, '..'), keys) : null
  const name = basename(path)
  const before = result.faultCount
  const fault = (is: Fault['is'], of: Fault['holds'], what: string, file = name): void => {
    result.faultCount++
    if (result.faults.length < MOST_FAULTS) result.faults.push({ file, is, holds: of, sentence: `${name}: ${what}` })
  }
  /** Null where it is not what it was; `told` says that in words. */
  const take = async (blob: string, of: Fault['holds'], told: (what: string) => string): Promise<Buffer | null> => {
    try {
      const bytes = await store!.get(blob) // names stand only where there is a store
      if (!bytes) fault('missing', of, told('is missing'), objectPath(blob))
      return bytes
    } catch (error) {
      if (!(error instanceof BrokenSeal)) throw error
      fault('damaged', of, told('is damaged'), objectPath(blob))
      if (setAside) await store!.setAside(blob) // as above
      return null
    }
  }
  const ended = new Map<string, string>()
  let part: { name: string; hash: ReturnType<typeof createHash>; bytes: number; whole: boolean; lines: string } | null = null
  let manifest: Manifest | null = null
  const read = async (bytes: number): Promise<void> => { result.bytes += bytes; await progress(result.bytes) }
  const media = async (line: string): Promise<void> => {
    const [workspaceId = '', sha256 = '', bytes = '0'] = line.split(' ')
    result.media++
    const own = `the file ${sha256} of workspace ${workspaceId}`
    if (!store) { if (!ended.has(`media/${workspaceId}/${sha256}`)) fault('missing', 'file', `${own} is missing`); return }
    const hash = createHash('sha256')
    const blobs = Array.from({ length: fileBlobs(Number(bytes)) }, (_, i) => fileBlobName(store, workspaceId, sha256, i))
    for (const one of blobs) {
      const blob = await take(one, 'file', (what) => `${own} ${what}`)
      if (!blob) return
      hash.update(blob)
      await read(blob.length)
    }
    if (hash.digest('hex') === sha256) return
    fault('changed', 'file', `${own} has other contents`, objectPath(blobs[0]!)) // a file has one at least
    if (setAside) for (const one of blobs) await store.setAside(one)
  }
  const add = async (bytes: Buffer): Promise<void> => {
    if (!part) return
    part.hash.update(bytes)
    part.bytes += bytes.length
    await read(bytes.length)
    if (part.name !== 'media-list') return
    const lines = (part.lines + bytes.toString('utf8')).split('\n')
    part.lines = lines.pop() ?? ''
    for (const line of lines) await media(line)
  }
  for await (const event of readBackup(path, keys)) {
    switch (event.kind) {
      case 'part': part = { name: event.name, hash: createHash('sha256'), bytes: 0, whole: true, lines: '' }; break
      case 'blob': await add(event.bytes); break
      case 'refs':
        for (const [blob] of event.refs) {
          const bytes = await take(blob, holds(part?.name), (what) => `the part ${part?.name ?? '?'} ${what} from byte ${part?.bytes ?? 0} on (${objectPath(blob)})`)
          if (bytes) await add(bytes)
          else if (part) part.whole = false
        }
        break
      case 'end': {
        const { name: ending, bytes, sha256 } = event.facts
        if (part?.name !== ending) fault('damaged', holds(ending), `the beginning of the part ${ending} is damaged`)
        else if (part.whole && (part.bytes !== bytes || part.hash.digest('hex') !== sha256)) fault('changed', holds(ending), `the part ${ending} has other contents than were written`)
        ended.set(ending, sha256)
        result.parts++
        part = null
        break
      }
      case 'broken':
        if (part) part.whole = false
        fault('damaged', holds(part?.name), part ? `the part ${part.name} is damaged near byte ${part.bytes} (at ${event.at} of the file)` : `a mark between two parts is damaged (at ${event.at} of the file)`)
        break
      case 'cut': fault('cut', holds(part?.name), `the file ends too early, at byte ${event.at}${part ? ` inside the part ${part.name}` : ''}`); break
      case 'manifest': manifest = event.manifest; break
    }
  }
  if (manifest) for (const { name: wanted, sha256 } of manifest.parts) if (ended.get(wanted) !== sha256) fault('damaged', holds(wanted), ended.has(wanted) ? `the part ${wanted} is not the one of the manifest` : `the part ${wanted} is missing`)
  if (!manifest && result.faultCount === before) fault('cut', null, 'it has no end')
  return manifest
}
