import type { NoticePage, TemplateAlert } from '@recado/api'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.js'

/** Where the cache keeps notices; and how many are unseen: all that the first page needs of them. */
export const noticeKeys = { all: ['notices'] as const, count: ['notices', 'count'] as const, list: ['notices', 'list'] as const, settings: ['notice-settings'] as const }

/** How many she has not seen, exact to 100; live events keep it. */
export const unreadQuery = queryOptions({ queryKey: noticeKeys.count, queryFn: () => api.get<NoticePage>('/notices?limit=1').then((page) => page.unread), staleTime: Infinity })

/** Those that belong into the bell: she may have taken them out of it. */
export const inBell = (alert: Pick<TemplateAlert, 'ways'>): boolean => alert.ways.includes('app')

/** What happened to templates that she wrote or looks after, and that she has not seen; live events ask anew. Kept under the name that the library's page has for it. */
export const templateNewsQuery = queryOptions({ queryKey: ['template-alerts'], queryFn: () => api.get<{ items: TemplateAlert[] }>('/template-alerts').then((page) => page.items), staleTime: 10_000 })
