-- What tells somebody that she is wanted: notices, her rules for them, her browsers, and the place up to which the event log was read for them.

-- One thing somebody should look at. While it is unseen there is one per person and conversation, which counts up; `kind` is then the most pressing
-- of what happened. Times are business time. `ways`: how it may be told beside the bell. `mail_at`: when it goes into a letter unless it was seen by then.
create table notice (
  workspace_id uuid not null,
  user_id uuid not null,
  notice_id uuid not null,
  conversation_id uuid not null,
  kind text not null check (kind in ('mention', 'escalation', 'assigned', 'nudge', 'send_failed', 'message', 'team', 'participating', 'unassigned', 'followed')),
  count int not null default 1,
  message_id uuid, -- the latest one it is about: the bell opens the thread there
  by_user_id uuid, -- the colleague behind it
  data jsonb not null default '{}',
  ways text[] not null default '{}',
  at timestamptz not null,
  seen_at timestamptz,
  pushed_at timestamptz,
  mail_at timestamptz,
  mailed_at timestamptz,
  primary key (workspace_id, user_id, notice_id),
  foreign key (workspace_id, user_id) references member on delete cascade
);
create unique index notice_unseen on notice (workspace_id, user_id, conversation_id) where seen_at is null;
create index notice_newest on notice (workspace_id, user_id, at desc, notice_id desc);
create index notice_unseen_newest on notice (workspace_id, user_id, at desc, notice_id desc) where seen_at is null;
create index notice_id on notice (workspace_id, notice_id);
create index notice_conversation on notice (workspace_id, conversation_id);
create index notice_mail on notice (workspace_id, mail_at) where seen_at is null and mailed_at is null and mail_at is not null;
create index notice_age on notice (workspace_id, at);

-- What follows from a change of state that can still be undone: it becomes notices when the change has settled, or nothing. `occasion` as notices/occasions.ts writes it.
create table notice_waiting (
  workspace_id uuid not null references workspace on delete cascade,
  waiting_id uuid not null,
  change_id uuid not null,
  settles_at timestamptz not null,
  occasion jsonb not null,
  primary key (workspace_id, waiting_id)
);
create index notice_waiting_due on notice_waiting (workspace_id, settles_at);

-- Up to where the event log (of that epoch) was read for notices. The row is locked while somebody reads on, so two nodes never make the same notice.
create table notice_place (
  workspace_id uuid primary key references workspace on delete cascade,
  seq bigint not null,
  epoch uuid not null
);
insert into notice_place (workspace_id, seq, epoch) select workspace_id, seq, epoch from event_head;

-- Her rules, whole, as core/notices/settings.ts reads them; no row = the defaults of her role.
create table notice_setting (
  workspace_id uuid not null,
  user_id uuid not null,
  settings jsonb not null,
  updated_at timestamptz not null,
  primary key (workspace_id, user_id),
  foreign key (workspace_id, user_id) references member on delete cascade
);

-- Conversations she wants to hear nothing of, but what is said to her by name.
create table conversation_mute (
  workspace_id uuid not null,
  user_id uuid not null,
  conversation_id uuid not null,
  muted_at timestamptz not null,
  primary key (workspace_id, user_id, conversation_id),
  foreign key (workspace_id, user_id) references member on delete cascade
);
create index conversation_mute_conversation on conversation_mute (workspace_id, conversation_id);

-- A browser that takes notices while no page of ours is open (Web Push). Address and keys are sealed: whoever holds them can write to it.
-- The hash of the address finds the browser again when somebody else signs in there.
create table push_subscription (
  workspace_id uuid not null,
  user_id uuid not null,
  subscription_id uuid not null,
  endpoint_hash bytea not null,
  sealed bytea not null,
  name text not null, -- "Firefox, Android"
  language text not null,
  created_at timestamptz not null,
  last_ok_at timestamptz,
  last_error text,
  last_error_at timestamptz,
  primary key (workspace_id, user_id, subscription_id),
  foreign key (workspace_id, user_id) references member on delete cascade
);
create unique index push_subscription_endpoint on push_subscription (workspace_id, endpoint_hash);
create index push_subscription_hash on push_subscription (endpoint_hash);

do $$ declare t text; begin
  foreach t in array array['notice', 'notice_waiting', 'notice_place', 'notice_setting', 'conversation_mute', 'push_subscription'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_workspace on %I to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()))', t);
    execute format('grant select, insert, update, delete on %I to recado_app', t);
  end loop;
end $$;

-- A browser belongs to whoever signed in there last, in whichever workspace.
grant select, delete on push_subscription to recado_system;
create policy everybody on push_subscription to recado_system using (true);
