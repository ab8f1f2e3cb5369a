-- Hours of inboxes and teams, the moment by which somebody wants an answer, and who is reminded when it comes near.

-- A rule of an inbox or a team stands beside an account's own: exactly one of the three owns it. Nearest first: the team's are asked before the
-- inbox's, the inbox's before the account's.
alter table automatic_reply alter column account_id drop not null;
alter table automatic_reply add column inbox_id uuid, add column team_id uuid;
alter table automatic_reply add constraint automatic_reply_inbox_fk foreign key (workspace_id, inbox_id) references inbox on delete cascade;
alter table automatic_reply add constraint automatic_reply_team_fk foreign key (workspace_id, team_id) references team on delete cascade;
alter table automatic_reply add constraint automatic_reply_owner check (num_nonnulls(account_id, inbox_id, team_id) = 1);
create index automatic_reply_inbox on automatic_reply (workspace_id, inbox_id, position) where inbox_id is not null and removed_at is null;
create index automatic_reply_team on automatic_reply (workspace_id, team_id, position) where team_id is not null and removed_at is null;

-- A timetable as stretches of real time, written by the server with the rules of core/hours (time zones, clock changes, dates), a year ahead.
-- `closes_at` infinity: still open where the writing ended. `kept_until` of a timetable: how far it is written; null = not yet.
alter table timetable add column kept_until timestamptz;
create table open_stretch (
  workspace_id uuid not null,
  owner_kind text not null,
  owner_id uuid not null,
  opens_at timestamptz not null,
  closes_at timestamptz not null,
  primary key (workspace_id, owner_kind, owner_id, opens_at),
  foreign key (workspace_id, owner_kind, owner_id) references timetable on delete cascade
);

-- No foreign key leads from a timetable to its three kinds of owners.
create function drop_timetable() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from timetable where workspace_id = old.workspace_id and owner_kind = tg_argv[0] and owner_id = case tg_argv[0] when 'team' then (to_jsonb(old)->>'team_id')::uuid else (to_jsonb(old)->>'inbox_id')::uuid end;
  return null;
end $$;
create trigger team_timetable after delete on team for each row execute function drop_timetable('team');
create trigger inbox_timetable after delete on inbox for each row execute function drop_timetable('inbox');

-- `answer_by` of a conversation: by when she who waits wants an answer, the earlier of the window's end and the last opening minute before it
-- (core/hours/deadline.ts; a property test compares). null = the window's end, or nobody waits.
--
-- It is kept by a trigger and not by a worker behind the log: ingest writes window and waiting in one statement, and two index probes there
-- cost less than a second update of the same row a moment later, which would have to go into all its indexes again. So it is never behind,
-- and lists may sort by it. A changed timetable, which touches many rows, is followed by refresh_answer_by in the transaction that saves it.

-- Whose timetable counts: the team's, else the inbox's, else the account's; null = the window's end.
create function answer_by(p_workspace uuid, p_team uuid, p_inbox uuid, p_account uuid, p_since timestamptz, p_closes timestamptz) returns timestamptz
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare v_kind text; v_id uuid; v_last timestamptz;
begin
  select t.owner_kind, t.owner_id into v_kind, v_id from timetable t
    where t.workspace_id = p_workspace and (t.owner_kind, t.owner_id) in (('team', p_team), ('inbox', p_inbox), ('account', p_account))
    order by case t.owner_kind when 'team' then 1 when 'inbox' then 2 else 3 end limit 1;
  if not found then return null; end if;
  select s.closes_at into v_last from open_stretch s where s.workspace_id = p_workspace and s.owner_kind = v_kind and s.owner_id = v_id and s.opens_at < p_closes order by s.opens_at desc limit 1;
  return case when v_last > p_since and v_last < p_closes then v_last end;
end $$;
revoke execute on function answer_by(uuid, uuid, uuid, uuid, timestamptz, timestamptz) from public;

create function keep_answer_by() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.answer_by := case when new.waiting_since is null or new.window_closes_at is null then null
    else answer_by(new.workspace_id, new.team_id, new.inbox_id, new.account_id, coalesce(new.window_opened_at, new.waiting_since), new.window_closes_at) end;
  return new;
end $$;
create trigger conversation_answer_by_new before insert on conversation for each row
  when (new.waiting_since is not null and new.window_closes_at is not null) execute function keep_answer_by();
create trigger conversation_answer_by before update of waiting_since, window_opened_at, window_closes_at, team_id, inbox_id on conversation for each row
  when (new.waiting_since is null and old.answer_by is not null or new.waiting_since is not null and (old.waiting_since is null
    or (new.window_closes_at, new.window_opened_at, new.team_id, new.inbox_id) is distinct from (old.window_closes_at, old.window_opened_at, old.team_id, old.inbox_id)))
  execute function keep_answer_by();

-- After the hours of an owner were changed or written further: those who wait there, held in the order in which ingest holds them.
create function refresh_answer_by(p_kind text, p_id uuid) returns setof uuid language sql security definer set search_path = public, pg_temp as $$
  with held as materialized (
    select conversation_id from conversation c where workspace_id = current_workspace() and waiting_since is not null and window_closes_at is not null
      and case p_kind when 'team' then team_id = p_id when 'inbox' then inbox_id = p_id else account_id = p_id end order by conversation_id for update),
  fresh as (
    select c.conversation_id, answer_by(c.workspace_id, c.team_id, c.inbox_id, c.account_id, coalesce(c.window_opened_at, c.waiting_since), c.window_closes_at) as wanted
    from conversation c join held using (conversation_id) where c.workspace_id = current_workspace())
  update conversation c set answer_by = f.wanted from fresh f where c.workspace_id = current_workspace() and c.conversation_id = f.conversation_id and c.answer_by is distinct from f.wanted
  returning c.conversation_id
$$;
grant execute on function refresh_answer_by(text, uuid) to recado_app;
-- Whose window closes while we wait for her: candidates for a reminder to the customer. Ingest, after which somebody waits, never writes here.
create index conversation_window on conversation (workspace_id, window_closes_at) where status in ('open', 'pending') and waiting_since is null and window_closes_at is not null;

-- Who is reminded, when and how (core/nudges). `inbox_id` null: in every inbox. `tell`: `agents` = whose it is, else the team, else the inbox;
-- `leads` = the supervisors; `some` = those of `tell_ids`. `priority` is only ever raised. `variants`, `quiet`, `even_when_owed`: for the customer.
create table nudge_step (
  workspace_id uuid not null references workspace on delete cascade,
  nudge_step_id uuid not null,
  inbox_id uuid,
  kind text not null check (kind in ('agent', 'customer', 'waiting', 'unassigned')),
  name text not null,
  minutes int not null check (minutes between 1 and 20160),
  enabled boolean not null default false,
  enabled_at timestamptz,
  tell text not null default 'agents' check (tell in ('agents', 'leads', 'some', 'nobody')),
  tell_ids uuid[] not null default '{}',
  priority text check (priority in ('low', 'normal', 'high', 'urgent')),
  assign_user_id uuid,
  assign_team_id uuid,
  variants jsonb not null default '[]',
  quiet jsonb,
  even_when_owed boolean not null default false,
  removed_at timestamptz, -- kept for the messages it wrote
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, nudge_step_id),
  foreign key (workspace_id, inbox_id) references inbox on delete cascade
);
create index nudge_step_enabled on nudge_step (workspace_id) where enabled and removed_at is null;

-- What was done: one row per conversation, step and what it was about (a window's end, a wait), written in the transaction that does it.
create table nudge_done (
  workspace_id uuid not null,
  conversation_id uuid not null,
  nudge_step_id uuid not null,
  key text not null,
  outcome text not null check (outcome in ('told', 'sent', 'refused')),
  code text,
  message_id uuid,
  at timestamptz not null,
  primary key (workspace_id, conversation_id, nudge_step_id, key)
);
create index nudge_done_step on nudge_done (workspace_id, nudge_step_id, at desc);

-- Today's first answers and resolutions, for the wallboard.
create index work_case_answered on work_case (workspace_id, first_response_at) where first_response_at is not null;
create index work_case_resolved on work_case (workspace_id, resolved_at) where resolved_at is not null;

do $$ declare t text; begin
  foreach t in array array['open_stretch', 'nudge_step', 'nudge_done'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_workspace on %I to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()))', t);
    execute format('grant select, insert, update, delete on %I to recado_app', t);
  end loop;
end $$;

-- Which workspaces have a step that is on: the others cost nothing.
create function workspaces_with_nudges() returns setof uuid language sql stable security definer set search_path = public, pg_temp as $$
  select distinct workspace_id from nudge_step where enabled and removed_at is null
$$;
create function workspaces_with_hours() returns setof uuid language sql stable security definer set search_path = public, pg_temp as $$ select distinct workspace_id from timetable $$;
revoke execute on function workspaces_with_nudges(), workspaces_with_hours() from public;
grant execute on function workspaces_with_nudges(), workspaces_with_hours() to recado_system;
