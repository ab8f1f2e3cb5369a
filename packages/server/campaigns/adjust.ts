/** New bounds for a campaign that is paused: money, pace, quiet hours, when it stops by itself, and its end. */
import type { Campaign, CampaignAdjust } from '@recado/api'
import { loosens, RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import type { Principal, Services } from '../services.js'
import { withCampaign } from './change.js'
import { keepBudget } from './prepare.js'
import { mayLoosen } from './read.js'
import type { StoredCampaign } from './rows.js'

/**
 * It stays paused: going on is a step of its own. What a second person has approved is not widened by those who made it: narrower bounds anybody who
 * manages campaigns may set, wider ones need somebody who could have approved it.
 */
export function adjustCampaign(services: Services, principal: Principal, id: string, wish: CampaignAdjust): Promise<Campaign> {
  const { workspaceId } = principal
  return withCampaign(services, principal, id, 'adjust', async (tx, campaign, now) => {
    if (wish.version !== undefined && wish.version !== campaign.version) throw new RecadoError('campaign_changed', { version: campaign.version })
    const before = campaign.settings
    const settings = { ...before, ...wish.settings }
    if (loosens(before, settings) && !mayLoosen(principal, campaign)) throw new RecadoError('campaign_needs_approval')
    if (wish.settings.endsAt && wish.settings.endsAt <= now) throw new RecadoError('invalid_request', { fields: [{ field: 'settings.endsAt', message: 'lies in the past' }] })
    const replan = (before.spreadHours ?? 0) !== (settings.spreadHours ?? 0) || JSON.stringify(before.quietHours ?? null) !== JSON.stringify(settings.quietHours ?? null)
    await tx.query('update campaign set settings = $3, replan = replan or $4, version = version + 1, updated_at = $5 where workspace_id = $1 and campaign_id = $2', [workspaceId, id, JSON.stringify(storable(settings)), replan, now])
    if (campaign.snapshot_at !== null) await holdMoney(tx, workspaceId, { ...campaign, settings }, now)
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'campaign.adjusted', subject: id, data: { fields: Object.keys(wish.settings) } })
    await append(tx, [{ type: 'campaign.adjusted', data: { campaignId: id } }])
  })
}

/** A budget that comes in the middle begins with what has been spent already. */
async function holdMoney(tx: Tx, workspaceId: string, campaign: StoredCampaign, now: string): Promise<void> {
  await keepBudget(tx, workspaceId, campaign, Date.parse(now))
  const { campaign_id: id, settings: { budget } } = campaign
  if (!budget) return
  const [fresh] = await tx.query<{ budget_id: string }>(
    `insert into budget_use (workspace_id, budget_id, month, spent) select $1, b.budget_id, date '1970-01-01', coalesce((select sum(coalesce(case when e.billed_currency = $3 then e.billed end, e.estimated)) from cost_entry e where e.workspace_id = $1 and e.campaign_id = $2 and e.state <> 'void' and e.currency = $3), 0)
     from budget b where b.workspace_id = $1 and b.scope = 'campaign' and b.subject_id = $2 and b.currency = $3 on conflict do nothing returning budget_id`, [workspaceId, id, budget.currency])
  // Those that are on their way give back to it what they did not need.
  if (fresh) await tx.query(`update cost_entry set budgets = array_append(coalesce(budgets, '{}'), $3::uuid) where workspace_id = $1 and campaign_id = $2 and state = 'open' and currency = $4 and not ($3::uuid = any(coalesce(budgets, '{}')))`, [workspaceId, id, fresh.budget_id, budget.currency])
}
