/** The customer-service window: which of a person's grants lets us write freely now, and when that ends. */
import type { Instant } from '../model/ids.js'
import type { ChannelRules, GrantRule } from '../model/rules.js'
import type { Grant, Guard } from '../model/verdict.js'

/** Closes every grant as the channel's rules say: a little before the platform does, never more than a share of the whole grant. */
export function guardOf(rules: ChannelRules): Guard {
  const byKind = new Map(rules.grants.map((rule) => [rule.kind, rule.guard]))
  return (grant) => {
    const rule = byKind.get(grant.kind)
    return rule ? Math.min(rule.maxMs, Math.floor(rule.share * (grant.closesAt - grant.openedAt))) : 0
  }
}

/** The platform's own closing instants, for contract tests. */
export const noGuard: Guard = () => 0

/** A ledger row beside its rule and the instant from which we no longer use it. */
export interface OpenGrant { grant: Grant; rule: GrantRule; sendBy: Instant }

/** Rows with a known rule. A kind that the channel no longer declares is history, not a right. */
export function withRules(rules: ChannelRules, grants: readonly Grant[], guard: Guard): OpenGrant[] {
  return grants.flatMap((grant) => {
    const rule = rules.grants.find((one) => one.kind === grant.kind)
    return rule ? [{ grant, rule, sendBy: grant.closesAt - guard(grant) }] : []
  })
}

const usable = ({ grant }: OpenGrant): boolean => grant.left === null || grant.left > 0

/** Replies that may go now, one after the other: since a reply is taken from every open grant, that is the largest number left, not their sum. */
export function repliesLeft(open: readonly OpenGrant[]): number | null {
  const left = open.map(({ grant }) => grant.left)
  return left.includes(null) ? null : Math.max(0, ...left.map(Number))
}

/** The grant an answer rests on: of those with a reply left the one that can be used longest; otherwise the one that is open longest. */
export function mostUseful(open: readonly OpenGrant[]): OpenGrant | undefined {
  const longest = (rows: readonly OpenGrant[]) => rows.reduce<OpenGrant | undefined>((best, row) => (best && best.sendBy >= row.sendBy ? best : row), undefined)
  return longest(open.filter(usable)) ?? longest(open)
}

export interface WindowState {
  /** `open` also while the replies are used up (`left` 0): what is closed then is not the window. `none`: no act ever opened one. */
  state: 'open' | 'closed' | 'none'
  /** The platform's closing instant of the grant named by `kind`; of a closed window the last one. */
  closesAt: Instant | null
  /** Replies that may go now; null = any number. */
  left: number | null
  kind: string | null
  /** From this instant on we refuse: `closesAt` less the guard. */
  sendBy: Instant | null
}

/** The window of a conversation, as lists and rings show it. Only free-form grants make a window; a human-agent tag shows in the verdicts. */
export function windowState(rules: ChannelRules, grants: readonly Grant[], now: Instant, guard: Guard = guardOf(rules)): WindowState {
  const freeform = withRules(rules, grants, guard).filter(({ rule }) => rule.gives === 'freeform')
  const open = freeform.filter(({ sendBy }) => now < sendBy)
  const best = mostUseful(open)
  if (best) return { state: 'open', closesAt: best.grant.closesAt, left: repliesLeft(open), kind: best.grant.kind, sendBy: best.sendBy }
  const last = freeform.reduce<OpenGrant | undefined>((latest, row) => (latest && latest.grant.closesAt >= row.grant.closesAt ? latest : row), undefined)
  return last
    ? { state: 'closed', closesAt: last.grant.closesAt, left: 0, kind: last.grant.kind, sendBy: last.sendBy }
    : { state: 'none', closesAt: null, left: null, kind: null, sendBy: null }
}

/**
 * The moment by which people must have answered: the earlier of the window's end and the last opening minute before it. `openings` are the
 * stretches in which somebody is at work, in any order; without one before the end there is no better deadline than the end itself.
 */
export function closingDeadline(closesAt: Instant, openings: readonly { opensAt: Instant; closesAt: Instant }[]): Instant {
  const ends = openings.filter((opening) => opening.opensAt < closesAt).map((opening) => Math.min(opening.closesAt, closesAt))
  return ends.length > 0 ? Math.max(...ends) : closesAt
}
