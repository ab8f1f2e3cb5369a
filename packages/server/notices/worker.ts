import { isAway, isConflict, type Tx } from '@recado/db'
import { append } from '../ingest/others.js'
import type { Services } from '../services.js'
import { endNotices } from './end.js'
import { makeNotices, newsOf, type Told } from './make.js'
import { concernsNotices, type LogRow, readOccasions } from './occasions.js'
import { readPresence } from './presence.js'
import { pushSoon } from './push/send.js'
import { nextSettling, putAside, takeSettled } from './waiting.js'

/** How long wakes are gathered, and how often the log is looked at when nothing woke us (other nodes' commits). */
const GATHER_MS = 60
const POLL_MS = 1_000
/** While ingest is busy it has the database; so often at most somebody is told of what came in. */
const BUSY_COMMITS = 30
const BUSY_GATHER_MS = 1_000
/** Each look asks what everybody may see and has unseen: a team of hundreds is looked for less often. */
const GATHER_MS_EACH = 1
const PAGES_WHILE_BUSY = 4
/** Entries of the log read at once. */
const PAGE = 1_000

interface Look { told: Told[]; more: boolean; changed: boolean; /** for how many it was looked whom it concerns; 0 where nothing happened */ people: number; settlesAt: number | null }

/**
 * Makes notices out of the event log, behind everything else. The place in the log is a row that is locked while somebody reads on and moves in
 * the transaction that makes the notices: any node may do it, none does it twice, and a process that dies leaves nothing half done.
 */
export class NoticeWorker {
  private readonly services: Services
  private readonly running = new Map<string, Promise<void>>()
  private readonly again = new Set<string>()
  private readonly timers = new Map<string, NodeJS.Timeout>()
  /** How many each workspace's last look was for. */
  private readonly people = new Map<string, number>()
  private commits = 0
  private busy = false

  constructor(services: Services) { this.services = services }

  start(): void {
    const { signals, db } = this.services
    signals.on('events', (workspaceId: string) => this.wakeIn(workspaceId, this.gatherMs(workspaceId)))
    signals.on('stored', () => { this.commits++ })
    const poll = setInterval(() => {
      this.busy = this.commits > BUSY_COMMITS
      this.commits = 0
      void db.asSystem((tx) => tx.query<{ workspace_id: string }>('select workspace_id from workspace')).then((rows) => { for (const row of rows) this.wakeIn(row.workspace_id, 0) }, (error: unknown) => this.tell(error))
    }, POLL_MS).unref()
    this.services.onClose(async () => {
      clearInterval(poll)
      for (const timer of this.timers.values()) clearTimeout(timer)
      await Promise.allSettled(this.running.values())
    })
  }

  private gatherMs(workspaceId: string): number {
    return this.busy ? BUSY_GATHER_MS : Math.min(BUSY_GATHER_MS, Math.max(GATHER_MS, (this.people.get(workspaceId) ?? 0) * GATHER_MS_EACH))
  }

  private wakeIn(workspaceId: string, ms: number): void {
    if (this.timers.has(workspaceId) || this.services.stopping()) return
    this.timers.set(workspaceId, setTimeout(() => {
      this.timers.delete(workspaceId)
      void this.look(workspaceId).catch((error: unknown) => this.tell(error))
    }, ms).unref())
  }

  private tell(error: unknown): void {
    if (!isAway(error) && !isConflict(error) && !this.services.stopping()) this.services.log.error({ err: error }, 'notices')
  }

  /** One look at a time; asked while looking, it looks once more. */
  private look(workspaceId: string): Promise<void> {
    const under = this.running.get(workspaceId)
    if (under) { this.again.add(workspaceId); return under }
    const work = this.catchUp(workspaceId).finally(() => {
      this.running.delete(workspaceId)
      if (this.again.delete(workspaceId)) this.wakeIn(workspaceId, this.gatherMs(workspaceId))
    })
    this.running.set(workspaceId, work)
    return work
  }

  /** When something that waits will have settled: for the simulator's clock. */
  nextDue(workspaceId: string): Promise<number | null> { return this.services.db.inWorkspace(workspaceId, (tx) => nextSettling(tx, workspaceId)) }

  /** Deals with everything in the log and with what has settled by now. */
  async catchUp(workspaceId: string): Promise<void> {
    for (let [more, pages] = [true, 1]; more && !this.services.stopping(); pages++) {
      const look = await this.services.db.inWorkspace(workspaceId, (tx) => readOn(tx, this.services, workspaceId))
      if (!look) return
      if (look.people > 0) this.people.set(workspaceId, look.people)
      if (look.changed) this.services.signals.committed(workspaceId)
      await pushSoon(this.services, workspaceId, look.told)
      if (look.settlesAt !== null) this.wakeIn(workspaceId, Math.max(GATHER_MS, look.settlesAt - this.services.clock.now(workspaceId)))
      more = look.more && !(this.busy && pages >= PAGES_WHILE_BUSY)
    }
  }
}

/** One stretch. Null when another node is reading, or there is nothing to do. */
async function readOn(tx: Tx, services: Services, workspaceId: string): Promise<Look | null> {
  const nowMs = services.clock.now(workspaceId)
  // Nothing new: asked every second, it writes nothing.
  const [work] = await tx.query<{ known: boolean }>(
    `select p.workspace_id is not null as known from event_head h left join notice_place p on p.workspace_id = h.workspace_id
     where h.workspace_id = $1 and (p.seq is null or p.seq < h.seq or p.epoch <> h.epoch or exists (select from notice_waiting w where w.workspace_id = $1 and w.settles_at <= $2))`, [workspaceId, new Date(nowMs).toISOString()])
  if (!work) return null
  if (!work.known) await tx.query('insert into notice_place (workspace_id, seq, epoch) select workspace_id, 0, epoch from event_head where workspace_id = $1 on conflict do nothing', [workspaceId])
  const [place] = await tx.query<{ seq: number; head: number; same: boolean }>(
    'select p.seq, h.seq as head, p.epoch = h.epoch as same from notice_place p join event_head h on h.workspace_id = p.workspace_id where p.workspace_id = $1 for update of p skip locked', [workspaceId])
  if (!place) return null
  const settled = await takeSettled(tx, workspaceId, nowMs)
  // Another log (a backup was restored): what it says from now on is told.
  const log = place.same ? await tx.query<LogRow>(`select seq, type, conversation_id, message_ids, data from event where workspace_id = $1 and seq > $2 order by seq limit ${PAGE}`, [workspaceId, place.seq]) : []
  const last = place.same ? log.at(-1)?.seq ?? place.seq : place.head
  const fresh = await putAside(tx, workspaceId, await readOccasions(tx, workspaceId, log.filter(concernsNotices), new Date(nowMs).toISOString()), nowMs)
  const made = await makeNotices(tx, workspaceId, [...settled.occasions, ...fresh.occasions], readPresence(tx, services, workspaceId), nowMs)
  const ended = await endNotices(tx, workspaceId, [...settled.endings, ...fresh.endings], nowMs)
  if (last !== place.seq || !place.same) await tx.query('update notice_place p set seq = $2, epoch = h.epoch from event_head h where p.workspace_id = $1 and h.workspace_id = $1', [workspaceId, last])
  const news = newsOf(made, ended)
  await append(tx, news)
  return { told: made.told, more: log.length === PAGE, changed: news.length > 0, people: made.listeners, settlesAt: await nextSettling(tx, workspaceId) }
}
