/** Chats exported from an app on their way into the history of a thread. */
import type { Iso } from './verdict.js'

export type DateOrderWord = 'dmy' | 'mdy' | 'ymd'
export type ImportState = 'receiving' | 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'
/** What somebody has to say before it can start. */
export type ImportQuestion = 'account' | 'dateOrder' | 'us' | 'phone'

/** What reading the file brought. Times are the exporting phone's own clock, as the file's dates would be read. */
export interface ImportFound {
  layout: 'android' | 'ios'
  messages: number
  /** Files in the archive that messages name, and those they name that are not there. */
  files: number
  filesMissing: number
  authors: { name: string; messages: number }[]
  /** The person that the file is called after. */
  nameInFile: string | null
  dateOrders: DateOrderWord[]
}

export interface ImportAnswers {
  channelAccountId?: string
  dateOrder?: DateOrderWord
  /** The author that is us; empty text when none of them is. */
  us?: string
  /** The other person's number, as people write it. */
  phone?: string
  /** Her name, for somebody new. */
  name?: string
  /** Zone of the exporting phone; the workspace's unless given. */
  timeZone?: string
}

export interface ImportProblem { /** line of the file */ line: number; code: 'unreadable' | 'bad_date' | 'file_missing' | 'file_too_large' | 'file_unreadable'; text: string }

export interface ChatImport {
  id: string
  name: string
  bytes: number
  received: number
  state: ImportState
  /** Why it failed: an error code. */
  error?: string
  found: ImportFound | null
  answers: ImportAnswers
  position: number
  total: number
  added: number
  /** Were here before: the same file again, or messages that came while connected. */
  known: number
  files: number
  problems: ImportProblem[]
  problemCount: number
  conversationId: string | null
  createdAt: Iso
  finishedAt: Iso | null
}

export interface ImportPreviewMessage { at: Iso; by: 'us' | 'contact' | 'app'; kind: 'text' | 'file' | 'left_out' | 'location' | 'deleted'; text: string; file?: string; edited?: boolean }

/** A dry run with these answers: nothing is stored. */
export interface ImportPreview {
  questions: ImportQuestion[]
  /** The answers as they would be used, guesses included. */
  answers: ImportAnswers
  person: { name: string; phone: string; contactId: string | null; conversationId: string | null } | null
  messages: ImportPreviewMessage[]
  from: Iso | null
  to: Iso | null
  problems: ImportProblem[]
  problemCount: number
}
