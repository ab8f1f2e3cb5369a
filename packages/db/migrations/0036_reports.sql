-- What a campaign's report was counted as: a million recipients are counted once, not for everybody who looks.

-- tally_id: the newest line of campaign_tally when it was counted; a newer one means that something has moved since. parts: groups and moments (packages/server/reports).
create table campaign_summary (
  workspace_id uuid not null,
  campaign_id uuid not null,
  tally_id bigint not null,
  counted_at timestamptz not null, -- business time
  took_ms int not null,
  parts jsonb not null,
  primary key (workspace_id, campaign_id),
  foreign key (workspace_id, campaign_id) references campaign on delete cascade
);
alter table campaign_summary enable row level security;
create policy own_workspace on campaign_summary to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()));
grant select, insert, update, delete on campaign_summary to recado_app;

-- Growth per day reads the ledger by the day on which she said it.
create index consent_entry_day on consent_entry (workspace_id, purpose, at);
-- Value per topic: the campaigns that began in a span.
create index campaign_began on campaign (workspace_id, started_at) where started_at is not null;
-- What a campaign cost, by campaign alone.
create index cost_entry_campaign on cost_entry (workspace_id, campaign_id) where campaign_id is not null;
