import type { Instant } from '@recado/core'
import type { Database } from '@recado/db'
import type { Clock } from './services.js'

/** Business time. Only demo and simulator workspaces have an offset; all others live by the wall clock. */
export function businessClock(db: Database, wall: () => number = Date.now): Clock {
  const offsets = new Map<string, number>()
  const offset = (workspaceId: string): number => offsets.get(workspaceId) ?? 0
  let behindMs = 0
  const right = (): number => wall() + behindMs
  const now = (workspaceId: string): Instant => right() + offset(workspaceId)
  return {
    now, offset,
    behind: (ms) => { behindMs = ms },
    set: (workspaceId, offsetMs) => { offsets.set(workspaceId, Math.max(offsetMs, offset(workspaceId))) },
    async advanceTo(workspaceId, to) {
      const wanted = to - right()
      if (wanted <= offset(workspaceId)) return
      offsets.set(workspaceId, wanted)
      await db.asSystem((tx) => tx.query('update workspace set clock_offset_ms = greatest(clock_offset_ms, $2) where workspace_id = $1', [workspaceId, Math.round(wanted)]))
    },
    async load() {
      const rows = await db.asSystem((tx) => tx.query<{ workspace_id: string; clock_offset_ms: number }>('select workspace_id, clock_offset_ms from workspace where clock_offset_ms <> 0'))
      // A demo begins in the past: only what is known already, and is later, goes before what is written.
      for (const row of rows) offsets.set(row.workspace_id, Math.max(row.clock_offset_ms, offsets.get(row.workspace_id) ?? row.clock_offset_ms))
    },
  }
}
