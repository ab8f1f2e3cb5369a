import { newId, type Tx } from '@recado/db'
import { audit } from '../auth/audit.js'
import { keepPlace, LogWorker, placeOf } from '../jobs/log-worker.js'
import type { Services } from '../services.js'
import { readRules, tellsLeaving } from './rules.js'

/** After something came in, the log is looked at once in this time. */
const REST_MS = 1_000
const PAGE = 500
const SYSTEM = { kind: 'system' } as const

interface Found { identity_id: string; contact_id: string; account_id: string; gone: boolean }

/** People of these threads whose door is shut and for whom nothing waits yet, and those who came back while something does. */
const CHANGED = (whom: string): string => `select d.identity_id, d.contact_id, d.account_id, d.reachable is false as gone from ${whom} d
  left join forgetting f on f.workspace_id = $1 and f.identity_id = d.identity_id and f.state = 'waiting' and f.cause = 'left'
  where d.workspace_id = $1 and d.account_id = any($2) and (d.reachable is false) <> (f.forgetting_id is not null)
    and exists (select from identity_key k where k.workspace_id = $1 and k.identity_id = d.identity_id)`

/**
 * Sees from the log who has left an account and who has come back, behind the messages: leaving starts the time after which the account's rule forgets
 * her, coming back ends it. Costs nothing where no platform tells of it.
 */
export class LeavingWorker extends LogWorker {
  constructor(services: Services) { super(services, { name: 'leaving', restMs: REST_MS, wakes: ['stored'] }) }

  protected async walk(workspaceId: string): Promise<void> {
    const { db, accounts, channels } = this.services
    const telling = (await accounts.list(workspaceId)).filter((account) => tellsLeaving(channels.find(account.channel))).map((account) => account.id)
    if (telling.length === 0) return
    const kept = await placeOf(this.services, 'leaving', workspaceId)
    const keep = (after: number): Promise<void> => keepPlace(this.services, 'leaving', workspaceId, after)
    if (kept === null) {
      // The first look: whoever left before the log reaches.
      const head = await db.inWorkspace(workspaceId, async (tx) => {
        const [{ seq } = { seq: 0 }] = await tx.query<{ seq: number }>('select coalesce(max(seq), 0) as seq from event where workspace_id = $1', [workspaceId])
        await this.settle(tx, workspaceId, await tx.query<Found>(CHANGED('identity'), [workspaceId, telling]))
        return seq
      })
      await keep(head)
      return
    }
    for (let after = kept; !this.services.stopping();) {
      const last = await db.inWorkspace(workspaceId, async (tx) => {
        const [{ seq } = { seq: after }] = await tx.query<{ seq: number }>(`select coalesce(max(seq), $2) as seq from (select seq from event where workspace_id = $1 and seq > $2 order by seq limit ${PAGE}) s`, [workspaceId, after])
        if (seq > after) await this.settle(tx, workspaceId, await tx.query<Found>(CHANGED(
          `(select i.* from (select distinct conversation_id from event where workspace_id = $1 and seq > $3 and seq <= $4 and conversation_id is not null) e join conversation c on c.workspace_id = $1 and c.conversation_id = e.conversation_id
            join identity i on i.workspace_id = $1 and i.identity_id = c.identity_id)`), [workspaceId, telling, after, seq]))
        return seq
      })
      if (last === after) return
      const full = last - after >= PAGE
      after = last
      await keep(after)
      // A page that is not full ends at what stood there when it was read; whoever writes meanwhile wakes us again. Reading on would be a look per commit.
      if (!full) return
    }
  }

  private async settle(tx: Tx, workspaceId: string, found: readonly Found[]): Promise<void> {
    if (found.length === 0) return
    const { services } = this
    const now = new Date(services.clock.now(workspaceId)).toISOString()
    const rules = await readRules(tx, workspaceId, [...new Set(found.map((row) => row.account_id))])
    for (const { identity_id: identityId, contact_id: contactId, account_id: accountId, gone } of found) {
      const rule = rules.get(accountId)! // asked for by these ids
      if (gone && rule.leaving === 'keep') continue
      const id = newId()
      const changed = gone
        ? await tx.query<{ id: string }>(`insert into forgetting (workspace_id, forgetting_id, contact_id, identity_id, account_id, cause, how, asked_at, due_at) values ($1, $2, $3, $4, $5, 'left', $6, $7, $7::timestamptz + make_interval(days => $8)) on conflict do nothing returning forgetting_id as id`,
          [workspaceId, id, contactId, identityId, accountId, rule.leaving, now, rule.leavingDays])
        : await tx.query<{ id: string }>(`update forgetting set state = 'cancelled', settled_at = $3 where workspace_id = $1 and identity_id = $2 and cause = 'left' and state = 'waiting' returning forgetting_id as id`, [workspaceId, identityId, now])
      for (const row of changed) await audit(tx, services, workspaceId, SYSTEM, { action: gone ? 'deletion.due' : 'deletion.cancelled', subject: contactId, data: { deletionId: row.id, accountId, cause: 'left', ...(gone ? { how: rule.leaving, days: rule.leavingDays } : {}) } })
    }
  }
}
