import { tellIncident } from '../incidents/incidents.js'
import type { Services } from '../services.js'

/** How long after an outage everything is asked again: platforms come back in their own time. */
const SETTLE_MS = 5_000

/**
 * What an outage of the database leaves to do: platforms may have switched our webhook off meanwhile (Meta does after an hour), and the owner
 * must see from when to when messages may have been missed.
 */
export class Outage {
  private since: number | null = null
  private timer: NodeJS.Timeout | null = null
  private readonly services: Services

  constructor(services: Services) {
    this.services = services
    services.onClose(() => { if (this.timer) clearTimeout(this.timer) })
  }

  /** A request could not be stored. */
  began(cause: unknown): void {
    if (this.since !== null) return
    this.since = Date.now()
    // Told now; listed when it is over, with its span, for it is the database that holds the list.
    void tellIncident(this.services, { kind: 'outage', sentence: 'the database does not take what comes in', workspaceId: null, subject: 'database', severity: 'critical', data: { reason: (cause as Error).message }, unlisted: true })
  }

  /** A request was stored again. */
  ended(): void {
    if (this.since === null || this.timer) return
    const from = this.since
    const to = Date.now()
    this.since = null
    this.services.log.warn({ kind: 'outage', from: new Date(from).toISOString(), to: new Date(to).toISOString() }, 'the database takes what comes in again')
    this.timer = setTimeout(() => {
      this.timer = null
      this.lookAfter(from, to).catch((error: unknown) => this.services.log.error({ err: error }, 'after the outage'))
    }, SETTLE_MS)
    this.timer.unref()
  }

  private async lookAfter(from: number, to: number): Promise<void> {
    const { services } = this
    const workspaces = await services.db.asSystem((tx) => tx.query<{ workspace_id: string }>('select workspace_id from workspace'))
    for (const { workspace_id: workspaceId } of workspaces) {
      const offset = services.clock.offset(workspaceId)
      await services.health(workspaceId, { kind: 'outage', subject: 'database', severity: 'warning', data: { from: new Date(from + offset).toISOString(), to: new Date(to + offset).toISOString() } })
      for (const account of await services.accounts.list(workspaceId)) {
        if (account.disconnected) continue
        const check = await services.channels.get(account.channel).connector.ensureSubscribed?.(services.call(account)).catch(() => null)
        if (check?.ok) await services.healthy(workspaceId, 'unsubscribed', account.id)
        else if (check) await services.health(workspaceId, { kind: 'unsubscribed', subject: account.id, severity: 'critical', data: { accountId: account.id, code: check.code } })
      }
    }
  }
}
