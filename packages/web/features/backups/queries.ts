import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.js'

export interface Backup { id: string; kind: 'full' | 'log'; cause: 'schedule' | 'person' | 'command'; state: 'waiting' | 'running' | 'cancelling' | 'done' | 'failed' | 'cancelled'; file: string | null; bytes: number; total: number; written: number; files: number; error: string | null; createdAt: string; startedAt: string | null; finishedAt: string | null }
export interface BackupPlan { dir: string | null; at: string; everyMinutes: number; keepDays: number; keepWeeks: number; lastGoodAt: string | null }
export type HeldKind = 'messages' | 'scheduled' | 'campaigns' | 'posts'
export interface HeldAfterRestore { held: { backupAt: string; restoredAt: string; items: { kind: HeldKind; count: number }[] } | null }

export const underWay = ({ state }: Backup): boolean => state === 'waiting' || state === 'running' || state === 'cancelling'

export const backupsQuery = () => infiniteQueryOptions({
  queryKey: ['backups'], initialPageParam: null as string | null,
  queryFn: ({ pageParam }) => api.get<{ items: Backup[]; next: string | null }>(`/backups?limit=20${pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : ''}`),
  getNextPageParam: (page) => page.next,
  refetchInterval: ({ state }) => (state.data?.pages[0]?.items.some(underWay) ? 1_000 : 30_000),
})
export const backupPlanQuery = () => queryOptions({ queryKey: ['backups', 'plan'], queryFn: () => api.get<BackupPlan>('/backups/plan') })
export const heldQuery = () => queryOptions({ queryKey: ['restore-hold'], queryFn: () => api.get<HeldAfterRestore>('/restore-hold') })
