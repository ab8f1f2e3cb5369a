import type { AccountCheck, ChannelAccount } from '@recado/api'
import type { Tx } from '@recado/db'
import { iso, isoOrNull } from '../http/schemas.js'
import type { Account, Services } from '../services.js'
import { masked } from './form.js'

/** Columns that the cache of accounts does not hold, since no message needs them. */
export interface AccountRow { account_id: string; checks: AccountCheck[]; checked_at: number | null; last_webhook_at: number | null; first_webhook_at: number | null; created_at: number; standing: ChannelAccount['standing'] }

export const ROW_COLUMNS = 'account_id, checks, checked_at, last_webhook_at, first_webhook_at, created_at, standing'

export function webhookUrl(services: Pick<Services, 'publicUrl'>, account: Pick<Account, 'channel' | 'webhookKey'>): string { return `${services.publicUrl()}/webhooks/${account.channel}/${account.webhookKey}` }

/** An account as everybody of the workspace sees it: of its secrets the last four characters. */
export function toChannelAccount(services: Pick<Services, 'publicUrl' | 'channels'>, account: Account, row: AccountRow): ChannelAccount {
  const fields = services.channels.find(account.channel)?.declaration.setup ?? []
  const settings = Object.fromEntries(fields.filter((field) => account.settings[field.key] !== undefined).map((field) => [field.key, field.confidential ? masked(account.settings[field.key]) : account.settings[field.key]]))
  return {
    id: account.id, channel: account.channel, name: account.name, externalId: account.externalId, inboxId: account.inboxId, state: account.pausedCode ? 'paused' : account.state, pausedCode: account.pausedCode, standing: row.standing,
    simulated: account.simulated, checks: row.checks, checkedAt: isoOrNull(row.checked_at), webhookUrl: webhookUrl(services, account), firstWebhookAt: isoOrNull(row.first_webhook_at),
    lastWebhookAt: isoOrNull(row.last_webhook_at), keepRawUntil: isoOrNull(account.keepRawUntil), settings, createdAt: iso(row.created_at),
  }
}

/** Reads one connected account; null when there is none, or none any more. */
export async function readChannelAccount(services: Services, tx: Tx, workspaceId: string, accountId: string): Promise<ChannelAccount | null> {
  const [row] = await tx.query<AccountRow>(`select ${ROW_COLUMNS} from channel_account where workspace_id = $1 and account_id = $2 and disconnected_at is null`, [workspaceId, accountId])
  const account = row && await services.accounts.byId(workspaceId, accountId)
  return row && account ? toChannelAccount(services, account, row) : null
}
