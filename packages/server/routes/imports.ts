import { Type } from '@fastify/type-provider-typebox'
import multipart from '@fastify/multipart'
import { RecadoError } from '@recado/core'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, IdParams, idOf, Moment, Nullable, PageOf, pageOf, PageQuery, readIdCursor } from '../http/schemas.js'
import { beginImport, cancelImport, continueImport, LARGEST_EXPORT, previewImport, readImport, startImport } from '../imports/imports.js'
import { listImports, toImport } from '../imports/rows.js'

const Order = Type.Union([Type.Literal('dmy'), Type.Literal('mdy'), Type.Literal('ymd')])
const Answers = Type.Object({
  channelAccountId: Type.Optional(Type.String({ maxLength: 60 })), dateOrder: Type.Optional(Order), us: Type.Optional(Type.String({ maxLength: 200, description: 'The author that is us; empty when none of them is.' })),
  phone: Type.Optional(Type.String({ maxLength: 60 })), name: Type.Optional(Type.String({ maxLength: 200 })), timeZone: Type.Optional(Type.String({ maxLength: 60, description: 'Zone of the exporting phone.' })),
}, { additionalProperties: false })
const Problem = Type.Object({ line: Type.Integer(), code: Type.String(), text: Type.String() })
const Shape = Type.Object({
  id: Id, name: Type.String(), bytes: Type.Integer(), received: Type.Integer(), state: Type.String({ description: 'receiving, waiting, running, done, failed or cancelled' }), error: Type.Optional(Type.String()),
  found: Nullable(Type.Object({ layout: Type.String(), messages: Type.Integer(), files: Type.Integer(), filesMissing: Type.Integer(), authors: Type.Array(Type.Object({ name: Type.String(), messages: Type.Integer() })), nameInFile: Nullable(Type.String()), dateOrders: Type.Array(Type.String()) })),
  answers: Answers, position: Type.Integer(), total: Type.Integer(), added: Type.Integer(), known: Type.Integer(), files: Type.Integer(), problems: Type.Array(Problem), problemCount: Type.Integer(),
  conversationId: Nullable(Id), createdAt: Moment, finishedAt: Nullable(Moment),
})
const Preview = Type.Object({
  questions: Type.Array(Type.String()), answers: Answers, person: Nullable(Type.Object({ name: Type.String(), phone: Type.String(), contactId: Nullable(Id), conversationId: Nullable(Id) })),
  messages: Type.Array(Type.Object({ at: Moment, by: Type.String(), kind: Type.String(), text: Type.String(), file: Type.Optional(Type.String()), edited: Type.Optional(Type.Boolean()) })),
  from: Nullable(Moment), to: Nullable(Moment), problems: Type.Array(Problem), problemCount: Type.Integer(),
})

/** Chats exported from an app, on their way into history. */
export async function importRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  await app.register(multipart, { limits: { fileSize: LARGEST_EXPORT + 1, files: 1, fields: 5, parts: 6, fieldSize: 1_000 } })
  const api = typed(app)
  const tags = ['imports']
  const partOf = async (request: FastifyRequest) => {
    const part = request.isMultipart() ? await request.file() : undefined
    if (!part) throw new RecadoError('invalid_request', { fields: [{ field: 'file', message: 'is missing: send multipart/form-data' }] })
    return part
  }
  const upload = { ...need('imports.manage'), bodyLimit: LARGEST_EXPORT + 1024 ** 2 }

  api.post('/api/v1/imports/chats', {
    ...upload, schema: {
      tags, summary: 'Send a chat that the app exported', description: 'One multipart part named `file`: the text, or the archive with its files. A large one may come in parts: `size` says how long it will be, and PUT brings the rest.', consumes: ['multipart/form-data'],
      querystring: Type.Object({ size: Type.Optional(Type.Integer({ minimum: 1 })) }), response: answers({ 201: Shape }),
    },
  }, async (request, reply) => {
    const part = await partOf(request)
    return reply.code(201).send(await beginImport(services, principalOf(request), { name: part.filename, part: part.file, ...(request.query.size === undefined ? {} : { size: request.query.size }) }))
  })

  api.put('/api/v1/imports/chats/:id/file', {
    ...upload, schema: { tags, summary: 'The next part of a file', consumes: ['multipart/form-data'], params: IdParams, querystring: Type.Object({ offset: Type.Optional(Type.Integer({ minimum: 0, description: 'Where it belongs; behind what is there unless said.' })) }), response: answers({ 200: Shape }) },
  }, async (request) => {
    const principal = principalOf(request)
    const { id, received } = await readImport(services, principal.workspaceId, idOf(request.params.id))
    return continueImport(services, principal, id, (await partOf(request)).file, request.query.offset ?? received)
  })

  api.get('/api/v1/imports/chats', { ...need('imports.manage'), schema: { tags, summary: 'Imports, newest first', querystring: Type.Object(PageQuery), response: answers({ 200: PageOf(Shape) }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    const { limit = 50, cursor } = request.query
    const before = readIdCursor(cursor)
    const rows = await services.db.inWorkspace(workspaceId, (tx) => listImports(tx, workspaceId, before, limit + 1))
    return pageOf(rows, limit, (row) => [row.chat_import_id], toImport)
  })

  api.get('/api/v1/imports/chats/:id', { ...need('imports.manage'), schema: { tags, summary: 'How far an import is', params: IdParams, response: answers({ 200: Shape }) } }, async (request) => readImport(services, principalOf(request).workspaceId, idOf(request.params.id)))

  api.post('/api/v1/imports/chats/:id/preview', { ...need('imports.manage'), schema: { tags, summary: 'A dry run: the first messages as they would be stored, and what is still to be said', params: IdParams, body: Answers, response: answers({ 200: Preview }) } },
    async (request) => previewImport(services, principalOf(request), idOf(request.params.id), request.body))

  api.post('/api/v1/imports/chats/:id/start', { ...need('imports.manage'), schema: { tags, summary: 'Start it', params: IdParams, body: Answers, response: answers({ 200: Shape }) } },
    async (request) => startImport(services, principalOf(request), idOf(request.params.id), request.body))

  api.post('/api/v1/imports/chats/:id/cancel', { ...need('imports.manage'), schema: { tags, summary: 'Stop it; what is in the thread stays', params: IdParams, response: answers({ 200: Shape }) } },
    async (request) => cancelImport(services, principalOf(request), idOf(request.params.id)))
}
