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
    consent: { marketing: 'none', optedOut: false },
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
