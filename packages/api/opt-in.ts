/** Opt-in pages and widgets: where a visitor chooses her app and her topics, and then writes first. */
import type { Delivery, Purpose } from '@recado/core'
import type { Iso } from './verdict.js'

/** What a form says in one language. `wording` is what she agrees to, word for word; `button` stands on the closed widget. */
export interface OptInTexts { title: string; text: string; wording: string; thanks: string; button: string }

export interface OptInLook {
  /** `#rrggbb`; in the dark it is lightened as far as it has to be. */
  accent: string
  page: string
  corners: 'round' | 'square'
  /** Where the closed widget stands. */
  side: 'start' | 'end'
}

/** What the designer holds. One form asks for one purpose. */
export interface OptInDraft {
  purpose: Extract<Purpose, 'marketing' | 'notification'>
  /** The first one is spoken where no other fits. */
  languages: string[]
  texts: Record<string, OptInTexts>
  privacyUrl: string
  accountIds: string[]
  categoryIds: string[]
  look: OptInLook
}

/** Why a form cannot be published yet. `language` or `id` says which part is meant. */
export interface OptInFault { field: string; fault: 'missing' | 'not_https' | 'gone' | 'no_address' | 'delivers_nowhere' | 'contrast'; language?: string; id?: string }

/** How many saw it, chose an app, and arrived with their first message. */
export interface OptInFigures { seen: number; chosen: number; arrived: number }

export interface OptInForm {
  id: string
  name: string
  slug: string
  pageUrl: string
  widgetUrl: string
  draft: OptInDraft
  faults: OptInFault[]
  /** Null until it is published for the first time. */
  publishedVersion: number | null
  publishedAt: Iso | null
  /** The draft says something else than what visitors see. */
  changed: boolean
  archivedAt: Iso | null
  createdAt: Iso
  figures: OptInFigures
  byApp: { channelAccountId: string; chosen: number; arrived: number }[]
  byCategory: { categoryId: string; chosen: number; arrived: number }[]
}

export interface OptInVersion { version: number; publishedAt: Iso; publishedBy: { kind: string; id?: string }; texts: Record<string, OptInTexts>; privacyUrl: string }

/** One app as a visitor sees it. */
export interface OptInApp {
  id: string
  channel: string
  /** The app's name; with the account's beside it where there are two. */
  name: string
  /** data: address of the mark. */
  logo: string
  /** Our code stands in her text, or the app hands it back by itself. */
  how: 'text' | 'event'
  /** There is no link to press: the code is scanned by the app. */
  scanOnly: boolean
  delivery: Pick<Delivery, 'only' | 'except'> | null
}

/** A published form as the page and the widget show it. */
export interface OptInPublic {
  slug: string
  version: number
  company: string
  purpose: OptInDraft['purpose']
  languages: string[]
  texts: Record<string, OptInTexts>
  privacyUrl: string
  look: OptInLook
  categories: { id: string; names: Record<string, string>; descriptions: Record<string, string> }[]
  apps: OptInApp[]
}

/** What she gets for her choice. `qr` is a path of dark modules in a square of `size`. */
export interface OptInTicket { code: string; state: 'waiting' | 'arrived' | 'expired'; appId: string; url: string; qr: { path: string; size: number }; expiresAt: Iso }

/** A signed address under which one person sees and changes what she agreed to. */
export interface PreferenceLink { url: string; expiresAt: Iso }
