import type { Tx } from '@recado/db'
import { tellingValues } from './rows.js'
import type { Scope } from './scope.js'

/**
 * Lists that were taken in or given out and may hold her: finished exports and copies end at once, one that is being written is cancelled, and what an import
 * kept of its file - samples, rows it could not take in - goes where it names her. Answers the paths of files to remove, below the data directory.
 */
export async function deleteOutside(tx: Tx, workspaceId: string, scope: Scope): Promise<string[]> {
  const copies = await tx.query<{ id: string }>('delete from person_copy where workspace_id = $1 and contact_id = any($2) returning person_copy_id as id', [workspaceId, scope.contactIds])
  const exports = await tx.query<{ id: string }>(`update list_export set state = case state when 'ready' then 'expired' else 'cancelled' end where workspace_id = $1 and state in ('ready', 'running') and kind <> 'suppression' returning list_export_id as id`, [workspaceId])
  for (const value of tellingValues(scope)) {
    await tx.ask(`delete from contact_import_problem where workspace_id = $1 and (strpos(array_to_string(cells, ' '), $2) > 0 or strpos(problems::text, $2) > 0)`, [workspaceId, value])
    await tx.ask(`update contact_import set found = null where workspace_id = $1 and state in ('done', 'failed', 'cancelled') and strpos(found::text, $2) > 0`, [workspaceId, value])
  }
  return [...copies.map(({ id }) => `copies/${workspaceId}/${id}.zip`), ...exports.map(({ id }) => `exports/${workspaceId}/${id}`)]
}
