/** When somebody is reminded: a colleague before it is too late, the customer before her window closes, a lead when nobody comes. */
import { minutes, type Instant } from '../model/ids.js'
import { type OpenStretch, afterOpenTime, beforeOpenTime, openTimeBetween } from '../hours/stretches.js'
import { stretchAt } from '../hours/hours.js'
import type { Slot, Timetable } from '../hours/timetable.js'

/** `agent` and `customer` count backwards from an end, `waiting` and `unassigned` forwards from her first unanswered word. */
export type NudgeKind = 'agent' | 'customer' | 'waiting' | 'unassigned'
export const NUDGE_KINDS: readonly NudgeKind[] = ['agent', 'customer', 'waiting', 'unassigned']

export interface NudgeStep {
  id: string
  kind: NudgeKind
  /** Opening minutes, except for `customer`: her window runs by night as well. */
  minutes: number
  /** What would have been due before it was switched on is not made up for. */
  enabledAt: Instant
  /** `customer`: when she is left alone, on the wall clock of `timeZone`; null = never. */
  quiet: Slot | null
  /** `customer`: also while it is we who owe an answer. */
  evenWhenOwed: boolean
}

/** What a conversation is like when it is looked at. */
export interface NudgeFacts {
  status: string
  waitingSince: Instant | null
  assigned: boolean
  answerBy: Instant | null
  windowClosesAt: Instant | null
  /** Her last message: a reminder for her comes after it. */
  lastInboundAt: Instant | null
  /** When the last message was, if it is one of ours: she has her answer. */
  answeredAt: Instant | null
  /** For so long after a colleague's message nothing automatic is said. */
  quietMs: number
  stretches: readonly OpenStretch[]
  timeZone: string
}

/** When a nudge is due and what it is about: the same `key` is never nudged about twice by one step. */
export interface DueNudge { at: Instant; key: string; /** from here on it is too late for it; null = never too late */ until: Instant | null }

const iso = (at: Instant): string => new Date(at).toISOString()

/** Her quiet hours as a timetable that is "open" while she is left alone. */
const quietTable = (quiet: Slot, timeZone: string): Timetable => ({ timeZone, week: Array.from({ length: 7 }, () => [quiet]), dates: [] })

/** Whether she is to be left alone now. */
export const isQuiet = (quiet: Slot | null, timeZone: string, at: Instant): boolean => quiet !== null && quiet.from !== quiet.to && stretchAt(quietTable(quiet, timeZone), at).open

/** The moment for her reminder: so long before her window closes, and before quiet hours rather than in them. */
export function customerMoment(closesAt: Instant, before: number, quiet: Slot | null, timeZone: string): Instant {
  const wanted = closesAt - before
  if (quiet === null || quiet.from === quiet.to) return wanted
  const stretch = stretchAt(quietTable(quiet, timeZone), wanted)
  return stretch.open && stretch.from !== null ? stretch.from - minutes(1) : wanted
}

/** When this step is due for this conversation; null = not at all as things are. */
export function nudgeDue(step: NudgeStep, facts: NudgeFacts): DueNudge | null {
  const due = wanted(step, facts)
  return due !== null && due.at >= step.enabledAt ? due : null
}

function wanted(step: NudgeStep, facts: NudgeFacts): DueNudge | null {
  const ms = minutes(step.minutes)
  const { waitingSince, answerBy, windowClosesAt, stretches } = facts
  if (step.kind === 'customer') {
    if ((facts.status !== 'open' && facts.status !== 'pending') || windowClosesAt === null || facts.lastInboundAt === null) return null
    if (facts.answeredAt === null && !step.evenWhenOwed) return null
    const planned = customerMoment(windowClosesAt, ms, step.quiet, facts.timeZone)
    const at = Math.max(planned, (facts.answeredAt ?? -Infinity) + facts.quietMs)
    return planned > facts.lastInboundAt && at < windowClosesAt ? { at, key: iso(windowClosesAt), until: windowClosesAt } : null
  }
  if (facts.status !== 'open' || waitingSince === null) return null
  if (step.kind === 'agent') {
    if (answerBy === null) return null
    // Never open until then: the wall's minutes are all there are. And she may have written when less was left: then at once.
    const planned = openTimeBetween(stretches, waitingSince, answerBy) === 0 ? answerBy - ms : beforeOpenTime(stretches, answerBy, ms)
    const at = Math.max(waitingSince, planned ?? waitingSince)
    return { at, key: `${iso(waitingSince)} ${iso(answerBy)}`, until: answerBy }
  }
  if (step.kind === 'unassigned' && facts.assigned) return null
  const at = afterOpenTime(stretches, waitingSince, ms)
  return at === null ? null : { at, key: iso(waitingSince), until: null }
}
