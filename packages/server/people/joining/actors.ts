import type { Tx } from '@recado/db'
import type { Actor } from '../../auth/audit.js'

/** Names of the colleagues and programs among these. */
export async function actorNames(tx: Tx, workspaceId: string, actors: readonly Actor[]): Promise<Map<string, string>> {
  const ids = (kind: 'user' | 'token'): string[] => [...new Set(actors.flatMap((actor) => (actor.kind === kind ? [actor.id] : [])))]
  const users = ids('user')
  const rows = users.length > 0 ? await tx.query<{ id: string; name: string }>('select u.user_id as id, u.name from member m join app_user u on u.user_id = m.user_id where m.workspace_id = $1 and m.user_id = any($2::uuid[])', [workspaceId, users]) : []
  return new Map(rows.map((row) => [row.id, row.name]))
}

/** Her name, null for what no colleague did. */
export const nameOfActor = (names: ReadonlyMap<string, string>, actor: Actor): string | null => (actor.kind === 'user' ? names.get(actor.id) ?? null : null)
