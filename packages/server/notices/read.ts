/** Notices as the API says them. */
import type { Notice, NoticePage } from '@recado/api'
import type { NoticeWay, ThreadKind } from '@recado/core'
import type { Tx } from '@recado/db'
import { reachSql } from '../auth/reach.js'
import { iso, isoOrNull } from '../http/schemas.js'
import type { Principal } from '../services.js'

interface Row { notice_id: string; kind: ThreadKind; conversation_id: string; message_id: string | null; count: number; at: number; at_text: string; seen_at: number | null; by_id: string | null; by_name: string | null; contact_id: string; contact_name: string; channel: string; account: string; inbox_id: string; preview: string | null; ways: NoticeWay[] }

const FROM = `from notice n join conversation c on c.workspace_id = $1 and c.conversation_id = n.conversation_id join contact p on p.workspace_id = $1 and p.contact_id = c.contact_id
  join channel_account a on a.workspace_id = $1 and a.account_id = c.account_id left join app_user u on u.user_id = n.by_user_id`
const COLUMNS = `n.notice_id, n.kind, n.conversation_id, n.message_id, n.count, n.at, n.at::text as at_text, n.seen_at, u.user_id as by_id, u.name as by_name, c.contact_id, p.name as contact_name, c.channel, a.name as account, c.inbox_id, c.last_text as preview, n.ways`
/** What stands in the bell; the rest goes other ways alone. */
const IN_BELL = `'app' = any(n.ways)`

const toNotice = (row: Row): Notice => ({
  id: row.notice_id, kind: row.kind, conversationId: row.conversation_id, messageId: row.message_id, count: row.count, at: iso(row.at), seenAt: isoOrNull(row.seen_at), by: row.by_id ? { id: row.by_id, name: row.by_name ?? '' } : null,
  contact: { id: row.contact_id, name: row.contact_name }, channel: row.channel, account: row.account, inboxId: row.inbox_id, preview: row.preview ?? '', ways: row.ways,
})

/** Newest first. What she no longer sees (given to another team meanwhile) is not there. */
export async function listNotices(tx: Tx, principal: Principal, { unread, limit, cursor }: { unread: boolean; limit: number; cursor: { at: string; id: string } | null }): Promise<NoticePage> {
  const values: unknown[] = [principal.workspaceId, principal.id]
  const add = (value: unknown): string => `$${values.push(value)}`
  const seen = reachSql(principal.reach, principal.id, add)
  const rows = await tx.query<Row>(
    `select ${COLUMNS} ${FROM} where n.workspace_id = $1 and n.user_id = $2 and ${IN_BELL} ${unread ? 'and n.seen_at is null' : ''} ${seen ? `and ${seen}` : ''}
     ${cursor ? `and (n.at, n.notice_id) < (${add(cursor.at)}::timestamptz, ${add(cursor.id)}::uuid)` : ''} order by n.at desc, n.notice_id desc limit ${add(limit + 1)}`, values)
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return { items: rows.slice(0, limit).map(toNotice), next: last ? Buffer.from(`${last.at_text} ${last.notice_id}`).toString('base64url') : null, unread: await countUnread(tx, principal.workspaceId, principal.id) }
}

/** Exact to 100. */
export async function countUnread(tx: Tx, workspaceId: string, userId: string): Promise<number> {
  return (await countUnreadOf(tx, workspaceId, [userId])).get(userId) ?? 0
}

/** The same of several people. */
export async function countUnreadOf(tx: Tx, workspaceId: string, userIds: readonly string[]): Promise<Map<string, number>> {
  if (userIds.length === 0) return new Map()
  const rows = await tx.query<{ user_id: string; count: number }>(
    `select u.id as user_id, (select count(*) from (select from notice n where n.workspace_id = $1 and n.user_id = u.id and n.seen_at is null and ${IN_BELL} limit 100) x)::int as count from unnest($2::uuid[]) u(id)`, [workspaceId, userIds])
  return new Map(rows.map((row) => [row.user_id, row.count]))
}

/** By id, for whoever is told of them. */
export async function noticesById(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<Map<string, Notice>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.query<Row>(`select ${COLUMNS} ${FROM} where n.workspace_id = $1 and n.notice_id = any($2)`, [workspaceId, ids])
  return new Map(rows.map((row) => [row.notice_id, toNotice(row)]))
}
