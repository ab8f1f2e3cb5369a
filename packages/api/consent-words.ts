/** Words in chat that end and begin advertising, and the privacy notice. */
import type { Iso } from './verdict.js'

/** A word of the company's, or one of the known ones that it does not want to count. */
export interface ConsentWord { kind: 'opt_out' | 'opt_in' | 'help'; language: string; text: string }
/** The known words of a language; the first of each is the one our texts name. */
export interface KnownWords { language: string; optOut: string[]; optIn: string[]; help: string[]; unsure: string[] }
/** A text of ours with what it may and must fill in. */
export interface ConsentText { key: string; texts: Record<string, string>; may: string[]; must: string[] }

export interface ConsentWordSettings {
  own: ConsentWord[]
  without: ConsentWord[]
  /** The company's texts by key and language; ours stand in `defaults`. */
  texts: Record<string, Record<string, string>>
  /** A word that asks for help is answered. */
  help: boolean
  /** A word inside a sentence asks a colleague. */
  ask: boolean
  privacyUrl: string | null
  updatedAt: Iso | null
  known: KnownWords[]
  defaults: ConsentText[]
  /** What our texts fill in by themselves, for previews. */
  company: string
  /** Per language: the yes she is asked for, and the sentence about privacy with `{{url}}` in it. */
  small: Record<string, { yes: string; privacy: string }>
}
export type ConsentWordSettingsWish = Partial<Pick<ConsentWordSettings, 'own' | 'without' | 'texts' | 'help' | 'ask' | 'privacyUrl'>>

/** A word of the company's that signs up for topics. */
export interface ConsentKeyword { id: string; words: string[]; /** None = all advertising. */ categoryIds: string[]; accountId: string | null; /** What she agrees to, per language. */ wording: Record<string, string>; enabled: boolean; used: number }
export type ConsentKeywordWish = Omit<ConsentKeyword, 'id' | 'used'>

export interface PrivacyNotice {
  enabled: boolean
  enabledAt: Iso | null
  /** People who saw an earlier version are shown this one, too. */
  again: boolean
  version: number
  texts: Record<string, string>
  defaults: Record<string, string>
  url: string | null
  updatedAt: Iso | null
  /** How many people were shown each version, the newest first. */
  shown: { version: number; people: number; lastAt: Iso }[]
  company: string
}
export type PrivacyNoticeWish = Partial<Pick<PrivacyNotice, 'enabled' | 'again' | 'texts' | 'url'>>

/** What a text means as a whole message. */
export interface WordTrial { kind: 'opt_out' | 'opt_in' | 'help' | 'keyword' | 'ask' | 'none'; word: string | null; language: string | null; keywordId?: string }
