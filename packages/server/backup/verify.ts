import { createHash } from 'node:crypto'
import { basename, join } from 'node:path'
import { type Manifest, readBackup } from './file.js'
import { openKeys, type Secrets } from './keys.js'
import { chainOf, type Listed } from './place.js'
import { BrokenSeal } from './seal.js'
import { BlobStore, fileBlobName, fileBlobs } from './store.js'

export interface Verified { id: string; files: string[]; parts: number; media: number; bytes: number; /** What is broken, one sentence each; empty = all is as it was written. */ faults: string[]; manifest: Manifest | null }

/** Reads a backup, and the ones it goes on from, to the last byte: every seal, every hash, every file. Throws a sentence for a wrong key. */
export async function verifyBackup(path: string, secrets: Secrets, progress: (bytes: number) => void = () => {}): Promise<Verified> {
  const chain = await chainOf(path)
  const result: Verified = { id: chain.at(-1)!.head.id, files: chain.map(({ file }) => file), parts: 0, media: 0, bytes: 0, faults: [], manifest: null } // never empty
  for (const one of chain) result.manifest = await verifyOne(one, secrets, result, progress)
  return result
}

async function verifyOne({ path, head }: Listed, secrets: Secrets, result: Verified, progress: (bytes: number) => void): Promise<Manifest | null> {
  const keys = openKeys(head.key, secrets)
  const store = head.stored ? new BlobStore(join(path, '..'), keys) : null
  const name = basename(path)
  const fault = (what: string): void => { result.faults.push(`${name}: ${what}`) }
  const ended = new Map<string, string>()
  let part: { name: string; hash: ReturnType<typeof createHash>; bytes: number; whole: boolean; lines: string } | null = null
  let manifest: Manifest | null = null
  const media = async (line: string): Promise<void> => {
    const [workspaceId = '', sha256 = '', bytes = '0'] = line.split(' ')
    result.media++
    if (!store) { if (!ended.has(`media/${workspaceId}/${sha256}`)) fault(`the file ${sha256} of workspace ${workspaceId} is missing`); return }
    const hash = createHash('sha256')
    for (let i = 0; i < fileBlobs(Number(bytes)); i++) {
      const blob = await take(store, fileBlobName(store, workspaceId, sha256, i), (what) => fault(`the file ${sha256} of workspace ${workspaceId} ${what}`))
      if (!blob) return
      hash.update(blob)
      result.bytes += blob.length
      progress(result.bytes)
    }
    if (hash.digest('hex') !== sha256) fault(`the file ${sha256} of workspace ${workspaceId} has other contents`)
  }
  const add = async (bytes: Buffer): Promise<void> => {
    if (!part) return
    part.hash.update(bytes)
    part.bytes += bytes.length
    result.bytes += bytes.length
    progress(result.bytes)
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
          const bytes = await take(store!, blob, (what) => { if (part) part.whole = false; fault(`the part ${part?.name ?? '?'} ${what} from byte ${part?.bytes ?? 0} on (objects/${blob.slice(0, 2)}/${blob})`) }) // names stand only where there is a store
          if (bytes) await add(bytes)
        }
        break
      case 'end': {
        const { name: ending, bytes, sha256 } = event.facts
        if (part?.name !== ending) fault(`the beginning of the part ${ending} is damaged`)
        else if (part.whole && (part.bytes !== bytes || part.hash.digest('hex') !== sha256)) fault(`the part ${ending} has other contents than were written`)
        ended.set(ending, sha256)
        result.parts++
        part = null
        break
      }
      case 'broken':
        if (part) part.whole = false
        fault(part ? `the part ${part.name} is damaged near byte ${part.bytes} (at ${event.at} of the file)` : `a mark between two parts is damaged (at ${event.at} of the file)`)
        break
      case 'cut': fault(`the file ends too early, at byte ${event.at}${part ? ` inside the part ${part.name}` : ''}`); break
      case 'manifest': manifest = event.manifest; break
    }
  }
  if (manifest) for (const { name: wanted, sha256 } of manifest.parts) if (ended.get(wanted) !== sha256) fault(ended.has(wanted) ? `the part ${wanted} is not the one of the manifest` : `the part ${wanted} is missing`)
  if (!manifest && !result.faults.some((text) => text.startsWith(`${name}:`))) fault('it has no end')
  return manifest
}

async function take(store: BlobStore, name: string, fault: (what: string) => void): Promise<Buffer | null> {
  try {
    const bytes = await store.get(name)
    if (!bytes) fault('is missing')
    return bytes
  } catch (error) {
    if (!(error instanceof BrokenSeal)) throw error
    fault('is damaged')
    return null
  }
}
