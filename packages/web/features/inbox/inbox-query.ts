import type { ListQuery, SavedView } from '@recado/api'
import type { InboxSearch } from '../../routes.js'

/** Views that say by themselves which states they hold. */
const ANY_STATE: ReadonlySet<string> = new Set(['failed', 'drafts', 'mentions', 'snoozed', 'resolved'])
/** Views that are read rather than worked off. */
const NEWEST_FIRST: ReadonlySet<string> = new Set([...ANY_STATE, 'participating'])

/**
 * The list that an address asks for. Open ones, the longest waiting first, unless it says otherwise; a search looks everywhere. A saved view
 * brings its own states and order.
 */
export function inboxQuery({ view = 'all', status, sort, assignee, channel, account, label, q }: InboxSearch, saved?: Pick<SavedView, 'sort'>): ListQuery {
  const rest: ListQuery = { ...(assignee && { assignee }), ...(channel && { channel }), ...(account && { account }), ...(label && { label }), ...(q && { q }) }
  const wanted = status ?? usualStatus(view, Boolean(rest.q || saved))
  return { view, ...rest, ...(wanted === 'any' ? {} : { status: wanted }), sort: sort ?? (saved && !rest.q ? saved.sort : usualSort(view, Boolean(rest.q))) }
}

/** Which state a view shows when none is asked for. */
export function usualStatus(view: string, everywhere: boolean): NonNullable<InboxSearch['status']> {
  return everywhere || ANY_STATE.has(view) ? 'any' : 'open'
}

/** In which order a view is worked through. */
export function usualSort(view: string, searching: boolean): NonNullable<ListQuery['sort']> {
  if (searching || NEWEST_FIRST.has(view)) return 'newest'
  return view === 'closing_soon' ? 'closing' : 'waiting'
}
