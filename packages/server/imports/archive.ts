/** The archive somebody uploads, opened without trust: names are only compared, never written to, and what it says it holds is counted first. */
import { basename } from 'node:path/posix'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { RecadoError } from '@recado/core'
import yauzl, { type Entry, type ZipFile } from 'yauzl'

/** More files or bytes than any chat has: an archive that unfolds beyond them was made to break something. */
const MOST_ENTRIES = 50_000
const MOST_UNPACKED = 4 * 1024 ** 3
/** Photos and recordings hardly shrink, texts to a tenth. */
const MOST_RATIO = 120
const RATIO_FROM = 1024 ** 2

export interface Archive {
  /** Names of its files without folders, as the app wrote them. */
  names(): string[]
  size(name: string): number | null
  /** A file whole. Throws archive_unsafe when it is larger than it said or than `limit`. */
  read(name: string, limit: number): Promise<Buffer>
  close(): void
}

const unsafe = (reason: string, cause?: unknown): RecadoError => new RecadoError('archive_unsafe', { reason }, cause === undefined ? {} : { cause })

/** macOS encodes names decomposed, Android composed, and the chat names its files as its phone does. */
export const nameKey = (name: string): string => name.normalize('NFC').toLowerCase()

/** Opens an archive and looks at all its entries. Throws archive_unsafe for paths that lead out, bombs, passwords and what is no archive. */
export async function openArchive(path: string): Promise<Archive> {
  const zip = await open(path)
  try {
    const entries = await listEntries(zip)
    const byName = new Map(entries.map((entry) => [nameKey(basename(entry.fileName)), entry]))
    const find = (name: string): Entry | undefined => byName.get(nameKey(basename(name)))
    return {
      names: () => entries.map((entry) => basename(entry.fileName)),
      size: (name) => find(name)?.uncompressedSize ?? null,
      async read(name, limit) {
        const entry = find(name)
        if (!entry) throw new RecadoError('not_found')
        if (entry.uncompressedSize > limit) throw unsafe('too_large')
        try {
          // yauzl breaks off a stream that brings more than the entry says.
          return await buffer(await new Promise<Readable>((resolve, reject) => { zip.openReadStream(entry, (error, stream) => { if (error) reject(error); else resolve(stream) }) }))
        } catch (error) { throw unsafe('damaged', error) }
      },
      close: () => zip.close(),
    }
  } catch (error) {
    zip.close()
    throw error
  }
}

function open(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true, decodeStrings: true }, (error, zip) => { if (error) reject(unsafe('damaged', error)); else resolve(zip) })
  })
}

function listEntries(zip: ZipFile): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = []
    let unpacked = 0
    if (zip.entryCount > MOST_ENTRIES) return reject(unsafe('too_many'))
    // Names that are absolute or climb out of the archive end the listing.
    zip.on('error', (error: unknown) => reject(unsafe('paths', error)))
    zip.on('end', () => resolve(entries))
    zip.on('entry', (entry: Entry) => {
      if (entry.fileName.endsWith('/') || entry.fileName.startsWith('__MACOSX/')) return zip.readEntry()
      unpacked += entry.uncompressedSize
      if (entry.isEncrypted()) return reject(unsafe('password'))
      if (unpacked > MOST_UNPACKED) return reject(unsafe('too_large'))
      if (entry.uncompressedSize > RATIO_FROM && entry.uncompressedSize > entry.compressedSize * MOST_RATIO) return reject(unsafe('bomb'))
      entries.push(entry)
      zip.readEntry()
    })
    zip.readEntry()
  })
}
