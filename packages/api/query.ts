/** The list's questions: which conversations belong to a view, and in which order. The server's SQL and this file must agree; a test compares. */
import type { Conversation, ConversationStatus } from './conversation.js'

export type View = 'mine' | 'unassigned' | 'all' | 'mentions' | 'closing_soon' | 'waiting' | 'failed'
export const VIEWS: readonly View[] = ['mine', 'unassigned', 'all', 'mentions', 'closing_soon', 'waiting', 'failed']
export type Sort = 'newest' | 'waiting' | 'closing'
export const SORTS: readonly Sort[] = ['newest', 'waiting', 'closing']

/** Query of `GET /conversations`, without cursor and limit. What is absent does not restrict: without `status`, resolved ones are there too. */
export interface ListQuery {
  /** A view, or the id of a saved one. */
  view?: string
  status?: ConversationStatus
  /** A member's id, `me` or `none`. */
  assignee?: string
  team?: string
  inbox?: string
  channel?: string
  account?: string
  label?: string
  q?: string
  sort?: Sort
}

/** A window that closes within this span, while she waits for an answer, is "closing soon". */
export const CLOSING_SOON_MS = 4 * 3_600_000

/** Who looks, and when (business time, ms). */
export interface Viewer { userId: string; now: number }

/**
 * Whether a row belongs to the list. null: it cannot be told from the row (search, mentions, saved views); such a list changes its rows in
 * place and waits for a resync to gain or lose some.
 */
export function belongs(query: ListQuery, row: Conversation, viewer: Viewer): boolean | null {
  if (query.status && row.status !== query.status) return false
  if (query.assignee && !isAssigned(query.assignee, row, viewer.userId)) return false
  if (query.team && row.team?.id !== query.team) return false
  if (query.inbox && row.inboxId !== query.inbox) return false
  if (query.channel && row.channel !== query.channel) return false
  if (query.account && row.channelAccountId !== query.account) return false
  if (query.label && !row.labels.includes(query.label)) return false
  if (query.q) return null
  switch (query.view ?? 'all') {
    case 'all': return true
    case 'mine': return row.assignee?.id === viewer.userId
    case 'unassigned': return row.assignee === null
    case 'waiting': return row.waitingSince !== null
    case 'failed': return row.failed > 0
    case 'closing_soon': return isClosingSoon(row, viewer.now)
    default: return null
  }
}

function isAssigned(assignee: string, row: Conversation, userId: string): boolean {
  if (assignee === 'none') return row.assignee === null
  return row.assignee?.id === (assignee === 'me' ? userId : assignee)
}

/** She waits, and the window in which we may answer freely ends within `CLOSING_SOON_MS`. */
export function isClosingSoon(row: Pick<Conversation, 'window' | 'waitingSince'>, now: number): boolean {
  const left = windowLeftMs(row, now)
  return row.waitingSince !== null && left !== null && left <= CLOSING_SOON_MS
}

/** What is left of the window at `now`, null when it is shut; a row may still say "open" after its closing instant. */
export function windowLeftMs(row: Pick<Conversation, 'window'>, now: number): number | null {
  const { state, closesAt } = row.window
  if (state !== 'open' || closesAt === null) return null
  const left = Date.parse(closesAt) - now
  return left > 0 ? left : null
}

/** The place of a row in a list: moments as ms, then the id. Smaller comes first. */
export type SortKey = readonly [group: number, moment: number, id: string]

/**
 * `newest`: last activity, newest first. `waiting`: the longest waiting first, those who do not wait after them, newest first.
 * `closing`: the first to close first, then the closed and windowless, newest first. Equal moments: the later id first.
 */
export function sortKey(sort: Sort | undefined, row: Conversation): SortKey {
  const newest = -Date.parse(row.lastActivityAt)
  if (sort === 'waiting') return row.waitingSince ? [0, Date.parse(row.waitingSince), row.id] : [1, newest, row.id]
  if (sort === 'closing') return row.window.state === 'open' && row.window.closesAt ? [0, Date.parse(row.window.closesAt), row.id] : [1, newest, row.id]
  return [0, newest, row.id]
}

/** Order of two places. */
export function compareKeys(a: SortKey, b: SortKey): number {
  return a[0] - b[0] || a[1] - b[1] || (a[2] === b[2] ? 0 : a[2] > b[2] ? -1 : 1)
}

/** The query as it stands in the address, in a fixed order: equal questions give equal text. */
export function listSearch(query: ListQuery): string {
  const keys = ['view', 'status', 'assignee', 'team', 'inbox', 'channel', 'account', 'label', 'q', 'sort'] as const
  return new URLSearchParams(keys.flatMap((key) => (query[key] ? [[key, query[key]]] : []))).toString()
}
