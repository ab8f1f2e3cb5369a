import type { AttributeOption, AttributeRule, AttributeType } from '@recado/core'
import type { Tx } from '@recado/db'

/** A field of the company's own as it is stored. */
export interface DefinitionRow extends AttributeRule { id: string; description: string; position: number; archivedAt: number | null; createdAt: number }

interface Row { definition_id: string; key: string; name: string; description: string; type: AttributeType; options: AttributeOption[]; required: boolean; position: number; archived_at: number | null; created_at: number }

/** The definitions in their order, those put away too. */
export async function loadDefinitions(tx: Tx, workspaceId: string): Promise<DefinitionRow[]> {
  const rows = await tx.query<Row>('select definition_id, key, name, description, type, options, required, position, archived_at, created_at from attribute_definition where workspace_id = $1 order by position, definition_id', [workspaceId])
  return rows.map((row) => ({
    id: row.definition_id, key: row.key, name: row.name, description: row.description, type: row.type, options: row.options, required: row.required, position: row.position,
    archived: row.archived_at !== null, archivedAt: row.archived_at, createdAt: row.created_at,
  }))
}
