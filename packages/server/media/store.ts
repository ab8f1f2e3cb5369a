import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Config } from '../config.js'
import { UUID } from '../ingest/plan.js'
import type { MediaStore } from '../services.js'
import { type Blobs, DiskBlobs } from './disk.js'
import { S3Blobs } from './s3.js'

function keyOf(workspaceId: string, sha256: Buffer): string {
  const hex = sha256.toString('hex')
  if (!UUID.test(workspaceId) || hex.length !== 64) throw new Error('not the key of a file')
  return `${workspaceId}/${hex.slice(0, 2)}/${hex}`
}

const missing = (): Error => Object.assign(new Error('the file is not in the store'), { code: 'ENOENT' })

/** Where the bytes lie: a bucket that nodes share, or the data directory. */
export const makeBlobs = (config: Pick<Config, 'dataDir' | 's3Url'>): Blobs => (config.s3Url ? new S3Blobs(config.s3Url) : new DiskBlobs(join(config.dataDir, 'media')))

/** Stored files, by workspace and hash: the same bytes lie there once, and no workspace reads another's. */
export function makeMediaStore(config: Pick<Config, 'dataDir' | 's3Url'>): MediaStore {
  const blobs = makeBlobs(config)
  const making = new Map<string, Promise<Buffer>>()
  return {
    async save(workspaceId, bytes, hint) {
      // Codecs and picture tools are tens of megabytes: loaded with the first file, not at start.
      const { inspect } = await import('./inspect.js')
      const facts = await inspect(bytes, hint)
      const sha256 = createHash('sha256').update(bytes).digest()
      await blobs.put(keyOf(workspaceId, sha256), bytes)
      return { sha256, bytes: bytes.length, ...facts }
    },
    async read(workspaceId, sha256) {
      const bytes = await blobs.get(keyOf(workspaceId, sha256))
      if (!bytes) throw missing()
      return bytes
    },
    async stream(workspaceId, sha256, range) { return blobs.stream(keyOf(workspaceId, sha256), range) },
    async derived(workspaceId, sha256, form, make) {
      if (!/^[a-z0-9.-]{1,40}$/.test(form)) throw new Error('not the name of a form')
      const key = `${keyOf(workspaceId, sha256)}.${form}`
      // Two who ask at once wait for one making.
      let under = making.get(key)
      if (!under) {
        under = (async () => {
          const known = await blobs.get(key)
          if (known) return known
          const made = await make()
          await blobs.put(key, made)
          return made
        })().finally(() => making.delete(key))
        making.set(key, under)
      }
      return under
    },
    async remove(workspaceId, sha256) { await blobs.removeAll(keyOf(workspaceId, sha256)) },
  }
}
