import type { Page, Post, PostAccount, PostPreview, PostReceipt } from '@recado/api'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.js'

const items = <T>(path: string) => api.get<{ items: T[] }>(path).then((page) => page.items)

/** Everything about posts lies under one key: a live event reads it anew. */
export const postKeys = { all: ['posts'] as const, one: (id: string) => ['posts', 'one', id] as const }
export const postAccountsQuery = queryOptions({ queryKey: ['posts', 'accounts'], queryFn: () => items<PostAccount>('/post-accounts') })
export const postsOptions = (account: string) => queryOptions({ queryKey: ['posts', 'list', account], queryFn: () => api.get<Page<Post>>(`/posts?channelAccountId=${account}&limit=50`).then((page) => page.items) })
export const monthPostsOptions = (account: string, from: string, to: string) => queryOptions({ queryKey: ['posts', 'month', account, from, to], queryFn: () => items<Post>(`/posts?channelAccountId=${account}&from=${from}&to=${to}&limit=200`) })
export const postOptions = (id: string) => queryOptions({ queryKey: postKeys.one(id), queryFn: () => api.get<Post>(`/posts/${id}`) })
export const audienceOptions = (id: string, stamp: string) => queryOptions({ queryKey: ['posts', 'audience', id, stamp], queryFn: () => api.get<PostPreview>(`/posts/${id}/audience`) })
export const fullOptions = (account: string) => queryOptions({ queryKey: ['posts', 'full', account], queryFn: () => items<PostReceipt>(`/post-accounts/${account}/full`) })
export const tagsOptions = (account: string) => queryOptions({ queryKey: ['posts', 'tags', account], queryFn: () => items<{ id: string; name: string; count: number }>(`/post-accounts/${account}/tags`), /* made on the platform, perhaps a moment ago */ staleTime: 0 })
