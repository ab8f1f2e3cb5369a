/** Teams, inboxes, roles and invitations. Their keys are the words of the live event `people.changed`. */
import type { Inbox, Invitation, RoleInfo, RoleTable, Team } from '@recado/api'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/client.js'
import { keys, useCan } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT, type MessageId } from '../../i18n/provider.js'
import { toast } from '../../ui/toast.js'

const items = <T>(path: string) => api.get<{ items: T[] }>(path).then((page) => page.items)

export const teamsQuery = queryOptions({ queryKey: ['teams'], queryFn: () => items<Team>('/teams'), staleTime: 60_000 })
export const inboxesQuery = queryOptions({ queryKey: ['inboxes'], queryFn: () => items<Inbox>('/inboxes'), staleTime: 60_000 })
export const rolesQuery = queryOptions({ queryKey: ['roles'], queryFn: () => api.get<RoleTable>('/roles'), staleTime: 60_000 })
export const invitationsQuery = queryOptions({ queryKey: ['invitations'], queryFn: () => items<Invitation>('/invitations') })

/** A role in the reader's words: the company's own name for its own ones. */
export function useRoleName(): (role: Pick<RoleInfo, 'role' | 'name'>) => string {
  const { t } = useT()
  return ({ role, name }) => name ?? t(`role.${role}`)
}

/** A permission as a plain sentence; every one has its message, a test compares. */
export function usePermissionText(): (name: string) => string {
  const { t } = useT()
  return (name) => t(`permission.${name}` as MessageId)
}

/** Every role that exists, first the built-in ones. */
export const useRoles = (): RoleInfo[] => useQuery(rolesQuery).data?.items ?? []

/** What changes people: refusals are told, and everything that shows them is read again. */
export function useChangePeople<B, T = unknown>(change: (body: B) => Promise<T>, done?: (answer: T) => void) {
  const client = useQueryClient()
  const { intl } = useT()
  const invitations = useCan('members.manage')
  return useMutation({
    mutationFn: change, onSuccess: (answer) => done?.(answer), onError: (problem) => toast(tellError(intl, problem).sentence, { tone: 'failed' }),
    onSettled: () => Promise.all([keys.members, ['teams'], ['inboxes'], ['roles'], keys.accounts, ...(invitations ? [['invitations']] : [])].map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}
