/** A world that lives in memory with a clock moved by hand: what the tests of simulators, connectors and the contract run on. */
import type { Instant } from '@recado/core'
import type { ChannelSimulator, FaultKind, World } from '../simulator.js'
import { Rows } from './rows.js'
import { seededRandom } from './seeded-random.js'

export type Post = Parameters<World['post']>[1]
export type PostAnswer = Awaited<ReturnType<World['post']>>

/** Answers the webhooks a simulator sends: the desk's side of the wire, in a test. */
export type PostHandler = (account: string, request: Post) => PostAnswer | Promise<PostAnswer>

export interface MemoryWorldOptions {
  /** Business time at the start; 2026-03-02T09:00:00Z (a Monday) unless given. */
  startAt?: Instant
  seed?: number
  baseUrl?: string
  /** Plays the jobs; may be set later by `playedBy`. */
  simulator?: Pick<ChannelSimulator, 'run'>
  /** The desk's answer; 200 with an empty body unless given. May be set later by `onPost`. */
  post?: PostHandler
}

export interface Job { id: number; dueAt: Instant; name: string; data: Record<string, unknown> }

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

export class MemoryWorld implements World {
  baseUrl: string
  /** Every webhook sent, in order, with its answer. */
  readonly posted: { account: string; at: Instant; request: Post; answer: PostAnswer }[] = []
  readonly #rows = new Rows()
  readonly #files = new Map<string, { bytes: Buffer; mime: string }>()
  readonly #faults: { kind: FaultKind; account: string | null; left: number }[] = []
  readonly #random: () => number
  #jobs: Job[] = []
  #now: Instant
  #lastJob = 0
  #simulator: Pick<ChannelSimulator, 'run'> | undefined
  #post: PostHandler

  constructor(options: MemoryWorldOptions = {}) {
    this.#now = options.startAt ?? Date.UTC(2026, 2, 2, 9)
    this.#random = seededRandom(options.seed ?? 1)
    this.baseUrl = options.baseUrl ?? 'http://platform.test'
    this.#simulator = options.simulator
    this.#post = options.post ?? (() => ({ status: 200, body: '', ms: 1 }))
  }

  now(): Instant { return this.#now }
  random(): number { return this.#random() }
  token(length: number): string { return Array.from({ length }, () => LETTERS[Math.floor(this.#random() * LETTERS.length)]).join('') }

  get<T>(collection: string, id: string): T | undefined { return this.#rows.get<T>(collection, id) }
  put<T extends object>(collection: string, id: string, row: T): void { this.#rows.put(collection, id, row) }
  remove(collection: string, id: string): void { this.#rows.remove(collection, id) }
  all<T>(collection: string): T[] { return this.#rows.all<T>(collection) }

  putFile(bytes: Buffer, mime: string): string {
    const id = `file${this.#files.size + 1}${this.token(8)}`
    this.#files.set(id, { bytes: Buffer.from(bytes), mime })
    return id
  }
  file(id: string): { bytes: Buffer; mime: string } | undefined { return this.#files.get(id) }

  schedule(dueAt: Instant, name: string, data: Record<string, unknown>): void {
    this.#jobs.push({ id: ++this.#lastJob, dueAt, name, data: structuredClone(data) })
  }

  async post(account: string, request: Post): Promise<PostAnswer> {
    const at = this.#now
    const answer = await this.#post(account, request)
    this.posted.push({ account, at, request, answer })
    return answer
  }

  faulted(kind: FaultKind, account: string): boolean {
    const fault = this.#faults.find((one) => one.kind === kind && one.left > 0 && (one.account === null || one.account === account))
    if (fault) fault.left -= 1
    return fault !== undefined
  }

  // What follows belongs to the test, not to the simulator.

  /** Who plays the jobs that come due. */
  playedBy(simulator: Pick<ChannelSimulator, 'run'>): this { this.#simulator = simulator; return this }
  /** Answers webhooks from now on. */
  onPost(handler: PostHandler): this { this.#post = handler; return this }
  /** Sets a fault for the next `count` occasions, for one account or (null) for all. */
  fault(kind: FaultKind, count = Number.POSITIVE_INFINITY, account: string | null = null): this { this.#faults.push({ kind, account, left: count }); return this }
  clearFaults(): void { this.#faults.length = 0 }
  /** Jobs not yet run, in the order in which they will. */
  jobs(): readonly Job[] { return [...this.#jobs].sort((a, b) => a.dueAt - b.dueAt || a.id - b.id) }

  /** Lets `ms` pass: every job due until then runs at its own moment, in order, those they schedule too. */
  async advance(ms: number): Promise<void> { await this.advanceTo(this.#now + ms) }

  /** Lets time pass until `at`; standing still (`at` = now) runs what is due already. */
  async advanceTo(at: Instant): Promise<void> {
    if (at < this.#now) throw new Error('time only goes forward')
    for (let next = this.jobs()[0]; next && next.dueAt <= at; next = this.jobs()[0]) {
      const job = next
      this.#jobs = this.#jobs.filter((other) => other.id !== job.id)
      this.#now = Math.max(this.#now, job.dueAt)
      if (!this.#simulator) throw new Error(`job "${job.name}" is due and nobody plays it: call playedBy(simulator)`)
      await this.#simulator.run(this, { name: job.name, data: job.data })
    }
    this.#now = at
  }
}
