import type { AudiencePerson, AudiencePreview, ContactList, Page, Segment } from '@recado/api'
import { type AudienceSpec, type ExclusionCode, type Filter, nobody } from '@recado/core'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.js'

export { listsQuery, segmentsQuery } from '../campaigns/queries.js'

export const segmentQuery = (id: string) => queryOptions({ queryKey: ['segments', id], queryFn: () => api.get<Segment>(`/segments/${id}`) })
export const listQuery = (id: string) => queryOptions({ queryKey: ['contact-lists', id], queryFn: () => api.get<ContactList>(`/lists/${id}`) })

/** What is asked of the preview: a whole audience, or conditions alone. */
export type Asked = { spec: AudienceSpec } | { filter: Filter }

export const previewQuery = (asked: Asked | null) => queryOptions({
  queryKey: ['segment-preview', asked], queryFn: ({ signal }) => api.post<AudiencePreview>('/segments/preview', asked ?? {}, { signal }), enabled: asked !== null, staleTime: 10_000, placeholderData: keepPreviousData,
})
/** Who is behind a number; `code` null = those who would get it. */
export const peopleQuery = (asked: Asked, code: ExclusionCode | null) => infiniteQueryOptions({
  queryKey: ['segment-preview', 'people', asked, code], initialPageParam: '', queryFn: ({ pageParam }) => api.post<Page<AudiencePerson>>('/segments/preview/people', { ...asked, code, limit: 50, ...(pageParam ? { cursor: pageParam } : {}) }),
  getNextPageParam: (page) => page.next ?? undefined,
})
/** Where one person stands. Conditions alone ask over no account. */
export const personQuery = (asked: Asked, contactId: string) => queryOptions({
  queryKey: ['segment-preview', 'person', asked, contactId],
  queryFn: () => api.post<{ meant: boolean; code: ExclusionCode | null }>('/segments/preview/person', { contactId, spec: 'spec' in asked ? asked.spec : { include: { ...nobody, filter: asked.filter }, exclude: nobody, purpose: 'marketing', category: null, routes: [], choose: 'first', cap: null } satisfies AudienceSpec }),
})
export const membersOfList = (id: string) => infiniteQueryOptions({
  queryKey: ['contact-lists', id, 'members'], initialPageParam: '', queryFn: ({ pageParam }) => api.get<Page<AudiencePerson>>(`/lists/${id}/members?${new URLSearchParams({ limit: '50', ...(pageParam ? { cursor: pageParam } : {}) })}`),
  getNextPageParam: (page) => page.next ?? undefined,
})
