import { createWriteStream } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { RecadoError } from '@recado/core'
import { newId } from '@recado/db'

/** Files that lie in memory whole at one time, while they are looked into. */
const AT_ONCE = 2

/** What the form's parser gives: bytes as they come, and whether it cut them off at the limit. */
export type Incoming = Readable & { truncated?: boolean }

/**
 * Where uploads wait until they are whole: on disk, so that slow senders hold no memory, however many there are. What a killed process left there
 * is thrown away with the first upload.
 */
export class Receiver {
  private readonly dir: string
  private ready: Promise<unknown> | null = null
  private free = AT_ONCE
  private readonly waiting: (() => void)[] = []

  constructor(dataDir: string) { this.dir = join(dataDir, 'incoming') }

  /** Writes the file down, then hands it whole to `use`. Throws media_too_large for one that was cut off. */
  async take<T>(file: Incoming, limit: number, use: (bytes: Buffer) => Promise<T>): Promise<T> {
    await (this.ready ??= this.prepare())
    const path = join(this.dir, newId())
    try {
      await pipeline(file, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
      if (file.truncated) throw new RecadoError('media_too_large', { field: 'file', limit })
      return await this.oneOfFew(async () => use(await readFile(path)))
    } finally {
      await rm(path, { force: true })
    }
  }

  private async prepare(): Promise<void> {
    await rm(this.dir, { recursive: true, force: true })
    await mkdir(this.dir, { recursive: true, mode: 0o700 })
  }

  private async oneOfFew<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free--
    else await new Promise<void>((go) => this.waiting.push(go))
    try { return await work() } finally {
      const next = this.waiting.shift()
      if (next) next()
      else this.free++
    }
  }
}
