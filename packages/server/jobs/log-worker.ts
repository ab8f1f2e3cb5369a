import { isAway, isConflict } from '@recado/db'
import type { Services } from '../services.js'
import { pressureOf } from './pressure.js'

/** What differs between workers that read the log. */
export interface LogWork {
  /** For the server's own log. */
  name: string
  /** After something happened, the log is looked at once in this time. */
  restMs: number
  /** Which signal says that something happened: `stored` (ingest alone) or `events` (every change). */
  wakes: readonly ('stored' | 'events')[]
  /** Two nodes may touch the same rows: such a look is left to the next one, silently; `again`: it is asked for at once. */
  conflicts?: 'pass' | 'again'
  /** Whether it may look now, given when it last did; else it asks again after the same time. Usually: when ingest is calm, or it has waited long enough. */
  mayLook?: (lastAt: number, workspaceId: string) => boolean
}

/**
 * The frame of what works behind the messages, from the event log: woken by a signal, it gathers, lets ingest pass, and looks at one workspace at a time.
 * Where it stands in the log is its own affair, and kept by it: what is said here may be lost with the process.
 */
export abstract class LogWorker {
  protected readonly services: Services
  private readonly work: LogWork
  private readonly waiting = new Map<string, NodeJS.Timeout>()
  private readonly running = new Map<string, Promise<void>>()
  /** When each workspace was last looked at. Wall clock. */
  private readonly lookedAt = new Map<string, number>()
  private closed = false

  constructor(services: Services, work: LogWork) {
    this.services = services
    this.work = work
  }

  /** One look: everything the log holds by now. Never two at a time for one workspace on one node. */
  protected abstract walk(workspaceId: string): Promise<void>

  start(): void {
    const { signals, db } = this.services
    const soon = (workspaceId: string): void => this.soon(workspaceId)
    for (const name of this.work.wakes) signals.on(name, soon)
    this.services.onClose(async () => {
      this.closed = true
      for (const name of this.work.wakes) signals.off(name, soon)
      for (const timer of this.waiting.values()) clearTimeout(timer)
      await Promise.allSettled(this.running.values())
    })
    void db.asSystem((tx) => tx.query<{ workspace_id: string }>('select workspace_id from workspace')).then((rows) => { for (const row of rows) this.soon(row.workspace_id) }, () => {}) // away: the next message asks again
  }

  /** Everything the log holds by now is looked at. */
  look(workspaceId: string): Promise<void> {
    const before = this.running.get(workspaceId) ?? Promise.resolve()
    const own = before.catch(() => {}).then(() => { this.lookedAt.set(workspaceId, Date.now()); return this.walk(workspaceId) }).finally(() => { if (this.running.get(workspaceId) === own) this.running.delete(workspaceId) })
    this.running.set(workspaceId, own)
    return own
  }

  private soon(workspaceId: string): void {
    if (this.closed || this.waiting.has(workspaceId)) return
    this.waiting.set(workspaceId, setTimeout(() => {
      this.waiting.delete(workspaceId)
      const { mayLook = (lastAt: number) => pressureOf(this.services).mayWork(lastAt), conflicts, name } = this.work
      if (!mayLook(this.lookedAt.get(workspaceId) ?? 0, workspaceId)) return this.soon(workspaceId)
      void this.look(workspaceId).catch((error: unknown) => {
        if (conflicts && isConflict(error)) { if (conflicts === 'again') this.soon(workspaceId); return }
        if (!isAway(error) && !this.services.stopping()) this.services.log.error({ err: error }, name)
      })
    }, this.work.restMs).unref())
  }
}

/** Where a worker stands in a workspace's log, kept beside the installation's own facts; null where it has never looked. */
export async function placeOf({ db }: Pick<Services, 'db'>, worker: string, workspaceId: string): Promise<number | null> {
  const [kept] = await db.asSystem((tx) => tx.query<{ value: { after: number } }>('select value from installation where name = $1', [`${worker} ${workspaceId}`]))
  return kept?.value.after ?? null
}

export async function keepPlace({ db }: Pick<Services, 'db'>, worker: string, workspaceId: string, after: number): Promise<void> {
  await db.asSystem((tx) => tx.query('insert into installation (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value', [`${worker} ${workspaceId}`, JSON.stringify({ after })]))
}
