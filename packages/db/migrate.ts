import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

/** Sources and compiled files lie one folder apart. */
const here = dirname(fileURLToPath(import.meta.url))
export const migrationsDir = join(here.endsWith('dist') ? dirname(here) : here, 'migrations')

export interface Migration { name: string; sql: string; checksum: string }

export function readMigrations(dir = migrationsDir): Migration[] {
  return readdirSync(dir).filter((name) => name.endsWith('.sql')).sort().map((name) => {
    const sql = readFileSync(join(dir, name), 'utf8')
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
  })
}

/**
 * Brings the database to the newest migration, forward only, in one transaction under a lock: nodes that start together take turns, and of an upgrade
 * that fails in its last step nothing remains, so that the version before starts again. Throws when an applied migration was changed or the database is newer than this program.
 */
export async function migrate(url: string, migrations = readMigrations()): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'recado migrate' })
  await client.connect()
  const applied: string[] = []
  try {
    await checkServer(client)
    await client.query('create table if not exists migration (name text primary key, checksum text not null, applied_at timestamptz not null default now())')
    await client.query('begin')
    try {
      await client.query('lock table migration in exclusive mode')
      for (const migration of migrations) {
        const { rows } = await client.query<{ checksum: string }>('select checksum from migration where name = $1', [migration.name])
        if (rows[0] && rows[0].checksum !== migration.checksum) throw new Error(`Migration ${migration.name} was changed after it had been applied. Restore the file, or the backup it belongs to.`)
        if (rows[0]) continue
        await client.query(migration.sql)
        // What it left to be checked at the end is checked now: the next one may change those tables.
        await client.query('set constraints all immediate; set constraints all deferred')
        await client.query('insert into migration (name, checksum) values ($1, $2)', [migration.name, migration.checksum])
        applied.push(migration.name)
      }
      await client.query('commit')
    } catch (error) {
      await client.query('rollback')
      throw error
    }
    const known = new Set(migrations.map((m) => m.name))
    const { rows } = await client.query<{ name: string }>('select name from migration')
    const newer = rows.filter((row) => !known.has(row.name))
    if (newer.length > 0) throw new Error(`The database was made by a newer Recado (${newer[0]!.name}). Start that version, or restore a backup made by this one.`)
  } finally {
    await client.end()
  }
  return applied
}

async function checkServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string; encoding: string }>("select current_setting('server_version_num') as version, current_setting('server_encoding') as encoding")
  if (Number(rows[0]!.version) < 150_000) throw new Error(`PostgreSQL 15 or newer is needed; DATABASE_URL leads to version ${rows[0]!.version}.`)
  if (rows[0]!.encoding !== 'UTF8') throw new Error(`The database must be encoded in UTF8; it is ${rows[0]!.encoding}. Create it with: createdb -E UTF8 -T template0 recado`)
}
