import type { Message, SnapshotPage } from '@recado/api'
import { RecadoError } from '@recado/core'
import { messagesById, type Tx } from '@recado/db'
import type { Principal, Services } from '../services.js'
import { toMessage } from '../views/message.js'
import { currentSeq } from './read.js'

/** A stretch in the middle of a thread: `newer` is where to go on with `after`, null when it reaches the newest message. */
export type Stretch = SnapshotPage<Message> & { newer: string | null }

/** The thread around one of its messages, newest first: half of the page older, half newer. */
export function readAround(services: Services, principal: Principal, conversationId: string, messageId: string, limit: number): Promise<Stretch> {
  return stretch(services, principal, conversationId, messageId, 'around', Math.max(1, Math.ceil(limit / 2)), Math.floor(limit / 2))
}

/** What came after one of its messages, newest first. */
export function readAfter(services: Services, principal: Principal, conversationId: string, messageId: string, limit: number): Promise<Stretch> {
  return stretch(services, principal, conversationId, messageId, 'after', 0, limit)
}

function stretch(services: Services, { workspaceId }: Principal, conversationId: string, messageId: string, field: string, older: number, newer: number): Promise<Stretch> {
  return services.db.snapshot(workspaceId, async (tx) => {
    const seq = await currentSeq(tx, workspaceId)
    const [known] = await tx.query('select 1 from conversation where workspace_id = $1 and conversation_id = $2', [workspaceId, conversationId])
    if (!known) throw new RecadoError('not_found', { conversationId })
    const [place] = await tx.query<{ at: number }>('select at from message where workspace_id = $1 and conversation_id = $2 and message_id = $3', [workspaceId, conversationId, messageId])
    if (!place) throw new RecadoError('invalid_request', { fields: [{ field, message: 'is not a message of this conversation' }] })
    const before = older === 0 ? [] : await ids(tx, workspaceId, conversationId, place.at, messageId, '<=', older + 1)
    const after = newer === 0 ? [] : await ids(tx, workspaceId, conversationId, place.at, messageId, '>', newer + 1)
    const shown = [...after.slice(0, newer).toReversed(), ...before.slice(0, older)]
    const rows = new Map((await messagesById(tx, workspaceId, shown)).map((row) => [row.message_id, row]))
    return {
      items: shown.flatMap((id) => { const row = rows.get(id); return row ? [toMessage(row)] : [] }), next: before.length > older || older === 0 ? (shown.at(-1) ?? null) : null,
      newer: after.length > newer ? (shown[0] ?? null) : null, seq,
    }
  })
}

/** Along the thread's own index, either way. */
async function ids(tx: Tx, workspaceId: string, conversationId: string, at: number, id: string, side: '<=' | '>', limit: number): Promise<string[]> {
  const order = side === '>' ? 'asc' : 'desc'
  const rows = await tx.query<{ message_id: string }>(
    `select message_id from message where workspace_id = $1 and conversation_id = $2 and (at, message_id) ${side} ($3::timestamptz, $4::uuid) order by at ${order}, message_id ${order} limit $5`, [workspaceId, conversationId, new Date(at).toISOString(), id, limit])
  return rows.map((row) => row.message_id)
}
