import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { may } from '../auth/permissions.js'
import { readAssignees } from '../assignment/assignees.js'
import { RecadoError } from '@recado/core'
import { type Assignment, assign } from '../conversations/assign.js'
import { readConversation } from '../conversations/read.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, idOf, IdParams } from '../http/schemas.js'
import { AssignBodySchema, type AssignRequest, AssigneesShape } from './assignment-shapes.js'
import { ChangedDetailShape } from './conversation-shapes.js'

const orNull = (id: string | null): string | null => (id === null ? null : idOf(id))

function assignmentOf({ userId, teamId, ifAssignee, keepFollowing }: AssignRequest): Assignment {
  return { ...(userId === undefined ? {} : { userId: orNull(userId) }), ...(teamId === undefined ? {} : { teamId: orNull(teamId) }), ...(ifAssignee === undefined ? {} : { ifAssignee: orNull(ifAssignee) }), ...(keepFollowing ? { keepFollowing } : {}) }
}

/** To whom a conversation goes by hand, and who could take it. */
export async function assignRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['assignment']

  api.get('/api/v1/conversations/:id/assignees', { ...need('conversations.work'), schema: { tags, summary: 'Who can be given it: whether she is there, what she carries, whom the inbox would choose', params: IdParams, response: answers({ 200: AssigneesShape }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    return services.db.inWorkspace(workspaceId, (tx) => readAssignees(tx, services, workspaceId, idOf(request.params.id)))
  })

  api.post('/api/v1/conversations/:id/assign', {
    ...need('conversations.work'), schema: {
      tags, summary: 'Give it to a colleague, a team or nobody', description: 'What is absent stays as it is. With `ifAssignee` (whom you saw in charge; null = nobody) it is given only if that still holds: of two who take it at once one gets it, the other is told by 409 `already_taken` who has it. `note` is written for colleagues in the same step; `keepFollowing` leaves the one before as a participant.',
      params: IdParams, body: AssignBodySchema, response: answers({ 200: ChangedDetailShape }),
    },
  }, async (request) => {
    const principal = principalOf(request)
    const id = idOf(request.params.id)
    const { note } = request.body
    if (note !== undefined && !may(principal, 'notes.write')) throw new RecadoError('not_permitted')
    const { changeId } = await assign(services, principal, id, assignmentOf(request.body), note === undefined ? undefined : { text: note })
    return { ...await readConversation(services, principal, id), changeId }
  })
}
