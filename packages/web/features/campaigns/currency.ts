import type { Campaign } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { accountsQuery } from '../../api/queries.js'

/** The currency in which the campaign's first account is charged: a bound in another one binds nothing. */
export function useCurrency({ audience }: Pick<Campaign, 'audience'>): string {
  const accounts = useQuery(accountsQuery).data
  const charged = accounts?.find(({ id }) => id === audience.routes[0]?.accountId)?.settings['currency']
  return typeof charged === 'string' && charged !== '' ? charged : 'USD'
}
