import { type Instant, minutes, stretchAt } from '@recado/core'
import { isAway, isConflict, type Tx } from '@recado/db'
import type { Services } from '../services.js'
import { whoWorks } from './agents.js'
import { Book } from './book.js'
import { Doings } from './carry-out.js'
import { readPlans } from './plans.js'
import { anyBegun, backIntoQueue, BATCH, dealWithBegun, dealWithForgotten, serveQueue, shortestWait, takeBackFromOff, takeGivenBack } from './round.js'
import { tellWhoCameOrWent } from './went.js'

/** How often every workspace is looked at: what time alone changes. Wall clock. */
const POLL_MS = 2_000
/** How long wakes of one workspace are gathered; where a look is dear, since many work there, so many times as long as the last one took, up to the longest. */
const GATHER_MS = 60
const REST = 4
const LONGEST_GATHER_MS = 500
/** Entries of the log read at once. */
const PAGE = 500

/**
 * Gives out what came in and what waits, behind the event log. Every node looks; the workspace's assignment lock lets one of them decide at a
 * time, and what was decided, its ledger row and the place in the log are one transaction: a process that dies in between has done nothing.
 */
export class AssignmentWorker {
  private readonly services: Services
  private readonly timers = new Map<string, NodeJS.Timeout>()
  private readonly running = new Map<string, Promise<void>>()
  private readonly again = new Set<string>()
  /** When what time alone brings was last looked at; monotonic. */
  private readonly fullAt = new Map<string, number>()
  /** How long the last look at a workspace took. */
  private readonly tookMs = new Map<string, number>()
  /** Workspaces with a plan: the commits of all others wake nobody. */
  private active: ReadonlySet<string> = new Set()

  constructor(services: Services) { this.services = services }

  start(): void {
    const { signals, db } = this.services
    const onEvents = (workspaceId: string): void => { if (this.active.has(workspaceId)) this.wake(workspaceId, this.gatherMs(workspaceId)) }
    const onAssignment = (workspaceId: string): void => { this.fullAt.delete(workspaceId); this.wake(workspaceId, 0) }
    signals.on('events', onEvents)
    signals.on('assignment', onAssignment)
    const round = async (): Promise<void> => {
      this.active = new Set((await db.asSystem((tx) => tx.query<{ workspace_id: string }>('select workspace_id from assignment_place'))).map((row) => row.workspace_id))
      // Presence is told where nothing is given out, too; a workspace in which nobody was ever connected has no row.
      const people = await db.asSystem((tx) => tx.query<{ workspace_id: string }>('select distinct workspace_id from member_work'))
      for (const id of new Set([...this.active, ...people.map((row) => row.workspace_id)])) this.wake(id, 0)
    }
    const poll = setInterval(() => void round().catch((error: unknown) => this.complain(error)), POLL_MS).unref()
    void round().catch((error: unknown) => this.complain(error))
    this.services.onClose(async () => {
      clearInterval(poll)
      signals.off('events', onEvents)
      signals.off('assignment', onAssignment)
      for (const timer of this.timers.values()) clearTimeout(timer)
      await Promise.allSettled(this.running.values())
    })
  }

  private complain(error: unknown): void {
    if (!isAway(error) && !this.services.stopping()) this.services.log.error({ err: error }, 'assignment')
  }

  private gatherMs(workspaceId: string): number { return Math.max(GATHER_MS, Math.min(LONGEST_GATHER_MS, REST * (this.tookMs.get(workspaceId) ?? 0))) }

  private wake(workspaceId: string, ms: number): void {
    if (this.timers.has(workspaceId) || this.services.stopping()) return
    this.timers.set(workspaceId, setTimeout(() => {
      this.timers.delete(workspaceId)
      void this.look(workspaceId).catch((error: unknown) => this.complain(error))
    }, ms).unref())
  }

  /** One look at a time; asked while looking, it looks once more. */
  look(workspaceId: string): Promise<void> {
    const under = this.running.get(workspaceId)
    if (under) { this.again.add(workspaceId); return under }
    const began = performance.now()
    const full = began - (this.fullAt.get(workspaceId) ?? -POLL_MS) >= POLL_MS
    if (full) this.fullAt.set(workspaceId, began)
    const work = this.catchUp(workspaceId, full).finally(() => {
      this.running.delete(workspaceId)
      this.tookMs.set(workspaceId, performance.now() - began)
      if (this.again.delete(workspaceId)) this.wake(workspaceId, this.gatherMs(workspaceId) - GATHER_MS)
    })
    this.running.set(workspaceId, work)
    return work
  }

  /** For the simulator's clock: everything that is due now. */
  async runDue(workspaceId: string): Promise<void> {
    await this.running.get(workspaceId)?.catch(() => {})
    await this.catchUp(workspaceId)
  }

  /** Everything in the log; `full` also what time alone brings, which is otherwise looked at once per poll. */
  async catchUp(workspaceId: string, full = true): Promise<void> {
    for (let tries = 0, all = full; !this.services.stopping();) {
      try {
        const { more, told } = await this.services.db.inWorkspace(workspaceId, (tx) => this.step(tx, workspaceId, all))
        if (told) this.services.signals.committed(workspaceId)
        if (!more) return
        tries = 0
        all = all && told
      } catch (error) {
        if (!isConflict(error) || ++tries === 5) throw error
      }
    }
  }

  /** One transaction's worth; `more` when there may be more to do at once. */
  private async step(tx: Tx, workspaceId: string, full: boolean): Promise<{ more: boolean; told: boolean }> {
    const now = this.services.clock.now(workspaceId)
    const came = full ? await tellWhoCameOrWent(tx, this.services, workspaceId, now) : null
    const [place] = await tx.query<{ queued: boolean; plans: number }>(
      `select exists (select from conversation c where c.workspace_id = $1 and c.queued_at is not null) as queued, (select count(*)::int from assignment_plan a where a.workspace_id = $1 and a.enabled) as plans from assignment_place where workspace_id = $1`, [workspaceId])
    const log = place ? await this.readLog(tx, workspaceId) : { ids: [], undone: [], givenBack: [], upTo: null, more: false }
    const doings = came ?? new Doings(tx, workspaceId, now)
    let served = 0
    if (place && place.plans > 0 && (full || place.queued || log.undone.length > 0 || log.givenBack.length > 0 || await anyBegun(tx, workspaceId, log.ids))) {
      const book = await Book.open(tx, this.services, workspaceId, now)
      const desk = { tx, services: this.services, workspaceId, book, doings, now }
      const plans = full ? (await readPlans(tx, workspaceId)).filter((one) => one.plan.enabled) : []
      await backIntoQueue(desk, log.undone)
      await takeGivenBack(desk, log.givenBack)
      await dealWithBegun(desk, log.ids)
      await dealWithForgotten(desk, plans)
      await takeBackFromOff(desk, plans)
      served = await serveQueue(desk)
    }
    if (log.upTo !== null) await tx.query('update assignment_place set seq = greatest(seq, $2) where workspace_id = $1', [workspaceId, log.upTo])
    const told = doings.count > 0
    if (told) await doings.tell()
    return { more: log.more || served >= BATCH || (full && told), told }
  }

  /** Threads that something happened in behind our place, which is held until the transaction ends. */
  private async readLog(tx: Tx, workspaceId: string): Promise<{ ids: string[]; undone: { id: string; changeId: string }[]; givenBack: string[]; upTo: number | null; more: boolean }> {
    const rows = await tx.query<{ seq: number; type: string; conversation_id: string | null; undid: string | null; given_back: boolean | null }>(
      `select e.seq, e.type, e.conversation_id, e.data->>'undid' as undid, (e.data->>'givenBack')::boolean as given_back from assignment_place p join event e on e.workspace_id = $1 and e.seq > p.seq where p.workspace_id = $1 order by e.seq limit ${PAGE}`, [workspaceId])
    const ids = new Set<string>()
    const undone: { id: string; changeId: string }[] = []
    const givenBack: string[] = []
    for (const row of rows) {
      if (row.conversation_id && row.undid) undone.push({ id: row.conversation_id, changeId: row.undid })
      if (row.conversation_id && row.given_back) givenBack.push(row.conversation_id)
      if (row.conversation_id && row.type === 'message.created') ids.add(row.conversation_id)
      if (ids.size === BATCH) return { ids: [...ids], undone, givenBack, upTo: row.seq, more: true }
    }
    return { ids: [...ids], undone, givenBack, upTo: rows.at(-1)?.seq ?? null, more: rows.length === PAGE }
  }

  /** The next moment at which time alone changes something: somebody's word or hours end, or a wait is long enough. */
  async nextDue(workspaceId: string): Promise<Instant | null> {
    const now = this.services.clock.now(workspaceId)
    return this.services.db.inWorkspace(workspaceId, async (tx) => {
      const plans = (await readPlans(tx, workspaceId)).filter((one) => one.plan.enabled)
      const people = await whoWorks(tx, this.services, workspaceId, now, false)
      const due: (Instant | null)[] = people.flatMap((one) => [one.until, one.timetable ? stretchAt(one.timetable, now).to : null])
      for (const { plan } of plans) for (const one of people) if (one.availability === 'away' && one.since !== null && plan.whenOff !== 'stay' && plan.offAfterMinutes !== null) due.push(one.since + minutes(plan.offAfterMinutes))
      for (const { inboxId, plan } of plans) {
        const wait = shortestWait(plan)
        if (wait === null) continue
        const [row] = await tx.query<{ since: Instant | null }>(
          `select min(c.waiting_since) as since from conversation c where c.workspace_id = $1 and c.inbox_id = $2 and c.status = 'open' and c.assignee_id is null and c.queued_at is null and c.waiting_since > $3`, [workspaceId, inboxId, new Date(now - minutes(wait)).toISOString()])
        if (row?.since) due.push(row.since + minutes(wait))
      }
      const later = due.filter((at): at is Instant => at !== null && at > now)
      return later.length > 0 ? Math.min(...later) : null
    })
  }
}
