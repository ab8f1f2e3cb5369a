import type { SavedReply } from '@recado/api'
import { type Media, RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import { MEDIA_COLUMNS, mediaOf } from '../sending/intent.js'
import type { Services } from '../services.js'

interface Row { saved_reply_id: string; shortcut: string; title: string; text: string; language: string | null; attachments: string[] }
const COLUMNS = 'saved_reply_id, shortcut, title, text, language, attachments'

/** What somebody keeps; files by their ids. */
export interface SavedReplyWish { shortcut?: string; title?: string; text?: string; language?: string | null; attachments?: string[] }

/** All of the workspace, or those named, by shortcut. */
export async function loadSavedReplies(tx: Tx, workspaceId: string, ids?: readonly string[]): Promise<SavedReply[]> {
  const rows = ids
    ? await tx.query<Row>(`select ${COLUMNS} from saved_reply where workspace_id = $1 and saved_reply_id = any($2) order by lower(shortcut), saved_reply_id`, [workspaceId, ids])
    : await tx.query<Row>(`select ${COLUMNS} from saved_reply where workspace_id = $1 order by lower(shortcut), saved_reply_id`, [workspaceId])
  const fileIds = rows.flatMap((row) => row.attachments)
  const files = fileIds.length > 0 ? await tx.query<Parameters<typeof mediaOf>[0]>(`select ${MEDIA_COLUMNS} from media where workspace_id = $1 and media_id = any($2)`, [workspaceId, fileIds]) : []
  return rows.map((row) => {
    const attachments: Media[] = row.attachments.flatMap((id) => files.filter((file) => file.media_id === id).map(mediaOf))
    return { id: row.saved_reply_id, shortcut: row.shortcut, title: row.title, text: row.text, language: row.language, ...(attachments.length > 0 ? { attachments } : {}) }
  })
}

/** One change of one saved reply with its event. Throws already_exists when another one has the shortcut. */
async function change(services: Services, workspaceId: string, id: string, type: 'saved_reply.changed' | 'saved_reply.removed', make: (tx: Tx, now: string) => Promise<unknown[]>): Promise<SavedReply | null> {
  const reply = await services.db.inWorkspace(workspaceId, async (tx) => {
    const rows = await make(tx, new Date(services.clock.now(workspaceId)).toISOString())
    if (rows.length === 0) throw new RecadoError('not_found', { savedReplyId: id })
    const [kept] = await loadSavedReplies(tx, workspaceId, [id])
    await append(tx, [{ type, data: { savedReplyId: id } }])
    return kept ?? null
  }).catch((error: unknown) => { throw (error as { code?: string }).code === '23505' ? new RecadoError('already_exists', { field: 'shortcut' }, { cause: error }) : error })
  services.signals.committed(workspaceId)
  return reply
}

export async function addSavedReply(services: Services, workspaceId: string, wish: Required<Pick<SavedReplyWish, 'shortcut' | 'title' | 'text'>> & SavedReplyWish): Promise<SavedReply> {
  const id = newId()
  const { shortcut, title, text } = storable(wish)
  const made = await change(services, workspaceId, id, 'saved_reply.changed', (tx, now) => tx.query(
    'insert into saved_reply (workspace_id, saved_reply_id, shortcut, title, text, language, attachments, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $8) returning 1',
    [workspaceId, id, shortcut, title, text, wish.language ?? null, JSON.stringify(wish.attachments ?? []), now]))
  return made! // inserted in this very transaction
}

export async function editSavedReply(services: Services, workspaceId: string, id: string, wish: SavedReplyWish): Promise<SavedReply> {
  const { shortcut, title, text } = storable(wish)
  const kept = await change(services, workspaceId, id, 'saved_reply.changed', (tx, now) => tx.query(
    `update saved_reply set shortcut = coalesce($3, shortcut), title = coalesce($4, title), text = coalesce($5, text), language = case when $6 then $7 else language end, attachments = coalesce($8, attachments), updated_at = $9
     where workspace_id = $1 and saved_reply_id = $2 returning 1`,
    [workspaceId, id, shortcut ?? null, title ?? null, text ?? null, wish.language !== undefined, wish.language ?? null, wish.attachments ? JSON.stringify(wish.attachments) : null, now]))
  return kept! // updated in this very transaction
}

export async function removeSavedReply(services: Services, workspaceId: string, id: string): Promise<void> {
  await change(services, workspaceId, id, 'saved_reply.removed', (tx) => tx.query('delete from saved_reply where workspace_id = $1 and saved_reply_id = $2 returning 1', [workspaceId, id]))
}

/** It was put into an answer: the menu shows the useful ones first. No event: nobody waits for the number. */
export async function countSavedReply(services: Services, workspaceId: string, id: string): Promise<void> {
  const rows = await services.db.inWorkspace(workspaceId, (tx) => tx.query('update saved_reply set used_count = used_count + 1 where workspace_id = $1 and saved_reply_id = $2 returning 1', [workspaceId, id]))
  if (rows.length === 0) throw new RecadoError('not_found', { savedReplyId: id })
}
