import { randomBytes } from 'node:crypto'
import type { ChannelDeclaration } from '@recado/channel-kit'
import { RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { actorOf, audit, withSystem } from '../auth/audit.js'
import type { SimulatedPlatforms } from '../http/deps.js'
import { append } from '../ingest/others.js'
import { takeFirstCopy } from '../openers/first-copy.js'
import type { Principal, Services } from '../services.js'
import { hashSecret } from './accounts.js'
import { type Form, readForm } from './form.js'
import { PAUSED_BY_US } from './paused.js'
import { webhookUrl } from './view.js'

export interface ConnectWish { channel: string; name: string; settings: Record<string, unknown>; simulated?: boolean; inboxId?: string }
export interface Connected { accountId: string; generated: Record<string, string> }

/**
 * Saves an account with a live webhook; whether its settings are right is asked afterwards. With `simulated` the platform's side is made first.
 * An account that was disconnected and is connected again is the same one, with its history.
 */
export async function connectAccount(services: Services, simulated: SimulatedPlatforms, principal: Principal, wish: ConnectWish): Promise<Connected> {
  const { workspaceId } = principal
  const { declaration } = services.channels.get(wish.channel)
  if (wish.simulated) await demandSimulator(services, workspaceId)
  const made = wish.simulated ? await simulated.createAccount(workspaceId, wish.channel, { name: wish.name, settings: wish.settings }) : null
  const form = readForm(declaration, { ...wish.settings, ...made?.settings })
  const accountId = newId()
  // The first seal of a workspace makes its key, on a connection of its own: before we hold one.
  await services.sealer.seal(workspaceId, 'account', '')
  const saved = await services.db.inWorkspace(workspaceId, async (tx) => {
    const inboxId = await inboxOf(tx, workspaceId, wish.inboxId)
    const parts = partsOf(declaration, form)
    const externalId = made?.externalId ?? parts.externalId
    const former = await formerAccount(tx, workspaceId, wish.channel, externalId)
    const id = former?.account_id ?? accountId
    const sealed = await services.sealer.seal(workspaceId, `account/${id}`, JSON.stringify(form.confidential))
    const now = new Date(services.clock.now(workspaceId)).toISOString()
    const [row] = await tx.query<{ webhook_key: string }>(
      `insert into channel_account (workspace_id, account_id, channel, name, inbox_id, external_id, secret_hash, settings, sealed, state, simulated, webhook_key, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
       on conflict (workspace_id, account_id) do update set name = excluded.name, inbox_id = excluded.inbox_id, secret_hash = excluded.secret_hash, settings = excluded.settings, sealed = excluded.sealed,
         state = excluded.state, simulated = excluded.simulated, paused_code = null, paused_at = null, checks = '[]', checked_at = null, disconnected_at = null
       returning webhook_key`,
      [workspaceId, id, wish.channel, wish.name, inboxId, externalId, parts.secretHash, JSON.stringify(form.open), sealed, wish.simulated ? 'ready' : 'unverified', wish.simulated ?? false, former?.webhook_key ?? randomBytes(24).toString('base64url'), now])
    const key = row!.webhook_key // an upsert returns its row
    await withSystem(tx, workspaceId, () => tx.query('insert into webhook_route (webhook_key, channel, workspace_id, account_id) values ($1, $2, $3, $4) on conflict do nothing', [key, wish.channel, workspaceId, id]))
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'channel_account.connected', subject: id, data: { channel: wish.channel, fields: Object.keys(wish.settings) } })
    await append(tx, [{ type: 'channel_account.changed', data: { accountId: id } }])
    return { id, key, externalId }
  })
  services.accounts.changed(workspaceId, saved.id)
  services.signals.committed(workspaceId)
  // Before the simulated console switches webhooks on, as a person would do it after this.
  if (wish.simulated) await takeFirstCopy(services, principal, saved.id)
  if (wish.simulated && saved.externalId) await simulated.connect(workspaceId, wish.channel, saved.externalId, webhookUrl(services, { channel: wish.channel, webhookKey: saved.key }))
  return { accountId: saved.id, generated: form.generated }
}

export interface ChangeWish { name?: string; settings?: Record<string, unknown>; inboxId?: string; paused?: boolean; keepRawHours?: number }

/** Changes what is named and nothing else. Answers the values that were made up. */
export async function changeAccount(services: Services, principal: Principal, accountId: string, wish: ChangeWish): Promise<Connected> {
  const { workspaceId } = principal
  const account = await services.accounts.byId(workspaceId, accountId)
  if (!account || account.disconnected) throw new RecadoError('not_found')
  const { declaration } = services.channels.get(account.channel)
  const now = services.clock.now(workspaceId)
  const generated = await services.db.inWorkspace(workspaceId, async (tx) => {
    const [row] = await tx.query<{ settings: Record<string, unknown>; sealed: Buffer | null }>('select settings, sealed from channel_account where workspace_id = $1 and account_id = $2 and disconnected_at is null for update', [workspaceId, accountId])
    if (!row) throw new RecadoError('not_found')
    if (wish.name !== undefined) await tx.query('update channel_account set name = $3 where workspace_id = $1 and account_id = $2', [workspaceId, accountId, wish.name])
    if (wish.inboxId !== undefined) await tx.query('update channel_account set inbox_id = $3 where workspace_id = $1 and account_id = $2', [workspaceId, accountId, await inboxOf(tx, workspaceId, wish.inboxId)])
    if (wish.keepRawHours !== undefined) await tx.query('update channel_account set keep_raw_until = $3 where workspace_id = $1 and account_id = $2', [workspaceId, accountId, wish.keepRawHours > 0 ? new Date(now + wish.keepRawHours * 3_600_000).toISOString() : null])
    if (wish.paused !== undefined) await tx.query('update channel_account set paused_code = $3, paused_at = $4 where workspace_id = $1 and account_id = $2', [workspaceId, accountId, wish.paused ? PAUSED_BY_US : null, wish.paused ? new Date(now).toISOString() : null])
    let form: Form | null = null
    if (wish.settings) {
      const confidential = row.sealed ? JSON.parse(await services.sealer.open(workspaceId, `account/${accountId}`, row.sealed)) as Record<string, unknown> : {} // we sealed it, as an object
      form = readForm(declaration, wish.settings, { open: row.settings, confidential })
      await saveForm(tx, services, workspaceId, accountId, declaration, form)
    }
    const fields = [...Object.keys(wish).filter((name) => name !== 'settings'), ...Object.keys(wish.settings ?? {})]
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'channel_account.changed', subject: accountId, data: { fields } })
    await append(tx, [{ type: 'channel_account.changed', data: { accountId } }])
    return form?.generated ?? {}
  })
  services.accounts.changed(workspaceId, accountId)
  services.signals.committed(workspaceId)
  services.signals.emit('sends', workspaceId)
  return { accountId, generated }
}

/** Takes an account off: nothing comes in or goes out any more, its threads stay. Its secrets go, unless another account of the same app lives by its webhook. */
export async function disconnectAccount(services: Services, principal: Principal, accountId: string): Promise<void> {
  const { workspaceId } = principal
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const rows = await tx.query(
      `update channel_account a set disconnected_at = $3, keep_raw_until = null,
         sealed = case when exists (select from channel_account o where o.workspace_id = $1 and o.account_id <> $2 and o.channel = a.channel and o.secret_hash = a.secret_hash and o.disconnected_at is null) then a.sealed end
       where a.workspace_id = $1 and a.account_id = $2 and a.disconnected_at is null returning 1`, [workspaceId, accountId, new Date(services.clock.now(workspaceId)).toISOString()])
    if (rows.length === 0) throw new RecadoError('not_found')
    await tx.query('delete from platform_token where workspace_id = $1 and account_id = $2', [workspaceId, accountId])
    await tx.query('update health_item set resolved_at = $3 where workspace_id = $1 and subject = $2 and resolved_at is null', [workspaceId, accountId, new Date(services.clock.now(workspaceId)).toISOString()])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'channel_account.disconnected', subject: accountId })
    await append(tx, [{ type: 'channel_account.removed', data: { accountId } }, { type: 'health.changed' }])
  })
  services.accounts.changed(workspaceId, accountId)
  services.signals.committed(workspaceId)
  services.signals.emit('sends', workspaceId)
}

async function demandSimulator(services: Services, workspaceId: string): Promise<void> {
  if (services.config.simulator) return
  const [row] = await services.db.inWorkspace(workspaceId, (tx) => tx.query<{ demo: boolean }>('select demo from workspace where workspace_id = $1', [workspaceId]))
  if (!row?.demo) throw new RecadoError('simulator_closed')
}

/** The inbox named, or the first one there is. */
async function inboxOf(tx: Tx, workspaceId: string, wished: string | undefined): Promise<string> {
  const [row] = await tx.query<{ inbox_id: string }>('select inbox_id from inbox where workspace_id = $1 and ($2::text is null or inbox_id::text = $2) order by created_at, inbox_id limit 1', [workspaceId, wished ?? null])
  if (!row) throw new RecadoError('invalid_request', { fields: [{ field: 'inboxId', message: 'is not an inbox of this workspace' }] })
  return row.inbox_id
}

/** The account under this platform id: an error while it is connected, the one to take up again when it is not. */
async function formerAccount(tx: Tx, workspaceId: string, channel: string, externalId: string | null): Promise<{ account_id: string; webhook_key: string } | null> {
  if (externalId === null) return null
  await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`account ${workspaceId} ${channel} ${externalId}`])
  const [row] = await tx.query<{ account_id: string; webhook_key: string; connected: boolean }>(
    'select account_id, webhook_key, disconnected_at is null as connected from channel_account where workspace_id = $1 and channel = $2 and external_id = $3', [workspaceId, channel, externalId])
  if (row?.connected) throw new RecadoError('account_exists', { accountId: row.account_id })
  return row ?? null
}

function partsOf(declaration: ChannelDeclaration, form: Form): { externalId: string | null; secretHash: Buffer | null } {
  const all = { ...form.open, ...form.confidential }
  const external = all[declaration.externalIdSetting]
  const secret = all[declaration.sharedSecretSetting]
  return { externalId: external === undefined ? null : String(external), secretHash: secret === undefined ? null : hashSecret(String(secret)) }
}

async function saveForm(tx: Tx, services: Services, workspaceId: string, accountId: string, declaration: ChannelDeclaration, form: Form): Promise<void> {
  const { externalId, secretHash } = partsOf(declaration, form)
  if (externalId !== null) {
    const [other] = await tx.query<{ account_id: string }>('select account_id from channel_account where workspace_id = $1 and channel = $2 and external_id = $3 and account_id <> $4', [workspaceId, declaration.id, externalId, accountId])
    if (other) throw new RecadoError('account_exists', { accountId: other.account_id })
  }
  await tx.query('update channel_account set settings = $3, sealed = $4, external_id = $5, secret_hash = $6 where workspace_id = $1 and account_id = $2',
    [workspaceId, accountId, JSON.stringify(form.open), await services.sealer.seal(workspaceId, `account/${accountId}`, JSON.stringify(form.confidential)), externalId, secretHash])
}
