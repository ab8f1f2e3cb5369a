import type { ConsentCategory, OptInDraft, OptInForm, OptInVersion } from '@recado/api'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.js'

const items = <T>(path: string) => api.get<{ items: T[] }>(path).then((page) => page.items)

export const optInKeys = { all: ['opt-in-forms'] as const, one: (id: string) => ['opt-in-forms', id] as const, versions: (id: string) => ['opt-in-forms', id, 'versions'] as const }
export const optInFormsQuery = queryOptions({ queryKey: optInKeys.all, queryFn: () => items<OptInForm>('/opt-in-forms') })
export const optInFormOptions = (id: string) => queryOptions({ queryKey: optInKeys.one(id), queryFn: () => api.get<OptInForm>(`/opt-in-forms/${id}`) })
export const optInVersionsOptions = (id: string) => queryOptions({ queryKey: optInKeys.versions(id), queryFn: () => items<OptInVersion>(`/opt-in-forms/${id}/versions`) })
export const topicsQuery = queryOptions({ queryKey: ['consent-categories'], queryFn: () => items<ConsentCategory>('/consent-categories'), staleTime: 60_000 })

export const saveDraft = (id: string, draft: OptInDraft) => api.patch<OptInForm>(`/opt-in-forms/${id}`, { draft })
