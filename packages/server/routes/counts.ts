import { Type } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Nullable } from '../http/schemas.js'
import { readCounts } from '../live/counts.js'
import { countViews } from '../live/view-counts.js'

/** Whoever opens the desk does not wait for an expensive view: the live channel tells its number when it has been counted. */
const LONGEST_MS = 500

const n = Type.Integer({ minimum: 0, maximum: 1_000, description: 'Exact to 999; 1000 means more.' })
const CountsShape = Type.Object({
  mine: n, myTeams: n, unassigned: n, all: n, mentions: n, participating: n, drafts: n, waiting: n, closingSoon: n, failed: n, snoozed: n, unread: n,
  views: Type.Optional(Type.Record(Type.String(), Nullable(n), { description: 'By id of the saved view; null where counting would take too long.' })),
})

/** The numbers at the views: open threads she sees, every failed message whatever its thread's state, mentions she has not seen. */
export async function countRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  typed(app).get('/api/v1/counts', { ...need('conversations.read'), schema: { tags: ['conversations'], summary: 'The numbers at the views', response: answers({ 200: CountsShape }) } }, async (request) => {
    const principal = principalOf(request)
    const { workspaceId, id } = principal
    const [counts, views] = await Promise.all([services.db.inWorkspace(workspaceId, (tx) => readCounts(tx, services, workspaceId, [principal])), countViews(services, [principal], LONGEST_MS)])
    return { ...counts.get(id)!, views: views.get(id) ?? {} } // asked for by this id
  })
}
