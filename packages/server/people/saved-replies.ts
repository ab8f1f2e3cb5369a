import type { ReplyScope, SavedReply, SavedReplyUse } from '@recado/api'
import { type Media, RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { demandSeen } from '../auth/sight.js'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import { MEDIA_COLUMNS, mediaOf } from '../sending/intent.js'
import type { Principal, Services } from '../services.js'
import { circleFor, type CircleRow, demandChange, scopeOf, visibleSql } from './circles.js'

interface Row extends CircleRow { saved_reply_id: string; shortcut: string; title: string; text: string; language: string | null; attachments: string[]; folder: string | null; variants: { language: string; text: string }[] }
const COLUMNS = 'r.saved_reply_id, r.shortcut, r.title, r.text, r.language, r.attachments, r.folder, r.owner_id, r.team_id, r.variants'
const ORDER = 'order by lower(r.shortcut), r.saved_reply_id'

/** What somebody keeps; files by their ids. Absent = as it is; of something new, nothing. */
export interface SavedReplyWish { shortcut?: string; title?: string; text?: string; language?: string | null; attachments?: string[]; variants?: { language: string; text: string }[]; folder?: string | null; scope?: ReplyScope; teamId?: string | null }

/** All of the workspace, or those named, by shortcut, whoever they belong to: for what is not one person's view. */
export async function loadSavedReplies(tx: Tx, workspaceId: string, ids?: readonly string[]): Promise<SavedReply[]> {
  return withFiles(tx, workspaceId, ids
    ? await tx.query<Row>(`select ${COLUMNS} from saved_reply r where r.workspace_id = $1 and r.saved_reply_id = any($2) ${ORDER}`, [workspaceId, ids])
    : await tx.query<Row>(`select ${COLUMNS} from saved_reply r where r.workspace_id = $1 ${ORDER}`, [workspaceId]))
}

/** Those that this person can use: her own, her teams' and everybody's. */
export async function visibleReplies(tx: Tx, principal: Principal, ids?: readonly string[]): Promise<SavedReply[]> {
  const values: unknown[] = [principal.workspaceId]
  const add = (value: unknown): string => `$${values.push(value)}`
  const named = ids ? ` and r.saved_reply_id = any(${add(ids)})` : ''
  return withFiles(tx, principal.workspaceId, await tx.query<Row>(`select ${COLUMNS} from saved_reply r where r.workspace_id = $1${named} and ${visibleSql(principal, add)} ${ORDER}`, values))
}

async function withFiles(tx: Tx, workspaceId: string, rows: readonly Row[]): Promise<SavedReply[]> {
  const fileIds = rows.flatMap((row) => row.attachments)
  const files = fileIds.length > 0 ? await tx.query<Parameters<typeof mediaOf>[0]>(`select ${MEDIA_COLUMNS} from media where workspace_id = $1 and media_id = any($2)`, [workspaceId, fileIds]) : []
  return rows.map((row) => {
    const attachments: Media[] = row.attachments.flatMap((id) => files.filter((file) => file.media_id === id).map(mediaOf))
    const scope = scopeOf(row)
    return {
      id: row.saved_reply_id, shortcut: row.shortcut, title: row.title, text: row.text, language: row.language, ...(attachments.length > 0 ? { attachments } : {}), ...(row.variants.length > 0 ? { variants: row.variants } : {}),
      ...(row.folder ? { folder: row.folder } : {}), ...(scope === 'all' ? {} : { scope }), ...(row.team_id ? { teamId: row.team_id } : {}), ...(row.owner_id ? { ownerId: row.owner_id } : {}),
    }
  })
}

/** How often each of them was used, by everybody and by her. */
export async function readUses(tx: Tx, principal: Principal): Promise<SavedReplyUse[]> {
  const values: unknown[] = [principal.workspaceId, principal.kind === 'user' ? principal.id : null]
  const rows = await tx.query<{ saved_reply_id: string; used_count: number; last_used_at: number | null; mine: number | null }>(
    `select r.saved_reply_id, r.used_count, r.last_used_at, u.uses as mine from saved_reply r left join saved_reply_use u on u.workspace_id = $1 and u.user_id = $2::uuid and u.saved_reply_id = r.saved_reply_id
     where r.workspace_id = $1 and r.used_count > 0 and ${visibleSql(principal, (value) => `$${values.push(value)}`)}`, values)
  return rows.map((row) => ({ id: row.saved_reply_id, uses: row.used_count, lastUsedAt: row.last_used_at === null ? null : new Date(row.last_used_at).toISOString(), mine: row.mine ?? 0 }))
}

/** One change of one saved reply with its event. Throws already_exists when another one of its circle has the shortcut. */
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

type NewReply = Required<Pick<SavedReplyWish, 'shortcut' | 'title' | 'text'>> & SavedReplyWish

/** Of whom nobody is known (a demo, a seed) it is everybody's. */
export async function addSavedReply(services: Services, workspaceId: string, wish: NewReply, principal?: Principal): Promise<SavedReply> {
  const id = newId()
  const made = await change(services, workspaceId, id, 'saved_reply.changed', (tx, now) => addReplyIn(tx, workspaceId, id, wish, now, principal))
  return made! // inserted in this very transaction
}

export async function addReplyIn(tx: Tx, workspaceId: string, id: string, wish: NewReply, now: string, principal?: Principal): Promise<unknown[]> {
  const { shortcut, title, text, folder = null, variants = [] } = storable(wish)
  const circle = principal ? await circleFor(tx, principal, wish) : { owner_id: null, team_id: null }
  if (principal) await demandSeen(tx, principal, 'media', ...wish.attachments ?? [])
  return tx.query(
    `insert into saved_reply (workspace_id, saved_reply_id, shortcut, title, text, language, attachments, folder, owner_id, team_id, variants, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12) returning 1`,
    [workspaceId, id, shortcut, title, text, wish.language ?? null, JSON.stringify(wish.attachments ?? []), tidyFolder(folder), circle.owner_id, circle.team_id, JSON.stringify(variants), now])
}

export async function editSavedReply(services: Services, principal: Principal, id: string, wish: SavedReplyWish): Promise<SavedReply> {
  const kept = await change(services, principal.workspaceId, id, 'saved_reply.changed', (tx, now) => editReplyIn(tx, principal, id, wish, now))
  return kept! // updated in this very transaction
}

export async function editReplyIn(tx: Tx, principal: Principal, id: string, wish: SavedReplyWish, now: string): Promise<unknown[]> {
  const { workspaceId } = principal
  const before = await held(tx, principal, id)
  const { shortcut, title, text, folder, variants } = storable(wish)
  const circle = wish.scope === undefined && wish.teamId === undefined ? before : await circleFor(tx, principal, wish)
  // Files that lie there already stay, whoever brought them.
  await demandSeen(tx, principal, 'media', ...(wish.attachments ?? []).filter((file) => !before.attachments.includes(file)))
  return tx.query(
    `update saved_reply set shortcut = coalesce($3, shortcut), title = coalesce($4, title), text = coalesce($5, text), language = case when $6 then $7 else language end, attachments = coalesce($8, attachments),
       folder = case when $9 then $10 else folder end, owner_id = $11, team_id = $12, variants = coalesce($13, variants), updated_at = $14
     where workspace_id = $1 and saved_reply_id = $2 returning 1`,
    [workspaceId, id, shortcut ?? null, title ?? null, text ?? null, wish.language !== undefined, wish.language ?? null, wish.attachments ? JSON.stringify(wish.attachments) : null,
      folder !== undefined, tidyFolder(folder ?? null), circle.owner_id, circle.team_id, variants ? JSON.stringify(variants) : null, now])
}

export async function removeSavedReply(services: Services, principal: Principal, id: string): Promise<void> {
  await change(services, principal.workspaceId, id, 'saved_reply.removed', async (tx) => {
    await held(tx, principal, id)
    return tx.query('delete from saved_reply where workspace_id = $1 and saved_reply_id = $2 returning 1', [principal.workspaceId, id])
  })
}

/** Held for a change. One that she does not see is not there; one that is not hers to change says so. */
async function held(tx: Tx, principal: Principal, id: string): Promise<Row> {
  const values: unknown[] = [principal.workspaceId, id]
  const [row] = await tx.query<Row>(`select ${COLUMNS} from saved_reply r where r.workspace_id = $1 and r.saved_reply_id = $2 and ${visibleSql(principal, (value) => `$${values.push(value)}`)} for update`, values)
  if (!row) throw new RecadoError('not_found', { savedReplyId: id })
  demandChange(principal, row)
  return row
}

/** " Envíos / Cambios " is "Envíos/Cambios"; nothing is no folder. */
export const tidyFolder = (folder: string | null): string | null => folder?.split('/').map((part) => part.trim()).filter(Boolean).join('/') || null

/** It was put into an answer: the menu shows the useful ones first. No event: nobody waits for the number. */
export async function countSavedReply(services: Services, principal: Principal, id: string): Promise<void> {
  const found = await services.db.inWorkspace(principal.workspaceId, (tx) => countReplyIn(tx, principal, id, new Date(services.clock.now(principal.workspaceId)).toISOString()))
  if (!found) throw new RecadoError('not_found', { savedReplyId: id })
}

export async function countReplyIn(tx: Tx, principal: Principal, id: string, now: string): Promise<boolean> {
  const values: unknown[] = [principal.workspaceId, id, now]
  const rows = await tx.query(`update saved_reply r set used_count = r.used_count + 1, last_used_at = $3 where r.workspace_id = $1 and r.saved_reply_id = $2 and ${visibleSql(principal, (value) => `$${values.push(value)}`)} returning 1`, values)
  if (rows.length > 0 && principal.kind === 'user') await tx.query(
    `insert into saved_reply_use (workspace_id, user_id, saved_reply_id, uses, last_at) values ($1, $2, $3, 1, $4)
     on conflict (workspace_id, user_id, saved_reply_id) do update set uses = saved_reply_use.uses + 1, last_at = excluded.last_at`, [principal.workspaceId, principal.id, id, now])
  return rows.length > 0
}
