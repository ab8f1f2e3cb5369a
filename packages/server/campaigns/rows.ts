/** A campaign as it is stored, and as it travels. */
import { type Campaign, type CampaignCounts, type CampaignPerson, type CampaignProblem, type CampaignRow, type CampaignSchedule, type CampaignSettings, type CampaignState, type CampaignVariant, RECIPIENT_ACTS, RECIPIENT_STATES } from '@recado/api'
import type { AudienceSpec, Estimate, Instant, VariantResult } from '@recado/core'
import type { Tx } from '@recado/db'
import { iso, isoOrNull } from '../http/schemas.js'

interface Actor { kind: 'user' | 'token'; id: string }

export interface StoredCampaign {
  campaign_id: string; name: string; state: CampaignState; state_reason: string | null; spec: AudienceSpec; schedule: CampaignSchedule; settings: CampaignSettings; version: number
  created_by: Actor; created_at: Instant; updated_at: Instant; edited_by: Actor[]; submitted_by: Actor | null; submitted_at: Instant | null; approved_by: Actor | null; approved_at: Instant | null; review_note: string | null
  starts_at: Instant | null; snapshot_at: Instant | null; started_at: Instant | null; paused_at: Instant | null; ended_at: Instant | null; estimate: Estimate | null; committed: string
  winner: string | null; winner_at: Instant | null; winner_due_at: Instant | null; winner_by: 'result' | 'person' | null; winner_figures: VariantResult[] | null; finishes_at: Instant | null; replan: boolean
}

/** What was taken from its own budget: what left may cost that much at most. */
export const COMMITTED = `coalesce((select u.spent from budget b join budget_use u on u.workspace_id = campaign.workspace_id and u.budget_id = b.budget_id
  where b.workspace_id = campaign.workspace_id and b.scope = 'campaign' and b.subject_id = campaign.campaign_id and b.currency = campaign.settings->'budget'->>'currency' limit 1), 0)::text`

export const CAMPAIGN = `campaign_id, name, state, state_reason, spec, schedule, settings, version, created_by, created_at, updated_at, edited_by, submitted_by, submitted_at, approved_by, approved_at, review_note,
  starts_at, snapshot_at, started_at, paused_at, ended_at, estimate, ${COMMITTED} as committed, winner, winner_at, winner_due_at, winner_by, winner_figures, finishes_at, replan`

export const stored = async (tx: Tx, workspaceId: string, id: string, lock = false): Promise<StoredCampaign | null> =>
  (await tx.query<StoredCampaign>(lock ? `select ${CAMPAIGN} from campaign where workspace_id = $1 and campaign_id = $2 for update` : `select ${CAMPAIGN} from campaign where workspace_id = $1 and campaign_id = $2`, [workspaceId, id]))[0] ?? null

export async function variantsOf(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<Map<string, CampaignVariant[]>> {
  const rows = await tx.query<CampaignVariant & { campaign_id: string }>('select campaign_id, key, name, share, contents from campaign_variant where workspace_id = $1 and campaign_id = any($2) order by campaign_id, key', [workspaceId, ids])
  const found = new Map<string, CampaignVariant[]>()
  for (const { campaign_id: id, ...variant } of rows) found.set(id, [...(found.get(id) ?? []), variant])
  return found
}

/** How many stand where: the sum of the differences that every movement has written. */
export async function countsOf(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<Map<string, CampaignCounts>> {
  const rows = await tx.query<{ campaign_id: string; name: string; n: string }>(
    `select t.campaign_id, c.key as name, sum(c.value::bigint)::text as n from campaign_tally t cross join lateral jsonb_each_text(t.counts) c where t.workspace_id = $1 and t.campaign_id = any($2) group by 1, 2`, [workspaceId, ids])
  const found = new Map<string, CampaignCounts>()
  for (const row of rows) {
    const counts = found.get(row.campaign_id) ?? Object.fromEntries([['audience', 0], ...[...RECIPIENT_STATES, ...RECIPIENT_ACTS].map((name) => [name, 0] as const)]) as CampaignCounts // every name of the type
    found.set(row.campaign_id, counts)
    counts[row.name as keyof CampaignCounts] = Number(row.n)
  }
  for (const counts of found.values()) counts.audience = RECIPIENT_STATES.reduce((sum, state) => sum + counts[state], 0)
  return found
}

/** Names of people and programs. */
export async function namesOf(tx: Tx, workspaceId: string, rows: readonly StoredCampaign[]): Promise<Map<string, string>> {
  const ids = [...new Set(rows.flatMap((row) => [row.created_by, row.submitted_by, row.approved_by].flatMap((one) => (one ? [one.id] : []))))]
  const found = await tx.query<{ id: string; name: string }>(
    'select u.user_id as id, u.name from app_user u where u.user_id = any($2) union all select t.token_id, t.name from api_token_name t where t.workspace_id = $1 and t.token_id = any($2)', [workspaceId, ids])
  return new Map(found.map((row) => [row.id, row.name]))
}

export interface Beside { names: ReadonlyMap<string, string>; counts: CampaignCounts | null }

/** Of the list: everything but the contents. */
export function toRow(row: StoredCampaign, { names, counts }: Beside, variantKeys: string[]): CampaignRow {
  const person = (actor: Actor | null): CampaignPerson | null => actor && { kind: actor.kind, id: actor.id, name: names.get(actor.id) ?? null }
  const { budget } = row.settings
  return {
    id: row.campaign_id, name: row.name, state: row.state, stateReason: row.state_reason, audience: row.spec, schedule: row.schedule, settings: row.settings, version: row.version,
    createdBy: person(row.created_by)!, createdAt: iso(row.created_at), updatedAt: iso(row.updated_at), // somebody made it
    submittedBy: person(row.submitted_by), submittedAt: isoOrNull(row.submitted_at), approvedBy: person(row.approved_by), approvedAt: isoOrNull(row.approved_at), reviewNote: row.review_note,
    startsAt: isoOrNull(row.starts_at), snapshotAt: isoOrNull(row.snapshot_at), startedAt: isoOrNull(row.started_at), pausedAt: isoOrNull(row.paused_at), endedAt: isoOrNull(row.ended_at),
    winner: row.winner, winnerAt: isoOrNull(row.winner_at), winnerBy: row.winner_by, winnerDueAt: isoOrNull(row.winner_due_at), committed: budget ? { amount: row.committed, currency: budget.currency } : null,
    counts: row.snapshot_at === null ? null : counts, finishesAt: isoOrNull(row.finishes_at), variantKeys,
  }
}

export function toCampaign(row: StoredCampaign, beside: Beside, variants: CampaignVariant[], problems: CampaignProblem[], may: { mayApprove: boolean; mayLoosen: boolean }): Campaign {
  const { variantKeys: _keys, ...rest } = toRow(row, beside, [])
  return { ...rest, variants, estimate: row.estimate, problems, ...may }
}
