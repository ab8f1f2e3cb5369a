import type { QueuedConversation } from '@recado/api'
import type { Tx } from '@recado/db'
import { reachSql } from '../auth/reach.js'
import type { Principal } from '../services.js'

/** So many of each inbox are told with their place; behind them nobody counts. */
const SHOWN = 300

/** Where each of them stands in its inbox's queue. Places count everybody; told are those that this person sees. */
export async function readQueue(tx: Tx, principal: Principal): Promise<QueuedConversation[]> {
  const values: unknown[] = [principal.workspaceId]
  const seen = reachSql(principal.reach, principal.id, (value) => `$${values.push(value)}`)
  const rows = await tx.query<{ id: string; inbox_id: string; queued_at: number; place: number }>(
    `select c.conversation_id as id, c.inbox_id, c.queued_at, q.place from (
       select conversation_id, row_number() over (partition by inbox_id order by array_position(array['urgent', 'high', 'normal', 'low', 'none'], priority), queued_at, conversation_id)::int as place from conversation where workspace_id = $1 and queued_at is not null) q
     join conversation c on c.workspace_id = $1 and c.conversation_id = q.conversation_id where q.place <= ${SHOWN}${seen ? ` and ${seen}` : ''} order by c.inbox_id, q.place`, values)
  return rows.map((row) => ({ conversationId: row.id, inboxId: row.inbox_id, since: new Date(row.queued_at).toISOString(), position: row.place }))
}
