/** Nobody gives more than she has: who may hand out a role, and put somebody where. */
import type { Reach, Role } from '@recado/api'
import { RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Principal } from '../services.js'
import { actsAsOwner, permissionsOf, reachOfRole } from './permissions.js'

/** A role with what a custom one says itself. */
export interface Grant { role: Role; roleId: string | null; permissions: string[] | null; reach: Reach | null }

const WIDTH: Readonly<Record<Reach, number>> = { own: 0, inboxes: 1, all: 2 }

/** The role by its word and, for a custom one, its id; as recado_system or of the workspace. Throws not_found for a role that is not there. */
export async function readGrant(tx: Tx, workspaceId: string, role: Role, roleId: string | null | undefined): Promise<Grant> {
  if (role !== 'custom') return { role, roleId: null, permissions: null, reach: null }
  const [row] = roleId ? await tx.query<{ permissions: string[]; reach: Reach }>('select permissions, reach from role where workspace_id = $1 and role_id = $2 for key share', [workspaceId, roleId]) : []
  if (!row || !roleId) throw new RecadoError('not_found', { roleId: roleId ?? null })
  return { role, roleId, permissions: row.permissions, reach: row.reach }
}

/** Owners are made by owners only; everybody else gives what lies within her own rights and reach. A token with `members` stands for an admin here. */
export function mayGrant(principal: Principal, { role, permissions, reach }: Pick<Grant, 'role' | 'permissions' | 'reach'>): boolean {
  if (actsAsOwner(principal)) return true
  if (role === 'owner') return false
  if (principal.kind === 'token' || !principal.role) return principal.kind === 'token'
  const hers = new Set(permissionsOf(principal.role, principal.permissions))
  return WIDTH[reach ?? reachOfRole(role)] <= WIDTH[principal.reach.kind] && permissionsOf(role, permissions).every((permission) => hers.has(permission))
}

export function demandGrant(principal: Principal, ...grants: (Pick<Grant, 'role' | 'permissions' | 'reach'> | null)[]): void {
  for (const grant of grants) if (grant && !mayGrant(principal, grant)) throw new RecadoError('not_permitted')
}

/** Whoever does not see everything puts people only into teams and inboxes that are hers: else she could widen her own reach. */
export async function demandPlaces(tx: Tx, principal: Principal, places: { teamIds?: readonly string[] | undefined; inboxIds?: readonly string[] | undefined }): Promise<void> {
  const { workspaceId, id, reach } = principal
  const within = async (ids: readonly string[] | undefined, sql: string, hers: () => Promise<readonly string[]>): Promise<void> => {
    if (!ids || ids.length === 0) return
    const known = new Set((await tx.query<{ id: string }>(sql, [workspaceId, ids])).map((row) => row.id))
    for (const one of ids) if (!known.has(one)) throw new RecadoError('not_found', { id: one })
    if (reach.kind === 'all') return
    const own = new Set(await hers())
    for (const one of ids) if (!own.has(one)) throw new RecadoError('not_permitted')
  }
  await within(places.teamIds, 'select team_id as id from team where workspace_id = $1 and team_id = any($2::uuid[])', async () =>
    (await tx.query<{ team_id: string }>('select team_id from team_member where workspace_id = $1 and user_id = $2', [workspaceId, id])).map((row) => row.team_id))
  await within(places.inboxIds, 'select inbox_id as id from inbox where workspace_id = $1 and inbox_id = any($2::uuid[])', async () => (reach.kind === 'inboxes' ? reach.inboxIds : []))
}
