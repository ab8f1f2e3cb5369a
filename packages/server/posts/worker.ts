import { isAway, isConflict } from '@recado/db'
import { iso } from '../http/schemas.js'
import type { Services } from '../services.js'
import { applyReports } from './reports.js'
import { advance } from './send.js'
import { askFigures, lookAfter } from './watch.js'

/** How often workspaces with an open post are looked at, wall clock; what is due is told by business time. */
const POLL_MS = 2_000

/** Sends posts whose turn has come, and follows them to their end. Every node looks; rows are claimed one by one. */
export class PostWorker {
  private readonly services: Services
  private under: Promise<void> | null = null

  constructor(services: Services) { this.services = services }

  start(): void {
    const look = (): void => {
      this.under ??= this.round().catch((error: unknown) => { if (!isAway(error) && !this.services.stopping()) this.services.log.error({ err: error }, 'posts') }).finally(() => { this.under = null })
    }
    const timer = setInterval(look, POLL_MS).unref()
    this.services.signals.on('posts', look)
    this.services.onClose(async () => { clearInterval(timer); this.services.signals.off('posts', look); await this.under })
  }

  private async round(): Promise<void> {
    const rows = await this.services.db.asSystem((tx) => tx.query<{ id: string }>('select workspaces_with_posts() as id'))
    for (const { id } of rows) await this.runDue(id)
  }

  /** Everything that is due now. */
  async runDue(workspaceId: string): Promise<void> {
    const { services } = this
    const open = await services.db.inWorkspace(workspaceId, (tx) => tx.query<{ post_id: string }>(
      `select p.post_id from post p where p.workspace_id = $1 and ((p.state = 'scheduled' and p.due_at <= $2) or p.state = 'sending'
         or (p.state = 'waiting' and exists (select from post_call c where c.workspace_id = $1 and c.post_id = p.post_id and c.state = 'unknown' and c.check_at <= $2))) order by p.due_at limit 50`, [workspaceId, iso(services.clock.now(workspaceId))]))
    for (const { post_id: postId } of open) await this.safely(postId, () => advance(services, workspaceId, postId))
    await this.safely(null, () => applyReports(services, workspaceId))
    await this.safely(null, () => lookAfter(services, workspaceId))
    await this.safely(null, () => askFigures(services, workspaceId))
  }

  /** What goes wrong with one post must not keep the others waiting. */
  private async safely(postId: string | null, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (isAway(error)) throw error
      if (!isConflict(error)) this.services.log.error({ err: error, postId }, 'post not carried on')
    }
  }

  /** The next moment at which something falls due: where the simulated clock has to stop. */
  async nextDue(workspaceId: string): Promise<number | null> {
    const [row] = await this.services.db.inWorkspace(workspaceId, (tx) => tx.query<{ at: number | null }>(
      `select min(at) as at from (
         select due_at as at from post where workspace_id = $1 and state = 'scheduled' union all select figures_due from post where workspace_id = $1 and figures_due is not null
         union all select retry_at from post_call where workspace_id = $1 and state = 'planned' union all select check_at from post_call where workspace_id = $1 and state in ('accepted', 'unknown')) d where at > $2`,
      [workspaceId, iso(this.services.clock.now(workspaceId))]))
    return row?.at ?? null
  }
}
