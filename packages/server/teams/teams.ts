/** Teams: who they are, and what becomes of their conversations when one goes. */
import type { Team } from '@recado/api'
import { RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import { iso } from '../http/schemas.js'

interface Row { team_id: string; name: string; member_ids: string[]; created_at: number }

const SELECT = `select t.team_id, t.name, t.created_at, array(select m.user_id::text from team_member m where m.workspace_id = t.workspace_id and m.team_id = t.team_id order by 1) as member_ids from team t where t.workspace_id = $1`

const toTeam = (row: Row): Team => ({ id: row.team_id, name: row.name, memberIds: row.member_ids, createdAt: iso(row.created_at) })

export async function listTeams(tx: Tx, workspaceId: string): Promise<Team[]> {
  return (await tx.query<Row>(`${SELECT} order by lower(t.name), t.team_id`, [workspaceId])).map(toTeam)
}

/** One team. Throws not_found. */
export async function readTeam(tx: Tx, workspaceId: string, teamId: string): Promise<Team> {
  const [row] = await tx.query<Row>(`${SELECT} and t.team_id = $2`, [workspaceId, teamId])
  if (!row) throw new RecadoError('not_found', { teamId })
  return toTeam(row)
}

/** Sets who is in it; throws not_found for somebody who does not work here. Returns those who came or went. */
export async function setTeamMembers(tx: Tx, workspaceId: string, teamId: string, memberIds: readonly string[]): Promise<string[]> {
  await demandMembers(tx, workspaceId, memberIds)
  const gone = await tx.query<{ user_id: string }>('delete from team_member where workspace_id = $1 and team_id = $2 and user_id <> all($3::uuid[]) returning user_id', [workspaceId, teamId, memberIds])
  const come = await tx.query<{ user_id: string }>('insert into team_member (workspace_id, team_id, user_id) select $1, $2, id from unnest($3::uuid[]) as id on conflict do nothing returning user_id', [workspaceId, teamId, memberIds])
  return [...gone, ...come].map((row) => row.user_id)
}

export async function demandMembers(tx: Tx, workspaceId: string, memberIds: readonly string[]): Promise<void> {
  const known = await tx.query('select 1 from member where workspace_id = $1 and user_id = any($2::uuid[])', [workspaceId, memberIds])
  if (known.length !== new Set(memberIds).size) throw new RecadoError('not_found')
}

/** A name that is taken, as the database found it. */
export const nameTaken = (error: unknown): never => { throw (error as { code?: string }).code === '23505' ? new RecadoError('already_exists', { field: 'name' }, { cause: error }) : error }
