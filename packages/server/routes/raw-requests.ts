import { gunzipSync } from 'node:zlib'
import { Type } from '@fastify/type-provider-typebox'
import type { InboundEvent } from '@recado/channel-kit'
import { RecadoError } from '@recado/core'
import type { FastifyInstance } from 'fastify'
import { actorOf, audit } from '../auth/audit.js'
import { need, principalOf } from '../auth/guard.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, IdParams, idOf, iso, Moment, Nullable, PageOf, pageOf, PageQuery, readIdCursor } from '../http/schemas.js'

interface Row { raw_request_id: string; account_id: string; reason: string; state: string; received_at: number; event: InboundEvent | null; error: string | null }

const Shape = Type.Object({ id: Id, channelAccountId: Id, reason: Type.String(), state: Type.Union([Type.Literal('kept'), Type.Literal('quarantine'), Type.Literal('replayed')]), receivedAt: Moment, eventType: Nullable(Type.String()), error: Nullable(Type.String()) })

/** A body is shown up to this size; what is larger is data for a file, not for a page. */
const SHOWN_BYTES = 256 * 1024

/** Requests that were kept as they came, and events set aside because the database refused them. They hold what customers wrote: managers only. */
export async function rawRequestRoutes(app: FastifyInstance, { services, ingest }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['quarantine']
  const toRaw = (row: Row) => ({ id: row.raw_request_id, channelAccountId: row.account_id, reason: row.reason, state: row.state, receivedAt: iso(row.received_at), eventType: row.event?.type ?? null, error: row.error })
  const COLUMNS = 'raw_request_id, account_id, reason, state, received_at, event, error'

  api.get('/api/v1/raw-requests', {
    ...need('health.manage'), schema: { tags, summary: 'Kept requests and quarantine, newest first', querystring: Type.Object({ ...PageQuery, account: Type.Optional(Type.String({ maxLength: 60 })), state: Type.Optional(Type.String({ maxLength: 20 })) }), response: answers({ 200: PageOf(Shape) }) },
  }, async (request) => {
    const { workspaceId } = principalOf(request)
    const { limit = 50, cursor, account, state } = request.query
    const before = readIdCursor(cursor)
    const rows = await services.db.inWorkspace(workspaceId, (tx) => tx.query<Row>(
      `select ${COLUMNS} from raw_request where workspace_id = $1 and ($2::uuid is null or raw_request_id < $2) and ($3::text is null or account_id::text = $3) and ($4::text is null or state = $4) order by raw_request_id desc limit $5`,
      [workspaceId, before, account ?? null, state ?? null, limit + 1]))
    return pageOf(rows, limit, (row) => [row.raw_request_id], toRaw)
  })

  api.get('/api/v1/raw-requests/:id', { ...need('health.manage'), schema: { tags, summary: 'One of them, with its text', params: IdParams, response: answers({ 200: Type.Object({ ...Shape.properties, event: Type.Unknown(), body: Nullable(Type.String()) }) }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    const [row] = await services.db.inWorkspace(workspaceId, (tx) => tx.query<Row & { body: Buffer | null }>(`select ${COLUMNS}, body from raw_request where workspace_id = $1 and raw_request_id = $2`, [workspaceId, idOf(request.params.id)]))
    if (!row) throw new RecadoError('not_found')
    return { ...toRaw(row), event: row.event, body: row.body ? unpack(row.body) : null }
  })

  api.post('/api/v1/raw-requests/:id/replay', { ...need('health.manage'), schema: { tags, summary: 'Store an event from quarantine once more', params: IdParams, response: answers({ 200: Shape }) } }, async (request) => {
    const principal = principalOf(request)
    const { workspaceId } = principal
    const id = idOf(request.params.id)
    const [row] = await services.db.inWorkspace(workspaceId, (tx) => tx.query<Row>(`select ${COLUMNS} from raw_request where workspace_id = $1 and raw_request_id = $2`, [workspaceId, id]))
    if (!row) throw new RecadoError('not_found')
    if (row.state !== 'quarantine' || !row.event) throw new RecadoError('invalid_request', { fields: [{ field: 'id', message: 'is not in quarantine' }] })
    const account = await services.accounts.byId(workspaceId, row.account_id)
    if (!account) throw new RecadoError('not_found')
    // One that fails again is set aside again, as a row of its own. One that was stored before changes nothing.
    await ingest.replay({ account, channel: services.channels.get(account.channel), event: row.event, arrivedAt: row.received_at })
    await services.db.inWorkspace(workspaceId, async (tx) => {
      await tx.query(`update raw_request set state = 'replayed' where workspace_id = $1 and raw_request_id = $2`, [workspaceId, id])
      await audit(tx, services, workspaceId, actorOf(principal), { action: 'raw_request.replayed', subject: id })
    })
    const [left] = await services.db.inWorkspace(workspaceId, (tx) => tx.query(`select 1 from raw_request where workspace_id = $1 and account_id = $2 and state = 'quarantine' limit 1`, [workspaceId, row.account_id]))
    if (!left) await services.healthy(workspaceId, 'quarantine', row.account_id)
    return toRaw({ ...row, state: 'replayed' })
  })
}

function unpack(body: Buffer): string {
  try { return gunzipSync(body, { maxOutputLength: SHOWN_BYTES }).toString('utf8') } catch { return '' } // larger than is shown, or no longer whole
}
