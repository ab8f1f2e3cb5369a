-- Storing a batch for less. What the function costs is the start of its statements (a third of it where few come at a time) and asking the hours of the owner for
-- each row whose window moves (15 to 20 us a message, also where nobody keeps hours). Counted for a batch of 25 in turns with the old one: 336 -> 285 us a message.

-- Where a workspace keeps no hours, an answer is never due before the window's end: ingest says so for its one statement, and the triggers need not ask.
drop trigger conversation_answer_by_new on conversation;
drop trigger conversation_answer_by on conversation;
create trigger conversation_answer_by_new before insert on conversation for each row
  when (new.waiting_since is not null and new.window_closes_at is not null and current_setting('recado.no_hours', true) is distinct from 'on') execute function keep_answer_by();
create trigger conversation_answer_by before update of waiting_since, window_opened_at, window_closes_at, team_id, inbox_id on conversation for each row
  when (current_setting('recado.no_hours', true) is distinct from 'on' and (new.waiting_since is null and old.answer_by is not null or new.waiting_since is not null and (old.waiting_since is null
    or (new.window_closes_at, new.window_opened_at, new.team_id, new.inbox_id) is distinct from (old.window_closes_at, old.window_opened_at, old.team_id, old.inbox_id))))
  execute function keep_answer_by();

-- As in 0004, where its arguments are told; `makes` is no longer read: whatever comes here becomes a row of a thread. Keys are looked for once; who is new, which
-- thread is whose and who is renamed is settled in the function's own arrays; a thread is opened from the same rows as the heads.
create or replace function ingest_batch(p_people jsonb, p_keys jsonb, p_events jsonb, p_media jsonb, p_now timestamptz)
returns table (i int, message_id uuid, conversation_id uuid) language plpgsql
security definer set search_path = public, pg_temp set jit = off set enable_seqscan = off set enable_bitmapscan = off set enable_mergejoin = off set enable_nestloop = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  ws uuid := current_workspace();
  v_people int := jsonb_array_length(p_people); v_keys int := jsonb_array_length(p_keys);
  a_identity uuid[] := array_fill(null::uuid, array[v_people]); a_contact uuid[] := a_identity; a_conversation uuid[] := a_identity; a_case uuid[] := a_identity; a_ordinal int[];
  k_nr int[]; k_p int[]; k_identity uuid[]; k_missing int[] := '{}';
  e_i int[]; e_p int[]; e_id uuid[]; e_at timestamptz[]; e_case uuid[]; e_reachable boolean[]; g_i int[]; g_p int[];
  e_unread boolean[]; e_waits boolean[]; e_answers boolean[]; e_inbound boolean[]; e_line boolean[]; e_historic boolean[]; e_reopens boolean[];
  v_double boolean := false; v_added int; v_known uuid[] := '{}'; v_opens int[] := '{}'; v_number bigint; v_new uuid[]; v_renamed uuid[] := '{}'; v_names text[] := '{}'; v_resolved uuid[]; v_hours boolean;
  r record; x int; y int;
begin
  -- who is known? What follows goes through the arrays: a step of a loop costs 1 us, the start of a statement 30
  select array_agg(k.nr::int), array_agg(k.p + 1), array_agg(ik.identity_id) into k_nr, k_p, k_identity
    from rows from (jsonb_to_recordset(p_keys) as (p int, account uuid, kind text, value text)) with ordinality as k(p, account, kind, value, nr)
    left join lateral (select ik.identity_id from identity_key ik where ik.workspace_id = ws and ik.account_id = k.account and ik.kind = k.kind and ik.value = k.value offset 0) ik on true;
  for x in 1 .. v_keys loop
    if k_identity[x] is null then k_missing := k_missing || k_nr[x];
    elsif a_identity[k_p[x]] is null then a_identity[k_p[x]] := k_identity[x];
    elsif a_identity[k_p[x]] <> k_identity[x] then v_double := true;
    end if;
  end loop;

  -- two keys that were two people until now
  if v_double then
    for r in
      with k as (select * from jsonb_to_recordset(p_keys) as k(p int, account uuid, kind text, value text))
      select k.p, array_agg(distinct ik.identity_id) as ids from k
      cross join lateral (select ik.identity_id from identity_key ik where ik.workspace_id = ws and ik.account_id = k.account and ik.kind = k.kind and ik.value = k.value offset 0) ik
      group by k.p having count(distinct ik.identity_id) > 1
    loop
      for n in 2 .. cardinality(r.ids) loop
        if exists (select from identity where workspace_id = ws and identity_id = r.ids[n]) then perform join_identities(r.ids[1], r.ids[n]); end if;
        a_identity := array_replace(a_identity, r.ids[n], r.ids[1]);
      end loop;
      a_identity[r.p + 1] := r.ids[1];
    end loop;
  end if;

  -- who is new, and which keys
  v_known := array_remove(a_identity, null);
  if cardinality(v_known) < v_people then
    with p as materialized (
      select p.* from jsonb_to_recordset(p_people) as p(i int, account uuid, name text, language text, country text, profile jsonb, identity_id uuid, contact_id uuid) where a_identity[p.i + 1] is null),
    added as (
      insert into contact (workspace_id, contact_id, name, language, country, created_at, updated_at) select ws, p.contact_id, p.name, p.language, p.country, p_now, p_now from p)
    insert into identity (workspace_id, identity_id, account_id, contact_id, country, profile, created_at) select ws, p.identity_id, p.account, p.contact_id, p.country, coalesce(p.profile, '{}'), p_now from p;
    for x in 1 .. v_people loop
      if a_identity[x] is null then
        a_identity[x] := (p_people->(x - 1)->>'identity_id')::uuid;
        a_contact[x] := (p_people->(x - 1)->>'contact_id')::uuid;
      end if;
    end loop;
  end if;
  if k_missing <> '{}' then
    insert into identity_key (workspace_id, account_id, kind, value, identity_id)
      select ws, k.account, k.kind, k.value, a_identity[k.p + 1]
      from rows from (jsonb_to_recordset(p_keys) as (p int, account uuid, kind text, value text)) with ordinality as k(p, account, kind, value, nr)
      where k.nr = any(k_missing) order by k.account, k.kind, k.value on conflict do nothing;
    get diagnostics v_added = row_count;
    if v_added <> cardinality(k_missing) then raise exception 'another node made the same person' using errcode = '40001'; end if;
  end if;

  -- their conversations, locked in id order so that two nodes never wait for each other in a ring; and names from profiles, unless we typed one ourselves
  if v_known <> '{}' then
    for r in
      select c.*, o.name, o.name_given
      from (select c.identity_id, c.conversation_id, c.case_id, c.contact_id, c.status from conversation c where c.workspace_id = ws and c.identity_id = any(v_known) order by c.conversation_id for update) c
      cross join lateral (select o.name, o.name_given from contact o where o.workspace_id = ws and o.contact_id = c.contact_id offset 0) o
    loop
      if r.status = 'resolved' then v_resolved := v_resolved || r.conversation_id; end if;
      foreach x in array array_positions(a_identity, r.identity_id) loop
        a_conversation[x] := r.conversation_id; a_case[x] := r.case_id; a_contact[x] := r.contact_id;
        if not r.name_given and (p_people->(x - 1)->>'named')::boolean and r.name <> p_people->(x - 1)->>'name' then
          v_renamed := v_renamed || r.contact_id; v_names := v_names || (p_people->(x - 1)->>'name');
        end if;
      end loop;
    end loop;
  end if;
  if array_position(a_conversation, null) is not null then
    a_ordinal := array_fill(null::int, array[v_people]);
    for x in 1 .. v_people loop
      continue when a_conversation[x] is not null;
      -- once for each identity, though two entries may name her by different keys
      y := array_position(a_identity, a_identity[x]);
      if y < x then
        a_conversation[x] := a_conversation[y]; a_case[x] := a_case[y]; a_contact[x] := a_contact[y]; a_ordinal[x] := a_ordinal[y];
        continue;
      end if;
      -- a known identity may have lost its thread; a new one has none yet
      if a_contact[x] is null then
        select o.contact_id, o.name, o.name_given into r from identity d
          cross join lateral (select o.contact_id, o.name, o.name_given from contact o where o.workspace_id = ws and o.contact_id = d.contact_id offset 0) o where d.workspace_id = ws and d.identity_id = a_identity[x];
        a_contact[x] := r.contact_id;
        if not r.name_given and (p_people->(x - 1)->>'named')::boolean and r.name <> p_people->(x - 1)->>'name' then
          v_renamed := v_renamed || r.contact_id; v_names := v_names || (p_people->(x - 1)->>'name');
        end if;
      end if;
      v_opens := v_opens || x;
      a_ordinal[x] := cardinality(v_opens);
      a_conversation[x] := (p_people->(x - 1)->>'conversation_id')::uuid; a_case[x] := (p_people->(x - 1)->>'case_id')::uuid;
    end loop;
    -- they are inserted with their heads below: a row that is made and changed at once costs its eleven index entries twice
    update workspace_counter set value = value + cardinality(v_opens) where workspace_id = ws and name = 'conversation' returning value - cardinality(v_opens) into v_number;
  end if;
  if v_renamed <> '{}' then
    update contact c set name = v_names[array_position(v_renamed, c.contact_id)], updated_at = p_now where c.workspace_id = ws and c.contact_id = any(v_renamed);
  end if;

  -- the messages themselves; an event seen before stops here and changes nothing below
  with e as (
    select * from jsonb_to_recordset(p_events) as e(i int, p int, account uuid, message_id uuid, ext_key uuid, external_id text, direction text, kind text, content jsonb,
      status text, author_type text, author_id text, at timestamptz, platform_at timestamptz, quoted_key uuid, quoted jsonb, origin jsonb, forwarded text, client_ref uuid)),
  added as (
    insert into message (workspace_id, message_id, conversation_id, case_id, account_id, direction, kind, content, status, ext_key, external_id, author_type, author_id,
      at, platform_at, quoted_key, quoted, origin, forwarded)
    select ws, e.message_id, a_conversation[e.p + 1], a_case[e.p + 1], e.account, e.direction, e.kind, e.content, e.status, e.ext_key, e.external_id, e.author_type, e.author_id,
      e.at, e.platform_at, e.quoted_key, e.quoted, e.origin, e.forwarded
    from e where a_conversation[e.p + 1] is not null
      and (e.client_ref is null or not exists (select from message m where m.workspace_id = ws and m.message_id = e.client_ref))
    order by e.i
    on conflict (workspace_id, account_id, ext_key) where ext_key is not null do nothing returning message_id)
  select array_agg(message_id) into v_new from added;
  if v_new is null then return; end if;

  -- what the rest needs of the new ones, read once: a reading of p_events costs 7 us a row, one of these arrays a tenth of it
  select array_agg(e.i), array_agg(e.p), array_agg(e.message_id), array_agg(e.at), array_agg(e.case_id), array_agg(e.reachable),
      array_agg(e.unread), array_agg(e.waits), array_agg(e.answers), array_agg(e.inbound), array_agg(e.line), array_agg(e.historic), array_agg(e.reopens),
      exists (select from timetable t where t.workspace_id = ws)
    into e_i, e_p, e_id, e_at, e_case, e_reachable, e_unread, e_waits, e_answers, e_inbound, e_line, e_historic, e_reopens, v_hours
    from jsonb_to_recordset(p_events) as e(i int, p int, message_id uuid, at timestamptz, case_id uuid, reachable boolean,
      unread boolean, waits boolean, answers boolean, inbound boolean, line boolean, historic boolean, reopens boolean)
    where e.message_id = any(v_new);

  if p_media is not null then
    insert into media (workspace_id, media_id, account_id, message_id, conversation_id, state, mime, bytes, name, duration_ms, source, next_attempt_at, expires_at, created_at)
      select ws, f.media_id, f.account, f.message_id, m.conversation_id, 'pending', f.mime, f.bytes, f.name, f.duration_ms, f.source, p_now, f.expires_at, p_now
      from jsonb_to_recordset(p_media) as f(media_id uuid, account uuid, message_id uuid, mime text, bytes bigint, name text, duration_ms int, source jsonb, expires_at timestamptz)
      cross join lateral (select m.conversation_id from message m where m.workspace_id = ws and m.message_id = f.message_id offset 0) m
      where f.message_id = any(v_new);
  end if;

  -- the window ledger; an unfollow takes every grant with it, and what she did before it opens none
  g_i := e_i;
  g_p := e_p;
  if array_position(e_reachable, false) is not null then
    delete from window_grant g where g.workspace_id = ws and g.identity_id = any(array(select a_identity[e.p + 1] from unnest(e_p, e_reachable) as e(p, reachable) where not e.reachable));
    select array_agg(e.i), array_agg(e.p) into g_i, g_p from unnest(e_i, e_p) as e(i, p)
      where not exists (select from unnest(e_i, e_p, e_reachable) as f(i, p, reachable) where not f.reachable and f.i >= e.i and a_identity[f.p + 1] = a_identity[e.p + 1]);
  end if;
  insert into window_grant (workspace_id, identity_id, kind, act, freeform, opened_at, closes_at, replies_left, meet)
    select distinct on (a_identity[e.p + 1], g.kind) ws, a_identity[e.p + 1], g.kind, g.act, g.freeform, g.opened_at,
      max(g.closes_at) over (partition by a_identity[e.p + 1], g.kind), g.left_count, g.meet
    from unnest(g_i, g_p) as e(i, p)
    cross join lateral jsonb_to_recordset(p_events->e.i->'grants') as g(kind text, act text, freeform boolean, opened_at timestamptz, closes_at timestamptz, left_count int, meet text)
    order by a_identity[e.p + 1], g.kind, g.opened_at desc, e.i desc
    on conflict (workspace_id, identity_id, kind) do update set
      act = excluded.act, freeform = excluded.freeform, opened_at = excluded.opened_at, meet = excluded.meet,
      closes_at = case when excluded.meet = 'max' then greatest(window_grant.closes_at, excluded.closes_at) else excluded.closes_at end,
      replies_left = case when excluded.meet = 'max' and window_grant.closes_at > excluded.opened_at then greatest(window_grant.replies_left, excluded.replies_left) else excluded.replies_left end
    where excluded.opened_at >= window_grant.opened_at;

  -- who can be reached
  if array_position(e_reachable, true) is not null or array_position(e_reachable, false) is not null then
    update identity d set reachable = e.reachable
      from (select distinct on (a_identity[p + 1]) a_identity[p + 1] as identity_id, reachable from unnest(e_i, e_p, e_reachable) as e(i, p, reachable) where reachable is not null order by a_identity[p + 1], i desc) e
      where d.workspace_id = ws and d.identity_id = any(a_identity) and d.identity_id = e.identity_id and d.reachable is distinct from e.reachable;
  end if;
  -- a resolved thread she writes in again becomes a new case
  if v_resolved is not null then
    for r in
      select c.conversation_id, n.case_id, n.first_at, (select max(ordinal) from work_case w where w.workspace_id = ws and w.conversation_id = c.conversation_id) as ordinal
      from (select a_conversation[e.p + 1] as conv, (array_agg(e.case_id order by e.i))[1] as case_id, min(e.at) as first_at from unnest(e_i, e_p, e_at, e_case, e_reopens) as e(i, p, at, case_id, reopens) where e.reopens group by 1) n
      join unnest(v_resolved) c(conversation_id) on c.conversation_id = n.conv
    loop
      insert into work_case (workspace_id, case_id, conversation_id, ordinal, opened_at, opened_by) values (ws, r.case_id, r.conversation_id, coalesce(r.ordinal, 0) + 1, r.first_at, 'contact');
      update message set case_id = r.case_id where workspace_id = ws and conversation_id = r.conversation_id and message_id = any(v_new);
      update conversation set case_id = r.case_id, status = 'open', snoozed_until = null where workspace_id = ws and conversation_id = r.conversation_id;
    end loop;
  end if;

  if v_opens <> '{}' then
    insert into work_case (workspace_id, case_id, conversation_id, ordinal, opened_at, opened_by) select ws, a_case[o.x], a_conversation[o.x], 1, p_now, 'contact' from unnest(v_opens) o(x);
  end if;

  -- heads of the conversations. Where the workspace keeps no hours, nobody's answer is due before her window ends: the trigger need not ask for each row
  if not v_hours then perform set_config('recado.no_hours', 'on', true); end if;
  with n as (
    select e.*, a_conversation[e.p + 1] as conv
    from unnest(e_i, e_p, e_id, e_at, e_unread, e_waits, e_answers, e_inbound, e_line, e_historic, e_reopens) as e(i, p, message_id, at, unread, waits, answers, inbound, line, historic, reopens)
    -- a thread is opened also where all that came with it was known
    union all select null, o.x - 1, null, null, null, null, null, null, null, null, null, a_conversation[o.x] from unnest(v_opens) o(x)),
  s as (select conv, max(p) as p, max(i) filter (where answers) as answered, count(*) filter (where unread) as unread, max(at) filter (where inbound) as last_inbound,
      max(at) filter (where historic is not true) as last_at, bool_or(reopens) as reopens, min(at) filter (where waits) as waits, max(i) filter (where waits) as waits_i,
      (array_agg(i order by at desc, message_id desc) filter (where line))[1] as last_i
    from n group by conv),
  w as (select s.*, (l.v->>'message_id')::uuid as message_id, l.v->>'kind' as kind, l.v->>'text' as text, l.v->>'direction' as direction, l.v->>'status' as status, (l.v->>'at')::timestamptz as at,
      -- who wrote after our own answer waits since then; rare, so only looked for where both happened
      case when s.answered is null then s.waits when s.waits_i > s.answered then (select min(n.at) from n where n.conv = s.conv and n.waits and n.i > s.answered) end as waits_after
    from s cross join lateral (select p_events->s.last_i as v offset 0) l),
  h as (select w.*, g.kind as window_kind, g.opened_at, g.closes_at, g.replies_left from w
    -- best_grant, written out: a call costs 100 us, this 5
    left join lateral (
      select g.kind, g.opened_at, g.closes_at,
        case when g.closes_at <= p_now then 0 when bool_or(g.closes_at > p_now and g.replies_left is null) over () then null
          else max(g.replies_left) filter (where g.closes_at > p_now) over () end as replies_left
      from window_grant g where g.workspace_id = ws and g.identity_id = a_identity[w.p + 1] and g.freeform
      order by (g.closes_at > p_now and (g.replies_left is null or g.replies_left > 0)) desc, g.closes_at desc, g.kind limit 1) g on true),
  opened as (
    insert into conversation (workspace_id, conversation_id, number, account_id, channel, inbox_id, identity_id, contact_id, case_id, created_at, last_at, unread, waiting_since, last_inbound_at,
        last_message_id, last_kind, last_text, last_direction, last_status, last_message_at, window_kind, window_opened_at, window_closes_at, window_left)
      select ws, h.conv, v_number + a_ordinal[h.p + 1], (o.v->>'account')::uuid, o.v->>'channel', (o.v->>'inbox')::uuid, a_identity[h.p + 1], a_contact[h.p + 1], a_case[h.p + 1], p_now, greatest(p_now, h.last_at), h.unread, h.waits_after, h.last_inbound,
        h.message_id, h.kind, h.text, h.direction, h.status, h.at, h.window_kind, h.opened_at, h.closes_at, h.replies_left
      from h cross join lateral (select p_people->h.p as v offset 0) o where a_ordinal[h.p + 1] is not null)
  update conversation c set
    unread = c.unread + s.unread,
    waiting_since = case when s.answered is null then least(c.waiting_since, s.waits_after) else s.waits_after end,
    last_inbound_at = greatest(c.last_inbound_at, s.last_inbound),
    last_at = greatest(c.last_at, s.last_at),
    status = case when s.reopens then 'open' else c.status end,
    snoozed_until = case when s.reopens then null else c.snoozed_until end,
    automation_stopped = c.automation_stopped and s.last_inbound is null,
    last_message_id = case when s.message_id is null or (s.at, s.message_id) <= (c.last_message_at, c.last_message_id) then c.last_message_id else s.message_id end,
    last_kind = case when s.message_id is null or (s.at, s.message_id) <= (c.last_message_at, c.last_message_id) then c.last_kind else s.kind end,
    last_text = case when s.message_id is null or (s.at, s.message_id) <= (c.last_message_at, c.last_message_id) then c.last_text else s.text end,
    last_direction = case when s.message_id is null or (s.at, s.message_id) <= (c.last_message_at, c.last_message_id) then c.last_direction else s.direction end,
    last_status = case when s.message_id is null or (s.at, s.message_id) <= (c.last_message_at, c.last_message_id) then c.last_status else s.status end,
    last_message_at = case when s.message_id is null or (s.at, s.message_id) <= (c.last_message_at, c.last_message_id) then c.last_message_at else s.at end,
    answer_by = case when v_hours then c.answer_by end,
    window_kind = s.window_kind, window_opened_at = s.opened_at, window_closes_at = s.closes_at, window_left = s.replies_left
  from h s
  where c.workspace_id = ws and c.conversation_id = any(a_conversation) and c.conversation_id = s.conv;
  if not v_hours then perform set_config('recado.no_hours', '', true); end if;

  -- last statement: the log, as append_events would write it (which takes its events as JSON: 400 us a call)
  with fresh as (
    select a_conversation[e.p + 1] as conv, array_agg(e.message_id order by e.i) as ids, row_number() over (order by min(e.i)) as nr from unnest(e_i, e_p, e_id) as e(i, p, message_id) group by 1),
  head as (update event_head set seq = seq + (select count(*) from fresh) where workspace_id = ws returning seq)
  insert into event (workspace_id, seq, type, conversation_id, message_ids)
    select ws, head.seq - (select count(*) from fresh) + fresh.nr, 'message.created', fresh.conv, fresh.ids from fresh, head;

  return query select e.i, e.message_id, a_conversation[e.p + 1] from unnest(e_i, e_p, e_id) as e(i, p, message_id) order by e.i;
end $$;

-- As in 0052, without the call where nothing can wait.
create or replace function ingest_batch_of(p_workspace uuid, p_people jsonb, p_keys jsonb, p_events jsonb, p_media jsonb, p_now timestamptz)
returns table (i int, message_id uuid, conversation_id uuid) language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform set_config('recado.workspace', p_workspace::text, true);
  return query select * from ingest_batch(p_people, p_keys, p_events, p_media, p_now);
  if p_events @> '[{"direction":"out"}]' or exists (select from parked_change p where p.workspace_id = p_workspace) then perform settle_batch(p_events, p_now); end if;
end $$;
