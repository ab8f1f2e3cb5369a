/** What in the event log is an occasion to tell somebody something. */
import type { ThreadKind } from '@recado/core'
import type { Tx } from '@recado/db'

export interface LogRow { seq: number; type: string; conversation_id: string | null; message_ids: string[] | null; data: Record<string, unknown> | null }

/** Something happened in a conversation. `to` names who it is for; `row` leaves it to what the conversation says: whose it is, who follows it. */
export interface Occasion {
  conversationId: string
  messageId: string | null
  byUserId: string | null
  to: { kind: ThreadKind; userIds: readonly string[] } | { kind: 'team'; teamId: string } | 'row'
  /** Waits until this change of state has settled. */
  changeId: string | null
  data: Record<string, string>
}

/** What may end notices: somebody answered, changed whose it is or how it stands, or read it. What it ends is asked of the conversation as it is then. */
export interface Ending {
  conversationId: string
  why: 'answered' | 'changed' | 'read'
  byUserId: string | null
  /** Waits until this change of state has settled. */
  changeId: string | null
  /** She was mentioned after her answer: that she has not read. */
  mentionedSince?: boolean
}

export interface Read { occasions: Occasion[]; endings: Ending[] }

interface MessageRow { message_id: string; conversation_id: string; direction: string; status: string; author_type: string; author_id: string | null }
interface Found { change_id: string; conversation_id: string; by_user_id: string | null; resolved: boolean; was_read: boolean }

/** Entries that can be an occasion; everything else of the log is passed over unread. */
const TYPES = new Set(['message.created', 'message.updated', 'conversation.assigned', 'mention.made', 'nudge.due'])
export const concernsNotices = (row: LogRow): boolean => TYPES.has(row.type) || (row.type === 'conversation.changed' && changeOf(row) !== null)

// What came in lately, what one of us answered, what of ours did not arrive, and that a rule resolved it. Imported history and the state changes of single messages are none of it.
const MESSAGES = `select message_id, conversation_id, direction, status, author_type, author_id from message
  where workspace_id = $1 and message_id = any($2) and import_id is null and kind <> 'reaction' and at > $3::timestamptz - interval '24 hours'
    and case when kind = 'system' then message_id = any($5) and content->>'event' = 'resolved' else direction = 'in' or (direction = 'out' and (status in ('failed', 'unknown') or message_id = any($4))) end`
const CHANGES = `select * from (select r.change_id, r.conversation_id, case when s.made_by_kind = 'user' then s.made_by end as by_user_id,
    r.after->>'status' = 'resolved' and r.before->>'status' <> 'resolved' as resolved, (r.before->>'unread')::int > 0 and (r.after->>'unread')::int = 0 as was_read
  from change_row r join change_set s on s.workspace_id = $1 and s.change_id = r.change_id where r.workspace_id = $1 and r.change_id = any($2) and r.conversation_id = any($3)) x where resolved or was_read`

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const id = (value: unknown): string | null => (typeof value === 'string' && UUID.test(value) ? value : null)
const ids = (value: unknown): string[] => (Array.isArray(value) ? value.flatMap((one) => id(one) ?? []) : [])

const changeOf = ({ data }: LogRow): string | null => id(data?.changeId)

/** Reads a stretch of the log; its messages and what people changed are looked up at once. */
export async function readOccasions(tx: Tx, workspaceId: string, log: readonly LogRow[], now: string): Promise<Read> {
  const created = log.flatMap((row) => (row.type === 'message.created' ? row.message_ids ?? [] : []))
  const updated = log.flatMap((row) => (row.type === 'message.updated' ? row.message_ids ?? [] : []))
  const asked = [...new Set([...created, ...updated])]
  const byRules = log.flatMap((row) => (row.type === 'message.created' && changeOf(row) === null ? row.message_ids ?? [] : []))
  const rows = asked.length > 0 ? await tx.query<MessageRow>(MESSAGES, [workspaceId, asked, now, created, byRules]) : []
  const saidAt = new Map(log.flatMap((row) => (row.type === 'message.created' ? (row.message_ids ?? []).map((messageId) => [messageId, row.seq] as const) : [])))
  const read: Read = { occasions: [], endings: await readChanges(tx, workspaceId, log) }
  for (const row of rows) takeMessage(read, row, saidAt.get(row.message_id) ?? null, log)
  for (const row of log) if (row.conversation_id) takeEntry(read, row.conversation_id, row)
  return read
}

/** `saidAt`: where the log says that it is new. */
function takeMessage(read: Read, row: MessageRow, saidAt: number | null, log: readonly LogRow[]): void {
  const conversationId = row.conversation_id
  const at = { conversationId, messageId: row.message_id, changeId: null, data: {} }
  const author = row.author_type === 'agent' ? id(row.author_id) : null
  if (row.direction === 'in') { if (saidAt !== null) read.occasions.push({ ...at, byUserId: null, to: 'row' }); return }
  if (row.direction === 'system') { read.endings.push({ conversationId, why: 'changed', byUserId: null, changeId: null }); return }
  if ((row.status === 'failed' || row.status === 'unknown') && author) read.occasions.push({ ...at, byUserId: null, to: { kind: 'send_failed', userIds: [author] }, data: { status: row.status } })
  // What one of us says by herself answers; an automatic reply does not.
  else if (saidAt !== null && author) {
    const mentionedSince = log.some((one) => one.type === 'mention.made' && one.conversation_id === conversationId && one.seq > saidAt && ids(one.data?.userIds).includes(author))
    read.endings.push({ conversationId, why: 'answered', byUserId: author, changeId: null, mentionedSince })
  }
}

/** What people changed that may end notices, and what they read without opening it. To whom it went has an entry of its own. */
async function readChanges(tx: Tx, workspaceId: string, log: readonly LogRow[]): Promise<Ending[]> {
  const rows = log.filter((row) => row.conversation_id && changeOf(row) !== null)
  if (rows.length === 0) return []
  const found = await tx.query<Found>(CHANGES, [workspaceId, [...new Set(rows.map(changeOf))], [...new Set(rows.map((row) => row.conversation_id))]])
  return found.flatMap(({ change_id: changeId, conversation_id: conversationId, by_user_id: byUserId, resolved, was_read: wasRead }): Ending[] => [
    ...(resolved ? [{ conversationId, why: 'changed' as const, byUserId, changeId }] : []), ...(wasRead && byUserId ? [{ conversationId, why: 'read' as const, byUserId, changeId }] : []),
  ])
}

function takeEntry({ occasions, endings }: Read, conversationId: string, { type, data, message_ids: messageIds }: LogRow): void {
  const given = data ?? {}
  const byUserId = id(given.byUserId)
  const at = { conversationId, messageId: id(given.messageId) ?? messageIds?.[0] ?? null, byUserId, changeId: null, data: {} }
  if (type === 'mention.made') occasions.push({ ...at, to: { kind: 'mention', userIds: ids(given.userIds) } })
  else if (type === 'nudge.due') {
    const nudge = typeof given.nudge === 'string' ? given.nudge : String((given.nudge as { kind?: unknown } | undefined)?.kind ?? '')
    occasions.push({ ...at, messageId: null, to: { kind: /escalat|supervisor/.test(nudge) ? 'escalation' : 'nudge', userIds: ids(given.userIds) }, data: { nudge } })
  } else if (type === 'conversation.assigned') {
    const [userId, teamId] = [id(given.userId), id(given.teamId)]
    const own = { ...at, messageId: null, changeId: id(given.changeId) }
    endings.push({ conversationId, why: 'changed', byUserId, changeId: own.changeId })
    if (userId) occasions.push({ ...own, to: { kind: 'assigned', userIds: [userId] } })
    else if (teamId) occasions.push({ ...own, to: { kind: 'team', teamId } })
  }
}
