import { RecadoError } from '@recado/core'
import type { MediaAccess } from '../egress/call-context.js'
import type { Services } from '../services.js'

interface Row { sha256: Buffer; mime: string; name: string | null; duration_ms: number | null }

/** Stored files for a channel's outgoing calls. */
export function makeMediaAccess(services: Services): MediaAccess {
  return {
    async load(workspaceId, mediaId) {
      const [row] = await services.db.inWorkspace(workspaceId, (tx) => tx.query<Row>(`select sha256, mime, name, duration_ms from media where workspace_id = $1 and media_id = $2 and state = 'ready'`, [workspaceId, mediaId]))
      if (!row) throw new RecadoError('not_found', { mediaId })
      return { bytes: await services.media.read(workspaceId, row.sha256), mime: row.mime, name: row.name ?? 'file', ...(row.duration_ms ? { durationMs: row.duration_ms } : {}) }
    },
    async link() { throw new RecadoError('internal') },
  }
}
