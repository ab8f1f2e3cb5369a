import { Type } from '@fastify/type-provider-typebox'
import { RecadoError } from '@recado/core'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, idOf, IdParams, Nullable } from '../http/schemas.js'
import { cancelScheduled, reschedule, schedule, scheduledIn, sendScheduledNow } from '../scheduled/scheduled.js'
import { ContentSchema, readContent } from './content.js'
import { BasisWord, PurposeWord, TopicKey } from './conversation-shapes.js'

const strict = { additionalProperties: false } as const
const words = <T extends string>(...values: readonly T[]) => Type.Union(values.map((value) => Type.Literal(value)))
const Shape = Type.Object({
  id: Id, conversationId: Id, contact: Type.Object({ id: Id, name: Type.String() }), content: ContentSchema, sendAt: Type.String(), unlessSheWrites: Type.Boolean(), state: words('waiting', 'sent', 'refused', 'cancelled', 'overtaken'),
  code: Nullable(Type.String()), messageId: Nullable(Id), author: Nullable(Type.Object({ id: Id, name: Type.String() })), hers: Nullable(Type.Object({ timeZone: Type.String(), night: Type.Boolean() })),
}, { title: 'ScheduledMessage' })
const SendAt = Type.String({ maxLength: 40, description: 'ISO 8601 with its offset, at most 90 days ahead.' })
const Anyway = Type.Boolean({ description: 'Also between 21:00 and 8:00 on her own clock.' })
const Params = Type.Object({ id: Type.String({ maxLength: 100 }), scheduledId: Type.String({ maxLength: 100 }) })

/** Messages that wait for their moment. */
export async function scheduledRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['messages']
  const one = answers({ 200: Shape })

  api.get('/api/v1/conversations/:id/scheduled-messages', { ...need('conversations.read'), schema: { tags, summary: 'What waits to be sent in a thread, soonest first', params: IdParams, response: answers({ 200: Type.Object({ items: Type.Array(Shape), next: Type.Null() }) }) } },
    async (request) => ({ items: await scheduledIn(services, principalOf(request), idOf(request.params.id)), next: null }))

  api.post('/api/v1/conversations/:id/scheduled-messages', {
    ...need('messages.send'), schema: {
      tags, summary: 'Send later', params: IdParams, response: answers({ 200: Shape, 201: Shape }),
      description: 'Judged for that moment: 422 with `verdict` where the window will have closed by then, 409 `local_night` with `until` where it is night for her. When the moment comes it is judged again; refused then, it stands in the thread as failed, with the reason.',
      body: Type.Object({
        clientId: Type.String({ minLength: 1, maxLength: 100 }), content: ContentSchema, sendAt: SendAt, replyTo: Type.Optional(Type.String({ maxLength: 100 })), purpose: Type.Optional(PurposeWord), category: Type.Optional(TopicKey), basis: Type.Optional(BasisWord),
        unlessSheWrites: Type.Optional(Type.Boolean({ description: 'Given up when she writes before.' })), anyway: Type.Optional(Anyway),
      }, strict),
    },
  }, async (request, reply) => {
    const { content, replyTo, ...wish } = request.body
    const read = readContent(content)
    if (['choice', 'form_answer', 'order', 'post', 'system', 'unsupported', 'reaction'].includes(read.kind)) throw new RecadoError('invalid_request', { fields: [{ field: 'content.kind', message: 'is not a kind that can be sent later' }] })
    const { created, scheduled } = await schedule(services, principalOf(request), idOf(request.params.id), { ...wish, content: read, ...(replyTo ? { replyTo: idOf(replyTo) } : {}) })
    return reply.code(created ? 201 : 200).send(scheduled)
  })

  api.patch('/api/v1/conversations/:id/scheduled-messages/:scheduledId', { ...need('messages.send'), schema: { tags, summary: 'Another moment', params: Params, body: Type.Object({ sendAt: SendAt, anyway: Type.Optional(Anyway) }, strict), response: one } },
    async (request) => reschedule(services, principalOf(request), idOf(request.params.id), idOf(request.params.scheduledId), request.body))

  api.post('/api/v1/conversations/:id/scheduled-messages/:scheduledId/send', { ...need('messages.send'), schema: { tags, summary: 'Send it now', params: Params, response: one } },
    async (request) => sendScheduledNow(services, principalOf(request), idOf(request.params.id), idOf(request.params.scheduledId)))

  api.delete('/api/v1/conversations/:id/scheduled-messages/:scheduledId', { ...need('messages.send'), schema: { tags, summary: 'Take it back', params: Params, response: one } },
    async (request) => cancelScheduled(services, principalOf(request), idOf(request.params.id), idOf(request.params.scheduledId)))
}
