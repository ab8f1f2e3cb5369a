import { days, hours } from '@recado/core'
import { isAway } from '@recado/db'
import { sweepSignUps } from '../opt-in/sweep.js'
import { sweepUploads } from '../media/loose.js'
import { sweepCopies } from '../people/copy/copy.js'
import { pruneTargets } from '../posts/prune.js'
import type { Services } from '../services.js'

/** The log is the truth for an hour: a reader that was away longer reads anew. Wall clock. */
const LOG_HOURS = 1
/** Raw requests that we could not read, and what waits for its message, in business time. */
const RAW_MS = days(7)
const PARKED_MS = days(1)
/** Changes that can no longer be taken back, and that nobody waits for any more. */
const CHANGES_MS = days(1)
const EVERY_MS = 5 * 60_000
/** Removed at once: a delete of millions of rows would hold its locks for minutes. */
const BATCH = 20_000

// What an endpoint has not been given yet stays, however old, and what nobody has looked through for words that end advertising.
const OLD_EVENTS = `delete from event e using (select seq from event where workspace_id = $1 and at < now() - interval '${LOG_HOURS} hours'
    and seq <= coalesce((select min(w.seq) from webhook_endpoint w where w.workspace_id = $1 and w.disabled_at is null), seq)
    and seq <= coalesce((select p.seq from consent_word_place p where p.workspace_id = $1), seq) order by seq limit ${BATCH}) old where e.workspace_id = $1 and e.seq = old.seq returning 1`

/** Removes what has had its time in one workspace. Safe on every node at once. */
export async function sweepWorkspace(services: Pick<Services, 'db' | 'clock' | 'stopping'>, workspaceId: string): Promise<void> {
  const { db, clock } = services
  const before = (ms: number): string => new Date(clock.now(workspaceId) - ms).toISOString()
  for (;;) {
    const gone = await db.inWorkspace(workspaceId, (tx) => tx.query(OLD_EVENTS, [workspaceId]))
    if (gone.length < BATCH || services.stopping()) break
  }
  await db.inWorkspace(workspaceId, async (tx) => {
    await tx.query('delete from raw_request where workspace_id = $1 and received_at < $2', [workspaceId, before(RAW_MS)])
    for (const parked of ['parked_status', 'parked_change', 'parked_watermark']) await tx.query(`delete from ${parked} where workspace_id = $1 and arrived_at < $2`, [workspaceId, before(PARKED_MS)])
    await tx.query('delete from change_set where workspace_id = $1 and made_at < $2', [workspaceId, before(CHANGES_MS)])
    await tx.query('delete from contact_change where workspace_id = $1 and made_at < $2', [workspaceId, before(CHANGES_MS)])
    await sweepSignUps(tx, workspaceId, clock.now(workspaceId))
    await tx.query('delete from platform_upload where workspace_id = $1 and expires_at < $2', [workspaceId, before(hours(1))])
  })
}

/** Sweeps every workspace every few minutes until the server closes; sessions, tickets and kept answers have their own sweep. */
export function keepClean(services: Services): void {
  let under: Promise<void> | null = null
  const sweep = async (): Promise<void> => {
    const rows = await services.db.asSystem((tx) => tx.query<{ workspace_id: string }>('select workspace_id from workspace'))
    for (const row of rows) if (!services.stopping()) { await sweepWorkspace(services, row.workspace_id); await sweepCopies(services, row.workspace_id); await sweepUploads(services, row.workspace_id); await pruneTargets(services, row.workspace_id) }
  }
  const timer = setInterval(() => {
    under ??= sweep().catch((error: unknown) => { if (!isAway(error) && !services.stopping()) services.log.error({ err: error }, 'cleaner') }).finally(() => { under = null })
  }, EVERY_MS).unref()
  services.onClose(async () => { clearInterval(timer); await under })
}
