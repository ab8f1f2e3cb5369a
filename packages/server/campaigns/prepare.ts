/** Freezes the audience: everybody is put into the table, with her variant, her moment, or the reason why not. */
import type { CampaignVariant } from '@recado/api'
import { type EstimateGroup, type Instant, minuteOfDay } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { type AudienceOptions, audienceRows } from '../audience/index.js'
import { estimateFor } from '../costs/estimate.js'
import { append } from '../ingest/others.js'
import type { Services } from '../services.js'
import { stored, type StoredCampaign, variantsOf } from './rows.js'

const iso = (at: Instant): string => new Date(at).toISOString()

interface Group { state: string; account_id: string | null; route: number; country: string | null; n: number }

/** The whole of it or nothing: a process that dies in the middle leaves no row behind, and the next begins anew. Answers false where somebody stopped it meanwhile. */
export async function prepareCampaign(services: Services, workspaceId: string, id: string): Promise<boolean> {
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const campaign = await stored(tx, workspaceId, id)
    if (!campaign || campaign.snapshot_at !== null || campaign.state !== 'preparing') return false
    const now = services.clock.now(workspaceId)
    const variants = (await variantsOf(tx, workspaceId, [id])).get(id) ?? []
    await tx.query(`select set_config('statement_timeout', '0', true)`)
    const groups = await freezeAll(tx, services, workspaceId, campaign, variants, now)
    const counts: Record<string, number> = {}
    for (const group of groups) counts[group.state] = (counts[group.state] ?? 0) + group.n
    await tx.query('insert into campaign_tally (workspace_id, campaign_id, counts) values ($1, $2, $3)', [workspaceId, id, JSON.stringify(counts)])
    const estimate = await estimateFor(tx, services, workspaceId, estimateGroups(campaign, groups), now)
    await keepBudget(tx, workspaceId, campaign, now)
    const { abTest } = campaign.settings
    // Whoever paused it meanwhile keeps it paused; whoever stopped it has it stopped, and nothing of this stays.
    const [after] = await tx.query<{ state: string }>(
      `update campaign set snapshot_at = $3, started_at = $3, estimate = $4, winner_due_at = $5, updated_at = $3, state = case when state = 'preparing' then 'sending' else state end
       where workspace_id = $1 and campaign_id = $2 and state in ('preparing', 'paused') returning state`, [workspaceId, id, iso(now), JSON.stringify(estimate), abTest ? iso(now + Math.round(abTest.afterHours * 3_600_000)) : null])
    if (!after) throw new Superseded()
    await append(tx, [{ type: 'campaign.changed', data: { campaignId: id } }, { type: 'campaign.started', data: { campaignId: id } }])
    return true
  }).catch((error: unknown) => { if (error instanceof Superseded) return false; throw error })
}

class Superseded extends Error {}

/** The campaign's cap in money is a budget like the others: taken from by whatever sends. */
export async function keepBudget(tx: Tx, workspaceId: string, { campaign_id: id, settings }: Pick<StoredCampaign, 'campaign_id' | 'settings'>, now: Instant): Promise<void> {
  const { budget } = settings
  await tx.query(`delete from budget where workspace_id = $1 and scope = 'campaign' and subject_id = $2 and updated_by = 'campaign' and ($3::text is null or currency <> $3)`, [workspaceId, id, budget?.currency ?? null])
  if (!budget) return
  await tx.query(
    `insert into budget (workspace_id, budget_id, scope, subject_id, amount, currency, updated_by, updated_at) values ($1, $2, 'campaign', $3, $4, $5, 'campaign', $6)
     on conflict (workspace_id, scope, subject_id, currency) do update set amount = excluded.amount, updated_at = excluded.updated_at`, [workspaceId, newId(), id, budget.amount, budget.currency, iso(now)])
}

const estimateGroups = ({ spec }: StoredCampaign, groups: readonly Group[]): EstimateGroup[] => groups.flatMap(({ state, account_id: accountId, route, country, n }) => {
  const way = spec.routes[route]
  return state !== 'pending' || accountId === null || !way ? [] : [{ accountId, country, priceClass: way.as === 'template' ? way.priceClass : null, count: n }]
})

/** Parts of one digest, so that the draws do not hang together: hold-out, variant, sample, place in the spread. */
const DRAW = (nr: number): string => `(('x' || substr(h.digest, ${1 + nr * 7}, 7))::bit(28)::int % 10000)`

/** So many people are frozen by one statement: hashes and sorts of a million took half a gigabyte, and spilled to disk all the same. */
const PART = 100_000

/** Part by part in the order of their ids, all of it in one transaction. Everybody is judged by the same moment and the same words; what others write meanwhile may be seen or not, as before. */
async function freezeAll(tx: Tx, services: Services, workspaceId: string, campaign: StoredCampaign, variants: readonly CampaignVariant[], now: Instant): Promise<Group[]> {
  const groups = new Map<string, Group>()
  let quietZones: readonly string[] | undefined
  for (let after: string | null = null; ;) {
    const [end]: { id: string }[] = await tx.query<{ id: string }>(`select contact_id as id from contact where workspace_id = $1 and contact_id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000') order by contact_id offset ${PART - 1} limit 1`, [workspaceId, after])
    const part = await freeze(tx, services, workspaceId, campaign, variants, now, { part: { after, upTo: end?.id ?? null }, ...(quietZones ? { quietZones } : {}) })
    quietZones = part.quietZones
    for (const group of part.groups) {
      const key = JSON.stringify([group.state, group.account_id, group.route, group.country])
      groups.set(key, { ...group, n: group.n + (groups.get(key)?.n ?? 0) })
    }
    if (!end) return [...groups.values()]
    after = end.id
  }
}

async function freeze(tx: Tx, services: Services, workspaceId: string, campaign: StoredCampaign, variants: readonly CampaignVariant[], now: Instant, options: AudienceOptions): Promise<{ groups: Group[]; quietZones: readonly string[] }> {
  const { settings, schedule, spec } = campaign
  const { text, values, quietZones } = await audienceRows(tx, services, workspaceId, spec, now, options)
  const add = (value: unknown, type: string): string => `$${values.push(value)}::${type}`
  const id = add(campaign.campaign_id, 'uuid')
  const ws = add(workspaceId, 'uuid')
  const base = add(iso(Math.max(now, campaign.starts_at ?? now)), 'timestamptz')
  const at = add(iso(now), 'timestamptz')
  const perZone = schedule.kind === 'person_time' ? `(${add(schedule.localAt, 'timestamp')} at time zone n.name)` : base
  const quiet = settings.quietHours ?? null
  const zoned = schedule.kind === 'person_time' || quiet !== null
  const start = `greatest(${zoned ? `coalesce(z.base, ${base})` : base}, ${at})${settings.spreadHours ? ` + ${DRAW(3)} * interval '1 millisecond' * ${add(settings.spreadHours * 360, 'float8')}` : ''}`
  const sample = settings.abTest && variants.length > 1 ? `${DRAW(2)} < ${add(Math.round(settings.abTest.samplePercent * 100), 'int')}` : null
  const held = settings.holdOutPercent ? `${DRAW(0)} < ${add(Math.round(settings.holdOutPercent * 100), 'int')}` : 'false'
  const state = `case when a.code is not null or a.route < 0 then 'excluded' when ${held} then 'held_out' else 'pending' end`
  const zones = zoned ? `zones as materialized (select n.name, ${perZone} as base, extract(epoch from ((${perZone} at time zone n.name) - (${perZone} at time zone 'UTC'))) / 60 as off from pg_timezone_names n),\n    ` : ''
  const statement = `with ${zones}added as (insert into campaign_recipient (workspace_id, campaign_id, contact_id, identity_id, account_id, route, variant, country, language, time_zone, state, code, due_at)
    select ${ws}, ${id}, x.contact_id, x.identity_id, x.account_id, x.route, case when x.state = 'pending' then x.variant end, x.country, x.language, x.time_zone, x.state, x.code,
      case when x.state <> 'pending' or x.variant is null then null else ${quiet ? quietDue(quiet, add) : 'x.due_at'} end
    from (select a.contact_id, a.identity_id, a.account_id, a.route, a.country, a.language, a.time_zone, a.code, ${state} as state, ${sample ? `case when ${sample} then ${variantSql(variants)} end` : variantSql(variants)} as variant, ${start} as due_at${zoned ? ', z.off' : ''}
      from (${text}) a cross join lateral (select md5(${id}::text || a.contact_id::text) as digest offset 0) h ${zoned ? 'left join zones z on z.name = a.time_zone' : ''}) x`
  const groups = await tx.ask<Group>(`${statement}${unasked(statement, values)} returning state, account_id, route, country)
    select state, account_id, route, country, count(*)::int as n from added group by 1, 2, 3, 4`, values)
  return { groups, quietZones }
}

/** A value that no condition of this audience asks for has no type of its own. */
function unasked(statement: string, values: readonly unknown[]): string {
  const asked = new Set([...statement.matchAll(/\$(\d+)/g)].map((match) => Number(match[1])))
  const idle = values.flatMap((_, i) => (asked.has(i + 1) ? [] : [`($${i + 1}::text is null or true)`]))
  return idle.length > 0 ? ` where ${idle.join(' and ')}` : ''
}

/** By weight. */
function variantSql(variants: readonly CampaignVariant[]): string {
  const all = variants.reduce((sum, one) => sum + one.share, 0)
  if (variants.length < 2 || all === 0) return `'${variants[0]?.key ?? 'a'}'`
  let below = 0
  const cases = variants.slice(0, -1).map((one) => `when ${DRAW(1)} < ${Math.round(((below += one.share) / all) * 10_000)} then '${one.key}'`)
  return `case ${cases.join(' ')} else '${variants.at(-1)!.key}' end` // two at least
}

/** What falls into the quiet hours of her day waits for their end; clocks that change in between are looked at again when her turn comes. */
function quietDue(quiet: { from: string; to: string }, add: (value: unknown, type: string) => string): string {
  const [from, to] = [minuteOfDay(quiet.from), minuteOfDay(quiet.to)]
  if (from === to) return 'x.due_at'
  const minute = `mod((floor(extract(epoch from x.due_at) / 60) + coalesce(x.off, 0))::bigint + 2880, 1440)`
  const inside = from < to ? `${minute} >= ${from} and ${minute} < ${to}` : `(${minute} >= ${from} or ${minute} < ${to})`
  return `case when ${inside} then date_trunc('minute', x.due_at) + mod(${add(to, 'int')} - ${minute} + 1440, 1440) * interval '1 minute' else x.due_at end`
}
