import type { Macro, SavedReplyUse } from '@recado/api'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.js'
import { keys } from '../../api/queries.js'

export const macrosQuery = queryOptions({ queryKey: keys.macros, queryFn: () => api.get<{ items: Macro[] }>('/macros').then((page) => page.items), staleTime: 60_000 })
export const replyUsesQuery = queryOptions({ queryKey: keys.replyUses, queryFn: () => api.get<{ items: SavedReplyUse[] }>('/saved-replies/uses').then((page) => page.items), staleTime: 60_000 })

/** What stands in the places of a reply in this thread, and her language. */
export const replyValuesOptions = (conversationId: string) => queryOptions({
  queryKey: ['reply-values', conversationId], staleTime: 30_000,
  queryFn: () => api.get<{ values: Record<string, string>; language: string | null }>(`/conversations/${conversationId}/reply-values`).then(({ values, language }) => ({ values: new Map(Object.entries(values)), language })),
})
export const teamsQuery = queryOptions({ queryKey: ['teams'], queryFn: () => api.get<{ items: { id: string; name: string }[] }>('/teams').then((page) => page.items), staleTime: 60_000 })
