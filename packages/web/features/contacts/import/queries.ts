import type { ContactImport, ContactImportPreview, ImportRowProblem, Page } from '@recado/api'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../../api/client.js'

/** While something moves; nothing is asked for otherwise. */
const LOOK_MS = 700
export const moves = (one: ContactImport | undefined): boolean => one?.state === 'running' || one?.state === 'checking'

export const importsQuery = queryOptions({ queryKey: ['contact-imports'] as const, queryFn: () => api.get<Page<ContactImport>>('/contact-imports?limit=20') })
export const importQuery = (id: string) => queryOptions({
  queryKey: ['contact-imports', id] as const, queryFn: () => api.get<ContactImport>(`/contact-imports/${id}`), refetchInterval: ({ state }) => (moves(state.data) ? LOOK_MS : false),
})
export const previewQuery = (one: ContactImport) => queryOptions({ queryKey: ['contact-imports', one.id, 'preview', one.mapping] as const, queryFn: () => api.post<ContactImportPreview>(`/contact-imports/${one.id}/preview`), retry: false })
export const problemsQuery = (one: ContactImport) => queryOptions({ queryKey: ['contact-imports', one.id, 'problems', one.state, one.checked] as const, queryFn: () => api.get<Page<ImportRowProblem>>(`/contact-imports/${one.id}/problems?limit=50`) })
