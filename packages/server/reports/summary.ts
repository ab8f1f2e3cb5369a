/** A campaign's recipients, counted once and kept: a million of them are not read again for everybody who looks. */
import type { Instant } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Group } from './figures.js'

export const KINDS = ['sent', 'delivered', 'read', 'clicked', 'replied', 'converted', 'opted_out'] as const
export type Kind = (typeof KINDS)[number]
export type Step = 'ten_minutes' | 'hour' | 'day'

export interface Parts { groups: Group[]; step: Step; moments: { kind: Kind; at: Instant; n: number }[] }
export interface Summary extends Parts { countedAt: Instant }
export interface Counted { campaignId: string; startedAt: Instant | null }

/** While it moves, figures may be as old as twenty times what counting them takes: looking never costs more than a twentieth of a core. */
const REST = 20
const LEAST_REST_MS = 1_000

const HOUR_MS = 3_600_000

/** Ten minutes over the first hours, hours over two weeks, days beyond. */
export function stepOf(startedAt: Instant | null, now: Instant): Step {
  const age = startedAt === null ? 0 : now - startedAt
  return age <= 6 * HOUR_MS ? 'ten_minutes' : age <= 14 * 24 * HOUR_MS ? 'hour' : 'day'
}

const BIN: Record<Step, string> = { ten_minutes: `date_bin('10 minutes', v.at, timestamptz '2000-01-01 00:00Z')`, hour: `date_trunc('hour', v.at, $3)`, day: `date_trunc('day', v.at, $3)` }

async function count(tx: Tx, workspaceId: string, { campaignId }: Counted, step: Step, timeZone: string): Promise<Parts> {
  const groups = await tx.query<Group>(
    `select account_id as account, variant, country, state, code, count(*)::int as n, count(clicked_at)::int as clicked, count(replied_at)::int as replied, count(converted_at)::int as converted, count(opted_out_at)::int as "optedOut"
     from campaign_recipient where workspace_id = $1 and campaign_id = $2 group by 1, 2, 3, 4, 5`, [workspaceId, campaignId])
  const moments = await tx.query<{ kind: Kind; at: Instant; n: number }>(
    `select v.kind, ${BIN[step]} as at, count(*)::int as n from campaign_recipient r
     cross join lateral (values ('sent', case when r.state in ('accepted', 'sent', 'delivered', 'read') then coalesce(r.accepted_at, r.sent_at) end), ('delivered', case when r.state in ('delivered', 'read') then coalesce(r.delivered_at, r.read_at) end),
       ('read', r.read_at), ('clicked', r.clicked_at), ('replied', r.replied_at), ('converted', r.converted_at), ('opted_out', r.opted_out_at)) v(kind, at)
     where r.workspace_id = $1 and r.campaign_id = $2 and v.at is not null ${step === 'ten_minutes' ? 'and $3::text is not null' : ''} group by 1, 2 order by 2, 1`, [workspaceId, campaignId, timeZone])
  return { groups, step, moments }
}

/** The figures of a campaign: those that are kept where nothing moved since or they are young enough, else counted now. */
export async function summaryOf(tx: Tx, workspaceId: string, counted: Counted, now: Instant, timeZone: string): Promise<Summary> {
  const { campaignId } = counted
  const [last] = await tx.query<{ tally_id: string }>('select coalesce(max(tally_id), 0)::text as tally_id from campaign_tally where workspace_id = $1 and campaign_id = $2', [workspaceId, campaignId])
  const tally = last?.tally_id ?? '0'
  const [kept] = await tx.query<{ tally_id: string; counted_at: Instant; took_ms: number; parts: Parts }>('select tally_id::text, counted_at, took_ms, parts from campaign_summary where workspace_id = $1 and campaign_id = $2', [workspaceId, campaignId])
  const step = stepOf(counted.startedAt, now)
  const rested = kept !== undefined && now - kept.counted_at < Math.max(LEAST_REST_MS, REST * kept.took_ms)
  if (kept && ((kept.tally_id === tally && kept.parts.step === step) || rested)) return { ...kept.parts, countedAt: kept.counted_at }
  const began = performance.now()
  const parts = await count(tx, workspaceId, counted, step, timeZone)
  await tx.query(
    `insert into campaign_summary (workspace_id, campaign_id, tally_id, counted_at, took_ms, parts) values ($1, $2, $3, $4, $5, $6)
     on conflict (workspace_id, campaign_id) do update set tally_id = excluded.tally_id, counted_at = excluded.counted_at, took_ms = excluded.took_ms, parts = excluded.parts`,
    [workspaceId, campaignId, tally, new Date(now).toISOString(), Math.round(performance.now() - began), JSON.stringify(parts)])
  return { ...parts, countedAt: now }
}
