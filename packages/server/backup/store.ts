import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import type { BackupKeys } from './keys.js'
import { blobName, openBlob, sealBlob } from './seal.js'

const NAME = /^[0-9a-f]{48}$/

/** Where a blob lies, from the directory of backups on. */
export const objectPath = (name: string): string => `objects/${name.slice(0, 2)}/${name}`

/** Blobs of many backups in one place, each once. A blob's date says when a backup last needed it. */
export class BlobStore {
  private readonly dir: string
  private readonly keys: BackupKeys
  /** What was written anew, sealed. */
  written = 0

  constructor(place: string, keys: BackupKeys) {
    this.dir = join(place, 'objects')
    this.keys = keys
  }

  private path(name: string): string {
    if (!NAME.test(name)) throw new Error('not the name of a blob')
    return join(this.dir, name.slice(0, 2), name)
  }

  nameOf(bytes: Buffer | string): string { return blobName(this.keys.name, bytes) }

  /** Stores it, unless it lies there already; safe on disk when this resolves. */
  async put(bytes: Buffer, name = this.nameOf(bytes)): Promise<string> {
    if (await this.touch(name)) return name
    const path = this.path(name)
    const sealed = await sealBlob(this.keys.blob, name, bytes)
    await mkdir(join(path, '..'), { recursive: true, mode: 0o700 })
    // Two that store the same at once have a draft each; either is whole when it is named.
    const beside = `${path}.${randomUUID()}.part`
    try {
      const file = await open(beside, 'w', 0o600)
      try { await file.writeFile(sealed); await file.sync() } finally { await file.close() }
      await rename(beside, path)
    } catch (error) {
      await rm(beside, { force: true })
      throw error
    }
    this.written += sealed.length
    return name
  }

  /** Says that a backup of now needs it; false when it is not there. */
  async touch(name: string): Promise<boolean> {
    const now = new Date()
    try { await utimes(this.path(name), now, now); return true } catch (error) { if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false; throw error }
  }

  /** null when it is not there; throws BrokenSeal when it is not what was stored. */
  async get(name: string): Promise<Buffer | null> {
    let sealed: Buffer
    try { sealed = await readFile(this.path(name)) } catch (error) { if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null; throw error }
    return openBlob(this.keys.blob, name, sealed)
  }

  /** Lays aside what is damaged, under another name: `put` and `touch` take it for absent then, and it is written anew where it can be. */
  async setAside(name: string): Promise<void> {
    const path = this.path(name)
    await rename(path, `${path}.damaged`).catch((error: unknown) => { if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error })
  }

  /** Removes what no backup since then has needed. Answers how many. */
  async sweep(before: number): Promise<number> {
    let gone = 0
    for (const shelf of await readdir(this.dir).catch(() => [])) {
      for (const name of await readdir(join(this.dir, shelf))) {
        const path = join(this.dir, shelf, name)
        if ((await stat(path).catch(() => null))?.mtimeMs !== undefined && (await stat(path)).mtimeMs < before) { await rm(path, { force: true }); gone++ }
      }
    }
    return gone
  }
}

/** Blobs of a stored file: fixed lengths, so that their names follow from its hash alone and nobody has to read it to know whether they are there. */
export const FILE_BLOB = 4 * 1024 * 1024
export const fileBlobs = (bytes: number): number => Math.max(1, Math.ceil(bytes / FILE_BLOB))
export const fileBlobName = (store: BlobStore, workspaceId: string, sha256: string, index: number): string => store.nameOf(`file:${workspaceId}:${sha256}:${index}`)
