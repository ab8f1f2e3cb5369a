import type { ContactFileFound, ContactImport, ContactImportPurpose, ContactImportState, ImportCounts } from '@recado/api'
import type { ColumnUse, ContactMapping } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Actor } from '../auth/audit.js'
import { iso, isoOrNull } from '../http/schemas.js'

/** Decided when it starts, so that every batch and every node does the same. */
export interface ImportPlan {
  /** What whoever started it may make. */
  may: { fields: boolean; labels: boolean }
  /** Columns as they are read: new fields have become fields. Null until the background has made them. */
  columns: ColumnUse[] | null
  wordingId: string | null
  /** Topic key -> id. */
  topics: Record<string, string>
}

export interface ContactImportRow extends Counts {
  contact_import_id: string; purpose: ContactImportPurpose; name: string; bytes: number; received: number; state: ContactImportState; error: string | null
  found: (ContactFileFound & { suggested?: ColumnUse[] }) | null; mapping: ContactMapping | null; plan: ImportPlan | null; checked: ImportCounts | null; position: number; total: number
  created_by: Actor; created_at: number; started_at: number | null; finished_at: number | null
}
interface Counts { created: number; changed: number; unchanged: number; refused: number; consents: number; problem_count: number }

const COLUMNS = 'contact_import_id, purpose, name, bytes, received, state, error, found, mapping, plan, checked, position, total, created, changed, unchanged, refused, consents, problem_count, created_by, created_at, started_at, finished_at'

export async function findContactImport(tx: Tx, workspaceId: string, id: string, lock = false): Promise<ContactImportRow | null> {
  const [row] = await tx.query<ContactImportRow>(`select ${COLUMNS} from contact_import where workspace_id = $1 and contact_import_id = $2${lock ? ' for update' : ''}`, [workspaceId, id])
  return row ?? null
}

export const listContactImports = (tx: Tx, workspaceId: string, before: string | null, limit: number): Promise<ContactImportRow[]> =>
  tx.query<ContactImportRow>(`select ${COLUMNS} from contact_import where workspace_id = $1 and ($2::uuid is null or contact_import_id < $2) order by contact_import_id desc limit $3`, [workspaceId, before, limit])

export function toContactImport(row: ContactImportRow): ContactImport {
  const { suggested, ...found } = row.found ?? { suggested: undefined }
  return {
    id: row.contact_import_id, purpose: row.purpose, name: row.name, bytes: Number(row.bytes), received: Number(row.received), state: row.state, ...(row.error ? { error: row.error } : {}),
    found: row.found ? found as ContactFileFound : null, // without what was split off
    mapping: row.mapping, suggested: suggested ?? null, position: row.position, total: row.total, checked: row.checked,
    created: row.created, changed: row.changed, unchanged: row.unchanged, refused: row.refused, consents: row.consents, problemCount: row.problem_count,
    createdAt: iso(row.created_at), startedAt: isoOrNull(row.started_at), finishedAt: isoOrNull(row.finished_at),
  }
}
