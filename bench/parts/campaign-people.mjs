import pg from 'pg'

/** Of twenty people in a row so many stand like this; worked out by hand from how they are made below. Those of the first twelve kinds may be written to. */
export const OF_TWENTY = { pending: 12, opted_out: 2, consent_missing: 3, no_address: 1, marketing_not_deliverable: 1, unreachable: 1 }

/** Whose it is; null = nobody's. */
export const personOf = (phone) => (phone.startsWith('1212') ? Number(phone.slice(4)) : Number(phone.slice(2)) - 600_000_000)

// Ids as the product makes them: of their moment, one a millisecond, all of it two days ago.
const idAt = (n) => `(lpad(to_hex((extract(epoch from now()) * 1000)::bigint - 172800000 + ${n}), 12, '0') || '7' || substr(md5(random()::text), 1, 3) || '8' || substr(md5(random()::text), 1, 15))::uuid`

/** People of six kinds, twenty in a row, and an approved template. Triggers sleep meanwhile; what they would keep is written beside. */
export async function seedPeople(url, accountId, people, templateId) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('set session_replication_role = replica')
    await client.query('set synchronous_commit = off')
    const [{ workspace_id: workspaceId }] = (await client.query('select workspace_id from channel_account where account_id = $1', [accountId])).rows
    const ask = (text, ...more) => client.query(text, [workspaceId, ...more])
    await client.query(`create unlogged table bench_person as select n, n % 20 as kind, ${idAt('n')} as contact_id, ${idAt('n')} as identity_id from generate_series(0, $1::int - 1) n`, [people])
    await ask(`insert into contact (workspace_id, contact_id, name, country, created_at, updated_at) select $1, contact_id, 'Person ' || n, case when kind = 18 then 'US' else 'ES' end, now(), now() from bench_person`)
    await ask(`insert into identity (workspace_id, identity_id, account_id, contact_id, country, reachable, created_at) select $1, identity_id, $2, contact_id, case when kind = 18 then 'US' else 'ES' end, case when kind = 19 then false end, now() from bench_person where kind <> 17`, accountId)
    await ask(`insert into identity_key (workspace_id, account_id, kind, value, identity_id) select $1, $2, 'wa_id', case when kind = 18 then '1212' || lpad(n::text, 7, '0') else '34' || (600000000 + n) end, identity_id from bench_person where kind <> 17`, accountId)
    // What doubles are found by is kept already, too: two days later the worker has long walked past them.
    await ask(`insert into identity_match (workspace_id, kind, key, identity_id) select workspace_id, 'phone', '+' || value, identity_id from identity_key where workspace_id = $1 and kind = 'wa_id' on conflict do nothing`)
    await ask(`insert into joining_place (workspace_id, identity_id) select workspace_id, identity_id from identity where workspace_id = $1 order by identity_id desc limit 1 on conflict (workspace_id) do update set identity_id = excluded.identity_id`)
    const said = `select n, contact_id, case when kind in (12, 13) then 'withdrawn' else 'confirmed' end as state from bench_person where kind not between 14 and 16`
    await ask(`insert into consent_entry (workspace_id, consent_id, contact_id, origin_contact_id, purpose, state, source, at, recorded_at, actor) select $1, ${idAt('n')}, contact_id, contact_id, 'marketing', state, 'import', now() - interval '2 days', now() - interval '2 days', '{"kind":"system"}' from (${said}) s`)
    // They stand in the chain already, as they would two days later: sealing them is measured elsewhere.
    await ask(`insert into audit_link (workspace_id, seq, ledger, entry_id, sealed_at, content_hash, hash, seal) select $1, 1000000000 + row_number() over (), 'consent', consent_id, now(), sha256('a'), sha256('a'), sha256('a') from consent_entry where workspace_id = $1`)
    await ask(`insert into consent_now (workspace_id, contact_id, purpose, standing, since) select $1, contact_id, 'marketing', state, now() - interval '2 days' from (${said}) s`)
    await ask(
      `insert into template (workspace_id, template_id, account_id, external_id, name, language, category, status, preview, parameters, components, updated_at)
       values ($1, $3, $2, 'bench', 'bench', 'es', 'MARKETING', 'approved', '{"body":"Rebajas"}', '[]', '[{"type":"BODY","text":"Rebajas"}]', now()) on conflict do nothing`, accountId, templateId)
    const [{ template_id: id }] = (await ask(`update template set status = 'approved', gone = false where workspace_id = $1 and account_id = $2 and external_id = 'bench' returning template_id`, accountId)).rows
    await client.query('drop table bench_person')
    await client.query('vacuum (analyze) contact, identity, identity_key, identity_match, consent_entry, consent_now, audit_link')
    await client.query('checkpoint')
    return id
  } finally {
    await client.end()
  }
}
