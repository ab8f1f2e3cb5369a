-- The nodes of this installation, as each says of itself every few seconds: for the operator's page. Nothing is decided by it: who does what stands in leases.
-- facts: memory, disk, spool, event loop, webhooks by account, what telemetry came to (server/status/beat.ts). Wall clock.
create table node (
  node_id uuid primary key,
  version text not null,
  host text not null,
  facts jsonb not null,
  started_at timestamptz not null,
  seen_at timestamptz not null
);
alter table node enable row level security;
create policy no_workspace on node to recado_app using (false) with check (false);
create policy installation on node to recado_system using (true) with check (true);
grant select, insert, update, delete on node to recado_system;
