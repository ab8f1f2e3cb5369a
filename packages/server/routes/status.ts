import { Type } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, Moment, Nullable } from '../http/schemas.js'
import { isHouse } from '../backup/house.js'
import { nodeIdOf } from '../status/beat.js'
import { installationStatus } from '../status/installation.js'
import { readNodes } from '../status/nodes.js'
import { workspaceStatus } from '../status/workspace.js'
import { HealthShape } from './health.js'

const Ms = Type.Integer({ description: 'Milliseconds' })
const Node = Type.Object({
  id: Id, host: Type.String(), version: Type.String(), startedAt: Moment, seenAt: Moment, self: Type.Boolean({ description: 'The one that answered' }), lanes: Type.Integer({ description: 'Accounts whose sending it does' }),
  memoryBytes: Type.Integer(), loopDelayMs: Ms, diskFreeBytes: Nullable(Type.Integer()), diskBytes: Nullable(Type.Integer()), spool: Type.Object({ files: Type.Integer(), bytes: Type.Integer() }),
})
const Installation = Type.Object({
  version: Type.String(),
  database: Type.Object({ version: Type.String(), embedded: Type.Boolean(), bytes: Type.Integer(), connections: Type.Integer(), connectionsMax: Type.Integer(), pool: Type.Object({ open: Type.Integer(), idle: Type.Integer(), waiting: Type.Integer() }), answerMs: Ms, skewMs: Ms }),
  migrations: Type.Object({ applied: Type.Integer(), last: Type.String(), pending: Type.Integer() }),
  jobs: Type.Object({ waiting: Type.Integer(), running: Type.Integer(), failed: Type.Integer(), oldestMs: Nullable(Ms) }),
  nodes: Type.Array(Node), backups: Type.Object({ on: Type.Boolean(), lastGoodAt: Nullable(Moment), failing: Type.Boolean() }), telemetry: Type.Object({ on: Type.Boolean(), sent: Type.Integer(), failed: Type.Integer() }),
})
const StatusShape = Type.Object({
  at: Moment, installation: Nullable(Installation),
  webhooks: Type.Array(Type.Object({ accountId: Id, name: Type.String(), channel: Type.String(), simulated: Type.Boolean(), lastAt: Nullable(Moment), ageMs: Nullable(Ms), perMinute: Type.Number(), refusedPerMinute: Type.Number() })),
  ingest: Type.Object({ perMinute: Type.Number(), setAside: Type.Integer() }),
  outbox: Type.Object({ queued: Type.Integer(), due: Type.Integer(), oldestDueMs: Nullable(Ms), sending: Type.Integer(), unknown: Type.Integer(), held: Type.Integer(), failedThreads: Type.Integer() }),
  workers: Type.Array(Type.Object({ worker: Type.String(), seq: Type.Integer(), head: Type.Integer(), waiting: Nullable(Type.Integer({ description: 'Entries that concern it and that it has yet to read, at most 10,000. Null: its feature is not in use' })), behindMs: Nullable(Type.Integer({ description: 'Null: its feature is not in use' })) })),
  search: Type.Object({ behindMs: Type.Integer({ description: 'Age of the oldest message that the search does not find yet' }) }),
  incidents: Type.Array(HealthShape),
}, { title: 'SystemStatus' })

/** How everything stands, for whoever keeps it running. */
export async function statusRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  typed(app).get('/api/v1/status', { ...need('status.read'), schema: { tags: ['health'], summary: 'Database, nodes, queues, webhooks, workers and what is wrong', description: '`installation` is null for a workspace that does not look after the house: the company that was there first does.', response: answers({ 200: StatusShape }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    const nodes = await readNodes(services)
    const installation = await isHouse(services, workspaceId) ? await installationStatus(services, nodes, nodeIdOf(services)) : null
    return { at: new Date().toISOString(), installation, ...await workspaceStatus(services, workspaceId, nodes) }
  })
}
