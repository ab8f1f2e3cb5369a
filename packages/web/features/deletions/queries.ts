import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.js'

export type How = 'anonymise' | 'erase'
export interface DeletionItem {
  id: string; cause: 'left' | 'platform_request' | 'restored'; how: How; state: 'waiting' | 'done' | 'cancelled' | 'unknown'; searching: boolean; askedAt: string; dueAt: string; settledAt: string | null
  contact: { id: string; name: string } | null; account: { id: string; name: string; channel: string } | null
}
export interface AccountPrivacy {
  leaving: { told: boolean; how: 'keep' | How; days: number }
  request: { told: boolean; how: How; days: number; url: string | null; steps: Record<string, string> | null; source: string | null }
}

export const deletionsQuery = (state: 'waiting' | 'settled') => infiniteQueryOptions({
  queryKey: ['deletions', state], initialPageParam: null as string | null, refetchInterval: state === 'waiting' ? 30_000 : false,
  queryFn: ({ pageParam }) => api.get<{ items: DeletionItem[]; next: string | null }>(`/forgetting?state=${state}${pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : ''}`),
  getNextPageParam: (page) => page.next,
})
export const accountPrivacyQuery = (accountId: string) => queryOptions({ queryKey: ['account-privacy', accountId], queryFn: () => api.get<AccountPrivacy>(`/channel-accounts/${accountId}/privacy`) })
