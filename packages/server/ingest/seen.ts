import type { Account, Services } from '../services.js'
import type { Accepted } from './events.js'
import { append } from './others.js'

/** How often "last webhook" is written down, wall clock. */
const NOTE_EVERY_MS = 10_000

/** Remembers when an account was last called; the first signed webhook makes it ready. Off the hot path. */
export class SeenWebhooks {
  private readonly notedAt = new Map<string, number>()
  private readonly services: Services

  constructor(services: Services) { this.services = services }

  note(account: Account, items: readonly Accepted[]): void {
    for (const one of new Set([account, ...items.map((item) => item.account)])) {
      const wall = Date.now()
      if (wall - (this.notedAt.get(one.id) ?? 0) < NOTE_EVERY_MS) continue
      this.notedAt.set(one.id, wall)
      void this.write(one).catch(() => this.notedAt.delete(one.id))
    }
  }

  private async write(account: Account): Promise<void> {
    const now = new Date(this.services.clock.now(account.workspaceId)).toISOString()
    const first = account.firstWebhookAt === null
    await this.services.db.inWorkspace(account.workspaceId, async (tx) => {
      await tx.query(`update channel_account set last_webhook_at = greatest(last_webhook_at, $3), first_webhook_at = coalesce(first_webhook_at, $3), state = case when state = 'unverified' then 'ready' else state end
        where workspace_id = $1 and account_id = $2`, [account.workspaceId, account.id, now])
      if (first) await append(tx, [{ type: 'channel_account.changed', data: { accountId: account.id } }])
    })
    if (!first) return
    this.services.accounts.changed(account.workspaceId, account.id)
    this.services.signals.committed(account.workspaceId)
  }
}
