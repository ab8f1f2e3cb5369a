/**
 * Background work that outlives a request: graphile-worker in its own schema, one runner per process. Work falls due by the wall clock here;
 * what falls due in business time is found in domain tables (jobs/index.ts). A task may run again after a kill, so it must bear repetition.
 */
import { type Database, isAway, newId, type Tx } from '@recado/db'
import { Logger, runMigrations, runTaskList, type SharedOptions, type TaskList, type WorkerPool } from 'graphile-worker'
import type { Logger as Log } from 'pino'
import { unlockAbandoned, unlockAll } from './queue-locks.js'

/** Work that one process does at a time; each takes a connection of the shared pool only while it asks. */
const CONCURRENCY = 4
/** How often due work is looked for when nobody nudges: retries, and what other nodes added. */
const POLL_MS = 2_000
/** A stop of the whole server takes ten seconds; work is told to end after this much of it. */
const ABORT_MS = 3_000
/** Wait before the runner is started again after the database was away too long for it. */
const AGAIN_MS = 1_000

export interface TaskContext { /** Aborted when the server stops: leave off where it can be taken up again. */ signal: AbortSignal; /** 1 at the first try */ attempt: number; maxAttempts: number; jobId: string }
/** Does one piece of work. Throwing makes it due again later (graphile-worker's exponential backoff), at most `maxAttempts` times. */
export type Task = (payload: never, context: TaskContext) => Promise<void>
export type Tasks = Readonly<Record<string, Task>>

export interface AddOptions {
  runAt?: Date
  /** Smaller runs first; 0 unless given. */
  priority?: number
  maxAttempts?: number
  /** One job per key: a second add changes the waiting one. One already running is followed by a new one. */
  key?: string
  /** `preserve_run_at` keeps the earlier due time of the waiting job. */
  keyMode?: 'replace' | 'preserve_run_at'
  /** Jobs of one queue run one after the other, over all nodes. Few names only. */
  queueName?: string
}

export interface Queue {
  /** Adds work and wakes this process. `name` is one of the task list (jobs/tasks.ts). */
  add(name: string, payload: unknown, options?: AddOptions): Promise<void>
  /** The same as part of a workspace's transaction: the work exists if it commits. Call `wake` afterwards. For rare work only: it notifies inside the transaction. */
  addIn(tx: Tx, name: string, payload: unknown, options?: AddOptions): Promise<void>
  wake(): void
  /** `alone`: no other node shares the database, so whatever is locked belongs to a process that is gone. */
  start(tasks: Tasks, alone: boolean): Promise<void>
  stop(): Promise<void>
}

const values = (name: string, payload: unknown, { runAt, priority, maxAttempts, key, keyMode, queueName }: AddOptions): unknown[] =>
  [name, JSON.stringify(payload ?? {}), queueName ?? null, runAt?.toISOString() ?? null, maxAttempts ?? null, key ?? null, priority ?? null, keyMode ?? 'replace']

export function makeQueue({ db, log, pooler }: { db: Database; log: Log; pooler: boolean }): Queue {
  const logger = new Logger(() => (level, message) => { if (level === 'error') log.error({ part: 'jobs' }, message); else if (level === 'warning') log.warn({ part: 'jobs' }, message) })
  const options: SharedOptions & { noHandleSignals: boolean; concurrency: number; pollInterval: number } = {
    logger, schema: 'graphile_worker', noPreparedStatements: pooler, noHandleSignals: true, concurrency: CONCURRENCY, pollInterval: POLL_MS, gracefulShutdownAbortTimeout: ABORT_MS,
  }
  const holder = newId()
  let installed: Promise<void> | null = null
  let running: WorkerPool | null = null
  let stopped = false
  let keeper: NodeJS.Timeout | null = null
  let again: NodeJS.Timeout | null = null

  const install = (): Promise<void> => (installed ??= runMigrations({ ...options, pgPool: db.pool }).catch((error: unknown) => { installed = null; throw error }))

  function run(tasks: Tasks): void {
    const list: TaskList = Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, async (payload: unknown, helpers) => {
      await task(payload as never, { signal: helpers.abortSignal, attempt: helpers.job.attempts, maxAttempts: helpers.job.max_attempts, jobId: String(helpers.job.id) }) // the adder and the task agree on the payload
    }]))
    const own = running = runTaskList(options, list, deafPool(db.pool))
    void own.promise.catch((error: unknown) => { if (!isAway(error)) log.error({ err: error }, 'job runner') }).finally(() => {
      if (running === own) running = null
      // Its workers give up after ten failures in a row to find work, as in a longer outage of the database.
      if (!stopped) again = setTimeout(() => run(tasks), AGAIN_MS).unref()
    })
  }

  /** Says that this runner lives, and frees what runners that no longer say so had taken. */
  async function keep(): Promise<void> {
    if (running) await db.asSystem((tx) => renewLease(tx, running!.id, holder))
    await unlockAbandoned(db)
  }

  return {
    async add(name, payload, more = {}) {
      await install()
      await db.pool.query('select add_background_job($1, $2, $3, $4, $5, $6, $7, $8)', values(name, payload, more))
      this.wake()
    },
    async addIn(tx, name, payload, more = {}) {
      await install()
      await tx.query('select add_background_job($1, $2, $3, $4, $5, $6, $7, $8)', values(name, payload, more))
    },
    wake() { if (running && !stopped) running.nudge(1) },
    async start(tasks, alone) {
      await install()
      if (alone) await unlockAll(db)
      run(tasks)
      await keep()
      keeper = setInterval(() => void keep().catch((error: unknown) => { if (!isAway(error)) log.error({ err: error }, 'job leases') }), 5_000).unref()
    },
    async stop() {
      stopped = true
      if (keeper) clearInterval(keeper)
      if (again) clearTimeout(again)
      const own = running
      await own?.gracefulShutdown()
      // The runner does not wait for its last words about work that was broken off: freed here, so that the next process takes it up at once.
      if (own) await db.pool.query('select graphile_worker.force_unlock_workers(array[$1::text])', [own.id]).catch(() => {}) // the next one frees it
      await db.asSystem((tx) => tx.query('delete from lease where holder = $1', [holder])).catch(() => {}) // expires by itself
    },
  }
}

/** The runner's row among the leases; it holds for fifteen seconds. */
async function renewLease(tx: Tx, id: string, holder: string): Promise<void> {
  await tx.query(`insert into lease (name, holder, expires_at) values ('jobs:' || $1::text, $2, now() + interval '15 seconds') on conflict (name) do update set expires_at = excluded.expires_at`, [id, holder])
}

/**
 * The shared pool without a listener: graphile-worker asks for its LISTEN connection with a callback and would hold it for good (one of ten,
 * and useless behind PgBouncer). This process nudges itself when it adds work, others find it by polling.
 */
function deafPool(pool: Database['pool']): Database['pool'] {
  const deaf = Object.create(pool) as Database['pool']
  deaf.connect = ((listen?: unknown) => (listen ? undefined : pool.connect())) as typeof pool.connect // both forms of the method
  return deaf
}
