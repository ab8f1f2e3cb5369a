/** Random histories of one conversation: she acts, we answer, time passes - with weights, so that runs of replies and near misses are common. */
import fc from 'fast-check'
import { days, hours, minutes, seconds, type Instant } from '../../model/ids.js'
import type { ChannelRules } from '../../model/rules.js'
import type { Facts, Grant } from '../../model/verdict.js'
import { closesDoor, grantsOpenedBy, mergeGrant, onReplyGrants, takeReply } from '../grants.js'
import { decide } from '../decide.js'
import { noGuard } from '../window.js'
import { factsOf, text } from './facts.js'
import type { Happening } from './oracle.js'

export type Step = { do: 'act'; act: string } | { do: 'late_act'; act: string; ms: number } | { do: 'reply' } | { do: 'wait'; ms: number }

const near = (ms: number) => [ms - 1, ms, ms + 1]
const WAITS = [1, 20, seconds(1), ...near(seconds(3)), ...near(seconds(6)), ...near(seconds(57)), ...near(minutes(1)), minutes(2), hours(1), ...near(hours(24) - minutes(5)), ...near(hours(24)), ...near(hours(48) - minutes(1)), ...near(hours(48)), ...near(days(7)), days(31)]

/** What she can do on any of the sample channels; what a channel does not know opens nothing there. */
const ACTS = ['message', 'message', 'message', 'menu_click', 'follow', 'unfollow', 'push', 'call', 'postback', 'ad_entry', 'view'] as const

export const step = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...ACTS).map((act): Step => ({ do: 'act', act })) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('late_act' as const), act: fc.constantFrom(...ACTS), ms: fc.constantFrom(...WAITS) }) },
  { weight: 9, arbitrary: fc.constant<Step>({ do: 'reply' }) },
  { weight: 6, arbitrary: fc.constantFrom(...WAITS).map((ms): Step => ({ do: 'wait', ms })) },
)
export const inOrder = (steps: readonly Step[]): boolean => steps.every((one) => one.do !== 'late_act')

export const steps = fc.array(step, { maxLength: 40 })
export const settings = fc.record({ approved: fc.boolean(), longAdWindow: fc.boolean() })

/** One moment of a story: what is known, and what has happened so far. */
export interface Moment { facts: Facts; story: readonly Happening[]; step: Step | null; before: readonly Grant[] }

export const START: Instant = Date.UTC(2026, 10, 1, 8)

function remember(rules: ChannelRules, grants: readonly Grant[], fresh: readonly Grant[]): Grant[] {
  const rows = new Map(grants.map((grant) => [grant.kind, grant]))
  for (const next of fresh) {
    const rule = rules.grants.find((one) => one.kind === next.kind)!  // fresh grants come from these rules
    rows.set(next.kind, mergeGrant(rule, rows.get(next.kind), next))
  }
  return [...rows.values()]
}

/** Plays a story as the product does: the ledger moves with each act and each reply that the engine allows. Every moment is handed out. */
export function play(rules: ChannelRules, list: readonly Step[], change: Partial<Facts> = {}): Moment[] {
  let facts = factsOf(rules, { now: START, ...change })
  let story: Happening[] = []
  const moments: Moment[] = [{ facts, story, step: null, before: [] }]
  for (const one of list) {
    const before = facts.grants
    const { now, account: { settings: set } } = facts
    if (one.do === 'wait') facts = { ...facts, now: now + one.ms }
    else if (one.do === 'reply') {
      if (decide(text, facts, noGuard).kind === 'allow') {
        const taken = takeReply(rules, facts.grants, now)
        facts = { ...facts, grants: remember(rules, taken, onReplyGrants(rules, taken, now, set)), pairSends: [...facts.pairSends, now].slice(-100) }
        story = [...story, { at: now, did: 'reply' }]
      }
    } else if (closesDoor(rules, one.act)) {
      facts = { ...facts, grants: [], identity: { ...facts.identity, reachable: false } }
      story = []
    } else {
      const at = one.do === 'late_act' ? now - one.ms : now
      facts = { ...facts, grants: remember(rules, facts.grants, grantsOpenedBy(rules, one.act, at, set)), identity: { ...facts.identity, reachable: rules.closedBy ? true : null } }
      story = [...story, { at, did: 'act', act: one.act }]
    }
    moments.push({ facts, story, step: one, before })
  }
  return moments
}
