import { RecadoError } from '@recado/core'
import type { Principal, Services } from '../services.js'
import { change } from './change.js'

/** To a member, to nobody (null), with a line that says who did it. Throws not_found for somebody who does not work here. */
export function assign(services: Services, principal: Principal, conversationId: string, userId: string | null): Promise<void> {
  return change(services, principal, conversationId, async (tx) => {
    let name: string | null = null
    if (userId) {
      const [member] = await tx.query<{ name: string }>('select u.name from member m join app_user u on u.user_id = m.user_id where m.workspace_id = $1 and m.user_id = $2 and m.disabled_at is null', [principal.workspaceId, userId])
      if (!member) throw new RecadoError('not_found', { userId })
      name = member.name
    }
    const rows = await tx.query('update conversation set assignee_id = $3 where workspace_id = $1 and conversation_id = $2 and assignee_id is distinct from $3 returning 1', [principal.workspaceId, conversationId, userId])
    return rows.length === 0 ? null : { event: userId ? 'assigned' : 'unassigned', data: { by: principal.name, name } }
  })
}
