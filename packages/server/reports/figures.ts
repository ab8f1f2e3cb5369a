/** Groups of recipients that stand alike, and what is said of several of them together. Pure. */
import type { RecipientState, ReportFigures, Told } from '@recado/api'

/** So many recipients of one account, variant, country, state and code, and what they did. */
export interface Group { account: string | null; variant: string | null; country: string | null; state: RecipientState; code: string | null; n: number; clicked: number; replied: number; converted: number; optedOut: number }

/** Codes of a failed message that say: she does not want this sender. */
export const BLOCKED_CODES: readonly string[] = ['recipient_blocked', 'identity_unreachable', 'blocked']

const SENT: readonly RecipientState[] = ['accepted', 'sent', 'delivered', 'read']
const WAITING: readonly RecipientState[] = ['pending', 'queued', 'sending']

/** Rows by what they share, in the order in which each first comes. */
export function grouped<T, K>(rows: readonly T[], of: (row: T) => K): Map<K, T[]> {
  const found = new Map<K, T[]>()
  for (const row of rows) {
    const mine = found.get(of(row))
    if (mine) mine.push(row)
    else found.set(of(row), [row])
  }
  return found
}

/** Sums the groups. A figure that no channel of theirs tells is null, not zero. */
export function figuresOf(groups: readonly Group[], tells: (account: string | null) => readonly Told[]): ReportFigures {
  const sum = (of: (group: Group) => number) => groups.reduce((total, group) => total + of(group), 0)
  const count = (...states: RecipientState[]) => sum((group) => (states.includes(group.state) ? group.n : 0))
  const telling = (what: Told) => groups.filter((group) => tells(group.account).includes(what))
  const within = (some: readonly Group[], ...states: RecipientState[]) => some.reduce((total, group) => total + (states.includes(group.state) ? group.n : 0), 0)
  const [delivering, reading] = [telling('delivered'), telling('read')]
  return {
    people: sum((group) => group.n), excluded: count('excluded'), heldOut: count('held_out'), waiting: count(...WAITING), cancelled: count('cancelled'),
    sent: count(...SENT),
    delivered: delivering.length > 0 ? within(delivering, 'delivered', 'read') : null, deliveredOf: within(delivering, ...SENT),
    read: reading.length > 0 ? within(reading, 'read') : null, readOf: within(reading, ...SENT),
    failed: count('failed'), unknown: count('unknown'),
    clicked: sum((group) => group.clicked), replied: sum((group) => group.replied), converted: sum((group) => group.converted), optedOut: sum((group) => group.optedOut),
    blocked: sum((group) => (group.state === 'failed' && BLOCKED_CODES.includes(group.code ?? '') ? group.n : 0)),
  }
}

/** The rows of one dimension, largest first; people who were left out have no account and make no row of their own there. */
export function rowsBy(groups: readonly Group[], of: 'account' | 'variant' | 'country', tells: (account: string | null) => readonly Told[]): (ReportFigures & { key: string | null })[] {
  const reached = groups.filter((group) => group.state !== 'excluded' && group.state !== 'held_out')
  return [...grouped(reached, (group) => group[of])].map(([key, some]) => ({ key, ...figuresOf(some, tells) })).sort((a, b) => b.people - a.people || String(a.key).localeCompare(String(b.key)))
}

/** Counts by code, largest first. */
export function byCode(groups: readonly Group[], ...states: RecipientState[]): { code: string | null; state: RecipientState; count: number }[] {
  const some = grouped(groups.filter((group) => states.includes(group.state)), (group) => `${group.state} ${group.code ?? ''}`)
  return [...some.values()].map((rows) => ({ code: rows[0]!.code, state: rows[0]!.state, count: rows.reduce((sum, row) => sum + row.n, 0) })) // a group holds at least one
    .sort((a, b) => b.count - a.count || a.state.localeCompare(b.state) || String(a.code).localeCompare(String(b.code)))
}
