import { Type } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { need, personOf } from '../auth/guard.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, idOf, IdParams, Moment, Nothing, Nullable } from '../http/schemas.js'
import { dropDraft, readDraft, saveDraft } from '../people/drafts.js'
import { MediaShape } from './conversation-shapes.js'

const Mode = Type.Union([Type.Literal('reply'), Type.Literal('note')])
const DraftShape = Type.Object({ conversationId: Id, mode: Mode, text: Type.String(), attachments: Type.Array(MediaShape), replyTo: Nullable(Type.String()), updatedAt: Moment })
const ModeQuery = Type.Object({ mode: Type.Optional(Mode) })

/** What somebody is writing: hers alone, one per thread and mode. */
export async function draftRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['drafts']
  const url = '/api/v1/conversations/:id/draft'

  api.get('/api/v1/me/draft-key', {
    config: { ...need('drafts.own').config, secretAnswer: true }, schema: { tags, summary: 'Her key for what her browser keeps while the server cannot be reached', response: answers({ 200: Type.Object({ key: Type.String() }) }) },
  }, async (request) => {
    const { workspaceId, id } = personOf(request)
    return { key: (await services.sealer.derive(`drafts ${workspaceId} ${id}`)).toString('base64') }
  })

  api.get(url, { ...need('drafts.own'), schema: { tags, summary: 'Her draft, null where there is none', params: IdParams, querystring: ModeQuery, response: answers({ 200: Nullable(DraftShape) }) } }, async (request, reply) =>
    reply.type('application/json; charset=utf-8').send(JSON.stringify(await readDraft(services, personOf(request), idOf(request.params.id), request.query.mode ?? 'reply'))))

  api.put(url, {
    ...need('drafts.own'), schema: {
      tags, summary: 'Keep what she has written so far', params: IdParams, querystring: ModeQuery, response: answers({ 200: DraftShape }),
      body: Type.Object({
        mode: Type.Optional(Mode), text: Type.String({ maxLength: 65_536 }), attachments: Type.Optional(Type.Array(Type.Object({ id: Id }, { additionalProperties: true }), { maxItems: 30 })),
        replyTo: Type.Optional(Nullable(Id)),
      }),
    },
  }, async (request) => {
    const { text, attachments = [], replyTo = null } = request.body
    return saveDraft(services, personOf(request), idOf(request.params.id), request.body.mode ?? request.query.mode ?? 'reply', { text, attachments: attachments.map((file) => file.id), replyTo })
  })

  api.delete(url, { ...need('drafts.own'), schema: { tags, summary: 'Throw it away', params: IdParams, querystring: ModeQuery, response: answers({ 204: Nothing }) } }, async (request, reply) => {
    await dropDraft(services, personOf(request), idOf(request.params.id), request.query.mode ?? 'reply')
    return reply.code(204).send(null)
  })
}
