import type { Bridge, BridgeDelivery, BridgeRun, Page } from '@recado/api'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.js'

/** Every key below it begins with this one. */
export const bridgesKey = ['bridges'] as const

/** They move by themselves while something is under way: `bridges.changed` tells. */
export const bridgesQuery = queryOptions({ queryKey: bridgesKey, queryFn: () => api.get<{ items: Bridge[] }>('/bridges').then((page) => page.items) })
export const bridgeOptions = (id: string) => queryOptions({ queryKey: [...bridgesKey, id], queryFn: () => api.get<Bridge>(`/bridges/${id}`) })
export const runsOptions = (id: string) => queryOptions({ queryKey: [...bridgesKey, id, 'runs'], queryFn: () => api.get<Page<BridgeRun>>(`/bridges/${id}/runs?limit=20`).then((page) => page.items) })
export const bridgeDeliveriesOptions = (id: string) => queryOptions({ queryKey: [...bridgesKey, id, 'deliveries'], queryFn: () => api.get<Page<BridgeDelivery>>(`/bridges/${id}/deliveries?limit=20`).then((page) => page.items) })

/** What the owner may fill in of one kind. */
export type ShopBridge = Extract<Bridge, { kind: 'woocommerce' }>
export type CrmBridge = Extract<Bridge, { kind: 'hubspot' }>
export const NAMES: Record<Bridge['kind'], string> = { woocommerce: 'WooCommerce', hubspot: 'HubSpot' }
