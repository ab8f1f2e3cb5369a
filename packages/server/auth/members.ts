import type { Member, Role } from '@recado/api'
import { RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import { iso, isoOrNull } from '../http/schemas.js'
import type { Principal } from '../services.js'
import { actsAsOwner } from './permissions.js'

interface Row { user_id: string; name: string; email: string; role: Role; active: boolean; last_seen_at: number | null; created_at: number }

const COLUMNS = `m.user_id, u.name, u.email, m.role, m.disabled_at is null and u.disabled_at is null as active, m.created_at, (select max(s.seen_at) from session s where s.user_id = m.user_id) as last_seen_at`

export const toMember = (row: Row): Member => ({ id: row.user_id, name: row.name, email: row.email, role: row.role, active: row.active, lastSeenAt: isoOrNull(row.last_seen_at), createdAt: iso(row.created_at) })

/** Members of a workspace in the order of their ids; as recado_system. */
export function listMembers(tx: Tx, workspaceId: string, after: string | null, limit: number): Promise<Row[]> {
  return tx.query<Row>(`select ${COLUMNS} from member m join app_user u on u.user_id = m.user_id where m.workspace_id = $1 and ($2::uuid is null or m.user_id > $2) order by m.user_id limit $3`, [workspaceId, after, limit])
}

export async function readMember(tx: Tx, workspaceId: string, userId: string): Promise<Member | null> {
  const [row] = await tx.query<Row>(`select ${COLUMNS} from member m join app_user u on u.user_id = m.user_id where m.workspace_id = $1 and m.user_id = $2`, [workspaceId, userId])
  return row ? toMember(row) : null
}

/** The member to be changed, with the workspace's owners locked: two owners cannot take each other's place at once. */
export async function lockMember(tx: Tx, workspaceId: string, userId: string): Promise<{ role: Role; isLastOwner: boolean }> {
  const owners = await tx.query<{ user_id: string; disabled_at: number | null }>(`select user_id, disabled_at from member where workspace_id = $1 and role = 'owner' order by user_id for update`, [workspaceId])
  const [member] = await tx.query<{ role: Role }>('select role from member where workspace_id = $1 and user_id = $2 for update', [workspaceId, userId])
  if (!member) throw new RecadoError('not_found')
  const active = owners.filter((owner) => owner.disabled_at === null)
  return { role: member.role, isLastOwner: active.length === 1 && active[0]!.user_id === userId }
}

/** Owners are made, changed and taken off by owners only. */
export function demandRank(principal: Principal, ...roles: (Role | undefined)[]): void {
  if (roles.includes('owner') && !actsAsOwner(principal)) throw new RecadoError('not_permitted')
}

/** A new password opens every workspace she belongs to, so whoever sets it must stand at least as high in each of them. */
export async function demandPasswordRank(tx: Tx, principal: Principal, userId: string): Promise<void> {
  const rows = await tx.query<{ hers: Role; mine: Role | null }>(
    `select m.role as hers, o.role as mine from member m left join member o on o.workspace_id = m.workspace_id and o.user_id = $2 and o.disabled_at is null where m.user_id = $1 and m.workspace_id <> $3 and m.disabled_at is null`,
    [userId, principal.kind === 'user' ? principal.id : null, principal.workspaceId])
  for (const { hers, mine } of rows) if (mine !== 'owner' && (mine !== 'admin' || hers === 'owner')) throw new RecadoError('not_permitted')
}
