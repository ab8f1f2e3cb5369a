/** Databases for tests: one migrated template per run, cloned per file. Not used by the product. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { Database } from './database.js'
import { migrate, readMigrations } from './migrate.js'

function withDatabase(url: string, name: string): string {
  const at = new URL(url)
  at.pathname = `/${name}`
  return at.toString()
}

async function admin<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try { return await work(client) } finally { await client.end() }
}

/** A fresh database with all migrations, as a URL; `drop` removes it. `adminUrl` is a superuser's. */
export async function freshDatabase(adminUrl = process.env.RECADO_TEST_DATABASE_URL): Promise<{ url: string; drop(): Promise<void> }> {
  if (!adminUrl) throw new Error('RECADO_TEST_DATABASE_URL is not set: run through npm test')
  const version = readMigrations().map((m) => m.checksum).join('')
  const template = `recado_template_${[...version].reduce((h, c) => (h * 31 + c.charCodeAt(0)) >>> 0, 7).toString(36)}`
  const name = `recado_test_${randomBytes(6).toString('hex')}`
  await admin(adminUrl, async (client) => {
    // Files start together: the first makes the template, the others wait for it.
    await client.query('select pg_advisory_lock(727)')
    try {
      const { rowCount } = await client.query('select from pg_database where datname = $1', [template])
      if (!rowCount) {
        await client.query(`create database ${template}_new template template0 encoding 'UTF8'`)
        await migrate(withDatabase(adminUrl, `${template}_new`))
        await client.query(`alter database ${template}_new rename to ${template}`)
      }
      await client.query(`create database ${name} template ${template}`)
    } finally { await client.query('select pg_advisory_unlock(727)') }
  })
  return { url: withDatabase(adminUrl, name), drop: () => admin(adminUrl, async (client) => { await client.query(`drop database if exists ${name} with (force)`) }) }
}

/** A fresh database, opened. */
export async function openFreshDatabase(): Promise<{ db: Database; url: string; close(): Promise<void> }> {
  const { url, drop } = await freshDatabase()
  const db = new Database({ url, max: 8 })
  return { db, url, close: async () => { await db.close(); await drop() } }
}
