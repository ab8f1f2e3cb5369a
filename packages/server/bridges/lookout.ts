import { isAway } from '@recado/db'
import { wallNow } from '../auth/audit.js'
import type { Tasks } from '../jobs/queue.js'
import type { Services } from '../services.js'
import { noticeChanges } from './crm/notice.js'
import { tellOfBridges } from './news.js'
import { sweepBridges, workOn } from './work.js'

/** How often it is looked whether something waits: other nodes' calls, looks at the other side that fall due, jobs lost with their process. */
const LOOK_MS = 2_000
const SWEEP_EVERY_MS = 10 * 60_000

interface Turn { workspaceId: string; bridgeId: string }

export const bridgeTasks = (services: Services): Tasks => ({
  'bridges.work': async ({ workspaceId, bridgeId }: Turn, { signal }) => { await workOn(services, workspaceId, bridgeId, signal) },
})

const WAITING = `select b.bridge_id as id from bridge b where b.workspace_id = $1 and (b.kind = 'woocommerce' and b.state in ('new', 'ready') and (exists (select from bridge_delivery d where d.workspace_id = $1 and d.bridge_id = b.bridge_id and d.state = 'waiting')
    or exists (select from bridge_notice n where n.workspace_id = $1 and n.bridge_id = b.bridge_id and n.code = 'sending'))
  or b.kind = 'hubspot' and b.state = 'ready' and (b.retry_at is null or b.retry_at <= $2) and coalesce((b.cursor->>'leasedUntil')::timestamptz, 'epoch') <= $2
    and (b.due_at is null or b.due_at <= $2 or exists (select from bridge_outbox o where o.workspace_id = $1 and o.bridge_id = b.bridge_id and o.due_at <= $2) or exists (select from bridge_delivery d where d.workspace_id = $1 and d.bridge_id = b.bridge_id and d.state = 'waiting')))`

/** Calls the bridges' turns. One per process; a workspace without bridges costs nothing. */
export class BridgeLookout {
  private readonly services: Services
  private workspaces = new Set<string>()
  private readonly busy = new Map<string, { again: boolean; done: Promise<void> }>()
  private sweptAt = 0

  constructor(services: Services) { this.services = services }

  start(): void {
    const { signals } = this.services
    const onEvents = (workspaceId: string): void => { if (this.workspaces.has(workspaceId)) this.look(workspaceId) }
    const onBridges = (workspaceId: string): void => { this.workspaces.add(workspaceId); this.look(workspaceId) }
    signals.on('events', onEvents)
    signals.on('bridges', onBridges)
    tellOfBridges(this.services)
    const round = (): void => { void this.round().catch((error: unknown) => this.complain(error)) }
    const timer = setInterval(round, LOOK_MS).unref()
    round()
    this.services.onClose(async () => {
      clearInterval(timer)
      signals.off('events', onEvents)
      signals.off('bridges', onBridges)
      await Promise.all([...this.busy.values()].map((one) => one.done))
    })
  }

  private async round(): Promise<void> {
    const rows = await this.services.db.asSystem((tx) => tx.query<{ id: string }>('select workspaces_with_bridges() as id'))
    this.workspaces = new Set(rows.map((row) => row.id))
    for (const workspaceId of this.workspaces) this.look(workspaceId)
    if (this.sweptAt > 0 && performance.now() - this.sweptAt < SWEEP_EVERY_MS) return
    this.sweptAt = performance.now()
    for (const workspaceId of this.workspaces) await sweepBridges(this.services, workspaceId)
  }

  /** One look at a time per workspace; what is asked meanwhile is one more. */
  private look(workspaceId: string): void {
    const under = this.busy.get(workspaceId)
    if (under) { under.again = true; return }
    if (this.services.stopping()) return
    const own = { again: false, done: Promise.resolve() }
    this.busy.set(workspaceId, own)
    own.done = callWaiting(this.services, workspaceId).catch((error: unknown) => this.complain(error)).finally(() => {
      this.busy.delete(workspaceId)
      if (own.again) this.look(workspaceId)
    })
  }

  private complain(error: unknown): void {
    if (!isAway(error) && !this.services.stopping()) this.services.log.error({ err: error }, 'bridges')
  }
}

/** Notes what changed here and calls every bridge that has something to do. */
export async function callWaiting(services: Services, workspaceId: string): Promise<void> {
  await noticeChanges(services, workspaceId)
  const rows = await services.db.inWorkspace(workspaceId, (tx) => tx.query<{ id: string }>(WAITING, [workspaceId, wallNow(services, workspaceId)]))
  for (const row of rows) await services.queue.add('bridges.work', { workspaceId, bridgeId: row.id } satisfies Turn, { key: `bridges:${row.id}`, maxAttempts: 1 })
}
