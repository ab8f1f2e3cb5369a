import type { ChannelAccount } from '@recado/api'
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query'
import { api } from '../../api/client.js'
import { keys } from '../../api/queries.js'

/** Writes an account that the server answered into the cache. */
export function usePutAccount(): (next: ChannelAccount) => void {
  const client = useQueryClient()
  return (next) => { client.setQueryData<ChannelAccount[]>(keys.accounts, (all) => all?.map((each) => (each.id === next.id ? next : each))) }
}

/** Holds its settings against the platform once more. */
export function useCheck(accountId: string): UseMutationResult<ChannelAccount, Error, void> {
  const put = usePutAccount()
  return useMutation({ mutationFn: () => api.post<ChannelAccount>(`/channel-accounts/${accountId}/check`), onSuccess: put })
}
