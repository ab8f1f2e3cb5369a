/** What a channel does, as functions the server calls. Only `receive`, `readInbound` and `send` are required. */
import type { Content, DenyCode, FailureCode, IdentityKey, Instant, IntentAuthor, Purpose, SendAs } from '@recado/core'
import type { InboundEvent, Person } from './inbound.js'
import type { AccountAction, Missed, Standing } from './standing.js'

/** Header names are lower-case. `body` is the raw bytes, before any parsing. */
export interface RawRequest {
  method: string
  path: string
  query: Readonly<Record<string, string>>
  headers: Readonly<Record<string, string>>
  body: Buffer
}

export interface WebhookAnswer { status: number; headers?: Record<string, string>; body: string | Buffer }

/** Settings with the confidential ones opened, as the setup form names them. */
export type Settings = Readonly<Record<string, unknown>>

export type Reception =
  /** The platform checks the address: answer and do nothing else. */
  | { kind: 'handshake'; answer: WebhookAnswer }
  | { kind: 'refused'; status: 400 | 401 | 403; code: 'bad_signature' | 'bad_webhook'; reason: string }
  /** Genuine. `payload` is what `readInbound` takes (decrypted text); `answer` is sent after the commit. */
  | { kind: 'accepted'; payload: string; answer: WebhookAnswer }

export interface ReadContext { settings: Settings; /** when the request reached us */ arrivedAt: Instant; /** What menu keys and addresses are called, as published from here. */ titles?: Readonly<Record<string, string>> }

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  url: string
  headers?: Record<string, string>
  /** A string or bytes as they are; an object is sent as JSON; `form` as multipart. */
  body?: string | Buffer | Record<string, unknown>
  form?: readonly { name: string; value: string | Buffer; filename?: string; contentType?: string }[]
  timeoutMs?: number
  /** Largest answer taken, bytes; 1 MB unless given. */
  maxBytes?: number
}
export interface HttpAnswer { status: number; headers: Readonly<Record<string, string>>; body: Buffer; text(): string; json(): unknown }

/**
 * A call that brought no answer. `sent: 'no'` = the request surely never left (DNS, refused, TLS); `unknown` = it left and the answer was lost.
 */
export class SilentPlatform extends Error {
  constructor(readonly sent: 'no' | 'unknown', message: string, options?: ErrorOptions) { super(message, options); this.name = 'SilentPlatform' }
}

/** How a failed call goes on: never again, after the schedule of RELIABILITY 2, after a time the channel knows, or when the account works again. */
export type RetryPlan = { kind: 'never' } | { kind: 'schedule' } | { kind: 'after'; ms: number } | { kind: 'slow_down'; ms?: number } | { kind: 'when_account_ready' }

/** A refusal of the platform in our words. */
export class PlatformRefusal extends Error {
  constructor(readonly detail: { code: FailureCode; platformCode: string; message: string; sent: 'no' | 'unknown'; retry: RetryPlan; /** whom it concerns */ scope?: 'message' | 'identity' | 'account' | 'template'; /** effect on the person: stopped marketing, unreachable */ effect?: 'marketing_stopped' | 'unreachable' | 'window_closed' }) {
    super(`${detail.code} (${detail.platformCode}): ${detail.message}`)
    this.name = 'PlatformRefusal'
  }
}

/** A code of the platform as ours, with the one fact that decides a retry. */
export interface PlatformError { code: FailureCode; sent: 'no' | 'unknown'; retry?: RetryPlan; scope?: 'message' | 'identity' | 'account' | 'template'; effect?: 'marketing_stopped' | 'unreachable' | 'window_closed' }
export type PlatformErrors = Readonly<Record<string | number, PlatformError>>

export interface LoadedMedia { bytes: Buffer; mime: string; name: string; durationMs?: number }

/** What every outgoing call gets. `http` is the only way out (SSRF guard, time-outs); it throws SilentPlatform. */
export interface CallContext {
  settings: Settings
  /** Which account, for cached tokens and uploads. */
  accountId: string
  http(request: HttpRequest): Promise<HttpAnswer>
  /** Business time. */
  now(): Instant
  /** A secret of limited life, shared by all nodes: `fetch` is called by one of them when none is good for another minute. */
  token(name: string, fetch: () => Promise<{ value: string; expiresAt: Instant }>): Promise<string>
  /** Forgets the token if it still is `value`: the next call fetches anew. */
  dropToken(name: string, value: string): Promise<void>
  media: {
    /** The file in a form the platform takes; converts (HEIC to JPEG, voice to Ogg/Opus or MP3) where `format` or `mimes` ask for it. */
    load(mediaId: string, wish?: { format?: 'ogg-opus' | 'mp3'; mimes?: readonly string[]; maxBytes?: number }): Promise<LoadedMedia>
    /** A public link that dies after `forMs`, for platforms that cannot carry the file. */
    link(mediaId: string, forMs: number): Promise<string>
    /** Remembers the platform's id of an uploaded file until `expiresAt`. */
    remembered(mediaId: string, form: string, upload: () => Promise<{ id: string; expiresAt: Instant }>): Promise<string>
  }
}

/** A template as the platform lists it. `components` is the platform's own structure, kept for sending. */
export interface PlatformTemplate {
  externalId: string
  name: string
  language: string
  category: string
  /** approved, pending, rejected, paused, disabled, archived */
  status: string
  quality?: string
  reason?: string
  /** The text with placeholders as {{1}} or {{name}}, for preview and parameters. */
  preview: { header?: string; headerKind?: 'text' | 'image' | 'video' | 'document' | 'location'; body: string; footer?: string; offer?: string; buttons?: { type: string; text: string; url?: string }[]; cards?: { headerKind: 'image' | 'video'; body: string; buttons: { type: string; text: string; url?: string }[] }[] }
  /** Every placeholder, in order. */
  parameters: { component: 'header' | 'body' | 'button' | 'card'; index?: number; position?: number; name?: string; type: string; label: string; example?: string; maxLength?: number }[]
  components: unknown
}

export interface OutboundMessage {
  /** Our message id: goes along wherever the platform echoes something back. */
  id: string
  to: readonly IdentityKey[]
  content: Content
  as: SendAs
  /** The platform's tag when `as` is `tagged`. */
  tag?: string
  author: IntentAuthor
  /** Why we write, where the platform distinguishes answers from notices (Messenger's RESPONSE and UPDATE). */
  purpose?: Purpose
  replyTo?: string
  template?: PlatformTemplate
  /** 1 for the first try. */
  attempt: number
}

export interface Sent {
  /** null where the platform gives none (WeChat). */
  externalId: string | null
  /** Keys the answer taught us. */
  keys?: IdentityKey[]
  status: 'accepted' | 'sent'
  /** The platform will report later under this id instead. */
  reportId?: string
}

export interface Check { id: string; ok: boolean; code: string; message: string; /** facts worth showing: display name, quality, tier */ data?: Record<string, unknown> }

export interface Connector {
  /** Signature on raw bytes in constant time, decryption, handshake. Pure but for crypto. */
  receive(request: RawRequest, settings: Settings): Reception
  /** Payload to events; pure, never throws on content it does not know (that becomes `kept`). Every entry, change and message of a batch. */
  readInbound(payload: string, context: ReadContext): InboundEvent[]
  /** Throws PlatformRefusal or SilentPlatform. One content becomes exactly one message on the platform. */
  send(message: OutboundMessage, context: CallContext): Promise<Sent>
  /** A limit the content breaks, before anything is sent; null when it may go. */
  validate(content: Content, settings: Settings): { code: DenyCode; limit?: number; field?: string } | null
  /** Settings against the platform: each check in words. Ends within 10 s. May also subscribe the webhook. */
  check?(context: CallContext): Promise<Check[]>
  /** Asked when an account without a known platform id is saved. */
  fetchMedia?(source: { kind: 'id'; id: string } | { kind: 'url'; url: string }, context: CallContext): Promise<LoadedMedia>
  profile?(keys: readonly IdentityKey[], context: CallContext): Promise<Person['profile'] | null>
  markRead?(message: { externalId: string; to: readonly IdentityKey[] }, context: CallContext): Promise<void>
  typing?(state: 'on' | 'off', message: { externalId: string | null; to: readonly IdentityKey[] }, context: CallContext): Promise<void>
  templates?(context: CallContext): Promise<PlatformTemplate[]>
  /** Where templates are written here and handed to the platform, or taken from its library. */
  templateCreation?: import('./templates.js').TemplateCreation
  /** Placeholders without a value, or a value the platform would refuse. */
  checkTemplate?(template: PlatformTemplate, parameters: unknown): { missing: string[]; badValue?: string; rendered: { header?: string; body: string; footer?: string; buttons?: string[] } }
  /** Makes sure the platform still calls us; asked after an outage and daily. */
  ensureSubscribed?(context: CallContext): Promise<Check>
  /** What the platform says about the account itself. */
  standing?: Standing
  /** What a person may have done to the account at the platform. */
  actions?: readonly AccountAction[]
  /** What reached the platform since then and not us. */
  backfill?(since: Instant, context: CallContext): Promise<Missed>
  /** An address as an agent types it -> identity keys, or null when it is none. */
  parseAddress?(address: string): IdentityKey[] | null
  /** ISO country of the person, from what the keys tell. */
  countryOf?(keys: readonly IdentityKey[]): string | null
  /** The market country for prices when it differs. */
  /** What customers see of the business: photo, address, hours. */
  businessProfile?: import('./profile.js').BusinessProfile
  /** What stands in a chat before anybody has written. */
  openers?: import('./openers.js').OpenersConnector
  /** What the platform says it has charged. */
  charges?: import('./charges.js').ReadCharges
  /** Posts to followers. */
  posts?: import('./posts.js').PostsConnector
  /** What it brings for automatic replies. */
  automation?: import('./automation.js').AutomationTraits
  /** What its lines tell of her decisions about advertising. */
  consent?: import('./consent.js').ConsentTraits
  /** People ask the platform to have their data deleted, and it tells us. */
  deletion?: import('./deletion.js').DeletionRequests
  /** Links and QR codes that lead here and tell where somebody came from. */
  entry?: import('./entry.js').EntryConnector
  /** Body for the webhook's own answer (WeChat's passive reply), already encrypted as the account demands. null = not possible for this content. */
  passiveReply?(content: Content, to: { person: string; account: string }, settings: Settings, now: Instant): string | null
}

/** What `channels/<name>/index.ts` exports as default. */
export interface Channel { declaration: import('./declaration.js').ChannelDeclaration; connector: Connector }
