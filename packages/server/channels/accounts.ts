import { createHash } from 'node:crypto'
import { type Database, isAway } from '@recado/db'
import { inTime } from '../ingest/standstill.js'
import { Remembered } from '../remembered.js'
import type { Account, Accounts, ChannelRegistry, Sealer, Signals } from '../services.js'

interface Row {
  account_id: string; channel: string; name: string; inbox_id: string; external_id: string | null; secret_hash: Buffer | null; settings: Record<string, unknown>; sealed: Buffer | null
  state: Account['state']; paused_code: string | null; simulated: boolean; webhook_key: string; first_webhook_at: number | null; disconnected_at: number | null; keep_raw_until: number | null; opener_titles: Record<string, string>
}

export const ACCOUNT_COLUMNS = 'account_id, channel, name, inbox_id, external_id, secret_hash, settings, sealed, state, paused_code, simulated, webhook_key, first_webhook_at, disconnected_at, keep_raw_until, opener_titles'

/** The hash by which two accounts show that they share an app secret. */
export function hashSecret(secret: string): Buffer { return createHash('sha256').update(secret, 'utf8').digest() }

/**
 * Accounts with their settings opened, held in memory: a webhook must be checked while the database is away. A change on any node drops the
 * row here (event `channel_account.changed`), and it is read again.
 */
export function makeAccounts(deps: { db: Database; sealer: Sealer; channels: ChannelRegistry; signals: Signals }): Accounts & { preload(): Promise<void> } {
  const { db, sealer, channels, signals } = deps
  const byId = new Map<string, Promise<Account | null>>()
  /** What was known of an account before it changed: still good to check a webhook with while the database is away. */
  const former = new Map<string, Promise<Account | null>>()
  const byKey = new Map<string, { workspaceId: string; accountId: string }>()
  const lists = new Remembered<readonly string[]>()

  async function open(workspaceId: string, row: Row): Promise<Account> {
    const confidential = row.sealed ? (JSON.parse(await sealer.open(workspaceId, `account/${row.account_id}`, row.sealed)) as Record<string, unknown>) : {}
    const defaults = Object.fromEntries((channels.find(row.channel)?.declaration.setup ?? []).filter((f) => f.default !== undefined).map((f) => [f.key, f.default]))
    return {
      workspaceId, id: row.account_id, channel: row.channel, name: row.name, inboxId: row.inbox_id, externalId: row.external_id, secretHash: row.secret_hash?.toString('hex') ?? null,
      settings: { ...defaults, ...row.settings, ...confidential }, state: row.state, pausedCode: row.paused_code, simulated: row.simulated, webhookKey: row.webhook_key,
      firstWebhookAt: row.first_webhook_at, disconnected: row.disconnected_at !== null, keepRawUntil: row.keep_raw_until, openerTitles: row.opener_titles,
    }
  }

  async function read(workspaceId: string, accountId: string): Promise<Account | null> {
    const rows = await db.inWorkspace(workspaceId, (tx) => tx.query<Row>(`select ${ACCOUNT_COLUMNS} from channel_account where workspace_id = $1 and account_id = $2`, [workspaceId, accountId]))
    return rows[0] ? open(workspaceId, rows[0]) : null
  }

  function get(workspaceId: string, accountId: string): Promise<Account | null> {
    const key = `${workspaceId}/${accountId}`
    let account = byId.get(key)
    if (!account) {
      account = readOrRemember(workspaceId, accountId, key)
      byId.set(key, account)
      const asked = account
      const drop = (): void => { if (byId.get(key) === asked) byId.delete(key) }
      account.then((found) => { if (!found) drop(); else byKey.set(found.webhookKey, { workspaceId, accountId }) }, drop)
    }
    return account
  }

  async function readOrRemember(workspaceId: string, accountId: string, key: string): Promise<Account | null> {
    try {
      const account = await (former.has(key) ? inTime(read(workspaceId, accountId)) : read(workspaceId, accountId))
      former.delete(key)
      return account
    } catch (error) {
      const before = isAway(error) && (await former.get(key))
      if (!before) throw error
      byId.delete(key) // not for long: the next one asks again
      return before
    }
  }

  async function idsOf(workspaceId: string): Promise<readonly string[]> {
    const ids = await lists.find(workspaceId, async () => {
      const rows = await db.inWorkspace(workspaceId, (tx) => tx.query<{ account_id: string }>('select account_id from channel_account where workspace_id = $1 order by account_id', [workspaceId]))
      return rows.map((row) => row.account_id)
    })
    return ids ?? []
  }

  async function list(workspaceId: string): Promise<Account[]> {
    return (await Promise.all((await idsOf(workspaceId)).map((id) => get(workspaceId, id)))).filter((a) => a !== null)
  }

  return {
    byId: get, list,
    async byWebhookKey(key) {
      let route = byKey.get(key)
      if (!route) {
        const rows = await db.asSystem((tx) => tx.query<{ workspace_id: string; account_id: string }>('select workspace_id, account_id from webhook_route where webhook_key = $1', [key]))
        if (!rows[0]) return null
        route = { workspaceId: rows[0].workspace_id, accountId: rows[0].account_id }
        byKey.set(key, route)
      }
      return get(route.workspaceId, route.accountId)
    },
    async sibling(account, externalId) {
      if (account.externalId === externalId || belongsTo(account, externalId)) return account
      const others = await list(account.workspaceId)
      return others.find((other) => other.channel === account.channel && other.secretHash === account.secretHash && account.secretHash !== null && (other.externalId === externalId || belongsTo(other, externalId))) ?? null
    },
    changed(workspaceId, accountId) {
      const key = `${workspaceId}/${accountId}`
      const before = byId.get(key)
      if (before) former.set(key, before)
      byId.delete(key)
      lists.doubt(workspaceId)
      for (const [address, route] of byKey) if (route.accountId === accountId && !before) byKey.delete(address)
      signals.emit('accounts', workspaceId, accountId)
      // At once, not when the next webhook comes: that may be after the database has gone.
      get(workspaceId, accountId).catch(() => {})
      idsOf(workspaceId).catch(() => {})
    },
    async preload() {
      const rows = await db.asSystem((tx) => tx.query<{ workspace_id: string; account_id: string }>('select workspace_id, account_id from webhook_route limit 5000'))
      await Promise.all(rows.map((row) => get(row.workspace_id, row.account_id).catch(() => null)))
    },
  }
}

/** Some events name a wider thing than the account itself: "waba:123" belongs to every account whose setting `wabaId` is 123. */
export function belongsTo(account: Account, externalId: string): boolean {
  const colon = externalId.indexOf(':')
  return colon > 0 && account.settings[`${externalId.slice(0, colon)}Id`] === externalId.slice(colon + 1)
}
