-- People who come in by a file, and lists that go out as one.

-- One file of people (purpose 'contacts') or of those who must never be written to ('exclusion') on its way in. It lies under the data directory until the
-- import has ended. found: what reading it brought {encoding, format, delimiter, columns, rows}; mapping: what somebody said about its columns; plan: what was
-- made of it when it started (ids of new fields, wording, topics), so that every batch does the same. position: rows dealt with, written with their effects.
create table contact_import (
  workspace_id uuid not null references workspace on delete cascade,
  contact_import_id uuid not null,
  purpose text not null check (purpose in ('contacts', 'exclusion')),
  name text not null, -- of the file as it was sent
  bytes bigint not null,
  received bigint not null default 0,
  state text not null check (state in ('receiving', 'waiting', 'checking', 'running', 'done', 'failed', 'cancelled')),
  error text,
  found jsonb,
  mapping jsonb,
  plan jsonb,
  checked jsonb, -- what the last dry run counted, with the mapping it was made for
  position int not null default 0,
  total int not null default 0,
  created int not null default 0,
  changed int not null default 0,
  unchanged int not null default 0,
  refused int not null default 0,
  consents int not null default 0,
  problem_count int not null default 0,
  created_by jsonb not null,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  primary key (workspace_id, contact_import_id)
);

-- Rows that were not taken, or a part of which was not, with the row as it stood in the file. problems: [{column, code, value}].
create table contact_import_problem (
  workspace_id uuid not null,
  contact_import_id uuid not null,
  row_number int not null,
  line int not null,
  refused boolean not null,
  cells text[] not null,
  problems jsonb not null,
  primary key (workspace_id, contact_import_id, row_number),
  foreign key (workspace_id, contact_import_id) references contact_import on delete cascade
);

-- A list on its way out as a file, and the file while its link holds. seen_by: whose people and threads its maker sees. expires_at by the wall clock.
create table list_export (
  workspace_id uuid not null references workspace on delete cascade,
  list_export_id uuid not null,
  kind text not null check (kind in ('contacts', 'conversations', 'consents', 'suppression')),
  format text not null check (format in ('csv', 'vcard')),
  query jsonb not null default '{}',
  seen_by jsonb not null,
  language text not null,
  state text not null check (state in ('waiting', 'running', 'ready', 'failed', 'cancelled', 'expired')),
  error text,
  position int not null default 0,
  total int,
  bytes bigint not null default 0,
  created_by jsonb not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  expires_at timestamptz,
  primary key (workspace_id, list_export_id)
);
create index list_export_expiry on list_export (workspace_id, expires_at) where state = 'ready';

do $$ declare t text; begin
  foreach t in array array['contact_import', 'contact_import_problem', 'list_export'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_workspace on %I to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()))', t);
    execute format('grant select, insert, update, delete on %I to recado_app', t);
  end loop;
end $$;
