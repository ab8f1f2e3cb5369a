import { isAway } from '@recado/db'
import { days } from '@recado/core'
import { wallNow } from '../auth/audit.js'
import type { Tasks } from '../jobs/queue.js'
import type { Services } from '../services.js'
import { nextDue } from './claim.js'
import { deliverDue } from './deliver.js'
import { feed } from './feeder.js'

/** How often logs are looked at when no signal came (other nodes' commits), and what is overdue is called again. */
const LOOK_MS = 2_000
/** The log of deliveries is kept so long: it holds what was said. */
const KEPT_MS = days(14)
const SWEEP_EVERY_MS = 10 * 60_000

interface Turn { workspaceId: string; endpointId: string }

/** The background work of outgoing webhooks. */
export function webhookTasks(services: Services): Tasks {
  return {
    'webhooks.deliver': async ({ workspaceId, endpointId }: Turn, { signal }) => {
      await deliverDue(services, workspaceId, endpointId, signal)
      await callNext(services, { workspaceId, endpointId })
    },
  }
}

/** Due now: a job under the endpoint's key, so that a thousand events make one. */
function callNow(services: Services, turn: Turn): Promise<void> {
  return services.queue.add('webhooks.deliver', turn, { key: `webhooks:${turn.endpointId}`, maxAttempts: 1 })
}

/** Due later has its own key: it must not move the one that is due now. */
async function callNext(services: Services, turn: Turn): Promise<void> {
  const at = await services.db.inWorkspace(turn.workspaceId, (tx) => nextDue(tx, turn.workspaceId, turn.endpointId))
  if (at === null) return
  if (at <= Date.parse(wallNow(services, turn.workspaceId))) return callNow(services, turn)
  await services.queue.add('webhooks.deliver', turn, { key: `webhooks-later:${turn.endpointId}`, maxAttempts: 1, runAt: new Date(at) })
}

/** Follows the logs of the workspaces that have somebody to tell, and calls the endpoints' turns. One per process; a workspace without endpoints costs nothing. */
export class WebhookLookout {
  private readonly services: Services
  private workspaces = new Set<string>()
  private readonly busy = new Map<string, { again: boolean; done: Promise<void> }>()
  private sweptAt = 0

  constructor(services: Services) { this.services = services }

  start(): void {
    const { signals } = this.services
    const onEvents = (workspaceId: string): void => { if (this.workspaces.has(workspaceId)) this.look(workspaceId) }
    const onChanged = (workspaceId: string): void => { this.workspaces.add(workspaceId); this.look(workspaceId) }
    const onDue = (workspaceId: string, endpointId: string): void => { void callNow(this.services, { workspaceId, endpointId }).catch((error: unknown) => this.complain(error)) }
    signals.on('events', onEvents)
    signals.on('webhooks', onChanged)
    signals.on('webhooks.due', onDue)
    const timer = setInterval(() => void this.round().catch((error: unknown) => this.complain(error)), LOOK_MS).unref()
    void this.round().catch((error: unknown) => this.complain(error))
    this.services.onClose(async () => {
      clearInterval(timer)
      signals.off('events', onEvents)
      signals.off('webhooks', onChanged)
      signals.off('webhooks.due', onDue)
      await Promise.all([...this.busy.values()].map((one) => one.done))
    })
  }

  private async round(): Promise<void> {
    const rows = await this.services.db.asSystem((tx) => tx.query<{ id: string }>('select workspaces_with_webhooks() as id'))
    this.workspaces = new Set(rows.map((row) => row.id))
    for (const workspaceId of this.workspaces) {
      this.look(workspaceId)
      await this.callOverdue(workspaceId)
    }
    if (performance.now() - this.sweptAt < SWEEP_EVERY_MS && this.sweptAt > 0) return
    this.sweptAt = performance.now()
    for (const workspaceId of this.workspaces) await sweepDeliveries(this.services, workspaceId)
  }

  /** One look at a time per workspace; what is asked meanwhile is one more. */
  private look(workspaceId: string): void {
    const under = this.busy.get(workspaceId)
    if (under) { under.again = true; return }
    if (this.services.stopping()) return
    const own = { again: false, done: Promise.resolve() }
    this.busy.set(workspaceId, own)
    own.done = this.feedAndCall(workspaceId).catch((error: unknown) => this.complain(error)).finally(() => {
      this.busy.delete(workspaceId)
      if (own.again) this.look(workspaceId)
    })
  }

  private async feedAndCall(workspaceId: string): Promise<void> {
    for (const endpointId of await feed(this.services, workspaceId)) await callNow(this.services, { workspaceId, endpointId })
  }

  /** What nobody called: its job was lost with its process, or another node's addition went unheard. */
  private async callOverdue(workspaceId: string): Promise<void> {
    const now = wallNow(this.services, workspaceId)
    const rows = await this.services.db.inWorkspace(workspaceId, (tx) => tx.query<{ endpoint_id: string }>(
      `select e.endpoint_id from webhook_endpoint e where e.workspace_id = $1 and e.disabled_at is null and exists (select from webhook_delivery d where d.workspace_id = $1 and d.endpoint_id = e.endpoint_id and d.state = 'pending'
         and d.due_at <= $2 and (d.claimed_until is null or d.claimed_until <= $2))`, [workspaceId, now]))
    for (const row of rows) await callNow(this.services, { workspaceId, endpointId: row.endpoint_id })
  }

  private complain(error: unknown): void {
    if (!isAway(error) && !this.services.stopping()) this.services.log.error({ err: error }, 'outgoing webhooks')
  }
}

/** Forgets what was settled long ago. */
export async function sweepDeliveries(services: Services, workspaceId: string): Promise<void> {
  const before = new Date(Date.parse(wallNow(services, workspaceId)) - KEPT_MS).toISOString()
  await services.db.inWorkspace(workspaceId, (tx) => tx.query(`delete from webhook_delivery where workspace_id = $1 and at < $2 and state <> 'pending'`, [workspaceId, before]))
}
