/** What comes to a bridge's public address: looked at, written down, answered. The work is done afterwards, from what was written. */
import type { FastifyRequest } from 'fastify'
import { newId } from '@recado/db'
import { RecadoError } from '@recado/core'
import { wallNow } from '../auth/audit.js'
import { isTooDeep } from '../http/json-body.js'
import type { Services } from '../services.js'
import { hubspotDeliveries, hubspotSignatureHolds } from './crm/webhook.js'
import { dedupeOf, isPing, shopSignatureHolds } from './shop/signature.js'
import { type BridgeRow, openSecrets, readRow, webhookUrlOf } from './store.js'

/** Larger ones are no order. */
export const MAX_BRIDGE_BODY = 1024 * 1024

export interface Inbound { dedupe: string; topic: string; subject: string | null; body: string }

const header = (request: FastifyRequest, name: string): string | undefined => { const value = request.headers[name]; return Array.isArray(value) ? value[0] : value }

/**
 * Takes one call. Answers how many deliveries were new. Throws bad_signature for whatever is not signed by the bridge's secret, also where there is no such
 * bridge: who asks learns nothing of either.
 */
export async function takeCall(services: Services, key: string, request: FastifyRequest, body: Buffer): Promise<{ status: 200; taken: number }> {
  const [found] = await services.db.asSystem((tx) => tx.query<{ workspace_id: string; bridge_id: string }>('select workspace_id, bridge_id from bridge_by_key($1)', [key]))
  if (!found) throw new RecadoError('bad_signature')
  const workspaceId = found.workspace_id
  const row = await services.db.inWorkspace(workspaceId, (tx) => readRow(tx, workspaceId, found.bridge_id))
  if (row.kind === 'woocommerce' && isPing(body)) return { status: 200, taken: 0 }
  const { secret } = await openSecrets(services, workspaceId, row)
  const inbound = row.kind === 'woocommerce' ? readShopCall(request, body, secret ?? '') : readCrmCall(services, workspaceId, row, request, body, secret ?? '')
  const taken = await accept(services, workspaceId, row, inbound)
  services.signals.emit('bridges', workspaceId)
  return { status: 200, taken }
}

function readShopCall(request: FastifyRequest, body: Buffer, secret: string): Inbound[] {
  if (!shopSignatureHolds(body, header(request, 'x-wc-webhook-signature'), secret)) throw new RecadoError('bad_signature')
  const topic = (header(request, 'x-wc-webhook-topic') ?? '').slice(0, 60)
  return [{ dedupe: dedupeOf(header(request, 'x-wc-webhook-delivery-id'), topic, body), topic: topic || 'unknown', subject: null, body: readText(body) }]
}

function readCrmCall(services: Services, workspaceId: string, row: BridgeRow, request: FastifyRequest, body: Buffer, secret: string): Inbound[] {
  const signed = { method: request.method, url: `${webhookUrlOf(services, row.key)}${request.url.includes('?') ? `?${request.url.split('?')[1]}` : ''}`, body: body.toString('utf8'), timestamp: header(request, 'x-hubspot-request-timestamp') ?? '' }
  if (!hubspotSignatureHolds(signed, header(request, 'x-hubspot-signature-v3'), secret, Date.parse(wallNow(services, workspaceId)))) throw new RecadoError('bad_signature')
  return hubspotDeliveries(readText(body))
}

function readText(body: Buffer): string {
  const text = body.toString('utf8')
  if (isTooDeep(text)) throw new RecadoError('bad_webhook')
  try { JSON.parse(text) } catch (error) { throw new RecadoError('bad_webhook', {}, { cause: error }) }
  return text.replaceAll('\\u0000', '')
}

/** Written before it is answered: what was answered with 200 is never lost. */
async function accept(services: Services, workspaceId: string, row: BridgeRow, inbound: readonly Inbound[]): Promise<number> {
  const now = wallNow(services, workspaceId)
  return services.db.inWorkspace(workspaceId, async (tx) => {
    let taken = 0
    for (const one of inbound) {
      const rows = await tx.query(
        `insert into bridge_delivery (workspace_id, bridge_id, delivery_id, dedupe, topic, subject, body, received_at) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (workspace_id, bridge_id, dedupe) do nothing returning 1`,
        [workspaceId, row.bridge_id, newId(), one.dedupe, one.topic, one.subject, one.body, now])
      taken += rows.length
    }
    await tx.query(`update bridge set last_in_at = $3, state = case when state = 'new' and kind = 'woocommerce' then 'ready' else state end where workspace_id = $1 and bridge_id = $2`, [workspaceId, row.bridge_id, now])
    return taken
  })
}
