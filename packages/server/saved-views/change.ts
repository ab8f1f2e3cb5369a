import type { SavedView, SaveView, ViewScope } from '@recado/api'
import { filterFaults, RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import type { Principal, Services } from '../services.js'
import { mayEdit, toView, visibleView, type ViewRow } from './read.js'

/** More than anybody finds again. */
const MOST_OWN = 100
const MOST_SHARED = 200

/** Throws invalid_request with every fault of the tree. */
export function demandFilter(tree: unknown): void {
  const faults = filterFaults(tree)
  if (faults.length > 0) throw new RecadoError('invalid_request', { fields: faults.map(({ path, message }) => ({ field: path ? `filter.${path}` : 'filter', message })) })
}

function demandEdit(principal: Principal, view: { scope: ViewScope; owner_id: string | null }): void {
  if (!mayEdit(principal, view)) throw new RecadoError('not_permitted', { permission: view.scope === 'private' ? 'views.own' : 'views.share' })
}

const owner = (principal: Principal): string | null => (principal.kind === 'user' ? principal.id : null)

/** The team of a view for a team; null for the others. Throws when none or an unknown one is named. */
async function teamOf(tx: Tx, workspaceId: string, scope: ViewScope, teamId: string | null): Promise<string | null> {
  if (scope !== 'team') return null
  const [team] = teamId ? await tx.query('select 1 from team where workspace_id = $1 and team_id = $2', [workspaceId, teamId]) : []
  if (!team) throw new RecadoError('invalid_request', { fields: [{ field: 'teamId', message: 'names a team of the workspace' }] })
  return teamId
}

async function told(tx: Tx, services: Services, principal: Principal, action: string, view: { view_id: string; scope: ViewScope }): Promise<void> {
  await append(tx, [{ type: 'views.changed', data: { viewId: view.view_id } }])
  // What somebody keeps for herself alone is nobody else's business.
  if (view.scope !== 'private') await audit(tx, services, principal.workspaceId, actorOf(principal), { action, subject: view.view_id, data: { scope: view.scope } })
}

/** Keeps a view. A shared one needs the permission for it. */
export async function addView(services: Services, principal: Principal, wish: SaveView): Promise<SavedView> {
  const { workspaceId } = principal
  const scope = wish.scope ?? 'private'
  demandEdit(principal, { scope, owner_id: owner(principal) })
  demandFilter(wish.filter)
  const id = newId()
  const now = new Date(services.clock.now(workspaceId)).toISOString()
  const view = await services.db.inWorkspace(workspaceId, async (tx) => {
    const [room] = await tx.query<{ n: number; last: number | null }>(`select count(*)::int as n, max(position) as last from saved_view where workspace_id = $1 and case when $2 = 'private' then scope = 'private' and owner_id = $3::uuid else scope <> 'private' end`, [workspaceId, scope, owner(principal)])
    const most = scope === 'private' ? MOST_OWN : MOST_SHARED
    if ((room?.n ?? 0) >= most) throw new RecadoError('invalid_request', { fields: [{ field: 'scope', message: `holds ${most} views already` }] })
    await tx.query(
      'insert into saved_view (workspace_id, view_id, name, icon, colour, filter, sort, columns, scope, owner_id, team_id, position, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)',
      [workspaceId, id, storable(wish.name).trim(), wish.icon ?? 'list', wish.colour ?? 'grey', JSON.stringify(storable(wish.filter)), wish.sort ?? 'newest', wish.columns ?? [], scope, owner(principal), await teamOf(tx, workspaceId, scope, wish.teamId ?? null), (room?.last ?? -1) + 1, now])
    await told(tx, services, principal, 'view.created', { view_id: id, scope })
    return toView(principal, (await visibleView(tx, principal, id))!) // inserted in this very transaction by who sees it
  })
  services.signals.committed(workspaceId)
  return view
}

/** One change of a view that she sees and may edit. */
async function change(services: Services, principal: Principal, id: string, make: (tx: Tx, row: ViewRow, now: string) => Promise<void>): Promise<void> {
  const { workspaceId } = principal
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const row = await visibleView(tx, principal, id)
    if (!row) throw new RecadoError('not_found', { viewId: id })
    demandEdit(principal, row)
    await make(tx, row, new Date(services.clock.now(workspaceId)).toISOString())
  })
  services.signals.committed(workspaceId)
}

/** Changes what is named. Sharing a private view gives it away: it then belongs to all who share views. */
export async function editView(services: Services, principal: Principal, id: string, wish: Partial<SaveView>): Promise<SavedView> {
  if (wish.filter !== undefined) demandFilter(wish.filter)
  await change(services, principal, id, async (tx, row, now) => {
    const scope = wish.scope ?? row.scope
    // Who takes a shared view back for herself becomes its owner.
    const ownerId = scope === 'private' && row.scope !== 'private' ? owner(principal) : row.owner_id
    demandEdit(principal, { scope, owner_id: ownerId })
    const teamId = await teamOf(tx, principal.workspaceId, scope, wish.teamId === undefined ? row.team_id : wish.teamId)
    await tx.query(
      `update saved_view set name = $3, icon = $4, colour = $5, filter = $6, sort = $7, columns = $8, scope = $9, owner_id = $10, team_id = $11, updated_at = $12 where workspace_id = $1 and view_id = $2`,
      [principal.workspaceId, id, wish.name === undefined ? row.name : storable(wish.name).trim(), wish.icon ?? row.icon, wish.colour ?? row.colour, JSON.stringify(storable(wish.filter ?? row.filter)), wish.sort ?? row.sort, wish.columns ?? row.columns, scope, ownerId, teamId, now])
    await told(tx, services, principal, 'view.changed', { view_id: id, scope: scope === 'private' ? row.scope : scope })
  })
  return services.db.inWorkspace(principal.workspaceId, async (tx) => {
    const row = await visibleView(tx, principal, id)
    if (!row) throw new RecadoError('not_found', { viewId: id })
    return toView(principal, row)
  })
}

export function removeView(services: Services, principal: Principal, id: string): Promise<void> {
  return change(services, principal, id, async (tx, row) => {
    await tx.query('delete from saved_view where workspace_id = $1 and view_id = $2', [principal.workspaceId, id])
    await told(tx, services, principal, 'view.removed', row)
  })
}

/** Puts views in the order of the ids. Those she may not change keep their places. */
export async function orderViews(services: Services, principal: Principal, ids: readonly string[]): Promise<void> {
  const { workspaceId } = principal
  await services.db.inWorkspace(workspaceId, async (tx) => {
    for (const [position, id] of ids.entries()) {
      const row = await visibleView(tx, principal, id)
      if (row && mayEdit(principal, row)) await tx.query('update saved_view set position = $3 where workspace_id = $1 and view_id = $2', [workspaceId, id, position])
    }
    await append(tx, [{ type: 'views.changed', data: {} }])
  })
  services.signals.committed(workspaceId)
}
