-- What every node holds in memory of an account, and must let go of when another node changes it. Written by whoever changes one, in her transaction;
-- read by all nodes every two seconds, across workspaces, which is why it holds nothing but names.
create table account_change (
  workspace_id uuid not null references workspace on delete cascade,
  account_id uuid not null,
  version bigint not null default 1,
  changed_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, account_id)
);
create index account_changed on account_change (changed_at);
alter table account_change enable row level security;
create policy everybody on account_change to recado_system using (true) with check (true);
grant select on account_change to recado_system;

create function note_account_change() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare which channel_account := case when tg_op = 'DELETE' then old else new end;
begin
  -- A workspace that goes takes its accounts along; nobody needs to hear of those.
  if not exists (select from workspace w where w.workspace_id = which.workspace_id) then return null; end if;
  insert into account_change (workspace_id, account_id) values (which.workspace_id, which.account_id)
  on conflict (workspace_id, account_id) do update set version = account_change.version + 1, changed_at = clock_timestamp();
  return null;
end $$;

create trigger account_made_or_gone after insert or delete on channel_account for each row execute function note_account_change();
-- Only what nodes keep: an account's standing and checks change by themselves and are read from the table.
create trigger account_changed after update on channel_account for each row
  when ((old.channel, old.name, old.inbox_id, old.external_id, old.secret_hash, old.settings, old.sealed, old.state, old.paused_code, old.simulated, old.webhook_key, old.first_webhook_at, old.disconnected_at, old.keep_raw_until, old.opener_titles)
    is distinct from (new.channel, new.name, new.inbox_id, new.external_id, new.secret_hash, new.settings, new.sealed, new.state, new.paused_code, new.simulated, new.webhook_key, new.first_webhook_at, new.disconnected_at, new.keep_raw_until, new.opener_titles))
  execute function note_account_change();
