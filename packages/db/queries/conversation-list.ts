import { type Condition, type Filter, ME } from '@recado/core'
import type { Tx } from '../database.js'
import { type Add, type Asking, DEADLINE, filterSql, WAITS, windowOpen } from './filter.js'
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
  after?: ListPlace
  limit: number
}

/** A row with its place in the list: what the next page begins after. */
export interface ListedRow extends ConversationRow { part: number; place: number }

const STATUSES = ['open', 'pending', 'snoozed', 'resolved'] as const
/** No window is longer, so no deadline that still matters is older. */
const LONGEST_WINDOW_MS = 14 * 86_400_000
/** A label that more threads bear is met soon enough on the way down the list. */
const RARE = 2_000
/** Of a company with more people, threads are met soon enough as well. */
const MANY_PEOPLE = 10_000
const iso = (at: number): string => new Date(at).toISOString()

/** Rows looked at in one go where conditions decide that no index knows, and how far one request goes. */
const STRETCHES = [600, 2_400, 5_000]
const BELOW_ALL = '00000000-0000-0000-0000-000000000000'

/** One way down the rows: along the inboxes, the states, or a person's own. `main`: it goes down everything she sees, not along an index of few. */
interface Way { from: string; conditions: string[]; main?: boolean }

/** A place in a list, and how a list goes on: a page may be short where few of very many rows fulfil the conditions. */
export interface ListPlace { group: number; moment: number; id: string }
export interface ListPage { rows: ListedRow[]; next: ListPlace | null }

interface Walk { group: number; condition: string; column: string; direction: 'asc' | 'desc'; byInbox: boolean }

/**
 * One page of a list, by keyset. Each order is a few walks along an index, one after the other while the page is not full: the group (who waits,
 * what is open, what is urgent) first, everybody else newest first after it. Whoever sees some inboxes walks each of them and merges, so a page costs
 * the same at the end of a million rows as at the top. Only the rows of the page are read whole.
 *
 * Conditions that no index knows are compared on the way, in longer and longer stretches, and not further than eight thousand rows: then the page is
 * what was found so far, and `next` goes on from there.
 */
export async function listConversations(tx: Tx, workspaceId: string, filter: ListFilter): Promise<ListPage> {
  const lead = await leadOf(tx, workspaceId, filter)
  const rows: ListedRow[] = []
  // Who waits, or has a deadline, stands in the first group whole: what comes after it would be looked for in vain.
  const only = filter.view === 'waiting' && filter.sort === 'waiting' || filter.view === 'closing_soon' && filter.sort === 'closing'
  const stretches = [...STRETCHES]
  for (const walk of only ? walksOf(filter).slice(0, 1) : walksOf(filter)) {
    if (filter.after && filter.after.group > walk.group) continue
    let after = filter.after?.group === walk.group ? filter.after : undefined
    for (;;) {
      const part = { ...filter, after, limit: filter.limit + 1 - rows.length }
      const size = isLoose(filter, lead) ? stretches.shift() : null
      if (size === undefined) return { rows, next: after ?? { group: walk.group, ...TOP[walk.direction] } }
      const end = size === null ? null : await endOf(tx, workspaceId, part, walk, lead, size)
      const values: unknown[] = [workspaceId]
      const text = pageSql(part, walk, lead, end, (value) => `$${values.push(value)}`)
      rows.push(...(await tx.ask<ListedRow>(text, values)))
      const last = rows[filter.limit - 1]
      if (rows.length > filter.limit && last) return { rows: rows.slice(0, filter.limit), next: { group: last.part, moment: last.place, id: last.conversation_id } }
      if (end === null) break
      after = { group: walk.group, moment: end, id: BELOW_ALL }
    }
  }
  return { rows, next: null }
}

/** Ahead of every row of a walk. */
const TOP = { desc: { moment: 253_000_000_000_000, id: BELOW_ALL }, asc: { moment: 0, id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' } } as const

/** Whether many rows may be passed over before one is found: no index leads to those that fulfil the conditions. */
function isLoose({ tree, channel, account, label, among }: ListFilter, lead: Lead | null): boolean {
  return !among && lead === null && (tree !== undefined || Boolean(channel || account || label))
}

/** Where a stretch of so many rows ends on the longest of the ways; null when no way is longer. */
async function endOf(tx: Tx, workspaceId: string, filter: ListFilter, walk: Walk, lead: Lead | null, size: number): Promise<number | null> {
  const values: unknown[] = [workspaceId]
  const add: Add = (value) => `$${values.push(value)}`
  const { tree: _tree, channel: _channel, account: _account, label: _label, ...bare } = filter
  // Nobody by name: only the main way is asked for, without the values of the others.
  const states: Filter = { field: 'status', op: 'in', value: statusesOf(filter) }
  const { column, direction } = walk
  const place = placeOf(filter, walk, add)
  const way = waysOf({ ...bare, userId: null, tree: states }, walk, lead, add).find((one) => one.main)
  if (!way) return null
  const [row] = await tx.ask<{ at: number | null }>(`select ${direction === 'desc' ? 'max' : 'min'}(k.place) as at from (${rowsOf(way, (source, conditions) => `select ${column} as place ${source} where ${[...conditions, ...place].join(' and ')} order by ${column} ${direction} offset ${size} limit 1`, 'w.place')}) k`, values)
  return row?.at ?? null
}

/** How many belong to it, up to `cap`. */
export async function countConversations(tx: Tx, workspaceId: string, filter: Omit<ListFilter, 'sort' | 'limit' | 'after'>, cap: number): Promise<number> {
  const values: unknown[] = [workspaceId]
  const add: Add = (value) => `$${values.push(value)}`
  const whole: ListFilter = { ...filter, sort: 'newest', limit: cap }
  const ways = waysOf(whole, { ...NEWEST, group: 0 }, await leadOf(tx, workspaceId, whole), add)
  const limit = Math.trunc(cap)
  const [row] = await tx.ask<{ n: number }>(`select count(*)::int as n from (select conversation_id from (${ways.map((way) => rowsOf(way, (source, conditions) => `select c.conversation_id ${source} where ${conditions.join(' and ')} limit ${limit}`, 'w.conversation_id')).join(' union ')}) k limit ${limit}) s`, values)
  return row?.n ?? 0
}

/** What leads to few rows among all: ids kept elsewhere, or conditions that have an index of their own. */
type Lead = { ids: (add: Add) => string } | { field: 'assignee_id' | 'team_id'; ids: readonly string[] } | { field: 'failed' } | { field: 'priority'; words: readonly string[] }

/** The most telling of the conditions that every row must fulfil. */
async function leadOf(tx: Tx, workspaceId: string, filter: ListFilter): Promise<Lead | null> {
  const { label, tree, userId } = filter
  const rare = async (names: readonly string[]): Promise<Lead | null> => {
    const [row] = await tx.query<{ few: string[] | null }>(`select conversations_labelled($1, $2, ${RARE}) as few`, [names, statusesOf(filter)])
    const few = row?.few
    return few ? { ids: (add) => `select unnest(${add(few)}::uuid[])` } : null
  }
  const found = label ? await rare([label]) : null
  if (found || !tree) return found
  const tops = topsOf(tree)
  for (const each of tops) {
    if (each.field === 'labels' && each.op !== 'none') {
      for (const names of each.op === 'any' ? [each.value] : each.value.map((name) => [name])) { const lead = await rare(names); if (lead) return lead }
    }
    if (each.field === 'mentioned' && each.value && userId) return { ids: mentioned(userId) }
    if (each.field === 'draft' && each.value && userId) return { ids: drafted(userId) }
    if (each.field === 'company' && each.op === 'in') { const lead = await ofCompanies(tx, workspaceId, each.value); if (lead) return lead }
  }
  const words = (field: string): readonly string[] | null => {
    const one = tops.find((each) => each.field === field && 'op' in each && each.op === 'in')
    return one && Array.isArray(one.value) ? (one.value as readonly string[]) : null // choices hold words
  }
  const ids = (field: string): readonly string[] | null => {
    const wanted = words(field)?.flatMap((one) => (one === ME ? (userId ? [userId] : []) : [one]))
    return wanted?.every((one) => UUID.test(one)) ? [...new Set(wanted)] : null
  }
  const people = ids('assignee')
  if (people) return { field: 'assignee_id', ids: people }
  const teams = ids('team')
  if (teams) return { field: 'team_id', ids: teams }
  const followers = ids('participant')
  if (followers) return { ids: (add) => `select f.conversation_id from unnest(${add(followers)}::uuid[]) u(id) cross join lateral conversations_followed(u.id) f` }
  if (tops.some((each) => each.field === 'failed' && each.value === true)) return { field: 'failed' }
  const urgent = words('priority')
  return urgent && !urgent.includes('none') && !statusesOf(filter).includes('resolved') ? { field: 'priority', words: urgent } : null
}

/**
 * Threads of the people of these companies, where they are few. Walked by newest and compared, a company of ten people read eight thousand rows
 * for a page that stayed empty.
 */
async function ofCompanies(tx: Tx, workspaceId: string, companies: readonly string[]): Promise<Lead | null> {
  if (!companies.every((one) => UUID.test(one))) return null
  // Person by person (offset 0): joined as it liked, the planner read nine thousand threads of forty for the first two thousand of a large one.
  const [row] = await tx.query<{ people: number; few: string[] }>(
    `with p as materialized (select p.contact_id from contact p where p.workspace_id = $1 and p.company_id = any($2::uuid[]) limit ${MANY_PEOPLE + 1})
     select (select count(*)::int from p) as people, array(select c.conversation_id from p cross join lateral (select c.conversation_id from conversation c where c.workspace_id = $1 and c.contact_id = p.contact_id offset 0) c limit ${RARE + 1}) as few`, [workspaceId, companies])
  return row && row.people <= MANY_PEOPLE && row.few.length <= RARE ? { ids: (add) => `select unnest(${add(row.few)}::uuid[])` } : null
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The conditions of a tree that every row must fulfil. */
function topsOf(tree: Filter): Condition[] {
  if ('all' in tree) return tree.all.flatMap(topsOf)
  return 'field' in tree ? [tree] : []
}

const NEWEST: Omit<Walk, 'group'> = { condition: '', column: 'c.last_at', direction: 'desc', byInbox: false }
/** As the index of the urgent ones spells it. */
const URGENT = `c.priority <> 'none' and c.status <> 'resolved'`
const urgent = (priority: string): string => `${URGENT} and c.priority = '${priority}'`
const PRIORITIES = ['urgent', 'high', 'normal', 'low']
const CLOSING = '__closing__'
const NOT_CLOSING = '__not_closing__'

function walksOf({ sort, ...filter }: ListFilter): Walk[] {
  if (sort === 'waiting') return [{ group: 0, condition: 'c.waiting_since is not null', column: 'c.waiting_since', direction: 'asc', byInbox: true }, { ...NEWEST, group: 1, condition: 'c.waiting_since is null' }]
  if (sort === 'closing') return [{ group: 0, condition: CLOSING, column: DEADLINE, direction: 'asc', byInbox: true }, { ...NEWEST, group: 1, condition: NOT_CLOSING }]
  if (sort === 'priority') {
    const last: Walk = { ...NEWEST, group: PRIORITIES.length, condition: `(c.priority = 'none' or c.status = 'resolved')` }
    return statusesOf(filter).some((one) => one !== 'resolved') ? [...PRIORITIES.map((priority, group): Walk => ({ ...NEWEST, group, condition: urgent(priority), byInbox: true })), last] : [last]
  }
  return [{ ...NEWEST, group: 0 }]
}

function closing(filter: ListFilter, add: Add): string {
  return `(c.status <> 'resolved' and c.window_closes_at is not null and ${DEADLINE} > ${add(iso(filter.now - LONGEST_WINDOW_MS))}::timestamptz and ${windowOpen(`${add(iso(filter.now))}::timestamptz`)})`
}

/** What lies after the place where the page before ended. */
function placeOf({ after }: ListFilter, { group, column, direction }: Walk, add: Add): string[] {
  if (after?.group !== group) return []
  const at = `${add(iso(Math.abs(after.moment)))}::timestamptz`
  const id = `${add(after.id)}::uuid`
  return direction === 'desc' ? [`(${column}, c.conversation_id) < (${at}, ${id})`] : [`${column} >= ${at}`, `(${column} > ${at} or c.conversation_id < ${id})`]
}

/** `end`: where the stretch ends that is looked at now. */
function pageSql(filter: ListFilter, walk: Walk, lead: Lead | null, end: number | null, add: Add): string {
  const { column, direction } = walk
  const place = placeOf(filter, walk, add)
  if (end !== null) place.push(`${column} ${direction === 'desc' ? '>=' : '<='} ${add(iso(end))}::timestamptz`)
  const limit = Math.trunc(filter.limit)
  const ways = waysOf(filter, walk, lead, add).map((way) => rowsOf(way, (source, conditions) => `select c.conversation_id, ${column} as place ${source} where ${[...conditions, ...place].join(' and ')} order by ${column} ${direction}, c.conversation_id desc limit ${limit}`, 'w.conversation_id, w.place'))
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

function waysOf(filter: ListFilter, walk: Walk, lead: Lead | null, add: Add): Way[] {
  const { reach, userId } = filter
  const conditions = ['c.workspace_id = $1', ...conditionsOf(filter, add)]
  if (walk.condition === CLOSING) conditions.push(closing(filter, add))
  else if (walk.condition === NOT_CLOSING) conditions.push(`not ${closing(filter, add)}`)
  else if (walk.condition) conditions.push(walk.condition)
  // A deadline has only who is not resolved, and so have the urgent.
  const statuses = walk.condition === CLOSING || walk.condition.startsWith(URGENT) ? statusesOf(filter).filter((one) => one !== 'resolved') : statusesOf(filter)
  const seen = (): string[] => { const sight = reach.sight(add); return sight ? [sight] : [] }
  const ids = idsOf(filter, lead, add)
  if (ids) return [{ from: 'from conversation c', conditions: [...conditions, `c.conversation_id = any(array(${ids}))`, ...status(statuses, add), ...seen()] }]
  // The failed of all states are few, in one order.
  if (filter.view === 'failed') return [{ from: 'from conversation c', conditions: [...conditions, ...status(statuses, add), ...seen()] }]
  const teams = (ids: string): Way => perInbox(null, statuses, [...conditions, `c.team_id = any(${ids})`, ...seen()], 'order', add)
  // Who waits, or has a deadline, of a team stands among all who do, with the team in the index; of a person they are few.
  const ordered = walk.column !== NEWEST.column
  if (ordered && filter.view === 'my_teams') return [teams(`array(select t.team_id from team_member t where t.workspace_id = $1 and t.user_id = ${add(userId)}::uuid)`)]
  if (ordered && filter.team) return [teams(`array[${add(filter.team)}::uuid]`)]
  if (ordered && statuses.includes('resolved') && (filter.view === 'mine' || filter.assignee === 'me')) return [perInbox(null, statuses, conditions, 'order', add)]
  // Already hers, or one person's or team's: few rows under an index of their own.
  if (filter.view === 'my_teams') return [perTeam(statuses, [...conditions, ...seen()], `${add(userId)}::uuid`, add)]
  if (lead && 'field' in lead) {
    const seenToo = [...conditions, ...seen()]
    if (lead.field === 'failed') return [{ from: 'from conversation c', conditions: [...seenToo, 'c.failed_count > 0', ...status(statuses, add)] }]
    if (lead.field === 'priority') return [perPriority(lead.words, statuses, seenToo, add)]
    return [perOne(lead.field, lead.ids, statuses, seenToo, add)]
  }
  const mine = filter.view === 'mine' || filter.assignee === 'me'
  if (mine || filter.assignee && filter.assignee !== 'none' || filter.team) return [perStatus(statuses, [...conditions, ...(mine ? [] : seen())], add)]
  const user = (): string => `${add(userId)}::uuid`
  const named = userId !== null
  const hers = (): Way => ordered && statuses.includes('resolved') ? perInbox(null, statuses, [...conditions, `c.assignee_id = ${user()}`], 'order', add) : perStatus(statuses, [...conditions, `c.assignee_id = ${user()}`], add)
  if (reach.kind === 'own') {
    return [
      ...(named ? [hers(), followed(conditions, statuses, user(), add)] : []),
      ...(ordered ? reach.teamIds.slice(0, 1).map(() => perInbox(null, statuses, [...conditions, `c.team_id = any(${add(reach.teamIds)}::uuid[])`], 'order', add)) : reach.teamIds.map((id) => perStatus(statuses, [...conditions, `c.team_id = ${add(id)}::uuid`], add))),
      ...(!named && reach.teamIds.length === 0 ? [{ from: 'from conversation c', conditions: ['false'] }] : []),
    ]
  }
  const inboxes = filter.inbox ? [filter.inbox] : reach.kind === 'inboxes' ? reach.inboxIds : null
  const outside = filter.inbox && reach.kind === 'inboxes' && !reach.inboxIds.includes(filter.inbox)
  const main = outside ? [] : [{ ...perInbox(inboxes, statuses, conditions, walk.byInbox ? 'order' : filter.view === 'unassigned' ? 'state' : 'no', add), main: true }]
  if (reach.kind === 'all' || !named) return main
  return [...main, hers(), followed(conditions, statuses, user(), add)]
}

const status = (statuses: readonly string[], add: Add): string[] => (statuses.length === STATUSES.length ? [] : statuses.length === 1 ? [`c.status = ${literal(statuses[0]!)}`] : [`c.status = any(${add(statuses)}::text[])`])

/** A state as the partial indexes spell it: the planner has to see the word. Checked against the list of them. */
function literal(word: string): string { return `'${STATUSES.find((each) => each === word) ?? 'open'}'` }

function perStatus(statuses: readonly string[], conditions: string[], add: Add): Way {
  if (statuses.length === 1) return { from: 'from conversation c', conditions: [...conditions, ...status(statuses, add)] }
  return { from: `from unnest(${add(statuses)}::text[]) as s(status)${LATERAL}from conversation c`, conditions: [...conditions, 'c.status = s.status'] }
}

/** `along`: whether the index begins with the inbox, and whether the order or the state comes next in it. */
function perInbox(inboxes: readonly string[] | null, statuses: readonly string[], conditions: string[], along: 'order' | 'state' | 'no', add: Add): Way {
  if (!inboxes && along === 'no') return perStatus(statuses, conditions, add)
  const each = inboxes ? `unnest(${add(inboxes)}::uuid[]) as i(inbox_id)` : '(select b.inbox_id from inbox b where b.workspace_id = $1) i'
  // An order of its own is walked once per inbox and compares the state on the way; the newest of several states are several walks.
  if (along === 'order' || statuses.length === 1) return { from: `from ${each}${LATERAL}from conversation c`, conditions: [...conditions, 'c.inbox_id = i.inbox_id', ...status(statuses, add)] }
  return { from: `from ${each} cross join unnest(${add(statuses)}::text[]) as s(status)${LATERAL}from conversation c`, conditions: [...conditions, 'c.inbox_id = i.inbox_id', 'c.status = s.status'] }
}

/** Along the index of these people, or teams. */
function perOne(column: 'assignee_id' | 'team_id', ids: readonly string[], statuses: readonly string[], conditions: string[], add: Add): Way {
  return { from: `from unnest(${add(ids)}::uuid[]) as o(id) cross join unnest(${add(statuses)}::text[]) as s(status)${LATERAL}from conversation c`, conditions: [...conditions, `c.${column} = o.id`, 'c.status = s.status'] }
}

function perPriority(words: readonly string[], statuses: readonly string[], conditions: string[], add: Add): Way {
  return { from: `from unnest(${add(words)}::text[]) as o(priority) cross join (select b.inbox_id from inbox b where b.workspace_id = $1) i${LATERAL}from conversation c`,
    conditions: [...conditions, `c.priority <> 'none' and c.status <> 'resolved' and c.priority = o.priority`, 'c.inbox_id = i.inbox_id', ...status(statuses, add)] }
}

function perTeam(statuses: readonly string[], conditions: string[], user: string, add: Add): Way {
  return { from: `from (select t.team_id from team_member t where t.workspace_id = $1 and t.user_id = ${user}) t cross join unnest(${add(statuses)}::text[]) as s(status)${LATERAL}from conversation c`, conditions: [...conditions, 'c.team_id = t.team_id', 'c.status = s.status'] }
}

function followed(conditions: string[], statuses: readonly string[], user: string, add: Add): Way {
  return { from: 'from conversation c', conditions: [...conditions, `c.conversation_id = any(array(select f.conversation_id from conversations_followed(${user}) f))`, ...status(statuses, add)] }
}

/** The states a list may hold: what it says itself, or what the top of the tree leaves. */
function statusesOf({ status: asked, view, tree }: Pick<ListFilter, 'status' | 'view' | 'tree'>): readonly string[] {
  const named = asked ? [asked] : view === 'snoozed' ? ['snoozed'] : view === 'resolved' ? ['resolved'] : null
  if (named) return named
  const tops = tree ? ('all' in tree ? tree.all : [tree]) : []
  return tops.reduce<readonly string[]>((left, each) => ('field' in each && each.field === 'status' ? left.filter((one) => each.value.includes(one) === (each.op === 'in')) : left), STATUSES)
}

const mentioned = (userId: string | null) => (add: Add): string => `select m.conversation_id from mention m where m.workspace_id = $1 and m.user_id = ${add(userId)}::uuid`
const drafted = (userId: string | null) => (add: Add): string => `select d.conversation_id from draft d where d.workspace_id = $1 and d.user_id = ${add(userId)}::uuid`

/** Ids to choose from, where they are few and kept elsewhere. */
function idsOf({ view, userId, among }: ListFilter, lead: Lead | null, add: Add): string | null {
  if (among) return `select unnest(${add(among)}::uuid[])`
  if (view === 'participating') return `select f.conversation_id from conversations_followed(${add(userId)}::uuid) f`
  if (view === 'drafts') return drafted(userId)(add)
  if (view === 'mentions') return mentioned(userId)(add)
  return lead && !('field' in lead) ? lead.ids(add) : null
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
    case 'closing_soon': where.push(`${filter.sort === 'closing' ? WAITS : 'c.waiting_since is not null'} and c.status <> 'resolved' and c.window_closes_at is not null and ${DEADLINE} <= ${add(iso(soonEndsAt))}::timestamptz and ${DEADLINE} > ${add(iso(now - LONGEST_WINDOW_MS))}::timestamptz and ${windowOpen(`${add(iso(now))}::timestamptz`)}`); break
    case 'none': where.push('false'); break
    default: // asked by state or by ids
  }
  return where
}
