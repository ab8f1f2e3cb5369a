/** Files that somebody keeps with a person. Those of her threads: thread-files.ts. */
import type { ContactFile } from '@recado/api'
import { RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import { demandSeen } from '../auth/sight.js'
import { iso } from '../http/schemas.js'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import type { Principal, Services } from '../services.js'
import { survivorOf } from './contacts.js'

export interface KeptRow { contact_file_id: string; media_id: string; name: string; mime: string | null; bytes: number | null; added_by: { id?: string }; added_name: string | null; created_at: number }

/** A person's cupboard is no archive. */
const MOST = 200
export const KEPT = 'k.contact_file_id, k.media_id, k.name, f.mime, f.bytes, k.added_by, u.name as added_name, k.created_at'
const READ = `select ${KEPT} from contact_file k join media f on f.workspace_id = $1 and f.media_id = k.media_id
  left join app_user u on k.added_by->>'kind' = 'user' and u.user_id::text = k.added_by->>'id' where k.workspace_id = $1 and k.contact_id = $2 and ($3::uuid is null or k.contact_file_id = $3) order by k.created_at desc, k.contact_file_id desc`

export const shownKept = (row: KeptRow): ContactFile => ({
  id: row.contact_file_id, mediaId: row.media_id, name: row.name, mime: row.mime ?? 'application/octet-stream', bytes: row.bytes ?? 0, url: `/api/v1/media/${row.media_id}/file`,
  addedBy: row.added_by.id && row.added_name !== null ? { id: row.added_by.id, name: row.added_name } : null, createdAt: iso(row.created_at), place: null,
})

async function personOf(tx: Tx, workspaceId: string, contactId: string): Promise<string> {
  const id = await survivorOf(tx, workspaceId, contactId)
  if (!id) throw new RecadoError('not_found', { contactId })
  return id
}

/** Keeps a file with a person; from then on whoever sees her sees it. It has to be one that the asker sees herself. */
export async function addFile(services: Services, principal: Principal, contactId: string, wish: { mediaId: string; name?: string }): Promise<ContactFile> {
  const { workspaceId } = principal
  const id = newId()
  const file = await services.db.inWorkspace(workspaceId, async (tx) => {
    const person = await personOf(tx, workspaceId, contactId)
    await demandSeen(tx, principal, 'media', wish.mediaId)
    const [media] = await tx.query<{ name: string | null }>(`select name from media where workspace_id = $1 and media_id = $2 and state = 'ready'`, [workspaceId, wish.mediaId])
    if (!media) throw new RecadoError('not_found', { mediaId: wish.mediaId })
    const [{ n = 0 } = {}] = await tx.query<{ n: number }>('select count(*)::int as n from contact_file where workspace_id = $1 and contact_id = $2', [workspaceId, person])
    if (n >= MOST) throw new RecadoError('invalid_request', { fields: [{ field: 'mediaId', message: `is one more than the ${MOST} files that a person keeps` }] })
    const name = storable(wish.name ?? media.name ?? '').trim().slice(0, 200) || wish.mediaId
    await tx.query('insert into contact_file (workspace_id, contact_file_id, contact_id, origin_contact_id, media_id, name, added_by, created_at) values ($1, $2, $3, $3, $4, $5, $6, $7)',
      [workspaceId, id, person, wish.mediaId, name, JSON.stringify(actorOf(principal)), new Date(services.clock.now(workspaceId)).toISOString()])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'contact.file_added', subject: person, data: { fileId: id } })
    await append(tx, [{ type: 'contact.changed', data: { contactId: person } }])
    return shownKept((await tx.query<KeptRow>(READ, [workspaceId, person, id]))[0]!) // just put there
  })
  services.signals.committed(workspaceId)
  return file
}

/** Takes a file from a person; where else it lies it stays. */
export async function removeFile(services: Services, principal: Principal, contactId: string, fileId: string): Promise<void> {
  const { workspaceId } = principal
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const person = await personOf(tx, workspaceId, contactId)
    const gone = await tx.query('delete from contact_file where workspace_id = $1 and contact_id = $2 and contact_file_id = $3 returning 1', [workspaceId, person, fileId])
    if (gone.length === 0) throw new RecadoError('not_found', { fileId })
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'contact.file_removed', subject: person, data: { fileId } })
    await append(tx, [{ type: 'contact.changed', data: { contactId: person } }])
  })
  services.signals.committed(workspaceId)
}
