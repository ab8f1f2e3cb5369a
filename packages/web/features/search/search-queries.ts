import type { SearchAnswer } from '@recado/api'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.js'

const PAGE = 30

const read = (q: string, limit: number, cursor: string | null) => api.get<SearchAnswer>(`/search?q=${encodeURIComponent(q)}&limit=${limit}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`)

/** Everything that answers the line, page by page. What is said meanwhile comes with the next search. */
export const searchOptions = (q: string) => infiniteQueryOptions({
  queryKey: ['search', q], queryFn: ({ pageParam }) => read(q, PAGE, pageParam), initialPageParam: null as string | null, getNextPageParam: (page) => page.next, staleTime: 5_000, placeholderData: (earlier) => earlier,
})

/** The first few, for the palette. */
export const quickSearch = (q: string) => queryOptions({ queryKey: ['search-quick', q], queryFn: () => read(q, 5, null), staleTime: 5_000 })

const names = (path: string) => () => api.get<{ items: { name: string; archivedAt?: string | null }[] }>(path).then((page) => page.items.filter((each) => !each.archivedAt).map((each) => each.name))
export const labelNames = queryOptions({ queryKey: ['search-names', 'labels'], queryFn: names('/labels'), staleTime: 60_000, retry: false })
export const teamNames = queryOptions({ queryKey: ['search-names', 'teams'], queryFn: names('/teams'), staleTime: 60_000, retry: false })
export const inboxNames = queryOptions({ queryKey: ['search-names', 'inboxes'], queryFn: names('/inboxes'), staleTime: 60_000, retry: false })
