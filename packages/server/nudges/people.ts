import type { Tx } from '@recado/db'
import { whoWorks } from '../assignment/agents.js'
import type { Services } from '../services.js'
import type { Candidate } from './due.js'
import type { Kept } from './kept.js'

/** Supervisors; where there are none, those who run the workspace. */
async function leads(tx: Tx, workspaceId: string): Promise<string[]> {
  const rows = await tx.query<{ user_id: string; role: string }>(`select m.user_id, m.role from member m join app_user u on u.user_id = m.user_id where m.workspace_id = $1 and m.role in ('owner', 'admin', 'supervisor') and m.disabled_at is null and u.disabled_at is null`, [workspaceId])
  const supervisors = rows.filter((row) => row.role === 'supervisor')
  return (supervisors.length > 0 ? supervisors : rows).map((row) => row.user_id)
}

/** Who hears of it: nobody who could not open the conversation, and of a team or inbox those who are there, if anybody is. */
export async function whoIsTold(tx: Tx, services: Services, workspaceId: string, step: Pick<Kept, 'tell' | 'tellIds'>, row: Candidate): Promise<string[]> {
  if (step.tell === 'nobody') return []
  if (step.tell === 'leads') return leads(tx, workspaceId)
  const people = (await whoWorks(tx, services, workspaceId, services.clock.now(workspaceId), false)).filter((one) =>
    one.userId === row.assignee_id || one.reach === 'all' || (one.reach === 'inboxes' && one.inboxIds.includes(row.inbox_id)) || (row.team_id !== null && one.teamIds.includes(row.team_id)))
  if (step.tell === 'some') return people.filter((one) => step.tellIds.includes(one.userId) || one.teamIds.some((id) => step.tellIds.includes(id))).map((one) => one.userId)
  if (row.assignee_id !== null && people.some((one) => one.userId === row.assignee_id)) return [row.assignee_id]
  const own = people.filter((one) => (row.team_id === null ? one.inboxIds.includes(row.inbox_id) : one.teamIds.includes(row.team_id)))
  const here = own.filter((one) => one.availability !== 'offline')
  return (here.length > 0 ? here : own).map((one) => one.userId)
}
