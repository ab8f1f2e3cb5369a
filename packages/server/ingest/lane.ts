import { isAway, isConflict, isDataError } from '@recado/db'
import type { Accepted } from './events.js'
import { DatabaseStill, STANDSTILL_MS } from './standstill.js'

/** Most events in one transaction. */
const MAX_BATCH = 400
/** So few go together: a call of the function costs as much as eight messages in it, so two halves would cost the database more than it waits for us meanwhile. */
const SMALL_BATCH = 16
/** So long those who were answered last are waited for: whoever sends many at a time sends the next ones as the answers come, and they arrive one by one. */
const GATHER_MS = 2
/** Meetings with another node before a batch is given back to its senders. */
const MAX_CONFLICTS = 8

interface Waiting { items: readonly Accepted[]; resolve(): void; reject(error: unknown): void }

export interface LaneWork {
  commit(batch: readonly Accepted[]): Promise<void>
  /** Whether the batch is one statement, which can be sent while the one before it is still under way on the same connection. */
  follows(batch: readonly Accepted[]): boolean
  /** One event the database cannot hold: kept where a person can see and replay it. */
  quarantine(item: Accepted, error: Error): Promise<void>
  /** Calls back in a moment, unless cancelled by what it returns; the real one is a timer. */
  later?(go: () => void): () => void
}

const inAMoment = (go: () => void): (() => void) => {
  const timer = setTimeout(go, GATHER_MS)
  return () => clearTimeout(timer)
}

/** A batch under way. */
interface Under { taken: readonly Waiting[]; follows: boolean }

/**
 * Group commit for one workspace: a lane takes what is queued, what arrives meanwhile is the next batch. A lone message pays no delay. Few are one batch: after
 * it, the lane waits a moment until as many are there again. Of many, a second half is sent behind the first on the same connection: PostgreSQL still runs one
 * transaction after the other, but never waits for us between them. It goes when it is half of all who are here, so that two halves take turns and not a batch
 * and a crumb.
 */
export class Lane {
  private queue: Waiting[] = []
  private readonly under = new Set<Under>()
  private pumping = false
  /** How many requests were here at once: under way, waiting and just answered. */
  private crowd = 0
  /** Ends the wait for those who were answered last; null: nobody is waited for. */
  private gathering: (() => void) | null = null
  /** A commit has hung for too long: until it ends nobody is let in to wait behind it. */
  private still = false
  private readonly work: LaneWork

  constructor(work: LaneWork) { this.work = work }

  /** Resolves after the commit that holds all of `items`. Rejects when nothing of them is stored (database away). */
  submit(items: readonly Accepted[]): Promise<void> {
    if (items.length === 0) return Promise.resolve()
    if (this.still) return Promise.reject(new DatabaseStill())
    return new Promise((resolve, reject) => {
      this.queue.push({ items, resolve, reject })
      this.pump()
    })
  }

  get idle(): boolean { return this.under.size === 0 && this.queue.length === 0 }

  /** Sends what may go, once all that came in with it has been read. */
  private pump(): void {
    if (this.pumping) return
    this.pumping = true
    setImmediate(() => {
      this.pumping = false
      for (let next = this.next(); next; next = this.next()) void this.carry(next)
    })
  }

  /** The next batch when there is one and it may go. */
  private next(): Under | null {
    const [before] = this.under
    if (this.queue.length === 0 || this.under.size === 2 || (before && !before.follows)) return null
    this.crowd = Math.max(this.crowd, this.queue.length + (before?.taken.length ?? 0))
    const wanted = this.crowd <= SMALL_BATCH ? this.crowd : Math.ceil(this.crowd / 2)
    if (this.queue.length < wanted && (before || this.gathering)) return null
    // Half of all who wait and no more, for the other half goes while we answer this one.
    const most = before ? this.queue.length : wanted
    let count = 0
    let size = 0
    // A request goes whole into one batch; a very large one is a batch of its own.
    for (const { items } of this.queue) {
      if (count > 0 && (count === most || size + items.length > MAX_BATCH)) break
      count++
      size += items.length
    }
    const follows = this.queue.slice(0, count).every(({ items }) => this.work.follows(items))
    return before && !follows ? null : { taken: this.queue.splice(0, count), follows }
  }

  private async carry(batch: Under): Promise<void> {
    this.under.add(batch)
    this.gathering?.()
    this.gathering = null
    const { taken } = batch
    const watch = setTimeout(() => this.giveUp(taken), STANDSTILL_MS)
    try {
      await this.store(taken.flatMap((w) => w.items as Accepted[]))
      for (const waiting of taken) waiting.resolve()
    } catch (error) {
      for (const waiting of taken) waiting.reject(error)
    }
    clearTimeout(watch)
    this.still = false
    this.under.delete(batch)
    this.crowd = taken.length + this.queue.length + [...this.under].reduce((sum, other) => sum + other.taken.length, 0)
    if (this.crowd > 1 && this.under.size === 0) this.gather()
    this.pump()
  }

  private gather(): void {
    this.gathering = (this.work.later ?? inAMoment)(() => { this.gathering = null; this.pump() })
  }

  /** Tells everybody who waits that the database stands still. The commit may still come about: then what they send again changes nothing. */
  private giveUp(taken: readonly Waiting[]): void {
    this.still = true
    for (const waiting of [...taken, ...this.queue.splice(0)]) waiting.reject(new DatabaseStill())
  }

  /** Stores a batch; one that fails by its data is halved until the bad event is alone, and only that one is set aside. */
  private async store(batch: readonly Accepted[], conflicts = 0): Promise<void> {
    try {
      await this.work.commit(batch)
    } catch (error) {
      if (isConflict(error) && conflicts < MAX_CONFLICTS) return this.store(batch, conflicts + 1)
      // A value that no clock can show is as little storable as one that no column takes: only what is of the event itself, never a fault of ours with all of them.
      if (isAway(error) || !(isDataError(error) || error instanceof RangeError)) throw error
      if (batch.length === 1) return this.work.quarantine(batch[0]!, error as Error)
      const half = batch.length >> 1
      await this.store(batch.slice(0, half))
      await this.store(batch.slice(half))
    }
  }
}
