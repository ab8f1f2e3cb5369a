import { isAway, isConflict, type Tx } from '@recado/db'
import { LRUCache } from 'lru-cache'
import type { Services } from '../services.js'
import { answerEvent } from './carry-out.js'
import { type EventRow, readEvents } from './occasion.js'
import { DECIDE_MS, passiveSlot } from './passive.js'

/** How often a workspace is looked at when nothing woke us, and how long wakes are gathered. Wall clock. */
const POLL_MS = 1_000
const GATHER_MS = 50
/** Entries of the log read at once. */
const PAGE = 500

interface LogRow { seq: number; message_ids: string[]; age_ms: number }

/** What a look at the log found: her doings in order, and the place up to which all of them are dealt with. */
interface Look { events: EventRow[]; upTo: number | null; more: boolean; heldMs: number | null }

/**
 * Answers from the event log, behind ingest. Every node looks; the ledger under the conversation's lock lets one of them answer. The place in the
 * log moves when the work is done, so a process that dies leaves it to the next.
 */
export class AutomationEngine {
  private readonly services: Services
  private readonly running = new Map<string, Promise<void>>()
  private readonly again = new Set<string>()
  private readonly timers = new Map<string, NodeJS.Timeout>()
  /** Workspaces without a rule that is on: their commits wake nobody, the next poll looks again. */
  private readonly idle = new Set<string>()
  /** Dealt with in this process while the place in the log could not move. */
  private readonly done = new LRUCache<string, true>({ max: 20_000 })

  constructor(services: Services) { this.services = services }

  start(): void {
    const { signals, db } = this.services
    signals.on('events', (workspaceId: string) => { if (!this.idle.has(workspaceId)) this.wakeIn(workspaceId, GATHER_MS) })
    const poll = setInterval(() => void db.asSystem((tx) => tx.query<{ workspace_id: string }>('select workspace_id from workspace'))
      .then((rows) => { for (const row of rows) this.wakeIn(row.workspace_id, 0) }, (error: unknown) => this.tell(error)), POLL_MS).unref()
    this.services.onClose(async () => {
      clearInterval(poll)
      for (const timer of this.timers.values()) clearTimeout(timer)
      await Promise.allSettled(this.running.values())
    })
  }

  private wakeIn(workspaceId: string, ms: number): void {
    if (this.timers.has(workspaceId) || this.services.stopping()) return
    this.timers.set(workspaceId, setTimeout(() => {
      this.timers.delete(workspaceId)
      void this.look(workspaceId).catch((error: unknown) => this.tell(error))
    }, ms).unref())
  }

  private tell(error: unknown): void {
    if (!isAway(error) && !this.services.stopping()) this.services.log.error({ err: error }, 'automatic replies')
  }

  /** One look at a time; asked while looking, it looks once more. */
  private look(workspaceId: string): Promise<void> {
    const under = this.running.get(workspaceId)
    if (under) { this.again.add(workspaceId); return under }
    const work = this.catchUp(workspaceId).finally(() => {
      this.running.delete(workspaceId)
      if (this.again.delete(workspaceId)) this.wakeIn(workspaceId, 0)
    })
    this.running.set(workspaceId, work)
    return work
  }

  /** For the simulator's clock: what is decided in a webhook's own answer ends first, then everything in the log is dealt with at once. */
  async runDue(workspaceId: string): Promise<void> {
    await passiveSlot(this.services).settled()
    await this.running.get(workspaceId)?.catch(() => {})
    await this.catchUp(workspaceId, true)
  }

  /** Deals with everything in the log; `all` also with what a webhook's own answer may still take. */
  async catchUp(workspaceId: string, all = false): Promise<void> {
    for (;;) {
      const found = await this.services.db.inWorkspace(workspaceId, (tx) => this.readLog(tx, workspaceId, all))
      if (!found) { this.idle.add(workspaceId); return }
      this.idle.delete(workspaceId)
      for (const event of found.events) {
        if (this.services.stopping()) return
        await this.answer(workspaceId, event)
        this.done.set(event.message_id, true)
      }
      if (found.upTo !== null) await this.services.db.inWorkspace(workspaceId, (tx) => tx.query('update automation_place set seq = greatest(seq, $2) where workspace_id = $1', [workspaceId, found.upTo]))
      if (found.heldMs !== null) this.wakeIn(workspaceId, found.heldMs)
      if (!found.more) return
    }
  }

  /** What happened behind our place on accounts with a rule that is on; null when there is none. */
  private async readLog(tx: Tx, workspaceId: string, all: boolean): Promise<Look | null> {
    const [place] = await tx.query<{ seq: number; accounts: string[] | null }>(
      `select p.seq, (select array_agg(distinct a.account_id::text) from automatic_reply r join channel_account a on a.workspace_id = $1 and (r.account_id is null or a.account_id = r.account_id) where r.workspace_id = $1 and r.enabled and r.removed_at is null) as accounts from automation_place p where p.workspace_id = $1`, [workspaceId])
    if (!place?.accounts) return null
    const log = await tx.query<LogRow & { type: string }>(
      `select seq, type, coalesce(message_ids, '{}') as message_ids, extract(epoch from clock_timestamp() - at)::float8 * 1000 as age_ms from event where workspace_id = $1 and seq > $2 order by seq limit ${PAGE}`, [workspaceId, place.seq])
    if (log.length === 0) return { events: [], upTo: null, more: false, heldMs: null }
    const made = log.filter((row) => row.type === 'message.created' && row.message_ids.length > 0)
    const events = made.length > 0 ? await readEvents(tx, workspaceId, made.flatMap((row) => row.message_ids), place.accounts) : []
    const held = all ? [] : await this.held(workspaceId, made, events)
    const firstHeld = Math.min(...held.map((row) => row.seq))
    return {
      events: events.filter((event) => !this.done.has(event.message_id) && !held.some((row) => row.message_ids.includes(event.message_id))),
      upTo: held.length > 0 ? firstHeld - 1 : log.at(-1)!.seq, // not empty
      more: log.length === PAGE && held.length === 0, heldMs: held.length > 0 ? Math.max(20, DECIDE_MS - Math.max(...held.map((row) => row.age_ms)) + 50) : null,
    }
  }

  /** What came in so lately that the webhook's own answer may still take it: another node may be deciding. */
  private async held(workspaceId: string, made: readonly LogRow[], events: readonly EventRow[]): Promise<LogRow[]> {
    const young = made.filter((row) => row.age_ms < DECIDE_MS)
    const held: LogRow[] = []
    for (const row of young) {
      const own = events.filter((event) => row.message_ids.includes(event.message_id) && !this.done.has(event.message_id))
      for (const event of own) {
        const account = await this.services.accounts.byId(workspaceId, event.account_id)
        if (account && this.services.channels.find(account.channel)?.connector.passiveReply) { held.push(row); break }
      }
    }
    return held
  }

  private async answer(workspaceId: string, event: EventRow): Promise<void> {
    const { services } = this
    const account = await services.accounts.byId(workspaceId, event.account_id)
    const channel = account && services.channels.find(account.channel)
    if (!account || !channel || account.disconnected) return
    for (let tries = 1; ; tries++) {
      try {
        const deed = await services.db.inWorkspace(workspaceId, (tx) => answerEvent(tx, services, account, channel, event))
        if (deed.kind !== 'done') return
        services.signals.committed(workspaceId)
        if (deed.messageIds.length > 0) services.signals.emit('sends', workspaceId)
        return
      } catch (error) {
        if (isAway(error)) throw error
        // One event that cannot be dealt with must not keep all later ones waiting.
        if (!isConflict(error) || tries === 5) { services.log.error({ err: error, messageId: event.message_id }, 'automatic reply not made'); return }
      }
    }
  }
}
