import { closeSync, fsync, ftruncateSync, mkdirSync, openSync, readFileSync, readdirSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Instant } from '@recado/core'

const sync = promisify(fsync)

/** Requests stored at once while the spool is emptied: they share commits as they would have done then. */
const AT_ONCE = 200

/** A genuine request as it lies in the spool: enough to read it again, by the address it came to. */
export interface Spooled { webhookKey: string; payload: string; arrivedAt: Instant }

/** The file that is written to, and how many requests are on their way into it. */
interface OpenFile { fd: number; /** bytes of whole lines */ size: number; adding: number; syncing: Promise<void> | null; rested: (() => void) | null }

/**
 * Where signed requests of impatient platforms wait while the database is away: files of a line each, on disk (fsync) before the platform
 * hears 200. What lies here is stored before anything newer of the same kind.
 */
export class Spool {
  private file: OpenFile | null = null
  private readonly dir: string
  private serial = 0
  private waiting: boolean

  constructor(dataDir: string) {
    this.dir = join(dataDir, 'spool')
    mkdirSync(this.dir, { recursive: true })
    this.waiting = this.files().length > 0
  }

  /** Something waits to be stored: newer requests of impatient platforms must queue up behind it. */
  get active(): boolean { return this.waiting }

  /** Oldest first: names are moments, with a number that grows within one process. */
  private files(): string[] {
    return readdirSync(this.dir).filter((name) => name.endsWith('.jsonl')).sort()
  }

  private open(): OpenFile {
    const name = `${String(Date.now()).padStart(15, '0')}-${String(this.serial++).padStart(6, '0')}.jsonl`
    return { fd: openSync(join(this.dir, name), 'a', 0o600), size: 0, adding: 0, syncing: null, rested: null }
  }

  /** Resolves when the request is on disk. Requests that come together share one fsync. */
  async add(entry: Spooled): Promise<void> {
    const file = (this.file ??= this.open())
    this.waiting = true
    file.adding++
    try {
      append(file, Buffer.from(JSON.stringify(entry) + '\n'))
      // One that is under way may have begun before our line was written.
      if (file.syncing) await file.syncing.catch(() => {})
      file.syncing ??= sync(file.fd).finally(() => { file.syncing = null })
      await file.syncing
    } finally {
      if (--file.adding === 0) file.rested?.()
    }
  }

  /**
   * Hands every waiting request to `store`, oldest first, until none is left. Stops when one cannot be stored yet (throws) and keeps its file.
   * A file is removed only when all of it is stored; storing twice does nothing, so a crash in between loses nothing.
   */
  async drain(store: (entry: Spooled) => Promise<void>): Promise<number> {
    let stored = 0
    for (;;) {
      await this.seal()
      const [oldest] = this.files()
      if (!oldest) break
      // A line cut short by a crash was never acknowledged.
      const entries = readFileSync(join(this.dir, oldest), 'utf8').split('\n').map(parse).filter((entry) => entry !== null)
      for (let from = 0; from < entries.length; from += AT_ONCE) {
        const outcomes = await Promise.allSettled(entries.slice(from, from + AT_ONCE).map(store))
        const failed = outcomes.find((outcome) => outcome.status === 'rejected')
        if (failed) throw failed.reason
      }
      stored += entries.length
      unlinkSync(join(this.dir, oldest))
    }
    this.waiting = this.file !== null
    return stored
  }

  /** Ends the present file when nobody writes to it any more; who comes now begins another. */
  private async seal(): Promise<void> {
    const { file } = this
    if (!file) return
    this.file = null
    if (file.adding > 0) await new Promise<void>((resolve) => { file.rested = resolve })
    closeSync(file.fd)
  }
}

/** A whole line or none: a disk that is full takes a part of it, says so by a number, and would spoil the next line as well. */
function append(file: OpenFile, line: Buffer): void {
  let written = 0
  try {
    written = writeSync(file.fd, line)
  } finally {
    if (written < line.length) ftruncateSync(file.fd, file.size)
  }
  if (written < line.length) throw Object.assign(new Error('the spool’s disk is full'), { code: 'ENOSPC' })
  file.size += line.length
}

function parse(line: string): Spooled | null {
  try { return line ? (JSON.parse(line) as Spooled) : null } catch { return null }
}
