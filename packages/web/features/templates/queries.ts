import type { TemplateDetail, TemplateDraftRow, TemplateForm } from '@recado/api'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.js'

export const TRADES = ['shop', 'restaurant', 'beauty', 'clinic', 'workshop'] as const
export type Trade = (typeof TRADES)[number]

/** A notice worded for a trade, in one language. */
export interface Starter {
  id: string
  trade: Trade
  language: string
  draft: { name: string; language: string; body: string; examples: Record<string, string>; buttons?: { type: string; text: string }[] }
}

export interface LibraryEntry { id: string; title: string; category: string; kind: string; lines: { id: string; label: string; example: string }[] }

const items = <T>(path: string) => api.get<{ items: T[] }>(path).then((page) => page.items)

export const startersOptions = (trade: Trade) => queryOptions({ queryKey: ['starters', trade], queryFn: () => items<Starter>(`/starter-templates?trade=${trade}`), staleTime: Infinity })
export const libraryOptions = (account: string) => queryOptions({ queryKey: ['template-library', account], queryFn: () => items<LibraryEntry>(`/channel-accounts/${account}/template-library`), staleTime: 600_000 })

/** What an account's platform takes, with the texts that are there: changes with the account's list. */
export const formOptions = (account: string) => queryOptions({ queryKey: ['templates', account, 'form'], queryFn: () => api.get<TemplateForm>(`/channel-accounts/${account}/template-form`), staleTime: 30_000 })
export const draftsQuery = queryOptions({ queryKey: ['template-drafts'], queryFn: () => items<TemplateDraftRow>('/template-drafts'), staleTime: 10_000 })
export const draftOptions = (id: string) => queryOptions({ queryKey: ['template-drafts', id], queryFn: () => api.get<TemplateDraftRow>(`/template-drafts/${id}`), staleTime: 0 })
export const templateOptions = (id: string) => queryOptions({ queryKey: ['template', id], queryFn: () => api.get<TemplateDetail>(`/templates/${id}`), staleTime: 0 })
export { templateNewsQuery as alertsQuery } from '../notices/keys.js'
