import type { Instant } from '../model/ids.js'
import type { Purpose } from '../model/message.js'
import type { ConsentFact, ConsentState } from './model.js'

/** What somebody wants to write about, and to which of her addresses. */
export interface ConsentQuestion { purpose: Purpose; category: string | null; channel: string; identityId: string }

/** Where she stands, and the line of the ledger that says so; `until` is when it lapses by itself. */
export interface Standing<Entry extends ConsentFact = ConsentFact> { state: ConsentState | 'none'; proof: Entry | null; until: Instant | null }

/** Whether a line speaks of this question. A yes to one topic says nothing about the others; what was said for one address with its app named stays there. */
export function covers(entry: ConsentFact, { purpose, category, channel, identityId }: ConsentQuestion): boolean {
  if (entry.purpose !== purpose) return false
  if (entry.category !== null && entry.category !== category) return false
  if (entry.channel === null) return true
  return entry.channel === channel && (entry.identityId === null || entry.identityId === identityId)
}

const sameScope = (a: ConsentFact, b: ConsentFact): boolean => a.category === b.category && a.channel === b.channel && a.identityId === b.identityId
const isYes = (entry: ConsentFact): boolean => entry.state === 'given' || entry.state === 'confirmed'
const latest = <Entry extends ConsentFact>(entries: readonly Entry[]): Entry | null => entries.reduce<Entry | null>((best, one) => (best === null || one.at > best.at ? one : best), null)

/** The yes among these that lasts longest: what is shown as until when it holds. */
function lastsUntil(entries: readonly ConsentFact[]): Instant | null {
  return entries.some((entry) => entry.expiresAt === null) ? null : Math.max(...entries.map((entry) => entry.expiresAt!)) // none is null
}

/**
 * Where she stands: of the lines that cover the question the latest one decides, and at one instant a withdrawal wins. A yes that has lapsed is none;
 * a confirmed one is shown before one that was only given; one asked for and not yet answered (`pending`) decides nothing.
 */
export function standingOf<Entry extends ConsentFact>(entries: readonly Entry[], question: ConsentQuestion, now: Instant): Standing<Entry> {
  const mine = entries.filter((entry) => covers(entry, question))
  const withdrawn = latest(mine.filter((entry) => entry.state === 'withdrawn'))
  const since = mine.filter((entry) => isYes(entry) && (withdrawn === null || entry.at > withdrawn.at))
  const counting = since.filter((entry) => (entry.expiresAt === null || entry.expiresAt > now) && !mine.some((other) => other.state === 'expired' && other.at >= entry.at && sameScope(other, entry)))
  const confirmed = counting.filter((entry) => entry.state === 'confirmed')
  if (confirmed.length > 0) return { state: 'confirmed', proof: latest(confirmed), until: lastsUntil(confirmed) }
  if (counting.length > 0) return { state: 'given', proof: latest(counting), until: lastsUntil(counting) }
  if (withdrawn && since.length === 0) return { state: 'withdrawn', proof: withdrawn, until: null }
  const over = mine.filter((entry) => isYes(entry) || entry.state === 'expired')
  if (over.length > 0) return { state: 'expired', proof: latest(over), until: null }
  const pending = latest(mine)
  return pending ? { state: 'pending', proof: pending, until: null } : { state: 'none', proof: null, until: null }
}
