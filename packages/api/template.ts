/** Texts the platform approved, and texts our agents keep. */
import type { Media } from '@recado/core'
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
  buttons?: { type: string; text: string; url?: string }[]
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
}

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
