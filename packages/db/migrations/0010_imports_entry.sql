-- Where people come from: chats exported from an app that become history, and the ways by which they enter (ads, QR codes, links, menus).

-- One exported chat on its way into a thread. The file lies under the data directory until the import has ended; `found` is what reading it brought,
-- `answers` what somebody said about it. `position` counts the messages of the file that are dealt with: a killed import goes on from there.
create table chat_import (
  workspace_id uuid not null references workspace on delete cascade,
  chat_import_id uuid not null,
  name text not null, -- of the file as it was sent
  bytes bigint not null,
  received bigint not null default 0,
  state text not null check (state in ('receiving', 'waiting', 'running', 'done', 'failed', 'cancelled')),
  error text,
  found jsonb,
  answers jsonb not null default '{}',
  account_id uuid,
  conversation_id uuid,
  makes_thread boolean not null default false, -- nobody had written before: the thread stays resolved
  position int not null default 0,
  total int not null default 0,
  added int not null default 0,
  known int not null default 0,
  files int not null default 0,
  problems jsonb not null default '[]', -- [{line, code, text}]
  problem_count int not null default 0,
  created_by jsonb not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (workspace_id, chat_import_id)
);

-- History that came with an import: nobody answers or quotes it on the platform, no rule runs on it.
alter table message add column import_id uuid;
create index message_import on message (workspace_id, import_id) where import_id is not null;

-- A QR code, link or menu entry that we put somewhere. `code` is what comes back with the person who used it (scene, ref, or the code in her first text).
create table entry_point (
  workspace_id uuid not null references workspace on delete cascade,
  entry_point_id uuid not null,
  account_id uuid not null,
  kind text not null check (kind in ('qr', 'link', 'menu')),
  name text not null,
  place text not null default '',
  code text not null,
  text text not null default '', -- what she finds written when she comes
  url text not null,
  expires_at timestamptz, -- of a code that the platform keeps for a while only
  created_by jsonb not null,
  created_at timestamptz not null,
  archived_at timestamptz,
  primary key (workspace_id, entry_point_id),
  foreign key (workspace_id, account_id) references channel_account on delete cascade
);
create unique index entry_point_code on entry_point (workspace_id, account_id, lower(code));

-- Every time somebody came in, by the message or line that shows it. The oldest of a conversation is its source, the oldest of a contact hers.
-- `starts` = nothing of hers had come before. `source` names what it was counted under (ad id, code, menu key), `label` how people call it.
create table entry (
  workspace_id uuid not null references workspace on delete cascade,
  entry_id uuid not null, -- the message's id
  conversation_id uuid not null,
  contact_id uuid not null,
  account_id uuid not null,
  kind text not null check (kind in ('ad', 'qr', 'link', 'menu', 'search', 'post', 'direct')),
  source text not null default '',
  label text not null default '',
  entry_point_id uuid,
  click_id text,
  starts boolean not null,
  at timestamptz not null,
  primary key (workspace_id, entry_id)
);
create index entry_conversation on entry (workspace_id, conversation_id, at, entry_id);
create index entry_contact on entry (workspace_id, contact_id, at, entry_id);
create index entry_at on entry (workspace_id, at);
create index entry_by_point on entry (workspace_id, entry_point_id, at) where entry_point_id is not null;

do $$ declare t text; begin
  foreach t in array array['chat_import', 'entry_point', 'entry'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_workspace on %I to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()))', t);
    execute format('grant select, insert, update, delete on %I to recado_app', t);
  end loop;
end $$;
