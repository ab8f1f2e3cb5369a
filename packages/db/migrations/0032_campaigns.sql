-- Campaigns: what is sent to whom and when, one row per recipient, tracked links, and what came of it.

-- spec: the audience (packages/core/campaign/audience.ts). schedule, settings: packages/api/campaigns.ts. version counts changes, so that nobody
-- approves what he has not seen. committed: what the messages that left may cost at most, in the budget's currency.
create table campaign (
  workspace_id uuid not null references workspace on delete cascade,
  campaign_id uuid not null,
  name text not null,
  state text not null default 'draft' check (state in ('draft', 'in_review', 'scheduled', 'preparing', 'sending', 'paused', 'stopping', 'stopped', 'done')),
  state_reason text,
  spec jsonb not null,
  schedule jsonb not null,
  settings jsonb not null,
  version int not null default 1,
  created_by jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  edited_by jsonb not null default '[]', -- everybody who had a hand in it: none of them approves it
  submitted_by jsonb,
  submitted_at timestamptz,
  approved_by jsonb,
  approved_at timestamptz,
  review_note text,
  starts_at timestamptz, -- when its audience is frozen, in business time
  snapshot_at timestamptz,
  started_at timestamptz,
  paused_at timestamptz,
  ended_at timestamptz,
  estimate jsonb,
  committed numeric not null default 0,
  winner text,
  winner_at timestamptz,
  winner_due_at timestamptz,
  winner_by text check (winner_by in ('result', 'person')),
  finishes_at timestamptz,
  primary key (workspace_id, campaign_id)
) with (fillfactor = 80);
create index campaign_newest on campaign (workspace_id, created_at desc, campaign_id desc);
create index campaign_at_work on campaign (workspace_id, state) where state in ('scheduled', 'preparing', 'sending', 'paused', 'stopping');

-- What is said. contents: channel account -> content with its places (packages/api/campaigns.ts).
create table campaign_variant (
  workspace_id uuid not null,
  campaign_id uuid not null,
  key text not null check (key ~ '^[a-h]$'),
  name text not null default '',
  share int not null default 1 check (share between 0 and 1000),
  contents jsonb not null,
  primary key (workspace_id, campaign_id, key),
  foreign key (workspace_id, campaign_id) references campaign on delete cascade
);

-- The audience as it was frozen, one row per person, also those who are left out (code says why). States only move on; their sum is the audience.
-- due_at null: waits for the winner. route: place in the campaign's routes, -1 = none. held: the campaign was paused while the message waited.
create table campaign_recipient (
  workspace_id uuid not null,
  campaign_id uuid not null,
  contact_id uuid not null,
  identity_id uuid,
  account_id uuid,
  route smallint not null default -1,
  variant text,
  country text,
  language text,
  time_zone text,
  state text not null check (state in ('excluded', 'held_out', 'pending', 'queued', 'sending', 'accepted', 'sent', 'delivered', 'read', 'failed', 'unknown', 'cancelled')),
  code text,
  platform_code text,
  message_id uuid,
  due_at timestamptz,
  claimed_at timestamptz,
  accepted_at timestamptz,
  sent_at timestamptz,
  delivered_at timestamptz,
  read_at timestamptz,
  clicked_at timestamptz,
  replied_at timestamptz,
  converted_at timestamptz,
  opted_out_at timestamptz,
  price jsonb,
  primary key (workspace_id, campaign_id, contact_id)
) with (fillfactor = 85);
create index campaign_recipient_due on campaign_recipient (workspace_id, campaign_id, account_id, due_at, contact_id) where state = 'pending';
create index campaign_recipient_message on campaign_recipient (workspace_id, message_id) where message_id is not null;
-- Of one person: how often she was written to, what she did.
create index campaign_recipient_contact on campaign_recipient (workspace_id, contact_id, accepted_at) where accepted_at is not null;
create index campaign_recipient_moving on campaign_recipient (workspace_id, contact_id) where state in ('queued', 'sending', 'unknown');
-- What went wrong, and what is not known, are the lists people open.
create index campaign_recipient_amiss on campaign_recipient (workspace_id, campaign_id, state, contact_id) where state in ('failed', 'unknown', 'queued', 'sending');

-- How many stand where, as differences: every statement that moves recipients adds its own, so nobody waits for a counter. Folded now and then.
create table campaign_tally (
  workspace_id uuid not null,
  campaign_id uuid not null,
  tally_id bigint generated always as identity,
  counts jsonb not null, -- name -> difference: states, and clicked, replied, converted, opted_out
  primary key (workspace_id, campaign_id, tally_id)
);

-- One address of a campaign for one person. The code stands in the public address, so it is unique in the installation.
create table tracked_link (
  workspace_id uuid not null,
  code text primary key,
  campaign_id uuid not null,
  contact_id uuid not null,
  variant text,
  url text not null,
  created_at timestamptz not null
);
create index tracked_link_person on tracked_link (workspace_id, campaign_id, contact_id);

-- Every time a person followed one: neither address nor browser is kept.
create table link_click (
  workspace_id uuid not null,
  link_click_id uuid not null,
  code text not null,
  campaign_id uuid not null,
  contact_id uuid not null,
  at timestamptz not null,
  primary key (workspace_id, link_click_id)
);
create index link_click_campaign on link_click (workspace_id, campaign_id, at);
create index link_click_person on link_click (workspace_id, contact_id);

-- A message of a paused campaign that waits for a second try stays out of the outbox until the campaign goes on.
alter table send_job drop constraint send_job_state_check;
alter table send_job add constraint send_job_state_check check (state in ('queued', 'sending', 'unknown', 'held'));

do $$ declare t text; begin
  foreach t in array array['campaign', 'campaign_variant', 'campaign_recipient', 'campaign_tally', 'tracked_link', 'link_click'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_workspace on %I to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()))', t);
    execute format('grant select, insert, update, delete on %I to recado_app', t);
  end loop;
end $$;

-- What a change of one column means for the tally.
create function campaign_tally_moved() returns trigger language plpgsql as $$
begin
  insert into campaign_tally (workspace_id, campaign_id, counts)
  select workspace_id, campaign_id, jsonb_object_agg(name, n) from (
    select d.workspace_id, d.campaign_id, d.name, sum(d.n) as n from (
      select o.workspace_id, o.campaign_id, v.name, v.n from before_rows o
      join after_rows a on a.workspace_id = o.workspace_id and a.campaign_id = o.campaign_id and a.contact_id = o.contact_id
      cross join lateral (values
        (o.state, -1), (a.state, 1),
        ('clicked', (a.clicked_at is not null)::int - (o.clicked_at is not null)::int),
        ('replied', (a.replied_at is not null)::int - (o.replied_at is not null)::int),
        ('converted', (a.converted_at is not null)::int - (o.converted_at is not null)::int),
        ('opted_out', (a.opted_out_at is not null)::int - (o.opted_out_at is not null)::int)) v(name, n)
      where v.n <> 0 and (o.state, o.clicked_at, o.replied_at, o.converted_at, o.opted_out_at) is distinct from (a.state, a.clicked_at, a.replied_at, a.converted_at, a.opted_out_at)) d
    group by 1, 2, 3 having sum(d.n) <> 0) t
  group by workspace_id, campaign_id;
  return null;
end $$;
create trigger campaign_tally_moved after update on campaign_recipient referencing old table as before_rows new table as after_rows
  for each statement execute function campaign_tally_moved();

-- Erased people leave the counts as they were: their rows go, the tally stays.

-- Whose a code is: asked by a visitor who has no session, before any workspace is entered.
create function tracked_link_of(p_code text) returns table (workspace_id uuid, campaign_id uuid, contact_id uuid, url text) language sql stable security definer set search_path = public, pg_temp as $$
  select workspace_id, campaign_id, contact_id, url from tracked_link where code = p_code
$$;
revoke execute on function tracked_link_of(text) from public;
grant execute on function tracked_link_of(text) to recado_system;

-- The same person lands in the same place of a campaign, whoever asks and whenever: 0 to 9999. p_salt parts independent draws.
create function campaign_bucket(p_campaign uuid, p_contact uuid, p_salt text) returns int language sql immutable parallel safe as $$
  select (('x' || substr(md5(p_campaign::text || p_salt || p_contact::text), 1, 7))::bit(28)::int % 10000)
$$;

-- Which workspaces have something to move along, and which a log to follow: asked by the one look-out of a process, before it enters any of them.
create function workspaces_with_campaigns() returns setof uuid language sql stable security definer set search_path = public, pg_temp as $$
  select distinct workspace_id from campaign where state in ('scheduled', 'preparing', 'sending', 'paused', 'stopping')
$$;
revoke execute on function workspaces_with_campaigns() from public;
grant execute on function workspaces_with_campaigns() to recado_system;
