import { days, KEPT_AHEAD_MS, type Instant } from '@recado/core'
import { isAway } from '@recado/db'
import type { Services } from '../services.js'
import { keepStretches, readTimetables } from './timetables.js'

/** How often it is looked at; nothing is in a hurry, the stretches reach a year ahead. */
const LOOK_MS = 10 * 60_000
/** Written further when so much of it is used up. */
const STEP_MS = days(30)

const iso = (at: Instant): string => new Date(at).toISOString()

/** Writes timetables further before their stretches run out, and those of an earlier version for the first time. */
export class HoursKeeper {
  private readonly services: Services
  private under: Promise<void> | null = null

  constructor(services: Services) { this.services = services }

  start(): void {
    const look = (): void => {
      this.under ??= this.round().catch((error: unknown) => { if (!isAway(error) && !this.services.stopping()) this.services.log.error({ err: error }, 'hours') }).finally(() => { this.under = null })
    }
    const timer = setInterval(look, LOOK_MS).unref()
    look()
    this.services.onClose(async () => { clearInterval(timer); await this.under })
  }

  private async round(): Promise<void> {
    const rows = await this.services.db.asSystem((tx) => tx.query<{ id: string }>('select workspaces_with_hours() as id'))
    for (const { id } of rows) await this.runDue(id)
  }

  /** What is used up by now, in business time. */
  async runDue(workspaceId: string): Promise<void> {
    const { services } = this
    const now = services.clock.now(workspaceId)
    const old = await services.db.inWorkspace(workspaceId, async (tx) => {
      const due = await tx.query<{ owner_kind: string; owner_id: string }>('select owner_kind, owner_id from timetable where workspace_id = $1 and (kept_until is null or kept_until < $2) for update', [workspaceId, iso(now + KEPT_AHEAD_MS - STEP_MS)])
      if (due.length === 0) return 0
      const all = await readTimetables(tx, workspaceId)
      for (const one of all) if (due.some((row) => row.owner_kind === one.kind && row.owner_id === one.id)) await keepStretches(tx, { workspaceId, kind: one.kind, id: one.id }, one.timetable, now)
      return due.length
    })
    if (old > 0) services.signals.committed(workspaceId)
  }
}
