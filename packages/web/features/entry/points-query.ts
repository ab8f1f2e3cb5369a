import type { EntryPoint } from '@recado/api'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.js'

export const pointsOptions = (account: string) => queryOptions({ queryKey: ['entry-points', account], queryFn: () => api.get<{ items: EntryPoint[] }>(`/channel-accounts/${account}/entry-points`).then((page) => page.items) })
