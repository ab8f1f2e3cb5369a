/** What became of a campaign, how the list of subscribers grows, and what each topic is worth to them. Nothing stands here that a channel does not tell. */
import type { Money } from '@recado/core'
import type { CampaignCounts, CampaignEstimate, CampaignState, RecipientState } from './campaigns.js'
import type { Iso } from './verdict.js'

/** What a channel says of a message that left. */
export type Told = 'delivered' | 'read'

/** Figures of some recipients. `delivered` and `read` are null where none of their channels tells it; the `Of` beside them is of how many it is told. */
export interface ReportFigures {
  people: number
  excluded: number
  heldOut: number
  waiting: number
  cancelled: number
  /** Taken by the platform: accepted, sent, delivered or read. */
  sent: number
  delivered: number | null
  deliveredOf: number
  read: number | null
  readOf: number
  failed: number
  unknown: number
  clicked: number
  replied: number
  converted: number
  optedOut: number
  /** Could not be delivered because she refuses this sender. */
  blocked: number
}

export interface ReportRow extends ReportFigures { key: string | null }

export interface ReportMoney {
  /** Worked out before sending: the most it could cost. */
  estimate: CampaignEstimate | null
  /** What the messages that left may cost at most. */
  committed: Money | null
  budget: Money | null
  /** What they cost, by currency: `billed` where it is settled, `expected` (a maximum) where the platform has not said yet. */
  spent: { currency: string; billed: string; billedCount: number; expected: string; expectedCount: number; freeCount: number }[]
  /** From the estimate to what was spent, in one currency; the lines add up to the difference. */
  difference: { currency: string; estimate: string; spent: string; lines: MoneyLine[] } | null
}

/** Why a part of the estimate was not spent, or more was: `not_sent`, `waiting`, or the ledger's own reason (`undelivered`, `allowance`, `tier`, `card_change` ...). */
export interface MoneyLine { reason: string; count: number; amount: string }

export interface CampaignReport {
  campaignId: string
  name: string
  state: CampaignState
  /** When these figures were counted. */
  asOf: Iso
  timeZone: string
  startedAt: Iso | null
  endedAt: Iso | null
  /** Everybody by state; null until the audience is frozen. */
  counts: CampaignCounts | null
  /** Of them, people who were erased since: they count above and stand in no list and no row below. */
  erased: number
  total: ReportFigures
  byVariant: (ReportRow & { name: string; winner: boolean })[]
  byAccount: (ReportRow & { channel: string | null; name: string; tells: Told[] })[]
  byCountry: ReportRow[]
  failures: { code: string | null; state: RecipientState; count: number }[]
  exclusions: { code: string | null; count: number }[]
  overTime: { step: 'ten_minutes' | 'hour' | 'day'; points: { at: Iso; sent: number; delivered: number; read: number; clicked: number; replied: number; converted: number; optedOut: number }[] }
  links: { url: string; clicks: number; people: number }[]
  /** Orders within seven days of the start, of those who were written to and of those held out; null without a hold-out. */
  holdOut: { writtenTo: number; writtenToOrdered: number; heldOut: number; heldOutOrdered: number } | null
  money: ReportMoney
  /** Its variants were tried on a sample: GET /campaigns/{id}/variant-trial tells how. */
  trial: boolean
}

/** How many joined and left on a day of the workspace's clock. */
export interface SubscriberDay { day: string; joined: number; left: number }
export interface SubscriberRow { key: string | null; joined: number; left: number; /** who stands on the list now; null where that cannot be said of a row */ now: number | null }

/** What people make of what they are sent on a topic: of the campaigns that began in the span. */
export interface TopicValue extends ReportFigures { /** advertising and notices are looked at apart */ purpose: 'marketing' | 'notification'; topic: string | null; names: Record<string, string>; campaigns: number; subscribers: number }

export interface SubscribersReport {
  from: Iso
  to: Iso
  timeZone: string
  /** People who may be sent marketing on at least one topic. */
  now: number
  joined: number
  left: number
  days: SubscriberDay[]
  bySource: SubscriberRow[]
  byTopic: (SubscriberRow & { names: Record<string, string> })[]
  topics: TopicValue[]
}
