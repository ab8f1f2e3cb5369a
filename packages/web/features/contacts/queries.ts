import type { Page } from '@recado/api'
import { infiniteQueryOptions, queryOptions, type InfiniteData } from '@tanstack/react-query'
import { api } from '../../api/client.js'
import type { AttributeDefinition, Company, ContactFile, ContactNote, ContactStage, Person } from './model.js'
import type { ContactsSearch } from './search.js'

export const CONTACTS_PAGE = 60
export type ContactPages = InfiniteData<Page<Person>, string | null>

const everything = <T>(path: string) => api.get<{ items: T[] }>(path).then((page) => page.items)

/** What is asked of the server for what the address says. */
export function contactsAsked({ q, filter, order }: ContactsSearch): URLSearchParams {
  const asked = new URLSearchParams()
  if (q?.trim()) asked.set('q', q.trim())
  if (filter) asked.set('filter', JSON.stringify(filter))
  if (order && order !== 'name') asked.set('sort', order)
  return asked
}

/** The list, page by page. */
export function contactsOptions(search: ContactsSearch) {
  const asked = contactsAsked(search)
  return infiniteQueryOptions({
    queryKey: ['contact-list', asked.toString()] as const,
    queryFn: ({ pageParam, signal }) => {
      const wish = new URLSearchParams(asked)
      wish.set('limit', String(CONTACTS_PAGE))
      if (pageParam) wish.set('cursor', pageParam)
      return api.get<Page<Person>>(`/contacts?${wish}`, { signal })
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
}

/** How many there are, exact to 999. */
export function contactsCount(search: ContactsSearch) {
  const asked = contactsAsked(search)
  asked.delete('sort')
  return queryOptions({ queryKey: ['contact-list', 'count', asked.toString()] as const, queryFn: ({ signal }) => api.get<{ count: number; capped: boolean }>(`/contacts/count?${asked}`, { signal }), staleTime: 10_000, placeholderData: (before) => before })
}

/** How many a change of all of them would touch: counted further than the head of the list says. */
export function contactsToCount(search: ContactsSearch) {
  const asked = contactsAsked(search)
  asked.delete('sort')
  asked.set('most', '100000')
  return queryOptions({ queryKey: ['contact-list', 'count', asked.toString()] as const, queryFn: ({ signal }) => api.get<{ count: number; capped: boolean }>(`/contacts/count?${asked}`, { signal }), staleTime: 10_000 })
}

export const attributesQuery = queryOptions({ queryKey: ['contact-attributes'] as const, queryFn: () => everything<AttributeDefinition>('/contact-attributes'), staleTime: 300_000 })
export const stagesQuery = queryOptions({ queryKey: ['contact-stages'] as const, queryFn: () => everything<ContactStage>('/contact-stages'), staleTime: 300_000 })
/** Companies by a part of their name; all of them, page by page, where nothing is asked. */
export const companySearch = (q: string) => queryOptions({ queryKey: ['companies', q] as const, queryFn: () => everything<Company>(`/companies?limit=50${q ? `&q=${encodeURIComponent(q)}` : ''}`), placeholderData: (before: Company[] | undefined) => before })
/** Files of a person, newest first, page by page; of one kind, or of one app, where that is asked. */
export const filesOptions = (contactId: string, { kind, channel }: { kind?: string; channel?: string } = {}) => infiniteQueryOptions({
  queryKey: ['contact-files', contactId, kind ?? '', channel ?? ''] as const,
  queryFn: ({ pageParam, signal }) => api.get<Page<ContactFile>>(`/contacts/${contactId}/files?${new URLSearchParams({ limit: '20', ...(kind ? { kind } : {}), ...(channel ? { channel } : {}), ...(pageParam ? { cursor: pageParam } : {}) })}`, { signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next,
  placeholderData: (before: InfiniteData<Page<ContactFile>, string | null> | undefined) => before,
})
/** Notes about a person, newest first, page by page. */
export const notesOptions = (contactId: string) => infiniteQueryOptions({
  queryKey: ['contact-notes', contactId] as const,
  queryFn: ({ pageParam, signal }) => api.get<Page<ContactNote>>(`/contacts/${contactId}/notes?limit=20${pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : ''}`, { signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next,
})
