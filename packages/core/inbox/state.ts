/**
 * The inbox as plain data: what ingest makes of a platform's events, told simply. The database does the same in batches; a property test holds
 * the two equal. Ids are counted up, so that a later one is larger, as with UUIDv7.
 */
import type { Instant } from '../model/ids.js'
import type { AuthorType, Direction, IdentityKey, MessageError, MessageStatus, OutStatus } from '../model/message.js'
import type { ChannelRules } from '../model/rules.js'
import type { Grant } from '../model/verdict.js'

export interface InboxAccount { rules: ChannelRules; settings: Readonly<Record<string, unknown>> }

export interface InboxContact { id: string; name: string | null }

export interface InboxIdentity {
  id: string
  account: string
  contactId: string
  keys: readonly IdentityKey[]
  /** null where the channel has no door to shut. */
  reachable: boolean | null
  grants: readonly Grant[]
}

export interface InboxCase { id: string; conversationId: string; ordinal: number; openedAt: Instant; resolvedAt: Instant | null }

export interface InboxConversation {
  id: string
  account: string
  identityId: string
  caseId: string
  status: 'open' | 'pending' | 'snoozed' | 'resolved'
  unread: number
  /** The first thing she wrote that nobody has answered. */
  waitingSince: Instant | null
  lastInboundAt: Instant | null
  /** The last `in` or `out` message in thread order, never a system line. */
  lastMessageId: string | null
}

export interface InboxMessage {
  id: string
  conversationId: string
  caseId: string
  direction: Direction
  kind: string
  author: AuthorType
  status: MessageStatus
  error: MessageError | null
  /** What it is known by on the platform, unique per account; null until the platform has told. */
  externalKey: string | null
  /** Platform time clamped to arrival. The thread's order is (at, id). */
  at: Instant
  platformAt: Instant
  content: unknown
  edited: boolean
  revoked: boolean
}

/** A report that came before the message it speaks of. */
export interface ParkedReport { account: string; externalKey: string; status: OutStatus; error: MessageError | null }

export interface InboxState {
  accounts: Readonly<Record<string, InboxAccount>>
  contacts: readonly InboxContact[]
  identities: readonly InboxIdentity[]
  conversations: readonly InboxConversation[]
  cases: readonly InboxCase[]
  messages: readonly InboxMessage[]
  parked: readonly ParkedReport[]
  /** The last number given to anything. */
  counter: number
}

/** An inbox to which nothing has happened yet. */
export const emptyInbox = (accounts: InboxState['accounts']): InboxState =>
  ({ accounts, contacts: [], identities: [], conversations: [], cases: [], messages: [], parked: [], counter: 0 })

/** The next id: a letter for what it names, a number that sorts. */
export function numbered(state: InboxState, letter: string): { state: InboxState; id: string } {
  const counter = state.counter + 1
  return { state: { ...state, counter }, id: `${letter}${String(counter).padStart(8, '0')}` }
}

/** Rows with the one of this id changed. */
export function change<Row extends { id: string }>(rows: readonly Row[], id: string, how: (row: Row) => Row): Row[] {
  return rows.map((row) => (row.id === id ? how(row) : row))
}

/** The row of this id; it is a fault of the model itself when there is none. */
export function rowOf<Row extends { id: string }>(rows: readonly Row[], id: string): Row {
  const row = rows.find((one) => one.id === id)
  if (!row) throw new Error(`the inbox has no row ${id}`)
  return row
}

/** The messages of a conversation in thread order. */
export function threadOf(state: InboxState, conversationId: string): InboxMessage[] {
  return state.messages.filter((one) => one.conversationId === conversationId).sort(inThreadOrder)
}

/** Platform time clamped to arrival, then id. */
export function inThreadOrder(a: Pick<InboxMessage, 'at' | 'id'>, b: Pick<InboxMessage, 'at' | 'id'>): number {
  return a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}

/** The head of the list row: the last message in thread order that is no system line. */
export function withLastMessage(state: InboxState, conversationId: string): InboxState {
  const last = threadOf(state, conversationId).filter((one) => one.direction === 'in' || one.direction === 'out').at(-1)
  return { ...state, conversations: change(state.conversations, conversationId, (one) => ({ ...one, lastMessageId: last?.id ?? one.lastMessageId })) }
}
