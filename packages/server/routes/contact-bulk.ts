import { Type } from '@fastify/type-provider-typebox'
import { RecadoError } from '@recado/core'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, idOf, IdParams, Nullable } from '../http/schemas.js'
import { BULK_PEOPLE, changePeople, undoPeople } from '../people/bulk-contacts.js'
import { LabelNames } from './states.js'

const strict = { additionalProperties: false } as const
const Ids = Type.Array(Type.String({ maxLength: 100 }), { maxItems: BULK_PEOPLE })
const Target = Type.Optional(Nullable(Type.String({ maxLength: 100 })))
const Change = Type.Object({ labels: Type.Optional(Type.Object({ add: LabelNames, remove: LabelNames }, strict)), stageId: Target, ownerId: Target, companyId: Target }, { ...strict, minProperties: 1 })

/** One change of many people: those named, or all that a list holds. */
export async function contactBulkRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['contacts']

  api.post('/api/v1/contacts/bulk', {
    ...need('contacts.manage'), schema: {
      tags, summary: 'Change many people as one',
      description: `Those named by \`ids\`, or all that \`query\` finds at this moment but for \`except\`; at most ${BULK_PEOPLE} in one go, \`more\` says when there are others, and \`next\` as the \`cursor\` of the query goes on with them. Who could not be changed is in \`skipped\`. \`changeId\` takes it back for ten seconds.`,
      body: Type.Object({ ids: Type.Optional(Ids), query: Type.Optional(Type.Object({ q: Type.Optional(Type.String({ maxLength: 200 })), filter: Type.Optional(Type.Unknown()), cursor: Type.Optional(Type.String({ maxLength: 500 })) }, strict)), except: Type.Optional(Ids), change: Change }, strict),
      response: answers({ 200: Type.Object({ changeId: Nullable(Id), changed: Type.Integer(), skipped: Type.Array(Type.Object({ id: Id, code: Type.String() })), more: Type.Boolean(), next: Nullable(Type.String()) }, { title: 'ContactBulkAnswer' }) }),
    },
  }, async (request) => {
    const { ids, query, except = [], change } = request.body
    if ((ids === undefined) === (query === undefined)) throw new RecadoError('invalid_request', { fields: [{ field: 'ids', message: 'or query, one of the two' }] })
    const targets = Object.fromEntries((['stageId', 'ownerId', 'companyId'] as const).flatMap((field) => (change[field] === undefined ? [] : [[field, change[field] === null ? null : idOf(change[field])]])))
    return changePeople(services, principalOf(request), query ? { ...query, except } : { ids: ids!.map(idOf) }, { ...(change.labels ? { labels: change.labels } : {}), ...targets }) // one of the two
  })

  api.post('/api/v1/contact-changes/:id/undo', {
    ...need('contacts.manage'), schema: { tags, summary: 'Take a change of many people back', description: 'While it has not settled (ten seconds). Who was touched since is left as she is, in `kept`.', params: IdParams, response: answers({ 200: Type.Object({ changeId: Id, undone: Type.Array(Id), kept: Type.Array(Id) }, { title: 'ContactsUndone' }) }) },
  }, async (request) => undoPeople(services, principalOf(request), idOf(request.params.id)))
}
