/**
 * The channel-neutral content of a message: one union, discriminated by `kind`. `M` is how a file is named: `Media` for stored files,
 * `PlatformMedia` while it still lies on a platform's server.
 */

/** A file that Recado keeps. `state` tells whether its bytes are here; `url` is relative to the desk's own origin. */
export interface Media {
  id: string
  url: string
  mime: string
  bytes: number
  name?: string
  width?: number
  height?: number
  durationMs?: number
  state?: 'pending' | 'ready' | 'failed'
  /** 64 loudness values 0-100 of a voice note, for the player. */
  waveform?: number[]
}

/** A file on the platform's server: fetched at once, since its link dies in minutes. */
export interface PlatformMedia {
  source: { kind: 'id'; id: string } | { kind: 'url'; url: string }
  mime?: string
  bytes?: number
  name?: string
  sha256?: string
  durationMs?: number
}

export interface ContactCard {
  name: string
  phones?: { value: string; type?: string }[]
  emails?: { value: string; type?: string }[]
  addresses?: { text: string; type?: string }[]
  organisation?: string
  urls?: string[]
  birthday?: string
}

export interface Option { id: string; title: string; description?: string; section?: string }

export interface Product { sku: string; title?: string; price?: { amount: string; currency: string }; imageUrl?: string; url?: string }

/** One value for one template placeholder: `component` says where, `name` is set for named parameters, else `index` (0-based) counts. */
export interface TemplateParameter {
  component: 'header' | 'body' | 'button' | 'card'
  /** Button or card index, 0-based. */
  index?: number
  /** Position of the placeholder in its component, 0-based; absent for named parameters. */
  position?: number
  name?: string
  type: 'text' | 'currency' | 'date_time' | 'image' | 'video' | 'document' | 'location' | 'payload' | 'coupon_code' | 'product' | 'action'
  text?: string
  currency?: { code: string; amount1000: number }
  mediaId?: string
  location?: { latitude: number; longitude: number; name?: string; address?: string }
  value?: unknown
}

export type MediaKind = 'image' | 'video' | 'audio' | 'document' | 'sticker'

/** `mentions` and `attachments` are those of notes: what goes to a customer has none. */
export interface TextContent { kind: 'text'; text: string; mentions?: Mention[]; attachments?: Media[] }
/** Who is called in a note: a stretch of its text (UTF-16 units, `@` included) and whom it stands for, so that a renamed colleague shows her present name. */
export interface Mention { kind: 'user' | 'team' | 'everybody'; /** null for everybody */ id: string | null; from: number; length: number }
export interface MediaContent<M> { kind: MediaKind; media: M; caption?: string; /** a recorded voice note */ voice?: boolean; animated?: boolean }
export interface LocationContent { kind: 'location'; latitude: number; longitude: number; name?: string; address?: string; url?: string }
export interface ContactsContent { kind: 'contacts'; contacts: ContactCard[] }
/** `messageId` is the platform's id while the content comes from or goes to a channel, ours once stored. `emoji: null` takes it back. */
export interface ReactionContent { kind: 'reaction'; messageId: string; emoji: string | null }
export interface ChoicesContent<M> { kind: 'choices'; style: 'buttons' | 'list'; text: string; header?: string; headerMedia?: M; footer?: string; buttonText?: string; options: Option[] }
export interface ChoiceContent { kind: 'choice'; id: string; title: string; description?: string }
export interface LinkContent { kind: 'link'; text: string; title: string; url: string; imageUrl?: string; description?: string }
export interface FormContent { kind: 'form'; text: string; title: string; formId: string; screen?: string; data?: Record<string, unknown>; token?: string; header?: string; footer?: string }
export interface FormAnswerContent { kind: 'form_answer'; name: string; values: Record<string, unknown> }
export interface ProductsContent { kind: 'products'; text?: string; header?: string; footer?: string; catalogId?: string; sections: { title?: string; products: Product[] }[] }
export interface OrderContent { kind: 'order'; items: { sku: string; quantity: number; price: { amount: string; currency: string } | null; title?: string }[]; text?: string; catalogId?: string }
export interface TemplateContent { kind: 'template'; templateId?: string; name?: string; language?: string; parameters: TemplateParameter[] | Record<string, string>; /** filled when stored: the text the customer reads */ text?: string; header?: string; footer?: string; buttons?: string[]; link?: string }
/** Something published that the message came from or answers: an ad, a story, a post, a comment. */
export interface PostContent<M> { kind: 'post'; type: 'ad' | 'story' | 'story_mention' | 'comment' | 'post' | 'reel' | 'share' | 'product'; id?: string; url?: string; headline?: string; text?: string; media?: M; clickId?: string }
/** A line in the thread that nobody wrote. `data` holds text and numbers only. */
export interface SystemContent { kind: 'system'; event: string; data?: Record<string, string | number | boolean | null> }
/** Asks the customer for something by the platform's own widget. */
export interface RequestContent { kind: 'request'; what: 'location' | 'contact' | 'call_permission' | 'address'; text: string }
export interface UnsupportedContent { kind: 'unsupported'; type: string; detail?: string }

export type Content<M = Media> =
  | TextContent | MediaContent<M> | LocationContent | ContactsContent | ReactionContent | ChoicesContent<M> | ChoiceContent | LinkContent
  | FormContent | FormAnswerContent | ProductsContent | OrderContent | TemplateContent | PostContent<M> | SystemContent | RequestContent | UnsupportedContent

export type ContentKind = Content['kind']

export const CONTENT_KINDS: readonly ContentKind[] = [
  'text', 'image', 'video', 'audio', 'document', 'sticker', 'location', 'contacts', 'reaction', 'choices', 'choice', 'link',
  'form', 'form_answer', 'products', 'order', 'template', 'post', 'system', 'request', 'unsupported',
]
