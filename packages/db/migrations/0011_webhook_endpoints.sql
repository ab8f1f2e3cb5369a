-- Background jobs (graphile-worker, schema graphile_worker, installed by the server at its start) and the webhooks we send.

-- Adds a job from within a workspace's transaction: recado_app has no right to the jobs' schema itself. The body is looked up when it runs, so the schema may come later.
create function add_background_job(p_name text, p_payload json, p_queue text, p_run_at timestamptz, p_max_attempts int, p_key text, p_priority int, p_key_mode text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform graphile_worker.add_job(p_name, p_payload, p_queue, p_run_at, p_max_attempts, p_key, p_priority, null, p_key_mode);
end $$;
revoke execute on function add_background_job(text, json, text, timestamptz, int, text, int, text) from public;
grant execute on function add_background_job(text, json, text, timestamptz, int, text, int, text) to recado_app;

-- An address that is told what happens. It reads the event log by itself: `seq` is the last entry it was given (of the log's `epoch`), `numbered`
-- the highest conversation number among them, so that a new conversation is known from a changed one. `ordinal` counts its deliveries.
-- Times are wall clock: retries belong to the receiver's world, not to the workspace's business time.
create table webhook_endpoint (
  workspace_id uuid not null references workspace on delete cascade,
  endpoint_id uuid not null,
  url text not null,
  description text not null default '',
  events text[] not null, -- 'message.updated', 'conversation.*', '*'
  sealed bytea not null, -- the secret
  former_sealed bytea, -- the one before, which signs as well until
  former_until timestamptz,
  disabled_at timestamptz,
  disabled_code text check (disabled_code in ('by_hand', 'gone', 'failing')),
  failing_since timestamptz, -- null = the last try went well
  failures int not null default 0, -- in a row
  last_ok_at timestamptz,
  seq bigint not null,
  epoch uuid not null,
  numbered bigint not null,
  ordinal bigint not null default 0,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, endpoint_id)
);

-- One event for one endpoint: queue and log in one. `order_key` is the conversation (or the person): what stands behind it waits.
-- `payload` is the text that is signed and sent, the same at every try. `tries` keeps the last ones: [{at, status, ms, error, answer}].
create table webhook_delivery (
  workspace_id uuid not null,
  endpoint_id uuid not null,
  delivery_id uuid not null,
  ordinal bigint not null,
  type text not null,
  event_key text, -- names what may be told once only
  order_key uuid not null,
  payload text not null,
  at timestamptz not null,
  state text not null default 'pending' check (state in ('pending', 'delivered', 'failed')),
  due_at timestamptz not null,
  claimed_until timestamptz, -- somebody is sending it
  attempts int not null default 0, -- of the schedule; a resend begins anew
  tries jsonb not null default '[]',
  settled_at timestamptz,
  primary key (workspace_id, endpoint_id, delivery_id),
  foreign key (workspace_id, endpoint_id) references webhook_endpoint on delete cascade
);
create unique index webhook_delivery_ordinal on webhook_delivery (workspace_id, endpoint_id, ordinal);
create unique index webhook_delivery_key on webhook_delivery (workspace_id, endpoint_id, event_key) where event_key is not null;
create index webhook_delivery_due on webhook_delivery (workspace_id, endpoint_id, due_at, ordinal) where state = 'pending';
create index webhook_delivery_order on webhook_delivery (workspace_id, endpoint_id, order_key, ordinal) where state = 'pending';
create index webhook_delivery_age on webhook_delivery (workspace_id, at);

do $$ declare t text; begin
  foreach t in array array['webhook_endpoint', 'webhook_delivery'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_workspace on %I to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()))', t);
    execute format('grant select, insert, update, delete on %I to recado_app', t);
  end loop;
end $$;

-- Which workspaces have somebody to tell: asked by the one look-out of a process, before it enters any of them.
create function workspaces_with_webhooks() returns setof uuid language sql stable security definer set search_path = public, pg_temp as
$$ select distinct workspace_id from webhook_endpoint where disabled_at is null $$;
revoke execute on function workspaces_with_webhooks() from public;
grant execute on function workspaces_with_webhooks() to recado_system;

-- Where a template of ours came from: 'starter:shop/order_confirmed', 'draft', 'library'; null = it was on the platform before.
alter table template add column origin text;
