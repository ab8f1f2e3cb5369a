/** When a campaign will be through: what the accounts' limits let go in a day, their pace, the spread. */
import type { CampaignPreview } from '@recado/api'
import { type Facts, finishesAt, hours, type Instant, quotaAmount } from '@recado/core'
import type { Tx } from '@recado/db'
import { currencyOf, zoneOf } from '../costs/cards.js'
import { rateOf } from '../sending/lane.js'
import type { Services } from '../services.js'
import { QuotaBook } from './quotas.js'
import type { StoredCampaign } from './rows.js'

/** Beyond this an account has no limit of people a day that anybody would notice. */
const UNLIMITED = 1_000_000

/** One account's share of the road: how fast it goes and how far in a day. */
export async function paceOf(tx: Tx, services: Services, workspaceId: string, accountId: string, count: number, from: Instant, settings: StoredCampaign['settings']): Promise<CampaignPreview['pace'][number] | null> {
  const account = await services.accounts.byId(workspaceId, accountId)
  const channel = account && services.channels.find(account.channel)
  if (!account || !channel) return null
  const { rules } = channel.declaration
  const now = services.clock.now(workspaceId)
  const facts: Facts = {
    rules, now, grants: [], account: { state: 'ready', settings: account.settings, timeZone: zoneOf(account, 'UTC'), currency: currencyOf(account) }, identity: { country: null, reachable: null },
    consent: { identityId: '', channel: account.channel, purposes: {} as Facts['consent']['purposes'], entries: [], existingCustomer: null }, quotas: {}, pairSends: [],
  }
  const rule = (rules.quotas ?? []).find((one) => one.then === 'deny' && one.counts === 'unique_identity' && typeof one.period === 'number')
  const amount = rule ? quotaAmount(rule, facts) : null
  const perDay = amount === null || amount >= UNLIMITED || !rule || typeof rule.period !== 'number' ? null : Math.floor(amount * (hours(24) / rule.period))
  const used = perDay === null || !rule ? 0 : ((await new QuotaBook(account).open(tx, facts, [], Date.now())).of('')[rule.id]?.used ?? 0)
  const perSecond = Math.min(rateOf(channel, account), settings.perSecond ?? Infinity)
  const pace = { perSecond, perDay, leftToday: perDay === null ? null : Math.max(0, perDay - used) }
  const end = finishesAt(count, from, pace, settings.spreadHours ?? 0)
  return { accountId, perSecond, perDay, days: end === null ? 0 : Math.max(1, Math.ceil((end - from) / hours(24))), count, finishesAt: end === null ? null : new Date(end).toISOString() }
}

/** Of what is left, over all accounts; null where a limit of nothing lets none go. */
export async function finishing(tx: Tx, services: Services, workspaceId: string, campaign: StoredCampaign, left: number, now: Instant): Promise<Instant | null> {
  const rows = await tx.query<{ id: string; n: number; last: number | null }>(
    `select account_id as id, count(*)::int as n, max(due_at) as last from (select account_id, due_at from campaign_recipient where workspace_id = $1 and campaign_id = $2 and pending and account_id is not null limit 100000) r group by 1`, [workspaceId, campaign.campaign_id])
  // A look at a hundred thousand is enough to part a million over its accounts.
  const seen = rows.reduce((sum, row) => sum + row.n, 0)
  let latest = now
  for (const row of rows) {
    const pace = await paceOf(tx, services, workspaceId, row.id, Math.ceil((row.n / Math.max(seen, 1)) * Math.max(left, seen)), now, { ...campaign.settings, spreadHours: 0 })
    if (!pace?.finishesAt) return null
    latest = Math.max(latest, Date.parse(pace.finishesAt), row.last ?? 0)
  }
  return Math.max(latest, campaign.winner === null ? (campaign.winner_due_at ?? 0) : 0)
}
