/** Pausing and going on: the campaign's state, and those of its messages that wait in the outbox for a second try. */
import type { Tx } from '@recado/db'
import { append } from '../ingest/others.js'
import { placeAgain, shiftAfterPause } from './place.js'
import type { StoredCampaign } from './rows.js'

/** What is on the wire cannot be called back; what waits stays. The caller holds the campaign's row. */
export async function holdBack(tx: Tx, workspaceId: string, id: string, reason: string, now: string): Promise<void> {
  await tx.query(`update campaign set state = 'paused', state_reason = $3, paused_at = $4, updated_at = $4 where workspace_id = $1 and campaign_id = $2`, [workspaceId, id, reason, now])
  await tx.query(`update send_job j set state = 'held' from campaign_recipient r where r.workspace_id = $1 and r.campaign_id = $2 and r.amiss = 'queued' and j.workspace_id = $1 and j.message_id = r.message_id and j.state = 'queued'`, [workspaceId, id])
  await append(tx, [{ type: 'campaign.paused', data: { campaignId: id, reason } }])
}

/** It goes on where it stood: before its audience was frozen it waits for its time again. */
export async function letGo(tx: Tx, workspaceId: string, campaign: Pick<StoredCampaign, 'campaign_id' | 'snapshot_at' | 'schedule' | 'settings' | 'paused_at' | 'replan'>, now: string): Promise<void> {
  if (campaign.snapshot_at !== null) await (campaign.replan ? placeAgain : shiftAfterPause)(tx, workspaceId, campaign, now)
  await tx.query(`update campaign set state = case when snapshot_at is null then 'scheduled' else 'sending' end, state_reason = null, paused_at = null, replan = false, updated_at = $3 where workspace_id = $1 and campaign_id = $2`, [workspaceId, campaign.campaign_id, now])
  await tx.query(`update send_job j set state = 'queued', due_at = greatest(j.due_at, $3) from campaign_recipient r where r.workspace_id = $1 and r.campaign_id = $2 and r.amiss = 'queued' and j.workspace_id = $1 and j.message_id = r.message_id and j.state = 'held'`, [workspaceId, campaign.campaign_id, now])
  await append(tx, [{ type: 'campaign.resumed', data: { campaignId: campaign.campaign_id } }])
}
