/** A conversation as list row and as open thread. */
import type { ContentKind, Direction, IdentityKey, MessageStatus } from '@recado/core'
import type { Iso, Verdict, WindowState } from './verdict.js'

export type ConversationStatus = 'open' | 'pending' | 'snoozed' | 'resolved'
export const CONVERSATION_STATUSES: readonly ConversationStatus[] = ['open', 'pending', 'snoozed', 'resolved']

export type SnoozeMode = 'until' | 'before_close' | 'reply'
/** A thread that sleeps until shortly before its window ends comes back so long before it, unless somebody said otherwise. */
export const BEFORE_CLOSE_MS = 30 * 60_000

export type Priority = 'none' | 'low' | 'normal' | 'high' | 'urgent'

/** The last `in` or `out` message, never a system line or a note. */
export interface LastMessage {
  kind: ContentKind
  /** The text or caption, or what stands for it (a file's name, an option's title); empty when there are no words. */
  text: string
  direction: Extract<Direction, 'in' | 'out'>
  status: MessageStatus
  at: Iso
}

export interface Conversation {
  id: string
  /** Counts from 1 in its workspace: what colleagues say to each other. */
  number: number
  channel: string
  channelAccountId: string
  inboxId: string
  contact: { id: string; name: string; avatarUrl: string | null; companyId: string | null }
  identity: { id: string; keys: IdentityKey[] }
  status: ConversationStatus
  /** Until when it sleeps, for `snoozed`. */
  snoozedUntil: Iso | null
  /** How it sleeps: until that moment, until so long before the window's end (the moment follows the window), or until she writes. */
  snoozeMode: SnoozeMode | null
  priority: Priority
  assignee: { id: string; name: string } | null
  team: { id: string; name: string } | null
  /** Colleagues who follow it: mentioned, added, or of their own accord. */
  participantIds: string[]
  /** Nobody has room for it: it is given out by itself as soon as somebody has. */
  queuedSince: Iso | null
  labels: string[]
  /** Inbound messages since somebody read it. */
  unread: number
  waitingSince: Iso | null
  lastInboundAt: Iso | null
  /** The last message's moment, or the conversation's own beginning: what `newest` sorts by. */
  lastActivityAt: Iso
  /** null while nothing was written. */
  lastMessage: LastMessage | null
  /** Outgoing messages that failed or are unknown and that nobody has dealt with. */
  failed: number
  window: WindowState
  /** When people should have answered: the window's end, or the last opening minute before it. null where no window is open. */
  answerBy: Iso | null
}

/** The verdicts that the composer shows. Keys are what somebody could send; further ones may come. */
export interface ConversationVerdicts {
  freeform: Verdict
  /** null where the channel has no templates. */
  template: Verdict | null
  [kind: string]: Verdict | null
}

/** One conversation with its verdicts, read at `seq` of the event log. */
export interface ConversationDetail extends Conversation {
  verdicts: ConversationVerdicts
  /** The case that runs, null when resolved. */
  caseId: string | null
  /** Colleagues who have begun an answer and not sent it. */
  drafts: { id: string; name: string }[]
  /** Messages that wait for their moment. */
  scheduled?: number
  seq: number
}

/** Keyset page: `next` is null at the end. */
export interface Page<T> { items: T[]; next: string | null }
/** A page read together with the event log's position. */
export interface SnapshotPage<T> extends Page<T> { seq: number }
