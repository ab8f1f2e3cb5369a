import { type AccountCards, type AllowanceLeft, type ChargedVolume, type Estimate, type EstimateGroup, estimateOf, type Instant, quotaAmount, quotaPeriod, volumeKey } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Services } from '../services.js'
import { currencyOf, priceRuleOf, zoneOf } from './cards.js'
import { monthOf } from './months.js'

/** What `estimateOf` needs to know of these accounts: their cards, the free messages left this month, and the volume charged already. */
export interface EstimateBasis { cards: Record<string, AccountCards>; allowanceLeft: AllowanceLeft; charged: ChargedVolume }

/** Read once; good for as many estimates as somebody tries out. `at`: when the messages will leave, now unless told. */
export async function readEstimateBasis(tx: Tx, services: Services, workspaceId: string, accountIds: readonly string[], at?: Instant): Promise<EstimateBasis> {
  const moment = at ?? services.clock.now(workspaceId)
  const [workspace] = await tx.query<{ zone: string; version: number }>('select time_zone as zone, rate_cards_version as version from workspace where workspace_id = $1', [workspaceId])
  const basis = { cards: {} as Record<string, AccountCards>, allowanceLeft: {} as Record<string, number>, charged: {} as Record<string, number> }
  for (const id of new Set(accountIds)) {
    const account = await services.accounts.byId(workspaceId, id)
    const channel = account && services.channels.find(account.channel)
    if (!account || !channel) continue
    const timeZone = zoneOf(account, workspace?.zone ?? 'UTC')
    const rule = await priceRuleOf(tx, workspaceId, channel, timeZone, workspace?.version ?? 0)
    basis.cards[id] = { rule: rule ?? null, currency: currencyOf(account), at: moment, portfolio: account.channel }
    const quota = rule && channel.declaration.rules.quotas?.find((one) => one.id === rule.allowanceQuota)
    if (quota) {
      const { from } = quotaPeriod(quota, moment, timeZone)
      const amount = quotaAmount(quota, { account: { settings: account.settings } } as Parameters<typeof quotaAmount>[1])
      // What has left counts, delivered or not: what was never delivered gives its free message back only on the bill.
      const [row] = await tx.query<{ used: number }>(`select count(*)::int as used from (select 1 from send_entry where workspace_id = $1 and account_id = $2 and at >= $3 and not returned and not free_kind and send_as <> 'template' limit $4::int) s`, [workspaceId, id, new Date(from).toISOString(), amount])
      basis.allowanceLeft[id] = amount - (row?.used ?? 0)
    }
    const volumes = rule ? await tx.query<{ market: string; class: string; count: number }>('select market, class, count::int as count from cost_count where workspace_id = $1 and subject = $2 and month = $3', [workspaceId, account.channel, monthOf(moment, timeZone)]) : []
    for (const row of volumes) basis.charged[volumeKey(account.channel, row.market, row.class)] = row.count
  }
  return basis
}

/** The most that these messages cost, with its lines, as the accounts stand now. */
export async function estimateFor(tx: Tx, services: Services, workspaceId: string, groups: readonly EstimateGroup[], at?: Instant): Promise<Estimate> {
  const { cards, allowanceLeft, charged } = await readEstimateBasis(tx, services, workspaceId, groups.map((group) => group.accountId), at)
  return estimateOf(groups, cards, allowanceLeft, charged)
}
