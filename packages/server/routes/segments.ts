import { Type } from '@fastify/type-provider-typebox'
import { type AudienceSpec, type Filter, nobody, RecadoError } from '@recado/core'
import type { FastifyInstance } from 'fastify'
import { peopleBehind, previewAudience, whyExcluded } from '../audience/index.js'
import { need, principalOf } from '../auth/guard.js'
import { demandSeen, peopleSeen } from '../auth/sight.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, IdParams, idOf, Nothing, Nullable, PageOf } from '../http/schemas.js'
import { addSegment, changeSegment, demandSegmentFilter, listSegments, readSegment, recountSegment, removeSegment } from '../segments/segments.js'
import { Code, PersonShape, PreviewBody, PreviewShape, SegmentBody, SegmentShape, SpecShape, strict } from './segment-shapes.js'

/** An audience as it was asked for: a whole one, or a filter alone. Its trees are read with the same eyes as those of segments. */
function specOf({ spec, filter }: { spec?: unknown; filter?: unknown }): AudienceSpec {
  if ((spec === undefined) === (filter === undefined)) throw new RecadoError('invalid_request', { fields: [{ field: 'spec', message: 'or filter, one of the two' }] })
  if (spec === undefined) return { include: { ...nobody, filter: demandSegmentFilter(filter) }, exclude: nobody, purpose: 'marketing', category: null, routes: [], choose: 'first', cap: null }
  const given = spec as AudienceSpec // shaped by its schema but for the trees
  for (const side of ['include', 'exclude'] as const) if (given[side].filter !== undefined) demandSegmentFilter(given[side].filter, `spec.${side}.filter`)
  return given
}

/** Saved questions to people, and what an audience would come to. */
export async function segmentRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['segments']
  const now = (workspaceId: string) => services.clock.now(workspaceId)

  api.get('/api/v1/segments', { ...need('segments.read'), schema: { tags, summary: 'Segments by name, each with how many people it held when it was last counted', response: answers({ 200: Type.Object({ items: Type.Array(SegmentShape) }) }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    return { items: await services.db.inWorkspace(workspaceId, (tx) => listSegments(tx, workspaceId)) }
  })

  api.post('/api/v1/segments', { ...need('segments.manage'), schema: { tags, summary: 'Keep a question to people', body: SegmentBody, response: answers({ 201: SegmentShape }) } },
    async (request, reply) => reply.code(201).send(await addSegment(services, principalOf(request), { ...request.body, filter: request.body.filter as Filter }))) // checked when it is read

  api.get('/api/v1/segments/:id', { ...need('segments.read'), schema: { tags, summary: 'A segment', params: IdParams, response: answers({ 200: SegmentShape }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    return services.db.inWorkspace(workspaceId, (tx) => readSegment(tx, workspaceId, idOf(request.params.id)))
  })

  api.patch('/api/v1/segments/:id', { ...need('segments.manage'), schema: { tags, summary: 'Change a segment; campaigns that have not started follow', params: IdParams, body: Type.Partial(SegmentBody, strict), response: answers({ 200: SegmentShape }) } },
    async (request) => changeSegment(services, principalOf(request), idOf(request.params.id), request.body as Partial<{ name: string; description: string; filter: Filter }>)) // checked when it is read

  api.delete('/api/v1/segments/:id', { ...need('segments.manage'), schema: { tags, summary: 'Delete a segment that no campaign waits for', params: IdParams, response: answers({ 204: Nothing }) } }, async (request, reply) => {
    await removeSegment(services, principalOf(request), idOf(request.params.id))
    return reply.code(204).send(null)
  })

  api.post('/api/v1/segments/:id/count', { ...need('segments.read'), schema: { tags, summary: 'Count it anew', params: IdParams, response: answers({ 200: SegmentShape }) } }, async (request) => recountSegment(services, principalOf(request), idOf(request.params.id)))

  api.post('/api/v1/segments/preview', {
    ...need('segments.read'), schema: {
      tags, summary: 'Whom an audience would reach, why the others not, and what it costs at most', body: PreviewBody, response: answers({ 200: PreviewShape }),
      description: 'A whole audience as `spec`, or conditions alone as `filter`: then only a missing address leaves somebody out. Nothing is kept and nothing is sent. Codes in the order in which they are looked at: docs/segments.md.',
    },
  }, async (request) => {
    const { workspaceId } = principalOf(request)
    return services.db.inWorkspace(workspaceId, (tx) => previewAudience(tx, services, workspaceId, specOf(request.body), now(workspaceId)))
  })

  api.post('/api/v1/segments/preview/people', {
    ...need('segments.read'), schema: {
      tags, summary: 'Who is behind a number of the preview', description: 'Those of them that the asker sees. `code`: left out for this reason; null: would be written to; left out: everybody.',
      body: Type.Object({ spec: Type.Optional(SpecShape), filter: Type.Optional(Type.Unknown()), code: Type.Optional(Nullable(Code)), cursor: Type.Optional(Id), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })) }, strict), response: answers({ 200: PageOf(PersonShape) }),
    },
  }, async (request) => {
    const principal = principalOf(request)
    const { workspaceId } = principal
    const { code, cursor, limit = 50 } = request.body
    return services.db.inWorkspace(workspaceId, (tx) => peopleBehind(tx, services, workspaceId, specOf(request.body), now(workspaceId), code, { ...(cursor ? { cursor } : {}), limit }, { sight: (add) => peopleSeen(principal, add) ?? 'true' }))
  })

  api.post('/api/v1/segments/preview/person', {
    ...need('segments.read'), schema: {
      tags, summary: 'Where one person stands in an audience', description: '`meant` false: she is not asked for at all. `code` null: she would be written to over `accountId`.', body: Type.Object({ spec: SpecShape, contactId: Id }, strict),
      response: answers({ 200: Type.Object({ meant: Type.Boolean(), code: Nullable(Type.String()), accountId: Nullable(Id), route: Nullable(Type.Integer()) }) }),
    },
  }, async (request) => {
    const principal = principalOf(request)
    const { workspaceId } = principal
    return services.db.inWorkspace(workspaceId, async (tx) => {
      await demandSeen(tx, principal, 'contact', request.body.contactId)
      const row = await whyExcluded(tx, services, workspaceId, specOf({ spec: request.body.spec }), request.body.contactId, now(workspaceId))
      return { meant: row !== null, code: row?.code ?? null, accountId: row?.account_id ?? null, route: row && row.route >= 0 ? row.route : null }
    })
  })
}
