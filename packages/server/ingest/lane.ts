import { isAway, isConflict, isDataError } from '@recado/db'
import type { Accepted } from './events.js'
import { DatabaseStill, STANDSTILL_MS } from './standstill.js'

/** Most events in one transaction. */
const MAX_BATCH = 400
/** Meetings with another node before a batch is given back to its senders. */
const MAX_CONFLICTS = 8

interface Waiting { items: readonly Accepted[]; resolve(): void; reject(error: unknown): void }

export interface LaneWork {
  commit(batch: readonly Accepted[]): Promise<void>
  /** One event the database cannot hold: kept where a person can see and replay it. */
  quarantine(item: Accepted, error: Error): Promise<void>
}

/**
 * Group commit for one workspace: an idle lane takes what is queued, what arrives meanwhile is the next batch. No timer, so a lone message
 * pays no delay. Measured on 2 cores: 8,750 messages/s against 1,784/s for a transaction each.
 */
export class Lane {
  private queue: Waiting[] = []
  private busy = false
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
      if (!this.busy) void this.run()
    })
  }

  get idle(): boolean { return !this.busy && this.queue.length === 0 }

  private async run(): Promise<void> {
    this.busy = true
    while (this.queue.length > 0) {
      const taken: Waiting[] = []
      let size = 0
      // A request goes whole into one batch; a very large one is a batch of its own.
      while (this.queue[0] && (taken.length === 0 || size + this.queue[0].items.length <= MAX_BATCH)) {
        const next = this.queue.shift()!
        taken.push(next)
        size += next.items.length
      }
      const watch = setTimeout(() => this.giveUp(taken), STANDSTILL_MS)
      try {
        await this.store(taken.flatMap((w) => w.items as Accepted[]))
        for (const waiting of taken) waiting.resolve()
      } catch (error) {
        for (const waiting of taken) waiting.reject(error)
      }
      clearTimeout(watch)
      this.still = false
    }
    this.busy = false
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
      if (isAway(error) || !isDataError(error)) throw error
      if (batch.length === 1) return this.work.quarantine(batch[0]!, error as Error)
      const half = batch.length >> 1
      await this.store(batch.slice(0, half))
      await this.store(batch.slice(half))
    }
  }
}
