-- The hot paths as functions: one call stores a whole batch of a workspace's inbound events. They know only what DESIGN 3 lists; everything
-- else runs from the event log.
-- They run as the owner and take the workspace from the transaction: under a policy a look-up by array element loses its index (the element
-- may fail, so it is not let past the policy), which cost 3.4 ms a message at 3,500 threads. Look-ups are lateral with OFFSET 0 and updates go by
-- = any(array), since on a young table the planner believes in four rows and would rather read all of them; what is left to join are
-- the batch's own rows, and those are hashed.

-- Appends rows to the event log. Called last in a transaction: it locks the head, so `seq` is contiguous in commit order.
-- p_events: [{type, conversationId, messageIds, data}]. Returns the seq of the last one.
create function append_events(p_events jsonb) returns bigint language sql security definer set search_path = public, pg_temp as $$
  with fresh as (select e.value as v, e.ordinality as nr from jsonb_array_elements(p_events) with ordinality e),
  head as (update event_head set seq = seq + (select count(*) from fresh) where workspace_id = current_workspace() returning seq),
  added as (
    insert into event (workspace_id, seq, type, conversation_id, message_ids, data)
    select current_workspace(), head.seq - (select count(*) from fresh) + fresh.nr, fresh.v->>'type', (fresh.v->>'conversationId')::uuid,
      (select array_agg(m::uuid) from jsonb_array_elements_text(fresh.v->'messageIds') m), fresh.v->'data'
    from fresh, head)
  select seq from head
$$;

-- The free-form grant an answer rests on: of those with a reply left the one that closes last, else the last to close. `replies_left` is what
-- may go now: a reply is taken from every open grant, so that is the largest number left (null = any), not the sum.
create function best_grant(p_workspace uuid, p_identity uuid, p_now timestamptz, out kind text, out opened_at timestamptz, out closes_at timestamptz, out replies_left int)
language sql stable as $$
  select g.kind, g.opened_at, g.closes_at,
    case when g.closes_at <= p_now then 0 else (
      select case when bool_or(o.replies_left is null) then null else max(o.replies_left) end
      from window_grant o where o.workspace_id = p_workspace and o.identity_id = p_identity and o.freeform and o.closes_at > p_now) end
  from window_grant g
  where g.workspace_id = p_workspace and g.identity_id = p_identity and g.freeform
  order by (g.closes_at > p_now and (g.replies_left is null or g.replies_left > 0)) desc, g.closes_at desc, g.kind limit 1
$$;

-- Two identities of one account turn out to be one person: everything of `p_lose` goes to `p_keep`, threads are put together.
create function join_identities(p_keep uuid, p_lose uuid) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare ws uuid := current_workspace(); keep_conv uuid; lose_conv uuid; lose_contact uuid; keep_contact uuid;
begin
  select contact_id into lose_contact from identity where workspace_id = ws and identity_id = p_lose;
  select contact_id into keep_contact from identity where workspace_id = ws and identity_id = p_keep;
  select conversation_id into keep_conv from conversation where workspace_id = ws and identity_id = p_keep for update;
  select conversation_id into lose_conv from conversation where workspace_id = ws and identity_id = p_lose for update;
  update identity_key set identity_id = p_keep where workspace_id = ws and identity_id = p_lose;
  insert into window_grant (workspace_id, identity_id, kind, act, freeform, opened_at, closes_at, replies_left, meet)
    select ws, p_keep, kind, act, freeform, opened_at, closes_at, replies_left, meet from window_grant where workspace_id = ws and identity_id = p_lose
    on conflict (workspace_id, identity_id, kind) do update set act = excluded.act, opened_at = excluded.opened_at, closes_at = excluded.closes_at, replies_left = excluded.replies_left
    where excluded.closes_at > window_grant.closes_at;
  delete from window_grant where workspace_id = ws and identity_id = p_lose;
  delete from identity_permission where workspace_id = ws and identity_id = p_lose;
  update send_entry set identity_id = p_keep where workspace_id = ws and identity_id = p_lose;
  if lose_conv is not null and keep_conv is null then
    update conversation set identity_id = p_keep, contact_id = keep_contact where workspace_id = ws and conversation_id = lose_conv;
  elsif lose_conv is not null then
    update message set conversation_id = keep_conv, case_id = (select case_id from conversation where workspace_id = ws and conversation_id = keep_conv)
      where workspace_id = ws and conversation_id = lose_conv;
    update send_job set conversation_id = keep_conv where workspace_id = ws and conversation_id = lose_conv;
    update media set conversation_id = keep_conv where workspace_id = ws and conversation_id = lose_conv;
    delete from draft where workspace_id = ws and conversation_id = lose_conv;
    update conversation k set unread = k.unread + l.unread, waiting_since = least(k.waiting_since, l.waiting_since),
      last_inbound_at = greatest(k.last_inbound_at, l.last_inbound_at), failed_count = k.failed_count + l.failed_count,
      status = case when l.status = 'open' then 'open' else k.status end,
      labels = (select coalesce(array_agg(distinct x), '{}') from unnest(k.labels || l.labels) x)
    from conversation l where k.workspace_id = ws and k.conversation_id = keep_conv and l.workspace_id = ws and l.conversation_id = lose_conv;
    update conversation c set last_message_id = m.message_id, last_kind = m.kind, last_direction = m.direction, last_status = m.status,
      last_message_at = m.at, last_at = greatest(c.last_at, m.at),
      last_text = (select l.last_text from conversation l where l.workspace_id = ws and l.last_message_id = m.message_id limit 1)
    from (select * from message where workspace_id = ws and conversation_id = keep_conv and direction in ('in', 'out') order by at desc, message_id desc limit 1) m
    where c.workspace_id = ws and c.conversation_id = keep_conv;
    delete from work_case where workspace_id = ws and conversation_id = lose_conv;
    delete from conversation where workspace_id = ws and conversation_id = lose_conv;
    perform append_events(jsonb_build_array(jsonb_build_object('type', 'conversation.joined', 'conversationId', lose_conv, 'data', jsonb_build_object('into', keep_conv))));
  end if;
  delete from identity where workspace_id = ws and identity_id = p_lose;
  if lose_contact <> keep_contact and not exists (select from identity where workspace_id = ws and contact_id = lose_contact) then
    delete from contact where workspace_id = ws and contact_id = lose_contact;
  end if;
end $$;

-- Stores a batch. One transaction in flight per workspace and node; two nodes that make the same person at once: one of them gets 40001 and tries again.
-- p_people [{i, account, channel, inbox, name, named, country, language, profile, identity_id, contact_id, conversation_id, case_id, makes}]: each person once, ids are candidates.
-- p_keys   [{p, account, kind, value}]: all keys, p = index of the person.
-- What is null or false may be left out of them.
-- p_events [{i, p, account, message_id, ext_key, external_id, direction, kind, content, text, status, author_type, author_id, at, platform_at, unread, waits, answers,
--            inbound, line, historic, reopens, reachable, quoted_key, quoted, origin, forwarded, client_ref, grants: [{kind, act, freeform, opened_at, closes_at, left, meet}]}]
-- p_media  [{message_id, media_id, account, mime, bytes, name, duration_ms, source, expires_at}]
-- Returns the events that were new, with where they went.
create function ingest_batch(p_people jsonb, p_keys jsonb, p_events jsonb, p_media jsonb, p_now timestamptz)
returns table (i int, message_id uuid, conversation_id uuid) language plpgsql
security definer set search_path = public, pg_temp set jit = off set enable_seqscan = off set enable_bitmapscan = off set enable_mergejoin = off set enable_nestloop = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  ws uuid := current_workspace();
  a_identity uuid[]; a_contact uuid[]; a_conversation uuid[]; a_case uuid[];
  e_i int[]; e_p int[]; e_id uuid[]; e_at timestamptz[]; e_case uuid[]; e_reachable boolean[]; g_i int[]; g_p int[];
  e_unread boolean[]; e_waits boolean[]; e_answers boolean[]; e_inbound boolean[]; e_line boolean[]; e_historic boolean[]; e_reopens boolean[];
  v_double int; v_known int; v_missing int; v_added int; v_fresh jsonb; v_opens jsonb; v_new uuid[]; v_number bigint; v_renamed uuid[]; v_names text[]; v_resolved uuid[]; r record;
begin
  -- who is known?
  with k as (select * from jsonb_to_recordset(p_keys) as k(p int, account uuid, kind text, value text)),
  hit as (
    select k.p, array_agg(distinct ik.identity_id) as ids, count(*) as n from k
    cross join lateral (select ik.identity_id from identity_key ik where ik.workspace_id = ws and ik.account_id = k.account and ik.kind = k.kind and ik.value = k.value offset 0) ik group by k.p)
  select array_agg(hit.ids[1] order by x.i), coalesce(max(cardinality(hit.ids)), 0), coalesce(sum(hit.n), 0) into a_identity, v_double, v_known
  from generate_series(0, jsonb_array_length(p_people) - 1) x(i) left join hit on hit.p = x.i;

  -- two keys that were two people until now
  if v_double > 1 then
    for r in
      with k as (select * from jsonb_to_recordset(p_keys) as k(p int, account uuid, kind text, value text))
      select k.p, array_agg(distinct ik.identity_id) as ids from k
      cross join lateral (select ik.identity_id from identity_key ik where ik.workspace_id = ws and ik.account_id = k.account and ik.kind = k.kind and ik.value = k.value offset 0) ik
      group by k.p having count(distinct ik.identity_id) > 1
    loop
      for n in 2 .. cardinality(r.ids) loop
        if exists (select from identity where workspace_id = ws and identity_id = r.ids[n]) then perform join_identities(r.ids[1], r.ids[n]); end if;
      end loop;
      a_identity[r.p + 1] := r.ids[1];
    end loop;
  end if;

  -- who is new, and which keys; the new ones alone are read again and again, the whole batch is not
  if array_position(a_identity, null) is not null then
    select jsonb_agg(p.v) into v_fresh from jsonb_array_elements(p_people) with ordinality p(v, nr) where a_identity[p.nr] is null and (p.v->>'makes')::boolean;
  end if;
  if v_fresh is not null then
    insert into contact (workspace_id, contact_id, name, language, country, created_at, updated_at)
      select ws, p.contact_id, p.name, p.language, p.country, p_now, p_now from jsonb_to_recordset(v_fresh) as p(contact_id uuid, name text, language text, country text);
    insert into identity (workspace_id, identity_id, account_id, contact_id, country, profile, created_at)
      select ws, p.identity_id, p.account, p.contact_id, p.country, coalesce(p.profile, '{}'), p_now
      from jsonb_to_recordset(v_fresh) as p(account uuid, identity_id uuid, contact_id uuid, country text, profile jsonb);
    for r in select p.i, p.identity_id from jsonb_to_recordset(v_fresh) as p(i int, identity_id uuid) loop a_identity[r.i + 1] := r.identity_id; end loop;
  end if;
  if v_known < jsonb_array_length(p_keys) then
    with missing as (
      select k.* from jsonb_to_recordset(p_keys) as k(p int, account uuid, kind text, value text)
      left join lateral (select true as known from identity_key ik where ik.workspace_id = ws and ik.account_id = k.account and ik.kind = k.kind and ik.value = k.value offset 0) ik on true
      where a_identity[k.p + 1] is not null and ik.known is null),
    added as (
      insert into identity_key (workspace_id, account_id, kind, value, identity_id)
      select ws, account, kind, value, a_identity[p + 1] from missing order by account, kind, value on conflict do nothing returning 1)
    select (select count(*) from missing), (select count(*) from added) into v_missing, v_added;
    if v_missing <> v_added then raise exception 'another node made the same person' using errcode = '40001'; end if;
  end if;

  -- their conversations, locked in id order so that two nodes never wait for each other in a ring
  with c as materialized (
    select c.identity_id, c.conversation_id, c.case_id, c.contact_id, c.status from conversation c where c.workspace_id = ws and c.identity_id = any(a_identity) order by c.conversation_id for update)
  select array_agg(c.conversation_id order by x.nr), array_agg(c.case_id order by x.nr), array_agg(c.contact_id order by x.nr), array_agg(distinct c.conversation_id) filter (where c.status = 'resolved')
    into a_conversation, a_case, a_contact, v_resolved
    from unnest(a_identity) with ordinality x(identity_id, nr) left join c on c.identity_id = x.identity_id;
  if array_position(a_conversation, null) is not null then
    -- a known identity may have lost its thread; a new one has none yet
    for r in select x.nr, d.contact_id from unnest(a_identity, a_contact) with ordinality x(identity_id, contact_id, nr)
        cross join lateral (select d.contact_id from identity d where d.workspace_id = ws and d.identity_id = x.identity_id offset 0) d where x.contact_id is null
    loop a_contact[r.nr] := r.contact_id; end loop;
    -- once for each identity, though two entries may name her by different keys
    select jsonb_agg(f.v), count(*) into v_fresh, v_missing from (
      select distinct on (a_identity[p.nr]) p.v from jsonb_array_elements(p_people) with ordinality p(v, nr)
      where a_conversation[p.nr] is null and a_identity[p.nr] is not null and (p.v->>'makes')::boolean order by a_identity[p.nr], p.nr) f;
    if v_missing > 0 then
      v_opens := v_fresh;
      update workspace_counter set value = value + v_missing where workspace_id = ws and name = 'conversation' returning value - v_missing into v_number;
      -- they are inserted with their heads below: a row that is made and changed at once costs its eleven index entries twice
      for r in select x.nr, f.conversation_id, f.case_id from unnest(a_identity, a_conversation) with ordinality x(identity_id, conversation_id, nr)
          join jsonb_to_recordset(v_fresh) as f(i int, conversation_id uuid, case_id uuid) on a_identity[f.i + 1] = x.identity_id where x.conversation_id is null
      loop a_conversation[r.nr] := r.conversation_id; a_case[r.nr] := r.case_id; end loop;
    end if;
  end if;
  -- names from profiles, unless we typed one ourselves
  select array_agg(o.contact_id), array_agg(p.name) into v_renamed, v_names
    from jsonb_to_recordset(p_people) as p(i int, name text, named boolean)
    cross join lateral (select o.contact_id, o.name, o.name_given from contact o where o.workspace_id = ws and o.contact_id = a_contact[p.i + 1] offset 0) o
    where p.named and not o.name_given and o.name <> p.name;
  if v_renamed is not null then
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
      array_agg(e.unread), array_agg(e.waits), array_agg(e.answers), array_agg(e.inbound), array_agg(e.line), array_agg(e.historic), array_agg(e.reopens)
    into e_i, e_p, e_id, e_at, e_case, e_reachable, e_unread, e_waits, e_answers, e_inbound, e_line, e_historic, e_reopens
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

  -- heads of the conversations
  with n as (
    select e.*, a_conversation[e.p + 1] as conv
    from unnest(e_i, e_p, e_id, e_at, e_unread, e_waits, e_answers, e_inbound, e_line, e_historic, e_reopens) as e(i, p, message_id, at, unread, waits, answers, inbound, line, historic, reopens)),
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
  o as (select o.*, v_number + row_number() over (order by o.i) as number
    from jsonb_to_recordset(v_opens) as o(i int, account uuid, channel text, inbox uuid, conversation_id uuid, case_id uuid)),
  opened as (
    insert into conversation (workspace_id, conversation_id, number, account_id, channel, inbox_id, identity_id, contact_id, case_id, created_at, last_at, unread, waiting_since, last_inbound_at,
        last_message_id, last_kind, last_text, last_direction, last_status, last_message_at, window_kind, window_opened_at, window_closes_at, window_left)
      select ws, o.conversation_id, o.number, o.account, o.channel, o.inbox, a_identity[o.i + 1], a_contact[o.i + 1], o.case_id, p_now, greatest(p_now, h.last_at), coalesce(h.unread, 0), h.waits_after, h.last_inbound,
        h.message_id, h.kind, h.text, h.direction, h.status, h.at, h.window_kind, h.opened_at, h.closes_at, h.replies_left
      from o left join h on h.conv = o.conversation_id),
  begun as (
    insert into work_case (workspace_id, case_id, conversation_id, ordinal, opened_at, opened_by) select ws, o.case_id, o.conversation_id, 1, p_now, 'contact' from o)
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
    window_kind = s.window_kind, window_opened_at = s.opened_at, window_closes_at = s.closes_at, window_left = s.replies_left
  from h s
  where c.workspace_id = ws and c.conversation_id = any(a_conversation) and c.conversation_id = s.conv;

  -- last statement: the log, as append_events would write it (which takes its events as JSON: 400 us a call)
  with fresh as (
    select a_conversation[e.p + 1] as conv, array_agg(e.message_id order by e.i) as ids, row_number() over (order by min(e.i)) as nr from unnest(e_i, e_p, e_id) as e(i, p, message_id) group by 1),
  head as (update event_head set seq = seq + (select count(*) from fresh) where workspace_id = ws returning seq)
  insert into event (workspace_id, seq, type, conversation_id, message_ids)
    select ws, head.seq - (select count(*) from fresh) + fresh.nr, 'message.created', fresh.conv, fresh.ids from fresh, head;

  return query select e.i, e.message_id, a_conversation[e.p + 1] from unnest(e_i, e_p, e_id) as e(i, p, message_id) order by e.i;
end $$;

-- Executed by the server's own role alone (0005). The same in one round trip, for batches that hold nothing else: the workspace is an argument and set for this transaction, as begin would have set it.
create function ingest_batch_of(p_workspace uuid, p_people jsonb, p_keys jsonb, p_events jsonb, p_media jsonb, p_now timestamptz)
returns table (i int, message_id uuid, conversation_id uuid) language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform set_config('recado.workspace', p_workspace::text, true);
  return query select * from ingest_batch(p_people, p_keys, p_events, p_media, p_now);
end $$;

-- Where a status stands: reports only move it forward (read > delivered > failed > sent > accepted > unknown > sending > queued).
create function status_rank(p_status text) returns int language sql immutable parallel safe as $$
  select case p_status when 'queued' then 0 when 'sending' then 1 when 'unknown' then 2 when 'accepted' then 3 when 'sent' then 4 when 'failed' then 5 when 'delivered' then 6 when 'read' then 7 else -1 end
$$;

-- Merges delivery reports. p_reports [{i, account, ext_key, client_ref, external_id, status, at, error, pricing, person_keys: [{kind, value}], up_to}].
-- A report whose message is not known yet is parked and merged when the answer to the send arrives. Returns what changed.
create function merge_reports(p_reports jsonb, p_now timestamptz)
returns table (message_id uuid, conversation_id uuid, new_status text) language plpgsql
security definer set search_path = public, pg_temp set jit = off set enable_seqscan = off set enable_bitmapscan = off set enable_mergejoin = off set enable_nestloop = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare ws uuid := current_workspace(); v_hits jsonb; v_rows jsonb; v_ids uuid[]; v_conversations uuid[];
begin
  -- which message each report speaks of: ours by client_ref, the platform's by ext_key, all of ours up to a moment for watermarks
  with s as (select * from jsonb_to_recordset(p_reports) as s(i int, account uuid, ext_key uuid, client_ref uuid, status text, up_to timestamptz, person_keys jsonb)),
  hit as (
    select s.i, m.message_id from s cross join lateral (select m.message_id from message m where m.workspace_id = ws and m.message_id = s.client_ref offset 0) m where s.client_ref is not null
    union all
    select s.i, m.message_id from s cross join lateral (select m.message_id from message m where m.workspace_id = ws and m.account_id = s.account and m.ext_key = s.ext_key offset 0) m
      left join lateral (select true as known from message o where o.workspace_id = ws and o.message_id = s.client_ref offset 0) o on true
      where s.ext_key is not null and o.known is null
    union all
    select s.i, m.message_id from s
    cross join lateral (select ik.identity_id from jsonb_to_recordset(s.person_keys) as k(kind text, value text)
      cross join lateral (select ik.identity_id from identity_key ik where ik.workspace_id = ws and ik.account_id = s.account and ik.kind = k.kind and ik.value = k.value offset 0) ik limit 1) d
    cross join lateral (select c.conversation_id from conversation c where c.workspace_id = ws and c.identity_id = d.identity_id offset 0) c
    cross join lateral (select m.message_id from message m where m.workspace_id = ws and m.conversation_id = c.conversation_id and m.direction = 'out'
      and m.status in ('accepted', 'sent', 'delivered') and m.at <= s.up_to and status_rank(m.status) < status_rank(s.status) offset 0) m
    where s.up_to is not null)
  select jsonb_agg(jsonb_build_object('i', i, 'm', message_id)) into v_hits from hit;

  insert into parked_status (workspace_id, account_id, ext_key, status, data, arrived_at)
    select ws, s.account, s.ext_key, s.status, to_jsonb(s), p_now
    from jsonb_to_recordset(p_reports) as s(i int, account uuid, ext_key uuid, external_id text, status text, at timestamptz, error jsonb, pricing jsonb)
    where s.ext_key is not null and not exists (select from jsonb_to_recordset(coalesce(v_hits, '[]')) as h(i int) where h.i = s.i)
    on conflict do nothing;
  if v_hits is null then return; end if;

  select array_agg(distinct h.m) into v_ids from jsonb_to_recordset(v_hits) as h(m uuid);
  perform 1 from conversation c where c.workspace_id = ws and c.conversation_id = any(array(
    select m.conversation_id from message m where m.workspace_id = ws and m.message_id = any(v_ids))) order by c.conversation_id for update;

  with s as (select h.m, s.* from jsonb_to_recordset(v_hits) as h(i int, m uuid)
    join jsonb_to_recordset(p_reports) as s(i int, ext_key uuid, external_id text, status text, at timestamptz, error jsonb, pricing jsonb) on s.i = h.i),
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
      price = case when b.pricing is null then x.price else coalesce(x.price, '{}') || jsonb_build_object('class', b.pricing->>'category', 'estimated', false, 'bookedAt', p_now)
        || case when b.pricing->>'type' like 'free%' or b.pricing->>'billable' = 'false' then jsonb_build_object('amount', '0.0000') else '{}'::jsonb end end
    from best b cross join lateral (select o.status from message o where o.workspace_id = ws and o.message_id = b.m offset 0) old
    where x.workspace_id = ws and x.message_id = any(v_ids) and x.message_id = b.m and x.direction = 'out'
      and (status_rank(b.status) > status_rank(x.status) or b.pricing is not null or (x.ext_key is null and b.ext_key is not null) or (b.delivered_at is not null and x.delivered_at is null) or (b.read_at is not null and x.read_at is null))
    returning x.message_id, x.conversation_id, x.status, old.status as before)
  select jsonb_agg(to_jsonb(moved)), array_agg(distinct moved.conversation_id) into v_rows, v_conversations from moved;
  if v_rows is null then return; end if;

  -- keys the report names her by, when she has more than one
  insert into identity_key (workspace_id, account_id, kind, value, identity_id)
    select distinct on (s.account, k.kind, k.value) ws, s.account, k.kind, k.value, c.identity_id
    from jsonb_to_recordset(p_reports) as s(i int, account uuid, up_to timestamptz, person_keys jsonb)
    join jsonb_to_recordset(v_hits) as h(i int, m uuid) on h.i = s.i
    cross join lateral jsonb_to_recordset(s.person_keys) as k(kind text, value text)
    cross join lateral (select m.conversation_id from message m where m.workspace_id = ws and m.message_id = h.m offset 0) m
    cross join lateral (select c.identity_id from conversation c where c.workspace_id = ws and c.conversation_id = m.conversation_id offset 0) c
    where s.up_to is null and jsonb_typeof(s.person_keys) = 'array' and jsonb_array_length(s.person_keys) > 1
    on conflict do nothing;
  delete from send_job j using jsonb_to_recordset(v_rows) as r(message_id uuid, status text)
    where j.workspace_id = ws and j.message_id = any(v_ids) and j.message_id = r.message_id and j.state <> 'queued' and status_rank(r.status) >= 3;
  update send_entry e set delivered = true from jsonb_to_recordset(v_rows) as r(message_id uuid, status text)
    where e.workspace_id = ws and e.message_id = any(v_ids) and e.message_id = r.message_id and r.status in ('delivered', 'read') and not e.delivered;
  update conversation c set last_status = coalesce(r.last_status, c.last_status), failed_count = greatest(0, c.failed_count + r.failed)
    from (select r.conversation_id,
        max(r.status) filter (where r.message_id = c0.last_message_id) as last_status,
        count(*) filter (where r.status = 'failed' and r.before not in ('failed', 'unknown')) - count(*) filter (where r.before in ('failed', 'unknown') and r.status not in ('failed', 'unknown')) as failed
      from jsonb_to_recordset(v_rows) as r(message_id uuid, conversation_id uuid, status text, before text)
      join conversation c0 on c0.workspace_id = ws and c0.conversation_id = any(v_conversations) and c0.conversation_id = r.conversation_id group by r.conversation_id) r
    where c.workspace_id = ws and c.conversation_id = any(v_conversations) and c.conversation_id = r.conversation_id and (r.last_status is not null or r.failed <> 0);

  perform append_events((select jsonb_agg(jsonb_build_object('type', 'message.updated', 'conversationId', x.conversation_id, 'messageIds', x.ids))
    from (select r.conversation_id, jsonb_agg(r.message_id) as ids from jsonb_to_recordset(v_rows) as r(message_id uuid, conversation_id uuid) group by 1) x));
  return query select r.message_id, r.conversation_id, r.status from jsonb_to_recordset(v_rows) as r(message_id uuid, conversation_id uuid, status text);
end $$;
