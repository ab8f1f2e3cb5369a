/** Who works on a thread: a colleague, a team, nobody. By hand; packages/server/assignment gives out by itself. */
import { RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import { may } from '../auth/permissions.js'
import { handToQueue } from '../assignment/hand-to-queue.js'
import type { Principal, Services } from '../services.js'
import { type Changed, changeIn, type Held, type Make, type Scene } from './change.js'
import { addNoteIn, type NoteBody } from './notes.js'

/** What is absent stays as it is. */
export interface Assignment {
  userId?: string | null
  teamId?: string | null
  /** Whom the asker saw in charge: somebody else by now, and nothing is changed. */
  ifAssignee?: string | null
  /** Whoever had it goes on following it. */
  keepFollowing?: boolean
}

/** To whom threads go. */
export type Receiver = Pick<Assignment, 'userId' | 'teamId'>

interface Place { id: string; name: string }

/** Somebody who works here and may work on conversations. Throws not_found for others, cannot_be_assigned for who may not. */
async function colleague(tx: Tx, workspaceId: string, userId: string): Promise<Place> {
  const [row] = await tx.query<{ name: string; role: NonNullable<Principal['role']>; permissions: string[] | null }>(
    'select u.name, m.role, r.permissions from member m join app_user u on u.user_id = m.user_id left join role r on r.workspace_id = m.workspace_id and r.role_id = m.role_id where m.workspace_id = $1 and m.user_id = $2 and m.disabled_at is null and u.disabled_at is null', [workspaceId, userId])
  if (!row) throw new RecadoError('not_found', { userId })
  if (!may({ kind: 'user', role: row.role, scopes: null, permissions: row.permissions }, 'conversations.work')) throw new RecadoError('cannot_be_assigned', { userId })
  return { id: userId, name: row.name }
}

async function teamOf(tx: Tx, workspaceId: string, teamId: string): Promise<Place> {
  const [row] = await tx.query<{ name: string }>('select name from team where workspace_id = $1 and team_id = $2', [workspaceId, teamId])
  if (!row) throw new RecadoError('not_found', { teamId })
  return { id: teamId, name: row.name }
}

/** Two took it at once, or somebody gave it away meanwhile: whoever comes second is told who has it. */
async function demandAsSeen({ tx, held }: Scene, ifAssignee: string | null): Promise<void> {
  const other = held.find((row) => row.before.assigneeId !== ifAssignee)
  if (!other) return
  const [row] = other.before.assigneeId ? await tx.query<{ name: string }>('select name from app_user where user_id = $1', [other.before.assigneeId]) : []
  throw new RecadoError('already_taken', { conversationId: other.id, taken: other.before.assigneeId ? { userId: other.before.assigneeId, name: row?.name ?? '' } : null })
}

/** Gives the held threads to a colleague, a team or nobody, with a line that says who did it. */
export function makeAssign({ userId, teamId, ifAssignee, keepFollowing }: Assignment): Make {
  return async (scene) => {
    const { tx, workspaceId, principal, held, now } = scene
    const [person, team] = [userId ? await colleague(tx, workspaceId, userId) : null, teamId ? await teamOf(tx, workspaceId, teamId) : null]
    // To her own self again is no race that she lost.
    if (ifAssignee !== undefined && !held.every((row) => userId !== undefined && row.before.assigneeId === userId)) await demandAsSeen(scene, ifAssignee)
    const moved = userId === undefined ? [] : held.filter((row) => row.before.assigneeId !== userId)
    const shifted = teamId === undefined ? [] : held.filter((row) => row.before.teamId !== teamId)
    const due = held.filter((row) => moved.includes(row) || shifted.includes(row))
    if (due.length === 0) return {}
    await tx.query(
      `update conversation c set assignee_id = case when $3 then $4::uuid else assignee_id end, assigned_at = case when not $3 or assignee_id is not distinct from $4::uuid then assigned_at when $4::uuid is null then null else $7::timestamptz end,
         team_id = case when $5 then $6::uuid else team_id end,
         participant_ids = case when $8 and assignee_id is not null and assignee_id is distinct from $4::uuid and not assignee_id = any(participant_ids) then participant_ids || assignee_id else participant_ids end
       where workspace_id = $1 and conversation_id = any($2::uuid[])`,
      [workspaceId, due.map((row) => row.id), userId !== undefined, userId ?? null, teamId !== undefined, teamId ?? null, now, keepFollowing === true && userId !== undefined])
    if (team && userId === null) await handToQueue(tx, workspaceId, due.map((row) => row.id), now)
    const byUserId = principal.kind === 'user' ? principal.id : null
    const of = (row: Held) => ({ userId: userId === undefined ? row.before.assigneeId : userId, teamId: teamId === undefined ? row.before.teamId : teamId, byUserId })
    const line = person ? { event: 'assigned', data: { by: principal.name, name: person.name } } : team ? { event: 'assigned_team', data: { by: principal.name, name: team.name } } : { event: 'unassigned', data: { by: principal.name, name: null } }
    return { lines: new Map(due.map((row) => [row.id, line])), facts: new Map(due.map((row) => [row.id, { type: 'conversation.assigned', data: of(row) }])) }
  }
}

/** One thread, with a note for whoever gets it: both or neither. */
export async function assign(services: Services, principal: Principal, conversationId: string, assignment: Assignment, note?: NoteBody): Promise<Changed> {
  const done = await services.db.inWorkspace(principal.workspaceId, async (tx) => {
    const made = await changeIn(tx, services, principal, [conversationId], [makeAssign(assignment)])
    const [failed] = made.skipped
    if (failed) throw new RecadoError(failed.code, { conversationId })
    if (note) await addNoteIn(tx, services, principal, conversationId, note)
    return made
  })
  services.signals.committed(principal.workspaceId)
  return done
}
