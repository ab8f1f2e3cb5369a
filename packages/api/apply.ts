/**
 * Snapshot + event = fresh snapshot. The web keeps its cache by it, the server's tests prove it: for every action, the events applied to
 * what was read before equal what is read after. All pure; a snapshot that an event does not touch comes back as the same object.
 */
import type { ContactDetail } from './contact.js'
import type { Conversation, ConversationDetail, Page, SnapshotPage } from './conversation.js'
import type { LiveEvent } from './live.js'
import type { Message } from './message.js'
import { belongs, compareKeys, sortKey, type ListQuery, type SortKey, type Viewer } from './query.js'

/** The loaded part of a list: everything from the top down to `end`. */
export interface ListRange {
  kind: 'list'
  query: ListQuery
  items: Conversation[]
  next: string | null
  /** Place of the last row as it was read; null when the list was read to its end. */
  end: SortKey | null
  seq: number
}

/** The loaded part of a thread, newest first, down to `end`. */
export interface MessageRange {
  kind: 'messages'
  conversationId: string
  items: Message[]
  next: string | null
  /** The oldest message as it was read; null when the thread was read to its beginning. */
  end: { at: string; id: string } | null
  seq: number
}

export interface ConversationSnapshot { kind: 'conversation'; conversation: ConversationDetail; seq: number }

export type Snapshot = ListRange | MessageRange | ConversationSnapshot

/** A first page, or what is loaded with one more page below it, as a range. */
export function listRange(query: ListQuery, page: Page<Conversation> & { seq?: number }, above?: ListRange): ListRange {
  const known = new Set(page.items.map((row) => row.id))
  const items = [...(above?.items.filter((row) => !known.has(row.id)) ?? []), ...page.items]
  const last = page.items.at(-1)
  const end = page.next === null || !last ? null : sortKey(query.sort, last)
  return { kind: 'list', query, items, next: page.next, end, seq: above?.seq ?? page.seq ?? 0 }
}

/** The same for a thread: `below` is what is loaded already, newer than the page. */
export function messageRange(conversationId: string, page: SnapshotPage<Message>, newer?: MessageRange): MessageRange {
  const known = new Set(newer?.items.map((message) => message.id))
  const items = [...(newer?.items ?? []), ...page.items.filter((message) => !known.has(message.id))]
  const last = page.items.at(-1)
  const end = page.next === null || !last ? null : { at: last.at, id: last.id }
  return { kind: 'messages', conversationId, items, next: page.next, end, seq: newer?.seq ?? page.seq }
}

export function conversationSnapshot(conversation: ConversationDetail): ConversationSnapshot {
  return { kind: 'conversation', conversation, seq: conversation.seq }
}

/** One event on one snapshot. An event that the snapshot already holds (`seq` not behind it) changes nothing. */
export function apply<S extends Snapshot>(snapshot: S, event: LiveEvent, viewer: Viewer): S {
  if (event.seq <= snapshot.seq) return snapshot
  const next = snapshot.kind === 'list' ? applyToList(snapshot, event, viewer)
    : snapshot.kind === 'messages' ? applyToMessages(snapshot, event)
    : applyToConversation(snapshot, event)
  return next as S // each branch returns the kind it was given
}

/** A frame's events, and then its position: hidden events advance it too. */
export function applyAll<S extends Snapshot>(snapshot: S, events: readonly LiveEvent[], to: number, viewer: Viewer): S {
  const after = events.reduce((s, event) => apply(s, event, viewer), snapshot)
  return to > after.seq ? { ...after, seq: to } : after
}

function applyToList(list: ListRange, event: LiveEvent, viewer: Viewer): ListRange {
  if (event.type === 'conversation.removed') return without(list, event.conversationId)
  if (event.type !== 'conversation.changed') return list
  const row = event.conversation
  const held = list.items.some((item) => item.id === row.id)
  const member = belongs(list.query, row, viewer)
  if (member === null) return held ? { ...list, items: list.items.map((item) => (item.id === row.id ? row : item)) } : list
  if (!member) return without(list, row.id)
  const key = sortKey(list.query.sort, row)
  // Below the loaded part it belongs to a page that is not here: it comes with that page.
  if (list.end && compareKeys(key, list.end) > 0) return without(list, row.id)
  return { ...list, items: insert(list.items.filter((item) => item.id !== row.id), row, (other) => compareKeys(key, sortKey(list.query.sort, other)) < 0) }
}

function without(list: ListRange, id: string): ListRange {
  return list.items.some((item) => item.id === id) ? { ...list, items: list.items.filter((item) => item.id !== id) } : list
}

function applyToMessages(range: MessageRange, event: LiveEvent): MessageRange {
  if (event.type === 'message.removed') {
    if (!range.items.some((item) => item.id === event.messageId)) return range
    return { ...range, items: range.items.filter((item) => item.id !== event.messageId) }
  }
  if (event.type !== 'message.added' && event.type !== 'message.changed') return range
  const { message } = event
  if (message.conversationId !== range.conversationId) return range
  const rest = range.items.filter((item) => !isSame(item, message))
  if (range.end && compareMessages(message, range.end) > 0) return rest.length === range.items.length ? range : { ...range, items: rest }
  return { ...range, items: insert(rest, message, (other) => compareMessages(message, other) < 0) }
}

/** The same row, or the row that a browser painted before the server had it. */
function isSame(a: Message, b: Message): boolean {
  return a.id === b.id || (a.clientId !== null && a.clientId === b.clientId)
}

/** Newest first: by moment, then by id. */
export function compareMessages(a: { at: string; id: string }, b: { at: string; id: string }): number {
  return a.at === b.at ? (a.id === b.id ? 0 : a.id > b.id ? -1 : 1) : a.at > b.at ? -1 : 1
}

/** Verdicts are not part of events: they follow from the row and the clock, and are asked for again when the row has changed. */
function applyToConversation(snapshot: ConversationSnapshot, event: LiveEvent): ConversationSnapshot {
  if (event.type !== 'conversation.changed' || event.conversation.id !== snapshot.conversation.id) return snapshot
  return { ...snapshot, conversation: { ...snapshot.conversation, ...event.conversation } }
}

/** Her page: rows of her threads, and herself. */
export function applyToContact(contact: ContactDetail, event: LiveEvent): ContactDetail {
  if (event.type === 'contact.changed' && event.contact.id === contact.id) return { ...contact, ...event.contact }
  if (event.type === 'conversation.removed') return contact.conversations.some((item) => item.id === event.conversationId) ? { ...contact, conversations: contact.conversations.filter((item) => item.id !== event.conversationId) } : contact
  if (event.type !== 'conversation.changed') return contact
  const row = event.conversation
  const rest = contact.conversations.filter((item) => item.id !== row.id)
  if (row.contact.id !== contact.id) return rest.length === contact.conversations.length ? contact : { ...contact, conversations: rest }
  return { ...contact, conversations: insert(rest, row, (other) => row.lastActivityAt > other.lastActivityAt) }
}

function insert<T>(items: readonly T[], item: T, isBefore: (other: T) => boolean): T[] {
  const at = items.findIndex(isBefore)
  return at < 0 ? [...items, item] : [...items.slice(0, at), item, ...items.slice(at)]
}
