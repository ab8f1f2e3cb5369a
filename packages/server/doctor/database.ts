import { type Database, readMigrations } from '@recado/db'
import type { Config } from '../config.js'
import { fault, type Finding, note, ok } from './finding.js'

/** Clocks further apart than this make signatures and sessions fail. */
const SKEW_MS = 120_000
/** What waits longer than this to be sent waits for somebody. */
const LATE_MS = 5 * 60_000
/** A node's pool, its listeners, and one more node beside it. */
const FEW_CONNECTIONS = 30

/** The database behind a running Recado, or the one DATABASE_URL names. */
export async function examineDatabase(db: Database, config: Pick<Config, 'pooler'>): Promise<Finding[]> {
  const [server] = await db.asSystem((tx) => tx.query<{ version: string; number: number; fsync: string; full_page_writes: string; encoding: string; connections: number; now: number }>(
    `select current_setting('server_version') as version, current_setting('server_version_num')::int as number, current_setting('fsync') as fsync, current_setting('full_page_writes') as full_page_writes,
       current_setting('server_encoding') as encoding, current_setting('max_connections')::int as connections, clock_timestamp() as now`))
  const { version, number, fsync, full_page_writes: pages, encoding, connections, now } = server! // a select without a table has one row
  const skew = Math.abs(Date.now() - now)
  return [
    number < 150_000 ? fault(`PostgreSQL ${version} is too old`, 'PostgreSQL 15 or newer is needed.') : ok(`PostgreSQL ${version} answers`),
    fsync === 'on' && pages === 'on' ? ok('what is acknowledged is on disk (fsync)') : fault('fsync or full_page_writes is off: a power cut can lose messages', 'Switch both on in postgresql.conf.'),
    encoding === 'UTF8' ? ok('text is UTF-8') : fault(`the database's encoding is ${encoding}`, 'Make it anew with ENCODING UTF8: names from China do not fit into it.'),
    skew < SKEW_MS ? ok('clocks of server and database agree') : fault(`the clocks of server and database differ by ${Math.round(skew / 1000)} s`, 'Set both by NTP (timedatectl set-ntp true).'),
    ...(connections < FEW_CONNECTIONS && !config.pooler ? [note(`the database takes ${connections} connections`, `${FEW_CONNECTIONS} are enough for two nodes; or put PgBouncer in front with RECADO_DB_POOLER=1.`)] : []),
    await migrations(db),
    ...(await work(db)),
  ]
}

async function migrations(db: Database): Promise<Finding> {
  const all = readMigrations()
  const [row] = (await db.pool.query<{ known: string[] }>('select array_agg(name) as known from migration')).rows
  const missing = all.filter(({ name }) => !row?.known?.includes(name))
  return missing.length === 0 ? ok(`all ${all.length} migrations are applied`) : note(`${missing.length} migrations are not applied yet (${missing[0]!.name})`, 'The next start applies them; make a backup first.')
}

/** What waits, and what a person should look at; in all workspaces, without their content. */
async function work(db: Database): Promise<Finding[]> {
  const found: Finding[] = []
  for (const { workspace_id: id, name } of await db.asSystem((tx) => tx.query<{ workspace_id: string; name: string }>('select workspace_id, name from workspace where not demo order by created_at'))) {
    const [row] = await db.inWorkspace(id, (tx) => tx.query<{ waiting: number; oldest: number | null; problems: string[] | null; accounts: number; broken: string[] | null }>(
      `select (select count(*)::int from send_job where workspace_id = $1 and state = 'queued') as waiting,
        (select min(due_at) from send_job where workspace_id = $1 and state = 'queued') as oldest,
        (select array_agg(distinct kind) from health_item where workspace_id = $1 and resolved_at is null and severity = 'critical') as problems,
        (select count(*)::int from channel_account where workspace_id = $1) as accounts,
        (select array_agg(name) from channel_account where workspace_id = $1 and state = 'error') as broken`, [id]))
    const { waiting, oldest, problems, accounts, broken } = row! // a select without a table has one row
    const late = oldest !== null && Date.now() - oldest > LATE_MS
    found.push(late ? note(`${name}: ${waiting} messages wait to be sent, the oldest for ${Math.round((Date.now() - oldest) / 60_000)} minutes`, 'Its channel page says why.') : ok(`${name}: ${accounts} accounts, nothing waits for long`))
    if (broken) found.push(fault(`${name}: ${broken.join(', ')} cannot send or receive`, 'Settings > Channels names the next step.'))
    if (problems) found.push(note(`${name}: open problems: ${problems.join(', ')}`, 'Settings > Channels shows them with what to do.'))
  }
  return found
}
