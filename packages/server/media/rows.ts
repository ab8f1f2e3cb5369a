import { RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Services } from '../services.js'

/** A stored file as its row tells. */
export interface FileRow { media_id: string; state: 'pending' | 'ready' | 'failed'; sha256: Buffer | null; mime: string; bytes: number; name: string | null; width: number | null; height: number | null; duration_ms: number | null }

export interface ReadyFile extends FileRow { sha256: Buffer }

export async function findFile(tx: Tx, workspaceId: string, mediaId: string): Promise<FileRow | null> {
  const [row] = await tx.query<FileRow>('select media_id, state, sha256, mime, bytes, name, width, height, duration_ms from media where workspace_id = $1 and media_id = $2', [workspaceId, mediaId])
  return row ?? null
}

/** The file when its bytes are here. Throws not_found for one that is unknown, still to be fetched, or lost. */
export async function readyFile(services: Pick<Services, 'db'>, workspaceId: string, mediaId: string): Promise<ReadyFile> {
  const row = await services.db.inWorkspace(workspaceId, (tx) => findFile(tx, workspaceId, mediaId))
  if (!row?.sha256 || row.state !== 'ready') throw new RecadoError('not_found', { mediaId })
  return { ...row, sha256: row.sha256 }
}
