/** A message as the thread shows it. */
import type { Author, Content, Direction, MessageError, MessageStatus, PostContent, Media, Purpose } from '@recado/core'
import type { Iso, Money, Verdict } from './verdict.js'

export interface MessageAuthor extends Author { /** of an agent or a token; contacts are named by their conversation */ name?: string }

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
  /** Which of several attachments of one platform message. */
  part?: number
  /** Imported from before the connection. */
  historic?: boolean
  editedAt?: Iso
  /** Taken back by its author; the content is then empty text. */
  revokedAt?: Iso
  purpose?: Purpose
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
  price?: Money & { class: string; estimated: boolean }
  /** In the answer to its sending: as what it goes and at which price. Later: why it was refused at send time, with what to do instead. */
  verdict?: Verdict
}

/** Body of `POST /conversations/{id}/messages`. */
export interface SendMessage {
  clientId: string
  content: Content
  replyTo?: string
  purpose?: Purpose
  /** How far the writer had read: a position of the event log, or the id of the last message she saw. When somebody wrote behind it the answer is 409 `moved_on` with the lines. */
  seen?: number | string
  /** Send without being asked. */
  anyway?: boolean
  /** 0 to 30: stays so long before it leaves, and can be taken back until then. */
  delaySeconds?: number
}

/** Body of `POST /conversations/{id}/verdict`. */
export interface AskVerdict { contentKind?: Content['kind']; templateId?: string; purpose?: Purpose }
