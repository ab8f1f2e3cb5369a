/** Comma-separated files as people really have them (RFC 4180 and its cousins), read in pieces of any size. Pure. */

/** One row of a file. `fault` = the line could not be read as a row; its text then stands alone in `cells`. */
export interface FileRow { /** line of the file on which it begins, from 1 */ line: number; cells: string[]; fault?: 'quote_open' }

/** What turns pieces of text into rows. */
export interface RowReader { push(text: string): FileRow[]; end(): FileRow[] }

export const DELIMITERS = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof DELIMITERS)[number]

/** A row longer than this is a quote that nobody closed, not a row. */
const LONGEST_ROW = 1024 ** 2

const CR = 13
const LF = 10
const QUOTE = 34

/**
 * Reads rows out of text that comes in pieces. Quotes may hold delimiters and line ends; a quote inside an unquoted cell is itself; lines end with
 * CR LF, LF or CR; empty lines are none. A quote that is never closed costs its own line, not the rest of the file.
 */
export class CsvReader implements RowReader {
  private rest = ''
  private line = 1
  private readonly delimiter: Delimiter

  constructor(delimiter: Delimiter) { this.delimiter = delimiter }

  push(text: string): FileRow[] {
    this.rest += text
    return this.take(false)
  }

  end(): FileRow[] { return this.take(true) }

  private take(last: boolean): FileRow[] {
    const rows: FileRow[] = []
    let at = 0
    while (at < this.rest.length) {
      const next = this.plain(at, last, rows) ?? this.quoted(at, last, rows)
      if (next === null) break
      at = next
    }
    this.rest = this.rest.slice(at)
    return rows
  }

  /** A line without any quote, as almost all are: two searches and a split. Null where it has one, or is not whole. */
  private plain(at: number, last: boolean, rows: FileRow[]): number | null {
    const text = this.rest
    const found = text.indexOf('\n', at)
    if (found < 0 && !last) return null
    const end = found < 0 ? text.length : found
    let line = text.slice(at, end)
    if (line.charCodeAt(line.length - 1) === CR) line = line.slice(0, -1)
    if (line.includes('"') || line.includes('\r')) return null
    if (line !== '') rows.push({ line: this.line, cells: line.split(this.delimiter) })
    this.line++
    return found < 0 ? end : end + 1
  }

  private quoted(at: number, last: boolean, rows: FileRow[]): number | null {
    const text = this.rest
    const delimiter = this.delimiter.charCodeAt(0)
    const cells: string[] = []
    let lines = 0
    let from = at
    for (;;) {
      let cell = ''
      let wasQuoted = false
      if (text.charCodeAt(from) === QUOTE) {
        wasQuoted = true
        for (let open = from + 1; ;) {
          const close = text.indexOf('"', open)
          if (close < 0 || close - at > LONGEST_ROW) {
            if (!last && text.length - at <= LONGEST_ROW) return null
            return this.giveUp(at, rows)
          }
          cell += text.slice(open, close)
          if (text.charCodeAt(close + 1) === QUOTE) { cell += '"'; open = close + 2; continue }
          if (close + 1 >= text.length && !last) return null // its twin may come
          from = close + 1
          break
        }
        lines += lineEnds(cell)
      }
      // Up to the delimiter or the end of the line; behind a closing quote there should be nothing.
      let end = from
      while (end < text.length) {
        const code = text.charCodeAt(end)
        if (code === delimiter || code === CR || code === LF) break
        end++
      }
      if (end >= text.length && !last) return null
      cell += text.slice(from, end)
      const code = text.charCodeAt(end)
      if (code === CR && end + 1 >= text.length && !last) return null
      cells.push(cell)
      if (end < text.length && code === delimiter) { from = end + 1; continue }
      if (cells.length > 1 || cell !== '' || wasQuoted) rows.push({ line: this.line, cells })
      this.line += lines + 1
      if (end >= text.length) return end
      return end + (code === CR && text.charCodeAt(end + 1) === LF ? 2 : 1)
    }
  }

  /** The line whose quote is never closed is told as such; what stands below it is read on. */
  private giveUp(at: number, rows: FileRow[]): number {
    const found = /\r\n|\n|\r/u.exec(this.rest.slice(at, at + LONGEST_ROW))
    const end = found ? at + found.index : Math.min(this.rest.length, at + LONGEST_ROW)
    rows.push({ line: this.line, cells: [this.rest.slice(at, end)], fault: 'quote_open' })
    this.line++
    return found ? end + found[0].length : end
  }
}

function lineEnds(text: string): number {
  let count = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === LF || (code === CR && text.charCodeAt(i + 1) !== LF)) count++
  }
  return count
}

/** The delimiter under which the first rows have most cells and all the same number of them. */
export function detectDelimiter(sample: string): Delimiter {
  let best: { delimiter: Delimiter; score: number } = { delimiter: ',', score: 0 }
  for (const delimiter of DELIMITERS) {
    const reader = new CsvReader(delimiter)
    // The last row of a sample may be cut off.
    const rows = reader.push(sample).slice(0, 30)
    const all = rows.length > 0 ? rows : reader.end().slice(0, 30)
    const width = all[0]?.cells.length ?? 1
    if (width < 2) continue
    const alike = all.filter(({ cells, fault }) => !fault && cells.length === width).length / all.length
    const score = alike * (1 + Math.log2(width))
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}

const NEEDS_QUOTES: Readonly<Record<Delimiter, RegExp>> = { ',': /["\r\n,]|^\s|\s$/u, ';': /["\r\n;]|^\s|\s$/u, '\t': /["\r\n\t]|^\s|\s$/u, '|': /["\r\n|]|^\s|\s$/u }

/** One row as RFC 4180 wants it, with its line end. */
export function csvRow(cells: readonly string[], delimiter: Delimiter = ','): string {
  const needs = NEEDS_QUOTES[delimiter]
  return `${cells.map((cell) => (needs.test(cell) || (cells.length === 1 && cell === '') ? `"${cell.replaceAll('"', '""')}"` : cell)).join(delimiter)}\r\n`
}
