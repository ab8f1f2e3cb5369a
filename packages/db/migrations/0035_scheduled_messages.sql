-- Messages that wait for their moment. They lie beside the outbox, not in it: in it each would hold back what is written after it. When its time has come
-- a message is judged like any other and joins the outbox, or stands in the thread as failed, with the reason.
create table scheduled_message (
  workspace_id uuid not null references workspace on delete cascade,
  scheduled_message_id uuid not null,
  conversation_id uuid not null,
  client_id text not null,
  content jsonb not null,
  reply_to uuid,
  purpose text not null,
  category text, -- the topic's key
  basis text,
  author jsonb not null,
  send_at timestamptz not null,
  unless_she_writes boolean not null, -- given up when she writes before
  state text not null check (state in ('waiting', 'sent', 'refused', 'cancelled', 'overtaken')),
  code text, -- why it was refused
  message_id uuid, -- what became of it
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (workspace_id, scheduled_message_id),
  foreign key (workspace_id, conversation_id) references conversation on delete cascade
);
create index scheduled_message_due on scheduled_message (workspace_id, send_at, scheduled_message_id) where state = 'waiting';
create unique index scheduled_message_client on scheduled_message (workspace_id, conversation_id, client_id);
create index scheduled_message_waiting on scheduled_message (workspace_id, conversation_id, send_at) where state = 'waiting';

alter table scheduled_message enable row level security;
create policy own_workspace on scheduled_message to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()));
grant select, insert, update, delete on scheduled_message to recado_app;

-- Where something waits: the worker looks nowhere else.
create function workspaces_with_scheduled() returns setof uuid language sql stable security definer set search_path = public, pg_temp as $$
  select w.workspace_id from workspace w where exists (select from scheduled_message s where s.workspace_id = w.workspace_id and s.state = 'waiting')
$$;
revoke execute on function workspaces_with_scheduled() from public;
grant execute on function workspaces_with_scheduled() to recado_system;
