/**
 * A database that is not ours to copy as files: its tables by COPY, all of one moment, and back into the empty schema of the same or a newer version.
 */
import pg from 'pg'
import { migrate, readMigrations } from '../migrate.js'
import { copyIn, CopyOut } from './stream.js'

/** A table as it was exported. */
export interface TablePart { name: string; columns: string[] }
/** What is due in the background, without the queue's own bookkeeping. */
export interface QueuedWork { task: string; payload: unknown; runAt: string; maxAttempts: number; key: string | null; priority: number; queue: string | null }

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** Leases, tickets and counted failures belong to the processes of that day. */
const LEFT_OUT = ['lease', 'live_ticket', 'migration']

/** One moment of a whole database, held open by `client` until `close`. */
export class TableExport {
  private readonly client: pg.Client
  readonly migrations: string[]
  readonly tables: TablePart[]
  /** What it holds on disk, as a measure of progress. */
  readonly bytes: number

  private constructor(client: pg.Client, known: { migrations: string[]; tables: TablePart[]; bytes: number }) {
    this.client = client
    this.migrations = known.migrations
    this.tables = known.tables
    this.bytes = known.bytes
  }

  static async open(url: string): Promise<TableExport> {
    const client = new pg.Client({ connectionString: url, application_name: 'recado backup' })
    client.on('error', () => {})
    await client.connect()
    try {
      // Held open as long as it takes, by a connection that may be idle while the disk is slow.
      await client.query('set idle_in_transaction_session_timeout = 0; set statement_timeout = 0; set synchronize_seqscans = off; begin isolation level repeatable read read only')
      const migrations = (await client.query<{ name: string }>('select name from migration order by name')).rows.map((row) => row.name)
      const { rows } = await client.query<{ name: string; columns: string[]; bytes: string }>(
        `select c.relname as name, (select array_agg(a.attname::text order by a.attnum) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns, pg_table_size(c.oid)::text as bytes
         from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> all($1) order by c.relname`, [LEFT_OUT])
      return new TableExport(client, { migrations, tables: rows.map(({ name, columns }) => ({ name, columns })), bytes: rows.reduce((sum, row) => sum + Number(row.bytes), 0) })
    } catch (error) {
      await client.end()
      throw error
    }
  }

  /** The rows of one table in COPY's text form. Rows of a partitioned one come as one table. */
  rows({ name, columns }: TablePart): AsyncIterable<Buffer> {
    const list = columns.map(quoted).join(', ')
    return new CopyOut(this.client, `copy (select ${list} from ${quoted(name)}) to stdout`)
  }

  /** Work that waits in the queue at this moment. */
  async work(): Promise<QueuedWork[]> {
    const { rows: [there] } = await this.client.query<{ there: boolean }>(`select to_regclass('graphile_worker._private_jobs') is not null as there`)
    if (!there?.there) return []
    const { rows } = await this.client.query<QueuedWork>(
      `select t.identifier as task, j.payload, to_char(j.run_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "runAt", j.max_attempts as "maxAttempts", j.key, j.priority, q.queue_name as queue
       from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id left join graphile_worker._private_job_queues q on q.id = j.job_queue_id
       where j.is_available or j.locked_at is not null order by j.id`)
    return rows
  }

  /** Files that rows of this moment name, in order: read in pages. */
  files(after: MediaKey | null, limit: number): Promise<MediaKey[]> { return mediaKeys(this.client, after, limit) }

  async close(): Promise<void> { await this.client.end() }
}

/** A stored file, as `media` names it. */
export interface MediaKey { workspaceId: string; sha256: string; bytes: number }

/** Stored files in order of workspace and hash. `since`: only those whose row is not older than this media id. */
export async function mediaKeys(client: pg.Client | pg.Pool, after: MediaKey | null, limit: number, since: string | null = null): Promise<MediaKey[]> {
  const { rows } = await client.query<MediaKey>(
    `select workspace_id::text as "workspaceId", encode(sha256, 'hex') as sha256, max(bytes)::float8 as bytes from media
     where sha256 is not null and ($1::uuid is null or (workspace_id, sha256) > ($1::uuid, decode($2, 'hex'))) and ($4::uuid is null or media_id >= $4::uuid) group by workspace_id, media.sha256 order by workspace_id, media.sha256 limit $3`,
    [after?.workspaceId ?? null, after?.sha256 ?? '', limit, since])
  return rows
}

/** What the rows were made under must be known here; throws a sentence for the operator. */
export function demandKnown(migrations: readonly string[]): void {
  const known = new Set(readMigrations().map((migration) => migration.name))
  const newer = migrations.find((name) => !known.has(name))
  if (newer) throw new Error(`The backup was made by a newer Recado (${newer}). Restore it with that version.`)
}

/**
 * Puts an export into an empty database and brings it to this version. Foreign keys are taken away for the time and checked as a whole afterwards;
 * no trigger of ours runs. Throws when anything is there already.
 */
export async function loadTables(url: string, migrations: readonly string[], parts: AsyncIterable<{ table: TablePart; rows: AsyncIterable<Buffer> }>): Promise<void> {
  demandKnown(migrations)
  const client = new pg.Client({ connectionString: url, application_name: 'recado restore' })
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows: [used] } = await client.query<{ n: number }>(`select count(*)::int as n from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`)
    if (used!.n > 0) throw new Error('The database is not empty: restore into a new one (createdb -E UTF8 -T template0 recado).') // a count
    const own = new Set(migrations)
    await migrate(url, readMigrations().filter(({ name }) => own.has(name)))
    await client.query('set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; begin')
    const tables = (await client.query<{ name: string }>(`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition and relname <> 'migration'`)).rows.map((row) => row.name)
    const keys = (await client.query<{ table: string; name: string; definition: string }>(`select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace and conparentid = 0`)).rows
    for (const key of keys) await client.query(`alter table ${key.table} drop constraint ${quoted(key.name)}`)
    for (const name of tables) await client.query(`alter table ${quoted(name)} disable trigger user`)
    // Rows that a migration put there are in the export, as they had become.
    await client.query(`truncate ${tables.map(quoted).join(', ')}`)
    for await (const { table, rows } of parts) await copyIn(client, `copy ${quoted(table.name)} (${table.columns.map(quoted).join(', ')}) from stdin`, rows)
    for (const name of tables) await client.query(`alter table ${quoted(name)} enable trigger user`)
    for (const key of keys) await client.query(`alter table ${key.table} add constraint ${quoted(key.name)} ${key.definition}`)
    await client.query(SEQUENCES)
    await client.query('commit')
    await client.query('analyze')
  } finally {
    await client.end()
  }
  await migrate(url)
}

/** Counters of the database go on after the highest value that was loaded. */
const SEQUENCES = `do $$ declare r record; top bigint; begin
  for r in select d.refobjid::regclass as owner, a.attname as col, s.oid::regclass as seq from pg_class s join pg_depend d on d.objid = s.oid and d.deptype in ('a', 'i') and d.classid = 'pg_class'::regclass join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
    where s.relkind = 'S' and s.relnamespace = 'public'::regnamespace loop
    execute format('select max(%I) from %s', r.col, r.owner) into top;
    if top is not null then perform setval(r.seq, top); end if;
  end loop;
end $$`
