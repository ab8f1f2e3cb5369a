-- What a campaign message costs the database. PostgreSQL leaves the indexes alone when an update changes no column that any index names, in its keys or in its
-- condition, and the new row has room on the page of the old one. A recipient changes her state four times, a message as often; both were in every index anew each time.

-- Indexes ask for what changes once on the way, not for the state itself, which changes at every step.
alter table campaign_recipient
  add column pending boolean generated always as (state = 'pending') stored,
  add column under_way boolean generated always as (state in ('queued', 'sending', 'unknown')) stored,
  add column amiss text generated always as (case when state in ('failed', 'unknown', 'queued', 'sending') then state end) stored;
drop index campaign_recipient_due, campaign_recipient_moving, campaign_recipient_amiss;
create index campaign_recipient_due on campaign_recipient (workspace_id, campaign_id, account_id, due_at, contact_id) where pending;
create index campaign_recipient_moving on campaign_recipient (workspace_id, contact_id) where under_way;
create index campaign_recipient_amiss on campaign_recipient (workspace_id, campaign_id, amiss, contact_id) where amiss is not null;

-- Rows that are written together change together: half a page for all of them at once. Of the others a part is left for what changes later.
alter table campaign_recipient set (fillfactor = 50);
alter table send_entry set (fillfactor = 70);
alter table message set (fillfactor = 75);
alter table conversation set (fillfactor = 70);

-- What a statement that moved recipients means for the tally: what it left behind taken off, what it wrote added. No row is looked up.
create or replace function campaign_tally_moved() returns trigger language plpgsql as $$
begin
  insert into campaign_tally (workspace_id, campaign_id, counts)
  select workspace_id, campaign_id, jsonb_object_agg(name, n) from (
    select d.workspace_id, d.campaign_id, v.name, sum(v.n) as n from (
      select workspace_id, campaign_id, state, -count(*) as rows, -count(clicked_at) as clicked, -count(replied_at) as replied, -count(converted_at) as converted, -count(opted_out_at) as opted_out from before_rows group by 1, 2, 3
      union all
      select workspace_id, campaign_id, state, count(*), count(clicked_at), count(replied_at), count(converted_at), count(opted_out_at) from after_rows group by 1, 2, 3) d
    cross join lateral (values (d.state, d.rows), ('clicked', d.clicked), ('replied', d.replied), ('converted', d.converted), ('opted_out', d.opted_out)) v(name, n)
    group by 1, 2, 3 having sum(v.n) <> 0) t
  group by workspace_id, campaign_id;
  return null;
end $$;

-- The same log from the same events, read from their JSON in one go.
create or replace function append_events(p_events jsonb) returns bigint language sql security definer set search_path = public, pg_temp as $$
  with fresh as materialized (
    select * from rows from (jsonb_to_recordset(p_events) as (type text, "conversationId" uuid, "messageIds" uuid[], data jsonb)) with ordinality as e(type, conversation_id, message_ids, data, nr)),
  head as (update event_head set seq = seq + (select count(*) from fresh) where workspace_id = current_workspace() returning workspace_id, seq),
  added as (
    insert into event (workspace_id, seq, type, conversation_id, message_ids, data)
    select head.workspace_id, head.seq - (select count(*) from fresh) + fresh.nr, fresh.type, fresh.conversation_id, nullif(fresh.message_ids, '{}'), fresh.data from fresh, head)
  select seq from head
$$;

-- As before (0004, 0034), with the reports taken from their JSON once, and each message looked for once.
create or replace function merge_reports(p_reports jsonb, p_now timestamptz)
returns table (message_id uuid, conversation_id uuid, new_status text) language plpgsql
security definer set search_path = public, pg_temp set jit = off set enable_seqscan = off set enable_bitmapscan = off set enable_mergejoin = off set enable_nestloop = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  ws uuid := current_workspace(); v_names boolean;
  r_account uuid[]; r_key uuid[]; r_ref uuid[]; r_external text[]; r_status text[]; r_at timestamptz[]; r_error jsonb[]; r_pricing jsonb[]; r_person jsonb[]; r_upto timestamptz[];
  h_n bigint[]; h_m uuid[]; h_c uuid[]; v_ids uuid[]; m_id uuid[]; m_conversation uuid[]; m_status text[]; m_before text[]; v_conversations uuid[];
begin
  select array_agg(s.account), array_agg(s.ext_key), array_agg(s.client_ref), array_agg(s.external_id), array_agg(s.status), array_agg(s.at), array_agg(s.error), array_agg(s.pricing), array_agg(s.person_keys), array_agg(s.up_to),
      bool_or(s.up_to is null and case when jsonb_typeof(s.person_keys) = 'array' then jsonb_array_length(s.person_keys) > 1 else false end)
    into r_account, r_key, r_ref, r_external, r_status, r_at, r_error, r_pricing, r_person, r_upto, v_names
    from jsonb_to_recordset(p_reports) as s(account uuid, ext_key uuid, client_ref uuid, external_id text, status text, at timestamptz, error jsonb, pricing jsonb, person_keys jsonb, up_to timestamptz);

  -- which message each report speaks of: ours by client_ref, the platform's by ext_key, all of ours up to a moment for watermarks
  with s as materialized (select * from unnest(r_account, r_key, r_ref, r_status, r_upto) with ordinality as s(account, ext_key, client_ref, status, up_to, n)),
  own as materialized (
    select s.n, m.message_id, m.conversation_id from s cross join lateral (select m.message_id, m.conversation_id from message m where m.workspace_id = ws and m.message_id = s.client_ref offset 0) m where s.client_ref is not null),
  hit as (
    select * from own
    union all
    select s.n, m.message_id, m.conversation_id from s left join own on own.n = s.n
      cross join lateral (select m.message_id, m.conversation_id from message m where m.workspace_id = ws and m.account_id = s.account and m.ext_key = s.ext_key offset 0) m where s.ext_key is not null and own.n is null
    union all
    select s.n, m.message_id, m.conversation_id from s
    cross join lateral (select ik.identity_id from jsonb_to_recordset(r_person[s.n]) as k(kind text, value text)
      cross join lateral (select ik.identity_id from identity_key ik where ik.workspace_id = ws and ik.account_id = s.account and ik.kind = k.kind and ik.value = k.value offset 0) ik limit 1) d
    cross join lateral (select c.conversation_id from conversation c where c.workspace_id = ws and c.identity_id = d.identity_id offset 0) c
    cross join lateral (select m.message_id, m.conversation_id from message m where m.workspace_id = ws and m.conversation_id = c.conversation_id and m.direction = 'out'
      and m.status in ('accepted', 'sent', 'delivered') and m.at <= s.up_to and status_rank(m.status) < status_rank(s.status) offset 0) m
    where s.up_to is not null)
  select array_agg(n), array_agg(message_id), array_agg(conversation_id), array_agg(distinct message_id) into h_n, h_m, h_c, v_ids from hit;

  insert into parked_status (workspace_id, account_id, ext_key, status, data, arrived_at)
    select ws, s.account, s.ext_key, s.status, to_jsonb(s) - 'n', p_now
    from unnest(r_account, r_key, r_external, r_status, r_at, r_error, r_pricing) with ordinality as s(account, ext_key, external_id, status, at, error, pricing, n)
    where s.ext_key is not null and not exists (select from unnest(h_n) h(n) where h.n = s.n)
    on conflict do nothing;
  if h_n is null then return; end if;

  perform 1 from conversation c where c.workspace_id = ws and c.conversation_id = any(array(select distinct c from unnest(h_c) c)) order by c.conversation_id for update;

  with s as (select h.m, s.* from unnest(h_n, h_m) as h(hit, m) join unnest(r_key, r_external, r_status, r_at, r_error, r_pricing) with ordinality as s(ext_key, external_id, status, at, error, pricing, n) on s.n = h.hit),
  best as (
    select m, (array_agg(status order by status_rank(status) desc))[1] as status, (array_agg(error order by status_rank(status) desc))[1] as error,
      (array_agg(pricing) filter (where jsonb_typeof(pricing) = 'object'))[1] as pricing, (array_agg(ext_key) filter (where ext_key is not null))[1] as ext_key,
      (array_agg(external_id) filter (where external_id is not null))[1] as external_id,
      min(at) filter (where status in ('delivered', 'read')) as delivered_at, min(at) filter (where status = 'read') as read_at
    from s group by m),
  moved as (
    update message x set
      status = case when status_rank(b.status) > status_rank(x.status) then b.status else x.status end,
      error = case when status_rank(b.status) <= status_rank(x.status) then x.error when b.status = 'failed' then b.error else null end,
      ext_key = coalesce(x.ext_key, b.ext_key), external_id = coalesce(x.external_id, b.external_id),
      delivered_at = coalesce(x.delivered_at, b.delivered_at), read_at = coalesce(x.read_at, b.read_at),
      price = case when b.pricing is null then x.price else coalesce(x.price, '{}') || jsonb_build_object('class', b.pricing->>'category', 'estimated', false, 'bookedAt', p_now, 'type', b.pricing->>'type', 'billable', b.pricing->'billable')
        || case when b.pricing->>'type' like 'free%' or b.pricing->>'billable' = 'false' then jsonb_build_object('amount', '0.0000') else '{}'::jsonb end end
    from best b cross join lateral (select o.status from message o where o.workspace_id = ws and o.message_id = b.m offset 0) old
    where x.workspace_id = ws and x.message_id = any(v_ids) and x.message_id = b.m and x.direction = 'out'
      and (status_rank(b.status) > status_rank(x.status) or b.pricing is not null or (x.ext_key is null and b.ext_key is not null) or (b.delivered_at is not null and x.delivered_at is null) or (b.read_at is not null and x.read_at is null))
    returning x.message_id, x.conversation_id, x.status, old.status as before)
  select array_agg(moved.message_id), array_agg(moved.conversation_id), array_agg(moved.status), array_agg(moved.before), array_agg(distinct moved.conversation_id)
    into m_id, m_conversation, m_status, m_before, v_conversations from moved;
  if m_id is null then return; end if;

  -- keys the report names her by, when she has more than one
  if v_names then
    insert into identity_key (workspace_id, account_id, kind, value, identity_id)
      select distinct on (s.account, k.kind, k.value) ws, s.account, k.kind, k.value, c.identity_id
      from unnest(h_n, h_c) as h(hit, c) join unnest(r_account, r_person, r_upto) with ordinality as s(account, person_keys, up_to, n) on s.n = h.hit
      cross join lateral jsonb_to_recordset(case when s.up_to is null and jsonb_typeof(s.person_keys) = 'array' and jsonb_array_length(s.person_keys) > 1 then s.person_keys else '[]' end) as k(kind text, value text)
      cross join lateral (select c.identity_id from conversation c where c.workspace_id = ws and c.conversation_id = h.c offset 0) c
      on conflict do nothing;
  end if;
  delete from send_job j using unnest(m_id, m_status) as r(message_id, status)
    where j.workspace_id = ws and j.message_id = any(m_id) and j.message_id = r.message_id and j.state <> 'queued' and status_rank(r.status) >= 3;
  update send_entry e set delivered = true
    where e.workspace_id = ws and e.message_id = any(array(select r.message_id from unnest(m_id, m_status) as r(message_id, status) where r.status in ('delivered', 'read'))) and not e.delivered;
  update conversation c set last_status = r.status from unnest(m_id, m_conversation, m_status) as r(message_id, conversation_id, status)
    where c.workspace_id = ws and c.conversation_id = any(v_conversations) and c.conversation_id = r.conversation_id and c.last_message_id = r.message_id and c.last_status is distinct from r.status;
  if m_status && array['failed', 'unknown'] or m_before && array['failed', 'unknown'] then
    update conversation c set failed_count = greatest(0, c.failed_count + r.failed)
      from (select r.conversation_id,
          count(*) filter (where r.status = 'failed' and r.before not in ('failed', 'unknown')) - count(*) filter (where r.before in ('failed', 'unknown') and r.status not in ('failed', 'unknown')) as failed
        from unnest(m_conversation, m_status, m_before) as r(conversation_id, status, before) group by r.conversation_id) r
      where c.workspace_id = ws and c.conversation_id = any(v_conversations) and c.conversation_id = r.conversation_id and r.failed <> 0;
  end if;

  -- last statement: the log, as append_events would write it
  with fresh as (select r.conversation_id, array_agg(r.message_id) as ids, row_number() over () as nr from unnest(m_id, m_conversation) as r(message_id, conversation_id) group by 1),
  head as (update event_head set seq = seq + (select count(*) from fresh) where workspace_id = ws returning seq)
  insert into event (workspace_id, seq, type, conversation_id, message_ids)
    select ws, head.seq - (select count(*) from fresh) + fresh.nr, 'message.updated', fresh.conversation_id, fresh.ids from fresh, head;
  return query select r.message_id, r.conversation_id, r.status from unnest(m_id, m_conversation, m_status) as r(message_id, conversation_id, status);
end $$;

-- The pace that a campaign was given holds over all nodes that send it: its bucket stands here, filled by the wall clock, never fuller than one second. Only campaigns
-- with a pace of their own have a row.
create table campaign_pace (
  workspace_id uuid not null,
  campaign_id uuid not null,
  per_second double precision not null,
  tokens double precision not null,
  filled_at timestamptz not null,
  primary key (workspace_id, campaign_id),
  foreign key (workspace_id, campaign_id) references campaign on delete cascade
) with (fillfactor = 50);
alter table campaign_pace enable row level security;
create policy own_workspace on campaign_pace to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()));
grant select, insert, update, delete on campaign_pace to recado_app;

-- Takes as many of p_want as there are. A changed pace goes on with what is in the bucket.
create function take_campaign_pace(p_campaign uuid, p_per_second double precision, p_want int) returns int language plpgsql as $$
declare ws uuid := current_workspace(); v_most double precision := greatest(1, p_per_second); v_now timestamptz; v_tokens double precision; v_at timestamptz; v_taken int;
begin
  insert into campaign_pace (workspace_id, campaign_id, per_second, tokens, filled_at) values (ws, p_campaign, p_per_second, v_most, clock_timestamp()) on conflict do nothing;
  select p.tokens, p.filled_at into v_tokens, v_at from campaign_pace p where p.workspace_id = ws and p.campaign_id = p_campaign for update;
  v_now := greatest(clock_timestamp(), v_at);
  v_tokens := least(v_most, v_tokens + extract(epoch from v_now - v_at) * p_per_second);
  v_taken := greatest(0, least(p_want, floor(v_tokens)::int));
  update campaign_pace set per_second = p_per_second, tokens = v_tokens - v_taken, filled_at = v_now where workspace_id = ws and campaign_id = p_campaign;
  return v_taken;
end $$;
