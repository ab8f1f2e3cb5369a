import { Client } from 'pg'

/** Proves that the database answers, and makes our role and database if this is their first start. */
export async function provision(adminUrl: string, password: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query<{ role: boolean; database: boolean }>(
      `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'recado') AS role, EXISTS (SELECT FROM pg_database WHERE datname = 'recado') AS database`,
    )
    // Not a superuser: what works here must work on a managed server, too.
    if (!rows[0]?.role) await client.query(`CREATE ROLE recado LOGIN CREATEDB CREATEROLE BYPASSRLS PASSWORD '${password}'`)
    if (!rows[0]?.database) await client.query('CREATE DATABASE recado OWNER recado')
  } finally {
    await client.end()
  }
}
