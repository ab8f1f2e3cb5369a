import { days } from '@recado/core'
import type { Tx } from '@recado/db'
import { append } from '../ingest/others.js'
import { LogWorker } from '../jobs/log-worker.js'
import type { Services } from '../services.js'
import { settleMessages } from './settling.js'
import { warnOfBudgets } from './warnings.js'

/** After something happened, the log is looked at once in this time: a bill is for reports and budgets, not for the next second. */
const REST_MS = 1_000
/** Entries of the log read at once. */
const PAGE = 4_000
/** No platform keeps a message for longer: what has not arrived by then never does. */
const NEVER_AFTER_MS = days(31)

/** Names of a page: the last place in the log, and the messages that changed up to it. */
const NEWS = `with log as (select seq, type, message_ids from event where workspace_id = $1 and seq > $2 order by seq limit ${PAGE})
  select (select max(seq) from log) as last, (select count(*) from log)::int as read, coalesce((select array_agg(distinct id) from log l, unnest(l.message_ids) id where l.type = 'message.updated'), '{}') as ids`

/** Books what messages did cost, behind the log: it never sits in ingest, and a restart goes on where the last one stopped. */
export class CostWorker extends LogWorker {
  constructor(services: Services) { super(services, { name: 'costs', restMs: REST_MS, wakes: ['events'], conflicts: 'pass' }) }

  protected async walk(workspaceId: string): Promise<void> {
    const { db } = this.services
    for (let more = true; more && !this.services.stopping();) {
      const page = await db.inWorkspace(workspaceId, (tx) => this.page(tx, workspaceId))
      if (page.told) this.services.signals.committed(workspaceId)
      more = page.more
    }
    if (this.services.stopping()) return
    if (await db.inWorkspace(workspaceId, (tx) => closeLost(tx, this.services, workspaceId))) this.services.signals.committed(workspaceId)
    await warnOfBudgets(this.services, workspaceId)
  }

  /** One page with its place in the log, in one transaction: what dies in between has booked nothing. `told`: a message now shows another price. */
  private async page(tx: Tx, workspaceId: string): Promise<{ told: boolean; more: boolean }> {
    await tx.query('insert into cost_place (workspace_id, after) values ($1, 0) on conflict do nothing', [workspaceId])
    const [place] = await tx.query<{ after: number }>('select after from cost_place where workspace_id = $1 for update', [workspaceId])
    const [news] = await tx.query<{ last: number | null; read: number; ids: string[] }>(NEWS, [workspaceId, place!.after]) // made one line above
    if (!news || news.last === null) return { told: false, more: false }
    const told = await settleMessages(tx, this.services, workspaceId, news.ids)
    await tx.query('update cost_place set after = $2 where workspace_id = $1', [workspaceId, news.last])
    await append(tx, told)
    return { told: told.length > 0, more: news.read === PAGE }
  }
}

/** What left a month ago and was never seen to arrive: some platforms keep silent for ever about whoever has blocked us. It cost nothing. */
async function closeLost(tx: Tx, services: Services, workspaceId: string): Promise<boolean> {
  const before = new Date(services.clock.now(workspaceId) - NEVER_AFTER_MS).toISOString()
  const rows = await tx.query<{ message_id: string }>(`select message_id from cost_entry where workspace_id = $1 and state = 'open' and at < $2 order by at limit 1000`, [workspaceId, before])
  if (rows.length === 0) return false
  const told = await settleMessages(tx, services, workspaceId, rows.map((row) => row.message_id), true)
  await append(tx, told)
  return told.length > 0
}
