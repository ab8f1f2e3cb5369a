import type { Page, WebhookDelivery, WebhookEndpoint } from '@recado/api'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.js'

/** Every key below it begins with this one: a live event makes them all stale. */
export const webhooksKey = ['webhook-endpoints'] as const

export const endpointsQuery = queryOptions({ queryKey: webhooksKey, queryFn: () => api.get<Page<WebhookEndpoint>>('/webhook-endpoints?limit=50').then((page) => page.items) })
export const endpointOptions = (id: string) => queryOptions({ queryKey: [...webhooksKey, id], queryFn: () => api.get<WebhookEndpoint>(`/webhook-endpoints/${id}`) })

export type DeliveryFilter = WebhookDelivery['state'] | 'all'

/** The log, page after page. It moves by itself while something waits. */
export const deliveriesOptions = (id: string, state: DeliveryFilter) => infiniteQueryOptions({
  queryKey: [...webhooksKey, id, 'deliveries', state],
  queryFn: ({ pageParam }) => api.get<Page<WebhookDelivery>>(`/webhook-endpoints/${id}/deliveries?limit=25${state === 'all' ? '' : `&state=${state}`}${pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : ''}`),
  initialPageParam: '', getNextPageParam: (page) => page.next, refetchInterval: 5_000,
})

/** What an endpoint can ask for, by family. */
export const EVENT_FAMILIES = {
  message: ['message.created', 'message.updated'],
  conversation: ['conversation.created', 'conversation.updated', 'conversation.removed'],
  contact: ['contact.created', 'contact.updated', 'contact.merged', 'contact.split', 'contact.removed', 'contact.erased', 'contact.ordered'],
  consent: ['consent.changed'],
  campaign: ['campaign.started', 'campaign.paused', 'campaign.stopped', 'campaign.finished'],
  post: ['post.sent', 'post.finished'],
} as const
