import type { Member, Role } from '@recado/api'
import { RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import { iso, isoOrNull } from '../http/schemas.js'
import type { Principal } from '../services.js'
import type { Grant } from './grants.js'

interface Row { user_id: string; name: string; email: string; role: Role; role_id: string | null; active: boolean; team_ids: string[]; inbox_ids: string[]; last_seen_at: number | null; created_at: number }

const COLUMNS = `m.user_id, u.name, u.email, m.role, m.role_id, m.disabled_at is null and u.disabled_at is null as active, m.created_at, (select max(s.seen_at) from session s where s.user_id = m.user_id) as last_seen_at,
  array(select t.team_id::text from team_member t where t.workspace_id = m.workspace_id and t.user_id = m.user_id order by 1) as team_ids,
  array(select i.inbox_id::text from inbox_member i where i.workspace_id = m.workspace_id and i.user_id = m.user_id order by 1) as inbox_ids`

export const toMember = (row: Row): Member => ({
  id: row.user_id, name: row.name, email: row.email, role: row.role, roleId: row.role_id, active: row.active, teamIds: row.team_ids, inboxIds: row.inbox_ids, lastSeenAt: isoOrNull(row.last_seen_at), createdAt: iso(row.created_at),
})

/** Members of a workspace in the order of their ids; as recado_system. */
export function listMembers(tx: Tx, workspaceId: string, after: string | null, limit: number): Promise<Row[]> {
  return tx.query<Row>(`select ${COLUMNS} from member m join app_user u on u.user_id = m.user_id where m.workspace_id = $1 and ($2::uuid is null or m.user_id > $2) order by m.user_id limit $3`, [workspaceId, after, limit])
}

export async function readMember(tx: Tx, workspaceId: string, userId: string): Promise<Member | null> {
  const [row] = await tx.query<Row>(`select ${COLUMNS} from member m join app_user u on u.user_id = m.user_id where m.workspace_id = $1 and m.user_id = $2`, [workspaceId, userId])
  return row ? toMember(row) : null
}

/** The member to be changed, with the workspace's owners locked: two owners cannot take each other's place at once. */
export async function lockMember(tx: Tx, workspaceId: string, userId: string): Promise<Grant & { isLastOwner: boolean }> {
  const owners = await tx.query<{ user_id: string; disabled_at: number | null }>(`select user_id, disabled_at from member where workspace_id = $1 and role = 'owner' order by user_id for update`, [workspaceId])
  const [member] = await tx.query<{ role: Role; role_id: string | null; permissions: string[] | null; reach: Grant['reach'] }>(
    'select m.role, m.role_id, r.permissions, r.reach from member m left join role r on r.workspace_id = m.workspace_id and r.role_id = m.role_id where m.workspace_id = $1 and m.user_id = $2 for update of m', [workspaceId, userId])
  if (!member) throw new RecadoError('not_found')
  const active = owners.filter((owner) => owner.disabled_at === null)
  return { role: member.role, roleId: member.role_id, permissions: member.permissions, reach: member.reach, isLastOwner: active.length === 1 && active[0]!.user_id === userId }
}

/** Puts somebody into these teams and inboxes and no others. What is undefined stays. */
export async function setPlaces(tx: Tx, workspaceId: string, userId: string, { teamIds, inboxIds }: { teamIds?: readonly string[] | undefined; inboxIds?: readonly string[] | undefined }): Promise<void> {
  for (const [table, column, ids] of [['team_member', 'team_id', teamIds], ['inbox_member', 'inbox_id', inboxIds]] as const) {
    if (!ids) continue
    await tx.query(`delete from ${table} where workspace_id = $1 and user_id = $2 and ${column} <> all($3::uuid[])`, [workspaceId, userId, ids])
    await tx.query(`insert into ${table} (workspace_id, ${column}, user_id) select $1, id, $2 from unnest($3::uuid[]) as id on conflict do nothing`, [workspaceId, userId, ids])
  }
}

/** A new password opens every workspace she belongs to, so whoever sets it must stand at least as high in each of them. */
export async function demandPasswordRank(tx: Tx, principal: Principal, userId: string): Promise<void> {
  const rows = await tx.query<{ hers: Role; mine: Role | null }>(
    `select m.role as hers, o.role as mine from member m left join member o on o.workspace_id = m.workspace_id and o.user_id = $2 and o.disabled_at is null where m.user_id = $1 and m.workspace_id <> $3 and m.disabled_at is null`,
    [userId, principal.kind === 'user' ? principal.id : null, principal.workspaceId])
  for (const { hers, mine } of rows) if (mine !== 'owner' && (mine !== 'admin' || hers === 'owner')) throw new RecadoError('not_permitted')
}
