/** Opening hours and automatic replies of an account. */
import type { Content, Timetable, Trigger } from '@recado/core'
import type { ConversationStatus } from './conversation.js'
import type { Iso, Money } from './verdict.js'

export type { Reason, Silence, Slot, SpecialDate, Timetable, Trigger, TriggerKind, KeywordMatch } from '@recado/core'

/** Who can have hours and rules of its own. Nearest first: a team's, else an inbox's, else an account's. */
export type HoursOwnerKind = 'account' | 'inbox' | 'team'

/** One who has, or could have, hours: what the overview shows. */
export interface HoursOwner {
  kind: HoursOwnerKind
  id: string
  name: string
  channel: string | null
  /** For an account: its inbox. */
  inboxId: string | null
  set: boolean
  timeZone: string | null
  now: { open: boolean; until: Iso | null } | null
  /** Rules that are on. */
  rules: number
}

export interface Hours extends Timetable {
  /** false: nobody has said any yet; what stands here is a proposal. */
  set: boolean
  /** Open or closed at this moment, and until when; null = for longer than a year. */
  now: { open: boolean; until: Iso | null }
}

/** The wording for one language; `language` null is for everybody else. Its words are its own or those of a saved reply. */
export interface ReplyVariant { language: string | null; content?: Content; savedReplyId?: string }

export interface AutomaticReply {
  id: string
  /** null: an inbox's or a team's. */
  channelAccountId: string | null
  owner: { kind: HoursOwnerKind; id: string }
  name: string
  enabled: boolean
  enabledAt: Iso | null
  trigger: Trigger
  /** Empty: nothing is said, labels and status alone. */
  variants: ReplyVariant[]
  labels: string[]
  status: Extract<ConversationStatus, 'open' | 'pending' | 'resolved'> | null
  /** Why it cannot answer as it stands: a saved reply is gone, or has places nobody fills. */
  problem: 'saved_reply_gone' | 'unknown_places' | 'no_hours' | null
  /** How often it acted in the last 30 days, when last, and why it last could not. */
  lately: { count: number; lastAt: Iso | null; refused: { code: string; at: Iso } | null }
}

/** What may be said in an automatic reply. */
export const AUTOMATIC_KINDS = ['text', 'image', 'video', 'audio', 'document', 'link', 'choices', 'location', 'contacts'] as const

export interface AutomaticReplyWish { name: string; trigger: Trigger; variants: ReplyVariant[]; labels?: string[]; status?: AutomaticReply['status']; enabled?: boolean }

/** What the channel can do for automatic replies. */
export interface AutomationMeans {
  /** Kinds of trigger that can happen there. */
  triggers: Trigger['kind'][]
  /** Replies that an act allows where they are counted, and in which time. */
  replies: { act: string; allowed: number; withinMs: number; source: string }[]
  /** An answer that is ready in time goes out with the webhook's own answer; null where the platform has no such thing. */
  passive: { withinMs: number; takesReply: boolean; source: string } | null
}

export interface AutomaticReplies { items: AutomaticReply[]; settings: { quietMinutes: number }; means: AutomationMeans }

/** What one rule adds to the others: answers of its own, messages more in all, and their cost. */
export interface RuleAdds { answers: number; more: number; cost: Money | null }

/** What the last days would have been like, up to 30. */
export interface AutomationEstimate {
  days: number
  /** Her messages and acts in that time. */
  occasions: number
  /** More happened than was looked at: the newest only. */
  cut: boolean
  /** Answers that the rules which are on would have given. */
  answers: number
  /** Their cost by today's rates, beyond what was sent anyway: what they leave of a free allowance counts. null = the channel charges nothing. */
  cost: { total: Money; free: number; /** answers whose price nobody knows (no country) */ unpriced: number; source: string } | null
  /** By rule; one that is off as if it were switched on too. */
  adds: Record<string, RuleAdds>
}

export interface PreviewAnswer {
  /** Why nothing at all is automatic; null when rules are asked. */
  silence: string | null
  ruleId: string | null
  /** What goes out, filled in for this person. */
  contents: Content[]
  language: string | null
  labels: string[]
  judgements: { ruleId: string; name: string; applies: boolean; reason: string | null }[]
  /** Why the speaking rule's words cannot go as they are. */
  fault: string | null
  /** Of one answer; null when nothing is said or nobody knows. */
  price: (Money & { class: string }) | null
  /** Goes out with the webhook's own answer, taking none of the counted replies. */
  passive: boolean
  /** Open at that moment, and when next; null without hours. */
  hours: { open: boolean; opensAt: Iso | null; opening: string } | null
}
