-- One person over many apps: who was joined with whom and why, codes by which she joins her apps herself, who may be the same, and the way back.

-- Whose this address is when she was joined with somebody: null = of contact_id, as it has always been. Never changed by a split, only by joining.
alter table identity add column origin_contact_id uuid;
create index identity_origin on identity (workspace_id, origin_contact_id) where origin_contact_id is not null;

-- One joining of two people. `how`: an agent chose it, an API client, a personal code she used, or the platform said so itself. Those that are not undone
-- make a tree: each of the lost has one row, and what is lost by it leaves again with everything below it.
create table contact_merge (
  workspace_id uuid not null references workspace on delete cascade,
  merge_id uuid not null,
  kept_id uuid not null,
  lost_id uuid not null,
  how text not null check (how in ('agent', 'api', 'code', 'platform')),
  link_code_id uuid,
  actor jsonb not null,
  at timestamptz not null,
  undone_at timestamptz,
  undone_by jsonb,
  primary key (workspace_id, merge_id)
);
create unique index contact_merge_lost on contact_merge (workspace_id, lost_id) where undone_at is null;
create index contact_merge_kept on contact_merge (workspace_id, kept_id) where undone_at is null;

-- What each of the people in one holds of her own: `own` {key: value} and, in the survivor's row alone, `shown` {from: {key: contact}, lines: [{text, from}]}:
-- whose value is seen, and for whom each line of the notes was written (core/people/traits.ts). Whoever was never joined has no row.
create table contact_member (
  workspace_id uuid not null references workspace on delete cascade,
  contact_id uuid not null,
  root_id uuid not null,
  position int not null,
  own jsonb not null,
  shown jsonb,
  primary key (workspace_id, contact_id)
);
create index contact_member_root on contact_member (workspace_id, root_id, position);

-- A label or field set from a thread while she was joined: it was said of whoever writes there, and goes with her when they are parted.
create table contact_said (
  workspace_id uuid not null references workspace on delete cascade,
  root_id uuid not null,
  key text not null,
  contact_id uuid not null,
  primary key (workspace_id, root_id, key)
);

-- Two addresses of one account that the platform says are one: done at once in ingest; their people follow within a second (people/joining/worker.ts).
create table identity_join (
  workspace_id uuid not null references workspace on delete cascade,
  identity_join_id uuid not null,
  kept_identity_id uuid not null,
  kept_contact_id uuid not null,
  lost_contact_id uuid not null,
  at timestamptz not null,
  done_at timestamptz,
  primary key (workspace_id, identity_join_id)
);
create index identity_join_open on identity_join (workspace_id, identity_join_id) where done_at is null;

-- A personal code: whoever comes with it on that account is the person it was made for. Once.
create table link_code (
  workspace_id uuid not null references workspace on delete cascade,
  link_code_id uuid not null,
  contact_id uuid not null,
  origin_contact_id uuid not null,
  account_id uuid not null,
  code text not null,
  url text not null,
  issued_by jsonb not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz, -- taken back by us
  used_at timestamptz,
  used_identity_id uuid,
  used_message_id uuid,
  merge_id uuid,
  primary key (workspace_id, link_code_id)
);
-- Every message with which a code came back, and what came of it: `joined`, `known` (she was that person already, there), `quoted` (she repeated it where she
-- was known), or why it was worth nothing.
create table link_use (
  workspace_id uuid not null references workspace on delete cascade,
  link_code_id uuid not null,
  message_id uuid not null,
  outcome text not null check (outcome in ('joined', 'known', 'quoted', 'again', 'used', 'ended', 'expired', 'gone')),
  at timestamptz not null,
  primary key (workspace_id, link_code_id, message_id),
  foreign key (workspace_id, link_code_id) references link_code on delete cascade
);
create index link_use_message on link_use (workspace_id, message_id);
create unique index link_code_code on link_code (workspace_id, lower(code));
create index link_code_contact on link_code (workspace_id, contact_id, created_at desc);
create index link_code_identity on link_code (workspace_id, used_identity_id) where used_identity_id is not null;

-- By what an address is recognised in another form or on another account: kept by a worker that walks the newest identities (people/joining/matches.ts),
-- so a message costs nothing. Addresses without an account carry their own key (contact_address.match_key).
create table identity_match (
  workspace_id uuid not null references workspace on delete cascade,
  kind text not null check (kind in ('phone', 'email', 'platform')),
  key text not null,
  identity_id uuid not null,
  primary key (workspace_id, kind, key, identity_id)
);
create index identity_match_identity on identity_match (workspace_id, identity_id);

-- How far the worker has come: in the event log (personal codes), and through identities and addresses (what they match). Its row is locked while it reads on.
create table joining_place (
  workspace_id uuid primary key references workspace on delete cascade,
  seq bigint not null default 0,
  late_seq bigint not null default 0,
  identity_id uuid not null default '00000000-0000-0000-0000-000000000000',
  contact_address_id uuid not null default '00000000-0000-0000-0000-000000000000'
);

-- People who may be one, both of them survivors; `low_id` < `high_id`.
create table contact_duplicate (
  workspace_id uuid not null references workspace on delete cascade,
  low_id uuid not null,
  high_id uuid not null,
  kinds text[] not null,
  found_at timestamptz not null,
  primary key (workspace_id, low_id, high_id)
);
create index contact_duplicate_newest on contact_duplicate (workspace_id, found_at desc, low_id desc, high_id desc);
create index contact_duplicate_high on contact_duplicate (workspace_id, high_id);

-- Two that somebody looked at and found to be two. Asked of everybody who is in them.
create table contact_not_same (
  workspace_id uuid not null references workspace on delete cascade,
  low_id uuid not null,
  high_id uuid not null,
  actor jsonb not null,
  at timestamptz not null,
  primary key (workspace_id, low_id, high_id)
);
create index contact_not_same_high on contact_not_same (workspace_id, high_id);

do $$ declare t text; begin
  foreach t in array array['contact_merge', 'contact_member', 'contact_said', 'identity_join', 'link_code', 'link_use', 'identity_match', 'joining_place', 'contact_duplicate', 'contact_not_same'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_workspace on %I to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()))', t);
    execute format('grant select, insert, update, delete on %I to recado_app', t);
  end loop;
end $$;

-- Tables whose rows say for whom they were written: they go with her when she is joined and come back when she is parted, whichever feature made them.
create function carried_tables() returns table (name text, follows_identity boolean) language sql stable as $$
  select c.relname::text, exists (select from pg_attribute i where i.attrelid = c.oid and i.attname = 'identity_id' and not i.attisdropped)
  from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'identity'
    and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'contact_id' and not a.attisdropped)
    and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'origin_contact_id' and not a.attisdropped)
  order by 1
$$;

-- Everything of p_lose is now read under p_keep.
create function carry_over(p_keep uuid, p_lose uuid) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare ws uuid := current_workspace(); t record;
begin
  update identity set origin_contact_id = coalesce(origin_contact_id, contact_id), contact_id = p_keep where workspace_id = ws and contact_id = p_lose;
  update conversation set contact_id = p_keep where workspace_id = ws and contact_id = p_lose;
  update entry set contact_id = p_keep where workspace_id = ws and contact_id = p_lose;
  for t in select * from carried_tables() loop
    execute format('update %I set contact_id = $1 where workspace_id = $2 and contact_id = $3', t.name) using p_keep, ws, p_lose;
  end loop;
end $$;

-- p_identities leave p_from for p_to with all that happened there, and with them what was written for the people p_origins. What was given at an address
-- (a consent in a chat) stays with the address; what was said of the person goes by the person it was said of.
create function carry_back(p_from uuid, p_to uuid, p_origins uuid[], p_identities uuid[]) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare ws uuid := current_workspace(); t record;
begin
  update identity set contact_id = p_to, origin_contact_id = nullif(origin_contact_id, p_to) where workspace_id = ws and identity_id = any(p_identities);
  update conversation set contact_id = p_to where workspace_id = ws and identity_id = any(p_identities);
  update entry e set contact_id = p_to where e.workspace_id = ws and e.contact_id = p_from
    and e.conversation_id in (select c.conversation_id from conversation c where c.workspace_id = ws and c.identity_id = any(p_identities));
  for t in select * from carried_tables() loop
    if t.follows_identity then
      execute format('update %I set contact_id = $1 where workspace_id = $2 and contact_id = $3 and (identity_id = any($5) or (identity_id is null and origin_contact_id = any($4)))', t.name) using p_to, ws, p_from, p_origins, p_identities;
    else
      execute format('update %I set contact_id = $1 where workspace_id = $2 and contact_id = $3 and origin_contact_id = any($4)', t.name) using p_to, ws, p_from, p_origins;
    end if;
  end loop;
end $$;

-- Two identities of one account turn out to be one: everything of `p_lose` goes to `p_keep` and threads are put together; nothing of either is dropped. That
-- their people are one then is left to a worker, so that a batch of messages never waits for it.
create or replace function join_identities(p_keep uuid, p_lose uuid) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare ws uuid := current_workspace(); keep_conv uuid; lose_conv uuid; lose_contact uuid; keep_contact uuid; keep_case uuid; lose_case uuid; t record;
begin
  select contact_id into lose_contact from identity where workspace_id = ws and identity_id = p_lose;
  select contact_id into keep_contact from identity where workspace_id = ws and identity_id = p_keep;
  select conversation_id, case_id into keep_conv, keep_case from conversation where workspace_id = ws and identity_id = p_keep for update;
  select conversation_id, case_id into lose_conv, lose_case from conversation where workspace_id = ws and identity_id = p_lose for update;
  update identity_key set identity_id = p_keep where workspace_id = ws and identity_id = p_lose;
  insert into identity_match (workspace_id, kind, key, identity_id) select ws, kind, key, p_keep from identity_match where workspace_id = ws and identity_id = p_lose on conflict do nothing;
  delete from identity_match where workspace_id = ws and identity_id = p_lose;
  insert into window_grant (workspace_id, identity_id, kind, act, freeform, opened_at, closes_at, replies_left, meet)
    select ws, p_keep, kind, act, freeform, opened_at, closes_at, replies_left, meet from window_grant where workspace_id = ws and identity_id = p_lose
    on conflict (workspace_id, identity_id, kind) do update set act = excluded.act, opened_at = excluded.opened_at, closes_at = excluded.closes_at, replies_left = excluded.replies_left
    where excluded.closes_at > window_grant.closes_at;
  delete from window_grant where workspace_id = ws and identity_id = p_lose;
  -- a lasting permission beats counted ones; counted ones add up, each was given
  insert into identity_permission (workspace_id, identity_id, template_external_id, left_count, updated_at)
    select ws, p_keep, template_external_id, left_count, updated_at from identity_permission where workspace_id = ws and identity_id = p_lose
    on conflict (workspace_id, identity_id, template_external_id) do update set left_count = identity_permission.left_count + excluded.left_count, updated_at = greatest(identity_permission.updated_at, excluded.updated_at);
  delete from identity_permission where workspace_id = ws and identity_id = p_lose;
  update send_entry set identity_id = p_keep where workspace_id = ws and identity_id = p_lose;
  update link_code set used_identity_id = p_keep where workspace_id = ws and used_identity_id = p_lose;
  for t in select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'identity_id' and not a.attisdropped
      join pg_attribute o on o.attrelid = c.oid and o.attname = 'origin_identity_id' and not o.attisdropped where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition loop
    execute format('update %I set identity_id = $1, contact_id = $4 where workspace_id = $2 and identity_id = $3', t.name) using p_keep, ws, p_lose, keep_contact;
  end loop;
  update identity k set country = coalesce(k.country, l.country), profile = l.profile || k.profile, profile_at = coalesce(k.profile_at, l.profile_at), reachable = coalesce(k.reachable, l.reachable), marketing_stopped = k.marketing_stopped or l.marketing_stopped
    from identity l where k.workspace_id = ws and k.identity_id = p_keep and l.workspace_id = ws and l.identity_id = p_lose;
  if lose_conv is not null and keep_conv is null then
    update conversation set identity_id = p_keep, contact_id = keep_contact where workspace_id = ws and conversation_id = lose_conv;
    update entry set contact_id = keep_contact where workspace_id = ws and conversation_id = lose_conv;
  elsif lose_conv is not null then
    perform join_threads(keep_conv, keep_case, lose_conv, lose_case, keep_contact);
  end if;
  delete from identity where workspace_id = ws and identity_id = p_lose;
  if lose_contact <> keep_contact then
    insert into identity_join (workspace_id, identity_join_id, kept_identity_id, kept_contact_id, lost_contact_id, at) values (ws, gen_random_uuid(), p_keep, keep_contact, lose_contact, now());
  end if;
end $$;

-- Puts a thread into another one, and with it all that colleagues and rules have done there. A case that was closed stays a case of its own, under its own
-- number; the one that runs goes on in the one that runs there.
create function join_threads(keep_conv uuid, keep_case uuid, lose_conv uuid, lose_case uuid, keep_contact uuid) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare ws uuid := current_workspace(); lose_open boolean;
begin
  select resolved_at is null into lose_open from work_case where workspace_id = ws and case_id = lose_case;
  update message set conversation_id = keep_conv, case_id = case when case_id = lose_case and coalesce(lose_open, true) then keep_case else case_id end where workspace_id = ws and conversation_id = lose_conv;
  update work_case k set first_inbound_at = least(k.first_inbound_at, l.first_inbound_at), opened_at = least(k.opened_at, l.opened_at), waiting_ms = k.waiting_ms + l.waiting_ms
    from work_case l where k.workspace_id = ws and k.case_id = keep_case and l.workspace_id = ws and l.case_id = lose_case and coalesce(lose_open, true);
  delete from work_case where workspace_id = ws and case_id = lose_case and coalesce(lose_open, true);
  update work_case set conversation_id = keep_conv where workspace_id = ws and conversation_id = lose_conv;
  update send_job set conversation_id = keep_conv where workspace_id = ws and conversation_id = lose_conv;
  update media set conversation_id = keep_conv where workspace_id = ws and conversation_id = lose_conv;
  update entry set conversation_id = keep_conv, contact_id = keep_contact, starts = false where workspace_id = ws and conversation_id = lose_conv
    and starts and exists (select from entry e where e.workspace_id = ws and e.conversation_id = keep_conv and e.starts and e.at <= entry.at);
  update entry set starts = false where workspace_id = ws and conversation_id = keep_conv and starts
    and exists (select from entry e where e.workspace_id = ws and e.conversation_id = lose_conv and e.starts and e.at < entry.at);
  update entry set conversation_id = keep_conv, contact_id = keep_contact where workspace_id = ws and conversation_id = lose_conv;
  update chat_import set conversation_id = keep_conv where workspace_id = ws and conversation_id = lose_conv;
  update assignment_entry set conversation_id = keep_conv where workspace_id = ws and conversation_id = lose_conv;
  -- a change of many threads cannot be taken back in one that is gone
  delete from change_row where workspace_id = ws and conversation_id = lose_conv;
  update automatic_answer a set period = null where a.workspace_id = ws and a.conversation_id = lose_conv and exists (select from automatic_answer k where k.workspace_id = ws and k.conversation_id = keep_conv and k.period = a.period);
  update automatic_answer set conversation_id = keep_conv where workspace_id = ws and conversation_id = lose_conv;
  insert into nudge_done select ws, keep_conv, n.nudge_step_id, n.key, n.outcome, n.code, n.message_id, n.at from nudge_done n where n.workspace_id = ws and n.conversation_id = lose_conv on conflict do nothing;
  delete from nudge_done where workspace_id = ws and conversation_id = lose_conv;
  insert into conversation_mute (workspace_id, user_id, conversation_id, muted_at) select ws, user_id, keep_conv, muted_at from conversation_mute where workspace_id = ws and conversation_id = lose_conv on conflict do nothing;
  delete from conversation_mute where workspace_id = ws and conversation_id = lose_conv;
  -- one unseen notice per person and thread: the two count as one
  update notice k set count = k.count + l.count, at = greatest(k.at, l.at) from notice l
    where k.workspace_id = ws and k.conversation_id = keep_conv and k.seen_at is null and l.workspace_id = ws and l.conversation_id = lose_conv and l.seen_at is null and l.user_id = k.user_id;
  delete from notice l where l.workspace_id = ws and l.conversation_id = lose_conv and l.seen_at is null
    and exists (select from notice k where k.workspace_id = ws and k.user_id = l.user_id and k.conversation_id = keep_conv and k.seen_at is null);
  update notice set conversation_id = keep_conv where workspace_id = ws and conversation_id = lose_conv;
  -- two answers begun by one person: both texts stay
  update draft k set body = jsonb_set(k.body, '{text}', to_jsonb(concat_ws(E'\n\n', nullif(k.body->>'text', ''), nullif(l.body->>'text', '')))), updated_at = greatest(k.updated_at, l.updated_at) from draft l
    where k.workspace_id = ws and k.conversation_id = keep_conv and l.workspace_id = ws and l.conversation_id = lose_conv and l.user_id = k.user_id and l.mode = k.mode;
  delete from draft l where l.workspace_id = ws and l.conversation_id = lose_conv and exists (select from draft k where k.workspace_id = ws and k.conversation_id = keep_conv and k.user_id = l.user_id and k.mode = l.mode);
  update draft set conversation_id = keep_conv where workspace_id = ws and conversation_id = lose_conv;
  update conversation k set unread = k.unread + l.unread, waiting_since = least(k.waiting_since, l.waiting_since),
    last_inbound_at = greatest(k.last_inbound_at, l.last_inbound_at), failed_count = k.failed_count + l.failed_count,
    status = case when l.status = 'open' then 'open' else k.status end,
    snoozed_until = case when l.status = 'open' then null else k.snoozed_until end,
    assignee_id = coalesce(k.assignee_id, l.assignee_id), team_id = coalesce(k.team_id, l.team_id),
    priority = (select p from unnest(array['none', 'low', 'normal', 'high', 'urgent']) with ordinality x(p, nr) where p in (k.priority, l.priority) order by nr desc limit 1),
    automation_stopped = k.automation_stopped or l.automation_stopped,
    participant_ids = (select coalesce(array_agg(distinct x order by x), '{}') from unnest(k.participant_ids || l.participant_ids) x),
    labels = (select coalesce(array_agg(distinct x order by x), '{}') from unnest(k.labels || l.labels) x)
  from conversation l where k.workspace_id = ws and k.conversation_id = keep_conv and l.workspace_id = ws and l.conversation_id = lose_conv;
  update conversation c set last_message_id = m.message_id, last_kind = m.kind, last_direction = m.direction, last_status = m.status,
    last_message_at = m.at, last_at = greatest(c.last_at, m.at),
    last_text = (select l.last_text from conversation l where l.workspace_id = ws and l.last_message_id = m.message_id limit 1)
  from (select * from message where workspace_id = ws and conversation_id = keep_conv and direction in ('in', 'out') order by at desc, message_id desc limit 1) m
  where c.workspace_id = ws and c.conversation_id = keep_conv;
  delete from conversation where workspace_id = ws and conversation_id = lose_conv;
  perform append_events(jsonb_build_array(jsonb_build_object('type', 'conversation.joined', 'conversationId', lose_conv, 'data', jsonb_build_object('into', keep_conv))));
end $$;
