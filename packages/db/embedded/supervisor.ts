import { setTimeout as wait } from 'node:timers/promises'
import type { Cluster } from './cluster.js'
import { boundLog } from './log-file.js'
import { type Ending, type Postmaster, startPostmaster, stopPostmaster } from './postmaster.js'
import { clearRemains } from './remains.js'
import { keepSocketDir } from './socket-dir.js'

const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 10_000
const STEADY_MS = 60_000
const LOG_CHECK_MS = 300_000

type Phase = 'running' | 'recovering' | 'stopped'

/** Keeps one PostgreSQL running until it is told to stop; the socket stays where it is, so pools find their way back. */
export class Supervisor {
  readonly #exitListeners: ((ending: Ending) => void)[] = []
  readonly #restartListeners: ((pid: number) => void)[] = []
  readonly #logTimer: NodeJS.Timeout
  readonly #stopping = new AbortController()
  #phase: Phase = 'running'
  #pauseMs = FIRST_PAUSE_MS
  #recovery: Promise<void> = Promise.resolve()
  readonly #cluster: Cluster
  readonly #log: (line: string) => void
  #postmaster: Postmaster

  constructor(cluster: Cluster, postmaster: Postmaster, log: (line: string) => void) {
    this.#cluster = cluster
    this.#postmaster = postmaster
    this.#log = log
    this.#logTimer = setInterval(() => boundLog(cluster.logFile), LOG_CHECK_MS)
    this.#logTimer.unref()
    this.#watch(postmaster)
  }

  get pid(): number {
    return this.#postmaster.pid
  }

  /** Called each time PostgreSQL ends without having been asked to; it is being started again. */
  onExit(listener: (ending: Ending) => void): void {
    this.#exitListeners.push(listener)
  }

  /** Called when it takes connections again, after such an end or after `restart`. */
  onRestart(listener: (pid: number) => void): void {
    this.#restartListeners.push(listener)
  }

  /** Stops PostgreSQL and starts it again. */
  async restart(): Promise<void> {
    await this.#recovery
    if (this.#phase !== 'running') return
    this.#phase = 'recovering'
    const pid = this.#postmaster.pid
    this.#recovery = stopPostmaster(pid).then(() => this.#startAgain())
    await this.#recovery
  }

  /** Resolves when PostgreSQL has ended; it may be asked any number of times. After `patienceMs` it is stopped less politely: the next start then recovers. */
  async stop(patienceMs?: number): Promise<void> {
    this.#phase = 'stopped'
    this.#stopping.abort()
    clearInterval(this.#logTimer)
    await this.#recovery
    await stopPostmaster(this.#postmaster.pid, patienceMs)
  }

  #watch(postmaster: Postmaster) {
    const since = performance.now()
    const ended = (ending: Ending) => {
      if (this.#phase !== 'running' || postmaster !== this.#postmaster) return
      this.#phase = 'recovering'
      if (performance.now() - since > STEADY_MS) this.#pauseMs = FIRST_PAUSE_MS
      this.#log(`PostgreSQL ended unexpectedly (${ending.signal ?? ending.code ?? 'no reason known'}); starting it again.`)
      for (const listener of this.#exitListeners) listener(ending)
      this.#recovery = this.#startAgain()
    }
    void postmaster.ended.then(ended)
  }

  // Until it succeeds or somebody stops us: a full disk, for example, is mended while we wait.
  async #startAgain(): Promise<void> {
    while (this.#phase === 'recovering') {
      try {
        await clearRemains(this.#cluster.pgData, this.#postmaster.socketDir)
        keepSocketDir(this.#postmaster.socketDir, this.#cluster.runAs)
        this.#postmaster = await startPostmaster(this.#cluster, this.#postmaster.socketDir, { log: this.#log, signal: this.#stopping.signal })
        if (this.#phase === 'recovering') this.#phase = 'running'
        this.#watch(this.#postmaster)
        for (const listener of this.#restartListeners) listener(this.#postmaster.pid)
      } catch (error) {
        if (this.#stopping.signal.aborted) return
        this.#log(`${(error as Error).message} Trying again in ${this.#pauseMs} ms.`)
        await wait(this.#pauseMs, undefined, { signal: this.#stopping.signal }).catch(() => {})
        this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS)
      }
    }
  }
}
