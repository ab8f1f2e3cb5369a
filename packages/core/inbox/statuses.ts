import { mergeStatus, type MessageError, type OutStatus } from '../model/message.js'
import type { InboxStatusEvent } from './events.js'
import { meet } from './people.js'
import { change, type InboxMessage, type InboxState } from './state.js'

const IN_FLIGHT: readonly string[] = ['accepted', 'sent', 'delivered']

function merged(message: InboxMessage, status: OutStatus, error: MessageError | null): InboxMessage {
  const next = mergeStatus(message.status as OutStatus, status) // messages that go out have no other states
  return next === message.status ? message : { ...message, status: next, error: next === 'failed' ? error : null }
}

/** The messages a report speaks of: one by our id or the platform's, or all of ours to a person up to a moment. */
function meant(state: InboxState, event: InboxStatusEvent): InboxMessage[] {
  const ours = state.messages.filter((one) => one.direction === 'out' && state.conversations.some((thread) => thread.id === one.conversationId && thread.account === event.account))
  if (event.upTo) {
    const { at, person } = event.upTo
    const who = meet(state, event.account, person.keys).identity
    const thread = state.conversations.find((one) => one.identityId === who?.id)
    return ours.filter((one) => one.conversationId === thread?.id && IN_FLIGHT.includes(one.status) && one.at <= at)
  }
  return ours.filter((one) => one.id === event.clientRef || (event.externalId !== undefined && one.externalKey === event.externalId))
}

/** Merges a report: states only move forward. One that comes before its message waits for it, known by the platform's id. */
export function applyStatus(state: InboxState, event: InboxStatusEvent): InboxState {
  const ids = new Set(meant(state, event).map((one) => one.id))
  const error = event.error ?? null
  if (ids.size > 0) return { ...state, messages: state.messages.map((one) => (ids.has(one.id) ? { ...merged(one, event.status, error), externalKey: one.externalKey ?? event.externalId ?? null } : one)) }
  if (event.externalId === undefined) return state
  const report = { account: event.account, externalKey: event.externalId, status: event.status, error }
  return state.parked.some((one) => one.account === report.account && one.externalKey === report.externalKey && one.status === report.status) ? state : { ...state, parked: [...state.parked, report] }
}

/** The platform has taken a message of ours and told its id: reports that came earlier are merged now. */
export function acceptSent(state: InboxState, messageId: string, externalKey: string | null, status: OutStatus = 'accepted'): InboxState {
  const account = state.conversations.find((thread) => state.messages.some((one) => one.id === messageId && one.conversationId === thread.id))?.account
  const waiting = state.parked.filter((one) => one.account === account && one.externalKey === externalKey)
  const take = (message: InboxMessage): InboxMessage =>
    waiting.reduce((one, report) => merged(one, report.status, report.error), { ...merged(message, status, null), externalKey: message.externalKey ?? externalKey })
  return { ...state, messages: change(state.messages, messageId, take), parked: state.parked.filter((one) => !waiting.includes(one)) }
}
