/** Whoever shows bridges hears that they have moved: told into the log at most twice a second, however many deliveries a shop sends. */
import { isAway } from '@recado/db'
import { append } from '../ingest/others.js'
import type { Services } from '../services.js'

/** What was settled within this time is one piece of news. */
const GATHER_MS = 400
/** `bridges`: somebody changed one, or something came in; `bridges_worked`: something that came in, or a look at the other side, was dealt with. */
const SIGNALS = ['bridges', 'bridges_worked'] as const

/** Listens on this node for what its bridges do. One per process. */
export function tellOfBridges(services: Services): void {
  const waiting = new Map<string, NodeJS.Timeout>()
  const under = new Set<Promise<void>>()
  const tell = async (workspaceId: string): Promise<void> => {
    await services.db.inWorkspace(workspaceId, (tx) => append(tx, [{ type: 'bridges.changed', data: {} }]))
    services.signals.committed(workspaceId)
  }
  const soon = (workspaceId: string): void => {
    if (services.stopping() || waiting.has(workspaceId)) return
    waiting.set(workspaceId, setTimeout(() => {
      waiting.delete(workspaceId)
      const own: Promise<void> = tell(workspaceId).catch((error: unknown) => { if (!isAway(error) && !services.stopping()) services.log.error({ err: error }, 'news of bridges') }).finally(() => under.delete(own))
      under.add(own)
    }, GATHER_MS).unref())
  }
  for (const name of SIGNALS) services.signals.on(name, soon)
  services.onClose(async () => {
    for (const name of SIGNALS) services.signals.off(name, soon)
    for (const timer of waiting.values()) clearTimeout(timer)
    await Promise.all(under)
  })
}
