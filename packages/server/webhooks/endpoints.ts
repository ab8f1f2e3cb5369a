import type { WebhookEndpoint } from '@recado/api'
import { hours, RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { actorOf, audit, wallNow } from '../auth/audit.js'
import { iso, isoOrNull } from '../http/schemas.js'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import type { Principal, Services } from '../services.js'
import { newWebhookSecret } from './signature.js'
import { giveUpWaiting } from './standing.js'

/** The former secret signs as well for so long after it was changed. */
const FORMER_MS = hours(24)
/** More than this is a mistake: each of them is sent everything it asks for. */
const MOST = 50

interface Row {
  endpoint_id: string; url: string; description: string; events: string[]; disabled_at: number | null; disabled_code: WebhookEndpoint['disabledCode']; failing_since: number | null; failures: number
  last_ok_at: number | null; former_until: number | null; created_at: number; waiting: number
}
const COLUMNS = `e.endpoint_id, e.url, e.description, e.events, e.disabled_at, e.disabled_code, e.failing_since, e.failures, e.last_ok_at, e.former_until, e.created_at,
  (select count(*)::int from (select from webhook_delivery d where d.workspace_id = $1 and d.endpoint_id = e.endpoint_id and d.state = 'pending' limit 1000) w) as waiting`

function toEndpoint(row: Row, now: string): WebhookEndpoint {
  return {
    id: row.endpoint_id, url: row.url, description: row.description, events: row.events, enabled: row.disabled_at === null, disabledAt: isoOrNull(row.disabled_at), disabledCode: row.disabled_code,
    failingSince: isoOrNull(row.failing_since), failures: row.failures, lastDeliveredAt: isoOrNull(row.last_ok_at), waiting: row.waiting,
    formerSecretUntil: row.former_until !== null && row.former_until > Date.parse(now) ? iso(row.former_until) : null, createdAt: iso(row.created_at),
  }
}

export async function listEndpoints(services: Services, workspaceId: string, after: string | null, limit: number): Promise<WebhookEndpoint[]> {
  const now = wallNow(services, workspaceId)
  return services.db.inWorkspace(workspaceId, async (tx) =>
    (await tx.query<Row>(`select ${COLUMNS} from webhook_endpoint e where e.workspace_id = $1 and ($2::uuid is null or e.endpoint_id < $2) order by e.endpoint_id desc limit $3`, [workspaceId, after, limit])).map((row) => toEndpoint(row, now)))
}

export async function readEndpoint(tx: Tx, services: Services, workspaceId: string, id: string): Promise<WebhookEndpoint | null> {
  const [row] = await tx.query<Row>(`select ${COLUMNS} from webhook_endpoint e where e.workspace_id = $1 and e.endpoint_id = $2`, [workspaceId, id])
  return row ? toEndpoint(row, wallNow(services, workspaceId)) : null
}

export interface EndpointWish { url?: string; description?: string; events?: string[]; enabled?: boolean }

const field = (id: string): string => `webhook/${id}`

/** Throws where the address could never be called: not http(s), or an address of a private network that the operator has not allowed. */
function demandUrl(services: Services, url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (!parsed || !['https:', 'http:'].includes(parsed.protocol) || parsed.username || parsed.password) throw new RecadoError('invalid_request', { fields: [{ field: 'url', message: 'is an https:// address without user name' }] })
  if (!services.egress.allows(url)) throw new RecadoError('webhook_address_refused', { host: parsed.hostname })
  return parsed.toString()
}

/** A new endpoint is told what happens from now on. Its secret is said this once. */
export async function addEndpoint(services: Services, principal: Principal, wish: Required<Pick<EndpointWish, 'url' | 'events'>> & EndpointWish): Promise<WebhookEndpoint & { secret: string }> {
  const { workspaceId } = principal
  const [id, secret, url] = [newId(), newWebhookSecret(), demandUrl(services, wish.url)]
  const sealed = await services.sealer.seal(workspaceId, field(id), secret)
  const endpoint = await services.db.inWorkspace(workspaceId, async (tx) => {
    const now = wallNow(services, workspaceId)
    const [count] = await tx.query<{ n: number }>('select count(*)::int as n from webhook_endpoint where workspace_id = $1', [workspaceId])
    if ((count?.n ?? 0) >= MOST) throw new RecadoError('invalid_request', { fields: [{ field: 'url', message: `there are ${MOST} endpoints already` }] })
    await tx.query(
      `insert into webhook_endpoint (workspace_id, endpoint_id, url, description, events, sealed, disabled_at, disabled_code, seq, epoch, numbered, created_at, updated_at)
       select $1, $2, $3, $4, $5, $6, case when $7 then null else $8::timestamptz end, case when $7 then null else 'by_hand' end, h.seq, h.epoch, coalesce((select value from workspace_counter where workspace_id = $1 and name = 'conversation'), 0), $8, $8
       from event_head h where h.workspace_id = $1`, [workspaceId, id, url, storable(wish.description?.trim() ?? ''), wish.events, sealed, wish.enabled ?? true, now])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'webhook_endpoint.created', subject: id })
    const made = await readEndpoint(tx, services, workspaceId, id)
    await append(tx, [{ type: 'webhook_endpoint.changed', data: { endpointId: id } }])
    return made! // inserted in this transaction
  })
  changed(services, workspaceId)
  return { ...endpoint, secret }
}

/** Switched on again it is told what happens from then on; what it missed stands in its log as failed. */
export async function changeEndpoint(services: Services, principal: Principal, id: string, wish: EndpointWish): Promise<WebhookEndpoint> {
  const { workspaceId } = principal
  const url = wish.url === undefined ? null : demandUrl(services, wish.url)
  const endpoint = await services.db.inWorkspace(workspaceId, async (tx) => {
    const now = wallNow(services, workspaceId)
    const [before] = await tx.query<{ enabled: boolean }>('select disabled_at is null as enabled from webhook_endpoint where workspace_id = $1 and endpoint_id = $2 for update', [workspaceId, id])
    if (!before) throw new RecadoError('not_found')
    await tx.query('update webhook_endpoint set url = coalesce($3, url), description = coalesce($4, description), events = coalesce($5, events), updated_at = $6 where workspace_id = $1 and endpoint_id = $2',
      [workspaceId, id, url, wish.description === undefined ? null : storable(wish.description.trim()), wish.events ?? null, now])
    if (wish.enabled === true && !before.enabled) await tx.query(
      `update webhook_endpoint e set disabled_at = null, disabled_code = null, failing_since = null, failures = 0, seq = h.seq, epoch = h.epoch, numbered = coalesce((select value from workspace_counter where workspace_id = $1 and name = 'conversation'), 0)
       from event_head h where h.workspace_id = $1 and e.workspace_id = $1 and e.endpoint_id = $2`, [workspaceId, id])
    if (wish.enabled === false && before.enabled) {
      await tx.query(`update webhook_endpoint set disabled_at = $3, disabled_code = 'by_hand' where workspace_id = $1 and endpoint_id = $2`, [workspaceId, id, now])
      await giveUpWaiting(tx, workspaceId, id, now)
    }
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'webhook_endpoint.changed', subject: id, data: { fields: Object.keys(wish) } })
    const kept = await readEndpoint(tx, services, workspaceId, id)
    await append(tx, [{ type: 'webhook_endpoint.changed', data: { endpointId: id } }])
    return kept! // locked above
  })
  if (wish.enabled !== undefined) for (const kind of ['webhook_failing', 'webhook_disabled']) await services.healthy(workspaceId, kind, id)
  changed(services, workspaceId)
  return endpoint
}

export async function removeEndpoint(services: Services, principal: Principal, id: string): Promise<void> {
  const { workspaceId } = principal
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const rows = await tx.query('delete from webhook_endpoint where workspace_id = $1 and endpoint_id = $2 returning 1', [workspaceId, id])
    if (rows.length === 0) throw new RecadoError('not_found')
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'webhook_endpoint.removed', subject: id })
    await append(tx, [{ type: 'webhook_endpoint.changed', data: { endpointId: id } }])
  })
  for (const kind of ['webhook_failing', 'webhook_disabled']) await services.healthy(workspaceId, kind, id)
  changed(services, workspaceId)
}

/** A new secret, said this once; for a day both sign, so that a receiver changes over without a gap. */
export async function rotateSecret(services: Services, principal: Principal, id: string): Promise<WebhookEndpoint & { secret: string }> {
  const { workspaceId } = principal
  const secret = newWebhookSecret()
  const sealed = await services.sealer.seal(workspaceId, field(id), secret)
  const endpoint = await services.db.inWorkspace(workspaceId, async (tx) => {
    const now = wallNow(services, workspaceId)
    const rows = await tx.query('update webhook_endpoint set former_sealed = sealed, former_until = $4, sealed = $3, updated_at = $5 where workspace_id = $1 and endpoint_id = $2 returning 1', [workspaceId, id, sealed, new Date(Date.parse(now) + FORMER_MS).toISOString(), now])
    if (rows.length === 0) throw new RecadoError('not_found')
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'webhook_endpoint.secret_rotated', subject: id })
    const kept = await readEndpoint(tx, services, workspaceId, id)
    await append(tx, [{ type: 'webhook_endpoint.changed', data: { endpointId: id } }])
    return kept! // updated above
  })
  services.signals.committed(workspaceId)
  return { ...endpoint, secret }
}

/** What a try needs of its endpoint. */
export interface Target { id: string; url: string; /** the present one first */ secrets: string[]; disabled: boolean }

export async function readTarget(services: Services, workspaceId: string, id: string): Promise<Target | null> {
  const [row] = await services.db.inWorkspace(workspaceId, (tx) => tx.query<{ url: string; sealed: Buffer; former_sealed: Buffer | null; former_until: number | null; disabled_at: number | null }>(
    'select url, sealed, former_sealed, former_until, disabled_at from webhook_endpoint where workspace_id = $1 and endpoint_id = $2', [workspaceId, id]))
  if (!row) return null
  const valid = [row.sealed, ...(row.former_sealed && row.former_until !== null && row.former_until > Date.parse(wallNow(services, workspaceId)) ? [row.former_sealed] : [])]
  return { id, url: row.url, secrets: await Promise.all(valid.map((sealed) => services.sealer.open(workspaceId, field(id), sealed))), disabled: row.disabled_at !== null }
}

/** The look-out of this process reads again who wants to be told. */
function changed(services: Services, workspaceId: string): void {
  services.signals.committed(workspaceId)
  services.signals.emit('webhooks', workspaceId)
}
