import { type Media, type Mention, RecadoError, type TextContent } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import { demandSeen } from '../auth/sight.js'
import { indexMessages } from '../jobs/search-rows.js'
import { MEDIA_COLUMNS, mediaOf } from '../sending/intent.js'
import type { Principal, Services } from '../services.js'
import { readColleagues, recordMentions, resolveMentions } from './mentions.js'

/** What a note says. Files by their ids; `clientId` makes a repeated request the same note. */
export interface NoteBody { text: string; mentions?: readonly Mention[]; attachments?: readonly string[]; clientId?: string }

const iso = (at: number): string => new Date(at).toISOString()

interface Prepared { content: TextContent; called: string[]; named: string[] }

/** An item only agents see: it has no place in the outbox, so nothing ever takes it to a platform. */
export async function addNote(services: Services, principal: Principal, conversationId: string, body: NoteBody): Promise<{ kind: 'created' | 'known'; messageId: string }> {
  const added = await services.db.inWorkspace(principal.workspaceId, (tx) => addNoteIn(tx, services, principal, conversationId, body))
  if (added.kind === 'created') services.signals.committed(principal.workspaceId)
  return added
}

/** The same as the last part of a transaction that does more: a handover says why in one step. The caller wakes the readers. */
export async function addNoteIn(tx: Tx, services: Pick<Services, 'clock'>, principal: Principal, conversationId: string, body: NoteBody): Promise<{ kind: 'created' | 'known'; messageId: string }> {
  const { workspaceId } = principal
  const at = iso(services.clock.now(workspaceId))
  const [row] = await tx.query<{ case_id: string; account_id: string }>('select case_id, account_id from conversation where workspace_id = $1 and conversation_id = $2 for update', [workspaceId, conversationId])
  if (!row) throw new RecadoError('not_found', { conversationId })
  const known = body.clientId ? await knownNote(tx, principal, conversationId, body.clientId) : null
  if (known) return { kind: 'known' as const, messageId: known }
  const note = await prepare(tx, principal, conversationId, body)
  const messageId = newId()
  await tx.query(
    `insert into message (workspace_id, message_id, conversation_id, case_id, account_id, direction, kind, content, status, client_id, author_type, author_id, at) values ($1, $2, $3, $4, $5, 'note', 'text', $6, 'received', $7, $8, $9, $10)`,
    [workspaceId, messageId, conversationId, row.case_id, row.account_id, JSON.stringify(note.content), body.clientId ?? null, principal.kind === 'user' ? 'agent' : 'api', principal.id, at])
  await useFiles(tx, workspaceId, messageId, note.content)
  const told = await recordMentions(tx, principal, { conversationId, messageId, at }, note.called, note.named)
  await append(tx, [{ type: 'message.created', conversationId, messageIds: [messageId] }, ...calls(principal, conversationId, messageId, told)])
  return { kind: 'created' as const, messageId }
}

/** Her own note said otherwise; what it said before is kept. Who is called anew is told, who was called before is not told again. */
export async function editNote(services: Services, principal: Principal, messageId: string, body: NoteBody): Promise<void> {
  const { workspaceId } = principal
  const at = iso(services.clock.now(workspaceId))
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const { conversation_id: conversationId, direction, at: written } = await ownNote(tx, principal, messageId)
    const note = await prepare(tx, principal, conversationId, body)
    await tx.query('insert into message_version (workspace_id, message_id, replaced_at, content) select $1, $2, $3, content from message where workspace_id = $1 and message_id = $2 on conflict do nothing', [workspaceId, messageId, at])
    await tx.query('update message set content = $3, edited_at = $4 where workspace_id = $1 and message_id = $2', [workspaceId, messageId, JSON.stringify(note.content), at])
    await useFiles(tx, workspaceId, messageId, note.content)
    await indexMessages(tx, workspaceId, [{ message_id: messageId, conversation_id: conversationId, at: written, content: note.content, direction }])
    await tx.query('delete from mention where workspace_id = $1 and message_id = $2 and seen_at is null and user_id <> all($3::uuid[])', [workspaceId, messageId, note.called])
    const told = await recordMentions(tx, principal, { conversationId, messageId, at }, note.called, note.named)
    await append(tx, [{ type: 'message.updated', conversationId, messageIds: [messageId] }, ...calls(principal, conversationId, messageId, told)])
  })
  services.signals.committed(workspaceId)
}

/** Her own note taken back: the thread says that there was one, and its words are gone from everywhere. */
export async function removeNote(services: Services, principal: Principal, messageId: string): Promise<void> {
  const { workspaceId } = principal
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const { conversation_id: conversationId } = await ownNote(tx, principal, messageId)
    await tx.query(`update message set content = '{"kind":"text","text":""}', revoked_at = $3 where workspace_id = $1 and message_id = $2`, [workspaceId, messageId, iso(services.clock.now(workspaceId))])
    for (const kept of ['message_version', 'message_search', 'mention', 'media_use']) await tx.query(`delete from ${kept} where workspace_id = $1 and message_id = $2`, [workspaceId, messageId])
    await append(tx, [{ type: 'message.updated', conversationId, messageIds: [messageId] }])
  })
  services.signals.committed(workspaceId)
}

/** What a note said before it was changed, oldest first. */
export async function noteVersions(services: Services, principal: Principal, messageId: string): Promise<{ text: string; replacedAt: string }[]> {
  return services.db.inWorkspace(principal.workspaceId, async (tx) => {
    await demandSeen(tx, principal, 'message', messageId)
    const rows = await tx.query<{ content: TextContent; replaced_at: number }>(
      `select v.content, v.replaced_at from message_version v join message m on m.workspace_id = $1 and m.message_id = v.message_id where v.workspace_id = $1 and v.message_id = $2 and m.direction = 'note' order by v.replaced_at`, [principal.workspaceId, messageId])
    return rows.map((row) => ({ text: row.content.text, replacedAt: iso(row.replaced_at) }))
  })
}

/** `mention.made`, for whoever tells people: notices, pushes, the Mentions view. */
function calls(principal: Principal, conversationId: string, messageId: string, userIds: readonly string[]): { type: string; conversationId: string; data: Record<string, unknown> }[] {
  return userIds.length > 0 ? [{ type: 'mention.made', conversationId, data: { userIds, messageId, byUserId: principal.kind === 'user' ? principal.id : null } }] : []
}

async function knownNote(tx: Tx, principal: Principal, conversationId: string, clientId: string): Promise<string | null> {
  const [row] = await tx.query<{ message_id: string; direction: string; author_id: string | null }>('select message_id, direction, author_id from message where workspace_id = $1 and conversation_id = $2 and client_id = $3', [principal.workspaceId, conversationId, clientId])
  if (!row) return null
  if (row.direction !== 'note' || row.author_id !== principal.id) throw new RecadoError('client_id_reused', { clientId })
  return row.message_id
}

/** The text with whom it calls and what lies with it. Throws for files she does not see and people who are no colleagues. */
async function prepare(tx: Tx, principal: Principal, conversationId: string, { text, mentions = [], attachments = [] }: NoteBody): Promise<Prepared> {
  const { workspaceId } = principal
  if (text.trim() === '' && attachments.length === 0) throw new RecadoError('invalid_request', { fields: [{ field: 'text', message: 'says something, or a file lies with it' }] })
  const clean = storable(text)
  const resolved = mentions.length > 0 ? resolveMentions(clean, mentions, await readColleagues(tx, workspaceId, conversationId)) : { mentions: [], called: [], named: [] }
  const files = await readFiles(tx, principal, attachments)
  return { content: { kind: 'text', text: clean, ...(resolved.mentions.length > 0 ? { mentions: resolved.mentions } : {}), ...(files.length > 0 ? { attachments: files } : {}) }, called: resolved.called, named: resolved.named }
}

async function readFiles(tx: Tx, principal: Principal, ids: readonly string[]): Promise<Media[]> {
  if (ids.length === 0) return []
  await demandSeen(tx, principal, 'media', ...ids)
  const rows = await tx.query<Parameters<typeof mediaOf>[0]>(`select ${MEDIA_COLUMNS} from media where workspace_id = $1 and media_id = any($2) and state = 'ready'`, [principal.workspaceId, ids])
  return ids.map((id) => {
    const row = rows.find((one) => one.media_id === id)
    if (!row) throw new RecadoError('not_found', { mediaId: id })
    return mediaOf(row)
  })
}

/** Whoever sees the note sees its files. */
async function useFiles(tx: Tx, workspaceId: string, messageId: string, { attachments = [] }: TextContent): Promise<void> {
  await tx.query('delete from media_use where workspace_id = $1 and message_id = $2', [workspaceId, messageId])
  for (const { id } of attachments) await tx.query('insert into media_use (workspace_id, media_id, message_id) values ($1, $2, $3)', [workspaceId, id, messageId])
}

/** Held for a change. Throws not_permitted for another's, wrong_status for one that was taken back. */
async function ownNote(tx: Tx, principal: Principal, messageId: string): Promise<{ conversation_id: string; direction: string; at: number }> {
  const [row] = await tx.query<{ conversation_id: string; direction: string; author_id: string | null; revoked_at: number | null; at: number }>(`select conversation_id, direction, author_id, revoked_at, at from message where workspace_id = $1 and message_id = $2 for update`, [principal.workspaceId, messageId])
  if (row?.direction !== 'note') throw new RecadoError('not_found', { messageId })
  if (row.author_id !== principal.id) throw new RecadoError('not_permitted')
  if (row.revoked_at !== null) throw new RecadoError('wrong_status', { messageId })
  return row
}
