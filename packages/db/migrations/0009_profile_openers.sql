-- Greeting, questions, commands and menus: the platform's own state is the truth and is read back; here stands what is not there.

-- What menu keys and addresses are called, also of buttons that are gone: taps on a menu that a phone still shows arrive for a day.
alter table channel_account add column opener_titles jsonb not null default '{}';

-- One row for each account that has touched its openers. `draft` waits to be published; `draft_from` import = read from the platform, with `notes`
-- about what could not be taken over and `replies` that other tools gave by themselves, until they are handed to the automatic replies.
create table account_openers (
  workspace_id uuid not null,
  account_id uuid not null,
  draft jsonb,
  draft_from text check (draft_from in ('edit', 'import')),
  notes jsonb not null default '[]',
  replies jsonb not null default '[]',
  changed_by jsonb,
  changed_at timestamptz not null,
  imported_at timestamptz,
  published_by jsonb,
  published_at timestamptz,
  primary key (workspace_id, account_id),
  foreign key (workspace_id, account_id) references channel_account on delete cascade
);

alter table account_openers enable row level security;
create policy own_workspace on account_openers to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()));
grant select, insert, update, delete on account_openers to recado_app;
