import type { Filter } from '@recado/core'
import type { Tx } from '../database.js'
import { type Add, type Asking, DEADLINE, filterSql, windowOpen } from './filter.js'
import { FROM, ROW, type ConversationRow } from './conversation.js'

export type ListView = 'all' | 'mine' | 'my_teams' | 'unassigned' | 'mentions' | 'participating' | 'drafts' | 'waiting' | 'closing_soon' | 'failed' | 'snoozed' | 'resolved' | 'none'
export type ListSort = 'newest' | 'waiting' | 'closing' | 'priority'

/** What somebody sees: `sight` is the condition on rows called `c` (null = everything), the rest says along which indexes to walk. */
export interface ListReach {
  kind: 'all' | 'inboxes' | 'own'
  inboxIds: readonly string[]
  teamIds: readonly string[]
  sight(add: Add): string | null
}

export interface ListFilter extends Asking {
  view: ListView
  /** End of "closing soon", ms. */
  soonEndsAt: number
  /** A saved view's tree. */
  tree?: Filter
  reach: ListReach
  status?: string; assignee?: string; team?: string; inbox?: string; channel?: string; account?: string; label?: string
  /** ids found by the search, when there is a question */
  among?: readonly string[]
  sort: ListSort
  /** place after which to go on */
  after?: { group: number; moment: number; id: string }
  limit: number
}

/** A row with its place in the list: what the next page begins after. */
export interface ListedRow extends ConversationRow { part: number; place: number }

const STATUSES = ['open', 'pending', 'snoozed', 'resolved'] as const
/** No window is longer, so no deadline that still matters is older. */
const LONGEST_WINDOW_MS = 14 * 86_400_000
/** A label that more threads bear is met soon enough on the way down the list. */
const RARE = 2_000
const iso = (at: number): string => new Date(at).toISOString()

/** One way down the rows: along the inboxes, the states, or a person's own. */
interface Way { from: string; conditions: string[] }

interface Walk { group: number; condition: string; column: string; direction: 'asc' | 'desc'; byInbox: boolean }

/**
 * One page of a list, by keyset. Each order is a few walks along an index, one after the other while the page is not full: the group (who waits,
 * what is open, what is urgent) first, everybody else newest first after it. Whoever sees some inboxes walks each of them and merges, so a page costs
 * the same at the end of a million rows as at the top. Only the rows of the page are read whole.
 */
export async function listConversations(tx: Tx, workspaceId: string, filter: ListFilter): Promise<ListedRow[]> {
  const rareLabel = await isRareLabel(tx, filter)
  const rows: ListedRow[] = []
  // Who waits, or has a deadline, stands in the first group whole: what comes after it would be looked for in vain.
  const only = filter.view === 'waiting' && filter.sort === 'waiting' || filter.view === 'closing_soon' && filter.sort === 'closing'
  for (const walk of only ? walksOf(filter.sort).slice(0, 1) : walksOf(filter.sort)) {
    if (rows.length >= filter.limit) break
    if (filter.after && filter.after.group > walk.group) continue
    const values: unknown[] = [workspaceId]
    const text = pageSql(filter, walk, rareLabel, (value) => `$${values.push(value)}`)
    rows.push(...(await tx.ask<ListedRow>(text, values)))
  }
  return rows.slice(0, filter.limit)
}

/** How many belong to it, up to `cap`. */
export async function countConversations(tx: Tx, workspaceId: string, filter: Omit<ListFilter, 'sort' | 'limit' | 'after'>, cap: number): Promise<number> {
  const values: unknown[] = [workspaceId]
  const add: Add = (value) => `$${values.push(value)}`
  const whole: ListFilter = { ...filter, sort: 'newest', limit: cap }
  const ways = waysOf(whole, { ...NEWEST, group: 0 }, await isRareLabel(tx, whole), add)
  const limit = Math.trunc(cap)
  const [row] = await tx.ask<{ n: number }>(`select count(*)::int as n from (select conversation_id from (${ways.map((way) => rowsOf(way, (source, conditions) => `select c.conversation_id ${source} where ${conditions.join(' and ')} limit ${limit}`, 'w.conversation_id')).join(' union ')}) k limit ${limit}) s`, values)
  return row?.n ?? 0
}

async function isRareLabel(tx: Tx, { label }: ListFilter): Promise<boolean> {
  if (!label) return false
  const [row] = await tx.query<{ n: number }>(`select count(*)::int as n from conversations_labelled(array[$1::text], ${RARE + 1})`, [label])
  return (row?.n ?? 0) <= RARE
}

const NEWEST: Omit<Walk, 'group'> = { condition: '', column: 'c.last_at', direction: 'desc', byInbox: false }
const CLOSING = '__closing__'
const NOT_CLOSING = '__not_closing__'

function walksOf(sort: ListSort): Walk[] {
  if (sort === 'waiting') return [{ group: 0, condition: 'c.waiting_since is not null', column: 'c.waiting_since', direction: 'asc', byInbox: true }, { ...NEWEST, group: 1, condition: 'c.waiting_since is null' }]
  if (sort === 'closing') return [{ group: 0, condition: CLOSING, column: DEADLINE, direction: 'asc', byInbox: true }, { ...NEWEST, group: 1, condition: NOT_CLOSING }]
  if (sort === 'priority') return [...['urgent', 'high', 'normal', 'low'].map((priority, group): Walk => ({ ...NEWEST, group, condition: `c.priority <> 'none' and c.status <> 'resolved' and c.priority = '${priority}'` })),
    { ...NEWEST, group: 4, condition: `(c.priority = 'none' or c.status = 'resolved')` }]
  return [{ ...NEWEST, group: 0 }]
}

function closing(filter: ListFilter, add: Add): string {
  return `(c.status <> 'resolved' and c.window_closes_at is not null and ${DEADLINE} > ${add(iso(filter.now - LONGEST_WINDOW_MS))}::timestamptz and ${windowOpen(`${add(iso(filter.now))}::timestamptz`)})`
}

function pageSql(filter: ListFilter, walk: Walk, rareLabel: boolean, add: Add): string {
  const { column, direction } = walk
  const place: string[] = []
  if (filter.after?.group === walk.group) {
    const at = `${add(iso(Math.abs(filter.after.moment)))}::timestamptz`
    const id = `${add(filter.after.id)}::uuid`
    if (direction === 'desc') place.push(`(${column}, c.conversation_id) < (${at}, ${id})`)
    else place.push(`${column} >= ${at}`, `(${column} > ${at} or c.conversation_id < ${id})`)
  }
  const limit = Math.trunc(filter.limit)
  const ways = waysOf(filter, walk, rareLabel, add).map((way) => rowsOf(way, (source, conditions) => `select c.conversation_id, ${column} as place ${source} where ${[...conditions, ...place].join(' and ')} order by ${column} ${direction}, c.conversation_id desc limit ${limit}`, 'w.conversation_id, w.place'))
  return `select ${walk.group} as part, k.place, ${ROW} from (select k.conversation_id, k.place from (${ways.join(' union ')}) k order by k.place ${direction}, k.conversation_id desc limit ${limit}) k
    join conversation c on c.workspace_id = $1 and c.conversation_id = k.conversation_id ${FROM.slice(FROM.indexOf('join'))} order by k.place ${direction}, k.conversation_id desc`
}

/** The rows of a way; one that goes along inboxes or states is asked once for each. */
function rowsOf({ from, conditions }: Way, rows: (source: string, conditions: readonly string[]) => string, columns: string): string {
  const [outer, inner] = from.split(LATERAL)
  return inner === undefined ? `(${rows(from, conditions)})` : `(select ${columns} ${outer} cross join lateral (${rows(inner, conditions)}) w)`
}

/** Stands between the outer part of a way and the rows it is joined with, one inbox or state after the other. */
const LATERAL = ' /* each */ '

function waysOf(filter: ListFilter, walk: Walk, rareLabel: boolean, add: Add): Way[] {
  const { reach, userId } = filter
  const conditions = ['c.workspace_id = $1', ...conditionsOf(filter, add)]
  if (walk.condition === CLOSING) conditions.push(closing(filter, add))
  else if (walk.condition === NOT_CLOSING) conditions.push(`not ${closing(filter, add)}`)
  else if (walk.condition) conditions.push(walk.condition)
  const statuses = statusesOf(filter)
  const seen = (): string[] => { const sight = reach.sight(add); return sight ? [sight] : [] }
  const ids = idsOf(filter, rareLabel, add)
  if (ids) return [{ from: 'from conversation c', conditions: [...conditions, `c.conversation_id = any(array(${ids}))`, ...status(statuses, add), ...seen()] }]
  // Already hers, or one person's or team's: few rows under an index of their own.
  if (filter.view === 'my_teams') return [perTeam(statuses, [...conditions, ...seen()], `${add(userId)}::uuid`, add)]
  const mine = filter.view === 'mine' || filter.assignee === 'me'
  if (mine || filter.assignee && filter.assignee !== 'none' || filter.team || filter.view === 'failed') return [perStatus(statuses, [...conditions, ...(mine ? [] : seen())], add)]
  const user = (): string => `${add(userId)}::uuid`
  const named = userId !== null
  if (reach.kind === 'own') {
    return [
      ...(named ? [perStatus(statuses, [...conditions, `c.assignee_id = ${user()}`], add), followed(conditions, statuses, user(), add)] : []),
      ...reach.teamIds.map((id) => perStatus(statuses, [...conditions, `c.team_id = ${add(id)}::uuid`], add)),
      ...(!named && reach.teamIds.length === 0 ? [{ from: 'from conversation c', conditions: ['false'] }] : []),
    ]
  }
  const inboxes = filter.inbox ? [filter.inbox] : reach.kind === 'inboxes' ? reach.inboxIds : null
  const outside = filter.inbox && reach.kind === 'inboxes' && !reach.inboxIds.includes(filter.inbox)
  const main = outside ? [] : [perInbox(inboxes, statuses, conditions, walk.byInbox || filter.view === 'unassigned', add)]
  if (reach.kind === 'all' || !named) return main
  return [...main, perStatus(statuses, [...conditions, `c.assignee_id = ${user()}`], add), followed(conditions, statuses, user(), add)]
}

const status = (statuses: readonly string[], add: Add): string[] => (statuses.length === STATUSES.length ? [] : statuses.length === 1 ? [`c.status = ${literal(statuses[0]!)}`] : [`c.status = any(${add(statuses)}::text[])`])

/** A state as the partial indexes spell it: the planner has to see the word. Checked against the list of them. */
function literal(word: string): string { return `'${STATUSES.find((each) => each === word) ?? 'open'}'` }

function perStatus(statuses: readonly string[], conditions: string[], add: Add): Way {
  if (statuses.length === 1) return { from: 'from conversation c', conditions: [...conditions, ...status(statuses, add)] }
  return { from: `from unnest(${add(statuses)}::text[]) as s(status)${LATERAL}from conversation c`, conditions: [...conditions, 'c.status = s.status'] }
}

function perInbox(inboxes: readonly string[] | null, statuses: readonly string[], conditions: string[], byInbox: boolean, add: Add): Way {
  if (!inboxes && !byInbox) return perStatus(statuses, conditions, add)
  const each = inboxes ? `unnest(${add(inboxes)}::uuid[]) as i(inbox_id)` : '(select b.inbox_id from inbox b where b.workspace_id = $1) i'
  // An order of its own is walked once per inbox and compares the state on the way; the newest of several states are several walks.
  if (byInbox || statuses.length === 1) return { from: `from ${each}${LATERAL}from conversation c`, conditions: [...conditions, 'c.inbox_id = i.inbox_id', ...status(statuses, add)] }
  return { from: `from ${each} cross join unnest(${add(statuses)}::text[]) as s(status)${LATERAL}from conversation c`, conditions: [...conditions, 'c.inbox_id = i.inbox_id', 'c.status = s.status'] }
}

function perTeam(statuses: readonly string[], conditions: string[], user: string, add: Add): Way {
  return { from: `from (select t.team_id from team_member t where t.workspace_id = $1 and t.user_id = ${user}) t cross join unnest(${add(statuses)}::text[]) as s(status)${LATERAL}from conversation c`, conditions: [...conditions, 'c.team_id = t.team_id', 'c.status = s.status'] }
}

function followed(conditions: string[], statuses: readonly string[], user: string, add: Add): Way {
  return { from: 'from conversation c', conditions: [...conditions, `c.conversation_id = any(array(select f.conversation_id from conversations_followed(${user}) f))`, ...status(statuses, add)] }
}

/** The states a list may hold: what it says itself, or what the top of the tree leaves. */
function statusesOf({ status: asked, view, tree }: ListFilter): readonly string[] {
  const named = asked ? [asked] : view === 'snoozed' ? ['snoozed'] : view === 'resolved' ? ['resolved'] : null
  if (named) return named
  const tops = tree ? ('all' in tree ? tree.all : [tree]) : []
  return tops.reduce<readonly string[]>((left, each) => ('field' in each && each.field === 'status' ? left.filter((one) => each.value.includes(one) === (each.op === 'in')) : left), STATUSES)
}

/** Ids to choose from, where they are few and kept elsewhere. */
function idsOf({ view, userId, among, label }: ListFilter, rareLabel: boolean, add: Add): string | null {
  if (among) return `select unnest(${add(among)}::uuid[])`
  const user = (): string => `${add(userId)}::uuid`
  if (view === 'participating') return `select f.conversation_id from conversations_followed(${user()}) f`
  if (view === 'drafts') return `select d.conversation_id from draft d where d.workspace_id = $1 and d.user_id = ${user()}`
  if (view === 'mentions') return `select m.conversation_id from mention m where m.workspace_id = $1 and m.user_id = ${user()}`
  return label && rareLabel ? `select l.conversation_id from conversations_labelled(array[${add(label)}::text], ${RARE}) l` : null
}

/** What every row of the list fulfils, but for its state and who sees it. */
function conditionsOf(filter: ListFilter, add: Add): string[] {
  const { view, userId, soonEndsAt, now } = filter
  const where: string[] = []
  const user = (): string => `${add(userId)}::uuid`
  if (filter.assignee) where.push(filter.assignee === 'none' ? 'c.assignee_id is null' : `c.assignee_id = ${filter.assignee === 'me' ? user() : `${add(filter.assignee)}::uuid`}`)
  if (filter.team) where.push(`c.team_id = ${add(filter.team)}::uuid`)
  if (filter.inbox) where.push(`c.inbox_id = ${add(filter.inbox)}::uuid`)
  if (filter.channel) where.push(`c.channel = ${add(filter.channel)}`)
  if (filter.account) where.push(`c.account_id = ${add(filter.account)}::uuid`)
  if (filter.label) where.push(`c.labels <> '{}' and c.labels @> array[${add(filter.label)}::text]`)
  if (filter.tree) where.push(filterSql(filter.tree, filter, add))
  switch (view) {
    case 'mine': where.push(`c.assignee_id = ${user()}`); break
    case 'unassigned': where.push('c.assignee_id is null'); break
    case 'waiting': where.push('c.waiting_since is not null'); break
    case 'failed': where.push('c.failed_count > 0'); break
    case 'closing_soon': where.push(`c.waiting_since is not null and c.status <> 'resolved' and c.window_closes_at is not null and ${DEADLINE} <= ${add(iso(soonEndsAt))}::timestamptz and ${DEADLINE} > ${add(iso(now - LONGEST_WINDOW_MS))}::timestamptz and ${windowOpen(`${add(iso(now))}::timestamptz`)}`); break
    case 'none': where.push('false'); break
    default: // asked by state or by ids
  }
  return where
}
