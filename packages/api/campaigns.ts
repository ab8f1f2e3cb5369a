/** Campaigns: who is written to, what is said, when it leaves, and what became of it. */
import type { AudienceSpec, CampaignLimits, Content, Estimate, Money, VariantResult } from '@recado/core'
import type { Iso } from './verdict.js'

export const CAMPAIGN_STATES = ['draft', 'in_review', 'scheduled', 'preparing', 'sending', 'paused', 'stopping', 'stopped', 'done'] as const
export type CampaignState = (typeof CAMPAIGN_STATES)[number]

/** Of one recipient. Everybody of the frozen audience is in exactly one of them. */
export const RECIPIENT_STATES = ['excluded', 'held_out', 'pending', 'queued', 'sending', 'accepted', 'sent', 'delivered', 'read', 'failed', 'unknown', 'cancelled'] as const
export type RecipientState = (typeof RECIPIENT_STATES)[number]

/** What she did, beside where her message stands. */
export const RECIPIENT_ACTS = ['clicked', 'replied', 'converted', 'opted_out'] as const
export type RecipientAct = (typeof RECIPIENT_ACTS)[number]

/** When it leaves. `at` with `personTimeZone`: when her own clock shows `localAt` (`2026-12-01T10:00`). */
export type CampaignSchedule = { kind: 'now' } | { kind: 'at'; at: Iso } | { kind: 'person_time'; localAt: string }

export interface CampaignSettings extends CampaignLimits {
  /** So many of a hundred get nothing, to compare with. */
  holdOutPercent?: number
  /** A sample is written to first; after `afterHours` the variant with the best share goes to everybody else. */
  abTest?: { samplePercent: number; afterHours: number; by: 'read' | 'clicked' | 'replied' } | null
  /** Somebody else must approve it before it is scheduled. */
  approval?: boolean
  /** What becomes of a thread when she answers: into which inbox, whose it is, under which labels. */
  replies?: { assign?: { to: 'user' | 'team' | 'inbox'; id: string } | null; labels?: string[] }
  /** Links in texts go over our own short address and are counted. */
  trackLinks?: boolean
  /** Routes behind the first are tried where the message surely did not reach her. */
  fallback?: boolean
}

/** One variant on one account. Texts hold places as saved replies do: `{{contact.firstName|friend}}`. `languages` by language tag goes before `content`. */
export interface CampaignContent {
  content: Content
  languages?: Record<string, Content>
  /** What stands where nothing is known, by place. */
  fallbacks?: Record<string, string>
}

export interface CampaignVariant {
  key: string
  name: string
  /** Weight beside the other variants. */
  share: number
  /** By channel account. */
  contents: Record<string, CampaignContent>
}

export interface CampaignPerson { kind: 'user' | 'token'; id: string; name: string | null }

/** Everybody of the audience by state; the sum of the states is `audience`. Acts count beside it. */
export type CampaignCounts = { audience: number } & Record<RecipientState, number> & Record<RecipientAct, number>

/** The price that was worked out before sending: a maximum with its lines. */
export type CampaignEstimate = Estimate

/** What keeps it from being scheduled. `field` names the part of the wizard. */
export interface CampaignProblem { code: string; field: 'audience' | 'content' | 'schedule' | 'settings' | 'review'; accountId?: string; variant?: string; detail?: string }

export interface Campaign {
  id: string
  name: string
  state: CampaignState
  /** Why it stands so: `person`, `budget_exhausted`, `error_rate`, `block_rate`, `account_paused`, `template_paused`, `nobody` ... */
  stateReason: string | null
  audience: AudienceSpec
  schedule: CampaignSchedule
  settings: CampaignSettings
  variants: CampaignVariant[]
  version: number
  createdBy: CampaignPerson
  createdAt: Iso
  updatedAt: Iso
  submittedBy: CampaignPerson | null
  submittedAt: Iso | null
  approvedBy: CampaignPerson | null
  approvedAt: Iso | null
  reviewNote: string | null
  startsAt: Iso | null
  snapshotAt: Iso | null
  startedAt: Iso | null
  pausedAt: Iso | null
  endedAt: Iso | null
  winner: string | null
  winnerAt: Iso | null
  /** Who picked it: the result of the test, or a person before it was due. */
  winnerBy: 'result' | 'person' | null
  winnerDueAt: Iso | null
  estimate: CampaignEstimate | null
  /** What the messages that left may cost at most, in the budget's currency. */
  committed: Money | null
  /** null until its audience is frozen. */
  counts: CampaignCounts | null
  /** When the last message leaves at the present pace and limits; null where it cannot be said. */
  finishesAt: Iso | null
  problems: CampaignProblem[]
  /** May the asker approve it? Never somebody who had a hand in it. */
  mayApprove: boolean
  /** Paused: may the asker widen its bounds? Where a second person approved it, only somebody like that may. */
  mayLoosen: boolean
}

/** A line of the list: the whole campaign without its contents. */
export type CampaignRow = Omit<Campaign, 'variants' | 'problems' | 'estimate' | 'mayApprove' | 'mayLoosen'> & { variantKeys: string[] }

export interface CampaignMake { name: string; audience?: AudienceSpec; schedule?: CampaignSchedule; settings?: CampaignSettings; variants?: CampaignVariant[] }
/** `version`: what the writer saw; another in between answers `campaign_changed`. */
export type CampaignChange = Partial<CampaignMake> & { version?: number }

/** New bounds of a paused campaign; what is left out stays. */
export interface CampaignAdjust { version?: number; settings: CampaignLimits }

/** A trial of variants: how each does with the sample, and what it would mean to pick it for everybody who waits. */
export interface VariantTrial {
  by: 'read' | 'clicked' | 'replied'
  /** When the result decides. */
  dueAt: Iso | null
  winner: string | null
  winnerAt: Iso | null
  winnerBy: 'result' | 'person' | null
  /** People who wait for the result. */
  waiting: number
  /** Who leads now; null while nothing was sent. */
  leader: string | null
  /** `then`: as it stood when the winner was picked. `restCosts`: the most that it costs to send this one to everybody who waits. */
  variants: (VariantResult & { name: string; then: VariantResult | null; restCosts: Money[] })[]
}

/** What would happen if it went now. */
export interface CampaignPreview {
  total: number
  eligible: number
  excluded: { code: string; count: number }[]
  byRoute: { route: number; accountId: string; count: number }[]
  byCountry: { country: string | null; count: number }[]
  byVariant: { variant: string; count: number }[]
  heldOut: number
  estimate: CampaignEstimate
  startsAt: Iso
  /** With the limits of the accounts (people a day, messages a second), the spread and the quiet hours. */
  finishesAt: Iso | null
  /** What the finishing date comes from, per account; `perDay` null = no such limit. */
  pace: { accountId: string; perSecond: number; perDay: number | null; days: number; count: number; finishesAt: Iso | null }[]
  problems: CampaignProblem[]
  /** The first few as they would be read. */
  samples: { contactId: string; name: string; accountId: string; variant: string; content: Content; missing: string[] }[]
}

export interface CampaignTest { contactIds: string[]; variant?: string }
export interface CampaignTestResult { items: { contactId: string; name: string; accountId: string | null; messageId: string | null; code: string | null }[] }

export interface CampaignRecipient {
  contactId: string
  name: string
  accountId: string | null
  route: number
  variant: string | null
  country: string | null
  language: string | null
  state: RecipientState
  code: string | null
  platformCode: string | null
  conversationId: string | null
  messageId: string | null
  dueAt: Iso | null
  acceptedAt: Iso | null
  sentAt: Iso | null
  deliveredAt: Iso | null
  readAt: Iso | null
  clickedAt: Iso | null
  repliedAt: Iso | null
  convertedAt: Iso | null
  optedOutAt: Iso | null
  price: (Money & { class: string; estimated: boolean }) | null
}

export interface RecipientQuery { state?: RecipientState; act?: RecipientAct; code?: string; variant?: string; account?: string; country?: string; cursor?: string; limit?: number }

/** The campaign behind what she answers: for the thread and the pane beside it. */
export interface ConversationCampaign { campaignId: string; name: string; messageId: string | null; variant: string | null; state: RecipientState; at: Iso; clickedAt: Iso | null; repliedAt: Iso | null; convertedAt: Iso | null; links: { url: string; clickedAt: Iso | null }[] }
