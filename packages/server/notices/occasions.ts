/** What in the event log is an occasion to tell somebody something. */
import type { NoticeKind } from '@recado/core'
import type { Tx } from '@recado/db'

export interface LogRow { seq: number; type: string; conversation_id: string | null; message_ids: string[] | null; data: Record<string, unknown> | null }

/** Something happened in a conversation. `to` names who it is for; `row` leaves it to what the conversation says: whose it is, who follows it. */
export interface Occasion {
  conversationId: string
  messageId: string | null
  byUserId: string | null
  to: { kind: NoticeKind; userIds: readonly string[] } | { kind: 'team'; teamId: string } | 'row'
  /** Waits until this change of state has settled. */
  changeId: string | null
  data: Record<string, string>
}

/** What ends notices: somebody took the conversation or answered in it, so the others need not any more. */
export interface Ending { conversationId: string; byUserId: string | null }

export interface Read { occasions: Occasion[]; endings: Ending[] }

interface MessageRow { message_id: string; conversation_id: string; direction: string; status: string; author_type: string; author_id: string | null }

/** Entries that can be an occasion; everything else of the log is passed over unread. */
const TYPES = new Set(['message.created', 'message.updated', 'conversation.assigned', 'mention.made', 'nudge.due'])
export const concernsNotices = (row: LogRow): boolean => TYPES.has(row.type)

// What came in lately, what one of us answered, and what of ours did not arrive. Imported history and the state changes of single messages are none of it.
const MESSAGES = `select message_id, conversation_id, direction, status, author_type, author_id from message
  where workspace_id = $1 and message_id = any($2) and import_id is null and kind not in ('reaction', 'system') and at > $3::timestamptz - interval '24 hours'
    and (direction = 'in' or (direction = 'out' and (status in ('failed', 'unknown') or message_id = any($4))))`

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const id = (value: unknown): string | null => (typeof value === 'string' && UUID.test(value) ? value : null)
const ids = (value: unknown): string[] => (Array.isArray(value) ? value.flatMap((one) => id(one) ?? []) : [])

/** Reads a stretch of the log; its messages are looked up at once. */
export async function readOccasions(tx: Tx, workspaceId: string, log: readonly LogRow[], now: string): Promise<Read> {
  const created = log.flatMap((row) => (row.type === 'message.created' ? row.message_ids ?? [] : []))
  const updated = log.flatMap((row) => (row.type === 'message.updated' ? row.message_ids ?? [] : []))
  const asked = [...new Set([...created, ...updated])]
  const rows = asked.length > 0 ? await tx.query<MessageRow>(MESSAGES, [workspaceId, asked, now, created]) : []
  const isNew = new Set(created)
  const read: Read = { occasions: [], endings: [] }
  for (const row of rows) takeMessage(read, row, isNew.has(row.message_id))
  for (const row of log) if (row.conversation_id) takeEntry(read, row.conversation_id, row)
  return read
}

function takeMessage(read: Read, row: MessageRow, isNew: boolean): void {
  const at = { conversationId: row.conversation_id, messageId: row.message_id, changeId: null, data: {} }
  const author = row.author_type === 'agent' ? id(row.author_id) : null
  if (row.direction === 'in') { if (isNew) read.occasions.push({ ...at, byUserId: null, to: 'row' }); return }
  if ((row.status === 'failed' || row.status === 'unknown') && author) read.occasions.push({ ...at, byUserId: null, to: { kind: 'send_failed', userIds: [author] }, data: { status: row.status } })
  // What one of us says by herself answers; an automatic reply does not.
  else if (isNew && author) read.endings.push({ conversationId: row.conversation_id, byUserId: author })
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
    if (userId) {
      occasions.push({ ...own, to: { kind: 'assigned', userIds: [userId] } })
      endings.push({ conversationId, byUserId: userId })
    } else if (teamId) occasions.push({ ...own, to: { kind: 'team', teamId } })
  }
}
