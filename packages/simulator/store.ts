/**
 * One world on disk: a journal of rows and a folder of files. Every change is appended with one write and no fsync, which outlives the death of the
 * process (kill -9) though not that of the machine: this is a play, not the desk.
 */
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { Rows } from '@recado/channel-kit/testing/rows'

/** A line of the journal: `null` takes the row away. */
type Line = [collection: string, id: string, row: object | null]

const FILES = 'files'
/** The journal is written anew when this much was appended and most of it is no longer true. */
const COMPACT_BYTES = 64 * 1024 * 1024

export class WorldStore {
  readonly #dir: string
  readonly #rows = new Rows()
  #journal = -1
  #appended = 0
  #kept = 0

  constructor(dir: string) {
    this.#dir = dir
    mkdirSync(join(dir, FILES), { recursive: true })
    this.#read()
    this.#compact()
  }

  get<T>(collection: string, id: string): T | undefined { return this.#rows.get<T>(collection, id) }
  all<T>(collection: string): T[] { return this.#rows.all<T>(collection) }

  put(collection: string, id: string, row: object): void {
    this.#rows.put(collection, id, row)
    this.#append([collection, id, row])
  }

  remove(collection: string, id: string): void {
    if (this.#rows.remove(collection, id)) this.#append([collection, id, null])
  }

  /** Bytes first, row second: a file that is named is there. */
  putFile(id: string, bytes: Buffer, mime: string): void {
    writeFileSync(this.#path(id), bytes)
    this.put(FILES, id, { mime })
  }

  file(id: string): { bytes: Buffer; mime: string } | undefined {
    const row = this.#rows.get<{ mime: string }>(FILES, id)
    return row && existsSync(this.#path(id)) ? { bytes: readFileSync(this.#path(id)), mime: row.mime } : undefined
  }

  /** Forgets everything. */
  clear(): void {
    this.#rows.clear()
    rmSync(join(this.#dir, FILES), { recursive: true, force: true })
    mkdirSync(join(this.#dir, FILES), { recursive: true })
    this.#compact()
  }

  close(): void {
    if (this.#journal >= 0) closeSync(this.#journal)
    this.#journal = -1
  }

  #read(): void {
    const path = join(this.#dir, 'journal.jsonl')
    if (!existsSync(path)) return
    for (const line of readFileSync(path, 'utf8').split('\n')) {
      if (line === '') continue
      let parsed: Line
      try {
        parsed = JSON.parse(line) as Line // written by #append
      } catch {
        return // the line that was being written when the process died; nothing comes after it
      }
      const [collection, id, row] = parsed
      if (row === null) this.#rows.remove(collection, id)
      else this.#rows.put(collection, id, row)
    }
  }

  #compact(): void {
    const path = join(this.#dir, 'journal.jsonl')
    const lines = [...this.#rows.entries()].map((line) => `${JSON.stringify(line)}\n`).join('')
    writeFileSync(`${path}.new`, lines)
    this.close()
    renameSync(`${path}.new`, path)
    this.#journal = openSync(path, 'a')
    this.#kept = Buffer.byteLength(lines)
    this.#appended = 0
  }

  #append(line: Line): void {
    if (this.#journal < 0) return // closed: the process is on its way out
    this.#appended += writeSync(this.#journal, `${JSON.stringify(line)}\n`)
    if (this.#appended > COMPACT_BYTES && this.#appended > 4 * this.#kept) this.#compact()
  }

  #path(id: string): string {
    // Ids are tokens of ours; anything else would be a path.
    if (!/^\w+$/.test(id)) throw new Error('not the id of a file')
    return join(this.#dir, FILES, id)
  }
}
