import type { NoticePage, NoticeSettings, NoticeStanding } from '@recado/api'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.js'
import { ownEndpoint } from './device.js'
import { noticeKeys, unreadQuery } from './keys.js'

export { noticeKeys, unreadQuery }

export const readNotices = (unread: boolean, cursor?: string) => api.get<NoticePage>(`/notices?limit=30${unread ? '&unread=true' : ''}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`)
export const settingsQuery = queryOptions({
  queryKey: noticeKeys.settings, staleTime: 60_000,
  queryFn: async () => {
    const endpoint = await ownEndpoint()
    return api.get<NoticeStanding>(`/notices/settings${endpoint ? `?endpoint=${encodeURIComponent(endpoint)}` : ''}`)
  },
})
export const saveSettings = (change: Partial<NoticeSettings>) => api.put<NoticeSettings>('/notices/settings', change)
export const seeNotices = (which: { ids: string[] } | { conversationId: string } | { all: true }) => api.post<{ seen: number }>('/notices/seen', which)
