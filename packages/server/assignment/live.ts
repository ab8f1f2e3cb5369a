/** What the log's entries about colleagues, plans and the queue become for open sockets. Imported for its effect. */
import type { LiveEvent } from '@recado/api'
import { type NamedRow, registerLoader } from '../live/named.js'
import { whoWorks } from './agents.js'
import { toPresence } from './view.js'

registerLoader('member.availability', async (tx, services, workspaceId, rows) => {
  const wanted = new Map(rows.flatMap(({ seq, data }) => (typeof data.userId === 'string' ? [[data.userId, seq] as const] : [])))
  const people = await whoWorks(tx, services, workspaceId, services.clock.now(workspaceId), false, [...wanted.keys()])
  return people.map((one): LiveEvent => ({ seq: wanted.get(one.userId)!, type: 'member.availability', presence: toPresence(one) })) // asked for above
})

const last = (rows: readonly NamedRow[]): number => Math.max(...rows.map((row) => row.seq))
registerLoader('queue.changed', async (_tx, _services, _workspaceId, rows) => [{ seq: last(rows), type: 'queue.changed' }])
registerLoader('assignment.changed', async (_tx, _services, _workspaceId, rows) => [{ seq: last(rows), type: 'assignment.changed' }])
