/** Purposes, topics, wordings and the ledger of consents as the API tells them. */
import type { Basis, MarketingGlance, ConsentSource, ConsentState, CustomerFact, Purpose } from '@recado/core'
import type { Iso } from './verdict.js'

/** A text per language; what a language does not have is shown in another one. */
export type InLanguages = Record<string, string>

/** What the owner has set for a purpose. */
export interface PurposeSetting {
  purpose: Purpose
  basis: Basis
  /** Why this basis holds, in her words. */
  texts: InLanguages
  doubleOptIn: boolean
  /** A consent lapses so many months after it was given; null = never by itself. */
  monthsValid: number | null
  /** What makes somebody an existing customer. */
  customerFact: CustomerFact | null
  /** null = nobody has set it yet. */
  updatedAt: Iso | null
}

/** A topic: what a person says yes or no to. */
export interface ConsentCategory { id: string; key: string; names: InLanguages; descriptions: InLanguages; archivedAt: Iso | null }

/** What somebody was shown. A version never changes. */
export interface ConsentWording { id: string; name: string; language: string; version: number; text: string; privacyUrl: string | null; createdAt: Iso }

/** A line of the ledger. `category` is the topic's key, null = every one; `channel` null = every app. */
export interface Consent {
  id: string
  contactId: string
  identityId: string | null
  purpose: Purpose
  category: string | null
  channel: string | null
  state: ConsentState
  source: ConsentSource
  /** What an outside system calls its source. */
  sourceDetail: string | null
  wording: ConsentWording | null
  /** When she said it, and when it was written down. */
  at: Iso
  recordedAt: Iso
  expiresAt: Iso | null
  actor: { kind: 'user' | 'token' | 'system' | 'nobody' | 'contact'; id?: string; name?: string }
  /** What proves it; null where there is nothing, or where it is not for the reader. `destroyed`: her key is gone, nobody can read it again. */
  evidence: Record<string, unknown> | null
  evidenceState: 'none' | 'readable' | 'hidden' | 'destroyed'
}

/** Whether she may be written to for a purpose about a topic, at one of her addresses. */
export interface ConsentStanding {
  purpose: Purpose
  /** The topic's key; null = what is about no topic in particular. */
  category: string | null
  channel: string | null
  /** null where she has no address yet. */
  identityId: string | null
  accountName: string | null
  basis: Basis
  allowed: boolean
  /** Why not. */
  code: 'opted_out' | 'consent_missing' | null
  state: ConsentState | 'none'
  since: Iso | null
  until: Iso | null
  /** The line of the ledger that decides. */
  proofId: string | null
  /** She told the platform itself to stop. */
  stoppedOnPlatform: boolean
}

export interface ContactConsents { contactId: string; standing: ConsentStanding[]; /** newest first */ history: Consent[]; categories: ConsentCategory[]; purposes: PurposeSetting[]; /** kept out of every audience, because an address of hers is on an exclusion list or was erased; her own yes ends it, too */ exclusion: ConsentExclusion | null }

export interface ConsentExclusion { since: string; reason: 'exclusion_list' | 'erased' | 'anonymised' }

/** Where somebody stands with marketing, in a word: a row of a list. */
export interface MarketingStanding extends MarketingGlance { contactId: string; /** Her address is on the list of those who must not be taken in. */ excluded: boolean }

/** Body of `POST /consents`. */
export interface RecordConsent {
  contactId: string
  identityId?: string | null
  purpose: Purpose
  category?: string | null
  channel?: string | null
  state: 'pending' | 'given' | 'confirmed' | 'withdrawn'
  source: string
  /** The words she was shown: the id of a wording, or the words themselves. */
  wording?: string | { name?: string; language?: string; text: string; privacyUrl?: string | null }
  at?: Iso
  expiresAt?: Iso | null
  evidence?: Record<string, unknown> | string
}
