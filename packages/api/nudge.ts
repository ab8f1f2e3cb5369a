/** Rules with time triggers: reminders to colleagues before it is too late, to the customer before her window closes, and whatever else is to follow so long after something happened. */
import type { Filter, Overtaking, Purpose, RuleTrigger, Slot } from '@recado/core'
import type { ReplyVariant } from './automation.js'
import type { Priority } from './conversation.js'
import type { Macro } from './macro.js'
import type { Iso, Money } from './verdict.js'

export type { Happening, NudgeKind, Overtaking, RuleTrigger } from '@recado/core'

/** What a rule does; several stand in the order in which they are done. What one of them is refused for does not keep the others. */
export type RuleAction =
  /** Free words where her window is open, else the account's template. */
  | { do: 'send'; variants: ReplyVariant[]; templates: Macro['templates']; purpose: Purpose; /** the topic's key */ category: string | null }
  /** `rules`: whoever the inbox's own assignment chooses. */
  | { do: 'assign'; to: 'user' | 'team'; id: string } | { do: 'assign'; to: 'rules' | 'nobody' }
  /** `agents`: whose it is, else its team, else its inbox. */
  | { do: 'remind'; whom: 'agents' | 'leads' } | { do: 'remind'; whom: 'some'; ids: string[] }
  | { do: 'label'; add: string[]; remove: string[] }
  /** Raised to this, never lowered. */
  | { do: 'priority'; priority: Exclude<Priority, 'none'> }
  | { do: 'note'; text: string }
  | { do: 'snooze'; minutes: number }
  | { do: 'resolve' }
  | { do: 'stage'; stageId: string }

export interface NudgeStep {
  id: string
  /** null: in every inbox. */
  inboxId: string | null
  kind: RuleTrigger
  name: string
  /** Minutes after what happened; opening minutes before the deadline or of waiting; for `customer` minutes before her window closes. */
  minutes: number
  /** Of what happened: whether only opening time counts. */
  counts: 'clock' | 'opening'
  /** What is sent waits for this time of her day, as `09:30`. */
  atTime: string | null
  /** The label, the state of an order, the purpose of a consent; null: any. */
  about: string | null
  /** What ends the waiting before its time. */
  unless: Overtaking[]
  /** Asked of the thread and its person when the time has come. */
  condition: Filter | null
  /** Empty: what `tell`, `priority`, `assign…` and `variants` say. */
  actions: RuleAction[]
  enabled: boolean
  enabledAt: Iso | null
  /** `agents`: whose it is, else its team, else its inbox. */
  tell: 'agents' | 'leads' | 'some' | 'nobody'
  /** For `some`: colleagues and teams. */
  tellIds: string[]
  /** Raised to this, never lowered. */
  priority: Exclude<Priority, 'none'> | null
  assignUserId: string | null
  assignTeamId: string | null
  /** What the customer is asked. */
  variants: ReplyVariant[]
  /** When she is left alone, on the clock of the hours that count for her. */
  quiet: Slot | null
  /** Also while we owe the answer. */
  evenWhenOwed: boolean
  /** The last 30 days. */
  lately: { count: number; lastAt: Iso | null; refused: { code: string; at: Iso } | null; /** how often something was refused */ refusals: number; /** threads where it waits for its time */ waiting: number }
}

export type NudgeStepWish = Omit<NudgeStep, 'id' | 'enabledAt' | 'lately'>

/** One time it would have acted: what she would have got, or why not. */
export interface NudgeExample { conversationId: string; number: number; name: string; at: Iso; says: string | null; code: string | null }

/** What would have happened in the last days, by step. */
export interface NudgeDryRun {
  days: number
  conversations: number
  /** More happened than was looked at. */
  cut: boolean
  steps: Record<string, { count: number; /** null: nothing is sent, or the channels charge nothing */ cost: Money | null; /** sends whose price nobody knows */ unpriced: number; /** what would not have been sent, by reason, among the newest so many */ refused: { code: string; count: number }[]; judged: number; examples: NudgeExample[] }>
}

/** What a rule did, newest first. */
export interface NudgeRun { conversationId: string; number: number; name: string; at: Iso; outcome: 'told' | 'sent' | 'done' | 'refused'; did: RuleAction['do'][]; code: string | null }
