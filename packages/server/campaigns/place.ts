/** When those who wait may leave, asked anew: after a pause, and when the winner of a trial is known. */
import type { Tx } from '@recado/db'
import type { StoredCampaign } from './rows.js'

type Placed = Pick<StoredCampaign, 'campaign_id' | 'schedule' | 'settings'>

/** Spread over its hours from now on, and nobody before her own clock shows the moment. Quiet hours are asked for when her turn comes. Values: $1 workspace, $2 campaign, $3 now. */
function momentSql({ schedule, settings }: Placed, add: (value: unknown) => string): string {
  const spread = settings.spreadHours ? ` + campaign_bucket($2, r.contact_id, 'again') * interval '1 millisecond' * ${add(settings.spreadHours * 360)}::float8` : ''
  const from = schedule.kind === 'person_time' ? `greatest($3::timestamptz, coalesce((select ${add(schedule.localAt)}::timestamp at time zone n.name from zone_names n where n.name = r.time_zone), $3::timestamptz))` : '$3::timestamptz'
  return `${from}${spread}`
}

const ZONES = `with zone_names as materialized (select name from pg_timezone_names)`

/** Everybody who waits for her moment gets a new one. */
export async function placeAgain(tx: Tx, workspaceId: string, campaign: Placed, now: string): Promise<void> {
  const values: unknown[] = [workspaceId, campaign.campaign_id, now]
  const moment = momentSql(campaign, (value) => `$${values.push(value)}`)
  await tx.query(`select set_config('statement_timeout', '0', true)`)
  await tx.ask(`${ZONES} update campaign_recipient r set due_at = ${moment} where r.workspace_id = $1 and r.campaign_id = $2 and r.pending and r.due_at is not null`, values)
}

/** Everybody who waits for the result gets this variant. */
export async function placeWinner(tx: Tx, workspaceId: string, campaign: Placed, winner: string, now: string): Promise<void> {
  const values: unknown[] = [workspaceId, campaign.campaign_id, now, winner]
  const moment = momentSql(campaign, (value) => `$${values.push(value)}`)
  await tx.ask(`${ZONES} update campaign_recipient r set variant = $4, due_at = ${moment} where r.workspace_id = $1 and r.campaign_id = $2 and r.pending and r.due_at is null`, values)
}

/** A pause does not eat the spread: whoever was to come after it began comes as much later as it lasted. */
export async function shiftAfterPause(tx: Tx, workspaceId: string, { campaign_id: id, schedule, settings, paused_at: pausedAt }: Placed & Pick<StoredCampaign, 'paused_at'>, now: string): Promise<void> {
  if (!settings.spreadHours || schedule.kind === 'person_time' || pausedAt === null) return
  const since = new Date(pausedAt).toISOString()
  await tx.query(`update campaign_recipient set due_at = due_at + ($4::timestamptz - $3::timestamptz) where workspace_id = $1 and campaign_id = $2 and pending and due_at > $3::timestamptz`, [workspaceId, id, since, now])
}
