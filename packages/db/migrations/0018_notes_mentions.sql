-- Whom a note calls: what the Mentions view lists and what notices are made of.

-- One row per person and note. A team or everybody of the inbox is written as its people at that moment: who joins later was not called.
create table mention (
  workspace_id uuid not null references workspace on delete cascade,
  user_id uuid not null,
  message_id uuid not null,
  conversation_id uuid not null,
  by_user_id uuid, -- null: a program wrote the note
  at timestamptz not null,
  seen_at timestamptz, -- she has had the note before her eyes
  primary key (workspace_id, user_id, message_id),
  foreign key (workspace_id, user_id) references member on delete cascade
);
create index mention_view on mention (workspace_id, user_id, at desc, conversation_id);
create index mention_unseen on mention (workspace_id, user_id, conversation_id) where seen_at is null;
create index mention_message on mention (workspace_id, message_id);

-- Who writes at a thread: the Drafts view by person, and the colleague's name in the composer.
create index draft_view on draft (workspace_id, user_id, updated_at desc, conversation_id);
create index draft_conversation on draft (workspace_id, conversation_id);

alter table mention enable row level security;
create policy own_workspace on mention to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()));
grant select, insert, update, delete on mention to recado_app;
grant select on mention to recado_system;
create policy everybody on mention to recado_system using (true) with check (true);

-- Two threads that become one: who was called in a note is called there.
create function mention_follows() returns trigger language plpgsql as $$
begin
  update mention set conversation_id = new.conversation_id where workspace_id = new.workspace_id and message_id = new.message_id;
  return null;
end $$;
create trigger mention_follows after update of conversation_id on message for each row when (new.direction = 'note' and new.conversation_id <> old.conversation_id) execute function mention_follows();

-- Notes and activity lines alone, out of a thread of thousands of messages. What customers write does not touch it.
create index message_beside on message (workspace_id, conversation_id, direction, at desc, message_id desc) where direction in ('note', 'system');
