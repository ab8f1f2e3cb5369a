/** Answers of `GET /search`. */
import type { Conversation } from './conversation.js'
import type { MessageAuthor, Message } from './message.js'

/** Places of the words found, in UTF-16 units of `text`: from (inclusive) to (exclusive). Never markup: what a customer wrote is text. */
export interface MarkedLine { text: string; marks: [from: number, to: number][] }

/** A message that was found. `message` null: the conversation itself was asked for (`is:unread label:vip`). */
export interface SearchHit {
  conversation: Conversation
  message: { id: string; direction: Message['direction']; kind: Message['content']['kind']; author: MessageAuthor; at: string } | null
  line: MarkedLine | null
}

export interface SearchPerson { id: string; name: string; avatarUrl: string | null; marks: [from: number, to: number][]; channels: string[]; address: string | null; conversationId: string | null; lastActivityAt: string | null }
export interface SearchLabel { name: string; colour: string; marks: [from: number, to: number][] }

/** What was not understood as it may have been meant; the text in question was looked for as words, or left out when it has no meaning. */
export interface SearchHint { code: 'unknown_operator' | 'unknown_value' | 'ambiguous_date' | 'empty_value' | 'only_excluded'; text: string; field: string | null }
/** Who or what a name in the question stood for. */
export interface SearchMeant { field: string; value: string; names: string[] }

export interface SearchAnswer {
  items: SearchHit[]
  /** Null at the end. */
  next: string | null
  /** First page only: people, labels and conversations that the words name themselves. */
  people: SearchPerson[]
  labels: SearchLabel[]
  conversations: Conversation[]
  hints: SearchHint[]
  meant: SearchMeant[]
  /** Too many threads had to be looked through; what is here is right, older hits may be missing. */
  partial: boolean
}
