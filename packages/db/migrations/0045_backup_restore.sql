-- Backups of the installation, and what a restored one holds back until a person decides.

-- One row per backup that was begun, of the whole installation: no workspace's. Times are wall clock.
create table backup_run (
  backup_run_id uuid primary key,
  kind text not null check (kind in ('full', 'log')),
  cause text not null check (cause in ('schedule', 'person', 'command')),
  state text not null check (state in ('waiting', 'running', 'cancelling', 'done', 'failed', 'cancelled')),
  asked_by uuid, -- member or token
  asked_in uuid, -- the workspace; the run is the whole installation's
  file text,
  bytes bigint not null default 0, -- read so far
  total bigint not null default 0, -- expected
  written bigint not null default 0, -- new on the disk
  files int not null default 0,
  error text,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  beat_at timestamptz, -- says that its process lives
  finished_at timestamptz
);
create index backup_run_newest on backup_run (created_at desc, backup_run_id desc);
-- Two at a time would write the same blobs.
create unique index backup_run_one on backup_run ((true)) where state in ('running', 'cancelling');
alter table backup_run enable row level security;
create policy no_workspace on backup_run to recado_app using (false) with check (false);
create policy installation on backup_run to recado_system using (true) with check (true);
grant select, insert, update, delete on backup_run to recado_system;

-- A restored workspace: of which moment it is, and which kinds of sending nobody has decided about yet.
create table restore_state (
  workspace_id uuid primary key references workspace on delete cascade,
  backup_id text not null,
  backup_at timestamptz not null, -- of that moment is what stands here
  restored_at timestamptz not null,
  undecided text[] not null
);
-- What was about to leave. `former`: what its state was.
create table restore_hold (
  workspace_id uuid not null references workspace on delete cascade,
  kind text not null check (kind in ('messages', 'scheduled', 'campaigns', 'posts')),
  subject_id uuid not null,
  former text not null,
  primary key (workspace_id, kind, subject_id)
);
do $$ declare t text; begin
  foreach t in array array['restore_state', 'restore_hold'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_workspace on %I to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()))', t);
    execute format('grant select, insert, update, delete on %I to recado_app', t);
  end loop;
end $$;

alter table scheduled_message drop constraint scheduled_message_state_check;
alter table scheduled_message add constraint scheduled_message_state_check check (state in ('waiting', 'held', 'sent', 'refused', 'cancelled', 'overtaken'));

-- Rules and bots read the log from where the backup stood and would answer what they have answered since: until a person has decided about the
-- messages, theirs are held as well. Runs for what programs send only.
create function hold_after_restore() returns trigger language plpgsql as $$
begin
  if exists (select from restore_state r where r.workspace_id = new.workspace_id and 'messages' = any(r.undecided))
    and exists (select from message m where m.workspace_id = new.workspace_id and m.message_id = new.message_id and m.author_type = 'automation') then
    insert into restore_hold (workspace_id, kind, subject_id, former) values (new.workspace_id, 'messages', new.message_id, 'queued') on conflict do nothing;
    new.state := 'held';
  end if;
  return new;
end $$;
create trigger held_after_restore before insert on send_job for each row when (new.class > 0 and new.state = 'queued') execute function hold_after_restore();
