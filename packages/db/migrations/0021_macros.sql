-- Saved replies get folders, an owner, languages and a count per person; macros are a text with what is done beside it.

-- Whose a saved reply is: a colleague's own (owner_id), a team's (team_id), or everybody's. variants: [{language, text}] beside the text itself.
alter table saved_reply add column folder text, add column owner_id uuid, add column team_id uuid, add column variants jsonb not null default '[]', add column last_used_at timestamptz;
alter table saved_reply add constraint saved_reply_one_circle check (owner_id is null or team_id is null);
alter table saved_reply add constraint saved_reply_owner foreign key (workspace_id, owner_id) references member (workspace_id, user_id) on delete cascade;
alter table saved_reply add constraint saved_reply_team foreign key (workspace_id, team_id) references team (workspace_id, team_id) on delete cascade;
-- A shortcut stands once in its circle: my own `/hello` does not stand in the way of the company's.
drop index saved_reply_shortcut;
create unique index saved_reply_shortcut on saved_reply (workspace_id, lower(shortcut), coalesce(language, ''), coalesce(owner_id, team_id, '00000000-0000-0000-0000-000000000000'));

-- How often somebody put it into an answer: hers come first in her menu.
create table saved_reply_use (
  workspace_id uuid not null,
  user_id uuid not null,
  saved_reply_id uuid not null,
  uses int not null,
  last_at timestamptz not null,
  primary key (workspace_id, user_id, saved_reply_id),
  foreign key (workspace_id, user_id) references member (workspace_id, user_id) on delete cascade,
  foreign key (workspace_id, saved_reply_id) references saved_reply (workspace_id, saved_reply_id) on delete cascade
);
create index saved_reply_use_reply on saved_reply_use (workspace_id, saved_reply_id);

-- body: what it says, does and sends where the window is closed (packages/api/macro.ts).
create table macro (
  workspace_id uuid not null references workspace on delete cascade,
  macro_id uuid not null,
  name text not null,
  folder text,
  owner_id uuid,
  team_id uuid,
  body jsonb not null,
  used_count int not null default 0,
  last_used_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, macro_id),
  foreign key (workspace_id, owner_id) references member (workspace_id, user_id) on delete cascade,
  foreign key (workspace_id, team_id) references team (workspace_id, team_id) on delete cascade,
  check (owner_id is null or team_id is null)
);
create unique index macro_name on macro (workspace_id, lower(name), coalesce(owner_id, team_id, '00000000-0000-0000-0000-000000000000'));

-- A macro that was run, by whoever ran it and her own id for it: the same again is the same run. effects: what undoing takes back beside the change set.
create table macro_run (
  workspace_id uuid not null,
  made_by text not null,
  client_id text not null,
  macro_id uuid not null,
  question text not null, -- what it was asked for: another one under the same id is refused
  change_id uuid not null,
  effects jsonb not null default '[]',
  answer jsonb,
  primary key (workspace_id, made_by, client_id),
  foreign key (workspace_id, change_id) references change_set (workspace_id, change_id) on delete cascade deferrable initially deferred
);
create index macro_run_change on macro_run (workspace_id, change_id);

do $$ declare t text; begin
  foreach t in array array['saved_reply_use', 'macro', 'macro_run'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_workspace on %I to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()))', t);
    execute format('grant select, insert, update, delete on %I to recado_app', t);
  end loop;
end $$;
