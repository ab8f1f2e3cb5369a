import { RecadoError } from '@recado/core'
import type { Principal, Services } from '../services.js'
import { type Changed, changeOne, type Make } from './change.js'

/** To a member, to nobody (null), with a line that says who did it. Throws not_found for somebody who does not work here. */
export function makeAssign(userId: string | null): Make {
  return async ({ tx, workspaceId, principal, held }) => {
    let name: string | null = null
    if (userId) {
      const [member] = await tx.query<{ name: string }>('select u.name from member m join app_user u on u.user_id = m.user_id where m.workspace_id = $1 and m.user_id = $2 and m.disabled_at is null', [workspaceId, userId])
      if (!member) throw new RecadoError('not_found', { userId })
      name = member.name
    }
    const due = held.filter((row) => row.before.assigneeId !== userId)
    if (due.length > 0) await tx.query('update conversation set assignee_id = $3 where workspace_id = $1 and conversation_id = any($2::uuid[])', [workspaceId, due.map((row) => row.id), userId])
    return { lines: new Map(due.map((row) => [row.id, { event: userId ? 'assigned' : 'unassigned', data: { by: principal.name, name } }])) }
  }
}

export const assign = (services: Services, principal: Principal, conversationId: string, userId: string | null): Promise<Changed> => changeOne(services, principal, conversationId, makeAssign(userId))
