/** Rules with time triggers: so long after something happened in a thread, unless what it waited for has happened meanwhile. */
import { minutes, type Instant } from '../model/ids.js'
import { quietEnds } from '../campaign/moments.js'
import { afterOpenTime, type OpenStretch } from '../hours/stretches.js'
import type { Slot } from '../hours/timetable.js'
import { nextWallTime } from './wall-time.js'
import { customerMoment, type NudgeKind } from './nudge.js'

/** What starts the clock of a rule. */
export type Happening = 'her_message' | 'our_message' | 'first_message' | 'assigned' | 'label_added' | 'resolved' | 'order' | 'consent' | 'snooze_ended'
export const HAPPENINGS: readonly Happening[] = ['her_message', 'our_message', 'first_message', 'assigned', 'label_added', 'resolved', 'order', 'consent', 'snooze_ended']
/** Everything a step can be about: what is told by how a thread stands now, and what by something that happened. */
export type RuleTrigger = NudgeKind | Happening
export const isHappening = (kind: RuleTrigger): kind is Happening => (HAPPENINGS as readonly string[]).includes(kind)

/** What ends the waiting before its time. `order_moved`: the order reached another state. */
export type Overtaking = 'she_wrote' | 'we_wrote' | 'assigned' | 'resolved' | 'order_moved'
export const OVERTAKINGS: readonly Overtaking[] = ['she_wrote', 'we_wrote', 'assigned', 'resolved', 'order_moved']

/** Rules that cause each other stop at the fourth. */
export const MOST_DEPTH_OF_RULES = 3
/** So often may rules act in one thread within an hour. */
export const MOST_RUNS_AN_HOUR = 6

export interface TimedRule {
  id: string
  kind: Happening
  minutes: number
  /** Counted in opening time, or by the wall clock. */
  opening: boolean
  /** The next such time of her own day, as `09:30`; null = as soon as the span is over. */
  at: string | null
  /** The label, the state of an order, the purpose of a consent; null = any. */
  of: string | null
  unless: readonly Overtaking[]
  /** Something is sent: then her quiet hours count. */
  sends: boolean
  quiet: Slot | null
}

/** Something that happened in a thread. `by`: the rule that caused it; `depth`: how many rules led to it. */
export type ThreadAct = { id: string; at: Instant; by: string | null; depth: number } & (
  | { kind: 'hers'; first: boolean }
  /** `automatic`: neither a colleague nor a program of the company wrote it. */
  | { kind: 'ours'; automatic: boolean }
  | { kind: 'labelled'; labels: readonly string[] }
  | { kind: 'order'; orderId: string; status: string }
  | { kind: 'consent'; purpose: string }
  | { kind: 'assigned' | 'unassigned' | 'resolved' | 'asleep' | 'awake' | 'woken' })

/** What a rule is about: the same `key` is acted on at most once. Of one `slot` only the newest counts. */
export interface RuleOccasion { key: string; slot: string; since: Instant; depth: number; orderId: string | null }

/** Where she is, and when it is open. */
export interface Surroundings { stretches: readonly OpenStretch[]; timeZone: string }

/** Whether this starts the rule's clock. What a rule did itself never starts it. */
export function occasionOf(rule: TimedRule, act: ThreadAct): RuleOccasion | null {
  if (act.by === rule.id || !starts(rule, act)) return null
  const latest = rule.kind === 'her_message' || rule.kind === 'our_message'
  return { key: act.id, slot: latest ? 'latest' : act.id, since: act.at, depth: act.by === null ? 0 : act.depth + 1, orderId: act.kind === 'order' ? act.orderId : null }
}

function starts({ kind, of }: TimedRule, act: ThreadAct): boolean {
  switch (kind) {
    case 'her_message': return act.kind === 'hers'
    case 'first_message': return act.kind === 'hers' && act.first
    // What is automatic starts nothing: else two rules would answer each other for ever.
    case 'our_message': return act.kind === 'ours' && !act.automatic
    case 'label_added': return act.kind === 'labelled' && (of === null ? act.labels.length > 0 : act.labels.includes(of))
    case 'order': return act.kind === 'order' && (of === null || act.status === of)
    case 'consent': return act.kind === 'consent' && (of === null || act.purpose === of)
    case 'snooze_ended': return act.kind === 'woken'
    case 'assigned': case 'resolved': return act.kind === kind
  }
}

/**
 * When its time has come: the span, then her time of day, then the end of her quiet hours where something is sent. What follows her own message leaves before
 * her quiet hours rather than after them: her window runs by night as well.
 */
export function momentOf(rule: TimedRule, since: Instant, { stretches, timeZone }: Surroundings): Instant {
  const span = minutes(rule.minutes)
  const over = rule.opening ? (afterOpenTime(stretches, since, span) ?? since + span) : since + span
  const wanted = rule.at === null || !rule.sends ? over : nextWallTime(over, rule.at, timeZone)
  const wakes = rule.sends ? quietEnds(rule.quiet, wanted, timeZone) : null
  if (wakes === null) return wanted
  const early = customerMoment(wanted, 0, rule.quiet, timeZone)
  return rule.kind === 'her_message' && early > since ? early : wakes
}

/** The first thing after an occasion that makes its rule pointless; null while it stands. */
export function overtakenBy(rule: TimedRule, occasion: RuleOccasion, later: readonly ThreadAct[]): ThreadAct | null {
  return later.find((act) => act.id !== occasion.key && act.at >= occasion.since && (occasionOf(rule, act)?.slot === occasion.slot || rule.unless.some((what) => overtakes(what, act, occasion)))) ?? null
}

function overtakes(what: Overtaking, act: ThreadAct, { orderId }: RuleOccasion): boolean {
  switch (what) {
    case 'she_wrote': return act.kind === 'hers'
    case 'we_wrote': return act.kind === 'ours' && !act.automatic
    case 'order_moved': return act.kind === 'order' && act.orderId === orderId
    case 'assigned': case 'resolved': return act.kind === what
  }
}

/** What a rule waits for in a thread after all of this happened, oldest first: due or not. */
export function pendingOf(rule: TimedRule, acts: readonly ThreadAct[], around: Surroundings): (RuleOccasion & { dueAt: Instant })[] {
  return acts.flatMap((act, i) => {
    const occasion = occasionOf(rule, act)
    if (!occasion || occasion.depth > MOST_DEPTH_OF_RULES || overtakenBy(rule, occasion, acts.slice(i + 1))) return []
    return [{ ...occasion, dueAt: momentOf(rule, occasion.since, around) }]
  })
}

/** When a rule would have acted in a thread between `since` and `now`: each occasion whose time came before anything overtook it. */
export function replayRule(rule: TimedRule, acts: readonly ThreadAct[], around: Surroundings, since: Instant, now: Instant): { at: Instant; occasion: RuleOccasion }[] {
  const found: { at: Instant; occasion: RuleOccasion }[] = []
  for (const [i, act] of acts.entries()) {
    const occasion = occasionOf(rule, act)
    if (!occasion || occasion.depth > MOST_DEPTH_OF_RULES) continue
    const at = momentOf(rule, occasion.since, around)
    if (at < since || at > now) continue
    const until = acts.slice(i + 1).filter((later) => later.at < at)
    if (!overtakenBy(rule, occasion, until)) found.push({ at, occasion })
  }
  return found.toSorted((a, b) => a.at - b.at)
}
