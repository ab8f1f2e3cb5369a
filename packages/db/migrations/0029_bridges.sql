-- Bridges to a shop and to a CRM: what they are set to, what came in and waits, who is who on both sides, and the orders people placed.

-- key: the last part of the address a bridge is called at. sealed: its secrets and tokens, as one JSON text. cursor: how far each reading has come.
-- seq, epoch: how far the event log was read for what goes out. oauth_*: an authorization that was begun and has not come back yet (its state as a hash).
create table bridge (
  workspace_id uuid not null references workspace on delete cascade,
  bridge_id uuid not null,
  kind text not null check (kind ~ '^[a-z][a-z0-9_]{0,39}$'),
  name text not null,
  key text not null,
  settings jsonb not null default '{}',
  sealed bytea not null,
  state text not null default 'new' check (state in ('new', 'ready', 'paused', 'reconnect', 'disconnected')),
  state_code text,
  cursor jsonb not null default '{}',
  seq bigint not null default 0,
  epoch uuid,
  oauth_hash bytea,
  oauth_sealed bytea,
  oauth_until timestamptz,
  last_in_at timestamptz,
  last_ok_at timestamptz,
  due_at timestamptz, -- when the next look at the other side is due, by the wall clock; null = never by itself
  retry_at timestamptz, -- the other side asked us to wait until then
  created_by jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, bridge_id)
);
create unique index bridge_key on bridge (key);

-- What a bridge was sent, accepted once under the sender's own id (dedupe) before it was answered. body goes when the work is done; what failed keeps it
-- until it is tried again or a week is over.
create table bridge_delivery (
  workspace_id uuid not null,
  bridge_id uuid not null,
  delivery_id uuid not null,
  dedupe text not null,
  topic text not null,
  subject text, -- the object of the other side it is about
  body text,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'ignored', 'failed')),
  code text,
  detail text,
  attempts int not null default 0,
  received_at timestamptz not null,
  settled_at timestamptz,
  primary key (workspace_id, bridge_id, delivery_id),
  foreign key (workspace_id, bridge_id) references bridge on delete cascade
);
create unique index bridge_delivery_once on bridge_delivery (workspace_id, bridge_id, dedupe);
create index bridge_delivery_waiting on bridge_delivery (workspace_id, bridge_id, delivery_id) where state = 'waiting';
create index bridge_delivery_failed on bridge_delivery (workspace_id, bridge_id, delivery_id desc) where state = 'failed';
create index bridge_delivery_age on bridge_delivery (workspace_id, received_at);

-- Who somebody is on the other side, and what it last said of her: fields: {our field: {value, at, tie}}; the newest of each field counts, in whatever order
-- news of her come. sent: what we wrote there last, so that its echo is known.
create table bridge_object (
  workspace_id uuid not null,
  bridge_id uuid not null,
  external_id text not null,
  contact_id uuid not null,
  origin_contact_id uuid not null,
  fields jsonb not null default '{}',
  sent jsonb not null default '{}',
  seen_at timestamptz, -- the other side's time of its last change that we know
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, bridge_id, external_id),
  foreign key (workspace_id, bridge_id) references bridge on delete cascade,
  foreign key (workspace_id, contact_id) references contact on delete cascade
);
create index bridge_object_contact on bridge_object (workspace_id, contact_id);

-- What waits to be told to the other side: push = somebody as she is now, forget = an object of somebody who was erased here.
create table bridge_outbox (
  workspace_id uuid not null,
  bridge_id uuid not null,
  what text not null check (what in ('push', 'forget')),
  subject text not null, -- push: our contact's id; forget: their object's id
  changed_at timestamptz not null,
  due_at timestamptz not null,
  attempts int not null default 0,
  code text,
  detail text,
  primary key (workspace_id, bridge_id, what, subject),
  foreign key (workspace_id, bridge_id) references bridge on delete cascade
);
create index bridge_outbox_due on bridge_outbox (workspace_id, bridge_id, due_at, subject);

-- Looks at the other side and pushes to it: one row each, for whoever asks what happened. counts: {read, created, changed, same, skipped, sent, failed}.
create table bridge_run (
  workspace_id uuid not null,
  bridge_id uuid not null,
  run_id uuid not null,
  what text not null check (what in ('full', 'changes', 'push', 'try')),
  state text not null check (state in ('running', 'done', 'failed', 'waiting')),
  counts jsonb not null default '{}',
  code text,
  detail text,
  started_at timestamptz not null,
  ended_at timestamptz,
  primary key (workspace_id, bridge_id, run_id),
  foreign key (workspace_id, bridge_id) references bridge on delete cascade
);

-- Orders as the shop (or a program) knows them; source and external_id name one. at: when it was placed. A person has bought (the fact `order` for existing
-- customers) with one that is paid, shipped or done. told_at, tie: the shop's own time of the version that stands here: older ones that come late change nothing.
create table contact_order (
  workspace_id uuid not null references workspace on delete cascade,
  order_id uuid not null,
  source text not null,
  external_id text not null,
  contact_id uuid not null,
  origin_contact_id uuid not null,
  number text,
  at timestamptz not null,
  amount numeric,
  currency text,
  status text not null check (status in ('placed', 'paid', 'shipped', 'done', 'cancelled', 'refunded')),
  items jsonb not null default '[]', -- [{name, quantity, sku, total}]
  told_at timestamptz not null,
  tie text not null default '',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, order_id),
  foreign key (workspace_id, contact_id) references contact on delete cascade
);
create unique index contact_order_once on contact_order (workspace_id, source, external_id);
create index contact_order_contact on contact_order (workspace_id, contact_id, at desc, order_id desc);
create index contact_order_bought on contact_order (workspace_id, contact_id) where status in ('paid', 'shipped', 'done');
create index contact_order_at on contact_order (workspace_id, at, contact_id);

-- Notices about orders, one for each state an order reaches at most. message_id null: refused, and code says why.
create table bridge_notice (
  workspace_id uuid not null,
  bridge_id uuid not null,
  order_id uuid not null,
  status text not null,
  message_id uuid,
  code text,
  at timestamptz not null,
  primary key (workspace_id, bridge_id, order_id, status),
  foreign key (workspace_id, bridge_id) references bridge on delete cascade,
  foreign key (workspace_id, order_id) references contact_order on delete cascade
);

do $$ declare t text; begin
  foreach t in array array['bridge', 'bridge_delivery', 'bridge_object', 'bridge_outbox', 'bridge_run', 'contact_order', 'bridge_notice'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_workspace on %I to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()))', t);
    execute format('grant select, insert, update, delete on %I to recado_app', t);
  end loop;
end $$;

-- Whose bridge is called at an address: asked before a workspace is known.
create function bridge_by_key(p_key text) returns table (workspace_id uuid, bridge_id uuid, kind text) language sql stable security definer set search_path = public, pg_temp as
$$ select workspace_id, bridge_id, kind from bridge where key = p_key and state <> 'disconnected' $$;
-- Which workspaces have a bridge that runs: asked by the one look-out of a process, before it enters any of them.
create function workspaces_with_bridges() returns setof uuid language sql stable security definer set search_path = public, pg_temp as
$$ select distinct workspace_id from bridge where state in ('new', 'ready') $$;
revoke execute on function bridge_by_key(text), workspaces_with_bridges() from public;
grant execute on function bridge_by_key(text), workspaces_with_bridges() to recado_system;
