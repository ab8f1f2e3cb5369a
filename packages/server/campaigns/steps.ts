import type { Campaign } from '@recado/api'
import { type Instant, RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import type { Principal, Services } from '../services.js'
import { iso, withCampaign } from './change.js'
import { problemsOf } from './problems.js'
import { mayApprove } from './read.js'
import { type StoredCampaign, variantsOf } from './rows.js'
import { holdBack, letGo } from './hold.js'

/** Fourteen hours before it is that time in Greenwich, the first clocks on earth show it. */
const FIRST_ZONE_MS = 14 * 3_600_000

/** When the audience is frozen and the first message may leave. */
export function startsAt({ schedule }: Pick<StoredCampaign, 'schedule'>, now: Instant): Instant {
  if (schedule.kind === 'now') return now
  return Math.max(now, schedule.kind === 'at' ? Date.parse(schedule.at) : Date.parse(`${schedule.localAt}Z`) - FIRST_ZONE_MS)
}

async function demandComplete(tx: Tx, services: Services, workspaceId: string, campaign: StoredCampaign): Promise<void> {
  const problems = await problemsOf(tx, services, workspaceId, campaign, (await variantsOf(tx, workspaceId, [campaign.campaign_id])).get(campaign.campaign_id) ?? [])
  if (problems.length > 0) throw new RecadoError('campaign_incomplete', { fields: problems.map((one) => ({ field: one.field, message: [one.code, one.detail].filter(Boolean).join(': ') })), problems })
}

/** Hands it to somebody else for a second look. */
export function submitCampaign(services: Services, principal: Principal, id: string): Promise<Campaign> {
  return withCampaign(services, principal, id, 'submit', async (tx, campaign, now) => {
    await demandComplete(tx, services, principal.workspaceId, campaign)
    await tx.query(`update campaign set state = 'in_review', state_reason = null, submitted_by = $3, submitted_at = $4, approved_by = null, approved_at = null, review_note = null, updated_at = $4 where workspace_id = $1 and campaign_id = $2`, [principal.workspaceId, id, JSON.stringify(actorOf(principal)), now])
    await audit(tx, services, principal.workspaceId, actorOf(principal), { action: 'campaign.submitted', subject: id })
  })
}

/** A second person's yes: from here on its schedule decides. `version`: what that person looked at. */
export function approveCampaign(services: Services, principal: Principal, id: string, version: number | undefined, note: string | undefined): Promise<Campaign> {
  return withCampaign(services, principal, id, 'approve', async (tx, campaign, now) => {
    if (!mayApprove(principal, campaign)) throw new RecadoError('campaign_own_approval')
    if (version !== undefined && version !== campaign.version) throw new RecadoError('campaign_changed', { version: campaign.version })
    await demandComplete(tx, services, principal.workspaceId, campaign)
    await tx.query(`update campaign set approved_by = $3, approved_at = $4, review_note = $5, updated_at = $4 where workspace_id = $1 and campaign_id = $2`, [principal.workspaceId, id, JSON.stringify(actorOf(principal)), now, note ?? null])
    await setTime(tx, services, principal.workspaceId, campaign)
    await audit(tx, services, principal.workspaceId, actorOf(principal), { action: 'campaign.approved', subject: id })
  })
}

export function rejectCampaign(services: Services, principal: Principal, id: string, note: string | undefined): Promise<Campaign> {
  return withCampaign(services, principal, id, 'reject', async (tx, _campaign, now) => {
    await tx.query(`update campaign set state = 'draft', state_reason = 'rejected', starts_at = null, approved_by = null, approved_at = null, submitted_by = null, submitted_at = null, review_note = $3, updated_at = $4 where workspace_id = $1 and campaign_id = $2`, [principal.workspaceId, id, note ?? null, now])
    await audit(tx, services, principal.workspaceId, actorOf(principal), { action: 'campaign.rejected', subject: id })
  })
}

/** Takes it as it stands. Where a second person has to agree, this is refused until one has. */
export function scheduleCampaign(services: Services, principal: Principal, id: string): Promise<Campaign> {
  return withCampaign(services, principal, id, 'schedule', async (tx, campaign) => {
    if (campaign.settings.approval && campaign.approved_at === null) throw new RecadoError('campaign_needs_approval')
    await demandComplete(tx, services, principal.workspaceId, campaign)
    await setTime(tx, services, principal.workspaceId, campaign)
    await audit(tx, services, principal.workspaceId, actorOf(principal), { action: 'campaign.scheduled', subject: id })
  })
}

async function setTime(tx: Tx, services: Services, workspaceId: string, campaign: StoredCampaign): Promise<void> {
  const now = services.clock.now(workspaceId)
  await tx.query(`update campaign set state = 'scheduled', state_reason = null, starts_at = $3, updated_at = $4 where workspace_id = $1 and campaign_id = $2`, [workspaceId, campaign.campaign_id, iso(startsAt(campaign, now)), iso(now)])
}

/** From the commit on nothing new leaves; what has left is reported as ever. */
export function pauseCampaign(services: Services, principal: Principal, id: string): Promise<Campaign> {
  return withCampaign(services, principal, id, 'pause', async (tx, campaign, now) => {
    await holdBack(tx, principal.workspaceId, campaign.campaign_id, 'person', now)
    await audit(tx, services, principal.workspaceId, actorOf(principal), { action: 'campaign.paused', subject: id })
  })
}

export function resumeCampaign(services: Services, principal: Principal, id: string): Promise<Campaign> {
  return withCampaign(services, principal, id, 'resume', async (tx, campaign, now) => {
    await letGo(tx, principal.workspaceId, campaign, now)
    await audit(tx, services, principal.workspaceId, actorOf(principal), { action: 'campaign.resumed', subject: id })
  })
}

/** For good: who has not been written to yet never will be by this campaign. The rows follow at once, the state when all have. */
export function stopCampaign(services: Services, principal: Principal, id: string): Promise<Campaign> {
  return withCampaign(services, principal, id, 'stop', async (tx, campaign, now) => {
    await tx.query(`update campaign set state = case when snapshot_at is null then 'stopped' else 'stopping' end, state_reason = 'person', ended_at = case when snapshot_at is null then $3::timestamptz end, updated_at = $3 where workspace_id = $1 and campaign_id = $2`, [principal.workspaceId, campaign.campaign_id, now])
    await audit(tx, services, principal.workspaceId, actorOf(principal), { action: 'campaign.stopped', subject: id })
  })
}
