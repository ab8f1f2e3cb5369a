import type { Tx } from '@recado/db'
import { wallNow } from '../auth/audit.js'
import type { Services } from '../services.js'
import type { SuppressionValue } from '../people/suppression.js'
import { externalKind } from './people.js'

/**
 * Somebody is being erased: what waits in a bridge and names her goes, whom the owner wants deleted on the other side as well is told there, and her ids there
 * are answered, so that no bridge takes her in again.
 */
export async function forgetInBridges(tx: Tx, services: Services, workspaceId: string, contactIds: readonly string[], values: readonly string[]): Promise<SuppressionValue[]> {
  const ids = await tx.query<{ source: string; external_id: string }>('select source, external_id from contact_external where workspace_id = $1 and contact_id = any($2)', [workspaceId, contactIds])
  const now = wallNow(services, workspaceId)
  await tx.query(
    `insert into bridge_outbox (workspace_id, bridge_id, what, subject, changed_at, due_at) select $1, b.bridge_id, 'forget', o.external_id, $3, $3 from bridge_object o join bridge b on b.workspace_id = $1 and b.bridge_id = o.bridge_id
     where o.workspace_id = $1 and o.contact_id = any($2) and b.settings->>'erasedHere' = 'delete' and b.state <> 'disconnected' on conflict do nothing`, [workspaceId, contactIds, now])
  await tx.query(`delete from bridge_outbox where workspace_id = $1 and what = 'push' and subject = any($2)`, [workspaceId, contactIds])
  await tx.query('delete from bridge_delivery where workspace_id = $1 and subject = any($2)', [workspaceId, ids.map((one) => one.external_id)])
  for (const value of [...values, ...ids.map((one) => `"customer_id":${one.external_id},`)]) await tx.ask(`delete from bridge_delivery where workspace_id = $1 and body is not null and strpos(body, $2) > 0`, [workspaceId, value])
  return ids.map((one) => ({ kind: externalKind(one.source), value: one.external_id }))
}
