import { isAway } from '@recado/db'
import type { Services } from '../services.js'

/** How often a node asks what others have changed: a new key or a paused account works everywhere within it. */
const LOOK_MS = 2_000
/** A transaction that notes a change may commit so much later than the moment it wrote down. */
const LATE_COMMIT = '30 seconds'

interface Change { workspace_id: string; account_id: string; version: number }

/**
 * Lets go of accounts that another node has changed, and takes over the business time that another node has moved. Asks the database instead of
 * listening, so that it works behind PgBouncer and after an outage of any length; a notice of a commit makes it no faster, nor need it.
 */
export class OtherNodes {
  private readonly services: Services
  private readonly known = new Map<string, number>()
  private since = 'epoch'
  private looking: Promise<void> | null = null

  constructor(services: Services) { this.services = services }

  /** Only where the database may have other nodes. */
  start(): void {
    const timer = setInterval(() => void this.look().catch((error: unknown) => { if (!isAway(error)) this.services.log.error({ err: error }, 'looking for changes of other nodes') }), LOOK_MS).unref()
    this.services.onClose(async () => { clearInterval(timer); await this.looking?.catch(() => {}) })
  }

  /** Once; concurrent calls share it. */
  look(): Promise<void> {
    this.looking ??= this.lookOnce().finally(() => { this.looking = null })
    return this.looking
  }

  private async lookOnce(): Promise<void> {
    const { db, accounts, clock } = this.services
    const first = this.since === 'epoch'
    const { at, changes } = await db.asSystem(async (tx) => {
      const [now] = await tx.query<{ at: string }>('select clock_timestamp()::text as at')
      return { at: now!.at, changes: await tx.query<Change>(`select workspace_id, account_id, version from account_change where changed_at > $1::timestamptz - interval '${LATE_COMMIT}'`, [this.since]) }
    })
    this.since = at
    for (const { workspace_id: workspaceId, account_id: accountId, version } of changes) {
      const key = `${workspaceId}/${accountId}`
      if (this.known.get(key) === version) continue
      this.known.set(key, version)
      // The first look finds all there are: they were read at the start, a moment ago.
      if (!first) accounts.changed(workspaceId, accountId)
    }
    await clock.load()
  }
}
