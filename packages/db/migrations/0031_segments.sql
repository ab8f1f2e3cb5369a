-- Who is meant: saved questions to people (segments), lists of people picked by hand, and who must stay out of every audience.

-- filter: a tree of packages/core/filter, asked anew every time. count, counted_at: what it held when somebody last looked.
create table segment (
  workspace_id uuid not null references workspace on delete cascade,
  segment_id uuid not null,
  name text not null,
  description text not null default '',
  filter jsonb not null,
  count int,
  counted_at timestamptz,
  created_by jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, segment_id)
);
create unique index segment_name on segment (workspace_id, label_key(name));

create table contact_list (
  workspace_id uuid not null references workspace on delete cascade,
  list_id uuid not null,
  name text not null,
  description text not null default '',
  created_by jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, list_id)
);
create unique index contact_list_name on contact_list (workspace_id, label_key(name));

-- origin_contact_id: whom somebody picked. It goes with her when she is joined with somebody and comes back when they are parted; where both are in the
-- list, both rows stay and she is one member.
create table contact_list_member (
  workspace_id uuid not null references workspace on delete cascade,
  list_id uuid not null,
  contact_id uuid not null,
  origin_contact_id uuid not null,
  added_at timestamptz not null,
  primary key (workspace_id, list_id, origin_contact_id),
  foreign key (workspace_id, list_id) references contact_list on delete cascade,
  foreign key (workspace_id, contact_id) references contact on delete cascade
);
create index contact_list_member_contact on contact_list_member (workspace_id, contact_id, list_id);
create index contact_list_member_list on contact_list_member (workspace_id, list_id, contact_id);

-- People who came back under an address that must not be taken in (suppression): kept out of every audience until they say yes themselves.
create table suppressed_contact (
  workspace_id uuid not null references workspace on delete cascade,
  contact_id uuid not null,
  origin_contact_id uuid not null,
  hash bytea not null, -- the row of suppression it was found by
  found_at timestamptz not null,
  primary key (workspace_id, origin_contact_id, hash),
  foreign key (workspace_id, contact_id) references contact on delete cascade
);
create index suppressed_contact_contact on suppressed_contact (workspace_id, contact_id);

do $$ declare t text; begin
  foreach t in array array['segment', 'contact_list', 'contact_list_member', 'suppressed_contact'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_workspace on %I to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()))', t);
    execute format('grant select, insert, update, delete on %I to recado_app', t);
  end loop;
end $$;

-- Where one person stands for a purpose and topic at one of her addresses, by the ledger itself: `standingOf` of core/consent. For people with several addresses on
-- an app, where consent_now says only how the best of them stands; null = never asked.
create function consent_at(p_workspace uuid, p_contact uuid, p_identity uuid, p_purpose text, p_category uuid, p_channel text, p_now timestamptz) returns text language sql stable as $$
  with mine as (
    select e.state, e.at, e.expires_at, e.category_id, e.channel, e.identity_id from consent_entry e
    where e.workspace_id = p_workspace and e.contact_id = p_contact and e.purpose = p_purpose and (e.category_id is null or e.category_id = p_category)
      and (e.channel is null or (e.channel = p_channel and (e.identity_id is null or e.identity_id = p_identity)))),
  ended as (select max(at) as at from mine where state = 'withdrawn'),
  since as (select m.* from mine m, ended w where m.state in ('given', 'confirmed') and (w.at is null or m.at > w.at)),
  counting as (
    select s.state from since s where (s.expires_at is null or s.expires_at > p_now) and not exists (
      select from mine x where x.state = 'expired' and x.at >= s.at and x.category_id is not distinct from s.category_id and x.channel is not distinct from s.channel and x.identity_id is not distinct from s.identity_id))
  select case when exists (select from counting where state = 'confirmed') then 'confirmed' when exists (select from counting) then 'given'
    when (select at from ended) is not null and not exists (select from since) then 'withdrawn'
    when exists (select from mine where state in ('given', 'confirmed', 'expired')) then 'expired' when exists (select from mine) then 'pending' end
$$;
grant execute on function consent_at(uuid, uuid, uuid, text, uuid, text, timestamptz) to recado_app;
