/** One world while the process runs: its store, its channels' views, its jobs and what is under way. */
import type { FaultKind, SimulatorAnswer, World } from '@recado/channel-kit'
import { CallLog } from './call-log.js'
import { Delivery } from './delivery.js'
import { Faults } from './faults.js'
import type { SimulatorHost } from './host.js'
import { Jobs, type Job } from './jobs.js'
import { JournaledWorld } from './journaled-world.js'
import { WorldStore } from './store.js'

type Post = Parameters<World['post']>[1]
type PostAnswer = Awaited<ReturnType<World['post']>>

/** The timer looks again at least this often, since business time can be moved by others. */
const LONGEST_SLEEP_MS = 60_000

export class RunningWorld {
  readonly openedAt: number
  readonly faults: Faults
  log: CallLog
  readonly #store: WorldStore
  readonly #views = new Map<string, JournaledWorld>()
  readonly #deliveries = new Map<string, Delivery>()
  readonly #underWay = new Set<Promise<unknown>>()
  #jobs: Jobs
  #timer: NodeJS.Timeout | undefined
  /** While somebody moves the clock by hand, or at the end: no job starts by itself. */
  #paused = false

  constructor(readonly id: string, dir: string, private readonly host: SimulatorHost) {
    this.#store = new WorldStore(dir)
    this.openedAt = this.#store.get<{ at: number }>('host/meta', 'opened')?.at ?? Date.now()
    this.#store.put('host/meta', 'opened', { at: this.openedAt })
    this.#jobs = new Jobs(this.#store)
    this.faults = new Faults(this.#store, () => this.now(), Math.random)
    this.log = new CallLog(this.#store)
  }

  now(): number { return this.host.options.clock.now(this.id) }

  /** A channel's platform in this world. */
  view(channelId: string): JournaledWorld {
    const open = this.#views.get(channelId)
    if (open) return open
    const view = new JournaledWorld(this.id, channelId, this.#store, {
      now: () => this.now(),
      baseUrl: () => `${this.host.options.publicUrl()}/simulator/${channelId}/w/${this.id}`,
      schedule: (dueAt, name, data) => { this.#jobs.add(channelId, dueAt, name, data); this.#arm() },
      post: (account, request) => this.track(this.#post(channelId, account, request)),
      faulted: (kind, account) => this.faults.strikes(kind, channelId, account),
    })
    this.#views.set(channelId, view)
    return view
  }

  /** Takes up what was under way when the process ended, then the jobs. */
  resume(): void {
    for (const { id, simulator } of this.host.options.channels)
      if (simulator.resume) void this.track(simulator.resume(this.view(id)).catch((error: unknown) => this.host.options.warn?.(`the simulated ${id} could not take up its work`, error)))
    this.#arm()
  }

  /** Counts a piece of work as under way. */
  track<T>(work: Promise<T>): Promise<T> {
    const noted = work.finally(() => { this.#underWay.delete(noted); this.host.options.onChange?.(this.id) })
    this.#underWay.add(noted)
    // Whoever asked for the work hears of its failure; here it only counts as ended.
    noted.catch(() => undefined)
    return work
  }

  async settle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay)
  }

  nextDueAt(): number | null { return this.#jobs.nextDueAt() }

  async advance(toMs: number, hooks: { beforeEachJob?(): Promise<void>; setClock(at: number): void | Promise<void> }): Promise<void> {
    this.#paused = true
    clearTimeout(this.#timer)
    try {
      for (;;) {
        await this.#calm(hooks.beforeEachJob)
        const dueAt = this.#jobs.nextDueAt()
        if (dueAt === null || dueAt > toMs) break
        if (dueAt > this.now()) await hooks.setClock(dueAt)
        const job = this.#jobs.take(Math.max(dueAt, this.now()))
        if (job) await this.#run(job)
      }
      if (toMs > this.now()) await hooks.setClock(toMs)
      await this.#calm(hooks.beforeEachJob)
    } finally {
      this.#paused = false
      this.#arm()
    }
  }

  /** Records a call to a platform's API. */
  record(channel: string, account: string | null, request: Parameters<CallLog['add']>[0]['request'], answer: { status: number | null; body: unknown }, more: { billed?: SimulatorAnswer['billed']; fault?: FaultKind } = {}): void {
    this.log.add({ at: this.now(), channel, account, request, answer, billed: more.billed ?? null, ...(more.fault ? { fault: more.fault } : {}) })
  }

  /** Forgets everything and makes the platform side of Recado's accounts anew. */
  async reset(): Promise<void> {
    await this.settle()
    const accounts = await this.host.options.accounts.list(this.id)
    this.#store.clear()
    this.#store.put('host/meta', 'opened', { at: this.openedAt })
    this.#views.clear()
    this.#jobs = new Jobs(this.#store)
    this.log = new CallLog(this.#store)
    for (const account of accounts) this.host.channel(account.channel)?.simulator.createAccount(this.view(account.channel), { name: account.name, settings: account.settings })
    this.host.options.onChange?.(this.id)
  }

  pause(): void {
    this.#paused = true
    clearTimeout(this.#timer)
  }

  close(): void {
    this.pause()
    this.#store.close()
  }

  async #calm(beforeEachJob: (() => Promise<void>) | undefined): Promise<void> {
    await this.settle()
    if (!beforeEachJob) return
    await beforeEachJob()
    await this.settle()
  }

  #arm(): void {
    if (this.#paused) return
    clearTimeout(this.#timer)
    const dueAt = this.#jobs.nextDueAt()
    if (dueAt === null) return
    this.#timer = setTimeout(() => this.#runDue(), Math.min(LONGEST_SLEEP_MS, Math.max(0, dueAt - this.now())))
    this.#timer.unref()
  }

  /** In real time jobs start in order and overlap, as a platform's do. */
  #runDue(): void {
    for (let job = this.#jobs.take(this.now()); job && !this.#paused; job = this.#jobs.take(this.now())) void this.#run(job)
    this.#arm()
  }

  #run(job: Job): Promise<void> {
    const channel = this.host.channel(job.channel)
    const work = (channel ? channel.simulator.run(this.view(job.channel), { name: job.name, data: job.data }) : Promise.resolve())
      .catch((error: unknown) => this.host.options.warn?.(`the simulated ${job.channel} failed at "${job.name}"`, error))
      .finally(() => this.#jobs.done(job))
    return this.track(work)
  }

  async #post(channelId: string, account: string, request: Post): Promise<PostAnswer> {
    const known = await this.host.options.accounts.byExternalId(this.id, channelId, account)
    if (!known?.webhookUrl) return { status: null, body: '', ms: 0 }
    const address = known.webhookUrl
    const key = `${channelId}/${account}`
    const delivery = this.#deliveries.get(key) ?? new Delivery()
    this.#deliveries.set(key, delivery)
    return delivery.post(request, {
      strikes: (kind) => this.faults.strikes(kind, channelId, account),
      send: (post) => this.host.webhooks.call(address, post),
    })
  }
}
