import { Type } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, idOf, IdParams, Moment, Nothing, Nullable, PageOf } from '../http/schemas.js'
import { contextOf } from '../macros/plan.js'
import { exportReplies, importReplies } from '../people/reply-files.js'
import { addSavedReply, countSavedReply, editSavedReply, readUses, removeSavedReply, type SavedReplyWish, visibleReplies } from '../people/saved-replies.js'
import { MediaShape } from './conversation-shapes.js'

const Shortcut = Type.String({ minLength: 1, maxLength: 60, pattern: '^[^\\s/]+$' })
const Title = Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' })
const Text = Type.String({ minLength: 1, maxLength: 10_000, pattern: '\\S' })
const strict = { additionalProperties: false } as const
const Language = Type.String({ minLength: 2, maxLength: 20, pattern: '^[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*$' })
const Variants = Type.Array(Type.Object({ language: Language, text: Text }, strict), { maxItems: 30 })

/** Whose a saved reply or a macro is, in a request. */
export const circle = { scope: Type.Optional(Type.Union([Type.Literal('mine'), Type.Literal('team'), Type.Literal('all')])), teamId: Type.Optional(Nullable(Id)), folder: Type.Optional(Nullable(Type.String({ maxLength: 120 }))) }
const more = { language: Type.Optional(Nullable(Type.String({ maxLength: 20 }))), attachments: Type.Optional(Type.Array(Type.Object({ id: Id }, { additionalProperties: true }), { maxItems: 30 })), variants: Type.Optional(Variants), ...circle }
const Shape = Type.Object({
  id: Id, shortcut: Type.String(), title: Type.String(), text: Type.String(), language: Type.Optional(Nullable(Type.String())), attachments: Type.Optional(Type.Array(MediaShape)), variants: Type.Optional(Type.Array(Type.Object({ language: Type.String(), text: Type.String() }))),
  folder: Type.Optional(Nullable(Type.String())), scope: Type.Optional(Type.String()), teamId: Type.Optional(Nullable(Id)), ownerId: Type.Optional(Nullable(Id)),
})
const Use = Type.Object({ id: Id, uses: Type.Integer(), lastUsedAt: Nullable(Moment), mine: Type.Integer() })
const Imported = Type.Object({ created: Type.Integer(), changed: Type.Integer(), refused: Type.Array(Type.Object({ line: Type.Integer(), field: Type.String(), message: Type.String() })) })

/** Texts that agents keep: typed as `/shortcut`. */
export async function savedReplyRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['saved replies']
  const wishOf = <T extends { attachments?: { id: string }[] }>({ attachments, ...rest }: T) => ({ ...rest, ...(attachments ? { attachments: attachments.map((file) => file.id) } : {}) })

  api.get('/api/v1/saved-replies', { ...need('saved_replies.read'), schema: { tags, summary: 'Those you can use, by shortcut: your own, your teams’ and everybody’s', response: answers({ 200: PageOf(Shape) }) } }, async (request) => {
    const principal = principalOf(request)
    return { items: await services.db.inWorkspace(principal.workspaceId, (tx) => visibleReplies(tx, principal)), next: null }
  })

  api.get('/api/v1/saved-replies/uses', { ...need('saved_replies.read'), schema: { tags, summary: 'How often each was used, by everybody and by you; those never used are left out', response: answers({ 200: PageOf(Use) }) } }, async (request) => {
    const principal = principalOf(request)
    return { items: await services.db.inWorkspace(principal.workspaceId, (tx) => readUses(tx, principal)), next: null }
  })

  api.get('/api/v1/saved-replies.csv', { ...need('saved_replies.manage'), schema: { tags, summary: 'Those you can use, as CSV', description: 'One line per language. A cell that a spreadsheet would take for a formula begins with an apostrophe; importing takes it off again.', produces: ['text/csv'], response: answers({ 200: Type.String() }) } },
    async (request, reply) => reply.headers({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="saved-replies.csv"' }).send(Buffer.from(await exportReplies(services, principalOf(request)))))

  api.post('/api/v1/saved-replies/import', {
    ...need('saved_replies.manage'), schema: {
      tags, summary: 'Keep the texts of a CSV file', description: 'Columns `shortcut` and `text`, and `title`, `folder`, `scope` (mine, team, all), `team` (its name) and `language` where they are there. Further lines of a shortcut are its other languages. A reply of that shortcut in the same circle is changed. `dryRun` only says what would happen; `refused` names the lines left out.',
      body: Type.Object({ csv: Type.String({ minLength: 1, maxLength: 2_000_000 }), dryRun: Type.Optional(Type.Boolean()) }, strict), response: answers({ 200: Imported }),
    },
  }, async (request) => importReplies(services, principalOf(request), request.body.csv, request.body.dryRun ?? false))

  api.post('/api/v1/saved-replies', {
    ...need('saved_replies.manage'), schema: { tags, summary: 'Keep a text', description: 'Without `scope` it is everybody’s where you may share, else your own; another circle than your own needs `saved_replies.share`.', body: Type.Object({ shortcut: Shortcut, title: Title, text: Text, ...more }, strict), response: answers({ 201: Shape }) },
  }, async (request, reply) => reply.code(201).send(await addSavedReply(services, principalOf(request).workspaceId, wishOf(request.body), principalOf(request))))

  api.patch('/api/v1/saved-replies/:id', {
    ...need('saved_replies.manage'), schema: { tags, summary: 'Change it', params: IdParams, body: Type.Object({ shortcut: Type.Optional(Shortcut), title: Type.Optional(Title), text: Type.Optional(Text), ...more }, strict), response: answers({ 200: Shape }) },
  }, async (request) => editSavedReply(services, principalOf(request), idOf(request.params.id), wishOf(request.body) as SavedReplyWish))

  api.delete('/api/v1/saved-replies/:id', { ...need('saved_replies.manage'), schema: { tags, summary: 'Remove it', params: IdParams, response: answers({ 204: Nothing }) } }, async (request, reply) => {
    await removeSavedReply(services, principalOf(request), idOf(request.params.id))
    return reply.code(204).send(null)
  })

  api.get('/api/v1/conversations/:id/reply-values', {
    ...need('conversations.read'), schema: { tags, summary: 'What stands in the places of a saved reply in this thread', description: '`values` by name of the place in small letters; `language` is hers, else the company’s.', params: IdParams, response: answers({ 200: Type.Object({ values: Type.Record(Type.String(), Type.String()), language: Nullable(Type.String()) }) }) },
  }, async (request) => {
    const principal = principalOf(request)
    const { values, language } = await services.db.inWorkspace(principal.workspaceId, (tx) => contextOf(tx, services, principal, idOf(request.params.id)))
    return { values: Object.fromEntries(values), language }
  })

  api.post('/api/v1/saved-replies/:id/used', { ...need('messages.send'), schema: { tags, summary: 'Count that it was put into an answer', params: IdParams, response: answers({ 204: Nothing }) } }, async (request, reply) => {
    await countSavedReply(services, principalOf(request), idOf(request.params.id))
    return reply.code(204).send(null)
  })
}
