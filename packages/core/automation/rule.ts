/** Automatic replies as data: what sets one off, and in which order they are asked. */
import type { Instant } from '../model/ids.js'

export type KeywordMatch = 'contains' | 'word' | 'starts' | 'exact'

export type Trigger =
  /** Her first message ever; with `afterDays` also the first after so many days of silence. */
  | { kind: 'greeting'; afterDays: number | null }
  /** Outside the hours, once per closed stretch. */
  | { kind: 'away' }
  | { kind: 'keyword'; match: KeywordMatch; words: readonly string[] }
  /** A tapped menu entry, button or opener, by the key it carries; also the scene of a scanned code. */
  | { kind: 'menu'; keys: readonly string[] }
  /** She comes in: follows, or taps "get started". */
  | { kind: 'follow' }

export type TriggerKind = Trigger['kind']
export const TRIGGER_KINDS: readonly TriggerKind[] = ['greeting', 'away', 'keyword', 'menu', 'follow']

export interface Rule {
  id: string
  trigger: Trigger
  enabled: boolean
  /** Something is said; a rule that only sets labels lets the next one speak. */
  answers: boolean
  /** Nothing that happened before it was switched on is answered. */
  enabledAt: Instant | null
}

/** What she did. `text` is what she wrote or the title she tapped; `key` what the tapped thing carries. */
export interface Occasion { kind: 'message' | 'act'; at: Instant; text: string; key: string | null; /** she has just come in */ entry: boolean }

/** All that decides besides the rules. The caller reads it as of the occasion. */
export interface Circumstances {
  now: Instant
  /** The last message of either side before this one; null = none ever. */
  lastBeforeAt: Instant | null
  /** The account's hours, at the occasion; null = no hours are set. */
  hours: { open: boolean; /** names the closed stretch */ period: string } | null
  /** She was told in this closed stretch already. */
  toldAway: boolean
  /** A colleague wrote to her last at this moment, here or on the phone. */
  colleagueAt: Instant | null
  /** For so long after a colleague wrote nothing is automatic. */
  quietMs: number
  /** Automation is stopped for this conversation until she acts. */
  stopped: boolean
  /** Her messages follow ours as quickly as no person writes. */
  loop: boolean
  /** From before the connection, or so late that an answer would surprise. */
  past: boolean
}

/** Why nothing at all is automatic now. */
export type Silence = 'past' | 'stopped' | 'loop' | 'colleague'
/** Why this rule has nothing to say. */
export type Reason = 'off' | 'too_early' | 'not_this' | 'no_word' | 'other_key' | 'known_person' | 'no_hours' | 'open_now' | 'told_already' | 'another_first'

export interface Judgement { ruleId: string; applies: boolean; reason: Reason | null }

/** What happens: rules to carry out in order, the last of which may speak; or why nothing does. */
export interface Choice { silence: Silence | null; rules: string[]; speaker: string | null; judgements: Judgement[] }
