import type { Draft } from '@recado/api'
import { type Content, type Media, RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import { MEDIA_COLUMNS, mediaOf } from '../sending/intent.js'
import type { Principal, Services } from '../services.js'

export type DraftMode = Draft['mode']

/** What is kept of a draft: files by their ids, since everything else about them may change. */
interface Body { text: string; attachments: string[]; replyTo: string | null }
interface Row { conversation_id: string; mode: DraftMode; body: Body; updated_at: number }

/** One of her drafts. Files that are gone are left out. */
export async function loadDraft(tx: Tx, workspaceId: string, userId: string, wish: { conversationId: string; mode: DraftMode }): Promise<Draft | null> {
  const [row] = await tx.query<Row>('select conversation_id, mode, body, updated_at from draft where workspace_id = $1 and user_id = $2 and conversation_id = $3 and mode = $4', [workspaceId, userId, wish.conversationId, wish.mode])
  if (!row) return null
  const files = row.body.attachments.length > 0 ? await tx.query<Parameters<typeof mediaOf>[0]>(`select ${MEDIA_COLUMNS} from media where workspace_id = $1 and media_id = any($2)`, [workspaceId, row.body.attachments]) : []
  const attachments: Media[] = row.body.attachments.flatMap((id) => files.filter((file) => file.media_id === id).map(mediaOf))
  return { conversationId: row.conversation_id, mode: row.mode, text: row.body.text, attachments, replyTo: row.body.replyTo, updatedAt: new Date(row.updated_at).toISOString() }
}

export function readDraft(services: Services, person: Principal, conversationId: string, mode: DraftMode): Promise<Draft | null> {
  return services.db.inWorkspace(person.workspaceId, async (tx) => {
    await demandConversation(tx, person.workspaceId, conversationId)
    return loadDraft(tx, person.workspaceId, person.id, { conversationId, mode })
  })
}

/** Colleagues who have begun an answer there, by name: what they write is theirs. */
export function draftsOfOthers(tx: Tx, person: Principal, conversationId: string): Promise<{ id: string; name: string }[]> {
  return tx.query(
    `select u.user_id as id, u.name from draft d join member m on m.workspace_id = $1 and m.user_id = d.user_id and m.disabled_at is null join app_user u on u.user_id = d.user_id
     where d.workspace_id = $1 and d.conversation_id = $2 and d.mode = 'reply' and d.user_id::text <> $3 and (btrim(d.body->>'text') <> '' or d.body->'attachments' <> '[]') order by d.updated_at desc limit 5`, [person.workspaceId, conversationId, person.id])
}

/** Keeps what she is writing; her other windows follow. That there is an answer begun, her colleagues at the thread see too. */
export async function saveDraft(services: Services, person: Principal, conversationId: string, mode: DraftMode, body: Body): Promise<Draft> {
  const { workspaceId } = person
  const now = new Date(services.clock.now(workspaceId)).toISOString()
  const draft = await services.db.inWorkspace(workspaceId, async (tx) => {
    await demandConversation(tx, workspaceId, conversationId)
    const [row] = await tx.query<{ fresh: boolean }>(
      `insert into draft (workspace_id, user_id, conversation_id, mode, body, updated_at) values ($1, $2, $3, $4, $5, $6)
       on conflict (workspace_id, user_id, conversation_id, mode) do update set body = excluded.body, updated_at = excluded.updated_at returning xmax = 0 as fresh`, [workspaceId, person.id, conversationId, mode, JSON.stringify(storable(body)), now])
    const kept = await loadDraft(tx, workspaceId, person.id, { conversationId, mode })
    await append(tx, [{ type: 'draft.changed', data: { userId: person.id, conversationId, mode } }, ...(row?.fresh ? begun(conversationId, mode) : [])])
    return kept
  })
  services.signals.committed(workspaceId)
  if (!draft) throw new RecadoError('not_found', { conversationId })
  return draft
}

export async function dropDraft(services: Services, person: Principal, conversationId: string, mode: DraftMode): Promise<void> {
  const { workspaceId } = person
  const gone = await services.db.inWorkspace(workspaceId, async (tx) => {
    await demandConversation(tx, workspaceId, conversationId)
    const rows = await tx.query('delete from draft where workspace_id = $1 and user_id = $2 and conversation_id = $3 and mode = $4 returning 1', [workspaceId, person.id, conversationId, mode])
    if (rows.length > 0) await append(tx, [{ type: 'draft.changed', data: { userId: person.id, conversationId, mode } }, ...begun(conversationId, mode)])
    return rows.length > 0
  })
  if (gone) services.signals.committed(workspaceId)
}

/** An answer was begun or is no longer there: who has the thread open reads its head anew. Notes in the making are nobody's business. */
const begun = (conversationId: string, mode: DraftMode): { type: string; conversationId: string }[] => (mode === 'reply' ? [{ type: 'conversation.changed', conversationId }] : [])

/** What was refused is not lost: a person's words stay as her draft, unless she has begun another. */
export async function keepAsDraft(services: Services, principal: Principal, conversationId: string, content: Content, replyTo: string | null): Promise<void> {
  if (principal.kind !== 'user') return
  const words = content.kind === 'text' ? content.text : 'caption' in content ? (content.caption ?? '') : ''
  const attachments = 'media' in content && content.media ? [content.media.id] : []
  if (!words && attachments.length === 0) return
  const before = await readDraft(services, principal, conversationId, 'reply')
  if (before && (before.text || before.attachments.length > 0)) return
  await saveDraft(services, principal, conversationId, 'reply', { text: words, attachments, replyTo })
}

async function demandConversation(tx: Tx, workspaceId: string, conversationId: string): Promise<void> {
  const [known] = await tx.query('select 1 as known from conversation where workspace_id = $1 and conversation_id = $2', [workspaceId, conversationId])
  if (!known) throw new RecadoError('not_found', { conversationId })
}
