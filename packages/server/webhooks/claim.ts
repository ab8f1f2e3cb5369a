import type { Tx } from '@recado/db'
import { wallNow } from '../auth/audit.js'
import type { Services } from '../services.js'

/** Longer than a try can take: what is claimed longer belongs to a process that is gone. */
const CLAIM = '30 seconds'
/** Tries under way at once for one endpoint. */
const AT_ONCE = 8

export interface Claimed { delivery_id: string; type: string; payload: string; attempts: number; tries: Try[] }
export interface Try { at: string; status: number | null; ms: number; error: string | null; answer: string | null }

/**
 * Takes what is due. Only the first waiting one of each conversation: what stands behind a failed one waits with it, so no receiver sees
 * `delivered` before `sent`. Two nodes never take the same one.
 */
export function claimDue(services: Services, workspaceId: string, endpointId: string): Promise<Claimed[]> {
  return services.db.inWorkspace(workspaceId, (tx) => tx.query<Claimed>(
    `with due as (
       select d.delivery_id, d.ordinal from webhook_delivery d
       where d.workspace_id = $1 and d.endpoint_id = $2 and d.state = 'pending' and d.due_at <= $3 and (d.claimed_until is null or d.claimed_until <= $3)
         and not exists (select from webhook_delivery b where b.workspace_id = $1 and b.endpoint_id = $2 and b.order_key = d.order_key and b.state = 'pending' and b.ordinal < d.ordinal)
       order by d.due_at, d.ordinal limit ${AT_ONCE} for update skip locked)
     update webhook_delivery d set claimed_until = $3::timestamptz + interval '${CLAIM}' from due
     where d.workspace_id = $1 and d.endpoint_id = $2 and d.delivery_id = due.delivery_id returning d.delivery_id, d.type, d.payload, d.attempts, d.tries`,
    [workspaceId, endpointId, wallNow(services, workspaceId)]))
}

/** When the next one of the endpoint could go; null = nothing waits. */
export async function nextDue(tx: Tx, workspaceId: string, endpointId: string): Promise<number | null> {
  const [row] = await tx.query<{ at: number | null }>(
    `select min(greatest(d.due_at, coalesce(d.claimed_until, d.due_at))) as at from webhook_delivery d where d.workspace_id = $1 and d.endpoint_id = $2 and d.state = 'pending'
       and not exists (select from webhook_delivery b where b.workspace_id = $1 and b.endpoint_id = $2 and b.order_key = d.order_key and b.state = 'pending' and b.ordinal < d.ordinal)`, [workspaceId, endpointId])
  return row?.at ?? null
}
