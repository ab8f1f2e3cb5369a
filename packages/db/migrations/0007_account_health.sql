-- How accounts stand with their platforms, what was missed meanwhile, and who was told.

-- The worst of its facts, repeated here for lists.
alter table channel_account add column standing text not null default 'unknown' check (standing in ('ok', 'attention', 'broken', 'unknown'));

-- What the platform told at the last look: [{id, state, code, values, shown, until, usage, blocks, since, known}]. `next_at` and `pulse_at` are wall clock:
-- whichever node moves them on does that look.
create table account_standing (
  workspace_id uuid not null,
  account_id uuid not null,
  facts jsonb not null default '[]',
  looked_at timestamptz,
  next_at timestamptz not null default 'epoch',
  pulse_at timestamptz not null default 'epoch',
  primary key (workspace_id, account_id),
  foreign key (workspace_id, account_id) references channel_account on delete cascade
);

-- A stretch in which what happened at the platform may not have reached us; open while `to_at` is null. `outcome` once it is over:
-- pending = to be fetched, fetched, partly = the platform gave some of it, lost = it gives nothing.
create table account_gap (
  workspace_id uuid not null,
  gap_id uuid not null,
  account_id uuid not null,
  cause text not null check (cause in ('unsubscribed', 'silent', 'server_away')),
  from_at timestamptz not null,
  to_at timestamptz,
  outcome text check (outcome in ('pending', 'fetched', 'partly', 'lost')),
  fetched int not null default 0,
  tries int not null default 0,
  primary key (workspace_id, gap_id),
  foreign key (workspace_id, account_id) references channel_account on delete cascade
);
create unique index account_gap_open on account_gap (workspace_id, account_id, cause) where to_at is null;
create index account_gap_account on account_gap (workspace_id, account_id, from_at desc);

-- Clock hours in which the platform called: what is usual, against which a silence is unusual. Two weeks are kept.
create table account_hour (
  workspace_id uuid not null,
  account_id uuid not null,
  hour timestamptz not null,
  primary key (workspace_id, account_id, hour),
  foreign key (workspace_id, account_id) references channel_account on delete cascade
);

-- Letters about a health item: one when it begins, one when it is over.
create table health_told (
  workspace_id uuid not null,
  health_item_id uuid not null,
  told_at timestamptz not null,
  over_at timestamptz,
  primary key (workspace_id, health_item_id),
  foreign key (workspace_id, health_item_id) references health_item on delete cascade
);

-- When a server last looked after the workspace, wall clock: after a sleep or a stop it tells from when to when nobody listened.
create table workspace_watch (
  workspace_id uuid primary key references workspace on delete cascade,
  alive_at timestamptz not null
);

do $$ declare t text; begin
  foreach t in array array['account_standing', 'account_gap', 'account_hour', 'health_told', 'workspace_watch'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_workspace on %I to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()))', t);
    execute format('grant select, insert, update, delete on %I to recado_app', t);
  end loop;
end $$;
