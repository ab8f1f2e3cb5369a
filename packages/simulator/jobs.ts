import type { WorldStore } from './store.js'

export interface Job { id: number; dueAt: number; channel: string; name: string; data: Record<string, unknown> }

/** The jobs of one world, by the moment they are due and then by the order in which they were set. A job leaves the disk only when it has run: after a kill it runs again. */
export class Jobs {
  readonly #store: WorldStore
  readonly #waiting: Job[]
  #last: number

  constructor(store: WorldStore) {
    this.#store = store
    this.#waiting = store.all<Job>('host/jobs').sort(before)
    this.#last = this.#waiting.reduce((last, job) => Math.max(last, job.id), 0)
  }

  add(channel: string, dueAt: number, name: string, data: Record<string, unknown>): void {
    const job: Job = { id: ++this.#last, dueAt, channel, name, data }
    this.#store.put('host/jobs', String(job.id), job)
    let [low, high] = [0, this.#waiting.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const other = this.#waiting[middle]
      if (other && before(other, job) < 0) low = middle + 1
      else high = middle
    }
    this.#waiting.splice(low, 0, job)
  }

  nextDueAt(): number | null {
    return this.#waiting[0]?.dueAt ?? null
  }

  /** The next job due at `now` or earlier, taken out of the queue; `done` ends it. */
  take(now: number): Job | null {
    const next = this.#waiting[0]
    if (!next || next.dueAt > now) return null
    this.#waiting.shift()
    return next
  }

  done(job: Job): void {
    this.#store.remove('host/jobs', String(job.id))
  }

  clear(): void {
    this.#waiting.length = 0
  }
}

function before(a: Job, b: Job): number {
  return a.dueAt - b.dueAt || a.id - b.id
}
