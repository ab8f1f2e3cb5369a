import { Type } from '@fastify/type-provider-typebox'
import { RecadoError } from '@recado/core'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { BULK_MAX, changeMany } from '../conversations/bulk.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, idOf, Nullable } from '../http/schemas.js'
import { PriorityWord } from './conversation-shapes.js'
import { ListQueryObject, listQueryOf, ReceiverBody, receiverOf } from './conversations.js'
import { LabelNames, sleepOf, stateFields } from './states.js'

const strict = { additionalProperties: false } as const
const Ids = Type.Array(Type.String({ maxLength: 100 }), { maxItems: BULK_MAX })
const Change = Type.Object({
  status: Type.Optional(Type.Object(stateFields, strict)), assign: Type.Optional(ReceiverBody), labels: Type.Optional(Type.Object({ add: LabelNames, remove: LabelNames }, strict)), priority: Type.Optional(PriorityWord), read: Type.Optional(Type.Boolean()),
}, { ...strict, minProperties: 1 })

/** One change of many threads: those named, or all that a list holds. */
export async function bulkRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  typed(app).post('/api/v1/conversations/bulk', {
    ...need('conversations.work'), schema: {
      tags: ['conversations'], summary: 'Change many threads as one',
      description: `Those named by \`ids\`, or all that \`query\` (a list’s) holds at this moment but for \`except\`; at most ${BULK_MAX} in one go, \`more\` says when there are others. What could not be changed is in \`skipped\` with its code. \`changeId\` takes all of it back for ten seconds.`,
      body: Type.Object({ ids: Type.Optional(Ids), query: Type.Optional(ListQueryObject), except: Type.Optional(Ids), change: Change }, strict),
      response: answers({ 200: Type.Object({ changeId: Nullable(Id), changed: Type.Integer(), skipped: Type.Array(Type.Object({ id: Id, code: Type.String() })), more: Type.Boolean() }, { title: 'BulkAnswer' }) }),
    },
  }, async (request) => {
    const principal = principalOf(request)
    const { ids, query, except = [], change: { status, assign, ...rest } } = request.body
    if ((ids === undefined) === (query === undefined)) throw new RecadoError('invalid_request', { fields: [{ field: 'ids', message: 'or query, one of the two' }] })
    const choice = query ? { query: listQueryOf(query), except } : { ids: ids!.map(idOf) } // one of the two
    return changeMany(services, principal, choice, {
      ...rest, ...(status ? { status: { status: status.status, sleep: sleepOf(status, services.clock.now(principal.workspaceId)) } } : {}), ...(assign ? { assign: receiverOf(assign) } : {}),
    })
  })
}
