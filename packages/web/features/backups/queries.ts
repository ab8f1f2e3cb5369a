import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.js'

export interface BackupFault { file: string; is: 'missing' | 'damaged' | 'changed' | 'cut' | 'alone'; holds: 'database' | 'file' | null }
export interface BackupCheck { state: 'waiting' | 'running' | 'done'; bytes: number; result: 'whole' | 'broken' | 'failed' | null; error: 'key' | 'unreadable' | 'ended' | null; askedBy: string; checkedBy: string | null; checkedAt: string | null; files: number; backups: number; faults: BackupFault[]; faultCount: number }
export interface Backup { id: string; kind: 'full' | 'log'; cause: 'schedule' | 'person' | 'command'; state: 'waiting' | 'running' | 'cancelling' | 'done' | 'failed' | 'cancelled'; file: string | null; bytes: number; total: number; written: number; files: number; error: string | null; createdAt: string; startedAt: string | null; finishedAt: string | null; removedAt: string | null; check: BackupCheck | null }
export interface BackupPlan { dir: string | null; at: string; everyMinutes: number; keepDays: number; keepWeeks: number; lastGoodAt: string | null }
export type HeldKind = 'messages' | 'scheduled' | 'campaigns' | 'posts'
export interface HeldAfterRestore { held: { backupAt: string; restoredAt: string; items: { kind: HeldKind; count: number }[] } | null }

export const underWay = ({ state }: Backup): boolean => state === 'waiting' || state === 'running' || state === 'cancelling'

/** Somebody has it read again. */
export const beingRead = ({ check }: Backup): boolean => check !== null && check.state !== 'done'

export const backupsQuery = () => infiniteQueryOptions({
  queryKey: ['backups'], initialPageParam: null as string | null,
  queryFn: ({ pageParam }) => api.get<{ items: Backup[]; next: string | null }>(`/backups?limit=20${pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : ''}`),
  getNextPageParam: (page) => page.next,
  refetchInterval: ({ state }) => (state.data?.pages.some((page) => page.items.some((one) => underWay(one) || beingRead(one))) ? 1_000 : 30_000),
})
export const backupPlanQuery = () => queryOptions({ queryKey: ['backups', 'plan'], queryFn: () => api.get<BackupPlan>('/backups/plan') })
export const heldQuery = () => queryOptions({ queryKey: ['restore-hold'], queryFn: () => api.get<HeldAfterRestore>('/restore-hold') })
