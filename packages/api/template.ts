/** Texts the platform approved, and texts our agents keep. */
import type { Media, NoticeWay, TemplateBuilder, TemplateComponent, TemplateDraft } from '@recado/core'
import type { ReplyScope } from './macro.js'

export interface TemplatePlaceholder {
  component: 'header' | 'body' | 'button' | 'card'
  /** Button or card, 0-based. */
  index?: number
  /** Place in its component, 0-based; absent for named ones. */
  position?: number
  name?: string
  type: string
  label: string
  example?: string
  maxLength?: number
}

export interface TemplatePreview {
  header?: string
  headerKind?: 'text' | 'image' | 'video' | 'document' | 'location'
  body: string
  footer?: string
  /** An offer that runs out, above the text. */
  offer?: string
  buttons?: { type: string; text: string; url?: string }[]
  cards?: { headerKind: 'image' | 'video'; body: string; buttons: { type: string; text: string; url?: string }[] }[]
}

export interface Template {
  id: string
  channelAccountId: string
  name: string
  language: string
  category: string
  /** approved, pending, rejected, paused, disabled, archived */
  status: string
  quality?: string | null
  /** Why the platform rejected or paused it, in its words. */
  reason?: string
  /** `starter:shop/order_confirmed`, `draft` or `library`; absent when it was on the platform before. */
  origin?: string
  /** Placeholders stand as {{1}} or {{name}}. */
  preview: TemplatePreview
  parameters: TemplatePlaceholder[]
  /** Since when it stands so. */
  statusAt?: string
  /** How often the platform has paused it, and until when it is now. */
  pauses?: number
  pausedUntil?: string | null
  /** The category it was handed in under, where the platform filed it under another. */
  askedCategory?: string | null
  /** The platform has announced another category from then on. */
  nextCategory?: { category: string; at: string | null } | null
  /** What the platform advises. */
  advice?: string | null
  createdById?: string | null
  updatedAt?: string
}

export interface TemplateVersion { version: number; at: string; /** platform: noticed when its list was read */ by: { kind: 'user' | 'token' | 'platform'; id: string | null; name: string | null }; category: string; preview: TemplatePreview; draft: TemplateDraft | null }
export interface TemplateHistoryEntry { at: string; what: 'status' | 'category' | 'quality' | 'notice'; was: string | null; became: string; reason: string | null }
/** Where it is used. `count` of messages: in the last 30 days. */
export interface TemplateUses {
  macros: { id: string; name: string }[]
  automaticReplies: { id: string; name: string; accountId: string | null }[]
  nudges: { id: string; name: string }[]
  campaigns: { id: string; name: string; state: string }[]
  rules: { id: string; name: string }[]
  messages: { byApi: number; byPeople: number; byRules: number; byCampaigns: number; lastAt: string | null }
}
/** What may be done with it now; `null`: yes, else why not. */
export interface TemplateDeeds { edit: TemplateBar | null; remove: TemplateBar | null; duplicate: TemplateBar | null; resume: TemplateBar | null }
export type TemplateBar = { why: 'not_offered' | 'status' | 'too_often' | 'not_readable'; again?: string | null }
export interface TemplateDetail {
  template: Template
  /** As it can be written here; null where the platform's form holds what this one cannot say. */
  draft: TemplateDraft | null
  draftId: string | null
  languages: { id: string; language: string; status: string }[]
  versions: TemplateVersion[]
  history: TemplateHistoryEntry[]
  uses: TemplateUses
  deeds: TemplateDeeds
  editsLeft: number | null
}

/** Written here and not handed in yet. */
export interface TemplateDraftRow {
  id: string
  channelAccountId: string
  /** It will change this template. */
  templateId: string | null
  draft: TemplateDraft
  preview: TemplatePreview
  createdById: string | null
  updatedAt: string
  /** Parts of its pattern that this account's platform does not take. */
  left?: TemplateComponent[]
}

/** What an account's platform takes: the form and its lint are made of it. */
export interface TemplateForm { from: 'drafts' | 'library'; builder: TemplateBuilder | null; /** takes an entry of the platform's library by its number */ byNumber: boolean; edits: boolean; removes: boolean; /** settings of the account that are missing */ missing: string[]; others: { id: string; name: string; language: string; body: string }[] }
export type { TemplateFinding, TemplateDraft, TemplateBuilder } from '@recado/core'

/** Something happened to a template that she wrote, or that she looks after. */
export interface TemplateAlert extends TemplateHistoryEntry { id: string; templateId: string; name: string; language: string; channelAccountId: string; /** by which ways she is told of templates just now */ ways: readonly NoticeWay[] }

export interface SavedReply {
  id: string
  /** What is typed after `/`. */
  shortcut: string
  title: string
  /** With {{places}} (core/replies/places.ts); `{{contact.firstName|friend}}` says what stands there when nothing is known. */
  text: string
  language?: string | null
  attachments?: Media[]
  /** The same in other languages; hers is chosen by itself. */
  variants?: { language: string; text: string }[]
  /** Parts of the way to it, with `/` between; absent: in none. */
  folder?: string | null
  /** Absent: everybody's. */
  scope?: ReplyScope
  teamId?: string | null
  ownerId?: string | null
}

/** How often a saved reply was put into an answer: by everybody, and by whoever asks. */
export interface SavedReplyUse { id: string; uses: number; lastUsedAt: string | null; mine: number }

/** What somebody was writing: one per person, conversation and mode. `GET|DELETE .../draft?mode=`; null when there is none. */
export interface Draft {
  conversationId: string
  mode: 'reply' | 'note'
  text: string
  attachments: Media[]
  replyTo?: string | null
  updatedAt: string
}
