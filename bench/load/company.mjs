import { join } from 'node:path'
import { root } from '../../tools/lib/paths.mjs'
import pg from 'pg'
import { withDatabase } from '../../tools/product/database.mjs'
import { NAMES, sentences } from './words.mjs'

const INBOXES = 20
const AGENTS = 50
const TEAMS = 5
const LABELS = 205
const MESSAGES_EACH = 10
const SENTENCES = 60_000
/** Two years of traffic at a million conversations; a smaller company is a younger one. */
const SPAN_MS = 730 * 86_400_000
const LARGE = 1_000_000
const BIG_TABLES = ['contact', 'identity', 'identity_key', 'conversation', 'work_case', 'message', 'message_search', 'window_grant']

/** Made data need not survive a power cut: nothing waits for the disk, and no worker reads along. */
const QUICK = { fsync: 'off', full_page_writes: 'off', autovacuum: 'off', max_wal_size: '16GB' }

/** @typedef {{ workspaceId: string, inboxes: string[], accounts: string[], agents: string[], teams: string[], ownerId: string }} Company */

/** Who signs in beside the owner: one who belongs to three inboxes, one who sees her own and her team's. With the owner's password. */
export const COLLEAGUES = { inboxes: 'agent1@example.com', own: 'agent2@example.com' }

/**
 * Fills the first workspace of a product that has been stopped with a company: conversations of ten messages each, 6 % of them open. Rows go in
 * without indexes, which are built afterwards. What the worker would index stands in the search tables at once.
 * @param {string} dataDir
 * @param {number} count conversations
 */
export async function seedCompany(dataDir, count) {
  const { startEmbedded } = await import(join(root, 'packages/db/dist/embedded/index.js'))
  const postgres = await startEmbedded({ dataDir, settings: QUICK })
  try {
    return await fill(postgres.adminUrl, count)
  } finally {
    await postgres.stop()
  }
}

/**
 * A company seeded earlier, as if it had been seeded now: its open windows close within the next day.
 * @param {string} dataDir
 * @param {Company} company
 */
export async function refreshCompany(dataDir, { workspaceId }) {
  const { startEmbedded } = await import(join(root, 'packages/db/dist/embedded/index.js'))
  const postgres = await startEmbedded({ dataDir, settings: QUICK })
  try {
    const { client, run } = await connect(postgres.adminUrl)
    try {
      await openWindows(run, workspaceId)
      await run('earlier runs', `delete from saved_view where workspace_id = $1 and name like 'Bench%'`, [workspaceId])
      await run('vacuum', 'vacuum (analyze) conversation, search_word, saved_view')
      await client.query('checkpoint')
    } finally {
      await client.end()
    }
  } finally {
    await postgres.stop()
  }
}

/** Whatever takes long says so. */
async function connect(adminUrl) {
  const client = new pg.Client({ connectionString: withDatabase(adminUrl, 'recado') })
  await client.connect()
  const run = async (what, text, values = []) => {
    const before = performance.now()
    const result = await client.query(text, values)
    const ms = performance.now() - before
    if (ms > 2_000) console.error(`  ${what}: ${(ms / 1000).toFixed(0)} s`)
    return result.rows
  }
  return { client, run }
}

async function fill(adminUrl, count) {
  const { client, run } = await connect(adminUrl)
  try {
    const began = performance.now()
    for (const setting of [`maintenance_work_mem = '1GB'`, `work_mem = '128MB'`, 'synchronous_commit = off', 'session_replication_role = replica', 'max_parallel_maintenance_workers = 2', `timezone = 'UTC'`]) await client.query(`set ${setting}`)
    const [{ workspace_id: workspaceId, user_id: ownerId }] = await run('workspace', 'select m.workspace_id, m.user_id from member m order by m.created_at limit 1')
    const made = await people(run, workspaceId, ownerId)
    await speech(run)
    const built = await dropIndexes(run)
    const spanMs = Math.max(SPAN_MS * (count / LARGE), 7 * 86_400_000)
    await threads(run, { workspaceId, count, spanMs, ...made })
    await messages(run, { workspaceId, count, spanMs, ...made })
    await heads(run, { workspaceId, count })
    await beside(run, { workspaceId, ...made })
    for (const text of built) await run(text.slice(0, 90), text)
    await words(run, workspaceId, count * MESSAGES_EACH)
    await run('counter', `update workspace_counter set value = $2 where workspace_id = $1 and name = 'conversation'`, [workspaceId, count])
    await run('place of the index', `insert into installation (name, value) select 'search ' || $1::text, jsonb_build_object('after', max(message_id::text)) from (select message_id from message where workspace_id = $1::text::uuid order by message_id desc limit 1) m on conflict (name) do update set value = excluded.value`, [workspaceId])
    for (const table of ['bench_sentence', 'bench_thread']) await client.query(`drop table ${table}`)
    await run('vacuum', `vacuum (analyze) ${BIG_TABLES.join(', ')}, search_word, mention, draft, label, inbox, channel_account, member, app_user`)
    await client.query('checkpoint')
    return { workspaceId, ...made, seconds: (performance.now() - began) / 1000 }
  } finally {
    await client.end()
  }
}

/** Inboxes with an account each, colleagues in teams, labels. */
async function people(run, workspaceId, ownerId) {
  const at = new Date().toISOString()
  const ids = async (text, values) => (await run('people', text, values)).map((row) => row.id)
  const inboxes = await ids(`insert into inbox (workspace_id, inbox_id, name, created_at) select $1, gen_random_uuid(), 'Inbox ' || n, $2 from generate_series(1, ${INBOXES}) n returning inbox_id as id`, [workspaceId, at])
  const accounts = await ids(
    `insert into channel_account (workspace_id, account_id, channel, name, inbox_id, external_id, settings, state, simulated, webhook_key, created_at)
     select $1, gen_random_uuid(), (array['whatsapp', 'wechat', 'messenger'])[1 + (n % 3)], 'Account ' || n, i.id, 'bench-' || n, '{}', 'ready', true, 'bench-' || n, $3 from unnest($2::uuid[]) with ordinality i(id, n) returning account_id as id`, [workspaceId, inboxes, at])
  const agents = await ids(
    `with made as (insert into app_user (user_id, email, name, created_at) select gen_random_uuid(), 'agent' || n || '@example.com', 'Agent ' || n, $2 from generate_series(1, ${AGENTS - 1}) n returning user_id)
     insert into member (workspace_id, user_id, role, created_at) select $1, user_id, 'agent', $2 from made returning user_id as id`, [workspaceId, at])
  const teams = await ids(`insert into team (workspace_id, team_id, name, created_at) select $1, gen_random_uuid(), 'Team ' || n, $2 from generate_series(1, ${TEAMS}) n returning team_id as id`, [workspaceId, at])
  await run('team members', 'insert into team_member (workspace_id, team_id, user_id) select $1, ($2::uuid[])[1 + n % array_length($2::uuid[], 1)], u from unnest($3::uuid[]) with ordinality a(u, n)', [workspaceId, teams, agents])
  await run('password', 'update app_user u set password_hash = o.password_hash from app_user o where o.user_id = $1 and u.email = any($2)', [ownerId, Object.values(COLLEAGUES)])
  await run('inbox members', 'insert into inbox_member (workspace_id, inbox_id, user_id) select $1, i, u.user_id from app_user u, unnest(($2::uuid[])[1:3]) i where u.email = $3', [workspaceId, inboxes, COLLEAGUES.inboxes])
  await run('restricted', `update member m set role = 'restricted_agent' from app_user u where u.user_id = m.user_id and u.email = $1`, [COLLEAGUES.own])
  await run('labels', `insert into label (workspace_id, label_id, name, position, created_at) select $1, gen_random_uuid(), 'label ' || n, n, $2 from generate_series(1, ${LABELS}) n`, [workspaceId, at])
  return { inboxes, accounts, agents: [ownerId, ...agents], teams, ownerId }
}

/** Sentences with the tokens that the product makes of them. */
async function speech(run) {
  const { tokensOf } = await import(join(root, 'packages/core/dist/index.js'))
  await run('sentences', 'create unlogged table bench_sentence (n int primary key, text text not null, vec tsvector not null)')
  const all = sentences(SENTENCES)
  for (let from = 0; from < all.length; from += 20_000) {
    const rows = all.slice(from, from + 20_000).map(({ text }, i) => ({ n: from + i, text, tokens: tokensOf(text) }))
    await run('sentences', 'insert into bench_sentence select r.n, r.text, array_to_tsvector(array(select jsonb_array_elements_text(r.tokens))) from jsonb_to_recordset($1::jsonb) r(n int, text text, tokens jsonb)', [JSON.stringify(rows)])
  }
  await run('ids', `create or replace function bench_id(p_ms bigint, p_salt bigint) returns uuid language sql immutable parallel safe as
    $$ select (lpad(to_hex(p_ms), 12, '0') || '7' || substr(md5(p_salt::text), 1, 3) || '8' || substr(md5(p_salt::text), 4, 15))::uuid $$`)
  await run('chance', `create or replace function bench_chance(p_n bigint, p_salt int) returns int language sql immutable parallel safe as $$ select (hashint8extended(p_n, p_salt) & 1073741823)::int $$`)
}

/** Drops what is not needed to insert; returns how to build it again, keys first. */
async function dropIndexes(run) {
  const keys = await run('keys', `select conrelid::regclass::text as tab, conname as name, pg_get_constraintdef(oid) as def from pg_constraint c where c.contype = 'p' and conrelid::regclass::text in ('message', 'message_search', 'identity_key', 'work_case', 'window_grant') and not exists (select from pg_constraint f where f.contype = 'f' and f.confrelid = c.conrelid)`)
  const indexes = await run('indexes', `select i.indexname as name, i.indexdef as def from pg_indexes i where i.schemaname = 'public' and i.tablename = any($1) and not exists (select from pg_constraint c where c.conname = i.indexname)`, [BIG_TABLES])
  for (const { name } of indexes) await run(name, `drop index ${name}`)
  for (const { tab, name } of keys) await run(name, `alter table ${tab} drop constraint ${name}`)
  return [...keys.map(({ tab, name, def }) => `alter table ${tab} add constraint ${name} ${def}`), ...indexes.map(({ def }) => def)]
}

/** Threads in the order of their beginning; their ten messages are spread over the next two thousand of the company. */
async function threads(run, { workspaceId, count, spanMs, inboxes, accounts, agents, teams }) {
  const start = Date.now() - spanMs
  await run('threads', `create unlogged table bench_thread as select c, bench_id($1::bigint + (c::float8 / $2 * $3)::bigint, c) as conversation_id, bench_id($1::bigint + (c::float8 / $2 * $3)::bigint, c + 100000000) as contact_id,
    bench_id($1::bigint + (c::float8 / $2 * $3)::bigint, c + 200000000) as identity_id, bench_id($1::bigint + (c::float8 / $2 * $3)::bigint, c + 300000000) as case_id, 1 + bench_chance(c, 1) % ${INBOXES} as place from generate_series(0, $2::int - 1) c`, [start, count, spanMs])
  await run('thread key', 'create unique index on bench_thread (c)')
  await run('contacts', `insert into contact (workspace_id, contact_id, name, language, country, created_at, updated_at) select $1, contact_id,
    ($2::text[])[1 + bench_chance(c, 2) % array_length($2::text[], 1)] || ' ' || ($3::text[])[1 + bench_chance(c, 3) % array_length($3::text[], 1)], (array['es', 'es', 'en', 'en', 'zh'])[1 + bench_chance(c, 20) % 5], (array['ES', 'MX', 'AR', 'GB', 'US', 'CN', 'DE', 'BR'])[1 + bench_chance(c, 21) % 8], now(), now() from bench_thread`, [workspaceId, NAMES.first, NAMES.last])
  await run('identities', 'insert into identity (workspace_id, identity_id, account_id, contact_id, country, created_at) select $1, identity_id, ($2::uuid[])[place], contact_id, $3, now() from bench_thread', [workspaceId, accounts, 'ES'])
  await run('addresses', `insert into identity_key (workspace_id, account_id, kind, value, identity_id) select $1, ($2::uuid[])[place], 'phone', '346' || lpad((10000000 + c)::text, 8, '0'), identity_id from bench_thread`, [workspaceId, accounts])
  await run('cases', `insert into work_case (workspace_id, case_id, conversation_id, ordinal, opened_at, opened_by) select $1, case_id, conversation_id, 1, now(), 'contact' from bench_thread`, [workspaceId])
  // Open are every second of the newest twelve of a hundred; most have somebody, some a team, a few wait.
  await run('conversations', `insert into conversation (workspace_id, conversation_id, number, account_id, channel, inbox_id, identity_id, contact_id, case_id, status, assignee_id, team_id, labels, unread, failed_count, last_at, created_at)
    select $1, conversation_id, c + 1, ($3::uuid[])[place], (array['whatsapp', 'wechat', 'messenger'])[1 + place % 3], ($2::uuid[])[place], identity_id, contact_id, case_id,
      case when c >= $6::int * 0.88 and c % 2 = 0 then 'open' when bench_chance(c, 4) % 100 < 2 then 'pending' when bench_chance(c, 4) % 100 < 3 then 'snoozed' else 'resolved' end,
      case when bench_chance(c, 5) % 100 < 70 then ($4::uuid[])[1 + bench_chance(c, 6) % array_length($4::uuid[], 1)] end, case when bench_chance(c, 7) % 100 < 40 then ($5::uuid[])[1 + bench_chance(c, 8) % array_length($5::uuid[], 1)] end,
      case when bench_chance(c, 9) % 100 < 6 then array['label 1'] when bench_chance(c, 9) % 1000 < 200 then array['label ' || (2 + bench_chance(c, 10) % ${LABELS - 1})] else '{}' end,
      case when c >= $6::int * 0.88 and c % 3 = 0 then 1 + bench_chance(c, 11) % 4 else 0 end, case when bench_chance(c, 12) % 1000 = 0 then 1 else 0 end, now(), now() from bench_thread`, [workspaceId, inboxes, accounts, agents, teams, count])
}

/** Messages in the order of time, so that they lie on disk as they would have come; in stretches that keep the transaction's memory small. */
async function messages(run, { workspaceId, count, spanMs, agents }) {
  const total = count * MESSAGES_EACH
  const start = Date.now() - spanMs
  const block = Math.min(200, count)
  for (let from = 0; from < total; from += 1_000_000) {
    const to = Math.min(total, from + 1_000_000) - 1
    await run(`messages from ${from}`, `
      with m as (select m, bench_id($2::bigint + (m::float8 / $4 * $3)::bigint, m + 400000000) as id, to_timestamp(($2::bigint + (m::float8 / $4 * $3)::bigint) / 1000.0) as at,
          (m / ($6 * ${MESSAGES_EACH})) * $6 + m % $6 as c, (m / $6) % ${MESSAGES_EACH} as k, bench_chance(m, 1) % ${SENTENCES} as one, bench_chance(m, 2) % ${SENTENCES} as two, bench_chance(m, 3) % 100 as share
        from generate_series($7::bigint, $8::bigint) m),
      said as (select m.*, t.conversation_id, t.case_id, t.place, case when share < 3 then 'note' when k % 2 = 0 then 'in' else 'out' end as direction, ($5::uuid[])[1 + bench_chance(t.c, 6) % array_length($5::uuid[], 1)] as agent,
          s.text || ' ' || z.text || case when share < 10 then ' P' || (1000000 + m) else '' end as text,
          s.vec || z.vec || case when share < 10 then array_to_tsvector(array['p' || (1000000 + m)]) else ''::tsvector end as vec
        from m join bench_thread t on t.c = m.c join bench_sentence s on s.n = m.one join bench_sentence z on z.n = m.two),
      stored as (insert into message (workspace_id, message_id, conversation_id, case_id, account_id, direction, kind, content, status, ext_key, author_type, author_id, at, platform_at)
        select $1, id, conversation_id, case_id, ($9::uuid[])[place], direction, 'text', jsonb_build_object('kind', 'text', 'text', text), case when direction = 'out' then 'read' else 'received' end,
          case when direction <> 'note' then md5(m::text)::uuid end, case when direction = 'in' then 'contact' else 'agent' end, case when direction <> 'in' then agent::text end, at, at from said order by m)
      insert into message_search (workspace_id, message_id, conversation_id, at, hour, vec)
        select $1, id, conversation_id, at, floor(extract(epoch from at) / 3600)::int, vec || array_to_tsvector(case when direction = 'in' then array['#in'] else array['#' || direction, '#by' || replace(agent::text, '-', '')] end) from said order by m`,
    [workspaceId, start, spanMs, total, agents, block, from, to, await accountsOf(run, workspaceId)])
  }
}

const accountsOf = async (run, workspaceId) => (await run('accounts', `select account_id as id from channel_account where workspace_id = $1 and external_id like 'bench-%' order by substr(external_id, 7)::int`, [workspaceId])).map((row) => row.id)

/** How often each word was said: sentences are drawn evenly, two for a message, so counting them is enough. Ten million vectors need not be read. */
async function words(run, workspaceId, total) {
  await run('words', `insert into search_word (workspace_id, word, n) select $1, w, ceil(count(*) * $2::float8 * 2 / ${SENTENCES}) from bench_sentence s cross join lateral unnest(tsvector_to_array(s.vec)) w group by w`, [workspaceId, total])
  await run('numbers', `insert into search_word (workspace_id, word, n) select $1, 'p' || (1000000 + m), 1 from generate_series(0, $2::bigint - 1) m where bench_chance(m, 3) % 100 < 10 on conflict do nothing`, [workspaceId, total])
  await run('directions', `insert into search_word (workspace_id, word, n) select workspace_id, '#' || direction, count(*) from message where workspace_id = $1 group by 1, 2`, [workspaceId])
  await run('authors', `insert into search_word (workspace_id, word, n) select workspace_id, '#by' || replace(author_id, '-', ''), count(*) from message where workspace_id = $1 and author_id is not null group by 1, 2`, [workspaceId])
}

/** List rows as ingest would have left them: last line, waiting, window. */
async function heads(run, { workspaceId, count }) {
  await run('key for heads', 'create index bench_last on message (conversation_id, at desc)')
  await run('heads', `update conversation c set last_at = l.at, last_message_id = l.message_id, last_kind = 'text', last_text = left(l.content->>'text', 240), last_direction = l.direction, last_status = l.status, last_message_at = l.at, last_inbound_at = i.at,
      waiting_since = case when c.status = 'open' and c.number % 4 < 3 then i.at end, window_kind = 'message', window_opened_at = i.at, window_closes_at = i.at + interval '24 hours'
    from bench_thread t cross join lateral (select m.message_id, m.at, m.content, m.direction, m.status from message m where m.conversation_id = t.conversation_id and m.direction in ('in', 'out') order by m.at desc limit 1) l
      cross join lateral (select m.at from message m where m.conversation_id = t.conversation_id and m.direction = 'in' order by m.at desc limit 1) i
    where c.workspace_id = $1 and c.conversation_id = t.conversation_id`, [workspaceId])
  await run('drop it', 'drop index bench_last')
  await openWindows(run, workspaceId)
  await run('grants', `insert into window_grant (workspace_id, identity_id, kind, act, freeform, opened_at, closes_at, meet) select workspace_id, identity_id, 'message', 'message', true, window_opened_at, window_closes_at, 'replace' from conversation where workspace_id = $1 and window_closes_at is not null and ($2::int > 0)`, [workspaceId, count])
}

/** Open threads of a busy desk have windows that close within the next day, whatever the company's age. */
const openWindows = (run, workspaceId) => run('open windows', `update conversation set window_opened_at = now() - (number % 1380) * interval '1 minute', window_closes_at = now() + (1440 - number % 1380) * interval '1 minute' where workspace_id = $1 and status = 'open'`, [workspaceId])

/** What colleagues did in the threads at work: priorities, threads they follow, mentions, drafts. */
async function beside(run, { workspaceId, agents }) {
  await run('priorities and followers', `update conversation set priority = case when number % 240 = 1 then 'urgent' when number % 60 = 1 then 'high' when number % 20 = 1 then 'normal' else priority end,
    participant_ids = case when number % 90 = 1 then array[($2::uuid[])[1 + number / 90 % array_length($2::uuid[], 1)]] else participant_ids end where workspace_id = $1 and status <> 'resolved' and (number % 20 = 1 or number % 90 = 1)`, [workspaceId, agents])
  await run('mentions', `insert into mention (workspace_id, user_id, message_id, conversation_id, at, seen_at) select $1, ($2::uuid[])[1 + c.number / 71 % array_length($2::uuid[], 1)], gen_random_uuid(), c.conversation_id, c.last_at, case when c.number % 4 > 1 then now() end
    from conversation c where c.workspace_id = $1 and c.number % 71 = 0`, [workspaceId, agents])
  await run('drafts', `insert into draft (workspace_id, conversation_id, user_id, mode, body, updated_at) select $1, c.conversation_id, ($2::uuid[])[1 + c.number / 50 % array_length($2::uuid[], 1)], 'reply', '{"kind": "text", "text": "Un momento"}', now() from conversation c where c.workspace_id = $1 and c.status = 'open' and c.number % 50 = 1`, [workspaceId, agents])
}
