import { nextOpening, stretchAt } from '../hours/hours.js'
import type { Timetable } from '../hours/timetable.js'
import type { Instant } from '../model/ids.js'

export const AVAILABILITIES = ['available', 'away', 'offline'] as const
export type Availability = (typeof AVAILABILITIES)[number]

/** What is known of a colleague's presence. `seenAt` and `wall` are by the wall clock, everything else in business time. */
export interface PresenceFacts {
  /** Said by herself or a supervisor. */
  said: { state: Availability; reason: string; until: Instant | null } | null
  timetable: Timetable | null
  /** A browser of hers was connected; null = never. */
  seenAt: Instant | null
  wall: Instant
  /** Without a browser for so long she counts as away; null = browsers are not looked at. */
  awayAfterMs: number | null
}

export interface Presence {
  availability: Availability
  /** Why: said by hand, her hours, no browser, or nothing speaks against it. */
  cause: 'hand' | 'hours' | 'no_browser' | 'here'
  reason: string
  /** When it changes by itself; null = not that anybody knows. */
  until: Instant | null
}

/** Whether somebody can be given work at `now`. What was said by hand beats her hours; a missing browser beats everything but being off. */
export function presenceAt(facts: PresenceFacts, now: Instant): Presence {
  const said = facts.said && (facts.said.until === null || now < facts.said.until) ? facts.said : null
  if (said && said.state !== 'available') return { availability: said.state, cause: 'hand', reason: said.reason, until: said.until }
  if (!said && facts.timetable) {
    const { open } = stretchAt(facts.timetable, now)
    if (!open) return { availability: 'offline', cause: 'hours', reason: '', until: nextOpening(facts.timetable, now) }
  }
  const { awayAfterMs, seenAt, wall } = facts
  if (awayAfterMs !== null && seenAt === null) return { availability: 'offline', cause: 'no_browser', reason: '', until: null }
  if (awayAfterMs !== null && seenAt !== null && wall - seenAt >= awayAfterMs) return { availability: 'away', cause: 'no_browser', reason: '', until: null }
  if (said) return { availability: 'available', cause: 'hand', reason: '', until: said.until }
  return { availability: 'available', cause: facts.timetable ? 'hours' : 'here', reason: '', until: facts.timetable ? stretchAt(facts.timetable, now).to : null }
}

/** Until when something said by hand holds if she names no end: her next change of hours, so that a word of today does not outlive the day. */
export function holdsUntil(timetable: Timetable | null, now: Instant): Instant | null {
  return timetable ? stretchAt(timetable, now).to : null
}
