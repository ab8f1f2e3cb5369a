/** What a bridge has done, for whoever looks for a fault, and the orders of a person. */
import type { BridgeDelivery, BridgeRun, ContactOrder, CrmSettings } from '@recado/api'
import { RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { actorOf, audit, wallNow } from '../auth/audit.js'
import { demandSeen } from '../auth/sight.js'
import { iso, isoOrNull } from '../http/schemas.js'
import type { Principal, Services } from '../services.js'
import { AskedToWait, CrmAway, crmClient, CrmRefused, MustReconnect } from './crm/client.js'
import { readRow } from './store.js'

interface RunRow { run_id: string; what: BridgeRun['what']; state: BridgeRun['state']; counts: Record<string, number>; code: string | null; detail: string | null; started_at: number; ended_at: number | null }
interface DeliveryRow { delivery_id: string; topic: string; subject: string | null; state: BridgeDelivery['state']; code: string | null; detail: string | null; attempts: number; received_at: number; settled_at: number | null }

const toRun = (row: RunRow): BridgeRun => ({ id: row.run_id, what: row.what, state: row.state, counts: row.counts, code: row.code, detail: row.detail, startedAt: iso(row.started_at), endedAt: isoOrNull(row.ended_at) })

export function listRuns(services: Services, workspaceId: string, bridgeId: string, after: string | null, limit: number): Promise<BridgeRun[]> {
  return services.db.inWorkspace(workspaceId, async (tx) => {
    await readRow(tx, workspaceId, bridgeId)
    return (await tx.query<RunRow>('select run_id, what, state, counts, code, detail, started_at, ended_at from bridge_run where workspace_id = $1 and bridge_id = $2 and ($3::uuid is null or run_id < $3) order by run_id desc limit $4', [workspaceId, bridgeId, after, limit])).map(toRun)
  })
}

export function listBridgeDeliveries(services: Services, workspaceId: string, bridgeId: string, query: { after: string | null; limit: number; state?: string }): Promise<BridgeDelivery[]> {
  return services.db.inWorkspace(workspaceId, async (tx) => {
    await readRow(tx, workspaceId, bridgeId)
    const rows = await tx.query<DeliveryRow>('select delivery_id, topic, subject, state, code, detail, attempts, received_at, settled_at from bridge_delivery where workspace_id = $1 and bridge_id = $2 and ($3::uuid is null or delivery_id < $3) and ($4::text is null or state = $4) order by delivery_id desc limit $5', [workspaceId, bridgeId, query.after, query.state ?? null, query.limit])
    return rows.map((row) => ({ id: row.delivery_id, topic: row.topic, subject: row.subject, state: row.state, code: row.code, detail: row.detail, attempts: row.attempts, receivedAt: iso(row.received_at), settledAt: isoOrNull(row.settled_at) }))
  })
}

/** What failed goes again, as far as its text is still kept; and whoever the CRM refused. */
export async function retryFailed(services: Services, principal: Principal, bridgeId: string): Promise<number> {
  const { workspaceId } = principal
  const count = await services.db.inWorkspace(workspaceId, async (tx) => {
    await readRow(tx, workspaceId, bridgeId)
    const rows = await tx.query(`update bridge_delivery set state = 'waiting', attempts = 0, code = null, detail = null, settled_at = null where workspace_id = $1 and bridge_id = $2 and state = 'failed' and body is not null returning 1`, [workspaceId, bridgeId])
    const people = await tx.query(`update bridge_outbox set due_at = $3, attempts = 0 where workspace_id = $1 and bridge_id = $2 and code is not null returning 1`, [workspaceId, bridgeId, wallNow(services, workspaceId)])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'bridge.retried', subject: bridgeId })
    return rows.length + people.length
  })
  await services.healthy(workspaceId, 'bridge_failing', bridgeId)
  services.signals.emit('bridges', workspaceId)
  return count
}

/** Looks at the other side now. A CRM is asked for one contact, and a whole look follows; of a shop there is nothing to ask: it says what came. */
export async function tryBridge(services: Services, principal: Principal, bridgeId: string): Promise<BridgeRun> {
  const { workspaceId } = principal
  const row = await services.db.inWorkspace(workspaceId, (tx) => readRow(tx, workspaceId, bridgeId))
  if (row.kind !== 'hubspot') throw new RecadoError('invalid_request', { fields: [{ field: 'id', message: 'has no address to ask: save the webhook in the shop once more' }] })
  const startedAt = wallNow(services, workspaceId)
  const settings = row.settings as CrmSettings
  const outcome = await crmClient(services, workspaceId, bridgeId, settings).get(`${settings.contactsPath}?limit=1`).then((answer) => ({ state: 'done' as const, counts: { read: Array.isArray(answer.results) ? answer.results.length : 0 }, code: null, detail: null }), (error: unknown) => {
    if (error instanceof MustReconnect) return { state: 'failed' as const, counts: {}, code: error.code, detail: null }
    if (error instanceof AskedToWait) return { state: 'waiting' as const, counts: {}, code: 'asked_to_wait', detail: new Date(error.until).toISOString() }
    if (error instanceof CrmAway || error instanceof CrmRefused) return { state: 'failed' as const, counts: {}, code: error instanceof CrmAway ? 'away' : 'refused', detail: error.message }
    throw error
  })
  const run = await services.db.inWorkspace(workspaceId, async (tx) => {
    const values = [workspaceId, bridgeId, newId(), outcome.state, JSON.stringify(outcome.counts), outcome.code, outcome.detail, startedAt, wallNow(services, workspaceId)]
    const [kept] = await tx.query<RunRow>(`insert into bridge_run (workspace_id, bridge_id, run_id, what, state, counts, code, detail, started_at, ended_at) values ($1, $2, $3, 'try', $4, $5, $6, $7, $8, $9) returning run_id, what, state, counts, code, detail, started_at, ended_at`, values)
    if (outcome.state === 'done') await tx.query(`update bridge set due_at = $3, retry_at = null, state = case when state = 'reconnect' then 'ready' else state end where workspace_id = $1 and bridge_id = $2`, [workspaceId, bridgeId, wallNow(services, workspaceId)])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'bridge.tried', subject: bridgeId })
    return toRun(kept!) // just written
  })
  services.signals.emit('bridges', workspaceId)
  return run
}

interface OrderRow { order_id: string; source: string; external_id: string; number: string | null; at: number; amount: string | null; currency: string | null; status: ContactOrder['status']; items: ContactOrder['items'] }

const toOrder = (row: OrderRow): ContactOrder => ({ id: row.order_id, source: row.source, externalId: row.external_id, number: row.number, at: iso(row.at), amount: row.amount, currency: row.currency, status: row.status, items: row.items })

/** Orders by id, with whose they are. */
export async function ordersById(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<Map<string, { contactId: string; order: ContactOrder }>> {
  const rows = await tx.query<OrderRow & { contact_id: string }>('select order_id, contact_id, source, external_id, number, at, amount::text, currency, status, items from contact_order where workspace_id = $1 and order_id = any($2)', [workspaceId, ids])
  return new Map(rows.map((row) => [row.order_id, { contactId: row.contact_id, order: toOrder(row) }]))
}

/** A person's orders, newest first. */
export function ordersOf(services: Services, principal: Principal, contactId: string, after: { at: string; id: string } | null, limit: number): Promise<ContactOrder[]> {
  const { workspaceId } = principal
  return services.db.inWorkspace(workspaceId, async (tx) => {
    await demandSeen(tx, principal, 'contact', contactId)
    const rows = await tx.query<OrderRow>(
      `select order_id, source, external_id, number, at, amount::text, currency, status, items from contact_order where workspace_id = $1 and contact_id = (select coalesce(merged_into, contact_id) from contact where workspace_id = $1 and contact_id = $2)
         and ($3::timestamptz is null or (at, order_id) < ($3, $4::uuid)) order by at desc, order_id desc limit $5`, [workspaceId, contactId, after?.at ?? null, after?.id ?? null, limit])
    return rows.map(toOrder)
  })
}
