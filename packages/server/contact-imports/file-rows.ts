/** A file of people read from the disk in pieces: which encoding, format and columns it has, and its rows one batch after the other. */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { ContactFileFound, FoundColumn } from '@recado/api'
import { cardCells, CardReader, CsvReader, type Delimiter, detectDelimiter, type FileRow, RecadoError, unshield } from '@recado/core'
import { storable } from '../ingest/plan.js'

const PIECE = 256 * 1024
const SAMPLES = 8
const MOST_COLUMNS = 250
/** A cell of a sample is cut to this; nobody recognises a column by more. */
const SHOWN = 120

export type Encoding = ContactFileFound['encoding']

/** What follows the marks of an encoding, else what the bytes can only be: valid UTF-8, every other byte nought, or the old one of Windows. */
export async function detectEncoding(path: string): Promise<Encoding> {
  const head = await firstBytes(path, 4096)
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  const pairs = Math.floor(head.length / 2)
  if (pairs > 2) {
    let [even, odd] = [0, 0]
    for (let i = 0; i < pairs * 2; i += 2) { if (head[i] === 0) even++; if (head[i + 1] === 0) odd++ }
    if (odd > pairs * 0.4 && even === 0) return 'utf-16le'
    if (even > pairs * 0.4 && odd === 0) return 'utf-16be'
  }
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const piece of createReadStream(path, { highWaterMark: PIECE })) decoder.decode(piece as Buffer, { stream: true })
    decoder.decode()
    return 'utf-8'
  } catch (error) {
    if (error instanceof TypeError) return 'windows-1252'
    throw error
  }
}

async function firstBytes(path: string, count: number): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0)
    return buffer.subarray(0, bytesRead)
  } finally { await file.close() }
}

async function* texts(path: string, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const piece of createReadStream(path, { highWaterMark: PIECE })) yield decoder.decode(piece as Buffer, { stream: true })
  yield decoder.decode()
}

const looksLikeBytes = /[\u0001-\u0008\u000e-\u001a]/u // eslint-disable-line no-control-regex -- no table of people has them

/** Reads the file once. Throws table_unreadable for what is no table and no card. */
export async function lookAtFile(path: string): Promise<ContactFileFound> {
  const encoding = await detectEncoding(path)
  const bytes = await firstBytes(path, 64 * 1024)
  const sample = new TextDecoder(encoding).decode(bytes)
  if (looksLikeBytes.test(sample) || (encoding === 'utf-8' && sample.includes('\0'))) throw new RecadoError('table_unreadable')
  return /^\s*BEGIN:\s*VCARD/iu.test(sample) ? lookAtCards(path, encoding) : lookAtTable(path, encoding, sample)
}

async function lookAtTable(path: string, encoding: Encoding, sample: string): Promise<ContactFileFound> {
  // A note to one spreadsheet about itself.
  const said = /^sep=([,;\t|])\r?\n/iu.exec(sample)?.[1] as Delimiter | undefined
  const delimiter = said ?? detectDelimiter(sample)
  const columns: FoundColumn[] = []
  let count = 0
  for await (const rows of tableRows(path, encoding, delimiter)) {
    for (const { cells, fault } of rows) {
      count++
      if (fault || count > 1 + SAMPLES * 4) continue
      for (const [at, cell] of cells.entries()) {
        if (at >= MOST_COLUMNS) break
        columns[at] ??= { heading: count === 1 ? cell.trim().slice(0, SHOWN) : '', samples: [] }
        if (count > 1 && cell.trim() !== '' && columns[at].samples.length < SAMPLES) columns[at].samples.push(cell.trim().slice(0, SHOWN))
      }
    }
  }
  if (count === 0) throw new RecadoError('table_unreadable')
  return storable({ format: 'csv' as const, encoding, delimiter, columns, rows: count })
}

async function lookAtCards(path: string, encoding: Encoding): Promise<ContactFileFound> {
  const columns = new Map<string, string[]>()
  let count = 0
  for await (const cards of cardsOf(path, encoding)) {
    for (const { cells } of cards) {
      count++
      for (const [heading, text] of cells) {
        let samples = columns.get(heading)
        if (!samples) {
          if (columns.size >= MOST_COLUMNS) continue
          columns.set(heading, (samples = []))
        }
        if (samples.length < SAMPLES) samples.push(text.slice(0, SHOWN))
      }
    }
  }
  if (count === 0) throw new RecadoError('table_unreadable')
  return storable({ format: 'vcard' as const, encoding, delimiter: null, columns: [...columns].map(([heading, samples]) => ({ heading, samples })), rows: count })
}

async function* tableRows(path: string, encoding: Encoding, delimiter: Delimiter): AsyncGenerator<FileRow[]> {
  const reader = new CsvReader(delimiter)
  // What stands in front of a cell to keep spreadsheets from running it is no part of it; a card has no such thing.
  const own = (rows: FileRow[]): FileRow[] => rows.filter(({ line, cells }) => !(line === 1 && cells.length === 2 && cells[0]!.toLowerCase() === 'sep=' && cells[1] === '')) // two cells
    .map((row) => (row.fault ? row : { ...row, cells: row.cells.map(unshield) }))
  for await (const text of texts(path, encoding)) yield own(reader.push(text))
  yield own(reader.end())
}

async function* cardsOf(path: string, encoding: Encoding): AsyncGenerator<{ line: number; cells: Map<string, string> }[]> {
  const reader = new CardReader()
  for await (const text of texts(path, encoding)) yield reader.push(text).map((card) => ({ line: card.line, cells: cardCells(card) }))
  yield reader.end().map((card) => ({ line: card.line, cells: cardCells(card) }))
}

/** A row with its number among the people of the file, from 1. */
export interface NumberedRow extends FileRow { row: number }

/** The people of the file behind the first `from`, at most `size` at a time. `headings`: the first row names the columns. */
export async function* peopleRows(path: string, found: ContactFileFound, options: { headings: boolean; from: number; size: number }): AsyncGenerator<NumberedRow[]> {
  let skip = options.headings && found.format === 'csv' ? 1 : 0
  let row = 0
  let batch: NumberedRow[] = []
  for await (const rows of rowsOf(path, found)) {
    for (const each of rows) {
      if (skip > 0) { skip--; continue }
      if (++row <= options.from) continue
      batch.push({ ...each, cells: storable(each.cells), row })
      if (batch.length < options.size) continue
      yield batch
      batch = []
    }
  }
  if (batch.length > 0) yield batch
}

async function* rowsOf(path: string, found: ContactFileFound): AsyncGenerator<FileRow[]> {
  if (found.format === 'csv') return yield* tableRows(path, found.encoding, found.delimiter as Delimiter) // one of them, as `lookAtFile` wrote it
  const headings = found.columns.map(({ heading }) => heading)
  for await (const cards of cardsOf(path, found.encoding)) yield cards.map(({ line, cells }) => ({ line, cells: headings.map((heading) => cells.get(heading) ?? '') }))
}
