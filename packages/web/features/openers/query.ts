import type { AccountOpeners } from '@recado/api'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.js'

/** What stands on the platform, and the draft beside it. Every read asks the platform, so it is kept for a minute. */
export const openersOptions = (accountId: string) => queryOptions({ queryKey: ['openers', accountId], queryFn: () => api.get<AccountOpeners>(`/channel-accounts/${accountId}/openers`), staleTime: 60_000 })
