import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { newId } from '@recado/db'

/** Where bytes lie, by key. Keys are made by the store: workspace, two letters, hash, form. */
export interface Blobs {
  put(key: string, bytes: Buffer): Promise<void>
  /** null when there is nothing under this key. */
  get(key: string): Promise<Buffer | null>
  size(key: string): Promise<number | null>
  /** `end` is the last byte wanted. */
  stream(key: string, range?: { start: number; end: number }): Promise<Readable>
  /** The file and every form made of it. */
  removeAll(prefix: string): Promise<void>
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'

/** Files under the data directory. Whole or not there: written beside, synced, then given their name. */
export class DiskBlobs implements Blobs {
  private readonly dir: string

  constructor(dir: string) { this.dir = dir }

  private path(key: string): string { return join(this.dir, key) }

  async put(key: string, bytes: Buffer): Promise<void> {
    const path = this.path(key)
    // Keys name contents: what lies there is the same.
    if (await this.size(key) === bytes.length) return
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const beside = `${path}.${newId()}.part`
    try {
      const file = await open(beside, 'wx', 0o600)
      try { await file.writeFile(bytes); await file.sync() } finally { await file.close() }
      await rename(beside, path)
    } catch (error) {
      await rm(beside, { force: true })
      throw error
    }
    await syncDir(dirname(path))
  }

  async get(key: string): Promise<Buffer | null> {
    try { return await readFile(this.path(key)) } catch (error) { if (isMissing(error)) return null; throw error }
  }

  async size(key: string): Promise<number | null> {
    try { return (await stat(this.path(key))).size } catch (error) { if (isMissing(error)) return null; throw error }
  }

  async stream(key: string, range?: { start: number; end: number }): Promise<Readable> { return createReadStream(this.path(key), range) }

  async removeAll(prefix: string): Promise<void> {
    const dir = dirname(this.path(prefix))
    const names = await readdir(dir).catch((error: unknown) => { if (isMissing(error)) return []; throw error })
    for (const name of names) if (name === basename(prefix) || name.startsWith(`${basename(prefix)}.`)) await rm(join(dir, name), { force: true })
  }
}

/** A new name is only kept over a power cut once its directory is written too. */
async function syncDir(dir: string): Promise<void> {
  const handle = await open(dir, 'r')
  try { await handle.sync() } finally { await handle.close() }
}
