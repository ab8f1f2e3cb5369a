import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { Database } from '@recado/db'
import type { Sealer } from '../services.js'

/** Header byte of everything sealed: version of the form, so that keys and ciphers can be changed later. */
const VERSION = 1

function encrypt(key: Buffer, text: Buffer, aad: string): Buffer {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(aad, 'utf8'))
  const body = Buffer.concat([cipher.update(text), cipher.final()])
  return Buffer.concat([Buffer.from([VERSION]), iv, cipher.getAuthTag(), body])
}

function decrypt(key: Buffer, sealed: Buffer, aad: string): Buffer {
  if (sealed[0] !== VERSION) throw new Error('sealed by an unknown version')
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13)).setAAD(Buffer.from(aad, 'utf8')).setAuthTag(sealed.subarray(13, 29))
  return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()])
}

/** AES-256-GCM under a random key per workspace, itself wrapped by the master key. Workspace and field are authenticated with the text. */
export function makeSealer(db: Database, masterKey: Buffer): Sealer {
  const keys = new Map<string, Buffer>()
  const own = Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), 'recado/installation', 32))
  async function keyOf(workspaceId: string): Promise<Buffer> {
    const held = keys.get(workspaceId)
    if (held) return held
    const fresh = encrypt(masterKey, randomBytes(32), workspaceId)
    // Two nodes may be first together: whoever writes first wins, both read what stands there.
    const rows = await db.asSystem((tx) => tx.query<{ data_key: Buffer }>('update workspace set data_key = coalesce(data_key, $2) where workspace_id = $1 returning data_key', [workspaceId, fresh]))
    if (!rows[0]) throw new Error('no such workspace')
    let key: Buffer
    try { key = decrypt(masterKey, rows[0].data_key, workspaceId) } catch (cause) {
      throw new Error('The master key does not fit this database: its secrets cannot be opened. Put back the master key that belongs to it.', { cause })
    }
    keys.set(workspaceId, key)
    return key
  }
  return {
    seal: async (workspaceId, field, text) => encrypt(await keyOf(workspaceId), Buffer.from(text, 'utf8'), `${workspaceId}/${field}`),
    open: async (workspaceId, field, sealed) => decrypt(await keyOf(workspaceId), sealed, `${workspaceId}/${field}`).toString('utf8'),
    sealOwn: async (field, text) => encrypt(own, Buffer.from(text, 'utf8'), `own/${field}`),
    openOwn: async (field, sealed) => decrypt(own, sealed, `own/${field}`).toString('utf8'),
    derive: async (purpose) => Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), `recado/${purpose}`, 32)),
  }
}
