import type { AutomaticReplies, AutomationEstimate, Hours, HoursOwner, HoursOwnerKind, PreviewAnswer } from '@recado/api'
import { keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/client.js'

/** Where hours and rules of an owner lie: `/channel-accounts/…`, `/inboxes/…` or `/teams/…`. */
export type OwnerPath = `/${'channel-accounts' | 'inboxes' | 'teams'}/${string}`
export const ownerPath = (kind: HoursOwnerKind, id: string): OwnerPath => `/${kind === 'account' ? 'channel-accounts' : kind === 'inbox' ? 'inboxes' : 'teams'}/${id}`

export const paths = {
  hours: (base: OwnerPath) => `${base}/hours`,
  replies: (base: OwnerPath) => `${base}/automatic-replies`,
  reply: (base: OwnerPath, id: string) => `${base}/automatic-replies/${id}`,
  order: (base: OwnerPath) => `${base}/automatic-replies/order`,
  settings: (base: OwnerPath) => `${base}/automatic-replies/settings`,
}

const all = (base: OwnerPath) => ['automation', base] as const

/** Who has hours, nearest first. */
export const hoursOwnersQuery = queryOptions({ queryKey: ['automation', 'owners'], queryFn: () => api.get<{ items: HoursOwner[] }>('/hours').then((page) => page.items) })

export const hoursOptions = (base: OwnerPath) => queryOptions({ queryKey: [...all(base), 'hours'], queryFn: () => api.get<Hours>(paths.hours(base)) })
export const repliesOptions = (base: OwnerPath) => queryOptions({ queryKey: [...all(base), 'replies'], queryFn: () => api.get<AutomaticReplies>(paths.replies(base)) })
export const estimateOptions = (base: OwnerPath) => queryOptions({ queryKey: [...all(base), 'estimate'], queryFn: () => api.post<AutomationEstimate>(`${paths.replies(base)}/estimate`, {}), staleTime: 60_000 })

/** What is tried out; the rule as it is being written goes along. The former answer stays until the next is there. */
export const previewOptions = (base: OwnerPath, trial: object, enabled: boolean) =>
  queryOptions({ queryKey: [...all(base), 'preview', trial], queryFn: () => api.post<PreviewAnswer>(`${paths.replies(base)}/preview`, trial), enabled, placeholderData: keepPreviousData, retry: false })
export const draftEstimateOptions = (base: OwnerPath, rule: object | null) =>
  queryOptions({ queryKey: [...all(base), 'estimate', rule], queryFn: () => api.post<AutomationEstimate>(`${paths.replies(base)}/estimate`, { rule }), enabled: rule !== null, placeholderData: keepPreviousData, retry: false, staleTime: 60_000 })

/** Reads rules, hours and figures anew after a change. */
export function useRefresh(base: OwnerPath): () => Promise<void> {
  const client = useQueryClient()
  return async () => { await Promise.all([client.invalidateQueries({ queryKey: all(base) }), client.invalidateQueries({ queryKey: hoursOwnersQuery.queryKey })]) }
}
