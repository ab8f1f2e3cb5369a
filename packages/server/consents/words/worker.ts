import type { Dictionary } from '@recado/core'
import { isAway, isConflict, type Tx } from '@recado/db'
import { LRUCache } from 'lru-cache'
import type { Accepted } from '../../ingest/events.js'
import { pressureOf } from '../../jobs/pressure.js'
import type { Services } from '../../services.js'
import { carryOut } from './carry-out.js'
import { mayEnd } from './at-once.js'
import { isCandidate } from './judge.js'
import { readKeywords } from './keywords.js'
import { noticeDue, readNotice } from './notice.js'
import { readLog, type WordRow } from './rows.js'
import { dictionaryFor, PLAIN, readSettings } from './settings.js'

/** How often a workspace is looked at when nothing woke us, and how long wakes are gathered. While ingest is busy that is longer - but not for what may end something. */
const POLL_MS = 1_000
const GATHER_MS = 25
const GATHER_BUSY_MS = 400
/** People whose words are obeyed beside each other. */
const AT_ONCE = 4
/** A place that has moved is written down at least so often. */
const KEEP_MS = 5_000

interface Look { rows: WordRow[]; upTo: number | null; more: boolean }

/**
 * Obeys words about advertising, from the event log and behind ingest. Every node looks; its own ledger, under the locks of her threads, lets one of them act. The
 * place in the log moves when the work is done, so a process that dies leaves it to the next.
 */
export class ConsentWords {
  private readonly services: Services
  private readonly running = new Map<string, Promise<void>>()
  private readonly again = new Set<string>()
  private readonly timers = new Map<string, { timer: NodeJS.Timeout; at: number }>()
  /** The words that counted when a workspace was last looked at. */
  private readonly dictionaries = new LRUCache<string, Dictionary>({ max: 1_000 })
  /** Looked at in this process while the place in the log could not move. */
  private readonly done = new LRUCache<string, true>({ max: 20_000 })
  /** How far this process has looked, and how far and when that was last written down: most looks find nothing, and cost no write. */
  private readonly places = new Map<string, { seq: number; kept: number; keptAt: number }>()

  constructor(services: Services) { this.services = services }

  start(): void {
    const { signals, db } = this.services
    const pressure = pressureOf(this.services)
    signals.on('events', (workspaceId: string) => this.wakeIn(workspaceId, pressure.busy ? GATHER_BUSY_MS : GATHER_MS))
    signals.on('taken', (workspaceId: string, batch: readonly Accepted[]) => { if (pressure.busy && batch.some((item) => mayEnd(item, this.dictionaries.get(workspaceId) ?? PLAIN))) this.wakeIn(workspaceId, 0) })
    const everywhere = (): void => void db.asSystem((tx) => tx.query<{ workspace_id: string }>('select workspace_id from workspace'))
      .then((rows) => { for (const row of rows) this.wakeIn(row.workspace_id, 0) }, (error: unknown) => this.tell(error))
    const poll = setInterval(everywhere, POLL_MS).unref()
    everywhere()
    this.services.onClose(async () => {
      clearInterval(poll)
      for (const { timer } of this.timers.values()) clearTimeout(timer)
      await Promise.allSettled(this.running.values())
    })
  }

  private wakeIn(workspaceId: string, ms: number): void {
    const at = performance.now() + ms
    const waiting = this.timers.get(workspaceId)
    if ((waiting && waiting.at <= at) || this.services.stopping()) return
    clearTimeout(waiting?.timer)
    const timer = setTimeout(() => {
      this.timers.delete(workspaceId)
      void this.look(workspaceId).catch((error: unknown) => this.tell(error))
    }, ms).unref()
    this.timers.set(workspaceId, { timer, at })
  }

  private tell(error: unknown): void {
    if (!isAway(error) && !this.services.stopping()) this.services.log.error({ err: error }, 'words about advertising')
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

  /** For the simulator's clock: everything in the log is dealt with now. */
  async runDue(workspaceId: string): Promise<void> {
    await this.running.get(workspaceId)?.catch(() => {})
    await this.catchUp(workspaceId)
  }

  /** Deals with everything in the log. */
  async catchUp(workspaceId: string): Promise<void> {
    for (;;) {
      const found = await this.read(workspaceId)
      await this.obey(workspaceId, found.rows)
      if (this.services.stopping()) return
      await this.moveOn(workspaceId, found)
      if (!found.more) return
    }
  }

  /** What one person wrote in its order, several people beside each other: nobody's word waits for all that others wrote in the same moment. */
  private async obey(workspaceId: string, rows: readonly WordRow[]): Promise<void> {
    const threads = new Map<string, WordRow[]>()
    for (const row of rows) threads.set(row.conversation_id, [...threads.get(row.conversation_id) ?? [], row])
    const waiting = [...threads.values()]
    const ended = await Promise.allSettled(Array.from({ length: Math.min(AT_ONCE, waiting.length) }, async () => {
      for (let thread = waiting.shift(); thread; thread = waiting.shift()) for (const row of thread) {
        if (this.services.stopping()) return
        await this.one(workspaceId, row)
        this.done.set(keyOf(row), true)
      }
    }))
    for (const one of ended) if (one.status === 'rejected') throw one.reason
  }

  private async moveOn(workspaceId: string, found: Look): Promise<void> {
    const place = this.places.get(workspaceId)! // read before
    if (found.upTo !== null) place.seq = Math.max(place.seq, found.upTo)
    if (place.seq === place.kept || (found.rows.length === 0 && Date.now() - place.keptAt < KEEP_MS)) return
    await this.services.db.inWorkspace(workspaceId, (tx) => tx.query(
      'insert into consent_word_place (workspace_id, seq) values ($1, $2) on conflict (workspace_id) do update set seq = greatest(consent_word_place.seq, excluded.seq)', [workspaceId, place.seq]))
    Object.assign(place, { kept: place.seq, keptAt: Date.now() })
  }

  private async placeOf(tx: Tx, workspaceId: string): Promise<{ seq: number }> {
    const known = this.places.get(workspaceId)
    if (known) return known
    const [row] = await tx.query<{ seq: number }>('select seq from consent_word_place where workspace_id = $1', [workspaceId])
    const place = { seq: row?.seq ?? 0, kept: row?.seq ?? -1, keptAt: 0 }
    this.places.set(workspaceId, place)
    return place
  }

  /** What lies behind our place and may be about advertising. */
  private read(workspaceId: string): Promise<Look> {
    return this.services.db.inWorkspace(workspaceId, async (tx) => {
      const { rows, upTo, more } = await readLog(tx, workspaceId, (await this.placeOf(tx, workspaceId)).seq)
      if (rows.length === 0) return { rows: [], upTo, more }
      const [settings, keywords, notice] = [await readSettings(tx, workspaceId), (await readKeywords(tx, workspaceId)).filter((one) => one.enabled), await readNotice(tx, workspaceId)]
      this.dictionaries.set(workspaceId, dictionaryFor(settings))
      const due = await noticeDue(tx, workspaceId, notice, rows.filter((row) => row.direction === 'in').map((row) => row.message_id))
      const channels = new Map<string, ReturnType<Services['channels']['find']>>()
      for (const id of new Set(rows.map((row) => row.account_id))) {
        const account = await this.services.accounts.byId(workspaceId, id)
        channels.set(id, account ? this.services.channels.find(account.channel) : undefined)
      }
      return { rows: rows.filter((row) => !this.done.has(keyOf(row)) && (due.has(row.message_id) || isCandidate(row, channels.get(row.account_id), settings, keywords))), upTo, more }
    })
  }

  private async one(workspaceId: string, row: WordRow): Promise<void> {
    const { services } = this
    const account = await services.accounts.byId(workspaceId, row.account_id)
    const channel = account && services.channels.find(account.channel)
    if (!account || !channel) return
    for (let tries = 1; ; tries++) {
      try {
        if (!await services.db.inWorkspace(workspaceId, (tx) => carryOut(tx, services, account, channel, row))) return
        services.signals.committed(workspaceId)
        services.signals.emit('sends', workspaceId)
        return
      } catch (error) {
        if (isAway(error)) throw error
        // One message that cannot be dealt with must not keep all later ones waiting.
        if (!isConflict(error) || tries === 8) { services.log.error({ err: error, messageId: row.message_id }, 'a word about advertising not obeyed'); return }
      }
    }
  }
}

/** A message of ours is looked at again when the platform refuses it. */
const keyOf = (row: WordRow): string => `${row.message_id}${row.direction === 'out' ? '!' : ''}`
