-- The second factor of a person who signs in: a time-based code (RFC 6238) and ten codes for the day her phone is lost. It belongs to the
-- person, not to a workspace: she signs in once for all of them. API tokens have none.

-- `sealed` holds the seed under a key derived from the master key; `pending_sealed` the one being set up, which counts for nothing until a
-- code of it was entered. `last_step` is the latest half minute whose code was used: no code opens anything twice.
create table second_factor (
  user_id uuid primary key references app_user on delete cascade,
  sealed bytea,
  enabled_at timestamptz,
  last_step bigint not null default 0,
  pending_sealed bytea,
  pending_at timestamptz,
  check ((sealed is null) = (enabled_at is null))
);

-- Each opens once; argon2id, since fewer than 112 random bits must not lie under a fast hash.
create table recovery_code (
  user_id uuid not null references second_factor on delete cascade,
  number smallint not null,
  code_hash text not null,
  used_at timestamptz,
  primary key (user_id, number)
);

-- `confirmed_at`: when she last gave password and code; what is delicate asks again after ten minutes. `factor_due_at`: from when on this
-- session can do nothing but set up the second factor that is demanded of her.
alter table session add column confirmed_at timestamptz not null default now(), add column factor_due_at timestamptz;

create index channel_account_real on channel_account (workspace_id) where not simulated and disconnected_at is null;

-- Why a second factor is demanded of a person, or null: an owner or admin of a workspace with a real account, or anybody in a workspace whose
-- owner demands it of everybody. As owner of the tables, since it looks into all her workspaces before one is chosen.
create function second_factor_demand(person uuid) returns text language sql stable security definer set search_path = public as $$
  select case when bool_or(m.role in ('owner', 'admin') and exists (select from channel_account a where a.workspace_id = m.workspace_id and not a.simulated and a.disconnected_at is null)) then 'real_account'
              when bool_or(w.settings->>'secondFactor' = 'everybody') then 'everybody' end
  from member m join workspace w on w.workspace_id = m.workspace_id where m.user_id = person and m.disabled_at is null
$$;
revoke execute on function second_factor_demand(uuid) from public;
grant execute on function second_factor_demand(uuid) to recado_system;
grant select, insert, update, delete on second_factor, recovery_code to recado_system;
