-- People, threads, messages and the ledgers that decide what may be sent.

create table contact (
  workspace_id uuid not null references workspace on delete cascade,
  contact_id uuid not null,
  name text not null,
  name_given boolean not null default false, -- typed by us: a profile no longer overwrites it
  avatar_media_id uuid,
  language text,
  country text,
  notes text not null default '',
  attributes jsonb not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, contact_id)
);

-- A person's address on one channel account. `reachable` false = she unfollowed or blocked; null = the channel has no such thing.
create table identity (
  workspace_id uuid not null,
  identity_id uuid not null,
  account_id uuid not null,
  contact_id uuid not null,
  country text,
  profile jsonb not null default '{}',
  profile_at timestamptz,
  reachable boolean,
  marketing_stopped boolean not null default false,
  created_at timestamptz not null,
  primary key (workspace_id, identity_id),
  foreign key (workspace_id, contact_id) references contact
);
create index identity_contact on identity (workspace_id, contact_id);

-- Every way in which the platform names her; several lead to one identity.
create table identity_key (
  workspace_id uuid not null,
  account_id uuid not null,
  kind text not null,
  value text not null,
  identity_id uuid not null,
  primary key (workspace_id, account_id, kind, value)
);
create index identity_key_identity on identity_key (workspace_id, identity_id);

-- One-off or lasting permissions she gave for a template of the platform.
create table identity_permission (
  workspace_id uuid not null,
  identity_id uuid not null,
  template_external_id text not null,
  left_count int, -- null = lasting
  updated_at timestamptz not null,
  primary key (workspace_id, identity_id, template_external_id)
);

-- The lasting thread between one identity and one account; also the list row: everything a list shows or filters by stands here.
-- `window_*` repeats the best open free-form grant of the ledger, so that lists sort and filter without it.
create table conversation (
  workspace_id uuid not null,
  conversation_id uuid not null,
  number bigint not null,
  account_id uuid not null,
  channel text not null,
  inbox_id uuid not null,
  identity_id uuid not null,
  contact_id uuid not null,
  case_id uuid not null,
  status text not null default 'open' check (status in ('open', 'pending', 'snoozed', 'resolved')),
  snoozed_until timestamptz,
  priority text not null default 'none' check (priority in ('none', 'low', 'normal', 'high', 'urgent')),
  assignee_id uuid,
  team_id uuid,
  labels text[] not null default '{}',
  unread int not null default 0,
  waiting_since timestamptz,
  last_inbound_at timestamptz,
  last_at timestamptz not null,
  last_message_id uuid,
  last_kind text,
  last_text text,
  last_direction text,
  last_status text,
  last_message_at timestamptz,
  window_kind text,
  window_opened_at timestamptz,
  window_closes_at timestamptz,
  window_left int,
  failed_count int not null default 0, -- failed or unknown sends nobody has looked at
  automation_stopped boolean not null default false,
  created_at timestamptz not null,
  primary key (workspace_id, conversation_id),
  foreign key (workspace_id, identity_id) references identity,
  foreign key (workspace_id, contact_id) references contact
) with (fillfactor = 85);
create unique index conversation_identity on conversation (workspace_id, identity_id);
create unique index conversation_number on conversation (workspace_id, number);
create index conversation_contact on conversation (workspace_id, contact_id);
create index conversation_newest on conversation (workspace_id, status, last_at desc, conversation_id desc);
create index conversation_inbox on conversation (workspace_id, inbox_id, status, last_at desc, conversation_id desc);
create index conversation_mine on conversation (workspace_id, assignee_id, status, last_at desc, conversation_id desc) where assignee_id is not null and status <> 'resolved';
create index conversation_unassigned on conversation (workspace_id, last_at desc, conversation_id desc) where assignee_id is null and status = 'open';
create index conversation_waiting on conversation (workspace_id, waiting_since, conversation_id) where status = 'open' and waiting_since is not null;
create index conversation_closing on conversation (workspace_id, window_closes_at, conversation_id) where status = 'open' and waiting_since is not null;
create index conversation_failed on conversation (workspace_id, last_at desc, conversation_id desc) where failed_count > 0;
create index conversation_unread on conversation (workspace_id, inbox_id, assignee_id) where status = 'open' and unread > 0;
-- Not for the many without a label: every message would put "no label" into the index again (250 us each, in bursts when its pending list is full).
create index conversation_labels on conversation using gin (labels) where status <> 'resolved' and labels <> '{}';

-- One stretch of work in a conversation, opening to resolving: what reports count.
create table work_case (
  workspace_id uuid not null,
  case_id uuid not null,
  conversation_id uuid not null,
  ordinal int not null,
  opened_at timestamptz not null,
  opened_by text not null check (opened_by in ('contact', 'us')),
  first_inbound_at timestamptz,
  first_response_at timestamptz,
  resolved_at timestamptz,
  resolved_by uuid,
  waiting_ms bigint not null default 0,
  primary key (workspace_id, case_id)
);
create index work_case_conversation on work_case (workspace_id, conversation_id, ordinal);

-- One item of a thread. `at` = platform time clamped to arrival: the thread's order is (at, message_id).
-- `ext_key` = first 16 bytes of SHA-256 of the platform's id (or of the event's key): de-duplicates and is how receipts and quotes find it.
create table message (
  workspace_id uuid not null,
  message_id uuid not null,
  conversation_id uuid not null,
  case_id uuid not null,
  account_id uuid not null,
  direction text not null check (direction in ('in', 'out', 'note', 'system')),
  kind text not null,
  content jsonb not null,
  status text not null,
  error jsonb,
  ext_key uuid,
  external_id text,
  client_id text,
  client_hash bytea,
  author_type text not null,
  author_id text,
  reply_to uuid, -- our id, for what we sent as a reply
  quoted_key uuid, -- ext_key of what she quoted or reacted to: resolved when read, since the quoted message may come later
  quoted jsonb, -- what she quoted in case we never hold it
  origin jsonb,
  forwarded text,
  purpose text,
  send_as text,
  price jsonb,
  at timestamptz not null,
  platform_at timestamptz,
  edited_at timestamptz,
  revoked_at timestamptz,
  delivered_at timestamptz,
  read_at timestamptz,
  primary key (workspace_id, message_id)
);
create unique index message_ext on message (workspace_id, account_id, ext_key) where ext_key is not null;
create unique index message_client on message (workspace_id, conversation_id, client_id) where client_id is not null;
create index message_thread on message (workspace_id, conversation_id, at desc, message_id desc);

-- Earlier texts of an edited message.
create table message_version (
  workspace_id uuid not null,
  message_id uuid not null,
  replaced_at timestamptz not null,
  content jsonb not null,
  primary key (workspace_id, message_id, replaced_at)
);

-- Reports that came before the answer to the send they speak of; merged when it arrives, dropped after a day.
create table parked_status (
  workspace_id uuid not null,
  account_id uuid not null,
  ext_key uuid not null,
  status text not null,
  data jsonb not null,
  arrived_at timestamptz not null,
  primary key (workspace_id, account_id, ext_key, status)
);

-- The window ledger: one row per identity and kind of grant (an identity belongs to one account). `replies_left` null = any number.
create table window_grant (
  workspace_id uuid not null,
  identity_id uuid not null,
  kind text not null,
  act text not null,
  freeform boolean not null,
  opened_at timestamptz not null,
  closes_at timestamptz not null,
  replies_left int,
  meet text not null default 'replace' check (meet in ('max', 'replace')), -- how a newer one of its kind meets it
  primary key (workspace_id, identity_id, kind)
) with (fillfactor = 80);

-- What was taken from quotas and what it cost: one row per send that left us.
create table send_entry (
  workspace_id uuid not null,
  message_id uuid not null,
  account_id uuid not null,
  channel text not null,
  identity_id uuid not null,
  at timestamptz not null,
  send_as text not null,
  price_class text,
  outside_window boolean not null,
  free_kind boolean not null default false, -- reactions and the like: not counted
  returned boolean not null default false, -- the platform surely did not send
  delivered boolean not null default false,
  primary key (workspace_id, message_id)
);
create index send_entry_identity on send_entry (workspace_id, identity_id, at);
create index send_entry_account on send_entry (workspace_id, account_id, at);

-- Messages that wait to be sent: the outbox. class 0 human, 1 automation, 2 campaign. Sending itself is leased; `epoch` is the lane's.
create table send_job (
  workspace_id uuid not null,
  message_id uuid not null,
  account_id uuid not null,
  conversation_id uuid not null,
  class smallint not null,
  state text not null check (state in ('queued', 'sending', 'unknown')),
  due_at timestamptz not null,
  attempt int not null default 0,
  queued_at timestamptz not null,
  sending_since timestamptz,
  taken jsonb, -- kinds of grants one reply was taken from, to give back
  primary key (workspace_id, message_id)
);
create index send_job_due on send_job (workspace_id, account_id, class, due_at, message_id) where state = 'queued';
create index send_job_conversation on send_job (workspace_id, conversation_id, message_id);

-- A reply being written, per agent, thread and mode.
create table draft (
  workspace_id uuid not null,
  user_id uuid not null,
  conversation_id uuid not null,
  mode text not null check (mode in ('reply', 'note')),
  body jsonb not null,
  updated_at timestamptz not null,
  primary key (workspace_id, user_id, conversation_id, mode)
);

-- Files. The bytes lie under the data directory or in S3 by workspace and hash; `source` is where a pending one is fetched.
create table media (
  workspace_id uuid not null references workspace on delete cascade,
  media_id uuid not null,
  account_id uuid,
  message_id uuid,
  conversation_id uuid,
  state text not null check (state in ('pending', 'ready', 'failed')),
  sha256 bytea,
  mime text not null,
  bytes bigint not null default 0,
  name text,
  width int,
  height int,
  duration_ms int,
  waveform smallint[],
  source jsonb,
  attempts int not null default 0,
  next_attempt_at timestamptz,
  expires_at timestamptz,
  error text,
  created_by uuid,
  created_at timestamptz not null,
  primary key (workspace_id, media_id)
);
create index media_due on media (next_attempt_at) where state = 'pending' and next_attempt_at is not null;

-- The platform's id of a file we uploaded, while it lives.
create table platform_upload (
  workspace_id uuid not null,
  media_id uuid not null,
  account_id uuid not null,
  form text not null,
  platform_id text not null,
  expires_at timestamptz not null,
  primary key (workspace_id, media_id, account_id, form)
);

-- Raw requests, gzip: quarantine (an event we could not store), kept (an event we do not know), debug (the owner's switch). Seven days.
create table raw_request (
  workspace_id uuid not null references workspace on delete cascade,
  raw_request_id uuid not null,
  account_id uuid not null,
  reason text not null,
  state text not null check (state in ('kept', 'quarantine', 'replayed')),
  received_at timestamptz not null,
  event jsonb, -- the one event in question, when it could be read
  body bytea,
  error text,
  primary key (workspace_id, raw_request_id)
);
create index raw_request_age on raw_request (received_at);

-- The event log: every change, in the transaction that made it. Payloads name rows; readers load the rows themselves, newest wins.
create table event (
  workspace_id uuid not null,
  seq bigint not null,
  type text not null,
  conversation_id uuid,
  message_ids uuid[],
  data jsonb,
  at timestamptz not null default now(),
  primary key (workspace_id, seq)
);
create index event_age on event (at);
