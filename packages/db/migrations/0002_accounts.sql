-- Channel accounts: a company's own number, page or official account, and what belongs to it.

create table inbox (
  workspace_id uuid not null references workspace on delete cascade,
  inbox_id uuid not null,
  name text not null,
  created_at timestamptz not null,
  primary key (workspace_id, inbox_id)
);

-- `external_id` is the platform's id; `secret_hash` lets one account's signed webhook carry another's events (same app secret, same workspace).
-- `sealed` holds confidential settings, AES-256-GCM under the workspace's data key. `state` paused = sending waits for the account to work again.
create table channel_account (
  workspace_id uuid not null references workspace on delete cascade,
  account_id uuid not null,
  channel text not null,
  name text not null,
  inbox_id uuid not null,
  external_id text,
  secret_hash bytea,
  settings jsonb not null default '{}',
  sealed bytea,
  state text not null default 'unverified' check (state in ('unverified', 'ready', 'error')),
  paused_code text,
  paused_at timestamptz,
  simulated boolean not null default false,
  webhook_key text not null,
  checks jsonb not null default '[]',
  checked_at timestamptz,
  first_webhook_at timestamptz,
  last_webhook_at timestamptz,
  keep_raw_until timestamptz,
  disconnected_at timestamptz,
  created_at timestamptz not null,
  primary key (workspace_id, account_id),
  foreign key (workspace_id, inbox_id) references inbox
);
create unique index channel_account_external on channel_account (workspace_id, channel, external_id) where external_id is not null;

-- Secrets of limited life, shared by all nodes (WeChat's stable token).
create table platform_token (
  workspace_id uuid not null,
  account_id uuid not null,
  name text not null,
  sealed bytea not null,
  expires_at timestamptz not null,
  primary key (workspace_id, account_id, name),
  foreign key (workspace_id, account_id) references channel_account on delete cascade
);

-- Templates as the platform lists them; name and language are the key, as at the platforms.
create table template (
  workspace_id uuid not null,
  template_id uuid not null,
  account_id uuid not null,
  external_id text not null,
  name text not null,
  language text not null,
  category text not null,
  status text not null,
  quality text,
  reason text,
  preview jsonb not null,
  parameters jsonb not null,
  components jsonb not null,
  gone boolean not null default false, -- no longer listed; kept for the messages sent with it
  updated_at timestamptz not null,
  primary key (workspace_id, template_id),
  foreign key (workspace_id, account_id) references channel_account on delete cascade
);
create unique index template_name on template (workspace_id, account_id, name, language);
create index template_external on template (workspace_id, account_id, external_id);

-- Texts our own agents keep.
create table saved_reply (
  workspace_id uuid not null references workspace on delete cascade,
  saved_reply_id uuid not null,
  shortcut text not null,
  title text not null,
  text text not null,
  language text,
  attachments jsonb not null default '[]',
  used_count int not null default 0,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, saved_reply_id)
);
create unique index saved_reply_shortcut on saved_reply (workspace_id, lower(shortcut), coalesce(language, ''));

-- What somebody must look at: one row per kind and subject, counted up.
create table health_item (
  workspace_id uuid not null references workspace on delete cascade,
  health_item_id uuid not null,
  kind text not null,
  subject text not null,
  severity text not null check (severity in ('info', 'warning', 'critical')),
  data jsonb not null default '{}',
  first_at timestamptz not null,
  last_at timestamptz not null,
  count int not null default 1,
  resolved_at timestamptz,
  primary key (workspace_id, health_item_id)
);
create unique index health_item_open on health_item (workspace_id, kind, subject) where resolved_at is null;

-- Who did what; ids and field names only.
create table audit_entry (
  workspace_id uuid not null references workspace on delete cascade,
  audit_entry_id uuid not null,
  at timestamptz not null,
  actor jsonb not null,
  action text not null,
  subject text,
  data jsonb not null default '{}',
  primary key (workspace_id, audit_entry_id)
);

-- Answers to POSTs with an Idempotency-Key, for 24 h; wall clock.
create table idempotency_key (
  workspace_id uuid not null references workspace on delete cascade,
  principal text not null,
  route text not null,
  key text not null,
  body_hash bytea not null,
  status int,
  answer jsonb,
  created_at timestamptz not null default now(),
  primary key (workspace_id, principal, route, key)
);
