import { RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { append } from '../ingest/others.js'
import type { Principal, Services } from '../services.js'
import { type Writer, writeLines } from './lines.js'
import { follow, readColleagues } from './mentions.js'

const writer = (principal: Principal): Writer => ({ type: principal.kind === 'user' ? 'agent' : 'api', id: principal.id })

/** What a thread says of it: who came, who left, and who did that. Names are those of the moment; ids let a page show the present ones. */
function line(event: 'followed' | 'unfollowed' | 'participant_added' | 'participant_removed', conversationId: string, one?: { id: string; name: string }) {
  return { conversationId, messageId: newId(), event, data: one ? { userId: one.id, name: one.name } : {} }
}

/** Follows a thread or leaves it, of her own accord. Doing it twice is doing it once. */
export function setFollowing(services: Services, person: Principal, conversationId: string, following: boolean): Promise<void> {
  return following ? changeParticipants(services, person, conversationId, [person.id], []) : changeParticipants(services, person, conversationId, [], [person.id])
}

/**
 * Brings colleagues into a thread and takes them out. Who is brought in sees it whatever else she sees; who is assigned stays so. Throws
 * not_found for somebody who does not work here or reads no conversations.
 */
export async function changeParticipants(services: Services, principal: Principal, conversationId: string, add: readonly string[], remove: readonly string[]): Promise<void> {
  const { workspaceId } = principal
  const at = new Date(services.clock.now(workspaceId)).toISOString()
  const done = await services.db.inWorkspace(workspaceId, async (tx) => {
    const { people } = await readColleagues(tx, workspaceId, conversationId)
    const names = new Map(people.map((one) => [one.id, one]))
    for (const userId of add) if (!names.has(userId)) throw new RecadoError('not_found', { userId })
    const came = await follow(tx, workspaceId, conversationId, add)
    const left = await leave(tx, workspaceId, conversationId, remove)
    if (came.length + left.length === 0) return false
    const own = (userId: string): boolean => principal.kind === 'user' && userId === principal.id
    const lines = [
      ...came.map((userId) => (own(userId) ? line('followed', conversationId) : line('participant_added', conversationId, names.get(userId)))),
      ...left.map((userId) => (own(userId) ? line('unfollowed', conversationId) : line('participant_removed', conversationId, names.get(userId)))),
    ]
    await writeLines(tx, workspaceId, writer(principal), lines, at)
    await append(tx, [{ type: 'message.created', conversationId, messageIds: lines.map((each) => each.messageId) }])
    return true
  })
  if (done) services.signals.committed(workspaceId)
}

async function leave(tx: Tx, workspaceId: string, conversationId: string, userIds: readonly string[]): Promise<string[]> {
  if (userIds.length === 0) return []
  const [row] = await tx.query<{ gone: string[] }>(
    `with old as (select participant_ids from conversation where workspace_id = $1 and conversation_id = $2 for update)
     update conversation c set participant_ids = array(select p from unnest(c.participant_ids) as p where p <> all($3::uuid[])) from old where c.workspace_id = $1 and c.conversation_id = $2 and c.participant_ids && $3::uuid[]
     returning array(select p from unnest(old.participant_ids) as p where p = any($3::uuid[])) as gone`, [workspaceId, conversationId, userIds])
  return row?.gone ?? []
}
