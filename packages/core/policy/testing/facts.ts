import { type ConsentFacts, nothingSaid } from '../../consent/facts.js'
import type { ConsentFact } from '../../consent/model.js'
import { hours, type Instant } from '../../model/ids.js'
import type { Act, ChannelRules } from '../../model/rules.js'
import type { Facts, Grant, Intent, TemplateFacts } from '../../model/verdict.js'
import { grantsOpenedBy, mergeGrant } from '../grants.js'

/** A Monday in November, after every rate card has begun. */
export const NOW: Instant = Date.UTC(2026, 10, 23, 10, 0, 0)

/** Nothing happened, nothing forbidden, nothing used up. */
export function factsOf(rules: ChannelRules, change: Partial<Facts> = {}): Facts {
  return {
    rules, now: NOW, grants: [], quotas: {}, pairSends: [],
    account: { state: 'ready', settings: {}, timeZone: 'Europe/Madrid', currency: 'USD' },
    identity: { country: 'ES', reachable: null },
    consent: nothingSaid,
    ...change,
  }
}

/** The ledger after these acts, each at its own moment, in this order. */
export function ledger(rules: ChannelRules, acts: readonly [act: Act, at: Instant][], settings: Facts['account']['settings'] = {}): Grant[] {
  const rows = new Map<string, Grant>()
  for (const [act, at] of acts)
    for (const next of grantsOpenedBy(rules, act, at, settings)) {
      const rule = rules.grants.find((one) => one.kind === next.kind)!  // grantsOpenedBy reads the same rules
      rows.set(next.kind, mergeGrant(rule, rows.get(next.kind), next))
    }
  return [...rows.values()]
}

/** She did this so long ago. */
export const ago = (ms: number, act: Act = 'message'): [Act, Instant] => [act, NOW - ms]
export const anHourAgo = ago(hours(1))

export const text: Intent = { kind: 'text', purpose: 'service', author: 'human' }
export const approved = (category: string, change: Partial<TemplateFacts> = {}): TemplateFacts => ({ id: 't1', category, status: 'approved', missing: [], ...change })
export const template = (category: string, change: Partial<TemplateFacts> = {}): Intent => ({ kind: 'template', purpose: 'notification', author: 'human', template: approved(category, change) })

/** A line of the ledger an hour ago: a yes to all advertising, unless told otherwise. */
export const said = (change: Partial<ConsentFact> = {}): ConsentFact => ({ purpose: 'marketing', category: null, channel: null, identityId: null, state: 'given', at: NOW - hours(1), expiresAt: null, ...change })
/** What she said, as the engine reads it. */
export const having = (...entries: readonly ConsentFact[]): { consent: ConsentFacts } => ({ consent: { ...nothingSaid, entries } })
