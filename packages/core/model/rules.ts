/** A channel's rules as data. Every figure carries its source; the engine in `policy/` reads nothing else. */
import type { ContentKind } from './content.js'
import type { Instant, Url } from './ids.js'
import type { IntentAuthor, Purpose } from './message.js'

/** What a customer does that may open a grant. A channel adds its own acts as further strings. */
export type Act = 'message' | 'call' | 'menu_click' | 'follow' | 'scan' | 'postback' | 'referral' | 'reaction' | 'ad_entry' | 'push' | (string & {})

export interface GuardRule {
  /** Closes this much before the platform does, at most `share` of the whole grant. */
  maxMs: number
  share: number
}

export interface GrantRule {
  /** Name of the grant, unique in the channel: the ledger holds one row per identity, account and kind. */
  kind: string
  /** Acts that open it. */
  on: readonly Act[]
  /** Replies it is good for; null = any number. */
  replies: number | null
  withinMs: number
  /** How it meets an older grant of its kind: `max` keeps the later end and the larger remainder, `replace` starts anew. */
  meet: 'max' | 'replace'
  guard: GuardRule
  /** What it lets us send: any content (`freeform`), content with a tag of the platform (`tagged`), nothing by itself but a price (`price_only`), a body in the webhook's answer (`passive`). */
  gives: 'freeform' | 'tagged' | 'price_only' | 'passive'
  /** The platform's tag, for `tagged`. */
  tag?: string
  /** Who may use it; everybody unless given. */
  authors?: readonly IntentAuthor[]
  /** Purposes it may be used for; all unless given. */
  purposes?: readonly Purpose[]
  /** Content kinds it carries; all unless given. */
  kinds?: readonly ContentKind[]
  /** Name of an account setting that must be true ("humanAgentApproved"); otherwise refused with `not_approved_for_tag`. */
  needsSetting?: string
  /** The name of an account setting that, when true, replaces `withinMs`. */
  widenedBy?: { setting: string; withinMs: number }
  /** Opened by our own answer while a grant of kind `whileOpen` is open, not by the act itself (WhatsApp's free entry point). */
  onReply?: { whileOpen: string }
  source: Url
}

export interface TemplateRule {
  /** Which purposes a template category may serve. */
  categories: Record<string, { purposes: readonly Purpose[]; needsGrant?: boolean; /** ISO countries it reaches; absent = all */ countries?: readonly string[]; /** ISO countries it does not reach */ exceptCountries?: readonly string[]; /** a one-off permission the customer gave for this template is used up by one send */ needsPermission?: 'one_off' | 'long_term'; authors?: readonly IntentAuthor[]; /** goes before the rule's own `needsFollow` */ needsFollow?: boolean; source: Url }>
  /** true: only to known followers; false: also to those who left; absent: to all but those who left. */
  needsFollow?: boolean
  source: Url
}

/** A quota counted in a ledger. `amount` may be an account setting's value by `amountSetting`. */
export interface QuotaRule {
  id: string
  scope: 'account' | 'portfolio' | 'identity'
  /** What one send takes from it. */
  counts: 'message' | 'unique_identity' | 'template' | 'broadcast' | 'freeform'
  amount: number
  amountSetting?: string
  /** `month`/`day` are calendar periods in `timeZone` (or the account's); a number is a moving span in ms. */
  period: 'month' | 'day' | number
  timeZone?: string
  /** Counts only sends outside an open freeform grant. */
  outsideWindowOnly?: boolean
  /** What happens when it is used up: refused, or paid from here on. */
  then: 'deny' | 'pay'
  source: Url
}

/** Rate to one person: up to `burst` messages are lent inside one `everyMs` span, after that the whole debt (`everyMs` each) must be waited off (WhatsApp pair rate). */
export interface PairRateRule { everyMs: number; burst: number; source: Url }

/** Sends a second for one account; a fifth is kept for people. */
export interface RateRule { perSecond: number; /** an account setting that holds what the platform has granted this account instead */ perSecondSetting?: string; countsInbound?: boolean; source: Url }

export interface RateCard {
  currency: string
  effectiveFrom: Instant
  /** market -> price class -> decimal amount. */
  markets: Record<string, Record<string, string>>
  /** Volume tiers, market -> price class: once `after` messages of the month were charged, each further one costs `amount`. Lowest first. */
  tiers?: Record<string, Record<string, readonly RateTier[]>>
  source: Url
}

/** A cheaper (or dearer) amount for what goes beyond so many charged messages of the month. */
export interface RateTier { after: number; amount: string }

export interface PriceRule {
  cards: readonly RateCard[]
  /** ISO country -> market of the card; `*` for the rest. */
  marketOf: Record<string, string>
  /** The region in which a country's own market is charged by a card that has no row for it: older cards, and those that name fewer countries. */
  regionOf?: Readonly<Record<string, string>>
  /** Price class of an intent: by template category, or `service` for free-form. A class missing from the card is free. */
  classOf: { freeform: string; template: Record<string, string> }
  /** From this instant free-form replies are charged; before it they are free. */
  freeformChargedFrom?: Instant
  /** Template categories free inside an open window before `freeformChargedFrom`. */
  freeInsideWindowBefore?: readonly string[]
  /** Content kinds that never cost (reactions). */
  freeKinds?: readonly ContentKind[]
  /** Grants inside which everything is free. */
  freeDuring?: readonly string[]
  /** Free messages a month, by the quota of this id. */
  allowanceQuota?: string
  /** The platform's words in its reports: what its types of free messages mean, and its classes that the card knows by another name. */
  reported?: { free: Readonly<Record<string, 'free_window' | 'free_entry_point'>>; classes: Readonly<Record<string, string>> }
  source: Url
}

export interface ChannelRules {
  /** Who may write the first message. */
  initiation: 'contact-first' | 'template-first' | 'anyone'
  grants: readonly GrantRule[]
  templates?: TemplateRule
  quotas?: readonly QuotaRule[]
  pairRate?: PairRateRule
  rate?: RateRule
  price?: PriceRule
  /** Countries (ISO) the platform cannot reach, with the reason's source; `warn` = numbers of that country exist abroad. */
  unreachable?: readonly { countries: readonly string[]; effect: 'deny' | 'warn'; purposes?: readonly Purpose[]; source: Url }[]
  /** Acts that shut the door: nothing may be sent until the contact acts again (unfollow, block). */
  closedBy?: readonly Act[]
  source: Url
}
