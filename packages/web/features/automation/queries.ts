import type { AutomaticReplies, AutomationEstimate, Hours, PreviewAnswer } from '@recado/api'
import { keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/client.js'

const base = (accountId: string) => `/channel-accounts/${accountId}`

export const paths = {
  hours: (accountId: string) => `${base(accountId)}/hours`,
  replies: (accountId: string) => `${base(accountId)}/automatic-replies`,
  reply: (accountId: string, id: string) => `${base(accountId)}/automatic-replies/${id}`,
  order: (accountId: string) => `${base(accountId)}/automatic-replies/order`,
  settings: (accountId: string) => `${base(accountId)}/automatic-replies/settings`,
}

const all = (accountId: string) => ['automation', accountId] as const

export const hoursOptions = (accountId: string) => queryOptions({ queryKey: [...all(accountId), 'hours'], queryFn: () => api.get<Hours>(paths.hours(accountId)) })
export const repliesOptions = (accountId: string) => queryOptions({ queryKey: [...all(accountId), 'replies'], queryFn: () => api.get<AutomaticReplies>(paths.replies(accountId)) })
export const estimateOptions = (accountId: string) => queryOptions({ queryKey: [...all(accountId), 'estimate'], queryFn: () => api.post<AutomationEstimate>(`${paths.replies(accountId)}/estimate`, {}), staleTime: 60_000 })

/** What is tried out; the rule as it is being written goes along. The former answer stays until the next is there. */
export const previewOptions = (accountId: string, trial: object, enabled: boolean) =>
  queryOptions({ queryKey: [...all(accountId), 'preview', trial], queryFn: () => api.post<PreviewAnswer>(`${paths.replies(accountId)}/preview`, trial), enabled, placeholderData: keepPreviousData, retry: false })
export const draftEstimateOptions = (accountId: string, rule: object | null) =>
  queryOptions({ queryKey: [...all(accountId), 'estimate', rule], queryFn: () => api.post<AutomationEstimate>(`${paths.replies(accountId)}/estimate`, { rule }), enabled: rule !== null, placeholderData: keepPreviousData, retry: false, staleTime: 60_000 })

/** Reads rules, hours and figures anew after a change. */
export function useRefresh(accountId: string): () => Promise<void> {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: all(accountId) })
}
