/** GET /reports/subscribers: who joined and left, day by day, and what each topic is worth to those who are written to. */
import type { SubscribersReport, TopicValue } from '@recado/api'
import { type Instant, RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import { iso } from '../http/schemas.js'
import type { Principal, Services } from '../services.js'
import { figuresOf, type Group, grouped } from './figures.js'
import { summaryOf } from './summary.js'
import { tellersOf, tellsBy, timeZoneOf } from './tells.js'

const LONGEST_MS = 400 * 86_400_000

export interface SubscriberSpan { from: string; to: string }

interface Moved { day: string; source: string; topic: string | null; joined: number; left: number }

/**
 * A line of the ledger counts where it changes something: a yes after none or after a no, a no after a yes, each in its own scope of topic, app and
 * address. Where a double opt-in is demanded, the confirmation is the yes.
 */
const MOVED_SQL = `
with said as (
  select e.*, case when e.state = 'confirmed' or (e.state = 'given' and not $4::boolean) then 'yes' when e.state in ('withdrawn', 'expired') then 'no' end as word
  from consent_entry e where e.workspace_id = $1 and e.purpose = 'marketing' and e.at >= $2 and e.at < $3),
moved as (
  select s.at, s.source, s.category_id, s.contact_id, s.word from said s
  left join lateral (
    select case when p.state in ('withdrawn', 'expired') then 'no' else 'yes' end as word from consent_entry p
    where p.workspace_id = $1 and p.contact_id = s.contact_id and p.purpose = 'marketing' and p.category_id is not distinct from s.category_id and p.channel is not distinct from s.channel and p.identity_id is not distinct from s.identity_id
      and (p.at, p.consent_id) < (s.at, s.consent_id) and (p.state in ('confirmed', 'withdrawn', 'expired') or (p.state = 'given' and not $4::boolean))
    order by p.at desc, p.consent_id desc limit 1) b on true
  where s.word is not null and s.word is distinct from b.word and not (s.word = 'no' and b.word is null and s.state = 'expired'))
select grouping(m.source) = 1 as whole, to_char(m.at at time zone $5, 'YYYY-MM-DD') as day, m.source, m.category_id as topic, count(distinct m.contact_id) filter (where m.word = 'yes')::int as joined, count(distinct m.contact_id) filter (where m.word = 'no')::int as left
from moved m group by grouping sets ((2), (2, m.source, m.category_id)) order by day, source, topic`

export async function subscribersReport(services: Services, { workspaceId }: Principal, { from, to }: SubscriberSpan): Promise<SubscribersReport> {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  if (!(start < end) || end - start > LONGEST_MS) throw new RecadoError('invalid_request', { fields: [{ field: 'to', message: 'lies behind from, by 400 days at most' }] })
  const now = services.clock.now(workspaceId)
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const timeZone = await timeZoneOf(tx, workspaceId)
    const topics = await tx.query<{ category_id: string; key: string; names: Record<string, string> }>('select category_id, key, names from consent_category where workspace_id = $1 order by position, key', [workspaceId])
    const double = await doubleOptIn(tx, workspaceId)
    const moved = await movedIn(tx, workspaceId, start, end, double, timeZone)
    const standing = await standingNow(tx, workspaceId, double)
    const topicOf = (id: string | null) => topics.find((topic) => topic.category_id === id)
    const sum = (rows: readonly Moved[]) => ({ joined: rows.reduce((total, row) => total + row.joined, 0), left: rows.reduce((total, row) => total + row.left, 0) })
    const values = await valuesOf(tx, services, workspaceId, start, end, now, timeZone)
    return {
      from: iso(start), to: iso(end), timeZone, now: standing.total, ...sum(moved.days), days: moved.days.map(({ day, joined, left }) => ({ day, joined, left })),
      bySource: [...grouped(moved.rows, (row) => row.source)].map(([key, rows]) => ({ key, ...sum(rows), now: null })).sort((a, b) => b.joined - a.joined || b.left - a.left || a.key.localeCompare(b.key)),
      byTopic: [null, ...topics.map((topic) => topic.category_id)].flatMap((id) => {
        const rows = moved.rows.filter((row) => row.topic === id)
        const [topic, here] = [topicOf(id), standing.byTopic.get(id) ?? 0]
        return rows.length > 0 || here > 0 ? [{ key: topic?.key ?? null, names: topic?.names ?? {}, ...sum(rows), now: here }] : []
      }),
      topics: values.map((value) => {
        const topic = topics.find((one) => one.key === value.topic)
        return { ...value, names: topic?.names ?? {}, subscribers: standing.byTopic.get(topic?.category_id ?? null) ?? 0 }
      }),
    }
  })
}

async function doubleOptIn(tx: Tx, workspaceId: string): Promise<boolean> {
  const [row] = await tx.query<{ double_opt_in: boolean }>(`select double_opt_in from purpose_setting where workspace_id = $1 and purpose = 'marketing'`, [workspaceId])
  return row?.double_opt_in ?? false
}

/** Per day over everything (a person once), and per day, source and topic. */
async function movedIn(tx: Tx, workspaceId: string, start: Instant, end: Instant, double: boolean, timeZone: string): Promise<{ days: Moved[]; rows: Moved[] }> {
  const rows = await tx.query<Moved & { whole: boolean }>(
    MOVED_SQL, [workspaceId, iso(start), iso(end), double, timeZone])
  return { days: rows.filter((row) => row.whole), rows: rows.filter((row) => !row.whole) }
}

/** People who stand on the list now: at least one yes for any app; per topic, null = those who said yes to all of them. */
async function standingNow(tx: Tx, workspaceId: string, double: boolean): Promise<{ total: number; byTopic: Map<string | null, number> }> {
  const rows = await tx.query<{ topic: string | null; whole: boolean; n: number }>(
    `select category_id as topic, grouping(category_id) = 1 as whole, count(distinct contact_id)::int as n from consent_now where workspace_id = $1 and purpose = 'marketing' and standing = any($2) group by grouping sets ((), (category_id))`, [workspaceId, double ? ['confirmed'] : ['given', 'confirmed']])
  return { total: rows.find((row) => row.whole)?.n ?? 0, byTopic: new Map(rows.filter((row) => !row.whole).map((row) => [row.topic, row.n])) }
}

/** The campaigns that began in the span, by purpose and topic. */
async function valuesOf(tx: Tx, services: Services, workspaceId: string, start: Instant, end: Instant, now: Instant, timeZone: string): Promise<Omit<TopicValue, 'names' | 'subscribers'>[]> {
  const campaigns = await tx.query<{ campaign_id: string; started_at: Instant; purpose: TopicValue['purpose']; topic: string | null }>(
    `select campaign_id, started_at, spec->>'purpose' as purpose, spec->>'category' as topic from campaign where workspace_id = $1 and started_at >= $2 and started_at < $3 order by started_at`, [workspaceId, iso(start), iso(end)])
  const tells = tellsBy(await tellersOf(tx, services, workspaceId))
  const values: (Omit<TopicValue, 'names' | 'subscribers'>)[] = []
  for (const some of grouped(campaigns, (one) => JSON.stringify([one.purpose, one.topic])).values()) {
    const groups: Group[] = []
    for (const { campaign_id: campaignId, started_at: startedAt } of some) groups.push(...(await summaryOf(tx, workspaceId, { campaignId, startedAt }, now, timeZone)).groups)
    const { purpose, topic } = some[0]! // a group holds at least one
    values.push({ purpose, topic, campaigns: some.length, ...figuresOf(groups, tells) })
  }
  return values.sort((a, b) => a.purpose.localeCompare(b.purpose) || b.sent - a.sent || String(a.topic).localeCompare(String(b.topic)))
}
