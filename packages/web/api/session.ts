/** Who is signed in: all that the gate reads, so that the sign-in page comes without the desk's questions. */
import type { Session } from '@recado/api'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { api } from './client.js'

export const sessionQuery = queryOptions({ queryKey: ['session'] as const, queryFn: () => api.get<Session>('/session'), staleTime: Infinity })

/** The signed-in person; pages stand behind the gate, so there is one. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery)
  if (!data) throw new Error('a page stands outside the gate')
  return data
}

export function useCan(permission: string): boolean {
  return useSession().permissions.includes(permission)
}
