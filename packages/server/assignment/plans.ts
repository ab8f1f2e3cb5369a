import { type AssignmentPlan, NO_PLAN } from '@recado/core'
import type { Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import { append } from '../ingest/others.js'
import type { Principal, Services } from '../services.js'

export interface InboxPlan { inboxId: string; name: string; plan: AssignmentPlan }

/** Every inbox with its plan; one that was never set up gives out nothing. */
export async function readPlans(tx: Tx, workspaceId: string): Promise<InboxPlan[]> {
  const rows = await tx.query<{ inbox_id: string; name: string; plan: AssignmentPlan | null }>(
    'select i.inbox_id, i.name, p.plan from inbox i left join assignment_plan p on p.workspace_id = i.workspace_id and p.inbox_id = i.inbox_id where i.workspace_id = $1 order by i.created_at, i.inbox_id', [workspaceId])
  return rows.map((row) => ({ inboxId: row.inbox_id, name: row.name, plan: { ...NO_PLAN, ...row.plan } }))
}

/** Keeps a plan. From the first one on the log is followed; what came before stays with people until the customer writes again. Switched off, its queue is given back to them. */
export async function savePlan(tx: Tx, services: Services, principal: Principal, inboxId: string, plan: AssignmentPlan): Promise<void> {
  const { workspaceId } = principal
  const now = new Date(services.clock.now(workspaceId)).toISOString()
  await tx.query(
    `insert into assignment_plan (workspace_id, inbox_id, enabled, plan, updated_at) values ($1, $2, $3, $4, $5)
     on conflict (workspace_id, inbox_id) do update set enabled = excluded.enabled, plan = excluded.plan, updated_at = excluded.updated_at`, [workspaceId, inboxId, plan.enabled, JSON.stringify(plan), now])
  if (plan.enabled) await tx.query('insert into assignment_place (workspace_id, seq) select workspace_id, seq from event_head where workspace_id = $1 on conflict (workspace_id) do nothing', [workspaceId])
  const freed = plan.enabled ? [] : await tx.query<{ conversation_id: string }>('update conversation set queued_at = null where workspace_id = $1 and inbox_id = $2 and queued_at is not null returning conversation_id', [workspaceId, inboxId])
  await audit(tx, services, workspaceId, actorOf(principal), { action: 'assignment.changed', subject: inboxId })
  await append(tx, [{ type: 'assignment.changed', data: { inboxId } }, ...freed.map((row) => ({ type: 'conversation.changed', conversationId: row.conversation_id }))])
}
