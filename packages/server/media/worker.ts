import type { Instant } from '@recado/core'
import { isAway } from '@recado/db'
import type { Services } from '../services.js'
import { fetchWaiting, takeWaiting } from './fetch.js'

/** Files fetched at once. */
const AT_ONCE = 4
/** How often due files are looked for when nothing woke us. */
const POLL_MS = 1_000

/** Fetches customers' files as soon as their messages are stored: their links die within minutes. */
export class MediaWorker {
  private readonly underWay = new Set<Promise<void>>()
  private readonly services: Services
  private readonly chance: () => number
  private timer: NodeJS.Timeout | null = null
  private readonly looking = new Map<string, { done: Promise<void>; again: boolean }>()

  constructor(services: Services, chance: () => number = Math.random) {
    this.services = services
    this.chance = chance
  }

  start(): void {
    this.services.signals.on('stored', (workspaceId: string, _messages?: number, what?: { files: boolean }) => { if (what?.files !== false) void this.look(workspaceId) })
    this.timer = setInterval(() => void this.lookEverywhere(), POLL_MS).unref()
    this.services.onClose(() => this.close())
    void this.lookEverywhere()
  }

  private async lookEverywhere(): Promise<void> {
    try {
      const rows = await this.services.db.asSystem((tx) => tx.query<{ workspace_id: string }>('select workspace_id from workspace'))
      for (const row of rows) await this.look(row.workspace_id)
    } catch (error) { this.tell(error) }
  }

  /** Takes what is due while there is room. One look at a time for each workspace; what comes meanwhile makes it look once more. */
  private look(workspaceId: string): Promise<void> {
    const under = this.looking.get(workspaceId)
    if (under) {
      under.again = true
      return under.done
    }
    const own = { again: true, done: Promise.resolve() }
    own.done = (async () => {
      while (own.again) {
        own.again = false
        await this.take(workspaceId)
      }
    })().catch((error: unknown) => this.tell(error)).finally(() => this.looking.delete(workspaceId))
    this.looking.set(workspaceId, own)
    return own.done
  }

  private async take(workspaceId: string): Promise<void> {
    while (!this.services.stopping()) {
      const room = AT_ONCE - this.underWay.size
      if (room <= 0) { await Promise.race(this.underWay); continue }
      const rows = await takeWaiting(this.services, workspaceId, room)
      for (const row of rows) {
        const work: Promise<void> = fetchWaiting(this.services, workspaceId, row, this.chance()).catch((error: unknown) => this.tell(error)).finally(() => this.underWay.delete(work))
        this.underWay.add(work)
      }
      if (rows.length < room) return
    }
  }

  private tell(error: unknown): void { if (!isAway(error) && !this.services.stopping()) this.services.log.error({ err: error }, 'media worker') }

  /** The next moment at which a file is tried again. */
  async nextDue(workspaceId: string): Promise<Instant | null> {
    const [row] = await this.services.db.inWorkspace(workspaceId, (tx) => tx.query<{ due: number | null }>(`select min(next_attempt_at) as due from media where workspace_id = $1 and state = 'pending'`, [workspaceId]))
    return row?.due ?? null
  }

  /** Fetches what is due now and resolves when it is here, or set aside for later. */
  async runDue(workspaceId: string): Promise<void> {
    await this.look(workspaceId)
    while (this.underWay.size > 0) await Promise.all(this.underWay)
  }

  private async close(): Promise<void> {
    if (this.timer) clearInterval(this.timer)
    await Promise.all([...this.looking.values()].map((look) => look.done))
    await Promise.all(this.underWay)
  }
}
