import { Type } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, idOf, IdParams, Nothing, Nullable, PageOf, PageQuery, readCursor } from '../http/schemas.js'
import { addNote, changeNote, listNotes } from '../people/contact-notes.js'

const NoteShape = Type.Object({ id: Id, text: Type.String(), author: Nullable(Type.Object({ id: Id, name: Type.String() })), at: Type.String(), editedAt: Nullable(Type.String()), mine: Type.Boolean({ description: 'Whether the asker may change or remove it: its author, and whoever manages contact fields.' }) }, { title: 'ContactNote' })
const Words = Type.Object({ text: Type.String({ minLength: 1, maxLength: 20_000 }) }, { additionalProperties: false })
const NoteParams = Type.Object({ id: Type.String({ maxLength: 100 }), noteId: Type.String({ maxLength: 100 }) })

/** What colleagues write down about a person, line by line, with who and when. Never shown to her, but part of the copy she may ask for. */
export async function contactNoteRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['contacts']

  api.get('/api/v1/contacts/:id/notes', { ...need('contacts.read'), schema: { tags, summary: 'Notes about a person, newest first', params: IdParams, querystring: Type.Object(PageQuery), response: answers({ 200: PageOf(NoteShape) }) } }, async (request) => {
    const { limit = 50, cursor } = request.query
    const [at = null, id = null] = readCursor(cursor, 2)
    return listNotes(services, principalOf(request), idOf(request.params.id), { limit, after: [at, id] })
  })

  api.post('/api/v1/contacts/:id/notes', { ...need('contacts.manage'), schema: { tags, summary: 'Write down something about a person', params: IdParams, body: Words, response: answers({ 201: NoteShape }) } },
    async (request, reply) => reply.code(201).send(await addNote(services, principalOf(request), idOf(request.params.id), request.body.text)))

  api.patch('/api/v1/contacts/:id/notes/:noteId', { ...need('contacts.manage'), schema: { tags, summary: 'Change the words of a note of one’s own', params: NoteParams, body: Words, response: answers({ 200: NoteShape }) } },
    async (request) => (await changeNote(services, principalOf(request), idOf(request.params.id), idOf(request.params.noteId), request.body.text))!) // with words it stays

  api.delete('/api/v1/contacts/:id/notes/:noteId', { ...need('contacts.manage'), schema: { tags, summary: 'Remove a note of one’s own', params: NoteParams, response: answers({ 204: Nothing }) } }, async (request, reply) => {
    await changeNote(services, principalOf(request), idOf(request.params.id), idOf(request.params.noteId), null)
    return reply.code(204).send(null)
  })
}
