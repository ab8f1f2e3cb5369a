import type { Instant } from '../model/ids.js'
import { closesDoor, grantsOpenedBy, mergeGrant } from '../policy/grants.js'
import { asksForAttention, type ThreadEvent } from './events.js'
import { change, numbered, rowOf, type InboxConversation, type InboxIdentity, type InboxState } from './state.js'

/** The lasting thread of this person on her account, begun together with its first case when there is none. */
export function findOrBegin(state: InboxState, identity: InboxIdentity, at: Instant): { state: InboxState; conversation: InboxConversation } {
  const known = state.conversations.find((one) => one.identityId === identity.id)
  if (known) return { state, conversation: known }
  const thread = numbered(state, 't')
  const work = numbered(thread.state, 'w')
  const conversation: InboxConversation = {
    id: thread.id, account: identity.account, identityId: identity.id, caseId: work.id, status: 'open', unread: 0, waitingSince: null, lastInboundAt: null, lastMessageId: null,
  }
  return {
    state: { ...work.state, conversations: [...work.state.conversations, conversation], cases: [...work.state.cases, { id: work.id, conversationId: thread.id, ordinal: 1, openedAt: at, resolvedAt: null }] },
    conversation,
  }
}

/** A resolved thread she writes in again becomes a new case; any other that she writes in is open. */
export function reopen(state: InboxState, conversationId: string, at: Instant): InboxState {
  const conversation = rowOf(state.conversations, conversationId)
  if (conversation.status !== 'resolved') return { ...state, conversations: change(state.conversations, conversationId, (one) => ({ ...one, status: 'open' })) }
  const work = numbered(state, 'w')
  const ordinal = 1 + Math.max(0, ...state.cases.filter((one) => one.conversationId === conversationId).map((one) => one.ordinal))
  return {
    ...work.state,
    cases: [...work.state.cases, { id: work.id, conversationId, ordinal, openedAt: at, resolvedAt: null }],
    conversations: change(work.state.conversations, conversationId, (one) => ({ ...one, caseId: work.id, status: 'open' })),
  }
}

/** Unread, waiting and last inbound after one event came into the thread. */
export function noticed(conversation: InboxConversation, event: ThreadEvent, at: Instant): InboxConversation {
  if (event.type === 'echo') return event.historic ? conversation : { ...conversation, waitingSince: null }
  if (event.type !== 'message' || event.historic) return conversation
  const lastInboundAt = Math.max(at, conversation.lastInboundAt ?? at)
  return asksForAttention(event)
    ? { ...conversation, lastInboundAt, unread: conversation.unread + 1, waitingSince: Math.min(at, conversation.waitingSince ?? at) }
    : { ...conversation, lastInboundAt }
}

/**
 * Her ledger and her door after what she did. An act that shuts the door takes every grant with it; a message, or an act that opens something,
 * opens it again. What proves nothing (a preference told from a web page) leaves it as it is.
 */
export function withLedger(state: InboxState, identity: InboxIdentity, event: ThreadEvent, at: Instant): InboxState {
  if (event.type === 'echo' || (event.type === 'message' && event.historic)) return state
  const { rules, settings } = state.accounts[identity.account]! // events of unknown accounts are never applied
  const acts = event.type === 'message' ? event.acts : [event.act]
  const shuts = acts.some((act) => closesDoor(rules, act))
  const grants = new Map(shuts ? [] : identity.grants.map((grant) => [grant.kind, grant]))
  for (const act of acts)
    for (const next of grantsOpenedBy(rules, act, at, settings)) {
      const rule = rules.grants.find((one) => one.kind === next.kind)
      if (rule) grants.set(next.kind, mergeGrant(rule, grants.get(next.kind), next))
    }
  const cameBack = event.type === 'message' || rules.grants.some((rule) => acts.some((act) => rule.on.includes(act)))
  const reachable = rules.closedBy?.length && (shuts || cameBack) ? !shuts : identity.reachable
  return { ...state, identities: change(state.identities, identity.id, (one) => ({ ...one, reachable, grants: [...grants.values()] })) }
}
