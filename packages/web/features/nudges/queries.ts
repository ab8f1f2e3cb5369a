import type { NudgeDryRun, NudgeRun, NudgeStep, NudgeStepWish } from '@recado/api'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.js'

export const nudgesQuery = queryOptions({ queryKey: ['nudges'], queryFn: () => api.get<{ items: NudgeStep[] }>('/nudges').then((page) => page.items) })
/** The rule as it is being written; the former answer stays until the next is there. */
export const draftRunOptions = (step: (NudgeStepWish & { id?: string }) | null, days: 7 | 30) =>
  queryOptions({ queryKey: ['nudges', 'dry-run', step, days], queryFn: () => api.post<NudgeDryRun>('/nudges/dry-run', { step, days }), enabled: step !== null, placeholderData: keepPreviousData, retry: false, staleTime: 60_000 })
export const runsOptions = (id: string) => queryOptions({ queryKey: ['nudges', id, 'runs'], queryFn: () => api.get<{ items: NudgeRun[] }>(`/nudges/${id}/runs`).then((page) => page.items) })
