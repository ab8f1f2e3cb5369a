import { days } from '@recado/core'
import { isAway, isConflict, type Tx } from '@recado/db'
import { append } from '../ingest/others.js'
import { pressureOf } from '../jobs/pressure.js'
import type { Services } from '../services.js'
import { settleMessages } from './settling.js'
import { warnOfBudgets } from './warnings.js'

/** After something happened, the log is looked at once in this time: a bill is for reports and budgets, not for the next second. */
const REST_MS = 1_000
/** Entries of the log read at once. */
const PAGE = 500
/** No platform keeps a message for longer: what has not arrived by then never does. */
const NEVER_AFTER_MS = days(31)

/** Names of a page: the last place in the log, and the messages that changed up to it. */
const NEWS = `with log as (select seq, type, message_ids from event where workspace_id = $1 and seq > $2 order by seq limit ${PAGE})
  select (select max(seq) from log) as last, coalesce((select array_agg(distinct id) from log l, unnest(l.message_ids) id where l.type = 'message.updated'), '{}') as ids`

/** Books what messages did cost, behind the log: it never sits in ingest, and a restart goes on where the last one stopped. */
export class CostWorker {
  private readonly services: Services
  private readonly waiting = new Map<string, NodeJS.Timeout>()
  private readonly running = new Map<string, Promise<void>>()
  private readonly lookedAt = new Map<string, number>()
  private closed = false

  constructor(services: Services) { this.services = services }

  start(): void {
    const onEvents = (workspaceId: string): void => this.soon(workspaceId)
    this.services.signals.on('events', onEvents)
    this.services.onClose(async () => {
      this.closed = true
      this.services.signals.off('events', onEvents)
      for (const timer of this.waiting.values()) clearTimeout(timer)
      await Promise.all(this.running.values())
    })
    void this.services.db.asSystem((tx) => tx.query<{ workspace_id: string }>('select workspace_id from workspace')).then((rows) => { for (const row of rows) this.soon(row.workspace_id) }, () => {}) // away: the next event asks again
  }

  private soon(workspaceId: string): void {
    if (this.closed || this.waiting.has(workspaceId)) return
    this.waiting.set(workspaceId, setTimeout(() => {
      this.waiting.delete(workspaceId)
      if (!pressureOf(this.services).mayWork(this.lookedAt.get(workspaceId) ?? 0)) return this.soon(workspaceId)
      void this.look(workspaceId).catch((error: unknown) => { if (!isAway(error) && !isConflict(error) && !this.services.stopping()) this.services.log.error({ err: error }, 'costs') })
    }, REST_MS).unref())
  }

  /** Everything the log holds by now is booked. */
  look(workspaceId: string): Promise<void> {
    const before = this.running.get(workspaceId) ?? Promise.resolve()
    const own = before.catch(() => {}).then(() => this.walk(workspaceId)).finally(() => { if (this.running.get(workspaceId) === own) this.running.delete(workspaceId) })
    this.running.set(workspaceId, own)
    return own
  }

  private async walk(workspaceId: string): Promise<void> {
    this.lookedAt.set(workspaceId, Date.now())
    const { db } = this.services
    for (let told: boolean | null = false; told !== null && !this.services.stopping();) {
      told = await db.inWorkspace(workspaceId, (tx) => this.page(tx, workspaceId))
      if (told) this.services.signals.committed(workspaceId)
    }
    if (this.services.stopping()) return
    if (await db.inWorkspace(workspaceId, (tx) => closeLost(tx, this.services, workspaceId))) this.services.signals.committed(workspaceId)
    await warnOfBudgets(this.services, workspaceId)
  }

  /** One page with its place in the log, in one transaction: what dies in between has booked nothing. Whether a message now shows another price; null when there is nothing left. */
  private async page(tx: Tx, workspaceId: string): Promise<boolean | null> {
    await tx.query('insert into cost_place (workspace_id, after) values ($1, 0) on conflict do nothing', [workspaceId])
    const [place] = await tx.query<{ after: number }>('select after from cost_place where workspace_id = $1 for update', [workspaceId])
    const [news] = await tx.query<{ last: number | null; ids: string[] }>(NEWS, [workspaceId, place!.after]) // made one line above
    if (!news || news.last === null) return null
    const told = await settleMessages(tx, this.services, workspaceId, news.ids)
    await tx.query('update cost_place set after = $2 where workspace_id = $1', [workspaceId, news.last])
    await append(tx, told)
    return told.length > 0
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
