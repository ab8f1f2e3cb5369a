import type { ChannelAccount } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { channelsQuery } from '../api/queries.js'

/** How an account is told from the others in a list of choices: a shop mostly has the same name in every app. */
export function useAccountName(): (account: Pick<ChannelAccount, 'channel' | 'name'>) => string {
  const channels = useQuery(channelsQuery).data ?? []
  return ({ channel, name }) => `${channels.find((each) => each.id === channel)?.name ?? channel} · ${name}`
}
