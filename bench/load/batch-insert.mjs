import pg from 'pg'
import { connections, withDatabase } from '../../tools/product/database.mjs'
import { cpuWithEnded, treeOf } from '../../tools/product/processes.mjs'

/** What a message leaves behind: itself and its line in the log; of somebody new, everything about her as well. */
const ROWS = {
  message: 'select m.* from picked p join message m using (workspace_id, message_id)',
  event: 'select e.* from event e join picked p on e.workspace_id = p.workspace_id and e.message_ids[1] = p.message_id',
  conversation: 'select c.* from fresh f join conversation c using (workspace_id, conversation_id)',
  work_case: 'select w.* from fresh f join conversation c using (workspace_id, conversation_id) join work_case w using (workspace_id, case_id)',
  contact: 'select d.* from fresh f join conversation c using (workspace_id, conversation_id) join contact d using (workspace_id, contact_id)',
  identity: 'select d.* from fresh f join conversation c using (workspace_id, conversation_id) join identity d using (workspace_id, identity_id)',
  identity_key: 'select d.* from fresh f join conversation c using (workspace_id, conversation_id) join identity_key d using (workspace_id, identity_id)',
  window_grant: 'select d.* from fresh f join conversation c using (workspace_id, conversation_id) join window_grant d using (workspace_id, identity_id)',
}

/**
 * PostgreSQL's own batch insert of the rows that the last messages left, into tables with the same columns, checks and indexes, so many messages in
 * each transaction: no look-up, no lock, no decision. The rows lie ready in tables sorted by batch.
 * @param {import('./stage.mjs').Stage} stage
 * @param {{ count: number, perBatch: number }} wish
 * @returns {Promise<{ perSecond: number, usEach: number, rowsEach: number }>}
 */
export async function batchInsert(stage, { count, perBatch }) {
  const { adminUrl } = await connections(stage.data.dir)
  const client = new pg.Client({ connectionString: withDatabase(adminUrl, 'recado') })
  await client.connect()
  try {
    const run = async (text, values = []) => (await client.query(text, values)).rows
    await run('drop schema if exists ceiling cascade')
    await run('create schema ceiling')
    await run(`create temp table picked as select workspace_id, message_id, conversation_id, at, (row_number() over (order by message_id) - 1) / ${perBatch} as batch from (select * from message where external_id like 'wamid.ours.%' order by message_id desc limit ${count}) m`)
    await run(`create temp table fresh as select p.workspace_id, p.conversation_id, min(p.batch) as batch from picked p join conversation c using (workspace_id, conversation_id) where c.created_at >= (select min(at) from picked) group by 1, 2`)
    const statements = []
    let rows = 0
    for (const [table, text] of Object.entries(ROWS)) {
      const columns = (await run(`select string_agg(quote_ident(attname), ', ' order by attnum) as names from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`, [`public.${table}`]))[0].names
      await run(`create table ceiling.${table} (like public.${table} including all)`)
      await run(`create unlogged table ceiling.of_${table} as ${text.replace('.* from', '.*, batch from')} order by batch`)
      await run(`create index on ceiling.of_${table} (batch)`)
      rows += (await run(`select count(*)::int as n from ceiling.of_${table}`))[0].n
      statements.push(`insert into ceiling.${table} (${columns}) select ${columns} from ceiling.of_${table} where batch = p_batch;`)
    }
    await run(`create function ceiling.put(p_batch bigint) returns void language plpgsql as $$ begin ${statements.join(' ')} end $$`)
    for (const table of Object.keys(ROWS)) await run(`analyze ceiling.of_${table}`)
    await run('checkpoint')
    const postgres = () => cpuWithEnded(treeOf(stage.product.pid).slice(1))
    const batches = Math.ceil(count / perBatch)
    const [cpu, begun] = [postgres(), performance.now()]
    for (let batch = 0; batch < batches; batch++) await client.query({ name: 'put', text: 'select ceiling.put($1)', values: [batch] })
    const [seconds, spent] = [(performance.now() - begun) / 1_000, postgres() - cpu]
    await run('drop schema ceiling cascade')
    return { perSecond: count / seconds, usEach: spent / count, rowsEach: rows / count }
  } finally {
    await client.end()
  }
}
