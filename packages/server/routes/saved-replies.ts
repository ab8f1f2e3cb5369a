import { Type } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, idOf, IdParams, Nothing, Nullable, PageOf } from '../http/schemas.js'
import { addSavedReply, countSavedReply, editSavedReply, loadSavedReplies, removeSavedReply, type SavedReplyWish } from '../people/saved-replies.js'
import { MediaShape } from './conversation-shapes.js'

const Shortcut = Type.String({ minLength: 1, maxLength: 60, pattern: '^[^\\s/]+$' })
const Title = Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' })
const Text = Type.String({ minLength: 1, maxLength: 10_000, pattern: '\\S' })
const more = { language: Type.Optional(Nullable(Type.String({ maxLength: 20 }))), attachments: Type.Optional(Type.Array(Type.Object({ id: Id }, { additionalProperties: true }), { maxItems: 30 })) }
const strict = { additionalProperties: false } as const
const Shape = Type.Object({ id: Id, shortcut: Type.String(), title: Type.String(), text: Type.String(), language: Type.Optional(Nullable(Type.String())), attachments: Type.Optional(Type.Array(MediaShape)) })

/** Texts that agents keep: typed as `/shortcut`. */
export async function savedReplyRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['saved replies']
  const wishOf = <T extends { attachments?: { id: string }[] }>({ attachments, ...rest }: T) => ({ ...rest, ...(attachments ? { attachments: attachments.map((file) => file.id) } : {}) })

  api.get('/api/v1/saved-replies', { ...need('saved_replies.read'), schema: { tags, summary: 'All of them, by shortcut', response: answers({ 200: PageOf(Shape) }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    return { items: await services.db.inWorkspace(workspaceId, (tx) => loadSavedReplies(tx, workspaceId)), next: null }
  })

  api.post('/api/v1/saved-replies', { ...need('saved_replies.manage'), schema: { tags, summary: 'Keep a text', body: Type.Object({ shortcut: Shortcut, title: Title, text: Text, ...more }, strict), response: answers({ 201: Shape }) } },
    async (request, reply) => reply.code(201).send(await addSavedReply(services, principalOf(request).workspaceId, wishOf(request.body))))

  api.patch('/api/v1/saved-replies/:id', {
    ...need('saved_replies.manage'), schema: { tags, summary: 'Change it', params: IdParams, body: Type.Object({ shortcut: Type.Optional(Shortcut), title: Type.Optional(Title), text: Type.Optional(Text), ...more }, strict), response: answers({ 200: Shape }) },
  }, async (request) => editSavedReply(services, principalOf(request).workspaceId, idOf(request.params.id), wishOf(request.body) as SavedReplyWish))

  api.delete('/api/v1/saved-replies/:id', { ...need('saved_replies.manage'), schema: { tags, summary: 'Remove it', params: IdParams, response: answers({ 204: Nothing }) } }, async (request, reply) => {
    await removeSavedReply(services, principalOf(request).workspaceId, idOf(request.params.id))
    return reply.code(204).send(null)
  })

  api.post('/api/v1/saved-replies/:id/used', { ...need('messages.send'), schema: { tags, summary: 'Count that it was put into an answer', params: IdParams, response: answers({ 204: Nothing }) } }, async (request, reply) => {
    await countSavedReply(services, principalOf(request).workspaceId, idOf(request.params.id))
    return reply.code(204).send(null)
  })
}
