import type { ExportFormat, ExportKind, ExportState, ListExport } from '@recado/api'
import type { Tx } from '@recado/db'
import type { Actor } from '../auth/audit.js'
import { iso, isoOrNull } from '../http/schemas.js'
import type { Principal } from '../services.js'

export interface ExportRow {
  list_export_id: string; kind: ExportKind; format: ExportFormat; query: Record<string, unknown>; seen_by: Principal; language: string; state: ExportState; error: string | null; position: number; total: number | null; bytes: number
  created_by: Actor; created_at: number; finished_at: number | null; expires_at: number | null
}

const COLUMNS = 'list_export_id, kind, format, query, seen_by, language, state, error, position, total, bytes, created_by, created_at, finished_at, expires_at'

export async function findExport(tx: Tx, workspaceId: string, id: string): Promise<ExportRow | null> {
  const [row] = await tx.query<ExportRow>(`select ${COLUMNS} from list_export where workspace_id = $1 and list_export_id = $2`, [workspaceId, id])
  return row ?? null
}

/** `ownerId` null: everybody's. */
export const listExports = (tx: Tx, workspaceId: string, ownerId: string | null, before: string | null, limit: number): Promise<ExportRow[]> => tx.query<ExportRow>(
  `select ${COLUMNS} from list_export where workspace_id = $1 and ($2::text is null or created_by ->> 'id' = $2) and ($3::uuid is null or list_export_id < $3) order by list_export_id desc limit $4`, [workspaceId, ownerId, before, limit])

export const toExport = (row: ExportRow): ListExport => ({
  id: row.list_export_id, kind: row.kind, format: row.format, query: row.query, state: row.state, ...(row.error ? { error: row.error } : {}), position: row.position, total: row.total, bytes: Number(row.bytes),
  url: row.state === 'ready' ? `/api/v1/exports/${row.list_export_id}/file` : null, createdAt: iso(row.created_at), finishedAt: isoOrNull(row.finished_at), expiresAt: isoOrNull(row.expires_at),
})
