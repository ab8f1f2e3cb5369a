import { RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Principal } from '../services.js'

/** Switches a conversation off or on for one person. Twice is once. */
export async function setMuted(tx: Tx, { workspaceId, id: userId }: Pick<Principal, 'workspaceId' | 'id'>, conversationId: string, muted: boolean, now: string): Promise<void> {
  const known = await tx.query('select 1 from conversation where workspace_id = $1 and conversation_id = $2', [workspaceId, conversationId])
  if (known.length === 0) throw new RecadoError('not_found', { conversationId })
  if (muted) await tx.query('insert into conversation_mute (workspace_id, user_id, conversation_id, muted_at) values ($1, $2, $3, $4) on conflict do nothing', [workspaceId, userId, conversationId, now])
  else await tx.query('delete from conversation_mute where workspace_id = $1 and user_id = $2 and conversation_id = $3', [workspaceId, userId, conversationId])
}
