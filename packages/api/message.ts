/** A message as the thread shows it. */
import type { Author, Basis, Content, Difference, Direction, MessageError, MessageStatus, PostContent, Media, Purpose } from '@recado/core'
import type { Iso, Money, Verdict } from './verdict.js'

export interface MessageAuthor extends Author { /** of an agent or a token; contacts are named by their conversation */ name?: string }

/** Asked of the agents about a message of hers: whether she wants no more advertising. Settled by whoever answers first, for all. */
export interface MessageQuestion { kind: 'end_marketing'; state: 'open' | 'yes' | 'no'; /** The word in her message that made us ask. */ word: string; by?: { id: string; name: string }; at?: Iso }

export interface Message {
  id: string
  conversationId: string
  caseId: string | null
  direction: Direction
  content: Content
  status: MessageStatus
  error?: MessageError
  /** The platform's id. */
  externalId: string | null
  clientId: string | null
  author: MessageAuthor
  /** Our id of the quoted message. */
  replyTo?: string
  /** What she quoted when we do not have it. */
  quoted?: { from?: string; text?: string }
  /** The ad, story or post it came from. */
  origin?: PostContent<Media>
  forwarded?: 'once' | 'often'
  /** What the agents are asked about it. */
  question?: MessageQuestion
  /** Which of several attachments of one platform message. */
  part?: number
  /** Imported from before the connection. */
  historic?: boolean
  editedAt?: Iso
  /** Taken back by its author; the content is then empty text. */
  revokedAt?: Iso
  /** What it counts as: a template made for advertising is advertising, whatever its writer called it. */
  purpose?: Purpose
  /** The topic it is about, by its key, and the ground it rests on. */
  category?: string
  basis?: Basis
  /** She took her consent back when it had left already: `statusAt.accepted` says when the platform took it. */
  withdrawnAt?: Iso
  /** The thread's order: platform time clamped to arrival. */
  at: Iso
  platformAt: Iso | null
  /** Of an outgoing one: when each state was reached. */
  statusAt?: Partial<Record<MessageStatus, Iso>>
  /** A failed try is repeated by itself then. */
  retryAt?: Iso | null
  /** When it leaves: until then it can be taken back. */
  leavesAt?: Iso
  attempts?: number
  /** The most it can cost while `estimated`; then what was billed, with the reason where this is not what was estimated. */
  price?: Money & { class: string; estimated: boolean; difference?: Difference; estimate?: Money & { class: string } }
  /** In the answer to its sending: as what it goes and at which price. Later: why it was refused at send time, with what to do instead. */
  verdict?: Verdict
}

/** Body of `POST /conversations/{id}/messages`. */
export interface SendMessage {
  clientId: string
  content: Content
  replyTo?: string
  purpose?: Purpose
  /** The topic it is about: what she said yes or no to. */
  category?: string
  /** On which ground it rests: `consent` demands hers even where the owner has set another; nothing opens more than that. */
  basis?: Basis
  /** How far the writer had read: a position of the event log, or the id of the last message she saw. When somebody wrote behind it the answer is 409 `moved_on` with the lines. */
  seen?: number | string
  /** Send without being asked. */
  anyway?: boolean
  /** 0 to 30: stays so long before it leaves, and can be taken back until then. */
  delaySeconds?: number
}

/** Body of `POST /conversations/{id}/verdict`. */
export interface AskVerdict { contentKind?: Content['kind']; templateId?: string; purpose?: Purpose; category?: string; basis?: Basis }
