import type { Tx } from '@recado/db'
import { tellingValues } from './rows.js'
import type { Scope } from './scope.js'

/**
 * Lists that were taken in or given out and may hold her: finished exports end at once, whoever made them; rows that an import could not take in
 * go where they name her. Answers the paths of files to remove, below the data directory.
 */
export async function deleteOutside(tx: Tx, workspaceId: string, scope: Scope): Promise<string[]> {
  const copies = await tx.query<{ id: string }>('delete from person_copy where workspace_id = $1 and contact_id = any($2) returning person_copy_id as id', [workspaceId, scope.contactIds])
  const values = tellingValues(scope)
  for (const value of values) {
    await tx.ask(`delete from contact_import_problem where workspace_id = $1 and (strpos(array_to_string(cells, ' '), $2) > 0 or strpos(problems::text, $2) > 0)`, [workspaceId, value])
  }
  return copies.map(({ id }) => `copies/${workspaceId}/${id}.zip`)
}
