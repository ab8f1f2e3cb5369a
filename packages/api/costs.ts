import type { CardChange, CardFault, Difference, EstimateLine, FreeReason, Money } from '@recado/core'
import type { Iso } from './verdict.js'

export type { CardChange, CardFault, EstimateLine }

/** What a report of costs is broken down by. */
export const COST_GROUPS = ['month', 'campaign', 'channel', 'account', 'agent', 'team', 'template', 'country', 'class'] as const
export type CostGroup = (typeof COST_GROUPS)[number]

/** One currency of a group: currencies are never added up or converted. */
export interface CostSum {
  /** Messages that left. */
  messages: number
  /** Of them: charged, free, never delivered, and those whose bill has not come yet. */
  charged: number
  free: number
  undelivered: number
  open: number
  /** The most that all of them could cost when they left. */
  estimated: string
  /** What arrived did cost. */
  billed: string
  /** The most that those still open will add. */
  pending: string
  currency: string
}

export interface CostRow extends CostSum { /** id, code or month; null = none (sent outside any campaign ...) */ key: string | null; label: string | null }

/** Why bills differ from what was estimated, and by how much. */
export interface CostDifference { reason: Difference; messages: number; estimated: string; billed: string; currency: string }

export interface CostReport {
  from: string
  to: string
  by: CostGroup
  totals: CostSum[]
  rows: CostRow[]
  differences: CostDifference[]
  free: { reason: FreeReason; messages: number }[]
  /** What the platforms themselves say they have charged, beside what we have billed. Those that differ first. */
  checks: CostCheck[]
}

/** A month of one account and class: our bill and the platform's, of what arrived before `until`. `theirs.amount` is null where the platform tells volumes alone. */
export interface CostCheck {
  accountId: string
  name: string
  month: string
  class: string
  currency: string
  ours: { messages: number; amount: string | null }
  theirs: { messages: number; amount: string | null }
  differs: boolean
  until: Iso
  checkedAt: Iso
}

/** A month against what may be spent. */
export interface CostMonth {
  month: string
  timeZone: string
  /** How much of the month is over, 0 to 1. */
  passed: number
  totals: CostSum[]
  days: { day: string; amount: string; currency: string }[]
  /** What the month comes to at the pace so far; only while it runs. */
  forecast: Money[]
  budgets: Budget[]
  allowances: { accountId: string; name: string; used: number; of: number }[]
}

export interface Budget { id: string; scope: 'workspace' | 'team' | 'campaign'; subjectId: string | null; name: string | null; amount: string; currency: string; warnPercent: number; spent: string; /** 0 to 1 and beyond */ part: number; near: boolean; updatedAt: string }

export interface RateCardView {
  id: string | null
  channel: string
  channelName: string
  name: string
  currency: string
  effectiveOn: string
  version: number | null
  fileName: string | null
  /** Comes with the channel, or was put in here. */
  own: boolean
  state: 'in_force' | 'coming' | 'past'
  markets: number
  createdAt: string | null
  source: string | null
}

export interface RateCardDetail extends RateCardView { classes: string[]; rates: { market: string; amounts: Record<string, string>; tiers: { priceClass: string; after: number; amount: string }[] }[] }

export interface RateCardPreview {
  currency: string | null
  effectiveOn: string | null
  markets: number
  tiers: number
  faults: CardFault[]
  ignored: string[]
  /** Against the card in force of the same currency; null = there is none. */
  changes: CardChange[] | null
  /** Markets that the card in force has and the file lacks: they would have no price. */
  missing: string[]
  /** A card of the same day that this one would replace. */
  replaces: string | null
}
