import { Type } from '@fastify/type-provider-typebox'
import { RecadoError } from '@recado/core'
import type { FastifyInstance } from 'fastify'
import { actorOf, audit } from '../auth/audit.js'
import { need, principalOf } from '../auth/guard.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { HEALTH_COLUMNS, type HealthRow, toHealthItem } from '../http/health-view.js'
import { answers, Id, IdParams, idOf, Moment, Nothing, Nullable, PageOf, pageOf, PageQuery, readIdCursor } from '../http/schemas.js'
import { append } from '../ingest/others.js'

export const HealthShape = Type.Object({
  id: Id, severity: Type.Union([Type.Literal('info'), Type.Literal('warning'), Type.Literal('critical')]), code: Type.String(), message: Type.String(), channelAccountId: Type.Optional(Nullable(Id)),
  reason: Type.Optional(Nullable(Type.String({ description: 'The error code behind it' }))), link: Type.Optional(Nullable(Type.String())), span: Type.Optional(Nullable(Type.Object({ from: Moment, to: Nullable(Moment) }))),
  texts: Type.Optional(Nullable(Type.Record(Type.String(), Type.Object({ title: Type.String(), sentence: Type.String(), next: Nullable(Type.String()) }), { description: 'In words, by language' }))), count: Type.Integer(), firstAt: Moment, lastAt: Moment,
})

/** What somebody should look at, until it is well again or somebody says so. */
export async function healthRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['health']

  api.get('/api/v1/health-items', { ...need('health.read'), schema: { tags, summary: 'Open items, newest first', querystring: Type.Object(PageQuery), response: answers({ 200: PageOf(HealthShape) }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    const { limit = 100, cursor } = request.query
    const before = readIdCursor(cursor)
    const rows = await services.db.inWorkspace(workspaceId, (tx) => tx.query<HealthRow>(
      `select ${HEALTH_COLUMNS} from health_item where workspace_id = $1 and resolved_at is null and ($2::uuid is null or health_item_id < $2) order by health_item_id desc limit $3`, [workspaceId, before, limit + 1]))
    return pageOf(rows, limit, (row) => [row.health_item_id], toHealthItem)
  })

  api.post('/api/v1/health-items/:id/resolve', { ...need('health.manage'), schema: { tags, summary: 'Somebody has looked after it', params: IdParams, response: answers({ 204: Nothing }) } }, async (request, reply) => {
    const principal = principalOf(request)
    const { workspaceId } = principal
    const id = idOf(request.params.id)
    await services.db.inWorkspace(workspaceId, async (tx) => {
      const [row] = await tx.query<{ fresh: boolean }>(
        `update health_item h set resolved_at = coalesce(h.resolved_at, $3) from health_item o where h.workspace_id = $1 and h.health_item_id = $2 and o.workspace_id = $1 and o.health_item_id = $2 returning o.resolved_at is null as fresh`,
        [workspaceId, id, new Date(services.clock.now(workspaceId)).toISOString()])
      if (!row) throw new RecadoError('not_found')
      if (!row.fresh) return
      await audit(tx, services, workspaceId, actorOf(principal), { action: 'health_item.resolved', subject: id })
      await append(tx, [{ type: 'health.cleared', data: { itemId: id } }])
    })
    services.signals.committed(workspaceId)
    return reply.code(204).send()
  })
}
