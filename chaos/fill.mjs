import { ask } from '../tools/product/database.mjs'

const BLOCK = 200_000

/**
 * Old messages in the threads that are there, so that the database weighs what a company's does.
 * @param {string} dataDir
 * @param {number} count
 */
export async function fillMessages(dataDir, count) {
  for (let from = 0; from < count; from += BLOCK) {
    await ask(dataDir, `
      with thread as (select *, row_number() over (order by conversation_id) - 1 as place, count(*) over () as threads from conversation),
      said as (select n, now() - interval '90 days' + n * interval '5 seconds' as at from generate_series($1::int, $2::int) n)
      insert into message (workspace_id, message_id, conversation_id, case_id, account_id, direction, kind, content, status, external_id, ext_key, author_type, at, platform_at)
      select t.workspace_id, (lpad(to_hex((extract(epoch from s.at) * 1000)::bigint), 12, '0') || '7' || substr(md5(s.n::text), 1, 3) || '8' || substr(md5(s.n::text), 4, 15))::uuid, t.conversation_id, t.case_id, t.account_id,
        'in', 'text', jsonb_build_object('kind', 'text', 'text', 'Earlier ' || s.n), 'received', 'earlier.' || s.n, md5('earlier.' || s.n)::uuid, 'contact', s.at, s.at
      from said s join thread t on t.place = s.n % t.threads`, [from, Math.min(count, from + BLOCK) - 1])
  }
}
