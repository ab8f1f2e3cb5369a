import type { ChannelAccount, ContactJoining, DuplicatePair, LinkCode, MergePreview, Page } from '@recado/api'
import { infiniteQueryOptions, queryOptions, type QueryClient } from '@tanstack/react-query'
import { api } from '../../../api/client.js'
import { keys } from '../../../api/queries.js'

/** What holds her together, who may be the same, and her personal codes. Under the person's key: whatever changes her reads it anew. */
export const joiningOptions = (contactId: string) => queryOptions({ queryKey: ['joining', contactId] as const, queryFn: () => api.get<ContactJoining>(`/contacts/${contactId}/joining`) })

/** Everybody who may be somebody else, the latest found first. */
export const duplicatesOptions = infiniteQueryOptions({
  queryKey: ['joining', 'duplicates'] as const, queryFn: ({ pageParam }) => api.get<Page<DuplicatePair>>(`/contacts/duplicates?limit=20${pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : ''}`),
  initialPageParam: null as string | null, getNextPageParam: (page) => page.next,
})

export interface MergeChoice { otherId: string; take: readonly string[]; keep: readonly string[] }
export const previewOptions = (contactId: string, choice: MergeChoice) => queryOptions({ queryKey: ['merge-preview', contactId, choice] as const, queryFn: () => api.post<MergePreview>(`/contacts/${contactId}/merge-preview`, choice), staleTime: 60_000, gcTime: 0 })

export const makeCode = (contactId: string, account: ChannelAccount, hours: number): Promise<LinkCode> => api.post<LinkCode>(`/contacts/${contactId}/link-codes`, { channelAccountId: account.id, hours })

/** After two became one or one two: rows, threads and pages of either say something else. */
export const readAnew = (client: QueryClient): Promise<unknown> => Promise.all([['contact'], ['conversation'], ['joining'], ['contacts'], ['contact-list'], ['timeline'], keys.lists].map((queryKey) => client.invalidateQueries({ queryKey })))
