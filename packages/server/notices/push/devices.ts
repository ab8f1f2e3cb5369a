/** The browsers that take somebody's notices. */
import { createHash } from 'node:crypto'
import type { PushDevice, SubscribeBrowser } from '@recado/api'
import { RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { wallNow } from '../../auth/audit.js'
import { iso, isoOrNull } from '../../http/schemas.js'
import { storable } from '../../ingest/plan.js'
import type { Principal, Services } from '../../services.js'

/** What a push service needs to be told to reach the browser, and the keys only the browser can open. */
export interface Subscription { endpoint: string; keys: { p256dh: string; auth: string } }
export interface Device { id: string; name: string; language: string; subscription: Subscription }

/** More browsers than a person has; the oldest silent ones go first. */
const MOST_DEVICES = 20
const FIELD = 'push subscription'
const hashOf = (endpoint: string): Buffer => createHash('sha256').update(endpoint).digest()
const bytesIn = (text: string): number => Buffer.from(text, 'base64url').length

/** Takes a browser in under its address: the same one again is renewed, and whoever had it before gets nothing there any more. */
export async function subscribe(services: Services, principal: Principal, { endpoint, keys, name }: SubscribeBrowser): Promise<string> {
  if (!services.egress.allows(endpoint)) throw new RecadoError('invalid_request', { fields: [{ field: 'endpoint', message: 'is no address that may be called' }] })
  if (bytesIn(keys.p256dh) !== 65 || bytesIn(keys.auth) !== 16) throw new RecadoError('invalid_request', { fields: [{ field: 'keys', message: 'are no keys of a push subscription' }] })
  const { workspaceId, id: userId, language } = principal
  const hash = hashOf(endpoint)
  const sealed = await services.sealer.sealOwn(FIELD, JSON.stringify({ endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } }))
  await services.db.asSystem((tx) => tx.query('delete from push_subscription where endpoint_hash = $1 and user_id <> $2', [hash, userId]))
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const [row] = await tx.query<{ subscription_id: string }>(
      `insert into push_subscription (workspace_id, user_id, subscription_id, endpoint_hash, sealed, name, language, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (workspace_id, endpoint_hash) do update set sealed = excluded.sealed, name = excluded.name, language = excluded.language, last_error = null, last_error_at = null returning subscription_id`,
      [workspaceId, userId, newId(), hash, sealed, storable(name).trim().slice(0, 80) || 'Browser', language, wallNow(services, workspaceId)])
    await tx.query(
      `delete from push_subscription p where p.workspace_id = $1 and p.user_id = $2 and p.subscription_id in (
         select subscription_id from push_subscription where workspace_id = $1 and user_id = $2 order by coalesce(last_ok_at, created_at) desc offset ${MOST_DEVICES})`, [workspaceId, userId])
    return row!.subscription_id // inserted or updated
  })
}

interface Row { subscription_id: string; name: string; language: string; sealed: Buffer; endpoint_hash: Buffer; created_at: number; last_ok_at: number | null; last_error: string | null; last_error_at: number | null }
const MINE = 'select subscription_id, name, language, sealed, endpoint_hash, created_at, last_ok_at, last_error, last_error_at from push_subscription where workspace_id = $1 and user_id = $2 order by created_at, subscription_id'

/** For the settings page; `here` is the address of the browser that asks. */
export async function listDevices(tx: Tx, workspaceId: string, userId: string, here: string | null): Promise<PushDevice[]> {
  const own = here === null ? null : hashOf(here)
  return (await tx.query<Row>(MINE, [workspaceId, userId])).map((row) => ({
    id: row.subscription_id, name: row.name, createdAt: iso(row.created_at), lastOkAt: isoOrNull(row.last_ok_at), lastError: row.last_error, lastErrorAt: isoOrNull(row.last_error_at), here: own?.equals(row.endpoint_hash) ?? false,
  }))
}

/** With addresses and keys opened, to send. */
export async function openDevices(services: Services, workspaceId: string, userId: string, only: string | null = null): Promise<Device[]> {
  const rows = await services.db.inWorkspace(workspaceId, (tx) => tx.query<Row>(MINE, [workspaceId, userId]))
  return Promise.all(rows.filter((row) => only === null || row.subscription_id === only).map(async (row) => ({
    id: row.subscription_id, name: row.name, language: row.language, subscription: JSON.parse(await services.sealer.openOwn(FIELD, row.sealed)) as Subscription, // written above
  })))
}

export async function dropDevice(tx: Tx, workspaceId: string, userId: string, id: string): Promise<boolean> {
  return (await tx.query('delete from push_subscription where workspace_id = $1 and user_id = $2 and subscription_id = $3 returning 1', [workspaceId, userId, id])).length > 0
}

/** This browser is signed out: nothing more reaches it, from any workspace. */
export async function forgetBrowser(services: Services, userId: string, endpoint: string): Promise<void> {
  await services.db.asSystem((tx) => tx.query('delete from push_subscription where endpoint_hash = $1 and user_id = $2', [hashOf(endpoint), userId]))
}

/** What came of a try: null = taken. */
export async function noteTry(services: Services, workspaceId: string, userId: string, id: string, error: string | null): Promise<void> {
  const now = wallNow(services, workspaceId)
  await services.db.inWorkspace(workspaceId, (tx) => tx.query(error === null
    ? 'update push_subscription set last_ok_at = $4, last_error = null, last_error_at = null where workspace_id = $1 and user_id = $2 and subscription_id = $3'
    : 'update push_subscription set last_error = $5, last_error_at = $4 where workspace_id = $1 and user_id = $2 and subscription_id = $3', error === null ? [workspaceId, userId, id, now] : [workspaceId, userId, id, now, error.slice(0, 200)]))
}
