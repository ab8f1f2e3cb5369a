/** Whose a saved reply or a macro is, and who may see and change it: her own, a team's, everybody's. */
import type { ReplyScope } from '@recado/api'
import { RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import { may } from '../auth/permissions.js'
import type { Principal } from '../services.js'

export interface CircleRow { owner_id: string | null; team_id: string | null }
export interface CircleWish { scope?: ReplyScope | undefined; teamId?: string | null | undefined }

export const scopeOf = ({ owner_id, team_id }: CircleRow): ReplyScope => (owner_id ? 'mine' : team_id ? 'team' : 'all')

/** The condition on rows called `r`: hers, her teams' and everybody's. Who shares for the company looks after every team's; programs have none of their own. $1 is the workspace. */
export function visibleSql(principal: Principal, add: (value: unknown) => string): string {
  if (principal.kind === 'token') return 'r.owner_id is null'
  const me = add(principal.id)
  const teams = may(principal, 'saved_replies.share') ? 'true' : `(r.team_id is null or exists (select from team_member tm where tm.workspace_id = $1 and tm.team_id = r.team_id and tm.user_id = ${me}::uuid))`
  return `(r.owner_id = ${me}::uuid or (r.owner_id is null and ${teams}))`
}

/** Her own she changes herself; what others use too, only who may share. */
export function demandChange(principal: Principal, row: CircleRow): void {
  if (row.owner_id !== null && row.owner_id === principal.id) return
  if (row.owner_id !== null || !may(principal, 'saved_replies.share')) throw new RecadoError('not_permitted')
}

/** Where something new, or something moved, belongs. Without a word it is everybody's where she may share, else her own. */
export async function circleFor(tx: Tx, principal: Principal, { scope, teamId }: CircleWish): Promise<CircleRow> {
  const wanted = scope ?? (teamId ? 'team' : may(principal, 'saved_replies.share') ? 'all' : 'mine')
  const invalid = (field: string, message: string): RecadoError => new RecadoError('invalid_request', { fields: [{ field, message }] })
  if (wanted === 'mine') {
    if (principal.kind !== 'user') throw invalid('scope', 'is not mine for a program')
    return { owner_id: principal.id, team_id: null }
  }
  if (!may(principal, 'saved_replies.share')) throw new RecadoError('not_permitted')
  if (wanted === 'all') return { owner_id: null, team_id: null }
  const [team] = teamId ? await tx.query('select 1 from team where workspace_id = $1 and team_id = $2', [principal.workspaceId, teamId]) : []
  if (!team) throw invalid('teamId', 'names no team')
  return { owner_id: null, team_id: teamId! } // found by it
}
