import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.js'
import type { AuditFilter } from './search.js'

export interface AuditItem { id: string; at: string; actor: { kind: string; id?: string; name: string | null }; action: string; subject: string | null; subjectName: string | null; data: Record<string, unknown>; seq: number | null }
export interface Fault { kind: string; seq: number | null; toSeq?: number; movedFrom?: number; ledger: string | null; entryId: string | null }
export interface Head { seq: number; hash: string }
export interface Chain { head: Head | null; sealedAt: string | null; checkedAt: string | null; checked: { ok: boolean; links: number; faults: Fault[]; more: boolean } | null; mail: boolean }
export type { AuditFilter } from './search.js'

export const EMPTY: AuditFilter = { action: '', actor: '', subject: '', from: '', to: '' }
/** Entries of somebody who has looked at data or taken it along. */
export const SAW = ['contact.opened', 'export.downloaded', 'contact.copy_taken', 'contact.copy_ordered', 'audit.exported', 'access.denied']

/** All of these at once; and those that name a person. */
export const SAW_ANY = SAW.join(',')
export const SAW_HER = 'contact.opened,contact.copy_ordered,contact.copy_taken'

/** The filter as the address of the request; days are whole ones where the reader is. */
export function auditPath(filter: AuditFilter, cursor: string | null): string {
  const query = new URLSearchParams({ limit: '50' })
  if (filter.action) query.set('action', filter.action)
  if (filter.actor) query.set('actor', filter.actor)
  if (filter.subject.trim()) query.set('subject', filter.subject.trim())
  if (filter.from) query.set('from', new Date(`${filter.from}T00:00:00`).toISOString())
  if (filter.to) query.set('to', new Date(new Date(`${filter.to}T00:00:00`).getTime() + 86_400_000).toISOString())
  if (cursor) query.set('cursor', cursor)
  return `/audit?${query.toString()}`
}

export const auditQuery = (filter: AuditFilter) => infiniteQueryOptions({
  queryKey: ['audit', filter], initialPageParam: null as string | null, queryFn: ({ pageParam }) => api.get<{ items: AuditItem[]; next: string | null }>(auditPath(filter, pageParam)), getNextPageParam: (page) => page.next,
})
export const actionsQuery = queryOptions({ queryKey: ['audit-actions'], queryFn: async () => (await api.get<{ items: string[] }>('/audit/actions')).items, staleTime: 60_000 })
export const chainQuery = queryOptions({ queryKey: ['audit-chain'], queryFn: () => api.get<Chain>('/audit/chain') })
