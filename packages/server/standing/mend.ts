import type { Account, Services } from '../services.js'
import { lookAt } from './look.js'

/** A lost subscription is shown for so long before it is asked for again: somebody may have wanted it so. */
const SHOWN_MS = 60_000
/** Meta may take a subscription and not keep it: no more than this often. */
const AGAIN_MS = 10 * 60_000

const triedAt = new WeakMap<Services, Map<string, number>>()

/** Subscribes an account again that the platform no longer calls, a minute after it was seen; the owner has been told by then. */
export async function mendSubscription(services: Services, account: Account): Promise<void> {
  const { connector } = services.channels.get(account.channel)
  if (!connector.ensureSubscribed) return
  const [row] = await services.db.inWorkspace(account.workspaceId, (tx) => tx.query<{ since: number | null }>(
    `select (f->>'since')::float8 as since from account_standing s, jsonb_array_elements(s.facts) f where s.workspace_id = $1 and s.account_id = $2 and f->>'id' = 'webhook' and f->>'state' = 'broken'`, [account.workspaceId, account.id]))
  const tried = triedAt.get(services) ?? new Map<string, number>()
  triedAt.set(services, tried)
  if (row?.since == null || services.clock.now(account.workspaceId) - Number(row.since) < SHOWN_MS || Date.now() - (tried.get(account.id) ?? 0) < AGAIN_MS) return
  tried.set(account.id, Date.now())
  const check = await connector.ensureSubscribed(services.call(account))
  if (check.ok) await lookAt(services, account, 'whole')
}
