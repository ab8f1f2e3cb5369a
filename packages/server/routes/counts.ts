import { Type } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers } from '../http/schemas.js'
import { readCounts } from '../live/counts.js'

const n = Type.Integer({ minimum: 0, maximum: 1_000, description: 'Exact to 999; 1000 means more.' })
const CountsShape = Type.Object({ mine: n, unassigned: n, all: n, waiting: n, closingSoon: n, failed: n, mentions: n, unread: n })

/** The numbers at the views: open threads, and every failed message whatever its thread's state. */
export async function countRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  typed(app).get('/api/v1/counts', { ...need('conversations.read'), schema: { tags: ['conversations'], summary: 'The numbers at the views', response: answers({ 200: CountsShape }) } }, async (request) => {
    const { workspaceId, id } = principalOf(request)
    const counts = await services.db.inWorkspace(workspaceId, (tx) => readCounts(tx, services, workspaceId, [id]))
    return counts.get(id)! // asked for by this id
  })
}
