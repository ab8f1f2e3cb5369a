-- Whoever holds the head of a log waits for nobody: what is told of a message takes the message first. Watermarks and reports that were parked took the head and
-- then messages, on which somebody else could be at work who was about to take the head (prices are told without their threads): one of the two was sent away.

-- As in 0052, but for the messages.
create or replace function take_watermarks(p_reports jsonb, p_now timestamptz) returns void language plpgsql
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
  perform 1 from message m where m.workspace_id = ws and m.message_id = any(array(
    select m.message_id from jsonb_to_recordset(p_reports) as s(account uuid, status text, up_to timestamptz, person_keys jsonb)
    cross join lateral jsonb_to_recordset(s.person_keys) as k(kind text, value text)
    cross join lateral (select ik.identity_id from identity_key ik where ik.workspace_id = ws and ik.account_id = s.account and ik.kind = k.kind and ik.value = k.value offset 0) ik
    cross join lateral (select c.conversation_id from conversation c where c.workspace_id = ws and c.identity_id = ik.identity_id offset 0) c
    cross join lateral (select m.message_id from message m where m.workspace_id = ws and m.conversation_id = c.conversation_id and m.direction = 'out'
      and m.status in ('accepted', 'sent', 'delivered') and m.at <= s.up_to and status_rank(m.status) < status_rank(s.status) offset 0) m))
    order by m.message_id for update;
  perform 1 from event_head h where h.workspace_id = ws for update;
  perform merge_reports(p_reports, p_now);
end $$;

-- As in 0052, but for the messages.
create or replace function take_reports(p_reports jsonb, p_now timestamptz) returns void language plpgsql
security definer set search_path = public, pg_temp set jit = off set enable_seqscan = off set enable_bitmapscan = off set enable_mergejoin = off set enable_nestloop = off set plan_cache_mode = force_generic_plan as $$
declare ws uuid := current_workspace(); v_known uuid[];
begin
  perform merge_reports(p_reports, p_now);
  if not exists (select from jsonb_to_recordset(p_reports) as s(account uuid, ext_key uuid)
    cross join lateral (select from parked_status p where p.workspace_id = ws and p.account_id = s.account and p.ext_key = s.ext_key offset 0) p) then return; end if;
  perform 1 from message m where m.workspace_id = ws and m.message_id = any(array(
    select m.message_id from jsonb_to_recordset(p_reports) as s(account uuid, ext_key uuid)
    cross join lateral (select m.message_id from message m where m.workspace_id = ws and m.account_id = s.account and m.ext_key = s.ext_key offset 0) m))
    order by m.message_id for update;
  perform 1 from event_head h where h.workspace_id = ws for update;
  select array_agg(distinct m.message_id) into v_known from jsonb_to_recordset(p_reports) as s(account uuid, ext_key uuid)
    cross join lateral (select m.message_id from message m where m.workspace_id = ws and m.account_id = s.account and m.ext_key = s.ext_key offset 0) m;
  if v_known is not null then perform settle_overtaken(v_known, p_now); end if;
end $$;
