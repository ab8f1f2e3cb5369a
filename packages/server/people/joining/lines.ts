/** What the threads say of joining and parting: proof for whoever reads them later. */
import { newId, type Tx } from '@recado/db'
import type { Actor } from '../../auth/audit.js'
import { type Line, writeLines, type Writer } from '../../conversations/lines.js'

export type LineData = Line['data']

export const writerOf = (actor: Actor): Writer => (actor.kind === 'user' ? { type: 'agent', id: actor.id } : actor.kind === 'token' ? { type: 'api', id: actor.id } : { type: 'automation', id: null })

/** The thread in which each of them was last spoken with. */
export async function latestThreads(tx: Tx, workspaceId: string, contactIds: readonly string[]): Promise<{ contactId: string; conversationId: string }[]> {
  const rows = await tx.query<{ id: string; contact_id: string }>(
    `select distinct on (c.contact_id) c.conversation_id as id, c.contact_id from conversation c where c.workspace_id = $1 and c.contact_id = any($2::uuid[]) order by c.contact_id, c.last_at desc, c.conversation_id`, [workspaceId, contactIds])
  return rows.map((row) => ({ contactId: row.contact_id, conversationId: row.id }))
}

/** The thread of an identity, if it has one. */
export async function threadOf(tx: Tx, workspaceId: string, identityId: string): Promise<string | null> {
  const [row] = await tx.query<{ id: string }>('select conversation_id as id from conversation where workspace_id = $1 and identity_id = $2', [workspaceId, identityId])
  return row?.id ?? null
}

/** One line for one thread. */
export interface ThreadLine { conversationId: string; event: string; data: LineData }

/** Writes these lines; gives what the log has to be told of. */
export async function tellThreads(tx: Tx, workspaceId: string, actor: Actor, told: readonly ThreadLine[], at: string): Promise<{ type: string; conversationId: string; messageIds: string[] }[]> {
  const lines = told.map((line) => ({ ...line, messageId: newId() }))
  await writeLines(tx, workspaceId, writerOf(actor), lines, at)
  return lines.map(({ conversationId, messageId }) => ({ type: 'message.created', conversationId, messageIds: [messageId] }))
}

/** What people are called, for a line that outlives their names. */
export async function namesOf(tx: Tx, workspaceId: string, contactIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.query<{ contact_id: string; name: string }>('select contact_id, name from contact where workspace_id = $1 and contact_id = any($2::uuid[])', [workspaceId, contactIds])
  return new Map(rows.map((row) => [row.contact_id, row.name]))
}
