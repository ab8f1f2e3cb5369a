-- Automatic replies: when somebody is there, what is answered when nobody has to think, and a ledger that keeps every answer to one.

-- Opening hours of whoever has some. `week`: seven lists of {from, to} on the wall clock of `time_zone`, Monday first; `dates`: {date, slots, name}.
create table timetable (
  workspace_id uuid not null references workspace on delete cascade,
  owner_kind text not null check (owner_kind in ('account', 'inbox', 'team')),
  owner_id uuid not null,
  time_zone text not null,
  week jsonb not null,
  dates jsonb not null default '[]',
  updated_at timestamptz not null,
  primary key (workspace_id, owner_kind, owner_id)
);

-- `quiet_minutes`: for so long after a colleague wrote to her nothing is automatic.
create table automation_setting (
  workspace_id uuid not null,
  account_id uuid not null,
  quiet_minutes int not null default 10,
  primary key (workspace_id, account_id),
  foreign key (workspace_id, account_id) references channel_account on delete cascade
);

-- Asked by `position`, the first that has something to say answers. `trigger` as core/automation reads it; `variants`: [{language, content, savedReplyId}].
-- A removed one stays for the messages it wrote. `enabled_at`: nothing that happened before is answered.
create table automatic_reply (
  workspace_id uuid not null,
  automatic_reply_id uuid not null,
  account_id uuid not null,
  position int not null,
  name text not null,
  enabled boolean not null default false,
  enabled_at timestamptz,
  trigger jsonb not null,
  variants jsonb not null default '[]',
  labels text[] not null default '{}',
  set_status text check (set_status in ('open', 'pending', 'resolved')),
  removed_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, automatic_reply_id),
  foreign key (workspace_id, account_id) references channel_account on delete cascade
);
create index automatic_reply_account on automatic_reply (workspace_id, account_id, position) where removed_at is null;

-- What was done about one thing she did (`event_id`: her message, or the line of her act): one row for each rule that acted, so that no second
-- node and no second start does it again. `period` names the closed stretch in which she was told so. `passive_body` is what went out, or is
-- on its way, in the webhook's own answer: a repeated push gets the same until `passive_until` (wall clock).
create table automatic_answer (
  workspace_id uuid not null,
  event_id uuid not null,
  automatic_reply_id uuid not null,
  account_id uuid not null,
  conversation_id uuid not null,
  outcome text not null check (outcome in ('answered', 'acted', 'refused')),
  code text,
  message_id uuid,
  period text,
  passive_body text,
  passive_until timestamptz,
  at timestamptz not null,
  primary key (workspace_id, event_id, automatic_reply_id)
);
create unique index automatic_answer_period on automatic_answer (workspace_id, conversation_id, period) where period is not null;
create index automatic_answer_rule on automatic_answer (workspace_id, automatic_reply_id, at desc);

-- How far the workspace's event log was looked through.
create table automation_place (
  workspace_id uuid primary key references workspace on delete cascade,
  seq bigint not null
);

do $$ declare t text; begin
  foreach t in array array['timetable', 'automation_setting', 'automatic_reply', 'automatic_answer', 'automation_place'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_workspace on %I to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()))', t);
    execute format('grant select, insert, update, delete on %I to recado_app', t);
  end loop;
end $$;
