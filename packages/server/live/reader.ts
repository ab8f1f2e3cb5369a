import type { LiveEvent } from '@recado/api'
import { conversationsById, messagesById, threadPage, type Tx } from '@recado/db'
import type { Services } from '../services.js'
import { toConversation } from '../views/conversation.js'
import { toMessage } from '../views/message.js'
import { loadNamed } from './named.js'

/** Rows of the log read at once. */
export const PAGE = 500
/** So much of a thread is told again when another one was joined into it; a longer one is read anew. */
const JOINED = 100

export interface LogRow { seq: number; type: string; conversation_id: string | null; message_ids: string[] | null; data: Record<string, unknown> | null }

/** What a stretch of the log becomes for every socket of the workspace; each then keeps what it watches. */
export interface Stretch {
  from: number
  to: number
  events: LiveEvent[]
  /** Threads whose change is too large to be told row by row. */
  anew: string[]
  /** The log no longer reaches back to `from`, or tells of more rows than are told one by one: everything is read anew. */
  lost: boolean
}

/**
 * Reads the log behind `from` and loads the rows it names as they are now: whole rows, newest wins, so a stretch applied to an older snapshot
 * gives the newest one. Log and rows are read in one snapshot.
 */
export function readStretch(services: Services, workspaceId: string, from: number): Promise<Stretch | null> {
  return services.db.snapshot(workspaceId, async (tx) => {
    const log = await tx.query<LogRow>(`select seq, type, conversation_id, message_ids, data from event where workspace_id = $1 and seq > $2 order by seq limit ${PAGE}`, [workspaceId, from])
    if (log.length === 0) return null
    const joined = joins(log)
    const events = [...await threadEvents(tx, services, workspaceId, log, joined), ...await loadNamed(tx, services, workspaceId, log)]
    const anew = await tellJoined(tx, workspaceId, joined, events)
    return { from, to: log.at(-1)!.seq, events: events.sort((a, b) => a.seq - b.seq), anew, lost: log[0]!.seq !== from + 1 || log.some((row) => row.type === 'conversations.moved') } // not empty
  })
}

/** Threads that others were joined into, with the place in the log. */
function joins(log: readonly LogRow[]): Map<string, number> {
  return new Map(log.flatMap((row) => (row.type === 'conversation.joined' && typeof row.data?.into === 'string' ? [[row.data.into, row.seq] as const] : [])))
}

async function threadEvents(tx: Tx, services: Services, workspaceId: string, log: readonly LogRow[], joined: ReadonlyMap<string, number>): Promise<LiveEvent[]> {
  const conversationAt = new Map(joined)
  const messageAt = new Map<string, { seq: number; added: boolean }>()
  for (const row of log) {
    if (row.conversation_id) conversationAt.set(row.conversation_id, Math.max(row.seq, conversationAt.get(row.conversation_id) ?? 0))
    for (const id of row.message_ids ?? []) messageAt.set(id, { seq: row.seq, added: row.type === 'message.created' || messageAt.get(id)?.added === true })
  }
  const events: LiveEvent[] = []
  const messages = messageAt.size > 0 ? await messagesById(tx, workspaceId, [...messageAt.keys()]) : []
  for (const row of messages) {
    const at = messageAt.get(row.message_id)!  // asked for by this id
    events.push({ seq: at.seq, type: at.added ? 'message.added' : 'message.changed', message: toMessage(row) })
  }
  const rows = conversationAt.size > 0 ? await conversationsById(tx, workspaceId, [...conversationAt.keys()]) : []
  for (const row of rows) {
    events.push({ seq: conversationAt.get(row.conversation_id)!, type: 'conversation.changed', conversation: toConversation(services, workspaceId, row) }) // asked for by this id
    conversationAt.delete(row.conversation_id)
  }
  // Named by the log and no longer there: joined with another thread, or erased.
  for (const [conversationId, seq] of conversationAt) events.push({ seq, type: 'conversation.removed', conversationId })
  return events
}

/** The messages that came from another thread are named by no event of their own. Returns the threads too long to be told. */
async function tellJoined(tx: Tx, workspaceId: string, joined: ReadonlyMap<string, number>, events: LiveEvent[]): Promise<string[]> {
  const anew: string[] = []
  for (const [conversationId, seq] of joined) {
    const rows = await threadPage(tx, workspaceId, conversationId, null, JOINED + 1)
    if (rows.length > JOINED) anew.push(conversationId)
    else events.push(...rows.map((row): LiveEvent => ({ seq, type: 'message.added', message: toMessage(row) })))
  }
  return anew
}
