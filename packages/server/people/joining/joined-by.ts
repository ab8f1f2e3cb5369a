/** How each of a person's addresses came to her. */
import type { JoinedBy } from '@recado/api'
import type { Tx } from '@recado/db'
import type { Actor } from '../../auth/audit.js'
import { iso, isoOrNull } from '../../http/schemas.js'
import { actorNames, nameOfActor } from './actors.js'
import { endOf } from './link-ends.js'

interface Row { identity_id: string; merge_id: string; how: JoinedBy['how']; actor: Actor; at: number; code: string | null; issued_by: Actor | null; issued_at: number | null }

/** By identity; those that were always hers are missing. */
export async function joinedByOf(tx: Tx, workspaceId: string, contactIds: readonly string[]): Promise<Map<string, JoinedBy>> {
  if (contactIds.length === 0) return new Map()
  const rows = await tx.query<Row>(
    `select d.identity_id, m.merge_id, m.how, m.actor, m.at, l.code, l.issued_by, l.created_at as issued_at
     from identity d join contact_merge m on m.workspace_id = $1 and m.lost_id = d.origin_contact_id and m.undone_at is null
       left join link_code l on l.workspace_id = $1 and l.link_code_id = m.link_code_id
     where d.workspace_id = $1 and d.contact_id = any($2::uuid[]) and d.origin_contact_id is not null`, [workspaceId, contactIds])
  const names = await actorNames(tx, workspaceId, rows.flatMap((row) => [row.actor, ...(row.issued_by ? [row.issued_by] : [])]))
  return new Map(rows.map((row) => [row.identity_id, {
    how: row.how, by: nameOfActor(names, row.actor), at: iso(row.at), mergeId: row.merge_id,
    code: row.code && row.issued_by ? { end: endOf(row.code), issuedBy: nameOfActor(names, row.issued_by), issuedAt: isoOrNull(row.issued_at)! } : null, // the code was found with it
  }]))
}
