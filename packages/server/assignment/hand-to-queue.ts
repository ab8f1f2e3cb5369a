import type { Tx } from '@recado/db'

/** What was handed to a team waits for one of its members, where the inbox gives such conversations out by itself. */
export async function handToQueue(tx: Tx, workspaceId: string, ids: readonly string[], now: string): Promise<void> {
  await tx.query(
    `update conversation c set queued_at = $3 from assignment_plan p where c.workspace_id = $1 and c.conversation_id = any($2::uuid[]) and c.status = 'open' and c.assignee_id is null and c.queued_at is null
       and p.workspace_id = $1 and p.inbox_id = c.inbox_id and p.enabled and (p.plan->>'teamToMember')::boolean`, [workspaceId, ids, now])
}
