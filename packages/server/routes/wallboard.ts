import { Type } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, idOf, Moment, Nullable } from '../http/schemas.js'
import { readBoard } from '../wallboard/board.js'

const n = Type.Integer({ minimum: 0, description: 'Exact to 999; 1000 means more.' })
const Board = Type.Object({
  at: Moment, open: n, waiting: n, longestSince: Nullable(Moment), closingSoon: n, nextDeadline: Nullable(Moment), unassigned: n, queued: n,
  teams: Type.Array(Type.Object({ id: Id, name: Type.String(), open: n, waiting: n })),
  agents: Type.Array(Type.Object({ userId: Id, name: Type.String(), availability: Type.Union([Type.Literal('available'), Type.Literal('away'), Type.Literal('offline')]), since: Nullable(Moment), open: Type.Integer(), capacity: Nullable(Type.Integer()) })),
  today: Type.Object({ from: Moment, answered: Type.Integer(), answeredOutside: Type.Integer(), firstResponseMs: Nullable(Type.Number()), resolved: Type.Integer(), resolvedOutside: Type.Integer(), resolutionMs: Nullable(Type.Number()) }),
})
const Query = Type.Object({ inbox: Type.Optional(Type.String({ maxLength: 100 })), team: Type.Optional(Type.String({ maxLength: 100 })) })

/** The desk at a glance. */
export async function wallboardRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  typed(app).get('/api/v1/wallboard', { ...need('wallboard.read'), schema: { tags: ['wallboard'], summary: 'Who waits, what closes, who is there: figures without a customer’s word', querystring: Query, response: answers({ 200: Board }) } }, async (request) => {
    const principal = principalOf(request)
    const { inbox, team } = request.query
    return services.db.inWorkspace(principal.workspaceId, (tx) => readBoard(tx, services, principal, { inboxId: inbox ? idOf(inbox) : null, teamId: team ? idOf(team) : null }))
  })
}
