import { Type } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { MOST_CHOSEN } from '../exports/chosen.js'
import { beginExport, cancelExport, openExportFile, readExport } from '../exports/exports.js'
import { listExports, toExport } from '../exports/rows.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, IdParams, idOf, Moment, Nullable, PageOf, pageOf, PageQuery, readIdCursor } from '../http/schemas.js'
import { disposition } from '../media/serve.js'
import { listFields } from './conversations.js'

const strict = { additionalProperties: false } as const
const Kind = Type.Union([Type.Literal('contacts'), Type.Literal('conversations'), Type.Literal('consents'), Type.Literal('suppression')])
const Format = Type.Union([Type.Literal('csv'), Type.Literal('vcard')])
const Query = Type.Object({ ...listFields, sort: Type.Optional(Type.String({ maxLength: 20 })), filter: Type.Optional(Type.Unknown({ description: 'Of people: conditions, as in saved views.' })),
  ids: Type.Optional(Type.Array(Type.String({ format: 'uuid' }), { minItems: 1, maxItems: MOST_CHOSEN, description: 'Of people: these, whatever else the list is narrowed to.' })), except: Type.Optional(Type.Array(Type.String({ format: 'uuid' }), { maxItems: MOST_CHOSEN, description: 'Of people: all of the list but these.' })) }, { ...strict, description: 'What the list was narrowed to: the parameters of GET /contacts or GET /conversations.' })
const Shape = Type.Object({
  id: Id, kind: Kind, format: Format, query: Type.Record(Type.String(), Type.Unknown()), state: Type.String({ description: 'waiting, running, ready, failed, cancelled or expired' }), error: Type.Optional(Type.String()), position: Type.Integer(), total: Nullable(Type.Integer()), bytes: Type.Integer(),
  url: Nullable(Type.String()), createdAt: Moment, finishedAt: Nullable(Moment), expiresAt: Nullable(Moment),
})

/** Lists on their way out as files. */
export async function exportRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['exports']

  api.post('/api/v1/exports', { ...need('contacts.export'), schema: { tags, summary: 'Export a list in the background', body: Type.Object({ kind: Kind, format: Type.Optional(Format), query: Type.Optional(Query) }, strict), response: answers({ 201: Shape }) } },
    async (request, reply) => reply.code(201).send(await beginExport(services, principalOf(request), { kind: request.body.kind, format: request.body.format ?? 'csv', query: request.body.query ?? {} })))

  api.get('/api/v1/exports', { ...need('contacts.export'), schema: { tags, summary: 'Exports, newest first: one’s own, or all for whoever sees everything', querystring: Type.Object(PageQuery), response: answers({ 200: PageOf(Shape) }) } }, async (request) => {
    const principal = principalOf(request)
    const { limit = 50, cursor } = request.query
    const before = readIdCursor(cursor)
    const rows = await services.db.inWorkspace(principal.workspaceId, (tx) => listExports(tx, principal.workspaceId, principal.reach.kind === 'all' ? null : principal.id, before, limit + 1))
    return pageOf(rows, limit, (row) => [row.list_export_id], toExport)
  })

  api.get('/api/v1/exports/:id', { ...need('contacts.export'), schema: { tags, summary: 'How far an export is, and its link', params: IdParams, response: answers({ 200: Shape }) } }, async (request) => readExport(services, principalOf(request), idOf(request.params.id)))

  api.post('/api/v1/exports/:id/cancel', { ...need('contacts.export'), schema: { tags, summary: 'Stop it, or take its file away before its time', params: IdParams, response: answers({ 200: Shape }) } }, async (request) => cancelExport(services, principalOf(request), idOf(request.params.id)))

  api.get('/api/v1/exports/:id/file', { ...need('contacts.export'), schema: { tags, summary: 'The file, for a day', params: IdParams, produces: ['text/csv', 'text/vcard'] } }, async (request, reply) => {
    const { name, mime, size, stream } = await openExportFile(services, principalOf(request), idOf(request.params.id))
    return reply.header('content-type', mime).header('content-length', size).header('content-disposition', disposition('attachment', name)).header('cache-control', 'no-store').send(stream)
  })
}
