import { Type } from '@fastify/type-provider-typebox'
import type { ConversationDetail } from '@recado/api'
import type { FastifyInstance } from 'fastify'
import { need, personOf, principalOf } from '../auth/guard.js'
import { seen } from '../auth/sight.js'
import { readColleagues, seeMentions } from '../conversations/mentions.js'
import { addNote, editNote, type NoteBody, noteVersions, removeNote } from '../conversations/notes.js'
import { changeParticipants, setFollowing } from '../conversations/participants.js'
import { readConversation, readMessage } from '../conversations/read.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, idOf, IdParams, Moment, Nothing, Nullable } from '../http/schemas.js'
import type { Principal } from '../services.js'
import { ConversationDetailShape, MessageShape } from './conversation-shapes.js'

const strict = { additionalProperties: false } as const
const word = Type.String({ maxLength: 100 })
const MentionShape = Type.Object({
  kind: Type.Union([Type.Literal('user'), Type.Literal('team'), Type.Literal('everybody')]), id: Nullable(word), from: Type.Integer({ minimum: 0 }), length: Type.Integer({ minimum: 2, maximum: 300 }),
}, strict)
const NoteBodySchema = Type.Object({
  text: Type.String({ maxLength: 20_000 }), mentions: Type.Optional(Type.Array(MentionShape, { maxItems: 50 })),
  attachments: Type.Optional(Type.Array(Type.Object({ id: word }, { additionalProperties: true }), { maxItems: 30 })), clientId: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
}, strict)
const ids = Type.Optional(Type.Array(word, { maxItems: 50 }))

const Named = Type.Object({ id: Id, name: Type.String() })

interface Written { text: string; mentions?: NoteBody['mentions']; attachments?: readonly { id: string }[]; clientId?: string }
const bodyOf = ({ text, mentions, attachments, clientId }: Written): NoteBody => ({
  text, ...(mentions ? { mentions: mentions.map((one) => ({ ...one, id: one.id === null ? null : idOf(one.id) })) } : {}), ...(attachments ? { attachments: attachments.map((file) => idOf(file.id)) } : {}), ...(clientId ? { clientId } : {}),
})

/** What colleagues say to each other in a thread, whom they call, and who follows it. */
export async function noteRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['notes']
  const thread = '/api/v1/conversations/:id'

  api.post(`${thread}/notes`, {
    ...need('notes.write'), schema: {
      tags, summary: 'Write what only colleagues see', description: 'Text as it is typed, with files, and with `mentions`: stretches of the text that stand for a colleague, a team, or everybody of the inbox. Who is named follows the thread and finds it under Mentions. Never sent to a platform.',
      params: IdParams, body: NoteBodySchema, response: answers({ 200: MessageShape, 201: MessageShape }),
    },
  }, async (request, reply) => {
    const principal = principalOf(request)
    const { kind, messageId } = await addNote(services, principal, idOf(request.params.id), bodyOf(request.body as Written))
    return reply.code(kind === 'created' ? 201 : 200).send(await readMessage(services, principal.workspaceId, messageId))
  })

  api.patch('/api/v1/messages/:id', { ...need('notes.write'), schema: { tags, summary: 'Change her own note; what it said before is kept', params: IdParams, body: NoteBodySchema, response: answers({ 200: MessageShape }) } }, async (request) => {
    const principal = principalOf(request)
    await editNote(services, principal, idOf(request.params.id), bodyOf(request.body as Written))
    return readMessage(services, principal.workspaceId, idOf(request.params.id))
  })

  api.delete('/api/v1/messages/:id', { ...need('notes.write'), schema: { tags, summary: 'Take her own note back: that there was one stays, its words go', params: IdParams, response: answers({ 200: MessageShape }) } }, async (request) => {
    const principal = principalOf(request)
    await removeNote(services, principal, idOf(request.params.id))
    return readMessage(services, principal.workspaceId, idOf(request.params.id))
  })

  api.get('/api/v1/messages/:id/versions', { ...need('conversations.read'), schema: { tags, summary: 'What a note said before it was changed, oldest first', params: IdParams, response: answers({ 200: Type.Object({ items: Type.Array(Type.Object({ text: Type.String(), replacedAt: Moment })) }) }) } },
    async (request) => ({ items: await noteVersions(services, principalOf(request), idOf(request.params.id)) }))

  api.get(`${thread}/colleagues`, {
    ...need('conversations.read'), schema: {
      tags, summary: 'Whom a note can call here, and who can be brought in', params: IdParams,
      response: answers({ 200: Type.Object({ people: Type.Array(Type.Object({ ...Named.properties, sees: Type.Boolean() })), teams: Type.Array(Named), everybody: Type.Integer() }) }),
    },
  }, async (request) => {
    const { workspaceId } = principalOf(request)
    const { people, teams, inbox } = await services.db.inWorkspace(workspaceId, (tx) => readColleagues(tx, workspaceId, idOf(request.params.id)))
    return { people: people.map(({ id, name, sees }) => ({ id, name, sees })), teams, everybody: inbox.length }
  })

  api.post(`${thread}/mentions/seen`, { ...need('conversations.read'), schema: { tags, summary: 'She has the thread before her: what called her there is seen', params: IdParams, response: answers({ 204: Nothing }) } }, async (request, reply) => {
    await seeMentions(services, personOf(request), idOf(request.params.id))
    return reply.code(204).send(null)
  })

  api.post(`${thread}/follow`, { ...need('conversations.read'), schema: { tags, summary: 'Follow a thread, or no longer', params: IdParams, body: Type.Object({ following: Type.Boolean() }, strict), response: answers({ 200: Nullable(ConversationDetailShape) }) } }, async (request) => {
    const person = personOf(request)
    await setFollowing(services, person, idOf(request.params.id), request.body.following)
    return detailOrNull(person, idOf(request.params.id))
  })

  api.post(`${thread}/participants`, { ...need('conversations.work'), schema: { tags, summary: 'Bring colleagues into a thread and take them out', params: IdParams, body: Type.Object({ add: ids, remove: ids }, strict), response: answers({ 200: Nullable(ConversationDetailShape) }) } }, async (request) => {
    const principal = principalOf(request)
    const { add = [], remove = [] } = request.body
    await changeParticipants(services, principal, idOf(request.params.id), add.map(idOf), remove.map(idOf))
    return detailOrNull(principal, idOf(request.params.id))
  })

  /** null: what she did was the last reason for which she saw it. */
  async function detailOrNull(principal: Principal, id: string): Promise<ConversationDetail | null> {
    const still = await services.db.inWorkspace(principal.workspaceId, (tx) => seen(tx, principal, 'conversation', [id]))
    return still.has(id) ? readConversation(services, principal, id) : null
  }
}
