import { RecadoError } from '@recado/core'
import { newId } from '@recado/db'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import type { Principal, Services } from '../services.js'

const iso = (at: number): string => new Date(at).toISOString()

/** An item only agents see. */
export async function addNote(services: Services, principal: Principal, conversationId: string, text: string): Promise<string> {
  const { workspaceId } = principal
  const messageId = newId()
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const [row] = await tx.query<{ case_id: string; account_id: string }>('select case_id, account_id from conversation where workspace_id = $1 and conversation_id = $2 for update', [workspaceId, conversationId])
    if (!row) throw new RecadoError('not_found', { conversationId })
    await tx.query(
      `insert into message (workspace_id, message_id, conversation_id, case_id, account_id, direction, kind, content, status, author_type, author_id, at) values ($1, $2, $3, $4, $5, 'note', 'text', $6, 'received', $7, $8, $9)`,
      [workspaceId, messageId, conversationId, row.case_id, row.account_id, JSON.stringify({ kind: 'text', text: storable(text) }), principal.kind === 'user' ? 'agent' : 'api', principal.id, iso(services.clock.now(workspaceId))])
    await append(tx, [{ type: 'message.created', conversationId, messageIds: [messageId] }])
  })
  services.signals.committed(workspaceId)
  return messageId
}
