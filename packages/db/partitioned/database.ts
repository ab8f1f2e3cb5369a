import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { Database } from '../database.js'
import { migrate, readMigrations } from '../migrate.js'
import { partitionedMigrations } from './migrations.js'
import { type Plan, readPlan } from './plans.js'

const EXPLAIN = ['log_min_duration = 0', 'log_nested_statements = on', 'log_analyze = on', 'log_timing = off', 'log_format = json', 'log_level = notice']

/** The partitioned schema in a fresh database of the test run's cluster; every plan that is carried out there is told. */
export async function openPartitionedDatabase(told: (plan: Plan) => void): Promise<{ db: Database; url: string; partitioned: string[]; close(): Promise<void> }> {
  const adminUrl = process.env.RECADO_TEST_DATABASE_URL
  if (!adminUrl) throw new Error('RECADO_TEST_DATABASE_URL is not set: run through npm test')
  const name = `recado_partitioned_${randomBytes(6).toString('hex')}`
  const at = new URL(adminUrl)
  at.pathname = `/${name}`
  const url = at.toString()
  const admin = async (...statements: string[]): Promise<void> => {
    const client = new pg.Client({ connectionString: adminUrl })
    await client.connect()
    try { for (const statement of statements) await client.query(statement) } finally { await client.end() }
  }
  await admin(`create database ${name} template template0 encoding 'UTF8'`)
  const { migrations, partitioned } = partitionedMigrations(readMigrations())
  await migrate(url, migrations)
  await admin(`alter database ${name} set session_preload_libraries = 'auto_explain'`, `alter database ${name} set client_min_messages = notice`, ...EXPLAIN.map((one) => `alter database ${name} set auto_explain.${one}`))
  const db = new Database({ url, max: 8 })
  db.pool.on('connect', (client) => client.on('notice', ({ message }) => { const plan = readPlan(message ?? ''); if (plan) told(plan) }))
  return { db, url, partitioned, close: async () => { await db.close(); await admin(`drop database if exists ${name} with (force)`) } }
}
