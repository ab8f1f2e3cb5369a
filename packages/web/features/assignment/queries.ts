import type { AssignmentSettings, Assignees, Colleague, InboxAssignment, QueuedConversation, SayAvailability } from '@recado/api'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/client.js'
import { useSession } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { toast } from '../../ui/toast.js'

export const colleaguesKey = ['colleagues'] as const
export const queueKey = ['queue'] as const
export const assignmentKey = ['assignment'] as const

export const colleaguesQuery = queryOptions({ queryKey: colleaguesKey, queryFn: () => api.get<{ items: Colleague[] }>('/colleagues').then((page) => page.items), staleTime: 60_000 })
export const queueQuery = queryOptions({ queryKey: queueKey, queryFn: () => api.get<{ items: QueuedConversation[] }>('/queue').then((page) => page.items), staleTime: 10_000 })
export const assigneesOptions = (id: string) => queryOptions({ queryKey: ['assignees', id], queryFn: () => api.get<Assignees>(`/conversations/${id}/assignees`), staleTime: 0 })
export const assignmentQuery = queryOptions({ queryKey: assignmentKey, queryFn: () => api.get<{ items: InboxAssignment[]; settings: AssignmentSettings }>('/assignment') })

/** Whether I can be given work, as everybody sees it; null while nothing is known, or for who works on no conversations. */
export function useOwnPresence(): Colleague | null {
  const { user } = useSession()
  return useQuery(colleaguesQuery).data?.find((one) => one.userId === user.id) ?? null
}

/** Says it for oneself, or for a colleague. */
export function useSayAvailability(userId?: string) {
  const client = useQueryClient()
  const { intl } = useT()
  return useMutation({
    mutationFn: (body: SayAvailability) => api.put<Colleague>(userId ? `/members/${userId}/availability` : '/me/availability', body),
    onSuccess: (her) => client.setQueryData<Colleague[]>(colleaguesKey, (all) => all?.map((one) => (one.userId === her.userId ? her : one))),
    onError: (error) => toast(tellError(intl, error).sentence, { tone: 'failed' }),
  })
}
