import pg from 'pg'
import { connections, withDatabase } from '../../tools/product/database.mjs'
import { dataDirectory, startProduct } from '../../tools/product/start.mjs'
import { keptCompany } from '../load/kept.mjs'

const CONVERSATIONS = 100_000
const QUICK = 10_000
const EACH = 10
/** What a message takes in a prototype with the same indexes, the search index included (520 B without it). */
const GOAL = 890
/** What is written for each message, and what for each thread, shared by its messages. */
const OF_MESSAGES = ['message', 'message_search']
const OF_THREADS = ['conversation', 'contact', 'identity', 'identity_key', 'work_case', 'window_grant']

/**
 * What a text message keeps on disk for good, table and indexes, in a seeded company of ten messages a thread, vacuumed; beside it the words themselves.
 * @returns {Promise<import('../report.mjs').Finding[]>}
 */
export async function measureStorage({ quick = false, conversations = quick ? QUICK : CONVERSATIONS } = {}) {
  const data = dataDirectory()
  try {
    await keptCompany(data.dir, conversations)
    const product = await startProduct({ dataDir: data.dir })
    const client = new pg.Client({ connectionString: withDatabase((await connections(data.dir)).adminUrl, 'recado') })
    await client.connect()
    try {
      const messages = conversations * EACH
      const size = async (table) => (await client.query(`select pg_table_size($1::regclass)::float8 as rows, pg_indexes_size($1::regclass)::float8 as indexes`, [table])).rows[0]
      const sizes = Object.fromEntries(await Promise.all([...OF_MESSAGES, ...OF_THREADS].map(async (table) => [table, await size(table)])))
      const per = (table) => (sizes[table].rows + sizes[table].indexes) / messages
      const text = Number((await client.query(`select avg(octet_length(content->>'text'))::float8 as bytes from message where kind = 'text'`)).rows[0].bytes)
      const [own, shared] = [OF_MESSAGES, OF_THREADS].map((tables) => tables.map(per).reduce((a, b) => a + b, 0))
      const each = (table) => `${table} ${(sizes[table].rows / messages).toFixed(0)} + ${(sizes[table].indexes / messages).toFixed(0)}`
      return [
        { name: 'storage of a text message, tables and indexes, search included', goal: `<= ${GOAL} bytes`, measured: `${own.toFixed(0)} bytes`, met: own <= GOAL, note: `rows + indexes: ${OF_MESSAGES.map(each).join(', ')}; ${messages} messages`, ceiling: { what: 'its words in UTF-8', value: text, unit: 'bytes', ratio: own / text } },
        { name: 'storage of a thread and its person, shared by its messages, per message', goal: 'said, not limited', measured: `${shared.toFixed(0)} bytes`, met: true, note: `${EACH} messages a thread; rows + indexes: ${OF_THREADS.map(each).join(', ')}` },
      ]
    } finally {
      await client.end()
      await product.stop()
    }
  } finally {
    data.remove()
  }
}
