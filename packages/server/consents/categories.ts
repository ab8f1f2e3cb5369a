import type { Tx } from '@recado/db'

/** A topic of the company: what a person says yes or no to. Names and descriptions per language. */
export interface Category { id: string; key: string; names: Record<string, string>; descriptions: Record<string, string>; position: number; archivedAt: number | null }
interface Row { category_id: string; key: string; names: Record<string, string>; descriptions: Record<string, string>; position: number; archived_at: number | null }

/** Every topic in the company's own order, those put away last. */
export async function categoriesOf(tx: Tx, workspaceId: string): Promise<Category[]> {
  const rows = await tx.query<Row>('select category_id, key, names, descriptions, position, archived_at from consent_category where workspace_id = $1 order by archived_at is not null, position, key', [workspaceId])
  return rows.map((row) => ({ id: row.category_id, key: row.key, names: row.names, descriptions: row.descriptions, position: row.position, archivedAt: row.archived_at }))
}

/** The topic of this key, also one put away: what was said about it stays true. */
export async function categoryByKey(tx: Tx, workspaceId: string, key: string): Promise<Category | null> {
  const [row] = await tx.query<Row>('select category_id, key, names, descriptions, position, archived_at from consent_category where workspace_id = $1 and key = $2', [workspaceId, key])
  return row ? { id: row.category_id, key: row.key, names: row.names, descriptions: row.descriptions, position: row.position, archivedAt: row.archived_at } : null
}
