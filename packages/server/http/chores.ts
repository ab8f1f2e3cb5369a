import { isAway } from '@recado/db'
import { Throttle } from '../auth/throttle.js'
import type { Services } from '../services.js'
import { forgetAnswers } from './idempotency.js'

const HOUR_MS = 3_600_000

/** Removes what has run out: sessions, sign-in failures, live tickets, answers kept for Idempotency-Keys. Safe on every node at once. */
export async function sweepOut(services: Services): Promise<void> {
  const workspaces = await services.db.asSystem(async (tx) => {
    await tx.query(`delete from session where expires_at < now() or seen_at < now() - interval '2 days'`)
    await tx.query('delete from live_ticket where expires_at < now()')
    return tx.query<{ workspace_id: string }>('select workspace_id from workspace')
  })
  await new Throttle(services.db).forgive()
  for (const { workspace_id: workspaceId } of workspaces) await forgetAnswers(services, workspaceId)
}

/** Sweeps every hour until the server closes. */
export function keepSwept(services: Services): void {
  const timer = setInterval(() => void sweepOut(services).catch((error: unknown) => { if (!isAway(error)) services.log.error({ err: error }, 'sweep') }), HOUR_MS).unref()
  services.onClose(() => clearInterval(timer))
}
