import type { SavedView, ViewColour, ViewColumn, ViewIcon, ViewScope, Sort } from '@recado/api'
import type { Filter } from '@recado/core'
import type { Tx } from '@recado/db'
import { may } from '../auth/permissions.js'
import type { SavedQuestion } from '../conversations/read-filter.js'
import { iso } from '../http/schemas.js'
import { UUID } from '../ingest/plan.js'
import type { Principal } from '../services.js'

export interface ViewRow {
  view_id: string; name: string; icon: ViewIcon; colour: ViewColour; filter: Filter; sort: Sort; columns: ViewColumn[]; scope: ViewScope
  owner_id: string | null; owner_name: string | null; team_id: string | null; team_name: string | null; position: number; updated_at: number
}

const COLUMNS = `v.view_id, v.name, v.icon, v.colour, v.filter, v.sort, v.columns, v.scope, v.owner_id, (select u.name from app_user u where u.user_id = v.owner_id) as owner_name,
  v.team_id, (select t.name from team t where t.workspace_id = v.workspace_id and t.team_id = v.team_id) as team_name, v.position, v.updated_at`
// $2 who asks, $3 whether she looks after everybody's views. A private view is its owner's alone, whoever asks.
const VISIBLE = `(v.scope = 'all' or v.scope = 'private' and v.owner_id = $2::uuid
  or v.scope = 'team' and ($3 or exists (select from team_member m where m.workspace_id = v.workspace_id and m.team_id = v.team_id and m.user_id = $2::uuid)))`

const asks = (principal: Principal): [string, string, boolean] => [principal.workspaceId, principal.id, may(principal, 'views.share')]

/** Those somebody sees, in the order of their places: her own, her teams', everybody's. */
export function visibleViews(tx: Tx, principal: Principal): Promise<ViewRow[]> {
  return tx.query<ViewRow>(`select ${COLUMNS} from saved_view v where v.workspace_id = $1 and ${VISIBLE} order by array_position(array['private', 'team', 'all'], v.scope), v.position, lower(v.name), v.view_id`, asks(principal))
}

/** One of them; null when it is not there for her. */
export async function visibleView(tx: Tx, principal: Principal, viewId: string): Promise<ViewRow | null> {
  const [row] = await tx.query<ViewRow>(`select ${COLUMNS} from saved_view v where v.workspace_id = $1 and v.view_id = $4 and ${VISIBLE}`, [...asks(principal), viewId])
  return row ?? null
}

/** What a list asks for whose view is an id; null for the standard ones, and for a view that is not there. */
export async function savedQuestion(tx: Tx, principal: Principal, view: string | undefined): Promise<SavedQuestion | null> {
  if (!view || !UUID.test(view)) return null
  const row = await visibleView(tx, principal, view)
  return row && { filter: row.filter, sort: row.sort }
}

/** Whether somebody may change a view of this kind: her own private one, or a shared one with the permission for it. */
export function mayEdit(principal: Principal, view: { scope: ViewScope; owner_id: string | null }): boolean {
  return view.scope === 'private' ? may(principal, 'views.own') && view.owner_id === principal.id : may(principal, 'views.share')
}

/** A view as the API says it. */
export function toView(principal: Principal, row: ViewRow): SavedView {
  return {
    id: row.view_id, name: row.name, icon: row.icon, colour: row.colour, filter: row.filter, sort: row.sort, columns: row.columns, scope: row.scope,
    team: row.team_id ? { id: row.team_id, name: row.team_name ?? '' } : null, owner: row.owner_id ? { id: row.owner_id, name: row.owner_name ?? '' } : null,
    position: row.position, editable: mayEdit(principal, row), updatedAt: iso(row.updated_at),
  }
}
