/** How an account stands with its platform: facts as the platform tells them, what a person may do about them, and what was missed. */
import type { FailureCode, Instant, Url } from '@recado/core'
import type { CallContext } from './connector.js'
import type { LocalText } from './declaration.js'
import type { InboundEvent } from './inbound.js'

/** `attention` works and needs a hand soon, `broken` needs one now, `unknown` = the platform did not tell. */
export type FactState = 'ok' | 'attention' | 'broken' | 'unknown'

export interface StandingFact {
  /** What it is about (`token`, `quality`, `webhook` ...): one fact per id. */
  id: string
  state: FactState
  /** Names its sentence in the channel's texts. */
  code: string
  /** Fill the {places} of its sentence. */
  values?: Readonly<Record<string, string | number>>
  /** The platform's own short word, shown beside the title: a name, a number, a tier. */
  shown?: string
  /** When it ends or is due: shown as a count-down. */
  until?: Instant
  /** How much of a quota is used. */
  usage?: { used: number; limit: number }
  /** What the platform grants this account, under the names by which the channel's rules read it from the account's settings. */
  amounts?: Readonly<Record<string, number>>
  /** Nothing can be sent because of it: sending waits under this code. */
  blocks?: FailureCode
  /** That it is well ends a pause under this code. */
  frees?: FailureCode
}

/** A sentence with what to do next; `{name}` is filled from the fact's values. */
export interface FactText {
  sentence: LocalText
  next?: LocalText
  /** Where to do it, at the platform. */
  link?: Url
  /** The account action that mends it, by its id. */
  action?: string
}

/** Titles by fact, sentences by code. */
export type StandingTexts = Readonly<Record<string, { title: LocalText; codes: Readonly<Record<string, FactText>> }>>

/** Something the platform once said by webhook about the account; the newest of each kind. */
export interface AccountNotice { event: string; at: Instant; data: Readonly<Record<string, unknown>> }

export interface Standing {
  /** Everything the platform tells; facts that could not be asked are `unknown`. Ends within 10 s, never throws for what the platform says. */
  look(context: CallContext, notices: readonly AccountNotice[]): Promise<StandingFact[]>
  /** The cheapest question that shows a dead token or a lost subscription, asked between looks. */
  pulse?: { everyMs: number; look(context: CallContext): Promise<StandingFact[]> }
  texts: StandingTexts
  /** Account events in words, by name. */
  events?: Readonly<Record<string, FactText & { title: LocalText }>>
  /** Account events that are over once the fact of this id is well again. */
  settles?: Readonly<Record<string, readonly string[]>>
}

export interface ActionParameter {
  key: string
  label: LocalText
  help?: LocalText
  type: 'text' | 'choice'
  choices?: readonly { value: string; label: LocalText }[]
  /** Regular expression of the whole value. */
  pattern?: string
  confidential?: boolean
}

export interface ActionOutcome {
  ok: boolean
  /** Names the sentence among the action's outcomes. */
  code: string
  values?: Readonly<Record<string, string | number>>
  /** What the platform listed. */
  rows?: readonly { label: string; value: string; ok?: boolean }[]
  /** Settings of the account that follow from it. */
  settings?: Readonly<Record<string, unknown>>
}

/** Something a person may have done at the platform, by a button. Every parameter is required. */
export interface AccountAction {
  id: string
  title: LocalText
  /** What it does, and what follows from it. */
  text: LocalText
  /** Cannot be taken back, or stops messages: asked once more. */
  grave?: boolean
  parameters: readonly ActionParameter[]
  outcomes: Readonly<Record<string, FactText>>
  /** Throws PlatformRefusal or SilentPlatform. */
  run(parameters: Readonly<Record<string, string>>, context: CallContext): Promise<ActionOutcome>
}

/** What was missed, as events for the same ingest. `complete` false = the platform gives some of it only. */
export interface Missed { events: InboundEvent[]; complete: boolean }

/** The fact of an account whose platform did not answer this question. */
export const notTold = (id: string): StandingFact => ({ id, state: 'unknown', code: 'not_told' })

/** A text with its {places} filled; a place without a value stays empty. */
export function filled(text: string, values: Readonly<Record<string, string | number>> = {}): string {
  return text.replace(/\{(\w+)\}/g, (_place, name: string) => String(values[name] ?? '')).replace(/ {2,}/g, ' ').trim()
}
