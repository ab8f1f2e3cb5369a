import { Type } from '@fastify/type-provider-typebox'
import multipart from '@fastify/multipart'
import { RecadoError } from '@recado/core'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { beginContactImport, cancelContactImport, continueContactImport, findOrThrow, LARGEST_TABLE, mapContactImport, readContactImport, startContactImport } from '../contact-imports/contact-imports.js'
import { previewContactImport } from '../contact-imports/preview.js'
import { problemFile, problemsAfter, toRowProblem } from '../contact-imports/problems.js'
import { listContactImports, toContactImport } from '../contact-imports/rows.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { disposition } from '../media/serve.js'
import { answers, IdParams, idOf, PageOf, pageOf, PageQuery, readCursor, readIdCursor } from '../http/schemas.js'
import { ImportShape, Mapping, Preview, ProblemRow, Purpose } from './contact-import-shapes.js'

const BASE = '/api/v1/contact-imports'

/** Files of people, and of those who must never be written to, on their way in. */
export async function contactImportRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  await app.register(multipart, { limits: { fileSize: LARGEST_TABLE + 1, files: 1, fields: 5, parts: 6, fieldSize: 1_000 } })
  const api = typed(app)
  const tags = ['contact imports']
  const partOf = async (request: FastifyRequest) => {
    const part = request.isMultipart() ? await request.file() : undefined
    if (!part) throw new RecadoError('invalid_request', { fields: [{ field: 'file', message: 'is missing: send multipart/form-data' }] })
    return part
  }
  const upload = { ...need('contacts.import'), bodyLimit: LARGEST_TABLE + 1024 ** 2 }

  api.post(BASE, {
    ...upload, schema: {
      tags, summary: 'Send a file of people', description: 'One multipart part named `file`: CSV or vCard. A large one may come in parts: `size` says how long it will be, and PUT brings the rest. `purpose=exclusion`: a list of those who must never be written to.', consumes: ['multipart/form-data'],
      querystring: Type.Object({ size: Type.Optional(Type.Integer({ minimum: 1 })), purpose: Type.Optional(Purpose) }), response: answers({ 201: ImportShape }),
    },
  }, async (request, reply) => {
    const part = await partOf(request)
    const { size, purpose = 'contacts' } = request.query
    return reply.code(201).send(await beginContactImport(services, principalOf(request), { name: part.filename, part: part.file, purpose, ...(size === undefined ? {} : { size }) }))
  })

  api.put(`${BASE}/:id/file`, {
    ...upload, schema: { tags, summary: 'The next part of a file', consumes: ['multipart/form-data'], params: IdParams, querystring: Type.Object({ offset: Type.Optional(Type.Integer({ minimum: 0, description: 'Where it belongs; behind what is there unless said.' })) }), response: answers({ 200: ImportShape }) },
  }, async (request) => {
    const principal = principalOf(request)
    const { id, received } = await readContactImport(services, principal.workspaceId, idOf(request.params.id))
    return continueContactImport(services, principal, id, (await partOf(request)).file, request.query.offset ?? received)
  })

  api.get(BASE, { ...need('contacts.import'), schema: { tags, summary: 'Imports of people, newest first', querystring: Type.Object(PageQuery), response: answers({ 200: PageOf(ImportShape) }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    const { limit = 50, cursor } = request.query
    const before = readIdCursor(cursor)
    const rows = await services.db.inWorkspace(workspaceId, (tx) => listContactImports(tx, workspaceId, before, limit + 1))
    return pageOf(rows, limit, (row) => [row.contact_import_id], toContactImport)
  })

  api.get(`${BASE}/:id`, { ...need('contacts.import'), schema: { tags, summary: 'How far an import is', params: IdParams, response: answers({ 200: ImportShape }) } }, async (request) => readContactImport(services, principalOf(request).workspaceId, idOf(request.params.id)))

  api.put(`${BASE}/:id/mapping`, { ...need('contacts.import'), schema: { tags, summary: 'Say what its columns are', params: IdParams, body: Mapping, response: answers({ 200: ImportShape }) } },
    async (request) => mapContactImport(services, principalOf(request), idOf(request.params.id), request.body))

  api.post(`${BASE}/:id/preview`, { ...need('contacts.import'), schema: { tags, summary: 'The first rows as they would become, and what is still to be said', params: IdParams, response: answers({ 200: Preview }) } },
    async (request) => previewContactImport(services, principalOf(request), idOf(request.params.id)))

  for (const [what, state, summary] of [['check', 'checking', 'A dry run over the whole file: how many are new, found and refused'], ['start', 'running', 'Start it']] as const) {
    api.post(`${BASE}/:id/${what}`, { ...need('contacts.import'), schema: { tags, summary, params: IdParams, response: answers({ 200: ImportShape }) } }, async (request) => startContactImport(services, principalOf(request), idOf(request.params.id), state))
  }

  api.post(`${BASE}/:id/cancel`, { ...need('contacts.import'), schema: { tags, summary: 'Stop it; who is taken in stays', params: IdParams, response: answers({ 200: ImportShape }) } },
    async (request) => cancelContactImport(services, principalOf(request), idOf(request.params.id)))

  api.get(`${BASE}/:id/problems`, { ...need('contacts.import'), schema: { tags, summary: 'Rows that were not taken, or not whole', params: IdParams, querystring: Type.Object(PageQuery), response: answers({ 200: PageOf(ProblemRow) }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    const { limit = 50, cursor } = request.query
    const after = Number(readCursor(cursor, 1)[0] ?? 0)
    if (!Number.isSafeInteger(after)) throw new RecadoError('invalid_request', { fields: [{ field: 'cursor', message: 'is not one that this list gave' }] })
    const id = idOf(request.params.id)
    const rows = await services.db.inWorkspace(workspaceId, async (tx) => { await findOrThrow(tx, workspaceId, id); return problemsAfter(tx, workspaceId, id, after, limit + 1) })
    return pageOf(rows, limit, (row) => [String(row.row_number)], toRowProblem)
  })

  api.get(`${BASE}/:id/errors.csv`, { ...need('contacts.import'), schema: { tags, summary: 'The same as a file, with the rows as they stood in the original', params: IdParams, produces: ['text/csv'] } }, async (request, reply) => {
    const { name, stream } = await problemFile(services, principalOf(request).workspaceId, idOf(request.params.id))
    return reply.header('content-type', 'text/csv; charset=utf-8').header('content-disposition', disposition('attachment', name)).send(stream)
  })
}
