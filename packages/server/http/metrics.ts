import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { RecadoError } from '@recado/core'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { may } from '../auth/permissions.js'
import type { Told } from '../telemetry/otlp.js'
import { searchBehindMs } from '../status/search.js'
import { telemetryOf } from '../telemetry/telemetry.js'
import type { RouteDeps } from './deps.js'

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/

/**
 * GET /metrics for Prometheus: durations, counts, lengths; no id, name or text of anybody. Open to this machine itself, elsewhere to tokens
 * with scope `metrics`. Ingest and sending are heard through signals: `stored` (workspaceId, messages) and `sent` (workspaceId, outcome); failures through `incident` (kind).
 */
export async function metricsRoute(app: FastifyInstance, { services, auth }: RouteDeps): Promise<void> {
  const registry = new Registry()
  const registers = [registry]
  const requests = new Histogram({ name: 'recado_http_request_seconds', help: 'Time to answer, by route.', labelNames: ['method', 'route', 'status'], buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10], registers })
  const batches = new Counter({ name: 'recado_ingest_batches_total', help: 'Batches of inbound events committed.', registers })
  const messages = new Counter({ name: 'recado_ingest_messages_total', help: 'Inbound messages stored.', registers })
  const sends = new Counter({ name: 'recado_sends_total', help: 'Messages that left or failed, by outcome.', labelNames: ['outcome'], registers })
  const incidents = new Counter({ name: 'recado_incidents_total', help: 'Failures around us, by kind; the log has a line for each case.', labelNames: ['kind'], registers })
  const queue = new Gauge({ name: 'recado_send_queue_length', help: 'Messages waiting to be sent.', registers })
  const queueAge = new Gauge({ name: 'recado_send_queue_age_seconds', help: 'How long the oldest due message has been waiting.', registers })
  const search = new Gauge({ name: 'recado_search_index_age_seconds', help: 'Age of the oldest message that the search does not find yet.', registers })
  const pool = new Gauge({ name: 'recado_database_connections', help: 'Connections of this node, by state.', labelNames: ['state'], registers })
  const loop = new Gauge({ name: 'recado_event_loop_delay_seconds', help: 'Event loop delay since the last reading, by quantile.', labelNames: ['quantile'], registers })
  const memory = new Gauge({ name: 'recado_memory_bytes', help: 'Memory of this process, by kind.', labelNames: ['kind'], registers })

  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  const onStored = (_workspaceId: string, stored?: number): void => { batches.inc(); messages.inc(stored ?? 1) }
  const onSent = (_workspaceId: string, outcome: string): void => sends.inc({ outcome })
  // Delivered webhooks do not pass our hooks.
  const onWebhook = (status: number, ms: number): void => { requests.observe({ method: 'POST', route: '/webhooks/:channel/:key', status: `${Math.floor(status / 100)}xx` }, ms / 1_000) }
  const onIncident = (kind: string): void => incidents.inc({ kind })
  services.signals.on('incident', onIncident).on('stored', onStored).on('sent', onSent).on('webhook', onWebhook)
  app.addHook('onClose', () => {
    delay.disable()
    services.signals.off('incident', onIncident).off('stored', onStored).off('sent', onSent).off('webhook', onWebhook)
  })
  // Of the whole server: this plugin shares the root's hooks.
  app.addHook('onResponse', async (request, reply) => {
    requests.observe({ method: request.method, route: request.routeOptions.url ?? 'none', status: `${Math.floor(reply.statusCode / 100)}xx` }, reply.elapsedTime / 1_000)
  })

  app.get('/metrics', { config: { permission: 'own_check' }, schema: { hide: true } }, async (request, reply) => {
    if (!isThisMachine(request)) {
      const asking = await auth.recognise(request)
      if (!asking) throw new RecadoError('not_signed_in')
      if (!may(asking.principal, 'metrics.read')) throw new RecadoError(asking.principal.kind === 'token' ? 'scope_missing' : 'not_permitted', { scope: 'metrics' })
    }
    await measure()
    return reply.type(registry.contentType).send(await registry.metrics())
  })
  telemetryOf(services).measure(async () => { await measure(); return await registry.getMetricsAsJSON() as unknown as Told[] }) // its declarations call the kind a number; it is the word

  async function measure(): Promise<void> {
    const waiting = await readQueue(services).catch(() => null)
    if (waiting) { queue.set(waiting.length); queueAge.set(waiting.ageMs / 1_000) }
    const behind = await readSearchBehind(services).catch(() => null)
    if (behind !== null) search.set(behind / 1_000)
    const { totalCount, idleCount, waiting: waitedFor } = services.db.pool
    for (const [state, value] of [['open', totalCount], ['idle', idleCount], ['waited_for', waitedFor]] as const) pool.set({ state }, value)
    for (const quantile of [50, 99]) loop.set({ quantile: String(quantile / 100) }, delay.percentile(quantile) / 1e9)
    delay.reset()
    for (const [kind, value] of Object.entries(process.memoryUsage())) memory.set({ kind }, value)
  }
}

/** A proxy on this machine speaks for others, so whoever it speaks for is not this machine. */
function isThisMachine(request: FastifyRequest): boolean {
  return LOOPBACK.test(request.socket.remoteAddress ?? '127.0.0.1') && request.headers['x-forwarded-for'] === undefined && request.headers.forwarded === undefined
}

/** Of all workspaces the one that is furthest behind. */
async function readSearchBehind(services: RouteDeps['services']): Promise<number> {
  let behindMs = 0
  for (const { workspace_id: id } of await services.db.asSystem((tx) => tx.query<{ workspace_id: string }>('select workspace_id from workspace'))) behindMs = Math.max(behindMs, await searchBehindMs(services, id))
  return behindMs
}

/** Messages waiting to be sent over all workspaces, and the age of the oldest that is due. */
export async function readQueue(services: RouteDeps['services']): Promise<{ length: number; ageMs: number }> {
  const workspaces = await services.db.asSystem((tx) => tx.query<{ workspace_id: string }>('select workspace_id from workspace'))
  let length = 0
  let ageMs = 0
  for (const { workspace_id: id } of workspaces) {
    const now = services.clock.now(id)
    const [row] = await services.db.inWorkspace(id, (tx) => tx.query<{ length: number; due: number | null }>(`select count(*)::int as length, min(due_at) as due from send_job where workspace_id = $1 and state = 'queued'`, [id]))
    length += row!.length // count without group by is always one row
    if (row!.due !== null) ageMs = Math.max(ageMs, now - row!.due)
  }
  return { length, ageMs: Math.max(0, ageMs) }
}
