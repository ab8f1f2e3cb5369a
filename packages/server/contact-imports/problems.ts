/** Rows that were not taken, as they stood in the file, with their reasons: on the page, and as a file that can be mended and sent again. */
import { Readable } from 'node:stream'
import type { ImportRowProblem } from '@recado/api'
import { csvRow, PROBLEM_COLUMNS, RecadoError, type RowProblem, shield } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Services } from '../services.js'
import { findOrThrow } from './contact-imports.js'
import type { ContactImportRow } from './rows.js'

interface Row { row_number: number; line: number; refused: boolean; cells: string[]; problems: RowProblem[] }
const BATCH = 1_000

export const problemsAfter = (tx: Tx, workspaceId: string, id: string, after: number, limit: number): Promise<Row[]> =>
  tx.query<Row>('select row_number, line, refused, cells, problems from contact_import_problem where workspace_id = $1 and contact_import_id = $2 and row_number > $3 order by row_number limit $4', [workspaceId, id, after, limit])

export const toRowProblem = (row: Row): ImportRowProblem => ({ row: row.row_number, line: row.line, refused: row.refused, cells: row.cells, problems: row.problems })

/** `phone_wrong (Phone): 12; nobody` */
function reasons(problems: readonly RowProblem[], headings: readonly string[]): string {
  return problems.map(({ column, code, value }) => `${code}${column === null ? '' : ` (${headings[column] || column + 1})`}${value ? `: ${value}` : ''}`).join('; ')
}

/** The file, one batch of rows after the other. Its own columns stand behind those of the original, under the same headings and delimiter. */
export async function problemFile(services: Services, workspaceId: string, id: string): Promise<{ name: string; stream: Readable }> {
  const row = await services.db.inWorkspace(workspaceId, (tx) => findOrThrow(tx, workspaceId, id))
  if (!row.found) throw new RecadoError('import_not_ready')
  return { name: `${row.name.replace(/\.[a-z0-9]{1,5}$/iu, '')}-errors.csv`, stream: Readable.from(piecesOf(services, workspaceId, row)) }
}

async function* piecesOf(services: Services, workspaceId: string, row: ContactImportRow): AsyncGenerator<string> {
  const found = row.found!
  const delimiter = (found.delimiter ?? ',') as ','
  const headings = found.columns.map(({ heading }) => heading)
  const named = row.mapping?.headings || found.format === 'vcard'
  const width = headings.length
  const line = (cells: readonly string[]): string => csvRow(cells.map(shield), delimiter)
  // The mark tells spreadsheets that this is UTF-8.
  yield `\uFEFF${line([...(named ? headings : headings.map((_heading, at) => String(at + 1))), ...PROBLEM_COLUMNS])}`
  for (let after = 0; ;) {
    const rows = await services.db.inWorkspace(workspaceId, (tx) => problemsAfter(tx, workspaceId, row.contact_import_id, after, BATCH))
    for (const each of rows) yield line([...Array.from({ length: width }, (_, at) => each.cells[at] ?? ''), String(each.line), reasons(each.problems, named ? headings : [])])
    if (rows.length < BATCH) return
    after = rows.at(-1)!.row_number // a full batch
  }
}
