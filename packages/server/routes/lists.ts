import { Type } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, IdParams, idOf, Nothing, PageOf } from '../http/schemas.js'
import { addList, changeList, listLists, readList, removeList } from '../segments/lists.js'
import { addMembers, listMembers, removeMembers } from '../segments/members.js'
import { ListAdditionBody, ListBody, ListShape, PersonShape, strict } from './segment-shapes.js'

/** Lists of people picked by hand. As a file they go out by POST /exports, narrowed to the list. */
export async function listRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['segments']

  api.get('/api/v1/lists', { ...need('segments.read'), schema: { tags, summary: 'Lists by name, each with its members counted', response: answers({ 200: Type.Object({ items: Type.Array(ListShape) }) }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    return { items: await services.db.inWorkspace(workspaceId, (tx) => listLists(tx, workspaceId)) }
  })

  api.post('/api/v1/lists', { ...need('segments.manage'), schema: { tags, summary: 'A new list, empty', body: ListBody, response: answers({ 201: ListShape }) } }, async (request, reply) => reply.code(201).send(await addList(services, principalOf(request), request.body)))

  api.get('/api/v1/lists/:id', { ...need('segments.read'), schema: { tags, summary: 'A list', params: IdParams, response: answers({ 200: ListShape }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    return services.db.inWorkspace(workspaceId, (tx) => readList(tx, workspaceId, idOf(request.params.id)))
  })

  api.patch('/api/v1/lists/:id', { ...need('segments.manage'), schema: { tags, summary: 'Rename a list', params: IdParams, body: Type.Partial(ListBody, strict), response: answers({ 200: ListShape }) } }, async (request) => changeList(services, principalOf(request), idOf(request.params.id), request.body))

  api.delete('/api/v1/lists/:id', { ...need('segments.manage'), schema: { tags, summary: 'Delete a list that no campaign waits for; the people stay', params: IdParams, response: answers({ 204: Nothing }) } }, async (request, reply) => {
    await removeList(services, principalOf(request), idOf(request.params.id))
    return reply.code(204).send(null)
  })

  api.get('/api/v1/lists/:id/members', { ...need('segments.read'), schema: { tags, summary: 'Who is in it, of those that the asker sees', params: IdParams, querystring: Type.Object({ cursor: Type.Optional(Id), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })) }), response: answers({ 200: PageOf(PersonShape) }) } },
    async (request) => listMembers(services, principalOf(request), idOf(request.params.id), request.query.cursor ?? null, request.query.limit ?? 50))

  api.post('/api/v1/lists/:id/members', {
    ...need('segments.manage'), schema: {
      tags, summary: 'Put people into it', params: IdParams, body: ListAdditionBody, response: answers({ 200: Type.Object({ added: Type.Integer(), missing: Type.Array(Type.String()), list: ListShape }) }),
      description: 'Those named by `contactIds`, all that `query` finds at this moment (as GET /contacts does) but for `except`, a segment as it is now, or `addresses`: a text of one phone, e-mail address or id a line. Whoever is in it already stays in it once; lines that lead to nobody are in `missing`.',
    },
  }, async (request) => addMembers(services, principalOf(request), idOf(request.params.id), request.body))

  api.post('/api/v1/lists/:id/members/remove', { ...need('segments.manage'), schema: { tags, summary: 'Take people out of it', params: IdParams, body: Type.Object({ contactIds: Type.Array(Type.String({ format: 'uuid' }), { minItems: 1, maxItems: 10_000 }) }, strict), response: answers({ 200: Type.Object({ removed: Type.Integer() }) }) } },
    async (request) => removeMembers(services, principalOf(request), idOf(request.params.id), request.body.contactIds))
}
