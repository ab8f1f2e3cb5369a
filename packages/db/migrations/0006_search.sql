-- Search: tokens made in core (the same for documents and queries) in a table of their own, filled by a worker that may lag.
create table message_search (
  workspace_id uuid not null,
  message_id uuid not null,
  conversation_id uuid not null,
  at timestamptz not null,
  vec tsvector not null,
  primary key (workspace_id, message_id)
);
create index message_search_vec on message_search using gin (vec);
create index message_search_at on message_search (workspace_id, at desc);
alter table message_search enable row level security;
create policy own_workspace on message_search to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()));
grant select, insert, update, delete on message_search to recado_app;
