import type { IdentityKey } from '@recado/core'
import type { Tx } from '../database.js'

/** A list row with the names it shows. */
export interface ConversationRow {
  conversation_id: string; number: number; channel: string; account_id: string; inbox_id: string; contact_id: string; contact_name: string; avatar_media_id: string | null
  identity_id: string; keys: IdentityKey[]; status: 'open' | 'pending' | 'snoozed' | 'resolved'; snoozed_until: number | null; snooze_margin_ms: number | null; priority: string; assignee_id: string | null; assignee_name: string | null
  team_id: string | null; team_name: string | null; participant_ids: string[]; labels: string[]; unread: number; waiting_since: number | null; last_inbound_at: number | null; last_at: number; last_message_id: string | null; last_kind: string | null; last_text: string | null
  last_direction: 'in' | 'out' | null; last_status: string | null; last_message_at: number | null; window_kind: string | null; window_opened_at: number | null; window_closes_at: number | null; window_left: number | null
  failed_count: number; case_id: string
}

const ROW = `c.conversation_id, c.number, c.channel, c.account_id, c.inbox_id, c.contact_id, p.name as contact_name, p.avatar_media_id, c.identity_id,
  (select coalesce(jsonb_agg(jsonb_build_object('kind', k.kind, 'value', k.value) order by k.kind, k.value), '[]') from identity_key k where k.workspace_id = c.workspace_id and k.identity_id = c.identity_id) as keys,
  c.status, c.snoozed_until, c.snooze_margin_ms, c.priority, c.assignee_id, (select u.name from app_user u where u.user_id = c.assignee_id) as assignee_name, c.team_id, (select t.name from team t where t.workspace_id = c.workspace_id and t.team_id = c.team_id) as team_name, c.participant_ids, c.labels, c.unread, c.waiting_since, c.last_inbound_at, c.last_at,
  c.last_message_id, c.last_kind, c.last_text, c.last_direction, c.last_status, c.last_message_at, c.window_kind, c.window_opened_at, c.window_closes_at, c.window_left, c.failed_count, c.case_id`

const FROM = 'from conversation c join contact p on p.workspace_id = c.workspace_id and p.contact_id = c.contact_id'

export function conversationsById(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<ConversationRow[]> {
  return tx.query<ConversationRow>(`select ${ROW} ${FROM} where c.workspace_id = $1 and c.conversation_id = any($2)`, [workspaceId, ids])
}

export interface ListFilter {
  view: 'all' | 'mine' | 'unassigned' | 'waiting' | 'failed' | 'closing_soon' | 'none'
  userId: string
  /** business time and the end of "soon", ms */
  now: number
  soonEndsAt: number
  status?: string; assignee?: string; team?: string; inbox?: string; channel?: string; account?: string; label?: string
  /** ids found by the search, newest first, when there is a question */
  among?: readonly string[]
  sort: 'newest' | 'waiting' | 'closing'
  /** place after which to go on */
  after?: { group: number; moment: number; id: string }
  limit: number
}

const iso = (at: number): string => new Date(at).toISOString()

/**
 * One page of a list, by keyset. Each order is a union of at most two walks along an index, so a page costs the same at the end of a million
 * rows as at the top: the group (who waits, what is open) first, everybody else newest first after it.
 */
export async function listConversations(tx: Tx, workspaceId: string, filter: ListFilter): Promise<ConversationRow[]> {
  const values: unknown[] = [workspaceId]
  const add = (value: unknown): string => `$${values.push(value)}`
  const where = ['c.workspace_id = $1']
  if (filter.status) where.push(`c.status = ${add(filter.status)}`)
  if (filter.assignee) where.push(filter.assignee === 'none' ? 'c.assignee_id is null' : `c.assignee_id = ${add(filter.assignee === 'me' ? filter.userId : filter.assignee)}`)
  if (filter.team) where.push(`c.team_id = ${add(filter.team)}`)
  if (filter.inbox) where.push(`c.inbox_id = ${add(filter.inbox)}`)
  if (filter.channel) where.push(`c.channel = ${add(filter.channel)}`)
  if (filter.account) where.push(`c.account_id = ${add(filter.account)}`)
  if (filter.label) where.push(`c.labels <> '{}' and c.labels @> array[${add(filter.label)}]::text[]`)
  if (filter.among) where.push(`c.conversation_id = any(${add(filter.among)})`)
  if (filter.view === 'mine') where.push(`c.assignee_id = ${add(filter.userId)}`)
  if (filter.view === 'unassigned') where.push('c.assignee_id is null')
  if (filter.view === 'waiting') where.push('c.waiting_since is not null')
  if (filter.view === 'failed') where.push('c.failed_count > 0')
  if (filter.view === 'closing_soon') where.push(`c.waiting_since is not null and c.window_closes_at > ${add(iso(filter.now))} and c.window_closes_at <= ${add(iso(filter.soonEndsAt))} and (c.window_left is null or c.window_left > 0)`)
  if (filter.view === 'none') where.push('false')
  const limit = add(filter.limit)
  const { after } = filter
  const walk = (group: number, condition: string, column: string, direction: 'asc' | 'desc'): string | null => {
    if (after && after.group > group) return null
    const conditions = condition ? [...where, condition] : [...where]
    if (after && after.group === group) {
      const at = add(iso(Math.abs(after.moment)))
      const id = add(after.id)
      conditions.push(direction === 'desc' ? `(${column}, c.conversation_id) < (${at}, ${id})` : `(${column} > ${at} or (${column} = ${at} and c.conversation_id < ${id}))`)
    }
    return `(select ${group} as part, ${ROW} ${FROM} where ${conditions.join(' and ')} order by ${column} ${direction}, c.conversation_id desc limit ${limit})`
  }
  const open = `c.window_closes_at > ${filter.sort === 'closing' ? add(iso(filter.now)) : 'now()'}`
  const walks = filter.sort === 'waiting' ? [walk(0, 'c.waiting_since is not null', 'c.waiting_since', 'asc'), walk(1, 'c.waiting_since is null', 'c.last_at', 'desc')]
    : filter.sort === 'closing' ? [walk(0, open, 'c.window_closes_at', 'asc'), walk(1, `(c.window_closes_at is null or not ${open})`, 'c.last_at', 'desc')]
    : [walk(0, '', 'c.last_at', 'desc')]
  const rows: ConversationRow[] = []
  // The second walk is only made when the first did not fill the page.
  for (const sql of walks) if (sql && rows.length < filter.limit) rows.push(...(await tx.query<ConversationRow>(sql, trimmed(sql, values))))
  return rows.slice(0, filter.limit)
}

/** PostgreSQL refuses values that a statement does not name; the other walk's are at the end. */
function trimmed(sql: string, values: readonly unknown[]): unknown[] {
  const highest = Math.max(...[...sql.matchAll(/\$(\d+)/g)].map((match) => Number(match[1])))
  return values.slice(0, highest)
}
