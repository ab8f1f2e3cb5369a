import { hours, seconds } from '@recado/core'
import { isAway } from '@recado/db'
import type { Services } from '../services.js'
import { LATE_MS, LATEST_MS, sealWorkspace } from './sealer.js'
import { writeHead } from './verify.js'

/** How often what was written is sealed. Wall clock. */
const EVERY_MS = seconds(10)
/** How often the head goes to the server's own log, where whoever changes the database does not reach it; and how often the sealer looks further back. */
const HOURLY_MS = hours(1)

/** Seals the chains of all workspaces behind the writers until the server closes. Every node may: the head's lock lets one at a time. */
export class ChainKeeper {
  private readonly services: Services
  private under: Promise<void> | null = null
  private wideAt = Number.NEGATIVE_INFINITY
  private readonly told = new Map<string, string>()

  constructor(services: Services) { this.services = services }

  start(): void {
    const timer = setInterval(() => {
      this.under ??= this.round().catch((error: unknown) => { if (!isAway(error) && !this.services.stopping()) this.services.log.error({ err: error }, 'audit chain') }).finally(() => { this.under = null })
    }, EVERY_MS).unref()
    this.services.onClose(async () => { clearInterval(timer); await this.under })
  }

  private async round(): Promise<void> {
    const { services } = this
    const wide = performance.now() - this.wideAt >= HOURLY_MS
    for (const { workspace_id: id } of await services.db.asSystem((tx) => tx.query<{ workspace_id: string }>('select workspace_id from workspace'))) {
      if (services.stopping()) return
      await sealWorkspace(services, id, wide ? LATEST_MS : LATE_MS)
      if (wide) await this.tellHead(id)
    }
    if (wide) this.wideAt = performance.now()
  }

  private async tellHead(workspaceId: string): Promise<void> {
    const [row] = await this.services.db.inWorkspace(workspaceId, (tx) => tx.query<{ seq: number; hash: Buffer }>('select seq, hash from audit_chain where workspace_id = $1 and seq > 0', [workspaceId]))
    const head = row && writeHead({ seq: row.seq, hash: row.hash.toString('hex') })
    if (!head || this.told.get(workspaceId) === head) return
    this.told.set(workspaceId, head)
    this.services.log.info({ workspaceId, head }, 'audit chain sealed')
  }
}
