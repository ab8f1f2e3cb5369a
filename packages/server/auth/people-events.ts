import type { PeopleKind } from '@recado/api'
import type { Tx } from '@recado/db'
import { append } from '../ingest/others.js'

/** Tells whoever shows roles, teams, inboxes or invitations, and these members, that they have changed. In the transaction of the workspace that does it. */
export async function changedPeople(tx: Tx, what: readonly PeopleKind[], memberIds: readonly string[] = []): Promise<void> {
  await append(tx, [...what.map((one) => ({ type: 'people.changed', data: { what: one } })), ...memberIds.map((memberId) => ({ type: 'member.changed', data: { memberId } }))])
}

/** More rows have changed than are told one by one: open windows read anew. */
export const manyChanged = (tx: Tx): Promise<void> => append(tx, [{ type: 'conversations.moved' }])

/** Her conversations that are not done go back to nobody, each with its event: assignment takes it from there. */
export async function giveBack(tx: Tx, workspaceId: string, userId: string, byUserId: string | null): Promise<void> {
  const freed = await tx.query<{ conversation_id: string; team_id: string | null }>(`update conversation set assignee_id = null where workspace_id = $1 and assignee_id = $2 and status <> 'resolved' returning conversation_id, team_id`, [workspaceId, userId])
  await append(tx, freed.map(({ conversation_id: conversationId, team_id: teamId }) => ({ type: 'conversation.assigned', conversationId, data: { userId: null, teamId, byUserId, changeId: null, givenBack: true } })))
}

/** Whoever is taken off the workspace follows nothing any more, should she come back one day. */
export async function followNothing(tx: Tx, workspaceId: string, userId: string): Promise<void> {
  const left = await tx.query<{ conversation_id: string }>(
    `update conversation set participant_ids = array_remove(participant_ids, $2::uuid) where workspace_id = $1 and participant_ids <> '{}' and participant_ids @> array[$2::uuid] returning conversation_id`, [workspaceId, userId])
  await append(tx, left.map(({ conversation_id: conversationId }) => ({ type: 'conversation.changed', conversationId })))
}
