/** Rows for tests: whole and plain, with what the test says changed. */
import type { Conversation, ConversationDetail } from '../conversation.js'
import type { Message } from '../message.js'

export const T0 = Date.parse('2026-11-22T09:00:00.000Z')
/** The moment `minutes` after the tests' beginning. */
export const at = (minutes: number): string => new Date(T0 + minutes * 60_000).toISOString()

export function conversation(id: string, change: Partial<Conversation> = {}): Conversation {
  return {
    id, number: 1, channel: 'paper', channelAccountId: 'a1', inboxId: 'i1', contact: { id: `c-${id}`, name: `Contact ${id}`, avatarUrl: null, companyId: null },
    identity: { id: `n-${id}`, keys: [{ kind: 'paper', value: id }] }, status: 'open', snoozedUntil: null, snoozeMode: null, priority: 'none', assignee: null, team: null, participantIds: [], queuedSince: null,
    labels: [], unread: 0, waitingSince: null, lastInboundAt: null, lastActivityAt: at(0), lastMessage: null, failed: 0,
    window: { state: 'none', openedAt: null, closesAt: null, left: null, kind: null }, answerBy: null, ...change,
  }
}

export function detail(id: string, change: Partial<ConversationDetail> = {}): ConversationDetail {
  const freeform = { kind: 'deny', code: 'window_closed', source: 'https://example.com/', retryAt: null, remedies: [] } as const
  return { ...conversation(id), verdicts: { freeform: { ...freeform, remedies: [] }, template: null }, caseId: null, drafts: [], seq: 0, ...change }
}

export function message(id: string, change: Partial<Message> = {}): Message {
  return {
    id, conversationId: 'k1', caseId: null, direction: 'in', content: { kind: 'text', text: `text ${id}` }, status: 'received', externalId: null,
    clientId: null, author: { type: 'contact' }, at: at(0), platformAt: null, ...change,
  }
}
