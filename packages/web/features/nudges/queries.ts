import type { NudgeDryRun, NudgeStep, NudgeStepWish } from '@recado/api'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.js'

export const nudgesQuery = queryOptions({ queryKey: ['nudges'], queryFn: () => api.get<{ items: NudgeStep[] }>('/nudges').then((page) => page.items) })
export const dryRunQuery = queryOptions({ queryKey: ['nudges', 'dry-run'], queryFn: () => api.post<NudgeDryRun>('/nudges/dry-run', {}), staleTime: 60_000 })
/** The step as it is being written; the former answer stays until the next is there. */
export const draftRunOptions = (step: (NudgeStepWish & { id?: string }) | null) =>
  queryOptions({ queryKey: ['nudges', 'dry-run', step], queryFn: () => api.post<NudgeDryRun>('/nudges/dry-run', { step }), enabled: step !== null, placeholderData: keepPreviousData, retry: false, staleTime: 60_000 })
