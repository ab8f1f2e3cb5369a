/** What a webhook becomes. `readInbound` is pure; the server stores these without knowing the channel. */
import type { Act, Content, IdentityKey, Instant, OutStatus, PlatformMedia, PostContent, SystemContent } from '@recado/core'

/** A person as the platform names her. Keys strongest first; the profile is untrusted text. */
export interface Person {
  keys: IdentityKey[]
  profile?: { name?: string; username?: string; country?: string; language?: string; avatarUrl?: string }
}

interface Common {
  /** Unique per account: the same event delivered twice carries the same key. */
  key: string
  /** The platform's id of the account it belongs to (phone number id, page id, gh_ id or app id). */
  account: string
  /** The platform's own time. */
  at: Instant
}

export interface MessageEvent extends Common {
  type: 'message'
  from: Person
  /** Who of several wrote it, where `from` is a group. */
  writer?: Person
  /** The platform's message id, what quotes and receipts refer to. Parts of one platform message share it. */
  externalId: string
  content: Content<PlatformMedia>
  /** Acts this message is, for the window ledger: usually ['message'], with 'ad_entry' beside it when it came from an ad. Empty opens nothing. */
  acts: Act[]
  replyTo?: string
  /** What she quoted when we may not know it. */
  quoted?: { from?: string; text?: string }
  /** The ad, story or post it came from. */
  origin?: PostContent<PlatformMedia>
  forwarded?: 'once' | 'often'
  /** Which of several attachments of one message, 0-based; absent when there is one. */
  part?: number
  /** Imported from before the connection: opens nothing, counts nothing. */
  historic?: boolean
}

/** Something a customer did that is no message: it makes the conversation if there is none, with a system line, and leaves unread alone. */
export interface ActEvent extends Common {
  type: 'act'
  from: Person
  act: Act
  /** false: only noted, no line in the thread (a location report). */
  line: boolean
  content: SystemContent
  origin?: PostContent<PlatformMedia>
}

/** A message of ours that was written elsewhere (the platform's own app or inbox), or the echo of one of ours (`clientRef` is then our message id). */
export interface EchoEvent extends Common {
  type: 'echo'
  to: Person
  externalId: string
  content: Content<PlatformMedia>
  clientRef?: string
  replyTo?: string
  part?: number
  historic?: boolean
  status?: OutStatus
}

export interface StatusEvent extends Common {
  type: 'status'
  status: Extract<OutStatus, 'accepted' | 'sent' | 'delivered' | 'read' | 'failed'>
  /** One message by the platform's id ... */
  externalId?: string
  /** ... or by ours, echoed back. */
  clientRef?: string
  /** ... or all of ours to this person up to this moment (watermarks). */
  upTo?: { person: Person; at: Instant }
  /** The recipient as the report names her: new keys are joined. */
  person?: Person
  error?: { code: string; message: string; platformCode?: string }
  /** The platform's own pricing words. */
  pricing?: { category: string; type: string; /** absent: not said */ billable?: boolean }
  /** Windows the platform itself announces. */
  grants?: { kind: string; act: string; openedAt: Instant; closesAt: Instant }[]
}

export interface EditEvent extends Common { type: 'edit'; by: 'contact' | 'outside'; person: Person; target: string; content: Content<PlatformMedia> }
export interface RevokeEvent extends Common { type: 'revoke'; by: 'contact' | 'outside'; person: Person; target: string }
/** The person's keys changed: `previous` stay valid for matching, `next` are added. */
export interface IdentityEvent extends Common { type: 'identity'; previous: IdentityKey[]; next: IdentityKey[]; content: SystemContent }
/** A name or picture from an address book or profile. */
export interface ProfileEvent extends Common { type: 'profile'; person: Person }
export interface PreferenceEvent extends Common {
  type: 'preference'
  person: Person
  /** `marketing` or a template of the platform. */
  subject: { kind: 'marketing' } | { kind: 'template'; externalId: string }
  state: 'stopped' | 'resumed' | 'granted_once' | 'granted' | 'rejected'
  content: SystemContent
}
export interface TemplateEvent extends Common {
  type: 'template'
  externalId?: string
  name?: string
  language?: string
  change: { status?: string; category?: string; quality?: string; reason?: string; /** what the platform advises */ advice?: string; pausedUntil?: Instant; /** filed elsewhere from then on */ next?: { category: string; at?: Instant } }
  /** Fetch the list again: the change does not say everything. */
  resync?: boolean
}
/** The state of the account itself: shown on its page, and it may stop or resume sending. */
export interface AccountEvent extends Common { type: 'account'; event: string; severity: 'info' | 'warning' | 'critical'; data: Record<string, unknown>; effect?: 'pause' | 'resume' }
/** A post to followers is done with, ours or one made elsewhere. */
export interface PostEvent extends Common { type: 'post'; externalId: string; report: import('./posts.js').PostReport }
/** Not understood: the raw request is kept, counted, answered 200. */
export interface KeptEvent extends Common { type: 'kept'; reason: string }
/** Understood and of no use to the desk. */
export interface IgnoredEvent extends Common { type: 'ignored'; reason: string }

export type InboundEvent =
  | MessageEvent | ActEvent | EchoEvent | StatusEvent | EditEvent | RevokeEvent | IdentityEvent | ProfileEvent
  | PreferenceEvent | TemplateEvent | AccountEvent | PostEvent | KeptEvent | IgnoredEvent
