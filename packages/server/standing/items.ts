import { newId, type Tx } from '@recado/db'

export interface Item { kind: string; subject: string; severity: 'info' | 'warning' | 'critical'; data: Record<string, unknown> }

/** Writes an item down, or what has changed in it; the same again is no news. Returns whether it was. */
export async function openItem(tx: Tx, workspaceId: string, { kind, subject, severity, data }: Item, now: string): Promise<boolean> {
  const rows = await tx.query(
    `insert into health_item as h (workspace_id, health_item_id, kind, subject, severity, data, first_at, last_at) values ($1, $2, $3, $4, $5, $6, $7, $7)
     on conflict (workspace_id, kind, subject) where resolved_at is null do update set last_at = excluded.last_at, data = excluded.data, severity = excluded.severity
     where (h.severity, h.data) is distinct from (excluded.severity, excluded.data) returning 1`, [workspaceId, newId(), kind, subject, severity, JSON.stringify(data), now])
  return rows.length > 0
}

/** Ends the items of these kinds. Returns whether there were any. */
export async function closeItems(tx: Tx, workspaceId: string, kinds: readonly string[], subject: string, now: string): Promise<boolean> {
  if (kinds.length === 0) return false
  const rows = await tx.query('update health_item set resolved_at = $4 where workspace_id = $1 and kind = any($2) and subject = $3 and resolved_at is null returning 1', [workspaceId, kinds, subject, now])
  return rows.length > 0
}
