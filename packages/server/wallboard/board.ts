import { CLOSING_SOON_MS, type Wallboard } from '@recado/api'
import { calendarDay, type Instant, type OpenStretch, openTimeBetween } from '@recado/core'
import type { Tx } from '@recado/db'
import { whoWorks } from '../assignment/agents.js'
import { reachSql } from '../auth/reach.js'
import { iso, isoOrNull } from '../http/schemas.js'
import { HoursNow } from '../nudges/due.js'
import type { Principal, Services } from '../services.js'

/** One more than is said exactly: no count walks further. */
const CAP = 1_000
/** Cases of today whose times are looked at, newest first. */
const MOST_CASES = 2_000

export interface BoardFilter { inboxId: string | null; teamId: string | null }

interface Figures { open: number; waiting: number; closing_soon: number; unassigned: number; queued: number; longest: Instant | null; next: Instant | null }
interface Spent { from: Instant; to: Instant; account_id: string; inbox_id: string; team_id: string | null }

/** When people should have answered, as the index of the closing ones spells it. */
const DEADLINE = '(case when c.answer_by is null then c.window_closes_at else c.answer_by end)'

/** Reads the board in one snapshot's worth of short walks along the lists' own indexes. */
export async function readBoard(tx: Tx, services: Services, principal: Principal, { inboxId, teamId }: BoardFilter): Promise<Wallboard> {
  const { workspaceId } = principal
  const now = services.clock.now(workspaceId)
  const inboxes = (await tx.query<{ inbox_id: string }>('select inbox_id from inbox where workspace_id = $1 and ($2::uuid is null or inbox_id = $2)', [workspaceId, inboxId])).map((row) => row.inbox_id)
  /** Conditions on `c` that hold for every figure: the filter, and whose conversations the reader sees. */
  const scope = (values: unknown[], byInbox = true): string => {
    const add = (value: unknown): string => `$${values.push(value)}`
    const seen = reachSql(principal.reach, principal.id, add)
    return `c.workspace_id = $1${byInbox && inboxId ? ` and c.inbox_id = ${add(inboxId)}::uuid` : ''}${teamId ? ` and c.team_id = ${add(teamId)}` : ''}${seen ? ` and ${seen}` : ''}`
  }
  const values: unknown[] = [workspaceId, iso(now), iso(now + CLOSING_SOON_MS), inboxes]
  const all = scope(values, false)
  const waits = `${all} and c.waiting_since is not null and c.status = 'open'`
  // Not by the index of those who wait: it would read them all to see when their windows close.
  const closing = `${all} and c.status = 'open' and coalesce(c.waiting_since, 'infinity') < 'infinity' and c.status <> 'resolved' and c.window_closes_at is not null and c.window_closes_at > $2 and ${DEADLINE} > $2`
  // Inbox by inbox, as the indexes begin with it. The first of each, too: a minimum over all inboxes would walk everybody who waits.
  const perInbox = (columns: string, where: string, rest: string): string => `unnest($4::uuid[]) i(inbox_id) cross join lateral (select ${columns} from conversation c where c.inbox_id = i.inbox_id and ${where} ${rest}) x`
  const count = (where: string, order = ''): string => `(select count(*)::int from (select from ${perInbox('', where, `${order} limit ${CAP}`)} limit ${CAP}) s)`
  const first = (what: string, where: string): string => `(select min(x.v) from ${perInbox(`${what} as v`, where, `order by ${what} limit 1`)})`
  const [figures] = await tx.query<Figures>(
    `select ${count(`${all} and c.status = 'open'`)} as open, ${count(waits)} as waiting, ${count(`${closing} and ${DEADLINE} <= $3 and (c.window_left is null or c.window_left > 0)`, `order by ${DEADLINE}`)} as closing_soon,
       ${count(`${all} and c.assignee_id is null and c.status = 'open'`)} as unassigned, ${count(`${all} and c.queued_at is not null and c.assignee_id is null and c.status = 'open'`)} as queued,
       ${first('c.waiting_since', waits)} as longest, ${first(DEADLINE, closing)} as next`, values)
  const agents = (await whoWorks(tx, services, workspaceId, now)).filter((one) => (teamId === null || one.teamIds.includes(teamId)) && (inboxId === null || one.inboxIds.includes(inboxId) || one.reach === 'all'))
  const { open = 0, waiting = 0, closing_soon: closingSoon = 0, unassigned = 0, queued = 0, longest = null, next = null } = figures ?? {}
  return {
    at: iso(now), open, waiting, longestSince: isoOrNull(longest), closingSoon, nextDeadline: isoOrNull(next), unassigned, queued, teams: await readTeams(tx, workspaceId, teamId, scope),
    agents: agents.map(({ userId, name, availability, since, open: load, capacity }) => ({ userId, name, availability, since: isoOrNull(since), open: load, capacity })).sort((a, b) => RANK[a.availability] - RANK[b.availability] || a.name.localeCompare(b.name)),
    today: await readToday(tx, workspaceId, now, scope, principal.reach.kind !== 'all' || inboxId !== null || teamId !== null),
  }
}

const RANK = { available: 0, away: 1, offline: 2 } as const

async function readTeams(tx: Tx, workspaceId: string, teamId: string | null, scope: (values: unknown[]) => string): Promise<Wallboard['teams']> {
  const values: unknown[] = [workspaceId]
  const mine = scope(values)
  return tx.query<Wallboard['teams'][number]>(
    `select t.team_id as id, t.name, (select count(*)::int from (select from conversation c where ${mine} and c.team_id = t.team_id and c.status = 'open' limit ${CAP}) s) as open,
       (select count(*)::int from (select from conversation c where ${mine} and c.team_id = t.team_id and c.status = 'open' and c.waiting_since is not null limit ${CAP}) s) as waiting
     from team t where t.workspace_id = $1${teamId ? ` and t.team_id = $${values.push(teamId)}` : ''} order by lower(t.name)`, values)
}

/** Today's first answers and resolutions, with the middle of their times in opening hours. Those that began and ended while it was closed have no such time: they are counted apart. */
async function readToday(tx: Tx, workspaceId: string, now: Instant, scope: (values: unknown[]) => string, filtered: boolean): Promise<Wallboard['today']> {
  const hours = await HoursNow.read(tx, workspaceId, now)
  const { from } = calendarDay(now, hours.zone)
  const spent = async (end: 'first_response_at' | 'resolved_at', which: string): Promise<{ count: number; outside: number; middle: number | null }> => {
    const values: unknown[] = [workspaceId, iso(from)]
    const mine = filtered ? `and ${scope(values)}` : ''
    const rows = await tx.query<Spent>(
      `select coalesce(k.first_inbound_at, k.opened_at) as from, k.${end} as to, c.account_id, c.inbox_id, c.team_id from work_case k join conversation c on c.workspace_id = $1 and c.conversation_id = k.conversation_id ${mine}
       where k.workspace_id = $1 and k.${end} >= $2 ${which} order by k.${end} desc limit ${MOST_CASES}`, values)
    const times = rows.flatMap((row) => openTimeSpent(hours.at(row).stretches, row.from, row.to) ?? [])
    return { count: times.length, outside: rows.length - times.length, middle: median(times) }
  }
  const answered = await spent('first_response_at', `and k.opened_by = 'contact'`)
  const resolved = await spent('resolved_at', '')
  return { from: iso(from), answered: answered.count, answeredOutside: answered.outside, firstResponseMs: answered.middle, resolved: resolved.count, resolvedOutside: resolved.outside, resolutionMs: resolved.middle }
}

/** Opening time between two moments; null when it was closed all along, which is not the same as none at all. */
export function openTimeSpent(stretches: readonly OpenStretch[], from: Instant, to: Instant): number | null {
  return stretches.some((one) => one.from <= to && from < one.to) ? openTimeBetween(stretches, from, to) : null
}

/** The middle one, or halfway between the middle two. */
export function median(numbers: readonly number[]): number | null {
  const sorted = numbers.toSorted((a, b) => a - b)
  const half = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]]
  return low === undefined || high === undefined ? null : (low + high) / 2
}
