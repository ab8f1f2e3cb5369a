import type { Media } from '@recado/api'
import { RecadoError } from '@recado/core'
import { newId } from '@recado/db'
import { storable } from '../ingest/plan.js'
import { MEDIA_COLUMNS, mediaOf } from '../sending/intent.js'
import type { Principal, Services } from '../services.js'
import { fileName, mimeOf } from './kinds.js'
import { studio } from './studio.js'

/** Says what to do where the general sentence would not help. The builds of sharp leave out the codec of HEIC, which is patented. */
const ADVICE: Readonly<Record<string, { reason: string; message: string }>> = { 'image/heic': { reason: 'heic', message: 'HEIC pictures cannot be opened here: save it as JPEG, or set the camera to “most compatible”' } }

/** The one codec that becomes a voice note on every app: others (AAC of an old Safari) would fail after the agent has moved on. */
async function isOpus(bytes: Buffer): Promise<boolean> {
  try { return (await studio.run('facts', bytes, 'audio/webm')).codec === 'opus' } catch { return false }
}

/** Keeps a file somebody wants to send. Throws media_type for one that nobody could open, media_too_large for too many points. */
export async function keepUpload(services: Services, principal: Principal, file: { bytes: Buffer; mime?: string; name?: string; /** recorded here, to be sent as a voice note */ voice?: boolean }): Promise<Media> {
  const { workspaceId } = principal
  if (file.bytes.length === 0) throw new RecadoError('invalid_request', { fields: [{ field: 'file', message: 'is empty' }] })
  const hint = { ...(file.mime ? { mime: file.mime } : {}), ...(file.name ? { name: file.name } : {}) }
  const advice = ADVICE[await mimeOf(file.bytes, hint)]
  if (advice) throw new RecadoError('media_type', { field: 'file', reason: advice.reason, fields: [{ field: 'file', message: advice.message }] })
  if (file.voice && !(await isOpus(file.bytes))) throw new RecadoError('media_type', { field: 'file', reason: 'voice_codec', fields: [{ field: 'file', message: 'a voice note is recorded as Opus, in WebM or Ogg' }] })
  const saved = await services.media.save(workspaceId, file.bytes, hint)
  const mediaId = newId()
  const row = await services.db.inWorkspace(workspaceId, async (tx) => {
    const rows = await tx.query<Parameters<typeof mediaOf>[0]>(
      `insert into media (workspace_id, media_id, state, sha256, mime, bytes, name, width, height, duration_ms, waveform, created_by, created_at) values ($1, $2, 'ready', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning ${MEDIA_COLUMNS}`,
      [workspaceId, mediaId, saved.sha256, saved.mime, saved.bytes, storable(fileName(file.name, saved.mime)), saved.width ?? null, saved.height ?? null, saved.durationMs ?? null, saved.waveform ?? null, principal.kind === 'user' ? principal.id : null,
        new Date(services.clock.now(workspaceId)).toISOString()])
    return rows[0]! // just inserted
  })
  return mediaOf(row)
}
