/** When nothing of a campaign can leave over an account: some reasons pass by themselves, others need somebody. */
import type { Instant } from '@recado/core'
import { append } from '../ingest/others.js'
import type { Services } from '../services.js'
import { holdBack } from './hold.js'
import type { ClaimedBatch } from './claim.js'

/** How soon an account that has no room is looked at again, wall clock. */
const LOOK_MS = 30_000

/** Whether it is time to look again: the moment the ledger named has come, or a while has passed. */
export const gone = (dry: { until: Instant | null; wall: number }, now: Instant, wall: number): boolean => (dry.until !== null && now >= dry.until) || wall - dry.wall >= LOOK_MS

type Reason = NonNullable<ClaimedBatch['dry']>['code']

/** A limit of the day is waited for. Money that is used up, or a template that the platform paused, is somebody's decision: the campaign pauses and says so. */
export async function runsDry(services: Services, workspaceId: string, id: string, reason: Reason): Promise<void> {
  if (reason !== 'budget_exhausted' && reason !== 'template_paused') return
  await pauseBySelf(services, workspaceId, id, reason)
}

/** Pauses it without a person, tells whoever looks after the installation, and the outside. */
export async function pauseBySelf(services: Services, workspaceId: string, id: string, reason: string): Promise<void> {
  const name = await services.db.inWorkspace(workspaceId, async (tx) => {
    const [row] = await tx.query<{ name: string }>(`select name from campaign where workspace_id = $1 and campaign_id = $2 and state = 'sending' for update`, [workspaceId, id])
    if (!row) return null
    await holdBack(tx, workspaceId, id, reason, new Date(services.clock.now(workspaceId)).toISOString())
    await append(tx, [{ type: 'campaign.changed', data: { campaignId: id } }])
    return row.name
  })
  if (name === null) return
  services.signals.committed(workspaceId)
  services.signals.emit('campaigns', workspaceId, id)
  await services.health(workspaceId, { kind: 'campaign_paused', subject: id, severity: 'warning', data: { campaignId: id, name, code: reason } })
}
