/** Reminders: to colleagues before it is too late, to the customer before her window closes, to leads when nobody comes. */
import type { NudgeKind, Slot } from '@recado/core'
import type { ReplyVariant } from './automation.js'
import type { Priority } from './conversation.js'
import type { Iso, Money } from './verdict.js'

export type { NudgeKind } from '@recado/core'

export interface NudgeStep {
  id: string
  /** null: in every inbox. */
  inboxId: string | null
  kind: NudgeKind
  name: string
  /** Opening minutes before the deadline or of waiting; for `customer` minutes before her window closes. */
  minutes: number
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
  lately: { count: number; lastAt: Iso | null; refused: { code: string; at: Iso } | null }
}

export type NudgeStepWish = Omit<NudgeStep, 'id' | 'enabledAt' | 'lately'>

/** What would have happened in the last days, by step. */
export interface NudgeDryRun {
  days: number
  conversations: number
  /** More happened than was looked at. */
  cut: boolean
  steps: Record<string, { count: number; /** null: nothing is sent, or the channels charge nothing */ cost: Money | null; /** sends whose price nobody knows */ unpriced: number; examples: { conversationId: string; number: number; name: string; at: Iso }[] }>
}
