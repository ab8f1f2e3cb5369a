-- Search: tokens made in core (the same for documents and queries) in a table of their own, filled by a worker that may lag.
create extension if not exists btree_gin;
create extension if not exists pg_trgm;

create table message_search (
  workspace_id uuid not null,
  message_id uuid not null,
  conversation_id uuid not null,
  at timestamptz not null,
  vec tsvector not null,
  primary key (workspace_id, message_id)
);
create index message_search_vec on message_search using gin (workspace_id, vec);
create index message_search_at on message_search (workspace_id, at desc);
create index contact_name on contact using gin (workspace_id, name gin_trgm_ops);
alter table message_search enable row level security;
create policy own_workspace on message_search to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()));
grant select, insert, update, delete on message_search to recado_app;

-- Under a policy `@@` and `ilike` lose their index (0.7 -> 87 ms in a trial), so these two run as the owner and take the workspace from the transaction.
-- Conversations in which the words were said since a moment, newest first.
create function search_words(p_query tsquery, p_since timestamptz, p_limit int) returns table (conversation_id uuid, at timestamptz) language sql stable
security definer set search_path = public, pg_temp set jit = off set enable_seqscan = off set enable_indexscan = off as $$
  select s.conversation_id, max(s.at) from (
    select m.conversation_id, m.at from message_search m where m.workspace_id = current_workspace() and m.vec @@ p_query and m.at > p_since order by m.at desc limit 2000) s
  group by s.conversation_id order by 2 desc limit p_limit
$$;

-- Conversations of people whose name holds the text, newest first.
create function search_people(p_pattern text, p_limit int) returns table (conversation_id uuid) language sql stable
security definer set search_path = public, pg_temp as $$
  select c.conversation_id from contact p join conversation c on c.workspace_id = p.workspace_id and c.contact_id = p.contact_id
  where p.workspace_id = current_workspace() and p.name ilike p_pattern order by c.last_at desc limit p_limit
$$;
grant execute on function search_words(tsquery, timestamptz, int), search_people(text, int) to recado_app;
