import type { Instant } from '../model/ids.js'
import { type DueNudge, nudgeDue, type NudgeFacts, type NudgeStep } from './nudge.js'

/** Something that happened in a thread, as far as nudges depend on it. `windowMs`: how long a window her message opens. */
export type PastAct =
  | { at: Instant; kind: 'hers'; windowMs: number | null; deadline: Instant | null }
  /** A person's answer; what is automatic ends nobody's waiting. */
  | { at: Instant; kind: 'ours'; automatic: boolean }
  | { at: Instant; kind: 'resolved' | 'assigned' | 'unassigned' | 'asleep' | 'awake' }

/** When a step would have acted about one thread in the past, until `now`. The same question as now, asked between any two things that happened. */
export function replayNudges(step: NudgeStep, acts: readonly PastAct[], frame: Pick<NudgeFacts, 'stretches' | 'timeZone' | 'quietMs'>, since: Instant, now: Instant): Instant[] {
  let facts: NudgeFacts = { status: 'open', waitingSince: null, assigned: false, answerBy: null, windowClosesAt: null, lastInboundAt: null, answeredAt: null, ...frame }
  const done = new Set<string>()
  const found: Instant[] = []
  for (const [i, act] of acts.entries()) {
    facts = after(facts, act)
    const until = acts[i + 1]?.at ?? now
    const due = nudgeDue({ ...step, enabledAt: -Infinity }, facts)
    const at = due && Math.max(due.at, act.at)
    if (!due || at === null || at >= until || at < since || isLate(due, at) || done.has(due.key)) continue
    done.add(due.key)
    found.push(at)
  }
  return found
}

const isLate = (due: DueNudge, at: Instant): boolean => due.until !== null && at >= due.until

function after(facts: NudgeFacts, act: PastAct): NudgeFacts {
  switch (act.kind) {
    case 'hers': return { ...facts, status: 'open', waitingSince: facts.waitingSince ?? act.at, answerBy: act.deadline, windowClosesAt: act.windowMs === null ? null : act.at + act.windowMs, lastInboundAt: act.at, answeredAt: null, ...(facts.status === 'resolved' ? { assigned: false } : {}) }
    case 'ours': return act.automatic ? facts : { ...facts, waitingSince: null, answerBy: null, answeredAt: act.at }
    case 'resolved': return { ...facts, status: 'resolved', waitingSince: null, answerBy: null }
    case 'assigned': return { ...facts, assigned: true }
    case 'unassigned': return { ...facts, assigned: false }
    case 'asleep': return { ...facts, status: 'snoozed' }
    case 'awake': return { ...facts, status: 'open' }
  }
}
