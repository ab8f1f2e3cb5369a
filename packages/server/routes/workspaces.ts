import { Type } from '@fastify/type-provider-typebox'
import { RecadoError } from '@recado/core'
import type { FastifyInstance } from 'fastify'
import { actorOf, audit } from '../auth/audit.js'
import { need, principalOf } from '../auth/guard.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id } from '../http/schemas.js'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import { isTimeZone, Language } from './shapes.js'

const Shape = Type.Object({
  id: Id, name: Type.String(), demo: Type.Boolean(), timeZone: Type.String(), language: Type.String(), currency: Type.Optional(Type.String()), clockOffsetMs: Type.Integer(),
  inboxes: Type.Array(Type.Object({ id: Id, name: Type.String() })),
})
const Change = Type.Object({
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' })), timeZone: Type.Optional(Type.String({ maxLength: 60 })), language: Type.Optional(Language), currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
}, { additionalProperties: false })

interface Row { workspace_id: string; name: string; demo: boolean; time_zone: string; language: string; clock_offset_ms: number; settings: { currency?: string } }

/** The workspace itself: its name, zone, language and inboxes. */
export async function workspaceRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['workspace']

  api.get('/api/v1/workspace', { ...need('workspace.read'), schema: { tags, summary: 'The workspace and its inboxes', response: answers({ 200: Shape }) } }, async (request) => read(principalOf(request).workspaceId))

  api.patch('/api/v1/workspace', { ...need('workspace.manage'), schema: { tags, summary: 'Change name, time zone, language or currency', body: Change, response: answers({ 200: Shape }) } }, async (request) => {
    const principal = principalOf(request)
    const { workspaceId } = principal
    const { name, timeZone, language, currency } = request.body
    if (timeZone !== undefined && !isTimeZone(timeZone)) throw new RecadoError('invalid_request', { fields: [{ field: 'timeZone', message: 'is not a time zone' }] })
    await services.db.inWorkspace(workspaceId, async (tx) => {
      await tx.query(`update workspace set name = coalesce($2, name), time_zone = coalesce($3, time_zone), language = coalesce($4, language), settings = case when $5::text is null then settings else settings || jsonb_build_object('currency', $5::text) end where workspace_id = $1`,
        [workspaceId, name === undefined ? null : storable(name.trim()), timeZone ?? null, language ?? null, currency ?? null])
      await audit(tx, services, workspaceId, actorOf(principal), { action: 'workspace.changed', subject: workspaceId, data: { fields: Object.keys(request.body) } })
      await append(tx, [{ type: 'workspace.changed' }])
    })
    services.signals.committed(workspaceId)
    return read(workspaceId)
  })

  async function read(workspaceId: string) {
    return services.db.inWorkspace(workspaceId, async (tx) => {
      const [row] = await tx.query<Row>('select workspace_id, name, demo, time_zone, language, clock_offset_ms, settings from workspace where workspace_id = $1', [workspaceId])
      if (!row) throw new RecadoError('not_found')
      const inboxes = await tx.query<{ id: string; name: string }>('select inbox_id as id, name from inbox where workspace_id = $1 order by created_at, inbox_id', [workspaceId])
      return { id: row.workspace_id, name: row.name, demo: row.demo, timeZone: row.time_zone, language: row.language, ...(row.settings.currency ? { currency: row.settings.currency } : {}), clockOffsetMs: row.clock_offset_ms, inboxes }
    })
  }
}
