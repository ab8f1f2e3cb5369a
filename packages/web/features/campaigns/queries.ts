import type { Campaign, CampaignPreview, CampaignReport, CampaignRow, CampaignRecipient, ContactList, Page, Segment, SubscribersReport, VariantTrial } from '@recado/api'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.js'
import type { ListFilter, ReportSearch } from './search.js'

export const AT_WORK = ['scheduled', 'preparing', 'sending', 'paused', 'stopping'] as const
const STATES: Record<ListFilter, string> = { at_work: AT_WORK.join(','), draft: 'draft', in_review: 'in_review', ended: 'done,stopped' }

/** Newest first, a page at a time. */
export const campaignList = (show: ListFilter | undefined, q: string) => infiniteQueryOptions({
  queryKey: ['campaigns', 'list', show ?? 'all', q], initialPageParam: '', placeholderData: keepPreviousData,
  queryFn: ({ pageParam }) => api.get<Page<CampaignRow>>(`/campaigns?${new URLSearchParams({ limit: '30', ...(show ? { state: STATES[show] } : {}), ...(q ? { q } : {}), ...(pageParam ? { cursor: pageParam } : {}) })}`),
  getNextPageParam: (page) => page.next ?? undefined,
})
/** Those that run, wait or are planned, and those that somebody has to look at. */
export const campaignsNow = queryOptions({ queryKey: ['campaigns', 'now'], queryFn: () => api.get<Page<CampaignRow>>(`/campaigns?limit=100&state=${[...AT_WORK, 'in_review'].join(',')}`).then((page) => page.items) })
export const campaignOptions = (id: string) => queryOptions({ queryKey: ['campaign', id], queryFn: () => api.get<Campaign>(`/campaigns/${id}`) })
/** Asked anew with every change that counts: `version` is in its name. */
export const previewOptions = (id: string, version: number) => queryOptions({ queryKey: ['campaign-preview', id, version], queryFn: ({ signal }) => api.post<CampaignPreview>(`/campaigns/${id}/preview`, {}, { signal }), staleTime: 30_000, placeholderData: keepPreviousData })
export const reportOptions = (id: string) => queryOptions({ queryKey: ['campaign', id, 'report'], queryFn: () => api.get<CampaignReport>(`/campaigns/${id}/report`) })
export const trialOptions = (id: string) => queryOptions({ queryKey: ['campaign', id, 'trial'], queryFn: () => api.get<VariantTrial>(`/campaigns/${id}/variant-trial`) })
export const recipientsOptions = (id: string, search: ReportSearch) => infiniteQueryOptions({
  queryKey: ['campaign', id, 'recipients', search], initialPageParam: '', placeholderData: keepPreviousData,
  queryFn: ({ pageParam }) => api.get<Page<CampaignRecipient>>(`/campaigns/${id}/recipients?${new URLSearchParams({ limit: '50', ...search, ...(pageParam ? { cursor: pageParam } : {}) })}`),
  getNextPageParam: (page) => page.next ?? undefined,
})
export const subscribersOptions = (from: string, to: string) => queryOptions({ queryKey: ['report', 'subscribers', from, to], queryFn: () => api.get<SubscribersReport>(`/reports/subscribers?${new URLSearchParams({ from, to })}`), placeholderData: keepPreviousData })

const items = <T>(path: string) => api.get<{ items: T[] }>(path).then((page) => page.items)
export const segmentsQuery = queryOptions({ queryKey: ['segments'], queryFn: () => items<Segment>('/segments?limit=200') })
export const listsQuery = queryOptions({ queryKey: ['contact-lists'], queryFn: () => items<ContactList>('/lists?limit=200') })
