/** How an account stands with its platform, in the reader's language. */
import type { Iso } from './verdict.js'
import type { HealthItem } from './session.js'

export type FactState = 'ok' | 'attention' | 'broken' | 'unknown'

export interface StandingFact {
  id: string
  title: string
  state: FactState
  /** What the platform says and what it means. */
  sentence: string
  /** What to do now. */
  next: string | null
  /** Where to do it, at the platform. */
  link: string | null
  /** The account action that mends it. */
  action: string | null
  /** The platform's own short word: a name, a number. */
  shown: string | null
  /** When it ends or is due. */
  until: Iso | null
  usage: { used: number; limit: number } | null
  /** Since when it is so. */
  since: Iso
}

/** A stretch in which messages may have been missed. */
export interface AccountGap {
  id: string
  cause: 'unsubscribed' | 'silent' | 'server_away'
  from: Iso
  /** null while it lasts */
  to: Iso | null
  /** pending = being fetched, partly = some of it, lost = the platform gives nothing; null while it lasts */
  outcome: 'pending' | 'fetched' | 'partly' | 'lost' | null
  /** Messages found afterwards. */
  fetched: number
}

export interface AccountActionField { key: string; label: string; help: string | null; type: 'text' | 'choice'; choices: { value: string; label: string }[]; pattern: string | null; confidential: boolean }

export interface AccountAction { id: string; title: string; text: string; grave: boolean; parameters: AccountActionField[] }

/** Answer of `GET /channel-accounts/{id}/standing`. */
export interface AccountStanding {
  facts: StandingFact[]
  /** When the platform was last asked; null = never. */
  lookedAt: Iso | null
  /** What somebody should look at, open ones first, then those of the last 30 days. */
  items: (HealthItem & { endedAt: Iso | null })[]
  gaps: AccountGap[]
  actions: AccountAction[]
  /** Whether owners get letters; false = no SMTP_URL. */
  mail: boolean
}

/** Body of `POST /channel-accounts/{id}/actions/{action}`. */
export interface RunAccountAction { parameters: Record<string, string> }

/** What became of it; a refusal of the platform is an answer too. */
export interface AccountActionAnswer {
  ok: boolean
  sentence: string
  next: string | null
  link: string | null
  /** The platform's own words, where it refused. */
  refusal: { code: string; platformCode: string; message: string } | null
  rows: { label: string; value: string; ok: boolean | null }[]
}
