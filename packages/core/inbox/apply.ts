import type { Instant } from '../model/ids.js'
import { asksForAttention, externalKeyOf, type InboxEvent, type ThreadEvent } from './events.js'
import { findOrMake, meet } from './people.js'
import { acceptSent, applyStatus } from './statuses.js'
import { change, numbered, rowOf, withLastMessage, type InboxMessage, type InboxState } from './state.js'
import { findOrBegin, noticed, reopen, withLedger } from './threads.js'

const accountOf = (state: InboxState, message: InboxMessage): string => rowOf(state.conversations, message.conversationId).account

function stored(state: InboxState, account: string, externalKey: string): InboxMessage | undefined {
  return state.messages.find((one) => one.externalKey === externalKey && accountOf(state, one) === account)
}

function messageOf(event: ThreadEvent, id: string, conversationId: string, caseId: string, at: Instant): InboxMessage {
  const direction = event.type === 'echo' ? 'out' : event.type === 'act' || event.content.kind === 'system' ? 'system' : 'in'
  return {
    id, conversationId, caseId, direction, kind: event.content.kind, content: event.content, at, platformAt: event.at, error: null, edited: false, revoked: false,
    author: direction === 'out' ? 'outside' : direction === 'in' ? 'contact' : 'automation', externalKey: externalKeyOf(event),
    status: event.type === 'echo' ? (event.status ?? 'sent') : 'received',
  }
}

/** The echo of a message of ours tells its platform id; it is not a second message. */
function ownEcho(state: InboxState, event: ThreadEvent): InboxState | null {
  if (event.type !== 'echo' || event.clientRef === undefined) return null
  const ours = state.messages.find((one) => one.id === event.clientRef && accountOf(state, one) === event.account)
  return ours ? acceptSent(state, ours.id, event.externalId, event.status ?? 'sent') : null
}

function applyThreadEvent(state: InboxState, event: ThreadEvent, arrivedAt: Instant): InboxState {
  if (stored(state, event.account, externalKeyOf(event))) return state
  const own = ownEcho(state, event)
  if (own) return own
  const at = Math.min(event.at, arrivedAt)
  const person = event.type === 'echo' ? event.to : event.from
  const met = event.type === 'act' && !event.line ? meet(state, event.account, person.keys) : findOrMake(state, event.account, person.keys)
  // An act that is only noted says something of a person who is known; it makes nobody and no thread.
  if (!met.identity) return met.state
  const identity = met.identity
  let next = withLedger(met.state, identity, event, at)
  if (event.type === 'act' && !event.line) return next
  const name = person.profile?.name?.trim()
  if (name) next = { ...next, contacts: change(next.contacts, identity.contactId, (one) => ({ ...one, name })) }
  const begun = findOrBegin(next, identity, at)
  next = asksForAttention(event) ? reopen(begun.state, begun.conversation.id, at) : begun.state
  const { id: conversationId, caseId } = rowOf(next.conversations, begun.conversation.id)
  const message = numbered(next, 'm')
  next = { ...message.state, messages: [...message.state.messages, messageOf(event, message.id, conversationId, caseId, at)] }
  next = { ...next, conversations: change(next.conversations, conversationId, (one) => noticed(one, event, at)) }
  return withLastMessage(next, conversationId)
}

/**
 * The inbox after one event of a platform. The same event again, at any later time, changes nothing. `arrivedAt` clamps the platform's time, so
 * that a clock running ahead puts nothing into the future.
 */
export function applyInbound(state: InboxState, event: InboxEvent, arrivedAt: Instant): InboxState {
  if (!state.accounts[event.account]) return state
  if (event.type === 'status') return applyStatus(state, event)
  if (event.type === 'identity') return meet(state, event.account, [...event.previous, ...event.next]).state
  if (event.type === 'edit' || event.type === 'revoke') {
    const target = stored(state, event.account, event.target)
    if (!target || target.revoked) return state
    const after = (one: InboxMessage): InboxMessage => (event.type === 'revoke' ? { ...one, revoked: true } : { ...one, content: event.content, kind: event.content.kind, edited: true })
    return { ...state, messages: change(state.messages, target.id, after) }
  }
  return applyThreadEvent(state, event, arrivedAt)
}

/** A reply of ours as it is queued; it answers her once the platform has taken it (`answered`). */
export function queueReply(state: InboxState, conversationId: string, reply: { kind: string; content: unknown; author: 'agent' | 'api' | 'automation' | 'campaign'; at: Instant }): { state: InboxState; id: string } {
  const { caseId } = rowOf(state.conversations, conversationId)
  const made = numbered(state, 'm')
  const message: InboxMessage = {
    id: made.id, conversationId, caseId, direction: 'out', kind: reply.kind, content: reply.content, author: reply.author, status: 'queued', error: null,
    externalKey: null, at: reply.at, platformAt: reply.at, edited: false, revoked: false,
  }
  return { state: withLastMessage({ ...made.state, messages: [...made.state.messages, message] }, conversationId), id: made.id }
}

/** The platform has taken our reply: nobody waits any more, and reports that came before are merged. */
export function answered(state: InboxState, messageId: string, externalKey: string | null): InboxState {
  const { conversationId } = rowOf(state.messages, messageId)
  const taken = acceptSent(state, messageId, externalKey)
  return { ...taken, conversations: change(taken.conversations, conversationId, (one) => ({ ...one, waitingSince: null })) }
}

/** The agent has read the thread. */
export function markRead(state: InboxState, conversationId: string): InboxState {
  return { ...state, conversations: change(state.conversations, conversationId, (one) => ({ ...one, unread: 0 })) }
}

/** The case is done; whatever she writes next opens another. */
export function resolveCase(state: InboxState, conversationId: string, at: Instant): InboxState {
  const { caseId } = rowOf(state.conversations, conversationId)
  return {
    ...state,
    conversations: change(state.conversations, conversationId, (one) => ({ ...one, status: 'resolved', waitingSince: null })),
    cases: change(state.cases, caseId, (one) => ({ ...one, resolvedAt: at })),
  }
}
