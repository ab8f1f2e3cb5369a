import type { Instant } from '../model/ids.js'
import type { Purpose } from '../model/message.js'

/** On which ground people are written to for a purpose (GDPR, article 6). `existing_customer` is the soft opt-in of article 13(2) of the ePrivacy directive. */
export const BASES = ['contract', 'consent', 'existing_customer', 'legitimate_interest'] as const
export type Basis = (typeof BASES)[number]

export const CONSENT_STATES = ['pending', 'given', 'confirmed', 'withdrawn', 'expired'] as const
export type ConsentState = (typeof CONSENT_STATES)[number]

/** How we know. `pending` waits for her second yes; `expired` is written when one lapses. */
export const CONSENT_SOURCES = ['api', 'agent', 'import', 'widget', 'opt_in_page', 'preference_page', 'keyword', 'platform', 'link_code', 'bridge', 'double_opt_in', 'rule'] as const
export type ConsentSource = (typeof CONSENT_SOURCES)[number]

/** A line of the ledger as the rules read it. */
export interface ConsentFact {
  purpose: Purpose
  /** The topic by its id; null = every one. */
  category: string | null
  /** null = every app. */
  channel: string | null
  /** Where she said it. With a channel it counts for that address alone; without one it counts wherever she can be written to. */
  identityId: string | null
  state: ConsentState
  at: Instant
  expiresAt: Instant | null
}

/** What makes somebody an existing customer, as the owner has named it. */
export type CustomerFact = { kind: 'order' } | { kind: 'stage'; stageId: string } | { kind: 'attribute'; key: string; value?: string }

/** What the owner has set for a purpose. */
export interface PurposeSettings {
  basis: Basis
  doubleOptIn: boolean
  /** A consent lapses so many months after it was given; null = never by itself. */
  monthsValid: number | null
  customerFact: CustomerFact | null
}

/** Until the owner sets it: answers and what was ordered rest on the contract, advertising on consent. */
export const PURPOSE_DEFAULTS: Readonly<Record<Purpose, PurposeSettings>> = {
  service: { basis: 'contract', doubleOptIn: false, monthsValid: null, customerFact: null },
  notification: { basis: 'contract', doubleOptIn: false, monthsValid: null, customerFact: null },
  marketing: { basis: 'consent', doubleOptIn: false, monthsValid: null, customerFact: null },
}

/** The moment a consent lapses when it lasts so many months: the same day of a later month, or that month's last. */
export function expiryOf(at: Instant, months: number | null): Instant | null {
  if (months === null) return null
  const from = new Date(at)
  const to = new Date(at)
  to.setUTCDate(1)
  to.setUTCMonth(from.getUTCMonth() + months)
  const lastDay = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate()
  to.setUTCDate(Math.min(from.getUTCDate(), lastDay))
  return to.getTime()
}
