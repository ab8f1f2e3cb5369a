/** From when to when no server was there: a machine that slept, a stop. What impatient platforms said meanwhile is lost. Wall clock. */
import type { Services } from '../services.js'
import { addGap } from './gaps.js'

/** A restart takes seconds; a longer absence counts. */
const ABSENT_MS = 120_000

/** Says that this server lives, and adds a gap to every account whose platform had given up waiting for it. */
export async function comeAlive(services: Services, workspaceId: string, wall: number): Promise<void> {
  const before = await services.db.inWorkspace(workspaceId, async (tx) => {
    const [row] = await tx.query<{ alive_at: number }>('select alive_at from workspace_watch where workspace_id = $1 for update', [workspaceId])
    await tx.query('insert into workspace_watch (workspace_id, alive_at) values ($1, $2) on conflict (workspace_id) do update set alive_at = greatest(workspace_watch.alive_at, excluded.alive_at)', [workspaceId, new Date(wall).toISOString()])
    return row?.alive_at ?? null
  })
  if (before === null || wall - before < ABSENT_MS) return
  const offset = services.clock.offset(workspaceId)
  for (const account of await services.accounts.list(workspaceId)) {
    const channel = services.channels.get(account.channel)
    // Patient platforms come again with all they have; a simulated one stood still with us.
    if (account.disconnected || account.simulated || account.firstWebhookAt === null || channel.declaration.webhookPatienceMs >= wall - before) continue
    await services.db.inWorkspace(workspaceId, async (tx) => {
      await addGap(tx, account, 'server_away', before + offset, wall + offset, channel.connector.backfill !== undefined)
      await tx.query('select append_events($1)', [JSON.stringify([{ type: 'channel_account.changed', data: { accountId: account.id } }, { type: 'health.changed' }])])
    })
    services.signals.committed(workspaceId)
  }
}
