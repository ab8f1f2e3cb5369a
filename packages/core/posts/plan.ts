/** How a post goes out: to everybody in one call, to a group of the platform, or by lists of addresses. */
import type { Instant } from '../model/ids.js'
import { wallClock } from '../policy/calendar.js'
import type { PostRules } from './rules.js'

/** The calendar month of the platform's zone, as the ledger writes it. */
export const postMonth = (at: Instant, timeZone: string): string => new Date(wallClock(at, timeZone)).toISOString().slice(0, 7)

/** The calendar day of the platform's zone. */
export const postDay = (at: Instant, timeZone: string): string => new Date(wallClock(at, timeZone)).toISOString().slice(0, 10)

export type PostReach = 'all' | 'tag' | 'list'
/** Why a list of addresses takes the place of what was asked for. */
export type ListReason = 'not_lawful_for_all' | 'followers_unknown' | 'to_all_used_up' | 'part_of_tag'

export interface PlanFacts {
  wanted: 'all' | 'tag' | 'people'
  /** Who may be written to, and who of them is below the limit of the month. */
  eligible: number
  /** People of the audience who may not be written to for another reason than the month's limit. */
  refused: number
  /** Followers, or members of the group, as the platform counts them; null = it did not tell. */
  known: number | null
  /** Those whom we know, of the same. */
  ours: number
  toAllUsed: number
}

export type PostPlan =
  | { kind: 'go'; reach: PostReach; calls: number[]; reason: ListReason | null }
  | { kind: 'nobody'; code: 'audience_empty' | 'audience_too_small' }

/**
 * A call to everybody, or to a group, reaches people we cannot leave out: it is used only when each of them has a lawful basis and is known to us.
 * Those at the limit of the month hinder nothing, for the platform leaves them out by itself.
 */
export function planPost(facts: PlanFacts, rules: Pick<PostRules, 'toAll' | 'list'>): PostPlan {
  if (facts.eligible === 0) return { kind: 'nobody', code: 'audience_empty' }
  const reason = facts.wanted === 'people' ? null : listReason(facts, rules)
  if (facts.wanted !== 'people' && reason === null) return { kind: 'go', reach: facts.wanted, calls: [facts.eligible], reason: null }
  if (facts.eligible < rules.list.least) return { kind: 'nobody', code: 'audience_too_small' }
  return { kind: 'go', reach: 'list', calls: batches(facts.eligible, rules.list), reason }
}

function listReason({ wanted, refused, known, ours, toAllUsed }: PlanFacts, { toAll }: Pick<PostRules, 'toAll'>): ListReason | null {
  if (wanted === 'all' && toAllUsed >= toAll.amount) return 'to_all_used_up'
  if (refused > 0) return wanted === 'all' ? 'not_lawful_for_all' : 'part_of_tag'
  if (known === null || known > ours) return wanted === 'all' ? 'followers_unknown' : 'part_of_tag'
  return null
}

/** Sizes of the calls for so many addresses: as few as possible, as even as possible, so that none falls below the least. */
export function batches(count: number, { most }: Pick<PostRules['list'], 'most'>): number[] {
  const calls = Math.ceil(count / most)
  return Array.from({ length: calls }, (_, n) => Math.floor(count / calls) + (n < count % calls ? 1 : 0))
}
