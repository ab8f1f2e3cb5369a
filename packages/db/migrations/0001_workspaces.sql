-- Workspaces, people who work in them, and the few tables that are read before a workspace is known.
-- Two roles without login stand behind every statement: recado_app sees one workspace (row-level security), recado_system sees the small
-- cross-workspace tables only (sessions, tokens, webhook addresses, leases, heads of the event log).

do $$ begin
  if not exists (select from pg_roles where rolname = 'recado_app') then create role recado_app nologin; end if;
  if not exists (select from pg_roles where rolname = 'recado_system') then create role recado_system nologin; end if;
exception when duplicate_object or unique_violation then null; -- two databases of one cluster migrate at the same moment
end $$;
do $$ begin
  execute format('grant recado_app, recado_system to %I', current_user);
exception when unique_violation or others then if sqlstate not in ('23505', 'XX000', '0LP01') then raise; end if;
end $$;
grant usage on schema public to recado_app, recado_system;

-- The workspace of the running transaction; null outside one. Policies compare with it, so a forgotten filter finds nothing.
create function current_workspace() returns uuid language sql stable parallel safe as
$$ select nullif(current_setting('recado.workspace', true), '')::uuid $$;

-- One company's desk. `clock_offset_ms`: business time = wall clock + offset; only demo and simulator runs have one, and it only grows.
create table workspace (
  workspace_id uuid primary key,
  name text not null,
  demo boolean not null default false,
  time_zone text not null default 'Europe/Madrid',
  language text not null default 'en',
  clock_offset_ms bigint not null default 0,
  settings jsonb not null default '{}',
  data_key bytea, -- wrapped by the master key; seals this workspace's secrets
  created_at timestamptz not null
);

-- A person who signs in. One person may belong to several workspaces.
create table app_user (
  user_id uuid primary key,
  email text not null unique, -- lower case
  name text not null,
  password_hash text,
  language text not null default 'en',
  theme text not null default 'system',
  preferences jsonb not null default '{}',
  disabled_at timestamptz,
  created_at timestamptz not null
);

create table member (
  workspace_id uuid not null references workspace on delete cascade,
  user_id uuid not null references app_user on delete cascade,
  role text not null check (role in ('owner', 'admin', 'agent')),
  disabled_at timestamptz,
  created_at timestamptz not null,
  primary key (workspace_id, user_id)
);
create index member_user on member (user_id);

-- A browser's session; the cookie holds 256 random bits, here lies their SHA-256. Times are wall clock.
create table session (
  token_hash bytea primary key,
  user_id uuid not null references app_user on delete cascade,
  workspace_id uuid not null references workspace on delete cascade,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  user_agent text
);
create index session_user_id on session (user_id);

-- An API token of one workspace; only its SHA-256 is kept.
create table api_token (
  workspace_id uuid not null references workspace on delete cascade,
  token_id uuid not null,
  name text not null,
  token_hash bytea not null unique,
  scopes text[] not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz,
  primary key (workspace_id, token_id)
);

-- Counted failures of sign-in per account and address; wall clock.
create table sign_in_failure (
  subject text primary key,
  failures int not null,
  blocked_until timestamptz,
  updated_at timestamptz not null default now()
);

-- A once-only ticket that opens the live socket for an API client.
create table live_ticket (
  ticket_hash bytea primary key,
  workspace_id uuid not null references workspace on delete cascade,
  principal jsonb not null,
  expires_at timestamptz not null
);

-- Where a webhook belongs: the last part of its address.
create table webhook_route (
  webhook_key text primary key,
  channel text not null,
  workspace_id uuid not null references workspace on delete cascade,
  account_id uuid not null
);

-- Work that one node does at a time. `epoch` grows with each change of hands, so a late write of the former holder can be refused.
create table lease (
  name text primary key,
  holder uuid not null,
  epoch bigint not null default 1,
  expires_at timestamptz not null
);

-- The head of each workspace's event log: `seq` is contiguous, taken in the last statement before commit. `epoch` changes on restore.
create table event_head (
  workspace_id uuid primary key references workspace on delete cascade,
  seq bigint not null default 0,
  epoch uuid not null
);

-- Numbers people say aloud (conversation 1042).
create table workspace_counter (
  workspace_id uuid not null references workspace on delete cascade,
  name text not null,
  value bigint not null default 0,
  primary key (workspace_id, name)
);

-- Facts about the installation itself (sealed check value of the master key, first start).
create table installation ( name text primary key, value jsonb not null );
