import type { WebhookDelivery } from '@recado/api'
import { RecadoError } from '@recado/core'
import { newId } from '@recado/db'
import { actorOf, audit, wallNow } from '../auth/audit.js'
import { iso, isoOrNull } from '../http/schemas.js'
import type { Principal, Services } from '../services.js'
import type { Claimed, Try } from './claim.js'
import { deliverOne } from './deliver.js'
import { readTarget } from './endpoints.js'
import { payloadOf } from './feeder.js'

/** As many tries as there are: one more is the end. */
const LAST_TRY = 100

interface Row { delivery_id: string; type: string; state: WebhookDelivery['state']; at: number; due_at: number; attempts: number; tries: Try[]; settled_at: number | null; payload: string; ordinal: number }
const COLUMNS = 'delivery_id, type, state, at, due_at, attempts, tries, settled_at, payload, ordinal'

function toDelivery(row: Row): WebhookDelivery {
  return { id: row.delivery_id, type: row.type, state: row.state, at: iso(row.at), nextTryAt: row.state === 'pending' ? iso(row.due_at) : null, settledAt: isoOrNull(row.settled_at), attempts: row.attempts, tries: row.tries, payload: JSON.parse(row.payload) as WebhookDelivery['payload'] }
}

/** The log of an endpoint, newest first. */
export async function listDeliveries(services: Services, workspaceId: string, endpointId: string, query: { before: string | null; limit: number; state?: string; type?: string }): Promise<{ row: WebhookDelivery; place: string }[]> {
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const [endpoint] = await tx.query('select 1 from webhook_endpoint where workspace_id = $1 and endpoint_id = $2', [workspaceId, endpointId])
    if (!endpoint) throw new RecadoError('not_found')
    const rows = await tx.query<Row>(
      `select ${COLUMNS} from webhook_delivery where workspace_id = $1 and endpoint_id = $2 and ($3::bigint is null or ordinal < $3) and ($4::text is null or state = $4) and ($5::text is null or type = $5) order by ordinal desc limit $6`,
      [workspaceId, endpointId, query.before, query.state ?? null, query.type ?? null, query.limit])
    return rows.map((row) => ({ row: toDelivery(row), place: String(row.ordinal) }))
  })
}

async function readDelivery(services: Services, workspaceId: string, endpointId: string, deliveryId: string): Promise<WebhookDelivery> {
  const [row] = await services.db.inWorkspace(workspaceId, (tx) => tx.query<Row>(`select ${COLUMNS} from webhook_delivery where workspace_id = $1 and endpoint_id = $2 and delivery_id = $3`, [workspaceId, endpointId, deliveryId]))
  if (!row) throw new RecadoError('not_found')
  return toDelivery(row)
}

/** Sends one again at once, under the id it had: a receiver that has seen it can tell. The schedule begins anew. An endpoint that is off takes none. */
export async function resend(services: Services, principal: Principal, endpointId: string, deliveryId: string): Promise<WebhookDelivery> {
  const { workspaceId } = principal
  const target = await readTarget(services, workspaceId, endpointId)
  if (!target) throw new RecadoError('not_found')
  const claimed = await services.db.inWorkspace(workspaceId, async (tx) => {
    const now = wallNow(services, workspaceId)
    const [found] = await tx.query<{ busy: boolean }>('select claimed_until > $4 as busy from webhook_delivery where workspace_id = $1 and endpoint_id = $2 and delivery_id = $3 for update', [workspaceId, endpointId, deliveryId, now])
    if (!found) throw new RecadoError('not_found')
    if (target.disabled) throw new RecadoError('webhook_disabled')
    if (found.busy) return null
    const [row] = await tx.query<Claimed>(
      `update webhook_delivery set state = 'pending', attempts = 0, due_at = $4, settled_at = null, claimed_until = $4::timestamptz + interval '30 seconds' where workspace_id = $1 and endpoint_id = $2 and delivery_id = $3
       returning delivery_id, type, payload, attempts, tries`, [workspaceId, endpointId, deliveryId, now])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'webhook_delivery.resent', subject: endpointId })
    return row ?? null
  })
  if (claimed) await deliverOne(services, workspaceId, target, claimed)
  return readDelivery(services, workspaceId, endpointId, deliveryId)
}

/** Everything but tests that failed since a moment goes into the queue again, oldest first. Returns how many. */
export async function resendFailed(services: Services, principal: Principal, endpointId: string, since: string): Promise<number> {
  const { workspaceId } = principal
  const count = await services.db.inWorkspace(workspaceId, async (tx) => {
    const [endpoint] = await tx.query<{ disabled: boolean }>('select disabled_at is not null as disabled from webhook_endpoint where workspace_id = $1 and endpoint_id = $2', [workspaceId, endpointId])
    if (!endpoint) throw new RecadoError('not_found')
    if (endpoint.disabled) throw new RecadoError('webhook_disabled')
    const rows = await tx.query(`update webhook_delivery set state = 'pending', attempts = 0, due_at = $4, settled_at = null where workspace_id = $1 and endpoint_id = $2 and state = 'failed' and type <> 'webhook.test' and at >= $3 returning 1`, [workspaceId, endpointId, since, wallNow(services, workspaceId)])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'webhook_delivery.resent', subject: endpointId, data: { count: rows.length } })
    return rows.length
  })
  if (count > 0) services.signals.emit('webhooks.due', workspaceId, endpointId)
  return count
}

/** An event of type `webhook.test`, sent while the caller waits; it is in the log like any other and is not repeated. */
export async function sendTest(services: Services, principal: Principal, endpointId: string): Promise<WebhookDelivery> {
  const { workspaceId } = principal
  const target = await readTarget(services, workspaceId, endpointId)
  if (!target) throw new RecadoError('not_found')
  const [id, now] = [newId(), wallNow(services, workspaceId)]
  const payload = payloadOf({ type: 'webhook.test', at: now, data: { endpointId, text: 'If you can read this and its signature holds, the endpoint is ready.' } })
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const [place] = await tx.query<{ ordinal: number }>('update webhook_endpoint set ordinal = ordinal + 1 where workspace_id = $1 and endpoint_id = $2 returning ordinal', [workspaceId, endpointId])
    await tx.query(`insert into webhook_delivery (workspace_id, endpoint_id, delivery_id, ordinal, type, order_key, payload, at, due_at, claimed_until) values ($1, $2, $3, $4, 'webhook.test', $3, $5, $6, $6, $6::timestamptz + interval '30 seconds')`,
      [workspaceId, endpointId, id, place!.ordinal, payload, now]) // read above
  })
  // Its schedule is over with the first try.
  await deliverOne(services, workspaceId, target, { delivery_id: id, type: 'webhook.test', payload, attempts: LAST_TRY, tries: [] })
  await services.db.inWorkspace(workspaceId, (tx) => tx.query('update webhook_delivery set attempts = 1 where workspace_id = $1 and endpoint_id = $2 and delivery_id = $3', [workspaceId, endpointId, id]))
  return readDelivery(services, workspaceId, endpointId, id)
}
