import { type Conversation, type ConversationDetail, type ListQuery, type Message, type SnapshotPage } from '@recado/api'
import { RecadoError } from '@recado/core'
import { conversationsById, listConversations, type ListFilter, messagesById, threadPage, type ThreadPart, type Tx } from '@recado/db'
import { readThread } from '../sending/facts.js'
import { conversationVerdicts } from '../sending/verdicts.js'
import { draftsOfOthers } from '../people/drafts.js'
import { countScheduled } from '../scheduled/scheduled.js'
import type { Principal, Services } from '../services.js'
import { toConversation } from '../views/conversation.js'
import { toMessage } from '../views/message.js'
import { savedQuestion } from '../saved-views/read.js'
import { listFilterOf } from './read-filter.js'
import { searchConversations } from './search.js'

/** Position in the event log at which the transaction's snapshot was taken. */
export async function currentSeq(tx: Tx, workspaceId: string): Promise<number> {
  const [row] = await tx.query<{ seq: number }>('select seq from event_head where workspace_id = $1', [workspaceId])
  return row?.seq ?? 0
}

function cursorOf(key: readonly [number, number, string]): string { return Buffer.from(JSON.stringify(key)).toString('base64url') }

function readCursor(cursor: string): ListFilter['after'] {
  try {
    const [group, moment, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as [number, number, string]
    if (Number.isInteger(group) && Number.isFinite(moment) && /^[0-9a-f-]{36}$/.test(id)) return { group, moment, id }
  } catch { /* falls through: it was none of ours */ }
  throw new RecadoError('invalid_request', { fields: [{ field: 'cursor', message: 'is not a cursor of this list' }] })
}

/** One page of a list with the log position it was read at. */
export function readList(services: Services, principal: Principal, query: ListQuery & { cursor?: string; limit?: number }): Promise<SnapshotPage<Conversation>> {
  const { workspaceId } = principal
  const now = services.clock.now(workspaceId)
  const limit = query.limit ?? 50
  return services.db.snapshot(workspaceId, async (tx) => {
    const page = async () => {
      const among = query.q?.trim() ? await searchConversations(tx, services, principal, query.q) : undefined
      const saved = await savedQuestion(tx, principal, query.view)
      return listConversations(tx, workspaceId, { ...listFilterOf(query, principal, now, saved), limit, ...(among ? { among } : {}), ...(query.cursor ? { after: readCursor(query.cursor) } : {}) })
    }
    // Of one snapshot, so neither waits for the other's way there and back.
    const [seq, { rows, next }] = await Promise.all([currentSeq(tx, workspaceId), page()])
    return { items: rows.map((row) => toConversation(services, workspaceId, row)), next: next ? cursorOf([next.group, next.moment, next.id]) : null, seq }
  })
}

/** One conversation with the verdicts the composer shows. Throws not_found. */
export function readConversation(services: Services, principal: Principal, conversationId: string): Promise<ConversationDetail> {
  const { workspaceId } = principal
  return services.db.snapshot(workspaceId, async (tx) => {
    const [seq, [row], thread, drafts, scheduled] = await Promise.all([
      currentSeq(tx, workspaceId), conversationsById(tx, workspaceId, [conversationId]), readThread(tx, workspaceId, conversationId), draftsOfOthers(tx, principal, conversationId), countScheduled(tx, workspaceId, conversationId),
    ])
    if (!row) throw new RecadoError('not_found', { conversationId })
    const account = await services.accounts.byId(workspaceId, row.account_id)
    if (!account) throw new RecadoError('not_found', { conversationId })
    const verdicts = await conversationVerdicts(tx, services, account, thread, principal.kind === 'user' ? 'human' : 'automation')
    return { ...toConversation(services, workspaceId, row), verdicts: verdicts as ConversationDetail['verdicts'], caseId: row.status === 'resolved' ? null : row.case_id, drafts, scheduled, seq }
  })
}

/** A page of the thread, newest first. `before` is the id of the oldest message already read. */
export function readMessages(services: Services, principal: Principal, conversationId: string, before: string | undefined, limit: number, part?: ThreadPart): Promise<SnapshotPage<Message>> {
  const { workspaceId } = principal
  return services.db.snapshot(workspaceId, async (tx) => {
    const [seq, [known]] = await Promise.all([currentSeq(tx, workspaceId), tx.query('select 1 from conversation where workspace_id = $1 and conversation_id = $2', [workspaceId, conversationId])])
    if (!known) throw new RecadoError('not_found', { conversationId })
    let place: { at: number; id: string } | null = null
    if (before) {
      const [row] = await tx.query<{ at: number }>('select at from message where workspace_id = $1 and conversation_id = $2 and message_id = $3', [workspaceId, conversationId, before])
      if (!row) throw new RecadoError('invalid_request', { fields: [{ field: 'before', message: 'is not a message of this conversation' }] })
      place = { at: row.at, id: before }
    }
    const rows = await threadPage(tx, workspaceId, conversationId, place, limit + 1, part)
    const items = rows.slice(0, limit).map(toMessage)
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null, seq }
  })
}

export async function readMessage(services: Services, workspaceId: string, messageId: string): Promise<Message> {
  const [row] = await services.db.inWorkspace(workspaceId, (tx) => messagesById(tx, workspaceId, [messageId]))
  if (!row) throw new RecadoError('not_found', { messageId })
  return toMessage(row)
}
