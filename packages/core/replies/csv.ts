/** Lists as CSV: read from any spreadsheet, and written so that no cell of ours is taken for a formula there. */

const FORMULA = /^'*[=+\-@\t\r]/
const GUARDED = /^'+[=+\-@\t\r]/

/** A cell as a spreadsheet shows it: one that would be a formula gets an apostrophe before it, which reading takes off again. */
function cell(value: string): string {
  const safe = FORMULA.test(value) ? `'${value}` : value
  return /[",;\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** With a byte order mark, or Excel reads accents wrongly. */
export const writeCsv = (rows: readonly (readonly string[])[]): string => `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`

/** Rows of cells. The separator is what the first line has most of: comma, semicolon or tab. Empty lines are left out. */
export function readCsv(text: string): { line: number; cells: string[] }[] {
  const source = text.replace(/^\uFEFF/, '')
  const first = /^[^\r\n]*/.exec(source)?.[0] ?? ''
  const separator = [',', ';', '\t'].map((one) => ({ one, count: first.split(one).length })).sort((a, b) => b.count - a.count)[0]?.one ?? ','
  const rows: { line: number; cells: string[] }[] = []
  let [cells, value, quoted, line, began]: [string[], string, boolean, number, number] = [[], '', false, 1, 1]
  const endCell = (): void => { cells.push(GUARDED.test(value) ? value.slice(1) : value); value = '' }
  const endRow = (): void => { endCell(); if (cells.some((one) => one.trim() !== '')) rows.push({ line: began, cells }); cells = []; began = line }
  for (let at = 0; at < source.length; at++) {
    const letter = source[at]!  // below the length
    if (letter === '\n') line++
    if (quoted) {
      if (letter !== '"') value += letter
      else if (source[at + 1] === '"') { value += '"'; at++ } else quoted = false
    } else if (letter === '"' && value === '') quoted = true
    else if (letter === separator) endCell()
    else if (letter === '\n') endRow()
    else if (letter !== '\r') value += letter
  }
  if (value !== '' || cells.length > 0) endRow()
  return rows
}
