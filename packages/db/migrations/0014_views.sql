-- Views: what a saved one asks, and the walks of the standard ones. Lists are read inbox by inbox and merged, so that a colleague who sees three
-- of twenty inboxes walks three: the indexes of the ordered views begin with the inbox.

-- `filter`: the tree of core/filter. `team_id` for scope 'team'. `position`: the order in which its owner, its team or everybody sees it.
create table saved_view (
  workspace_id uuid not null references workspace on delete cascade,
  view_id uuid not null,
  name text not null,
  icon text not null default 'list',
  colour text not null default 'grey',
  filter jsonb not null,
  sort text not null default 'newest',
  columns text[] not null default '{}',
  scope text not null check (scope in ('private', 'team', 'all')),
  owner_id uuid, -- null: made by a program
  team_id uuid,
  position int not null default 0,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, view_id),
  foreign key (workspace_id, team_id) references team on delete cascade,
  check ((scope = 'team') = (team_id is not null)),
  check (scope <> 'private' or owner_id is not null)
);
create index saved_view_owner on saved_view (workspace_id, owner_id) where scope = 'private';
alter table saved_view enable row level security;
create policy own_workspace on saved_view to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()));
grant select, insert, update, delete on saved_view to recado_app;

-- When people should have answered: the earlier of the window's end and the last opening minute before it, kept by a worker. Null = the window's end.
alter table conversation add column answer_by timestamptz;

-- Her own ones, resolved ones too; with the channel, since who is full is counted by it.
drop index conversation_mine;
create index conversation_mine on conversation (workspace_id, assignee_id, status, last_at desc, conversation_id desc, channel) where assignee_id is not null;
drop index conversation_team;
create index conversation_team on conversation (workspace_id, team_id, status, last_at desc, conversation_id desc) where team_id is not null;
drop index conversation_unassigned;
create index conversation_unassigned on conversation (workspace_id, inbox_id, status, last_at desc, conversation_id desc) where assignee_id is null;
-- What follows the order is compared inside the index: no row is fetched to be passed over. The deadline is a `case`: PostgreSQL takes a `coalesce`
-- for a function that may leak, so under a policy a condition on it would not be one of the index.
drop index conversation_waiting;
create index conversation_waiting on conversation (workspace_id, inbox_id, waiting_since, conversation_id desc, status, assignee_id, team_id) where waiting_since is not null;
drop index conversation_closing;
create index conversation_closing on conversation (workspace_id, inbox_id, (case when answer_by is null then window_closes_at else answer_by end), conversation_id desc, window_closes_at, waiting_since, status, assignee_id, team_id)
  where status <> 'resolved' and window_closes_at is not null;

-- The urgent ones, by word: a rank computed by a function is no condition of an index under a policy.
create index conversation_urgent on conversation (workspace_id, inbox_id, priority, last_at desc, conversation_id desc, status) where status <> 'resolved' and priority <> 'none';

-- Under a policy the array operators lose their index, so these run as the owner and take the workspace from the transaction.
-- Threads somebody follows.
create function conversations_followed(p_user uuid) returns table (conversation_id uuid) language sql stable rows 20
security definer set search_path = public, pg_temp as $$
  select c.conversation_id from conversation c where c.participant_ids <> '{}' and c.participant_ids @> array[p_user] and c.workspace_id = current_workspace()
$$;
-- Threads with one of these labels in one of these states, when they are at most so many: a rare label is looked up, a frequent one met on the way.
-- null = too many. What the planner knows of a label is asked first: the index would collect all its threads before the first of them is seen.
create function conversations_labelled(p_labels text[], p_statuses text[], p_limit int) returns uuid[] language plpgsql stable
security definer set search_path = public, pg_temp set enable_seqscan = off as $$
declare v_ids uuid[];
begin
  if exists (select from pg_stats s cross join lateral unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) e(label, share)
      where s.schemaname = 'public' and s.tablename = 'conversation' and s.attname = 'labels' and e.label = any(p_labels)
        and e.share * (select k.reltuples from pg_class k where k.oid = 'conversation'::regclass) > 4 * p_limit) then return null; end if;
  select array_agg(x.conversation_id) into v_ids from (select c.conversation_id from conversation c
    where c.labels <> '{}' and c.labels && p_labels and c.workspace_id = current_workspace() and c.status = any(p_statuses) limit p_limit + 1) x;
  return case when cardinality(v_ids) > p_limit then null else coalesce(v_ids, '{}') end;
end $$;
grant execute on function conversations_followed(uuid), conversations_labelled(text[], text[], int) to recado_app;
