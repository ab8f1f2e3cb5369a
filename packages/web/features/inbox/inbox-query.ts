import type { ListQuery } from '@recado/api'
import type { InboxSearch } from '../../routes.js'

/** The list that an address asks for. Open ones, the longest waiting first, unless it says otherwise; a search looks everywhere. */
export function inboxQuery({ view = 'all', status, sort, assignee, channel, account, label, q }: InboxSearch): ListQuery {
  const rest: ListQuery = { ...(assignee && { assignee }), ...(channel && { channel }), ...(account && { account }), ...(label && { label }), ...(q && { q }) }
  const usual = rest.q ? 'any' : view === 'failed' ? 'any' : 'open'
  const wanted = status ?? usual
  return { view, ...rest, ...(wanted === 'any' ? {} : { status: wanted }), sort: sort ?? usualSort(view, Boolean(rest.q)) }
}

/** In which order a view is worked through. */
export function usualSort(view: string, searching: boolean): NonNullable<ListQuery['sort']> {
  if (searching || view === 'failed') return 'newest'
  return view === 'closing_soon' ? 'closing' : 'waiting'
}
