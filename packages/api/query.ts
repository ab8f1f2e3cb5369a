/** The list's questions: which conversations belong to a view, and in which order. The server's SQL and this file must agree; a test compares. */
import { type Filter, type FilterFacts, isWindowOpen, matches } from '@recado/core'
import type { Conversation, ConversationStatus, Priority } from './conversation.js'

export type View = 'mine' | 'my_teams' | 'unassigned' | 'all' | 'mentions' | 'participating' | 'drafts' | 'waiting' | 'closing_soon' | 'failed' | 'snoozed' | 'resolved'
export const VIEWS: readonly View[] = ['mine', 'my_teams', 'unassigned', 'all', 'mentions', 'participating', 'drafts', 'waiting', 'closing_soon', 'failed', 'snoozed', 'resolved']
export type Sort = 'newest' | 'waiting' | 'closing' | 'priority'
export const SORTS: readonly Sort[] = ['newest', 'waiting', 'closing', 'priority']

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
  /** A company's id: threads of its people. */
  company?: string
  q?: string
  /** Absent: newest first, or the saved view's own order. */
  sort?: Sort
}

/** A deadline that comes within this span, while she waits for an answer, is "closing soon". */
export const CLOSING_SOON_MS = 4 * 3_600_000

/** Who looks, and when (business time, ms). `teamIds` and `views` (trees of saved views by id) as far as they are known. */
export interface Viewer { userId: string; now: number; teamIds?: readonly string[]; views?: ReadonlyMap<string, Filter> }

/**
 * Whether a row belongs to the list. null: it cannot be told from the row (search, mentions, drafts, conditions on the person); such a list
 * changes its rows in place and is read again, a while later, to gain or lose some.
 */
export function belongs(query: ListQuery, row: Conversation, viewer: Viewer): boolean | null {
  if (query.status && row.status !== query.status) return false
  if (query.assignee && !isAssigned(query.assignee, row, viewer.userId)) return false
  if (query.team && row.team?.id !== query.team) return false
  if (query.inbox && row.inboxId !== query.inbox) return false
  if (query.channel && row.channel !== query.channel) return false
  if (query.account && row.channelAccountId !== query.account) return false
  if (query.label && !row.labels.includes(query.label)) return false
  if (query.company && row.contact.companyId !== query.company) return false
  const inView = isInView(query.view ?? 'all', row, viewer)
  return query.q && inView !== false ? null : inView
}

function isInView(view: string, row: Conversation, viewer: Viewer): boolean | null {
  switch (view) {
    case 'all': return true
    case 'mine': return row.assignee?.id === viewer.userId
    case 'my_teams': return row.team === null ? false : viewer.teamIds?.includes(row.team.id) ?? null
    case 'unassigned': return row.assignee === null
    case 'participating': return row.participantIds.includes(viewer.userId)
    case 'waiting': return row.waitingSince !== null
    case 'failed': return row.failed > 0
    case 'closing_soon': return isClosingSoon(row, viewer.now)
    case 'snoozed': case 'resolved': return row.status === view
    default: {
      const tree = viewer.views?.get(view)
      return tree ? matches(tree, factsOf(row), viewer) : null
    }
  }
}

function isAssigned(assignee: string, row: Conversation, userId: string): boolean {
  if (assignee === 'none') return row.assignee === null
  return row.assignee?.id === (assignee === 'me' ? userId : assignee)
}

const ms = (at: string | null): number | null => (at === null ? null : Date.parse(at))

/** What a live row tells a filter; the person, her consent and how she came are not in it. */
export function factsOf(row: Conversation): FilterFacts {
  return {
    channel: row.channel, accountId: row.channelAccountId, inboxId: row.inboxId, status: row.status, priority: row.priority, assigneeId: row.assignee?.id ?? null, teamId: row.team?.id ?? null, participantIds: row.participantIds,
    labels: row.labels, unread: row.unread, failed: row.failed, waitingSince: ms(row.waitingSince), lastInboundAt: ms(row.lastInboundAt), lastActivityAt: Date.parse(row.lastActivityAt), snoozedUntil: ms(row.snoozedUntil),
    window: { kind: row.window.kind, closesAt: ms(row.window.closesAt), left: row.window.left }, answerBy: ms(row.answerBy ?? row.window.closesAt),
  }
}

/** When people should have answered, while an answer is still free: the window's end or the last opening minute before it. null when it is shut. */
export function deadlineOf(row: Pick<Conversation, 'window' | 'answerBy'>, now: number): number | null {
  const closesAt = ms(row.window.closesAt)
  return isWindowOpen({ window: { ...row.window, closesAt } }, now) ? ms(row.answerBy) ?? closesAt : null
}

/** She waits, and the moment until which somebody is there to answer freely comes within `CLOSING_SOON_MS`. */
export function isClosingSoon(row: Pick<Conversation, 'window' | 'waitingSince' | 'answerBy' | 'status'>, now: number): boolean {
  const deadline = deadlineOf(row, now)
  return row.waitingSince !== null && row.status !== 'resolved' && deadline !== null && deadline <= now + CLOSING_SOON_MS
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

const URGENCY: Readonly<Record<Priority, number>> = { urgent: 0, high: 1, normal: 2, low: 3, none: 4 }

/**
 * `newest`: last activity, newest first. `waiting`: the longest waiting first, those who do not wait after them, newest first. `closing`: the
 * first to close first, then the closed, windowless and resolved, newest first. `priority`: the most urgent first, newest first among equals,
 * resolved ones last. Equal moments: the later id first.
 */
export function sortKey(sort: Sort | undefined, row: Conversation): SortKey {
  const newest = -Date.parse(row.lastActivityAt)
  if (sort === 'waiting') return row.waitingSince ? [0, Date.parse(row.waitingSince), row.id] : [1, newest, row.id]
  if (sort === 'closing') return row.status !== 'resolved' && row.window.state === 'open' && row.window.closesAt && row.window.left !== 0 ? [0, Date.parse(row.answerBy ?? row.window.closesAt), row.id] : [1, newest, row.id]
  if (sort === 'priority') return [row.status === 'resolved' ? URGENCY.none : URGENCY[row.priority], newest, row.id]
  return [0, newest, row.id]
}

/** Order of two places. */
export function compareKeys(a: SortKey, b: SortKey): number {
  return a[0] - b[0] || a[1] - b[1] || (a[2] === b[2] ? 0 : a[2] > b[2] ? -1 : 1)
}

/** The query as it stands in the address, in a fixed order: equal questions give equal text. */
export function listSearch(query: ListQuery): string {
  const keys = ['view', 'status', 'assignee', 'team', 'inbox', 'channel', 'account', 'label', 'company', 'q', 'sort'] as const
  return new URLSearchParams(keys.flatMap((key) => (query[key] ? [[key, query[key]]] : []))).toString()
}
