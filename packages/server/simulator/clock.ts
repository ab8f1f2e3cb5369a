import type { SimulatorHost } from '@recado/simulator'
import type { Ingest } from '../ingest/ingest.js'
import type { Sender } from '../sending/sender.js'
import type { Services } from '../services.js'

/** Work that falls due in business time: the next moment, and doing what is due now. */
export interface TimedWork { nextDue(workspaceId: string): Promise<number | null>; runDue(workspaceId: string): Promise<void> }

/** Every signal that names its workspace and says that somebody has, or gets, something to do. */
const STIRS = ['events', 'stored', 'received', 'sends', 'sent', 'lost', 'campaigns', 'posts', 'assignment', 'bridges', 'webhooks', 'forgetting', 'accounts', 'standing'] as const

/** Whether anything has happened in a workspace since it was last asked. */
function watch(services: Pick<Services, 'signals'>, workspaceId: string): { stir(): void; stirred(): boolean; end(): void } {
  let stirred = true
  const on = (id: unknown): void => { if (id === workspaceId) stirred = true }
  for (const name of STIRS) services.signals.on(name, on)
  return {
    stir: () => { stirred = true },
    stirred: () => { const was = stirred; stirred = false; return was },
    end: () => { for (const name of STIRS) services.signals.off(name, on) },
  }
}

/**
 * Lets business time of a simulated workspace pass. What is under way on both sides ends first; then the platforms' jobs, our queued sends and our
 * timed work run in the order of their moments, the clock standing at each.
 */
export async function advanceClock(deps: { services: Services; host: SimulatorHost; ingest: Ingest; sender: Sender; timed: readonly TimedWork[] }, workspaceId: string, to: number): Promise<void> {
  const { services, host, ingest, sender, timed } = deps
  const life = watch(services, workspaceId)
  let nextOwn = -Infinity
  const calm = async (): Promise<void> => {
    await ingest.settled()
    // Twenty kinds of work ask the database what there is to do: not again where nothing happened since, and no moment has come.
    if (!life.stirred() && services.clock.now(workspaceId) < nextOwn) return
    await sender.settled(workspaceId)
    for (const work of timed) await work.runDue(workspaceId)
    await ingest.settled()
  }
  const setClock = (at: number): Promise<void> => { life.stir(); return services.clock.advanceTo(workspaceId, at) }
  try {
    for (;;) {
      // Our own next moment first bounds how far the platforms may go alone.
      const own = [await sender.nextDue(workspaceId), ...(await Promise.all(timed.map((work) => work.nextDue(workspaceId))))].filter((at): at is number => at !== null && at > services.clock.now(workspaceId))
      nextOwn = Math.min(Infinity, ...own)
      const stop = Math.min(to, nextOwn)
      await host.advance(workspaceId, Math.max(stop, services.clock.now(workspaceId)), { setClock, beforeEachJob: calm })
      if (stop > services.clock.now(workspaceId)) await setClock(stop)
      await calm()
      if (stop >= to) break
    }
  } finally {
    life.end()
  }
  await services.db.inWorkspace(workspaceId, (tx) => tx.query('select append_events($1)', [JSON.stringify([{ type: 'workspace.changed' }])]))
  services.signals.committed(workspaceId)
}
