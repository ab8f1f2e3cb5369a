import { createHmac, randomBytes } from 'node:crypto'
import type { Tx } from '@recado/db'
import type { Services } from '../services.js'

/**
 * A random key of a workspace for one purpose, made when it is first asked for and sealed under the workspace's data key. Who holds the database
 * without the master key can neither read it nor put another in its place.
 */
export async function workspaceKey(tx: Tx, services: Pick<Services, 'sealer'>, workspaceId: string, name: 'audit_chain' | 'suppression'): Promise<Buffer> {
  const READ = 'select sealed from workspace_key where workspace_id = $1 and name = $2'
  let [row] = await tx.query<{ sealed: Buffer }>(READ, [workspaceId, name])
  if (!row) {
    const fresh = await services.sealer.seal(workspaceId, `key/${name}`, randomBytes(32).toString('base64'))
    // Two nodes may be first together: both read what stands there.
    await tx.query('insert into workspace_key (workspace_id, name, sealed) values ($1, $2, $3) on conflict do nothing', [workspaceId, name, fresh])
    ;[row] = await tx.query<{ sealed: Buffer }>(READ, [workspaceId, name])
  }
  return Buffer.from(await services.sealer.open(workspaceId, `key/${name}`, row!.sealed), 'base64') // written above at the latest
}

export const keyed = (key: Buffer, text: string | Buffer): Buffer => createHmac('sha256', key).update(text).digest()
