/** How it stands with the house: database, nodes, background work, backups. */
import type { InstallationStatus } from '@recado/api'
import { readMigrations } from '@recado/db'
import { isoOrNull } from '../http/schemas.js'
import type { Services } from '../services.js'
import { version } from '../version.js'
import { type NodeRow, toNode } from './nodes.js'

interface Facts { version: string; bytes: number; connections: number; most: number; now: number }
interface Jobs { waiting: number; running: number; failed: number; oldest: number | null }

const FACTS = `select current_setting('server_version') as version, pg_database_size(current_database()) as bytes, (select count(*)::int from pg_stat_activity where datname = current_database()) as connections,
  current_setting('max_connections')::int as most, clock_timestamp() as now`
// What fell due a minute ago and nobody took is late; what was tried as often as it may be stays, for a person to see.
const JOBS = `select (count(*) filter (where locked_at is null and attempts < max_attempts))::int as waiting, (count(*) filter (where locked_at is not null))::int as running,
  (count(*) filter (where locked_at is null and attempts >= max_attempts))::int as failed, extract(epoch from now() - min(run_at) filter (where locked_at is null and attempts < max_attempts and run_at <= now())) * 1000 as oldest from graphile_worker.jobs`

export async function installationStatus(services: Services, nodes: readonly NodeRow[], self: string): Promise<InstallationStatus> {
  const { db, config } = services
  const before = performance.now()
  const wall = Date.now()
  const [facts] = await db.asSystem((tx) => tx.query<Facts>(FACTS))
  const answerMs = Math.round(performance.now() - before)
  const known = readMigrations().map(({ name }) => name)
  const applied = (await db.pool.query<{ name: string }>('select name from migration order by name')).rows.map((row) => row.name)
  const jobs = (await db.pool.query<Jobs>(JOBS).catch(() => ({ rows: [] }))).rows[0] // its schema comes with its first start
  const [backup] = await db.asSystem((tx) => tx.query<{ at: number | null; failing: boolean }>(
    `select greatest(max(started_at) filter (where state = 'done'), (select (value #>> '{}')::timestamptz from installation where name = 'backup_fresh')) as at,
       coalesce((array_agg(state order by created_at desc) filter (where state in ('done', 'failed')))[1] = 'failed', false) as failing from backup_run`))
  const { totalCount, idleCount, waiting } = db.pool
  return {
    version,
    database: { version: facts!.version, embedded: config.databaseUrl === null, bytes: facts!.bytes, connections: facts!.connections, connectionsMax: facts!.most, pool: { open: totalCount, idle: idleCount, waiting }, answerMs, skewMs: Math.round(facts!.now - wall) }, // one row, always
    migrations: { applied: applied.length, last: applied.at(-1) ?? '', pending: known.filter((name) => !applied.includes(name)).length },
    jobs: { waiting: jobs?.waiting ?? 0, running: jobs?.running ?? 0, failed: jobs?.failed ?? 0, oldestMs: jobs?.oldest == null ? null : Math.max(0, Math.round(Number(jobs.oldest))) },
    nodes: nodes.map((row) => toNode(row, self)),
    backups: { on: config.backup.dir !== null && config.backup.dir !== '', lastGoodAt: isoOrNull(backup?.at ?? null), failing: backup?.failing ?? false },
    telemetry: nodes.reduce<InstallationStatus['telemetry']>((sum, { facts: { telemetry } }) => ({ on: sum.on || telemetry.on, sent: sum.sent + telemetry.sent, failed: sum.failed + telemetry.failed }), { on: false, sent: 0, failed: 0 }),
  }
}
