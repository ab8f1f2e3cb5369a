import { Type } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, iso, Moment, Nullable, PageOf, pageOf, PageQuery, readIdCursor } from '../http/schemas.js'

interface Row { audit_entry_id: string; at: number; actor: Record<string, unknown>; action: string; subject: string | null; data: Record<string, unknown> }

const Shape = Type.Object({ id: Id, at: Moment, actor: Type.Object({ kind: Type.String(), id: Type.Optional(Type.String()) }), action: Type.String(), subject: Nullable(Type.String()), data: Type.Record(Type.String(), Type.Unknown()) })

/** Who did what: ids and names of fields. */
export async function auditRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  typed(app).get('/api/v1/audit', {
    ...need('audit.read'), schema: { tags: ['audit'], summary: 'Audit entries, newest first', querystring: Type.Object({ ...PageQuery, action: Type.Optional(Type.String({ maxLength: 60 })), subject: Type.Optional(Type.String({ maxLength: 60 })) }), response: answers({ 200: PageOf(Shape) }) },
  }, async (request) => {
    const { workspaceId } = principalOf(request)
    const { limit = 50, cursor, action, subject } = request.query
    const before = readIdCursor(cursor)
    const rows = await services.db.inWorkspace(workspaceId, (tx) => tx.query<Row>(
      `select audit_entry_id, at, actor, action, subject, data from audit_entry where workspace_id = $1 and ($2::uuid is null or audit_entry_id < $2) and ($3::text is null or action = $3) and ($4::text is null or subject = $4) order by audit_entry_id desc limit $5`,
      [workspaceId, before, action ?? null, subject ?? null, limit + 1]))
    return pageOf(rows, limit, (row) => [row.audit_entry_id], (row) => ({ id: row.audit_entry_id, at: iso(row.at), actor: row.actor, action: row.action, subject: row.subject, data: row.data }))
  })
}
