import type { NoticePage } from '@recado/api'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.js'

/** Where the cache keeps notices; and how many are unseen: all that the first page needs of them. */
export const noticeKeys = { all: ['notices'] as const, count: ['notices', 'count'] as const, list: ['notices', 'list'] as const, settings: ['notice-settings'] as const }

/** How many she has not seen, exact to 100; live events keep it. */
export const unreadQuery = queryOptions({ queryKey: noticeKeys.count, queryFn: () => api.get<NoticePage>('/notices?limit=1').then((page) => page.unread), staleTime: Infinity })
