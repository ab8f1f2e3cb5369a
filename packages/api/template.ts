/** Texts the platform approved, and texts our agents keep. */
import type { Media } from '@recado/core'

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
  /** With {{variables}}: contact.name, contact.firstName, agent.name, agent.firstName, company. */
  text: string
  language?: string | null
  attachments?: Media[]
}

/** What somebody was writing: one per person, conversation and mode. `GET|DELETE .../draft?mode=`; null when there is none. */
export interface Draft {
  conversationId: string
  mode: 'reply' | 'note'
  text: string
  attachments: Media[]
  replyTo?: string | null
  updatedAt: string
}
