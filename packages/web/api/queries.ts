/** What the pages read, each under one key. Live events are applied to the same cache. */
import {
  listRange, listSearch, messageRange, type AccountStanding, type ApiToken, type Channel, type ChannelAccount, type Contact, type ContactDetail, type Conversation, type ConversationDetail,
  type Counts, type Draft, type HealthItem, type ListQuery, type Member, type Message, type Page, type SavedReply, type SavedView, type SimulatedCustomer, type SnapshotPage, type Template, conversationSnapshot,
} from '@recado/api'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, isProblem } from './client.js'
import { sessionQuery } from './session.js'

export { sessionQuery, useCan, useSession } from './session.js'

export const LIST_PAGE = 50
export const THREAD_PAGE = 40

const items = <T>(path: string) => api.get<{ items: T[] }>(path).then((page) => page.items)

export const keys = {
  session: sessionQuery.queryKey,
  lists: ['list'] as const,
  list: (query: ListQuery) => ['list', listSearch(query)] as const,
  conversation: (id: string) => ['conversation', id] as const,
  messages: (id: string) => ['messages', id] as const,
  draft: (id: string, mode: Draft['mode']) => ['draft', id, mode] as const,
  contact: (id: string) => ['contact', id] as const,
  counts: ['counts'] as const,
  savedViews: ['views'] as const,
  channels: ['channels'] as const,
  accounts: ['channel-accounts'] as const,
  members: ['members'] as const,
  savedReplies: ['saved-replies'] as const,
  replyUses: ['saved-reply-uses'] as const,
  macros: ['macros'] as const,
  templates: (account: string) => ['templates', account] as const,
  tokens: ['tokens'] as const,
  health: ['health'] as const,
  standing: (account: string) => ['standing', account] as const,
  colleagues: (id: string) => ['colleagues', id] as const,
  customers: (account: string) => ['customers', account] as const,
}

export const readList = (query: ListQuery, cursor?: string) => {
  const search = new URLSearchParams(listSearch(query))
  search.set('limit', String(LIST_PAGE))
  if (cursor) search.set('cursor', cursor)
  return api.get<Page<Conversation> & { seq?: number }>(`/conversations?${search}`)
}
export const readMessages = (id: string, before?: string, limit = THREAD_PAGE) =>
  api.get<SnapshotPage<Message>>(`/conversations/${id}/messages?limit=${limit}${before ? `&before=${encodeURIComponent(before)}` : ''}`)

const readDraft = (id: string, mode: Draft['mode']) => api.get<Draft | null>(`/conversations/${id}/draft?mode=${mode}`)
  .then((draft) => (draft && draft.mode === mode ? draft : null))
  .catch((error: unknown) => { if (isProblem(error) && error.status === 404) return null; throw error })

export const listOptions = (query: ListQuery) => queryOptions({ queryKey: keys.list(query), queryFn: async () => listRange(query, await readList(query)) })
export const conversationOptions = (id: string) => queryOptions({ queryKey: keys.conversation(id), queryFn: async () => conversationSnapshot(await api.get<ConversationDetail>(`/conversations/${id}`)) })
export const messagesOptions = (id: string) => queryOptions({ queryKey: keys.messages(id), queryFn: async () => messageRange(id, await readMessages(id)) })
export const draftOptions = (id: string, mode: Draft['mode']) => queryOptions({ queryKey: keys.draft(id, mode), queryFn: () => readDraft(id, mode), staleTime: Infinity })
export const contactOptions = (id: string) => queryOptions({ queryKey: keys.contact(id), queryFn: () => api.get<ContactDetail>(`/contacts/${id}`) })
export const countsQuery = queryOptions({ queryKey: keys.counts, queryFn: () => api.get<Counts>('/counts') })
export const savedViewsQuery = queryOptions({ queryKey: keys.savedViews, queryFn: () => items<SavedView>('/views'), staleTime: 60_000 })
export const channelsQuery = queryOptions({ queryKey: keys.channels, queryFn: () => items<Channel>('/channels'), staleTime: 600_000 })
export const accountsQuery = queryOptions({ queryKey: keys.accounts, queryFn: () => items<ChannelAccount>('/channel-accounts') })
export const membersQuery = queryOptions({ queryKey: keys.members, queryFn: () => items<Member>('/members'), staleTime: 60_000 })
export const savedRepliesQuery = queryOptions({ queryKey: keys.savedReplies, queryFn: () => items<SavedReply>('/saved-replies'), staleTime: 60_000 })
export const templatesOptions = (account: string) => queryOptions({ queryKey: keys.templates(account), queryFn: () => items<Template>(`/templates?account=${encodeURIComponent(account)}`), staleTime: 30_000 })
export const tokensQuery = queryOptions({ queryKey: keys.tokens, queryFn: () => items<ApiToken>('/tokens') })
export const healthQuery = queryOptions({ queryKey: keys.health, queryFn: () => items<HealthItem>('/health-items') })
export const standingOptions = (account: string) => queryOptions({ queryKey: keys.standing(account), queryFn: () => api.get<AccountStanding>(`/channel-accounts/${account}/standing`), staleTime: 30_000 })
export const contactSearch = (q: string) => queryOptions({ queryKey: ['contacts', q], queryFn: () => items<Contact>(`/contacts?q=${encodeURIComponent(q)}&limit=20`) })
export const customersOptions = (account: string) => queryOptions({ queryKey: keys.customers(account), queryFn: () => api.control<{ items: SimulatedCustomer[] }>('GET', `/customers?channelAccountId=${account}`).then((page) => page.items) })

/** Whom a note can call in a thread, and who can be brought in. `everybody`: how many that word calls. */
export interface Colleagues { people: { id: string; name: string; sees: boolean }[]; teams: { id: string; name: string }[]; everybody: number }
export const colleaguesOptions = (id: string) => queryOptions({ queryKey: keys.colleagues(id), queryFn: () => api.get<Colleagues>(`/conversations/${id}/colleagues`), staleTime: 60_000 })

/** The channel of an account or conversation, by its name. */
export function useChannel(id: string | undefined): Channel | undefined {
  return useQuery(channelsQuery).data?.find((channel) => channel.id === id)
}
