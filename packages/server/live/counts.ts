import { CLOSING_SOON_MS, type Counts } from '@recado/api'
import type { Tx } from '@recado/db'
import type { Principal, Services } from '../services.js'

/** Exact up to 999: one more means "more than that", and no count ever walks further. */
const CAP = 1_000
/** No window is longer: an older deadline matters no more. */
const LONGEST_WINDOW_MS = 14 * 86_400_000

/** The numbers that are the same for everybody who sees the same inboxes. */
type SharedCount = 'unassigned' | 'everything' | 'waiting' | 'closing_soon' | 'failed' | 'snoozed' | 'unread'

const DEADLINE = '(case when c.answer_by is null then c.window_closes_at else c.answer_by end)'
// Who waits, in words that do not bring the planner to the index of those who wait: it would read each of them to see when her window closes.
const CLOSING = `coalesce(c.waiting_since, 'infinity') < 'infinity' and c.window_closes_at is not null and ${DEADLINE} > $3::timestamptz and ${DEADLINE} <= $4::timestamptz and c.window_closes_at > $2::timestamptz and (c.window_left is null or c.window_left > 0)`

// What each number counts. Open threads, but for the failed (whatever their state) and the sleeping.
const PARTS: Readonly<Record<SharedCount, string>> = {
  everything: `c.status = 'open'`, unassigned: `c.status = 'open' and c.assignee_id is null`, waiting: `c.status = 'open' and c.waiting_since is not null`,
  closing_soon: `c.status = 'open' and ${CLOSING}`, failed: 'c.failed_count > 0', snoozed: `c.status = 'snoozed'`, unread: `c.status = 'open' and c.unread > 0`,
}

// Each part is a walk per inbox along its own index that stops at the cap; there are no counter columns to keep right. Deadlines are asked for in
// their order, so that their index is taken.
const INBOXES = { all: '(select b.inbox_id from inbox b where b.workspace_id = $1) i', some: 'unnest($5::uuid[]) i(inbox_id)' }
const capped = (rows: string): string => `(select count(*)::int from (select from ${rows} limit ${CAP}) s)`
const sharedSql = (inboxes: string): string => `select ${Object.entries(PARTS).map(([name, condition]) => `${capped(name === 'failed'
  ? `conversation c where c.workspace_id = $1 and ${condition}${inboxes === INBOXES.some ? ' and c.inbox_id = any($5::uuid[])' : ''}`
  : `${inboxes} cross join lateral (select from conversation c where c.workspace_id = $1 and c.inbox_id = i.inbox_id and ${condition}${name === 'closing_soon' ? ` order by ${DEADLINE}` : ''} limit ${CAP}) x`)} as ${name}`).join(', ')}`
const SHARED = { all: sharedSql(INBOXES.all), inboxes: sharedSql(INBOXES.some) }

// Threads somebody sees by her name (and, where her reach says so, by her team) beside those of her inboxes: few, read once and sorted into the numbers.
const FOLLOWED = 'conversations_followed(u.id) f join conversation c on c.workspace_id = $1 and c.conversation_id = f.conversation_id'
const TEAMS = 'select t.team_id from team_member t where t.workspace_id = $1 and t.user_id = u.id'
const FACTS = 'c.conversation_id, c.status, c.assignee_id, c.waiting_since, c.window_closes_at, c.window_left, c.answer_by, c.failed_count, c.unread'
const AT_WORK = `c.status = any('{open,pending,snoozed}')`
const extraSql = (outside: string, byTeam: boolean): string => `cross join lateral (select ${Object.entries(PARTS).map(([name, condition]) => `least(count(*) filter (where ${condition}), ${CAP})::int as x_${name}`).join(', ')} from (
  select ${FACTS} from conversation c where c.workspace_id = $1 and c.assignee_id = u.id and ${AT_WORK}${outside}
  union select ${FACTS} from ${FOLLOWED} where ${AT_WORK}${outside}
  ${byTeam ? `union select ${FACTS} from conversation c where c.workspace_id = $1 and c.team_id = any(array(${TEAMS})) and ${AT_WORK}` : ''}
  union select ${FACTS} from conversation c where c.workspace_id = $1 and c.failed_count > 0 and c.status = 'resolved' and (c.assignee_id = u.id or u.id = any(c.participant_ids)${byTeam ? ` or c.team_id = any(array(${TEAMS}))` : ''})${outside}) c) x`

const ownSql = (sight: string, extra: string): string => `select u.id as user_id,
  ${capped(`conversation c where c.workspace_id = $1 and c.assignee_id = u.id and c.status = 'open'`)} as mine,
  ${capped(`(${TEAMS}) t cross join lateral (select from conversation c where c.workspace_id = $1 and c.team_id = t.team_id and c.status = 'open' and ${sight} limit ${CAP}) x`)} as my_teams,
  ${capped(`${FOLLOWED} where c.status = 'open'`)} as participating,
  ${capped(`(select distinct d.conversation_id from draft d where d.workspace_id = $1 and d.user_id = u.id) d join conversation c on c.workspace_id = $1 and c.conversation_id = d.conversation_id where ${sight}`)} as drafts,
  ${capped(`(select distinct m.conversation_id from mention m where m.workspace_id = $1 and m.user_id = u.id and m.seen_at is null) m join conversation c on c.workspace_id = $1 and c.conversation_id = m.conversation_id where ${sight}`)} as mentions
  ${extra ? ', x.*' : ''} from unnest($6::uuid[]) u(id) ${extra}`
const NAMED = 'c.assignee_id = u.id or u.id = any(c.participant_ids)'
// Every text names all the values, so that the same ones serve each.
const ALL_VALUES = (text: string): string => `with given as (select $2::timestamptz, $3::timestamptz, $4::timestamptz, $5::uuid[]) ${text}`
const OWN = {
  all: ALL_VALUES(ownSql('true', '')), inboxes: ALL_VALUES(ownSql(`(c.inbox_id = any($5::uuid[]) or ${NAMED})`, extraSql(' and c.inbox_id <> all($5::uuid[])', false))),
  own: ALL_VALUES(ownSql(`(c.team_id = any(array(${TEAMS})) or ${NAMED})`, extraSql('', true))),
}

type Asker = Pick<Principal, 'id' | 'reach'>
type Shared = Record<SharedCount, number>
type Own = { user_id: string; mine: number; my_teams: number; participating: number; drafts: number; mentions: number } & Partial<Record<`x_${SharedCount}`, number>>
const NOTHING: Shared = { everything: 0, unassigned: 0, waiting: 0, closing_soon: 0, failed: 0, snoozed: 0, unread: 0 }

/** The numbers at the standard views, for each of these people: two statements for all who see the same. */
export async function readCounts(tx: Tx, services: Pick<Services, 'clock'>, workspaceId: string, people: readonly Asker[]): Promise<Map<string, Counts>> {
  const now = services.clock.now(workspaceId)
  const times = [now, now - LONGEST_WINDOW_MS, now + CLOSING_SOON_MS].map((at) => new Date(at).toISOString())
  const groups = new Map<string, Asker[]>()
  for (const person of people) {
    const key = JSON.stringify(person.reach.kind === 'inboxes' ? [...person.reach.inboxIds].sort() : person.reach.kind)
    groups.set(key, [...(groups.get(key) ?? []), person])
  }
  const counts = new Map<string, Counts>()
  for (const group of groups.values()) {
    const { reach } = group[0]! // a group has somebody
    const inboxIds = reach.kind === 'inboxes' ? reach.inboxIds : []
    const [shared = NOTHING] = reach.kind === 'own' ? [NOTHING] : await tx.query<Shared>(SHARED[reach.kind], reach.kind === 'all' ? [workspaceId, ...times] : [workspaceId, ...times, inboxIds])
    for (const row of await tx.query<Own>(OWN[reach.kind], [workspaceId, ...times, inboxIds, group.map((each) => each.id)])) counts.set(row.user_id, together(shared, row))
  }
  return counts
}

function together(shared: Shared, own: Own): Counts {
  const sum = (name: SharedCount): number => Math.min(CAP, shared[name] + (own[`x_${name}`] ?? 0))
  return {
    mine: own.mine, myTeams: own.my_teams, unassigned: sum('unassigned'), all: sum('everything'), mentions: own.mentions, participating: own.participating, drafts: own.drafts,
    waiting: sum('waiting'), closingSoon: sum('closing_soon'), failed: sum('failed'), snoozed: sum('snoozed'), unread: sum('unread'),
  }
}
