import type { Tx } from '@recado/db'
import { append } from '../ingest/others.js'
import type { Principal, Services } from '../services.js'

/** Which notices: single ones, those of one or several conversations, or all of hers. */
export type Which = { ids: readonly string[] } | { conversationId: string } | { conversationIds: readonly string[] } | 'all'

/** She has seen them: out of the count, here and in her other windows. Seeing twice is seeing once. */
export async function seeNotices(services: Services, { workspaceId, id: userId }: Pick<Principal, 'workspaceId' | 'id'>, which: Which): Promise<number> {
  const now = new Date(services.clock.now(workspaceId)).toISOString()
  const seen = await services.db.inWorkspace(workspaceId, (tx) => markSeen(tx, workspaceId, userId, which, now))
  if (seen > 0) services.signals.committed(workspaceId)
  return seen
}

async function markSeen(tx: Tx, workspaceId: string, userId: string, which: Which, now: string): Promise<number> {
  const [condition, value] = which === 'all' ? ['true', null] as const : 'ids' in which ? ['notice_id = any($4::uuid[])', which.ids] as const : ['conversation_id = any($4::uuid[])', 'conversationIds' in which ? which.conversationIds : [which.conversationId]] as const
  const rows = await tx.query(`update notice set seen_at = $3 where workspace_id = $1 and user_id = $2 and seen_at is null and ${condition} returning 1`, value === null ? [workspaceId, userId, now] : [workspaceId, userId, now, value])
  if (rows.length > 0) await append(tx, [{ type: 'notice.changed', data: { userId } }])
  return rows.length
}
