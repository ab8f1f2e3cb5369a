-- Posts to an account's followers: what is written, what each of the platform's calls came to, who was written to and how often this month.

-- One post, ours or seen from outside. content, audience, settings: packages/api/posts.ts. `plan` is how it goes out, decided when its turn comes; `prepared` is what the
-- platform was given before (uploads, a draft) and survives a crash. `origin` outside = made elsewhere: entered by hand ('manual') or noticed from the platform's own report ('noticed').
create table post (
  workspace_id uuid not null references workspace on delete cascade,
  post_id uuid not null,
  account_id uuid not null,
  origin text not null default 'ours' check (origin in ('ours', 'manual', 'noticed')),
  name text not null,
  content jsonb not null,
  audience jsonb not null,
  category_id uuid,
  state text not null default 'draft' check (state in ('draft', 'scheduled', 'sending', 'waiting', 'done', 'failed', 'deleted')),
  code text, -- why it waits or failed
  message text, -- the platform's own words for it
  due_at timestamptz,
  sent_at timestamptz, -- when the first call was taken; of an outside post, when it went out
  plan jsonb,
  prepared jsonb,
  prepared_at timestamptz,
  excluded jsonb not null default '[]', -- [{code, count}]
  figures jsonb not null default '[]', -- article statistics, totals only
  figures_at timestamptz,
  figures_due timestamptz, -- when the platform is asked for them next
  created_by jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, post_id),
  foreign key (workspace_id, account_id) references channel_account on delete cascade,
  foreign key (workspace_id, category_id) references consent_category
);
create index post_due on post (workspace_id, due_at) where state in ('scheduled', 'sending');
create index post_figures on post (workspace_id, figures_due) where figures_due is not null;
create index post_when on post (workspace_id, (coalesce(sent_at, due_at, created_at)) desc, post_id desc);
create index post_account on post (workspace_id, account_id, sent_at) where sent_at is not null;

-- One call to the platform. `client_id` goes along, so that the same call asked again is known there. size: addresses in it; null = a report from outside.
-- state: planned, sending (left, no answer yet), accepted (taken, result to come), finished (the report is here), refused (surely not sent), unknown (the answer was lost), dropped (nobody was left).
-- lease_until: another process takes a `sending` call for one whose answer was lost. retry_at, check_at: business time.
create table post_call (
  workspace_id uuid not null,
  post_id uuid not null,
  ordinal int not null,
  account_id uuid not null,
  client_id text not null,
  state text not null default 'planned' check (state in ('planned', 'sending', 'accepted', 'finished', 'refused', 'unknown', 'dropped')),
  reach text not null check (reach in ('all', 'tag', 'list')),
  size int,
  month text, -- of the platform's calendar, when it left: whose ledger it counts in
  external_id text,
  data_id text, -- what the platform's statistics call it
  started_at timestamptz,
  accepted_at timestamptz,
  finished_at timestamptz,
  retry_at timestamptz,
  check_at timestamptz,
  tries int not null default 0,
  lease_until timestamptz,
  code text,
  message text,
  counts jsonb, -- {total, filtered, sent, failed} as the platform said them
  urls jsonb not null default '[]',
  primary key (workspace_id, post_id, ordinal),
  foreign key (workspace_id, post_id) references post on delete cascade
);
create unique index post_call_external on post_call (workspace_id, account_id, external_id) where external_id is not null;
create index post_call_open on post_call (workspace_id, state) where state in ('planned', 'sending', 'accepted', 'unknown');
create index post_call_started on post_call (workspace_id, account_id, started_at) where started_at is not null;

-- Who is written to by which call. Kept until the post's last report is here and its month is over; the ledger below is what lasts.
create table post_target (
  workspace_id uuid not null,
  post_id uuid not null,
  identity_id uuid not null,
  contact_id uuid not null,
  ordinal int not null,
  primary key (workspace_id, post_id, identity_id),
  foreign key (workspace_id, post_id) references post on delete cascade
);
create index post_target_call on post_target (workspace_id, post_id, ordinal);
create index post_target_contact on post_target (workspace_id, contact_id);
create index post_target_identity on post_target (workspace_id, identity_id);

-- The ledger: how many posts an address has had in a calendar month of the platform's zone ('YYYY-MM'). count never falls below what may have been sent: a call that the
-- platform surely refused gives back what it took, nothing else does. told: the platform said that she is at the limit, whatever we had counted.
create table post_receipt (
  workspace_id uuid not null references workspace on delete cascade,
  account_id uuid not null,
  identity_id uuid not null,
  month text not null check (month ~ '^\d{4}-\d{2}$'),
  count int not null check (count >= 0),
  told boolean not null default false,
  primary key (workspace_id, account_id, identity_id, month),
  foreign key (workspace_id, account_id) references channel_account on delete cascade
);
create index post_receipt_month on post_receipt (workspace_id, account_id, month, count);
create index post_receipt_identity on post_receipt (workspace_id, identity_id);

-- What the platform said about a post, until the worker has put it where it belongs. One row per post of the platform, the newest word of it.
create table post_report (
  workspace_id uuid not null references workspace on delete cascade,
  account_id uuid not null,
  external_id text not null,
  at timestamptz not null,
  report jsonb not null, -- channel-kit's PostReport
  applied_at timestamptz,
  primary key (workspace_id, account_id, external_id),
  foreign key (workspace_id, account_id) references channel_account on delete cascade
);
create index post_report_open on post_report (workspace_id, at) where applied_at is null;

-- How many posts to everybody an account has made in a month, where the platform says more than we counted ('no quota left').
create table post_month (
  workspace_id uuid not null references workspace on delete cascade,
  account_id uuid not null,
  month text not null,
  to_all int not null,
  told_at timestamptz not null,
  primary key (workspace_id, account_id, month),
  foreign key (workspace_id, account_id) references channel_account on delete cascade
);

do $$ declare t text; begin
  foreach t in array array['post', 'post_call', 'post_target', 'post_receipt', 'post_report', 'post_month'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_workspace on %I to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()))', t);
    execute format('grant select, insert, update, delete on %I to recado_app', t);
  end loop;
end $$;

-- Two addresses turn out to be one (join_identities): what either has had counts for the one that stays.
create function posts_follow_keys() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from identity_key where workspace_id = new.workspace_id and identity_id = old.identity_id) then return null; end if;
  insert into post_receipt as r (workspace_id, account_id, identity_id, month, count, told)
    select workspace_id, account_id, new.identity_id, month, count, told from post_receipt where workspace_id = new.workspace_id and identity_id = old.identity_id
    on conflict (workspace_id, account_id, identity_id, month) do update set count = r.count + excluded.count, told = r.told or excluded.told;
  delete from post_receipt where workspace_id = new.workspace_id and identity_id = old.identity_id;
  return null;
end $$;
create trigger posts_follow_keys after update of identity_id on identity_key for each row when (old.identity_id <> new.identity_id) execute function posts_follow_keys();

-- Workspaces in which something of a post is to be done: the only thing that is asked across workspaces.
create function workspaces_with_posts() returns setof uuid language sql stable security definer set search_path = public, pg_temp as $$
  select workspace_id from post where state in ('scheduled', 'sending', 'waiting')
  union select workspace_id from post_report where applied_at is null
  union select workspace_id from post where figures_due is not null
$$;
revoke execute on function workspaces_with_posts() from public;
grant execute on function workspaces_with_posts() to recado_system;
