import type { SimulatorHost } from '@recado/simulator'
import type { Ingest } from '../ingest/ingest.js'
import type { Sender } from '../sending/sender.js'
import type { Services } from '../services.js'

/** Work that falls due in business time: the next moment, and doing what is due now. */
export interface TimedWork { nextDue(workspaceId: string): Promise<number | null>; runDue(workspaceId: string): Promise<void> }

/**
 * Lets business time of a simulated workspace pass. What is under way on both sides ends first; then the platforms' jobs, our queued sends and our
 * timed work run in the order of their moments, the clock standing at each.
 */
export async function advanceClock(deps: { services: Services; host: SimulatorHost; ingest: Ingest; sender: Sender; timed: readonly TimedWork[] }, workspaceId: string, to: number): Promise<void> {
  const { services, host, ingest, sender, timed } = deps
  const calm = async (): Promise<void> => {
    await ingest.settled()
    await sender.settled(workspaceId)
    for (const work of timed) await work.runDue(workspaceId)
    await ingest.settled()
  }
  const setClock = (at: number): Promise<void> => services.clock.advanceTo(workspaceId, at)
  for (;;) {
    // Our own next moment first bounds how far the platforms may go alone.
    const own = [await sender.nextDue(workspaceId), ...(await Promise.all(timed.map((work) => work.nextDue(workspaceId))))].filter((at): at is number => at !== null && at > services.clock.now(workspaceId))
    const stop = Math.min(to, ...own)
    await host.advance(workspaceId, Math.max(stop, services.clock.now(workspaceId)), { setClock, beforeEachJob: calm })
    if (stop > services.clock.now(workspaceId)) await setClock(stop)
    await calm()
    if (stop >= to) break
  }
  await services.db.inWorkspace(workspaceId, (tx) => tx.query('select append_events($1)', [JSON.stringify([{ type: 'workspace.changed' }])]))
  services.signals.committed(workspaceId)
}
