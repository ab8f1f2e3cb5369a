import { closeSync, existsSync, fsync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Instant } from '@recado/core'

const sync = promisify(fsync)

/** A genuine request as it lies in the spool: enough to read it again, by the address it came to. */
export interface Spooled { webhookKey: string; payload: string; arrivedAt: Instant }

/**
 * Where signed requests of impatient platforms wait while the database is away: one file, a line each, on disk (fsync) before the platform
 * hears 200. What lies here is stored before anything newer of the same kind.
 */
export class Spool {
  private fd: number | null = null
  private syncing: Promise<void> | null = null
  private readonly dir: string
  private waiting = 0

  constructor(dataDir: string) {
    this.dir = join(dataDir, 'spool')
    mkdirSync(this.dir, { recursive: true })
    this.waiting = this.files().length
  }

  /** Something waits to be stored: newer requests of impatient platforms must queue up behind it. */
  get active(): boolean { return this.waiting > 0 }

  private get current(): string { return join(this.dir, 'current.jsonl') }

  /** Oldest first. */
  private files(): string[] {
    return readdirSync(this.dir).filter((name) => name.endsWith('.jsonl')).sort((a, b) => (a === 'current.jsonl' ? 1 : b === 'current.jsonl' ? -1 : a < b ? -1 : 1))
  }

  /** Resolves when the request is on disk. Requests that come together share one fsync. */
  async add(entry: Spooled): Promise<void> {
    this.fd ??= openSync(this.current, 'a', 0o600)
    this.waiting = Math.max(1, this.waiting)
    writeSync(this.fd, JSON.stringify(entry) + '\n')
    const before = this.syncing
    if (before) await before.catch(() => {})
    this.syncing ??= sync(this.fd).finally(() => { this.syncing = null })
    await this.syncing
  }

  /**
   * Hands every waiting request to `store`, oldest first, until none is left. Stops at the first that cannot be stored yet (throws) and keeps
   * the rest. A file is removed only when all of it is stored; storing twice does nothing, so a crash in between loses nothing.
   */
  async drain(store: (entry: Spooled) => Promise<void>): Promise<number> {
    let stored = 0
    for (;;) {
      if (existsSync(this.current)) {
        if (this.syncing) await this.syncing.catch(() => {})
        if (this.fd !== null) closeSync(this.fd)
        this.fd = null
        renameSync(this.current, join(this.dir, `${Date.now().toString().padStart(15, '0')}.jsonl`))
      }
      const [oldest] = this.files()
      if (!oldest) break
      // A line cut short by a crash was never acknowledged.
      for (const line of readFileSync(join(this.dir, oldest), 'utf8').split('\n')) {
        const entry = parse(line)
        if (!entry) continue
        await store(entry)
        stored++
      }
      unlinkSync(join(this.dir, oldest))
    }
    this.waiting = 0
    return stored
  }
}

function parse(line: string): Spooled | null {
  try { return line ? (JSON.parse(line) as Spooled) : null } catch { return null }
}
