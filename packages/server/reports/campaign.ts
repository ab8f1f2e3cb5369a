/** GET /campaigns/{id}/report: what became of one campaign. */
import { type Campaign, type CampaignCounts, type CampaignReport, RECIPIENT_ACTS, RECIPIENT_STATES } from '@recado/api'
import { type Instant, RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import { COMMITTED } from '../campaigns/rows.js'
import { iso, isoOrNull } from '../http/schemas.js'
import type { Principal, Services } from '../services.js'
import { byCode, figuresOf, rowsBy } from './figures.js'
import { moneyOf } from './money.js'
import { type Kind, type Summary, summaryOf } from './summary.js'
import { tellersOf, tellsBy, timeZoneOf } from './tells.js'

interface Row {
  campaign_id: string; name: string; state: Campaign['state']; settings: Campaign['settings']; snapshot_at: Instant | null; started_at: Instant | null; ended_at: Instant | null
  estimate: Campaign['estimate']; committed: string; winner: string | null
}

const ORDER_MS = 7 * 86_400_000

export async function campaignReport(services: Services, { workspaceId }: Principal, id: string): Promise<CampaignReport> {
  const now = services.clock.now(workspaceId)
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const [campaign] = await tx.query<Row>(`select campaign_id, name, state, settings, snapshot_at, started_at, ended_at, estimate, ${COMMITTED} as committed, winner from campaign where workspace_id = $1 and campaign_id = $2`, [workspaceId, id])
    if (!campaign) throw new RecadoError('not_found')
    const timeZone = await timeZoneOf(tx, workspaceId)
    const tellers = await tellersOf(tx, services, workspaceId)
    const tells = tellsBy(tellers)
    const summary = await summaryOf(tx, workspaceId, { campaignId: id, startedAt: campaign.started_at }, now, timeZone)
    const names = await tx.query<{ key: string; name: string }>('select key, name from campaign_variant where workspace_id = $1 and campaign_id = $2', [workspaceId, id])
    const total = figuresOf(summary.groups, tells)
    const counts = campaign.snapshot_at === null ? null : await countsOf(tx, workspaceId, id)
    return {
      campaignId: id, name: campaign.name, state: campaign.state, asOf: iso(summary.countedAt), timeZone, startedAt: isoOrNull(campaign.started_at), endedAt: isoOrNull(campaign.ended_at),
      counts, erased: counts ? Math.max(0, counts.audience - total.people) : 0, total,
      byVariant: rowsBy(summary.groups.filter((group) => group.variant !== null), 'variant', tells).map((row) => ({ ...row, name: names.find((one) => one.key === row.key)?.name ?? '', winner: campaign.winner !== null && campaign.winner === row.key })).sort((a, b) => String(a.key).localeCompare(String(b.key))),
      byAccount: rowsBy(summary.groups, 'account', tells).map((row) => ({ ...row, channel: tellers.get(row.key ?? '')?.channel ?? null, name: tellers.get(row.key ?? '')?.name ?? '', tells: [...tells(row.key)] })),
      byCountry: rowsBy(summary.groups, 'country', tells),
      failures: byCode(summary.groups, 'failed', 'unknown', 'cancelled'), exclusions: byCode(summary.groups, 'excluded').map(({ code, count }) => ({ code, count })),
      overTime: overTime(summary), links: await linksOf(tx, workspaceId, id), holdOut: await holdOutOf(tx, workspaceId, id, campaign.started_at, total.heldOut),
      trial: campaign.snapshot_at !== null && Boolean(campaign.settings.abTest),
      money: { estimate: campaign.estimate, committed: campaign.settings.budget ? { amount: campaign.committed, currency: campaign.settings.budget.currency } : null, budget: campaign.settings.budget ?? null, ...(await moneyOf(tx, workspaceId, { id, state: campaign.state, estimate: campaign.estimate }, total.waiting)) },
    }
  })
}

/** The sum of all that moved: it holds people who were erased since. */
async function countsOf(tx: Tx, workspaceId: string, id: string): Promise<CampaignCounts> {
  const rows = await tx.query<{ name: string; n: number }>('select c.key as name, sum(c.value::int)::int as n from campaign_tally t cross join lateral jsonb_each_text(t.counts) c where t.workspace_id = $1 and t.campaign_id = $2 group by 1', [workspaceId, id])
  const of = (name: string): number => rows.find((row) => row.name === name)?.n ?? 0
  const named = Object.fromEntries([...RECIPIENT_STATES, ...RECIPIENT_ACTS].map((name) => [name, of(name)])) as Omit<CampaignCounts, 'audience'> // one of each name
  return { audience: RECIPIENT_STATES.reduce((sum, state) => sum + named[state], 0), ...named }
}

const FIELD: Record<Kind, keyof Omit<CampaignReport['overTime']['points'][number], 'at'>> = { sent: 'sent', delivered: 'delivered', read: 'read', clicked: 'clicked', replied: 'replied', converted: 'converted', opted_out: 'optedOut' }

function overTime({ step, moments }: Summary): CampaignReport['overTime'] {
  const empty = { sent: 0, delivered: 0, read: 0, clicked: 0, replied: 0, converted: 0, optedOut: 0 }
  const points = new Map<Instant, typeof empty>()
  for (const { kind, at, n } of moments) points.set(at, { ...(points.get(at) ?? empty), [FIELD[kind]]: n })
  return { step, points: [...points].sort(([a], [b]) => a - b).map(([at, figures]) => ({ at: iso(at), ...figures })) }
}

/** Addresses by how often they were followed. The same address has one code per person. */
async function linksOf(tx: Tx, workspaceId: string, id: string): Promise<CampaignReport['links']> {
  return tx.query<{ url: string; clicks: number; people: number }>(
    `select l.url, count(*)::int as clicks, count(distinct c.contact_id)::int as people from link_click c join tracked_link l on l.workspace_id = $1 and l.code = c.code
     where c.workspace_id = $1 and c.campaign_id = $2 group by l.url order by clicks desc, l.url limit 50`, [workspaceId, id])
}

/** Whether those who got it ordered more often than those who were held out, in the same seven days. */
async function holdOutOf(tx: Tx, workspaceId: string, id: string, startedAt: Instant | null, heldOut: number): Promise<CampaignReport['holdOut']> {
  if (heldOut === 0 || startedAt === null) return null
  const [row] = await tx.query<{ written: number; written_ordered: number; held: number; held_ordered: number }>(
    `with ordered as materialized (select distinct o.contact_id from contact_order o where o.workspace_id = $1 and o.at >= $3 and o.at < $4 and o.status not in ('cancelled', 'refunded'))
     select count(*) filter (where r.state <> 'held_out')::int as written, count(o.contact_id) filter (where r.state <> 'held_out')::int as written_ordered,
       count(*) filter (where r.state = 'held_out')::int as held, count(o.contact_id) filter (where r.state = 'held_out')::int as held_ordered
     from campaign_recipient r left join ordered o on o.contact_id = r.contact_id
     where r.workspace_id = $1 and r.campaign_id = $2 and r.state in ('held_out', 'accepted', 'sent', 'delivered', 'read')`, [workspaceId, id, iso(startedAt), iso(startedAt + ORDER_MS)])
  return row ? { writtenTo: row.written, writtenToOrdered: row.written_ordered, heldOut: row.held, heldOutOrdered: row.held_ordered } : null
}
