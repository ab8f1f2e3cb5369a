/** Macros: what an agent says and does in one step, again and again. */
import type { Media, Mention, SnoozePreset, TemplateParameter } from '@recado/core'
import type { Priority, ConversationStatus } from './conversation.js'
import type { Message } from './message.js'
import type { Iso, Verdict } from './verdict.js'

/** Whose it is: one colleague's own, a team's, or everybody's. */
export type ReplyScope = 'mine' | 'team' | 'all'

/** How a macro lets a thread sleep. */
export type MacroSleep = { mode: 'reply' } | { mode: 'before_close'; marginMinutes?: number } | { mode: 'until'; preset: SnoozePreset }

/** What is done with the thread; absent = stays as it is. */
export interface MacroActions {
  status?: { status: ConversationStatus; sleep?: MacroSleep }
  /** `me` is whoever runs it. */
  assign?: { to: 'me' | 'nobody' } | { to: 'user' | 'team'; id: string }
  addLabels?: string[]
  removeLabels?: string[]
  priority?: Priority
  /** Only colleagues read it. `mentions` names whom `@Name` in the text calls. */
  note?: { text: string; mentions?: { kind: Mention['kind']; id: string | null; name: string }[] }
  /** Whoever runs it follows the thread from then on. */
  follow?: boolean
}

/** A template of one account; the texts of its parameters may hold places. */
export interface MacroTemplate { channelAccountId: string; templateId: string; parameters: TemplateParameter[] }

export interface MacroBody {
  /** What it says, with its languages and files; null: nothing. */
  savedReplyId: string | null
  actions: MacroActions
  /** Sent where free text may not be written, or always where there is no text. One per account at most. */
  templates: MacroTemplate[]
}

export interface Macro extends MacroBody {
  id: string
  name: string
  folder: string | null
  scope: ReplyScope
  ownerId: string | null
  teamId: string | null
  uses: number
  lastUsedAt: Iso | null
  /** Why it cannot run as it is: its text is gone, or nothing is left in it. */
  problem: 'saved_reply_gone' | null
}

/** What a run would do now in one thread: said before it is run. */
export interface MacroPreview {
  /** null: it sends nothing. */
  as: 'freeform' | 'template' | null
  /** As it would be read, in the language chosen. */
  text: string | null
  files: Media[]
  language: string | null
  languages: (string | null)[]
  /** Until when, at which price - or why not. null where it sends nothing. */
  verdict: Verdict | null
  /** Places without a value: running is refused with `parameter_missing`. */
  missing: string[]
  note: string | null
  /** Moment a snooze would end; null where it does not sleep until a moment. */
  snoozedUntil: Iso | null
}

/** What became of a run. */
export interface MacroRun {
  /** Takes back what was done for ten seconds: POST /changes/{id}/undo. */
  changeId: string
  as: 'freeform' | 'template' | null
  messages: Message[]
  noteId: string | null
}

/** The same of many threads. */
export interface MacroManyRun { changeId: string; done: number; sent: number; skipped: { id: string; code: string }[]; more: boolean }

/** What it would do on one account, with a person who has just written and with one whose window is closed. */
export interface MacroOnAccount {
  channelAccountId: string
  channel: string
  name: string
  /** Why the text or a file cannot go there at all. */
  fault: string | null
  /** `template`: one is set and approved; `unapproved`: set and not approved; `none`: nothing can be sent; `open`: this channel has no window, or no text to send. */
  closed: 'template' | 'unapproved' | 'none'
}
