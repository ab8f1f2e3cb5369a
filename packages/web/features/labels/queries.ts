import type { Label, LabelUse } from '@recado/api'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.js'

/** The vocabulary, those put away too; live events keep it. */
export const labelsQuery = queryOptions({ queryKey: ['labels'] as const, queryFn: () => api.get<{ items: Label[] }>('/labels').then((page) => page.items), staleTime: 600_000 })
/** How often each is used; counted when the page is opened. */
export const labelUsesQuery = queryOptions({ queryKey: ['label-uses'] as const, queryFn: () => api.get<{ items: LabelUse[] }>('/labels/uses').then((page) => page.items) })
