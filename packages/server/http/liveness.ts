import { statfs } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import { readQueue } from './metrics.js'
import type { RouteDeps } from './deps.js'

/** Below this the database may stop at any moment. */
const LEAST_DISK_BYTES = 100 * 1024 * 1024
/** A clock that is further off makes windows close at the wrong moment. */
const MOST_SKEW_MS = 120_000
/** A message that has been due this long is worth a look. */
const OLD_QUEUE_MS = 10 * 60_000
const PATIENCE_MS = 2_000

interface Check { ok: boolean; [fact: string]: boolean | number | string | null }

/** GET /healthz: the process lives. GET /readyz: requests are served - 503 without database or disk; clock and queue are told, and may be off. */
export async function livenessRoutes(app: FastifyInstance, deps: RouteDeps): Promise<void> {
  app.get('/healthz', { config: { permission: 'public' }, schema: { hide: true } }, async () => ({ status: 'ok' }))
  app.get('/readyz', { config: { permission: 'public' }, schema: { hide: true } }, async (_request, reply) => {
    const [database, disk, queue] = await Promise.all([checkDatabase(deps), checkDisk(deps), checkQueue(deps)])
    const { skewMs, ...rest } = database
    const clock: Check = typeof skewMs === 'number' ? { ok: Math.abs(skewMs) <= MOST_SKEW_MS, skewMs } : { ok: false, skewMs: null }
    const ready = rest.ok && disk.ok && !deps.services.stopping()
    return reply.code(ready ? 200 : 503).headers(ready ? {} : { 'retry-after': '2' }).send({ status: ready ? 'ready' : deps.services.stopping() ? 'stopping' : 'not_ready', checks: { database: rest, disk, clock, queue } })
  })
}

async function checkDatabase({ services }: RouteDeps): Promise<Check> {
  const before = performance.now()
  const answer = await inTime(services.db.asSystem((tx) => tx.query<{ now: number }>('select clock_timestamp() as now')))
  const ms = Math.round(performance.now() - before)
  return answer?.[0] ? { ok: true, ms, skewMs: Math.round(answer[0].now - Date.now()) } : { ok: false, ms }
}

async function checkDisk({ services }: RouteDeps): Promise<Check> {
  const disk = await inTime(statfs(services.config.dataDir))
  if (!disk) return { ok: false, freeBytes: null }
  const freeBytes = disk.bavail * disk.bsize
  return { ok: freeBytes >= LEAST_DISK_BYTES, freeBytes }
}

async function checkQueue({ services }: RouteDeps): Promise<Check> {
  const queue = await inTime(readQueue(services))
  return queue ? { ok: queue.ageMs <= OLD_QUEUE_MS, length: queue.length, oldestMs: Math.round(queue.ageMs) } : { ok: false, length: null, oldestMs: null }
}

/** The answer, or null when it fails or does not come while the asker still listens. */
async function inTime<T>(work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => { timer = setTimeout(resolve, PATIENCE_MS, null) })
  try { return await Promise.race([work.catch(() => null), late]) } finally { clearTimeout(timer) }
}
