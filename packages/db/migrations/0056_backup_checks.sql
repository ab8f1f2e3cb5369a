-- Whether a backup can be restored was known to whoever ran a command. Now it is read again to the last byte when somebody asks for it in the product, and the answer
-- is kept beside it; and a backup whose file was removed because it had had its time says so, instead of looking like one that is lost.

alter table backup_run add column removed_at timestamptz; -- its file had had its time

-- How a backup was found when it was last read again, and who asked. `result` stays until the next one ends. Times are wall clock.
create table backup_check (
  backup_run_id uuid primary key references backup_run on delete cascade,
  state text not null check (state in ('waiting', 'running', 'done')),
  asked_by uuid not null, -- member or token
  asked_in uuid not null, -- the workspace; the backup is the whole installation's
  asked_name text not null,
  asked_at timestamptz not null default now(),
  beat_at timestamptz, -- says that its process lives
  bytes bigint not null default 0, -- read so far
  result text check (result in ('whole', 'broken', 'failed')), -- failed: it could not be read at all
  error text, -- why not: key, unreadable, ended
  checked_name text,
  checked_at timestamptz,
  files int not null default 0, -- stored files of companies
  chain int not null default 1, -- backups that were read, with those it goes on from
  faults jsonb not null default '[]', -- the first of them
  fault_count int not null default 0
);
create index backup_check_open on backup_check (asked_at) where state in ('waiting', 'running');
alter table backup_check enable row level security;
create policy no_workspace on backup_check to recado_app using (false) with check (false);
create policy installation on backup_check to recado_system using (true) with check (true);
grant select, insert, update, delete on backup_check to recado_system;
