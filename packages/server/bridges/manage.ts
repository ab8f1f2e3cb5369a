/** Bridges made, set and ended by people. */
import { randomBytes } from 'node:crypto'
import type { Bridge, BridgeKind, CrmSettings, ShopSettings } from '@recado/api'
import { RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { actorOf, audit, wallNow } from '../auth/audit.js'
import { categoryByKey } from '../consents/categories.js'
import { storable } from '../ingest/plan.js'
import { loadDefinitions } from '../people/attributes.js'
import type { Principal, Services } from '../services.js'
import { CRM_DEFAULTS, SHOP_DEFAULTS } from './defaults.js'
import { openSecrets, readBridge, readRow, sealSecrets } from './store.js'

/** More than this is a mistake. */
const MOST = 20

const refuse = (field: string, message: string): never => { throw new RecadoError('invalid_request', { fields: [{ field, message }] }) }

export interface BridgeWish { name?: string; secret?: string; settings?: Partial<ShopSettings & CrmSettings>; paused?: boolean }

/** Fields of ours that a bridge may fill. */
export const OUR_FIELDS = ['name', 'email', 'phone', 'company', 'country', 'language', 'timeZone', 'stage', 'notes'] as const

/** Faults that no shape tells: fields, topics and accounts that are not there, addresses that are none. */
async function demandSettings(tx: Tx, services: Services, workspaceId: string, kind: BridgeKind, settings: ShopSettings | CrmSettings): Promise<void> {
  const keys = new Set((await loadDefinitions(tx, workspaceId)).map((one) => one.key))
  const known = (ours: string): boolean => (OUR_FIELDS as readonly string[]).includes(ours) || (ours.startsWith('attributes.') && keys.has(ours.slice('attributes.'.length)))
  for (const [at, one] of settings.consents.entries()) {
    if (one.category !== null && !await categoryByKey(tx, workspaceId, one.category)) refuse(`settings.consents.${at}.category`, 'is no topic of this company')
    if (one.channel !== null && !services.channels.find(one.channel)) refuse(`settings.consents.${at}.channel`, 'is no app')
  }
  if (kind === 'woocommerce') {
    const shop = settings as ShopSettings
    for (const [at, one] of shop.fields.entries()) if (!known(one.to)) refuse(`settings.fields.${at}.to`, 'is no field of a contact')
    for (const [at, one] of shop.notices.entries()) if (!await services.accounts.byId(workspaceId, one.channelAccountId)) refuse(`settings.notices.${at}.channelAccountId`, 'is no account')
    return
  }
  const crm = settings as CrmSettings
  for (const [at, one] of crm.fields.entries()) if (!known(one.ours)) refuse(`settings.fields.${at}.ours`, 'is no field of a contact')
  for (const side of ['ours', 'theirs'] as const) if (new Set(crm.fields.map((one) => one[side])).size < crm.fields.length) refuse('settings.fields', 'names a field twice')
  for (const name of ['apiUrl', 'authorizeUrl'] as const) {
    const url = URL.canParse(crm[name]) ? new URL(crm[name]) : null
    if (!url || !['https:', 'http:'].includes(url.protocol) || url.username || url.password) refuse(`settings.${name}`, 'is an https:// address without user name')
  }
  if (!services.egress.allows(crm.apiUrl)) throw new RecadoError('webhook_address_refused', { host: new URL(crm.apiUrl).hostname })
}

/** The first of a kind is called by the kind, the next ones get a number: ids of two shops never meet. */
async function freeSource(tx: Tx, workspaceId: string, kind: BridgeKind): Promise<string> {
  const taken = new Set((await tx.query<{ source: string }>(`select coalesce(cursor->>'source', kind) as source from bridge where workspace_id = $1`, [workspaceId])).map((row) => row.source))
  for (let nr = 1; ; nr++) { const source = nr === 1 ? kind : `${kind}-${nr}`; if (!taken.has(source)) return source }
}

export async function addBridge(services: Services, principal: Principal, wish: BridgeWish & { kind: BridgeKind; name: string }): Promise<Bridge> {
  const { workspaceId } = principal
  const [id, key] = [newId(), randomBytes(24).toString('base64url')]
  const settings = storable({ ...(wish.kind === 'woocommerce' ? SHOP_DEFAULTS : CRM_DEFAULTS), ...wish.settings }) as ShopSettings | CrmSettings
  const sealed = await sealSecrets(services, workspaceId, id, wish.secret ? { secret: wish.secret } : {})
  const bridge = await services.db.inWorkspace(workspaceId, async (tx) => {
    const now = wallNow(services, workspaceId)
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`bridges/${workspaceId}`])
    const [count] = await tx.query<{ n: number }>('select count(*)::int as n from bridge where workspace_id = $1', [workspaceId])
    if ((count?.n ?? 0) >= MOST) refuse('kind', `there are ${MOST} bridges already`)
    await demandSettings(tx, services, workspaceId, wish.kind, settings)
    const source = await freeSource(tx, workspaceId, wish.kind)
    await tx.query(
      `insert into bridge (workspace_id, bridge_id, kind, name, key, settings, sealed, cursor, seq, epoch, created_by, created_at, updated_at) select $1, $2, $3, $4, $5, $6, $7, $8, h.seq, h.epoch, $9, $10, $10 from event_head h where h.workspace_id = $1`,
      [workspaceId, id, wish.kind, storable(wish.name.trim()), key, JSON.stringify(settings), sealed, JSON.stringify({ source }), JSON.stringify(actorOf(principal)), now])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'bridge.created', subject: id, data: { kind: wish.kind } })
    return readBridge(tx, services, workspaceId, id)
  })
  services.signals.emit('bridges', workspaceId)
  return bridge
}

export async function changeBridge(services: Services, principal: Principal, id: string, wish: BridgeWish): Promise<Bridge> {
  const { workspaceId } = principal
  const bridge = await services.db.inWorkspace(workspaceId, async (tx) => {
    const row = await readRow(tx, workspaceId, id, true)
    const settings = storable({ ...row.settings, ...wish.settings }) as ShopSettings | CrmSettings
    if (wish.settings) await demandSettings(tx, services, workspaceId, row.kind, settings)
    const secrets = await openSecrets(services, workspaceId, row)
    const sealed = wish.secret === undefined ? row.sealed : await sealSecrets(services, workspaceId, id, { ...secrets, secret: wish.secret })
    const state = wish.paused === true && row.state !== 'disconnected' ? 'paused' : wish.paused === false && row.state === 'paused' ? await resumed(secrets.refreshToken !== undefined, row.kind, row.last_ok_at !== null) : row.state
    await tx.query(`update bridge set name = coalesce($3, name), settings = $4, sealed = $5, state = $6, state_code = case when state = $6 then state_code end, due_at = case when $6 = 'ready' then coalesce(due_at, $7) else due_at end, updated_at = $7 where workspace_id = $1 and bridge_id = $2`,
      [workspaceId, id, wish.name === undefined ? null : storable(wish.name.trim()), JSON.stringify(settings), sealed, state, wallNow(services, workspaceId)])
    // Fields that were not looked at before are read from everybody there once more.
    if (wish.settings?.fields || wish.settings?.consents) await tx.query(`update bridge set cursor = cursor - 'since' - 'full' - 'fullBegunAt', due_at = case when state = 'ready' then $3::timestamptz else due_at end where workspace_id = $1 and bridge_id = $2 and kind = 'hubspot'`, [workspaceId, id, wallNow(services, workspaceId)])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'bridge.changed', subject: id, data: { fields: Object.keys(wish) } })
    return readBridge(tx, services, workspaceId, id)
  })
  services.signals.emit('bridges', workspaceId)
  return bridge
}

async function resumed(connected: boolean, kind: BridgeKind, worked: boolean): Promise<'ready' | 'new'> { return kind === 'woocommerce' ? (worked ? 'ready' : 'new') : connected ? 'ready' : 'new' }

/** Ends it: tokens and secret go, its address is shut. People and orders stay; who they are there is kept in case it is connected again. */
export async function disconnectBridge(services: Services, principal: Principal, id: string): Promise<Bridge> {
  const { workspaceId } = principal
  const bridge = await services.db.inWorkspace(workspaceId, async (tx) => {
    const row = await readRow(tx, workspaceId, id, true)
    const { secret } = await openSecrets(services, workspaceId, row)
    await tx.query(`update bridge set state = 'disconnected', state_code = null, sealed = $3, oauth_hash = null, oauth_sealed = null, due_at = null, retry_at = null, updated_at = $4 where workspace_id = $1 and bridge_id = $2`,
      [workspaceId, id, await sealSecrets(services, workspaceId, id, row.kind === 'hubspot' && secret ? { secret } : {}), wallNow(services, workspaceId)])
    await tx.query(`delete from bridge_outbox where workspace_id = $1 and bridge_id = $2`, [workspaceId, id])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'bridge.disconnected', subject: id })
    return readBridge(tx, services, workspaceId, id)
  })
  for (const kind of ['bridge_reconnect', 'bridge_failing']) await services.healthy(workspaceId, kind, id)
  services.signals.emit('bridges', workspaceId)
  return bridge
}

/** Takes a bridge away with its log. People and orders that came over it stay. */
export async function removeBridge(services: Services, principal: Principal, id: string): Promise<void> {
  const { workspaceId } = principal
  await services.db.inWorkspace(workspaceId, async (tx) => {
    await readRow(tx, workspaceId, id, true)
    await tx.query('delete from bridge where workspace_id = $1 and bridge_id = $2', [workspaceId, id])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'bridge.removed', subject: id })
  })
  for (const kind of ['bridge_reconnect', 'bridge_failing']) await services.healthy(workspaceId, kind, id)
  services.signals.emit('bridges', workspaceId)
}
