/** Verdicts, prices and windows as they travel: the core's own, with moments as ISO 8601 text. */
import type { DenyCode, Remedy, SendAs, Url } from '@recado/core'

/** A moment, ISO 8601 UTC with milliseconds. Business time of the workspace unless the field says otherwise. */
export type Iso = string

export interface Money { amount: string; currency: string }
export interface Price extends Money { class: string }

export interface AllowVerdict {
  kind: 'allow'
  as: SendAs
  tag?: string
  until: Iso | null
  /** Replies left; null = any number. */
  left: number | null
  /** Where they are counted: of how many, and how many are queued or being sent (`left` no longer holds those). */
  of?: number
  onWay?: number
  price: Price | null
  source: Url
  grant?: string
}

/** What to do instead, ranked by price and lawfulness. */
export interface VerdictRemedy extends Omit<Remedy, 'until' | 'price'> {
  until?: Iso | null
  price?: Price | null
}

export interface DenyVerdict {
  kind: 'deny'
  code: DenyCode
  source: Url
  retryAt: Iso | null
  remedies: VerdictRemedy[]
  /** Of `replies_exhausted`: replies that are queued or being sent. */
  onWay?: number
}

export type Verdict = AllowVerdict | DenyVerdict

/** The customer-service window of a conversation: the ring, the chip and the sort all read this one. */
export interface WindowState {
  /** `none`: she has never opened one here. */
  state: 'open' | 'closed' | 'none'
  /** When it opened: the ring's full circle. */
  openedAt: Iso | null
  closesAt: Iso | null
  left: number | null
  /** Kind of the grant that closes last. */
  kind: string | null
}
