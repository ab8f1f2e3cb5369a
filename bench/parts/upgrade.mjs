import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import pg from 'pg'
import { root } from '../../tools/lib/paths.mjs'
import { withDatabase } from '../../tools/product/database.mjs'
import { dataDirectory } from '../../tools/product/start.mjs'

const RELEASED = join(root, 'packages/db/released')
const MESSAGES = 1_000_000
/** Threads that the messages lie in: ten of them each, as in the other parts. */
const EACH = 10
/** Seconds for a million. */
const GOAL = 60
/** What grows with people and their threads, and what with their messages. */
const OF_THREADS = ['contact', 'contact_address', 'identity', 'identity_key', 'identity_match', 'window_grant', 'conversation', 'work_case', 'consent_now', 'campaign_recipient']
const OF_MESSAGES = ['message', 'message_search', 'send_entry', 'cost_entry', 'media']
/** A copy of a row is another row: these name rows that are copied too, of which the second follow their thread and the third their message. */
const THREAD_IDS = new Set(['contact_id', 'origin_contact_id', 'contact_address_id', 'identity_id', 'conversation_id', 'case_id'])
const MESSAGE_IDS = new Set(['message_id', 'last_message_id', 'reply_to', 'media_id', 'ext_key', 'quoted_key', 'cost_entry_id'])
const WORDS = new Set(['external_id', 'client_id', 'value', 'match_key', 'key'])

/**
 * R13: how long every released version takes to come to this one with a million messages, its own kept company copied over and over in its own schema;
 * all that people wrote is the same after as before.
 * @returns {Promise<import('../report.mjs').Finding[]>}
 */
export async function measureUpgrade({ messages = MESSAGES } = {}) {
  const { startEmbedded } = await import(join(root, 'packages/db/dist/embedded/index.js'))
  const { migrate } = await import(join(root, 'packages/db/dist/migrate.js'))
  const found = []
  for (const file of readdirSync(RELEASED).filter((name) => name.endsWith('.sql.gz')).sort()) {
    const data = dataDirectory()
    const database = await startEmbedded({ dataDir: data.dir, log: () => {} })
    const client = new pg.Client({ connectionString: withDatabase(database.adminUrl, 'recado') })
    try {
      await migrate(database.url) // its roles are needed
      await client.connect()
      const whose = new URL(database.url).username
      await client.query(`set role ${pg.escapeIdentifier(whose)}; drop schema public cascade; create schema public; grant usage on schema public to recado_app, recado_system`)
      await client.query(gunzipSync(readFileSync(join(RELEASED, file))).toString('utf8'))
      await client.query('reset all; reset role; set session_replication_role = replica; set synchronous_commit = off') // a copy of a right row is right
      const stored = await multiply(client, messages)
      await client.query('reset all')
      await client.query('vacuum analyze')
      const bytes = Number((await client.query('select pg_database_size(current_database())::float8 as n')).rows[0].n)
      const columns = await columnsOf(client)
      const before = await sums(client, columns)
      await client.query('checkpoint')
      const began = performance.now()
      const made = await migrate(database.url)
      const seconds = (performance.now() - began) / 1_000
      const after = await sums(client, columns)
      const changed = Object.keys(before).filter((table) => before[table] !== after[table])
      const allowed = GOAL * Math.max(1, stored / MESSAGES)
      found.push({
        name: `upgrade from ${file.replace('.sql.gz', '')} to this version, ${messages / MESSAGES} M messages`, goal: `<= ${GOAL} s a million, every row of people as it was`, measured: `${seconds.toFixed(1)} s`, met: seconds <= allowed && changed.length === 0,
        note: changed.length > 0 ? `changed: ${changed.join(', ')}` : `${stored} messages; ${made.length} migrations in one transaction; ${Object.keys(before).length} tables of ${(bytes / 2 ** 30).toFixed(1)} GiB alike by their checksums`,
      })
    } finally {
      await client.end().catch(() => {}) // what broke off tells itself
      await database.stop()
      data.remove()
    }
  }
  return found
}

/** Copies the company until it has so many messages; returns how many it has. */
async function multiply(client, wanted) {
  const count = async (table) => Number((await client.query(`select count(*)::int as n from ${table}`)).rows[0].n)
  const [threads, own] = [await count('conversation'), await count('message')]
  const copies = Math.max(1, Math.ceil(wanted / EACH / threads))
  const times = Math.max(1, Math.ceil(wanted / own / copies))
  for (const table of OF_THREADS) await copy(client, table, copies, 1)
  for (const table of OF_MESSAGES) await copy(client, table, copies, times)
  await client.query(`update workspace_counter c set value = greatest(value, (select coalesce(max(number), 0) from conversation v where v.workspace_id = c.workspace_id)) where name = 'conversation'`)
  return count('message')
}

/** Every row of a table so many times: with other ids, but the same beginning of them, which is their moment. */
async function copy(client, table, copies, times) {
  const { rows } = await client.query(`select column_name as name, data_type as type from information_schema.columns where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' order by ordinal_position`, [table])
  const id = (name, of) => `(left(t.${name}::text, 19) || regexp_replace(left(md5(t.${name}::text || ${of}), 16), '^(.{4})', '\\1-'))::uuid`
  const value = ({ name, type }) => {
    if (THREAD_IDS.has(name) && type === 'uuid') return id(name, `'k' || k`)
    if (MESSAGE_IDS.has(name) && type === 'uuid') return id(name, `'k' || k || 'j' || j`)
    if (WORDS.has(name) && type === 'text') return `t.${name} || '-' || k || '-' || j`
    if (table === 'conversation' && name === 'number') return `t.number + k * 1000`
    return `t.${pg.escapeIdentifier(name)}`
  }
  await client.query(`insert into ${table} (${rows.map(({ name }) => pg.escapeIdentifier(name)).join(', ')}) select ${rows.map(value).join(', ')} from ${table} t, generate_series(1, ${copies}) k, generate_series(1, ${times}) j`)
}

/** The columns of every table of the version, which the newest compares by. @returns {Promise<Record<string, string[]>>} */
async function columnsOf(client) {
  const { rows } = await client.query(
    `select c.relname as name, array_agg(a.attname::text order by a.attname) as columns from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'migration' group by c.relname`)
  return Object.fromEntries(rows.map((row) => [row.name, row.columns]))
}

/** Rows and a sum over the hashes of all of them, whatever order they lie in. @returns {Promise<Record<string, string>>} */
async function sums(client, columns) {
  const found = {}
  for (const [table, names] of Object.entries(columns)) {
    const { rows: [row] } = await client.query(`select count(*)::text || ' ' || coalesce(sum(hashtextextended(t::text, 7)::numeric), 0)::text as sum from (select ${names.map((name) => pg.escapeIdentifier(name)).join(', ')} from ${pg.escapeIdentifier(table)}) t`)
    found[table] = row.sum
  }
  return found
}
