import { Type } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { changePoint, listPoints, makePoint } from '../entry/points.js'
import { entriesOf, sourcesReport, toCsv } from '../entry/report.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, IdParams, idOf, Moment, Nullable } from '../http/schemas.js'

const Kind = Type.String({ description: 'ad, qr, link, menu, search, post or direct' })
const Point = Type.Object({
  id: Id, channelAccountId: Id, kind: Type.String(), name: Type.String(), place: Type.String(), code: Type.String(), text: Type.String(), url: Type.String(), expiresAt: Nullable(Moment), createdAt: Moment, archivedAt: Nullable(Moment),
  uses: Type.Integer(), starts: Type.Integer(), lastUsedAt: Nullable(Moment),
})
const Name = Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' })
const Place = Type.String({ maxLength: 120 })
const Make = Type.Object({ kind: Type.Union([Type.Literal('qr'), Type.Literal('link')]), name: Name, place: Type.Optional(Place), text: Type.Optional(Type.String({ maxLength: 300, description: 'What she finds written when she comes.' })), days: Type.Optional(Type.Integer({ minimum: 1, maximum: 3650 })) }, { additionalProperties: false })
const Change = Type.Object({ name: Type.Optional(Name), place: Type.Optional(Place), archived: Type.Optional(Type.Boolean()) }, { additionalProperties: false })
const Entry = Type.Object({ id: Id, kind: Kind, source: Type.String(), label: Type.String(), entryPointId: Nullable(Id), clickId: Type.Optional(Type.String()), starts: Type.Boolean(), at: Moment, conversationId: Id, channelAccountId: Id })
const Row = Type.Object({ kind: Kind, source: Type.String(), label: Type.String(), entryPointId: Nullable(Id), conversations: Type.Integer(), answered: Type.Integer(), firstAnswerS: Nullable(Type.Integer()), entries: Type.Integer() })
const Report = Type.Object({ from: Moment, to: Moment, timeZone: Type.String(), rows: Type.Array(Row), days: Type.Array(Type.Object({ day: Type.String(), counts: Type.Record(Type.String(), Type.Integer()) })) })
const Span = Type.Object({ from: Moment, to: Moment, account: Type.Optional(Id) })

/** Links and QR codes of an account, and where people came from. */
export async function entryRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['entries']

  api.get('/api/v1/channel-accounts/:id/entry-points', { ...need('channels.read'), schema: { tags, summary: 'Links and QR codes of an account, with what came of them', params: IdParams, response: answers({ 200: Type.Object({ items: Type.Array(Point) }) }) } },
    async (request) => ({ items: await listPoints(services, principalOf(request), idOf(request.params.id)) }))

  api.post('/api/v1/channel-accounts/:id/entry-points', { ...need('channels.manage'), schema: { tags, summary: 'Make a link or QR code', params: IdParams, body: Make, response: answers({ 201: Point }) } },
    async (request, reply) => reply.code(201).send(await makePoint(services, principalOf(request), idOf(request.params.id), request.body)))

  api.patch('/api/v1/entry-points/:id', { ...need('channels.manage'), schema: { tags, summary: 'Rename one, or take it down', params: IdParams, body: Change, response: answers({ 200: Point }) } },
    async (request) => changePoint(services, principalOf(request), idOf(request.params.id), request.body))

  api.get('/api/v1/conversations/:id/entries', { ...need('conversations.read'), schema: { tags, summary: 'Every time this person came in, oldest first', params: IdParams, response: answers({ 200: Type.Object({ items: Type.Array(Entry) }) }) } },
    async (request) => ({ items: await entriesOf(services, principalOf(request), idOf(request.params.id)) }))

  api.get('/api/v1/reports/sources', { ...need('reports.read'), schema: { tags: ['reports'], summary: 'Where customers come from', querystring: Span, response: answers({ 200: Report }) } },
    async (request) => sourcesReport(services, principalOf(request), request.query))

  api.get('/api/v1/reports/sources.csv', { ...need('reports.read'), schema: { tags: ['reports'], summary: 'The same as CSV', querystring: Span, produces: ['text/csv'], response: answers({ 200: Type.String() }) } },
    async (request, reply) => reply.headers({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="sources.csv"' }).send(Buffer.from(toCsv(await sourcesReport(services, principalOf(request), request.query)))))
}
