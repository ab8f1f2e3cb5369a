import { RecadoError } from '@recado/core'
import { messagesById, type Tx } from '@recado/db'
import type { Message } from '@recado/api'
import { toMessage } from '../views/message.js'
import { currentSeq } from './read.js'

/**
 * How far the writer had read when she pressed send: a position of the event log (what every page and live frame carries; exact), or the id of
 * the last message she saw (for programs that do not follow the log).
 */
export type Seen = number | string

/** Newer lines that are shown at most; the thread itself holds the rest. */
const MOST_LINES = 20

const OTHERS = `m.workspace_id = $1 and m.conversation_id = $2 and m.direction in ('in', 'out') and m.kind <> 'reaction' and m.status <> 'failed' and (m.direction = 'in' or m.author_id is distinct from $3)`
const BY_LOG = `select distinct m.message_id from event e cross join unnest(e.message_ids) as named(id) join message m on m.workspace_id = $1 and m.message_id = named.id
  where e.workspace_id = $1 and e.seq > $4 and e.conversation_id = $2 and e.type = 'message.created' and ${OTHERS} order by m.message_id desc limit ${MOST_LINES}`
// A message of the customer may carry an earlier moment than what was written here meanwhile, but never an earlier id.
const BY_PLACE = `select m.message_id from message m, message s where s.workspace_id = $1 and s.message_id = $4::uuid and s.conversation_id = $2
  and ${OTHERS} and (m.at > s.at or m.message_id > s.message_id) and m.message_id <> s.message_id order by m.message_id desc limit ${MOST_LINES}`
const NEWEST = `select m.message_id from message m where ${OTHERS} order by m.at desc, m.message_id desc limit 5`

/** What the customer or a colleague, a rule or another program wrote behind that position; her own lines are none. */
async function newerLines(tx: Tx, workspaceId: string, conversationId: string, writer: string, seen: Seen): Promise<Message[]> {
  const place = [workspaceId, conversationId, writer]
  let ids: { message_id: string }[]
  if (typeof seen === 'string') {
    const [known] = await tx.query('select 1 from message where workspace_id = $1 and conversation_id = $2 and message_id = $3', [workspaceId, conversationId, seen])
    if (!known) throw new RecadoError('invalid_request', { fields: [{ field: 'seen', message: 'is not a message of this conversation' }] })
    ids = await tx.query(BY_PLACE, [...place, seen])
  } else {
    const [log] = await tx.query<{ first: number | null }>('select min(seq) as first from event where workspace_id = $1', [workspaceId])
    // A position that the log no longer holds tells nothing: she sees how it stands.
    ids = log?.first !== null && log?.first !== undefined && log.first > seen + 1 ? await tx.query(NEWEST, place) : await tx.query(BY_LOG, [...place, seen])
  }
  return ids.length > 0 ? (await messagesById(tx, workspaceId, ids.map((row) => row.message_id))).map(toMessage) : []
}

/**
 * Before a reply is taken in, under the conversation's lock: throws `moved_on` with the newer lines and the position they reach to when the
 * thread is no longer what the writer had read. Asked once: she sends again with that position.
 */
export async function demandUnmoved(tx: Tx, workspaceId: string, conversationId: string, writer: string, seen: Seen): Promise<void> {
  // The position first: what commits between the two reads is shown twice rather than skipped.
  const seq = await currentSeq(tx, workspaceId)
  const lines = await newerLines(tx, workspaceId, conversationId, writer, seen)
  if (lines.length > 0) throw new RecadoError('moved_on', { lines, seq })
}
