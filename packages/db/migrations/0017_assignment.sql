-- Who gets what: whether somebody is there and how much she carries, the plan of each inbox, and the ledger of what was given out.

-- A colleague at work. Absent = nothing was ever said: she is there while a browser of hers is connected.
create table member_work (
  workspace_id uuid not null,
  user_id uuid not null,
  state text check (state in ('available', 'away', 'offline')), -- said by hand; null = by schedule and browser
  reason text not null default '',
  until timestamptz, -- what was said holds until then; null = until something else is said. Business time, like all below but `seen_at`
  said_at timestamptz,
  said_by uuid,
  timetable jsonb, -- her hours, in her own time zone (core/hours); null = none
  languages text[] not null default '{}', -- BCP 47, lower case
  skills text[] not null default '{}',
  capacity int check (capacity >= 0), -- open conversations at once; null = no limit
  channel_limits jsonb not null default '{}', -- channel -> open conversations at once
  seen_at timestamptz, -- a browser of hers was connected; wall clock
  shown text not null default 'offline' check (shown in ('available', 'away', 'offline')), -- what was last told to everybody
  shown_since timestamptz,
  primary key (workspace_id, user_id),
  foreign key (workspace_id, user_id) references member on delete cascade
);

-- How an inbox gives out its conversations: core/assignment/plan.ts. Absent = by hand.
create table assignment_plan (
  workspace_id uuid not null,
  inbox_id uuid not null,
  enabled boolean not null,
  plan jsonb not null,
  updated_at timestamptz not null,
  primary key (workspace_id, inbox_id),
  foreign key (workspace_id, inbox_id) references inbox on delete cascade
);

-- Whose turn it is: who got one last has the highest number of her inbox.
create table assignment_turn (
  workspace_id uuid not null,
  inbox_id uuid not null,
  user_id uuid not null,
  turn bigint not null,
  primary key (workspace_id, inbox_id, user_id),
  foreign key (workspace_id, inbox_id) references inbox on delete cascade,
  foreign key (workspace_id, user_id) references member on delete cascade
);

-- What was dealt with: one row per case and occasion, so that nothing is given out twice for the same reason. `outcome` 'given' names her.
create table assignment_entry (
  workspace_id uuid not null references workspace on delete cascade,
  case_id uuid not null,
  occasion text not null,
  conversation_id uuid not null,
  outcome text not null check (outcome in ('given', 'queued', 'left')),
  user_id uuid,
  rule text,
  method text,
  at timestamptz not null,
  primary key (workspace_id, case_id, occasion)
);
create index assignment_entry_at on assignment_entry (workspace_id, at);

-- The place in the event log up to which everything is dealt with. A row stands from the first plan on.
create table assignment_place (
  workspace_id uuid primary key references workspace on delete cascade,
  seq bigint not null
);

-- `queued_at`: nobody has room for it; it is given out by itself, the most urgent and then the longest waiting first.
alter table conversation add column queued_at timestamptz;
alter table conversation add column queue_was timestamptz; -- the place it left; an undone change puts it back there
alter table conversation add column assigned_at timestamptz; -- when its assignee got it; null = before this was kept, or nobody has it
create index conversation_queue on conversation (workspace_id, inbox_id, queued_at) where queued_at is not null;

-- Whoever gives it to somebody or puts it aside takes it from the queue, whatever statement does so.
create function leave_queue() returns trigger language plpgsql as $$ begin new.queue_was := new.queued_at; new.queued_at := null; return new; end $$;
create trigger conversation_leaves_queue before update on conversation for each row
  when (new.queued_at is not null and (new.assignee_id is not null or new.status <> 'open')) execute function leave_queue();

do $$ declare t text; begin
  foreach t in array array['member_work', 'assignment_plan', 'assignment_turn', 'assignment_entry', 'assignment_place'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_workspace on %I to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()))', t);
    execute format('grant select, insert, update, delete on %I to recado_app', t);
  end loop;
  -- Which workspaces have something to do, and who is connected, is asked over all of them.
  grant select on assignment_place to recado_system;
  create policy everybody on assignment_place to recado_system using (true);
  grant select, insert, update on member_work to recado_system;
  create policy everybody on member_work to recado_system using (true) with check (true);
end $$;
