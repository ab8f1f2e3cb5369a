/** Who is there, what she carries, and how an inbox gives out its conversations. */
import type { AssignmentPlan, AssignmentRule, Availability, LanguageMatch, Method, Passed, PassedFor, Timetable, WhenOff } from '@recado/core'
import type { Iso } from './verdict.js'

export type { AssignmentPlan, AssignmentRule, Availability, LanguageMatch, Method, Passed, PassedFor, Timetable, WhenOff }

/** Whether a colleague can be given work. `cause`: said by hand, her hours, no browser, or nothing speaks against it. */
export interface ColleaguePresence {
  userId: string
  availability: Availability
  cause: 'hand' | 'hours' | 'no_browser' | 'here'
  reason: string
  /** When it changes by itself, as far as anybody knows. */
  until: Iso | null
  since: Iso | null
}

/** Somebody who works on conversations. */
export interface Colleague extends ColleaguePresence {
  name: string
  /** Open conversations she has, altogether and by channel, and how many she takes; null = any number. */
  open: number
  capacity: number | null
  channelOpen: Record<string, number>
  channelLimits: Record<string, number>
  languages: string[]
  skills: string[]
  teamIds: string[]
  inboxIds: string[]
  timetable: Timetable | null
}

/** Who can be given one conversation. `belongs` false: she would see this one only. */
export interface Assignee extends Colleague { belongs: boolean; full: boolean; /** she wrote to this customer last */ last: boolean; speaks: boolean }
export interface Assignees { items: Assignee[]; teams: { id: string; name: string; available: number; members: number }[]; /** whom the inbox would give it to now */ suggestedId: string | null }

/** What somebody says of herself; `auto` takes back what was said. */
export interface SayAvailability { state: Availability | 'auto'; reason?: string; until?: Iso | null }

export interface ColleagueWork { languages: string[]; skills: string[]; capacity: number | null; channelLimits: Record<string, number>; timetable: Timetable | null }
export interface InboxAssignment { inboxId: string; name: string; plan: AssignmentPlan; queued: number }
export interface AssignmentSettings { awayAfterMinutes: number | null }

/** One that waits in the queue; `position` counts from 1 in its inbox. */
export interface QueuedConversation { conversationId: string; inboxId: string; since: Iso; position: number }

/** A question to the rules that changes nothing. */
export interface AssignmentTrial { inboxId: string; channel: string; accountId?: string | null; language?: string | null; contactId?: string | null; plan?: AssignmentPlan }
export interface AssignmentAnswer {
  kind: 'give' | 'queue' | 'leave'
  userId: string | null
  method: Method | null
  /** The fallback team, when she is one of theirs. */
  teamId: string | null
  ruleId: string | null
  reason: 'full' | 'nobody' | 'no_match' | null
  passed: Passed[]
}

/** Body of `POST /conversations/{id}/assign`; what is absent stays as it is. */
export interface AssignBody { userId?: string | null; teamId?: string | null; ifAssignee?: string | null; keepFollowing?: boolean; note?: string }
/** Beside `already_taken`: who has it; null = nobody any more. */
export type Taken = { userId: string; name: string } | null
