import type { CostGroup, CostMonth, CostReport, RateCardDetail, RateCardView } from '@recado/api'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.js'

export const monthOptions = (month?: string) => queryOptions({ queryKey: ['costs', 'month', month ?? 'now'], queryFn: () => api.get<CostMonth>(`/costs/month${month ? `?month=${month}` : ''}`), placeholderData: keepPreviousData, refetchInterval: 60_000 })

export const reportPath = (month: string, by: CostGroup): string => `from=${month}&to=${month}&by=${by}`
export const costReportOptions = (month: string, by: CostGroup) => queryOptions({ queryKey: ['costs', 'report', month, by], queryFn: () => api.get<CostReport>(`/reports/costs?${reportPath(month, by)}`), placeholderData: keepPreviousData })

export const rateCardsOptions = queryOptions({ queryKey: ['rate-cards'], queryFn: () => api.get<{ items: RateCardView[] }>('/rate-cards').then((page) => page.items) })
export const rateCardOptions = ({ channel, currency, effectiveOn, own }: RateCardView) => queryOptions({
  queryKey: ['rate-cards', channel, currency, effectiveOn, own], queryFn: () => api.get<RateCardDetail>(`/rate-cards/one?${new URLSearchParams({ channel, currency, effectiveOn, own: String(own) }).toString()}`),
})
