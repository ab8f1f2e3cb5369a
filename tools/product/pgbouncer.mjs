import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { until } from './client.mjs'

const BINARIES = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer', '/usr/local/bin/pgbouncer']
const PORT = 6432

/**
 * Debian's PgBouncer in front of a database, in transaction mode: a connection of ours gets another server connection with each transaction, and
 * settings, prepared statements and LISTEN do not outlive it. Few server connections, so that they really change hands.
 * @param {string} databaseUrl of a socket, as the embedded engine has it
 * @returns {Promise<{ url: string, stop(): Promise<void> }>}
 */
export async function startPgBouncer(databaseUrl) {
  const { binary, why } = findOrInstall()
  if (!binary) throw new Error(`This needs PgBouncer (Debian: apt-get install pgbouncer); ${why}`)
  const dir = mkdtempSync(join(tmpdir(), 'recado-pgbouncer-'))
  const at = new URL(databaseUrl)
  writeFileSync(join(dir, 'users'), `"${decodeURIComponent(at.username)}" "${decodeURIComponent(at.password)}"\n`, { mode: 0o600 })
  writeFileSync(join(dir, 'pgbouncer.ini'), [
    '[databases]', `* = host=${at.searchParams.get('host') ?? at.hostname} port=${at.port || 5432}`,
    '[pgbouncer]', 'listen_addr =', `listen_port = ${PORT}`, `unix_socket_dir = ${dir}`, 'auth_type = trust', `auth_file = ${join(dir, 'users')}`,
    'pool_mode = transaction', 'default_pool_size = 8', 'max_client_conn = 500', `logfile = ${join(dir, 'log')}`, '',
  ].join('\n'))
  // It refuses root as PostgreSQL does; in a user namespace root's files belong to somebody ordinary.
  const [command, ...args] = process.getuid?.() === 0 ? ['unshare', '-U', '--map-user=1', binary, join(dir, 'pgbouncer.ini')] : [binary, join(dir, 'pgbouncer.ini')]
  const child = spawn(command, args, { stdio: 'ignore' })
  const ended = new Promise((resolve) => child.once('close', resolve))
  const stop = async () => { child.kill('SIGKILL'); await ended; rmSync(dir, { recursive: true, force: true }) }
  at.port = String(PORT)
  at.searchParams.set('host', dir)
  const url = at.toString()
  try {
    await until(() => answers(url), (yes) => yes === true, { what: 'PgBouncer' })
  } catch (error) {
    const log = existsSync(join(dir, 'log')) ? readFileSync(join(dir, 'log'), 'utf8') : 'it wrote no log'
    await stop()
    throw new Error(`PgBouncer did not start: ${log}`, { cause: error })
  }
  return { url, stop }
}

async function answers(url) {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  try { await client.connect(); await client.query('select 1'); return true } catch (error) { return String(error) } finally { await client.end().catch(() => {}) }
}

/** As tools/testing/on-debian-postgres does for PostgreSQL: Debian's package, where it is missing and we may. @returns {{ binary: string | null, why: string }} */
export function findOrInstall() {
  const there = () => BINARIES.find((file) => existsSync(file))
  const found = there()
  if (found) return { binary: found, why: '' }
  const command = 'apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends pgbouncer'
  const { status, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8' })
  return { binary: there() ?? null, why: `installing it ended with ${status}: ${stderr}` }
}
