import type { PublicAddress, PublicAddressChange } from '@recado/api'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/client.js'
import { keys } from '../../api/queries.js'

const key = ['public-address']
/** How often it is looked at while the authority works on a certificate. */
const WHILE_OBTAINING_MS = 2_000

export const publicAddressQuery = queryOptions({
  queryKey: key, queryFn: () => api.get<PublicAddress>('/public-address'), staleTime: 15_000,
  refetchInterval: (query) => (query.state.data?.tls.state === 'obtaining' ? WHILE_OBTAINING_MS : 30_000),
})

/** Calls our own address once, or changes it; what comes back takes the place of what was shown. Webhook addresses follow the public one. */
export function usePublicAddress() {
  const client = useQueryClient()
  const onSuccess = (next: PublicAddress) => client.setQueryData(key, next)
  const check = useMutation({ mutationFn: () => api.post<PublicAddress>('/public-address/check'), onSuccess })
  const change = useMutation({ mutationFn: (wish: PublicAddressChange) => api.put<PublicAddress>('/public-address', wish), onSuccess: (next) => { onSuccess(next); void client.invalidateQueries({ queryKey: keys.accounts }) } })
  return { check, change }
}
