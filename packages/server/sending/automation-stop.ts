import type { DenyCode, Verdict } from '@recado/core'
import type { Tx } from '@recado/db'

/** So many messages of rules, bots or journeys may follow each other without anything from her. */
export const MOST_IN_A_ROW = 3

/** How many automatic messages stand behind the last thing she did, in the order in which they came to be. */
export async function inARow(tx: Tx, workspaceId: string, conversationId: string): Promise<number> {
  const rows = await tx.query<{ message_id: string; hers: boolean }>(
    `select message_id, (direction = 'in' or direction = 'system') as hers from message
     where workspace_id = $1 and conversation_id = $2 and (direction = 'in' or (direction = 'system' and ext_key is not null) or (direction = 'out' and author_type = 'automation'))
     order by at desc, message_id desc limit 20`, [workspaceId, conversationId])
  const order = rows.toSorted((a, b) => (a.message_id < b.message_id ? 1 : -1))
  const last = order.findIndex((row) => row.hers)
  return last === -1 ? order.length : last
}

/**
 * Whether automation has to leave this conversation to people until she does something; noted at the conversation, where ingest takes the note
 * away with her next message. The caller holds the conversation.
 */
export async function automationEnds(tx: Tx, workspaceId: string, conversationId: string): Promise<Extract<Verdict, { kind: 'deny' }> | null> {
  const stopped = await inARow(tx, workspaceId, conversationId) >= MOST_IN_A_ROW
  await tx.query('update conversation set automation_stopped = $3 where workspace_id = $1 and conversation_id = $2 and automation_stopped <> $3', [workspaceId, conversationId, stopped])
  return stopped ? { kind: 'deny', code: 'human_only' satisfies DenyCode, source: 'docs/concepts/automatic-replies.md#when-nothing-is-automatic', retryAt: null, remedies: [] } : null
}
