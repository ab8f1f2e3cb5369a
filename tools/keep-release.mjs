// `tools/testing/on-debian-postgres node tools/keep-release.mjs 0.2.0`: keeps what this version makes - its schema and a small company in it - as
// packages/db/released/<version>.sql.gz, from which every later version must be able to go on (packages/server/backup/released.test.ts).
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import pg from 'pg'
import { root } from './lib/paths.mjs'
import { developer, developerEnv, seed } from './dev/seed.mjs'
import { dataDirectory, startProduct } from './product/start.mjs'
import { apiClient } from './product/client.mjs'

const [version] = process.argv.slice(2)
const admin = process.env.RECADO_TEST_DATABASE_URL
if (!version || !/^\d+\.\d+\.\d+$/.test(version) || !admin) throw new Error('Say which version, on a throw-away PostgreSQL: tools/testing/on-debian-postgres node tools/keep-release.mjs 0.2.0')

// The oldest PostgreSQL we run on writes what all of them read; the role owns what it makes, as on a managed server.
const client = new pg.Client(admin)
await client.connect()
await client.query(`create role recado login createrole bypassrls`)
await client.query(`create database recado owner recado encoding 'UTF8' template template0`)
await client.end()
const at = new URL(admin)
at.pathname = '/recado'
at.username = 'recado'

const data = dataDirectory()
const product = await startProduct({ dataDir: data.dir, env: { DATABASE_URL: at.toString(), RECADO_SIMULATOR: '1', ...developerEnv({}), RECADO_OWNER_EMAIL: developer.email, RECADO_OWNER_PASSWORD: developer.password } })
await seed(product.url, product.url)
const api = apiClient(() => product.url)
const account = await api.want('POST', '/api/v1/channel-accounts', { channel: 'whatsapp', name: 'Tienda', settings: {}, simulated: true })
const { customerId } = await api.want('POST', '/simulator/control/customers', { channel: 'whatsapp', channelAccountId: account.id, name: 'Ana', phone: '+34600000001' })
await api.want('POST', `/simulator/control/customers/${customerId}/act`, { action: 'write', content: { kind: 'text', text: '¿Está abierto? 留言' } })
await product.stop()

const { searchParams, username } = at
const dump = execFileSync('pg_dump', ['--no-owner', '--inserts', '--rows-per-insert=200', '--exclude-schema=graphile_worker', '-h', searchParams.get('host'), '-U', username, 'recado'], { encoding: 'utf8', maxBuffer: 1 << 28 })
// What psql alone understands stays out.
const sql = dump.split('\n').filter((line) => !/^\\(un)?restrict|^--|^$/.test(line)).join('\n')
writeFileSync(join(root, 'packages/db/released', `${version}.sql.gz`), gzipSync(sql, { level: 9 }))
data.remove()
