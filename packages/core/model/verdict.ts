import type { ConsentFacts } from '../consent/facts.js'
import type { Basis } from '../consent/model.js'
import type { DenyCode } from '../errors.js'
import type { ContentKind } from './content.js'
import type { Instant, Money, Url } from './ids.js'
import type { IntentAuthor, Purpose } from './message.js'
import type { ChannelRules } from './rules.js'

export type SendAs = 'freeform' | 'template' | 'tagged' | 'broadcast'

export interface Price extends Money { class: string }

export interface Remedy {
  kind: 'template' | 'other_channel' | 'wait' | 'ask_to_write' | 'consent'
  /** Of `other_channel`; without it there is no thread yet, and one is begun with the contact on the account. */
  conversationId?: string
  contactId?: string
  channelAccountId?: string
  channel?: string
  /** Name of the account that it would go over. */
  accountName?: string
  templateIds?: string[]
  until?: Instant | null
  price?: Price | null
}

/**
 * The answer to "may this go?": never a bare yes or no. `until` is the platform's own closing instant, the one `Conversation.window.closesAt` shows;
 * `left` is how many may go now, one after the other; null = no end, any number.
 */
export type Verdict =
  | { kind: 'allow'; as: SendAs; tag?: string; until: Instant | null; left: number | null; price: Price | null; source: Url; /** the grant it rests on */ grant?: string; /** from this instant on we refuse: `until` less the guard */ sendBy?: Instant | null }
  | { kind: 'deny'; code: DenyCode; source: Url; retryAt: Instant | null; remedies: readonly Remedy[] }

/** One row of the window ledger. */
export interface Grant {
  kind: string
  act: string
  openedAt: Instant
  /** The closing instant is already outside. */
  closesAt: Instant
  /** Replies left; null = any number. */
  left: number | null
}

/** A template as the engine needs it. */
export interface TemplateFacts {
  id: string
  category: string
  status: string
  /** Placeholders that have no value in this intent. */
  missing: readonly string[]
  /** A fault in a value that the platform would refuse. */
  badValue?: string
}

/** What somebody wants to send. */
export interface Intent {
  kind: ContentKind
  purpose: Purpose
  /** The topic it is about, by its id; nothing = none in particular: only a yes to everything covers it. */
  category?: string | null
  /** On which ground its writer says it rests: only `consent` asks for more than the owner has set, nothing for less. */
  basis?: Basis | null
  author: IntentAuthor
  template?: TemplateFacts
  /** Found by the channel's `validate`: the content breaks a limit. */
  fault?: { code: DenyCode; source?: Url; /** of the request, where it can be said */ field?: string }
}

/** Everything the engine may look at. Pure data: the caller reads it inside its transaction. */
export interface Facts {
  rules: ChannelRules
  now: Instant
  grants: readonly Grant[]
  account: { state: 'unverified' | 'ready' | 'error' | 'paused'; settings: Readonly<Record<string, unknown>>; timeZone: string; currency: string }
  identity: {
    country: string | null
    /** Follows / has not shut the door; null where the channel has no such thing. */
    reachable: boolean | null
    /** One-off or long-term permissions per template id still unused. */
    permissions?: readonly { templateId: string; left: number | null }[]
    /** The platform told us she stopped marketing. */
    marketingStopped?: boolean
  }
  consent: ConsentFacts
  /** used per quota id, in its period and scope at `now`; for unique_identity also whether this identity is already counted. */
  quotas: Readonly<Record<string, { used: number; includesIdentity?: boolean; freesAt?: Instant | null }>>
  /** What is left of the month's budgets that this send would be taken from; nothing = nobody has set one. */
  budgets?: readonly { left: string; currency: string; renewsAt: Instant | null }[]
  /** Instants of our last sends to this identity, oldest first, as far back as the pair rule needs. */
  pairSends: readonly Instant[]
}

/** How early a grant closes on our side, in ms. Contract tests pass `() => 0`. */
export type Guard = (grant: Grant) => number
