-- What platforms tell arrives in any order. What speaks of a message that is not here yet waits for it: reports already did (parked_status) where the
-- message was ours to send; now changes, revocations and "read up to here" wait as well, and whatever becomes a row of the thread looks for what waits.
-- Who stores a message looks while holding the head of the log, and who parks something looks once more with the head in hand: one of the two sees the other.

-- Changes and revocations ahead of their message. A change whose message does not come becomes the message itself after a while, since its words would be lost;
-- `event` is then stored as one.
create table parked_change (
  workspace_id uuid not null,
  account_id uuid not null,
  ext_key uuid not null,
  change_key uuid not null,
  kind text not null check (kind in ('edit', 'revoke')),
  at timestamptz not null,
  content jsonb,
  line text,
  event jsonb not null,
  arrived_at timestamptz not null,
  primary key (workspace_id, account_id, ext_key, change_key)
);
-- Up to where all of ours to somebody was delivered or read, by any name of hers: it also holds for what we hear of only later.
create table parked_watermark (
  workspace_id uuid not null,
  account_id uuid not null,
  kind text not null,
  value text not null,
  status text not null,
  up_to timestamptz not null,
  at timestamptz not null,
  arrived_at timestamptz not null,
  primary key (workspace_id, account_id, kind, value, status)
);
do $$ declare t text; begin
  foreach t in array array['parked_change', 'parked_watermark'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_workspace on %I to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()))', t);
    execute format('grant select, insert, update, delete on %I to recado_app', t);
  end loop;
end $$;
create policy everybody on parked_change for select to recado_system using (true);
grant select on parked_change to recado_system;

-- Changes one message, or takes it back; what is older than the last change, or comes behind a revocation, changes nothing. Returns the message when it changed.
create function change_message(p_account uuid, p_ext_key uuid, p_kind text, p_at timestamptz, p_content jsonb, p_line text)
returns table (message_id uuid, conversation_id uuid) language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare ws uuid := current_workspace(); v_id uuid; v_conversation uuid; v_before jsonb;
begin
  select m.message_id, m.conversation_id, m.content into v_id, v_conversation, v_before from message m
    where m.workspace_id = ws and m.account_id = p_account and m.ext_key = p_ext_key and m.revoked_at is null
      and (p_kind = 'revoke' or (coalesce(m.edited_at, 'epoch') < p_at and m.content is distinct from p_content)) for update;
  if not found then return; end if;
  if p_kind = 'edit' then
    insert into message_version (workspace_id, message_id, replaced_at, content) values (ws, v_id, p_at, v_before) on conflict do nothing;
    update message set content = p_content, kind = p_content->>'kind', edited_at = p_at where workspace_id = ws and message_id = v_id;
    update conversation set last_text = p_line, last_kind = p_content->>'kind' where workspace_id = ws and conversation_id = v_conversation and last_message_id = v_id;
  else
    update message set revoked_at = p_at, content = '{"kind":"text","text":""}', kind = 'text' where workspace_id = ws and message_id = v_id;
    update conversation set last_text = '', last_kind = 'text' where workspace_id = ws and conversation_id = v_conversation and last_message_id = v_id;
    delete from message_version where workspace_id = ws and message_id = v_id;
    delete from message_search where workspace_id = ws and message_id = v_id;
  end if;
  return query select v_id, v_conversation;
end $$;

-- Gives messages that have just become known what came ahead of them. Called with the head of the log held.
create function settle_overtaken(p_messages uuid[], p_now timestamptz) returns void language plpgsql
security definer set search_path = public, pg_temp set jit = off set enable_seqscan = off set enable_bitmapscan = off set enable_mergejoin = off set enable_nestloop = off set plan_cache_mode = force_generic_plan as $$
declare ws uuid := current_workspace(); r record; v_reports jsonb;
begin
  if exists (select from parked_change p where p.workspace_id = ws) then
    for r in select p.* from unnest(p_messages) w(id)
      cross join lateral (select m.account_id, m.ext_key from message m where m.workspace_id = ws and m.message_id = w.id and m.ext_key is not null offset 0) m
      cross join lateral (select p.* from parked_change p where p.workspace_id = ws and p.account_id = m.account_id and p.ext_key = m.ext_key offset 0) p
      order by p.at, p.change_key
    loop
      perform change_message(r.account_id, r.ext_key, r.kind, r.at, r.content, r.line);
      delete from parked_change p where p.workspace_id = ws and p.account_id = r.account_id and p.ext_key = r.ext_key and p.change_key = r.change_key;
    end loop;
  end if;
  with ours as materialized (
    select m.* from unnest(p_messages) w(id)
    cross join lateral (select m.message_id, m.account_id, m.ext_key, m.conversation_id, m.at from message m where m.workspace_id = ws and m.message_id = w.id and m.direction = 'out' offset 0) m),
  waiting as (
    select o.message_id, p.data, p.status from ours o
    cross join lateral (select p.data, p.status from parked_status p where p.workspace_id = ws and p.account_id = o.account_id and p.ext_key = o.ext_key offset 0) p),
  marks as (
    select distinct on (o.message_id, w.status) o.message_id, w.status, w.at, o.account_id from ours o
    cross join lateral (select c.identity_id from conversation c where c.workspace_id = ws and c.conversation_id = o.conversation_id offset 0) c
    cross join lateral (select k.kind, k.value from identity_key k where k.workspace_id = ws and k.identity_id = c.identity_id and k.account_id = o.account_id offset 0) k
    cross join lateral (select w.status, w.at from parked_watermark w where w.workspace_id = ws and w.account_id = o.account_id and w.kind = k.kind and w.value = k.value and w.up_to >= o.at offset 0) w
    order by o.message_id, w.status, w.at),
  found as (
    select data || jsonb_build_object('client_ref', message_id) as report from waiting
    union all select jsonb_build_object('account', account_id, 'client_ref', message_id, 'status', status, 'at', at) from marks)
  select jsonb_agg(found.report || jsonb_build_object('i', n)) into v_reports from (select report, row_number() over () as n from found) found;
  if v_reports is null then return; end if;
  delete from parked_status p using (select m.account_id, m.ext_key from message m where m.workspace_id = ws and m.message_id = any(p_messages)) m
    where p.workspace_id = ws and p.account_id = m.account_id and p.ext_key = m.ext_key;
  perform merge_reports(v_reports, p_now);
end $$;

-- What a batch of ingest has just stored, where something waits for it at all: changes wait rarely, reports for what we wrote elsewhere.
create function settle_batch(p_events jsonb, p_now timestamptz) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare ws uuid := current_workspace();
begin
  if exists (select from parked_change p where p.workspace_id = ws) then
    perform settle_overtaken(array(select (e->>'message_id')::uuid from jsonb_array_elements(p_events) e), p_now);
  elsif p_events @> '[{"direction":"out"}]' then
    perform settle_overtaken(array(select (e->>'message_id')::uuid from jsonb_array_elements(p_events) e where e->>'direction' = 'out'), p_now);
  end if;
end $$;

create or replace function ingest_batch_of(p_workspace uuid, p_people jsonb, p_keys jsonb, p_events jsonb, p_media jsonb, p_now timestamptz)
returns table (i int, message_id uuid, conversation_id uuid) language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform set_config('recado.workspace', p_workspace::text, true);
  return query select * from ingest_batch(p_people, p_keys, p_events, p_media, p_now);
  perform settle_batch(p_events, p_now);
end $$;

-- Merges reports that name their message; one whose message is not known waits. The message may have become known between the look and the waiting.
create function take_reports(p_reports jsonb, p_now timestamptz) returns void language plpgsql
security definer set search_path = public, pg_temp set jit = off set enable_seqscan = off set enable_bitmapscan = off set enable_mergejoin = off set enable_nestloop = off set plan_cache_mode = force_generic_plan as $$
declare ws uuid := current_workspace(); v_known uuid[];
begin
  perform merge_reports(p_reports, p_now);
  if not exists (select from jsonb_to_recordset(p_reports) as s(account uuid, ext_key uuid)
    cross join lateral (select from parked_status p where p.workspace_id = ws and p.account_id = s.account and p.ext_key = s.ext_key offset 0) p) then return; end if;
  perform 1 from event_head h where h.workspace_id = ws for update;
  select array_agg(distinct m.message_id) into v_known from jsonb_to_recordset(p_reports) as s(account uuid, ext_key uuid)
    cross join lateral (select m.message_id from message m where m.workspace_id = ws and m.account_id = s.account and m.ext_key = s.ext_key offset 0) m;
  if v_known is not null then perform settle_overtaken(v_known, p_now); end if;
end $$;

-- Merges reports that hold for all of ours up to a moment, and keeps the moment. Threads first, then the head, as everybody takes them.
create function take_watermarks(p_reports jsonb, p_now timestamptz) returns void language plpgsql
security definer set search_path = public, pg_temp set jit = off set enable_seqscan = off set enable_bitmapscan = off set enable_mergejoin = off set enable_nestloop = off set plan_cache_mode = force_generic_plan as $$
declare ws uuid := current_workspace();
begin
  perform 1 from conversation c where c.workspace_id = ws and c.identity_id = any(array(
    select ik.identity_id from jsonb_to_recordset(p_reports) as s(account uuid, person_keys jsonb)
    cross join lateral jsonb_to_recordset(s.person_keys) as k(kind text, value text)
    cross join lateral (select ik.identity_id from identity_key ik where ik.workspace_id = ws and ik.account_id = s.account and ik.kind = k.kind and ik.value = k.value offset 0) ik))
    order by c.conversation_id for update;
  insert into parked_watermark as w (workspace_id, account_id, kind, value, status, up_to, at, arrived_at)
    select distinct on (s.account, k.kind, k.value, s.status) ws, s.account, k.kind, k.value, s.status, s.up_to, s.at, p_now
    from jsonb_to_recordset(p_reports) as s(account uuid, status text, up_to timestamptz, at timestamptz, person_keys jsonb)
    cross join lateral jsonb_to_recordset(s.person_keys) as k(kind text, value text)
    order by s.account, k.kind, k.value, s.status, s.up_to desc
    on conflict (workspace_id, account_id, kind, value, status) do update set up_to = excluded.up_to, at = excluded.at, arrived_at = excluded.arrived_at where w.up_to < excluded.up_to;
  perform 1 from event_head h where h.workspace_id = ws for update;
  perform merge_reports(p_reports, p_now);
end $$;
grant execute on function change_message(uuid, uuid, text, timestamptz, jsonb, text), settle_overtaken(uuid[], timestamptz), settle_batch(jsonb, timestamptz), take_reports(jsonb, timestamptz), take_watermarks(jsonb, timestamptz) to recado_app;
