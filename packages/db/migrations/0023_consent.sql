-- Permission that can be proven: purposes with their legal bases, topics, wordings, the ledger of consents, and the keys that seal what is personal in it.

-- What the owner has set for a purpose; what is not here stands at its default (packages/core/consent/settings.ts). texts: why this basis holds, per language.
-- customer_fact: what makes somebody an existing customer, {kind: 'stage' | 'attribute' | 'order', ...}.
create table purpose_setting (
  workspace_id uuid not null references workspace on delete cascade,
  purpose text not null check (purpose in ('service', 'notification', 'marketing')),
  basis text not null check (basis in ('contract', 'consent', 'existing_customer', 'legitimate_interest')),
  texts jsonb not null default '{}',
  double_opt_in boolean not null default false,
  months_valid int check (months_valid between 1 and 120),
  customer_fact jsonb,
  updated_at timestamptz not null,
  primary key (workspace_id, purpose)
);

-- A topic of the company: what she says yes or no to. `key` never changes; names and descriptions {language: text}.
create table consent_category (
  workspace_id uuid not null references workspace on delete cascade,
  category_id uuid not null,
  key text not null check (key ~ '^[a-z0-9][a-z0-9_-]{0,59}$'),
  names jsonb not null,
  descriptions jsonb not null default '{}',
  position int not null,
  archived_at timestamptz,
  created_at timestamptz not null,
  primary key (workspace_id, category_id)
);
create unique index consent_category_key on consent_category (workspace_id, key);

-- What she was shown when she said yes. A version never changes; the same words are the same version.
create table consent_wording (
  workspace_id uuid not null references workspace on delete cascade,
  wording_id uuid not null,
  name text not null,
  language text not null,
  version int not null,
  text text not null,
  privacy_url text,
  hash bytea not null, -- SHA-256 of text and address
  created_at timestamptz not null,
  primary key (workspace_id, wording_id)
);
create unique index consent_wording_version on consent_wording (workspace_id, name, language, version);
create unique index consent_wording_same on consent_wording (workspace_id, name, language, hash);

-- A person's own key, wrapped under the workspace's. What was written for an identity is sealed under that identity's key, so that it goes with her when
-- people are split. Destroyed: `wrapped` is gone, and with it everything that was sealed under it, in every backup made later.
create table person_key (
  workspace_id uuid not null references workspace on delete cascade,
  person_key_id uuid not null,
  contact_id uuid not null, -- for whom it was made
  identity_id uuid,
  wrapped bytea,
  created_at timestamptz not null,
  primary key (workspace_id, person_key_id)
);
create unique index person_key_identity on person_key (workspace_id, identity_id) where identity_id is not null and wrapped is not null;
create unique index person_key_contact on person_key (workspace_id, contact_id) where identity_id is null and wrapped is not null;
create index person_key_owner on person_key (workspace_id, contact_id);

-- The ledger. Nothing in it changes but whose it is now (contact_id, identity_id: merging, splitting, joined addresses); origin_* is for whom it was written.
-- category_id null = every topic; channel null = every app; identity_id with a channel = that address alone. at: when she said it; recorded_at: when we wrote it down.
create table consent_entry (
  workspace_id uuid not null references workspace on delete cascade,
  consent_id uuid not null,
  contact_id uuid not null,
  origin_contact_id uuid not null,
  identity_id uuid,
  origin_identity_id uuid,
  purpose text not null check (purpose in ('service', 'notification', 'marketing')),
  category_id uuid,
  channel text,
  state text not null check (state in ('pending', 'given', 'confirmed', 'withdrawn', 'expired')),
  source text not null check (source in ('api', 'agent', 'import', 'widget', 'opt_in_page', 'preference_page', 'keyword', 'platform', 'link_code', 'bridge', 'double_opt_in', 'rule')),
  source_detail text, -- what an outside system calls it
  wording_id uuid,
  at timestamptz not null,
  recorded_at timestamptz not null,
  expires_at timestamptz,
  actor jsonb not null,
  evidence_sealed bytea,
  person_key_id uuid,
  primary key (workspace_id, consent_id),
  foreign key (workspace_id, category_id) references consent_category,
  foreign key (workspace_id, wording_id) references consent_wording,
  foreign key (workspace_id, person_key_id) references person_key,
  check ((evidence_sealed is null) = (person_key_id is null))
);
create index consent_entry_contact on consent_entry (workspace_id, contact_id, consent_id);
create index consent_entry_identity on consent_entry (workspace_id, identity_id) where identity_id is not null;
create index consent_entry_origin on consent_entry (workspace_id, origin_contact_id) where identity_id is null;

create function consent_entry_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if (to_jsonb(new) - '{contact_id,identity_id}'::text[]) is distinct from (to_jsonb(old) - '{contact_id,identity_id}'::text[]) then
      raise exception 'an entry of the consent ledger never changes' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
  end if;
  -- It goes with its whole workspace only.
  if exists (select from workspace where workspace_id = old.workspace_id) then
    raise exception 'an entry of the consent ledger is never deleted' using errcode = 'integrity_constraint_violation';
  end if;
  return old;
end $$;
create trigger consent_entry_stays before update or delete on consent_entry for each row execute function consent_entry_stays();
create function consent_wording_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and not exists (select from workspace where workspace_id = old.workspace_id) then return old; end if;
  raise exception 'a wording never changes: keep a new version' using errcode = 'integrity_constraint_violation';
end $$;
create trigger consent_wording_stays before update or delete on consent_wording for each row execute function consent_wording_stays();

-- Where everybody stands, for lists and segments: one row per purpose, topic and app that the ledger names for her, null for what holds for the rest of them.
-- A topic (or app) she was never asked about stands as her row without one. standing 'given' counts where the purpose demands no double opt-in. Kept by
-- refresh_consent_now wherever the ledger changes; the ledger decides, this only finds.
create table consent_now (
  workspace_id uuid not null references workspace on delete cascade,
  contact_id uuid not null,
  purpose text not null,
  category_id uuid,
  channel text,
  standing text not null check (standing in ('pending', 'given', 'confirmed', 'withdrawn', 'expired')),
  since timestamptz not null,
  until timestamptz -- when it lapses by itself
);
create unique index consent_now_row on consent_now (workspace_id, contact_id, purpose, category_id, channel) nulls not distinct;
create index consent_now_standing on consent_now (workspace_id, purpose, standing, category_id, channel, contact_id);
create index consent_now_lapses on consent_now (workspace_id, until) where until is not null;

-- Rewrites the rows of these people of the workspace from the ledger as it stands at p_now: the words of core/consent in SQL, held to them by a property test.
-- p_now null: nothing has lapsed yet; what has is found by `until` and rewritten by the work that waits for it.
create function refresh_consent_now(p_contacts uuid[], p_now timestamptz) returns void language plpgsql security definer set search_path = public, pg_temp set jit = off as $$
declare ws uuid := current_workspace();
begin
  -- Two changes of one person are written one after the other.
  perform 1 from contact where workspace_id = ws and contact_id = any(p_contacts) order by contact_id for no key update;
  delete from consent_now where workspace_id = ws and contact_id = any(p_contacts);
  insert into consent_now (workspace_id, contact_id, purpose, category_id, channel, standing, since, until)
  with e as materialized (
    select e.contact_id, e.identity_id, e.purpose, e.category_id, e.channel, e.state, e.at, e.expires_at from consent_entry e where e.workspace_id = ws and e.contact_id = any(p_contacts)),
  scope as (
    select c.contact_id, c.purpose, c.category_id, h.channel from
      (select contact_id, purpose, category_id from e union select distinct contact_id, purpose, null::uuid from e) c
      join (select contact_id, purpose, channel from e union select distinct contact_id, purpose, null::text from e) h using (contact_id, purpose)),
  -- Where an app is named, each of her addresses there may stand differently: the best of them counts. Without one, the entry for nobody's address in particular.
  place as (
    select s.*, d.identity_id from scope s
    left join lateral (select d.identity_id from identity d join channel_account a on a.workspace_id = ws and a.account_id = d.account_id
      where d.workspace_id = ws and d.contact_id = s.contact_id and a.channel = s.channel) d on s.channel is not null),
  covering as (
    select p.contact_id, p.purpose, p.category_id, p.channel, p.identity_id, e.state, e.at, e.expires_at,
      max(e.at) filter (where e.state = 'withdrawn') over mine as withdrawn_at,
      -- Written down as expired: what was given before in the very same scope.
      max(e.at) filter (where e.state = 'expired') over (partition by p.contact_id, p.purpose, p.category_id, p.channel, p.identity_id, e.identity_id, e.category_id, e.channel) as expired_at
    from place p join e on e.contact_id = p.contact_id and e.purpose = p.purpose and (e.category_id is null or e.category_id = p.category_id)
      and (e.channel is null or (e.channel = p.channel and (e.identity_id is null or e.identity_id = p.identity_id)))
    window mine as (partition by p.contact_id, p.purpose, p.category_id, p.channel, p.identity_id)),
  judged as (
    select *, state in ('given', 'confirmed') and (withdrawn_at is null or at > withdrawn_at) as stands,
      state in ('given', 'confirmed') and (withdrawn_at is null or at > withdrawn_at) and (expired_at is null or at > expired_at) and (expires_at is null or expires_at > p_now or p_now is null) as counts
    from covering),
  verdict as (
    select contact_id, purpose, category_id, channel, identity_id,
      case when bool_or(counts and state = 'confirmed') then 'confirmed' when bool_or(counts) then 'given' when max(withdrawn_at) is not null and not bool_or(stands) then 'withdrawn'
        when bool_or(stands or state = 'expired') then 'expired' else 'pending' end as standing,
      max(at) filter (where counts and state = 'confirmed') as confirmed_at, max(at) filter (where counts) as given_at, max(withdrawn_at) as withdrawn_at, max(at) as last_at,
      case when bool_or(counts and expires_at is null and state = 'confirmed') then null else max(expires_at) filter (where counts and state = 'confirmed') end as confirmed_until,
      case when bool_or(counts and expires_at is null) then null else max(expires_at) filter (where counts) end as given_until
    from judged group by contact_id, purpose, category_id, channel, identity_id)
  select distinct on (contact_id, purpose, category_id, channel) ws, contact_id, purpose, category_id, channel, standing,
    case standing when 'confirmed' then confirmed_at when 'given' then given_at when 'withdrawn' then withdrawn_at else last_at end,
    case standing when 'confirmed' then confirmed_until when 'given' then given_until end
  from verdict order by contact_id, purpose, category_id, channel, array_position(array['confirmed', 'given', 'pending', 'expired', 'withdrawn'], standing), identity_id;
end $$;

-- Writes entries, each once: the same again is the one that stands there. Answers with what was new. p_entries [{i, consent_id, contact_id, identity_id, purpose, category_id,
-- channel, state, source, source_detail, wording_id, at, expires_at, actor, evidence (base64), person_key_id}]; a tombstone's entry goes to who she is now.
create function record_consents(p_entries jsonb, p_now timestamptz) returns table (i int, consent_id uuid, contact_id uuid, fresh boolean)
language plpgsql security definer set search_path = public, pg_temp set jit = off as $$
#variable_conflict use_column
declare ws uuid := current_workspace(); v_done jsonb;
begin
  with n as (
    select n.*, coalesce(d.contact_id, c.merged_into, c.contact_id) as now_contact, c.contact_id as own_contact
    from jsonb_to_recordset(p_entries) as n(i int, consent_id uuid, contact_id uuid, identity_id uuid, purpose text, category_id uuid, channel text, state text, source text, source_detail text,
      wording_id uuid, at timestamptz, expires_at timestamptz, actor jsonb, evidence text, person_key_id uuid)
    join contact c on c.workspace_id = ws and c.contact_id = n.contact_id left join identity d on d.workspace_id = ws and d.identity_id = n.identity_id),
  known as (
    select distinct on (n.i) n.i, e.consent_id from n join consent_entry e on e.workspace_id = ws and e.contact_id = n.now_contact and e.purpose = n.purpose and e.state = n.state and e.source = n.source and e.at = n.at
      and e.identity_id is not distinct from n.identity_id and e.category_id is not distinct from n.category_id and e.channel is not distinct from n.channel and e.wording_id is not distinct from n.wording_id),
  added as (
    insert into consent_entry (workspace_id, consent_id, contact_id, origin_contact_id, identity_id, origin_identity_id, purpose, category_id, channel, state, source, source_detail, wording_id, at, recorded_at,
      expires_at, actor, evidence_sealed, person_key_id)
    select ws, n.consent_id, n.now_contact, n.own_contact, n.identity_id, n.identity_id, n.purpose, n.category_id, n.channel, n.state, n.source, n.source_detail, n.wording_id, n.at, p_now,
      n.expires_at, n.actor, decode(n.evidence, 'base64'), n.person_key_id
    from n where not exists (select from known k where k.i = n.i))
  select jsonb_agg(jsonb_build_object('i', n.i, 'consent_id', coalesce(k.consent_id, n.consent_id), 'contact_id', n.now_contact, 'fresh', k.consent_id is null)) into v_done
  from n left join known k on k.i = n.i;
  perform refresh_consent_now((select array_agg(distinct d.contact_id) from jsonb_to_recordset(v_done) as d(contact_id uuid, fresh boolean) where d.fresh), p_now);
  return query select d.i, d.consent_id, d.contact_id, d.fresh from jsonb_to_recordset(coalesce(v_done, '[]')) as d(i int, consent_id uuid, contact_id uuid, fresh boolean) order by d.i;
end $$;

-- Where she stands for a topic on an app: the row that says most about the question. For filters of a page of people; null = never asked.
create function consent_standing(p_workspace uuid, p_contact uuid, p_purpose text, p_category uuid, p_channel text, p_now timestamptz) returns text language sql stable as $$
  select case when n.until is not null and n.until <= p_now then 'expired' else n.standing end from consent_now n
  where n.workspace_id = p_workspace and n.contact_id = p_contact and n.purpose = p_purpose and (n.category_id is null or n.category_id = p_category) and (n.channel is null or n.channel = p_channel)
  order by n.category_id nulls last, n.channel nulls last limit 1
$$;

-- Everybody who stands so, in no order: for segments and audiences. p_channel null = on any app she was asked about.
create function contacts_with_consent(p_purpose text, p_category uuid, p_channel text, p_standings text[], p_now timestamptz) returns table (contact_id uuid)
language sql stable rows 1000 security definer set search_path = public, pg_temp set jit = off as $$
  select distinct n.contact_id from consent_now n
  where n.workspace_id = current_workspace() and n.purpose = p_purpose and n.standing = any(p_standings) and (n.until is null or n.until > p_now)
    and (n.category_id = p_category or (n.category_id is null and (p_category is null or not exists (
      select from consent_now k where k.workspace_id = n.workspace_id and k.contact_id = n.contact_id and k.purpose = n.purpose and k.category_id = p_category))))
    and (p_channel is null or n.channel = p_channel or (n.channel is null and not exists (
      select from consent_now h where h.workspace_id = n.workspace_id and h.contact_id = n.contact_id and h.purpose = n.purpose and h.channel = p_channel)))
$$;

-- What belongs to an identity goes with it, to whoever has it now.
create function consents_follow_identity() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update consent_entry set contact_id = new.contact_id where workspace_id = new.workspace_id and identity_id = new.identity_id and contact_id <> new.contact_id;
  if found then perform refresh_consent_now(array[old.contact_id, new.contact_id], null); end if;
  return null;
end $$;
create trigger consents_follow_identity after update of contact_id on identity for each row when (old.contact_id <> new.contact_id) execute function consents_follow_identity();

-- Two addresses turn out to be one: when the last key has gone over, so has what she agreed to there (join_identities).
create function consents_follow_keys() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare v_from uuid; v_to uuid;
begin
  if exists (select from identity_key where workspace_id = new.workspace_id and identity_id = old.identity_id) then return null; end if;
  select contact_id into v_from from identity where workspace_id = new.workspace_id and identity_id = old.identity_id;
  select contact_id into v_to from identity where workspace_id = new.workspace_id and identity_id = new.identity_id;
  if v_from is null or v_to is null or not exists (select from consent_entry where workspace_id = new.workspace_id and contact_id = v_from) then return null; end if;
  update consent_entry set identity_id = new.identity_id, contact_id = v_to where workspace_id = new.workspace_id and identity_id = old.identity_id;
  -- The person of the other one is no more when this was her only address.
  if v_from <> v_to and not exists (select from identity where workspace_id = new.workspace_id and contact_id = v_from and identity_id <> old.identity_id) then
    update consent_entry set contact_id = v_to where workspace_id = new.workspace_id and contact_id = v_from;
  end if;
  perform refresh_consent_now(array[v_from, v_to], null);
  return null;
end $$;
create trigger consents_follow_keys after update of identity_id on identity_key for each row when (old.identity_id <> new.identity_id) execute function consents_follow_keys();

-- What was said without an address goes to the survivor of a merge, and back with its undoing.
create function consents_follow_merge() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare v_to uuid := coalesce(new.merged_into, new.contact_id);
begin
  update consent_entry set contact_id = v_to where workspace_id = new.workspace_id and origin_contact_id = new.contact_id and identity_id is null and contact_id <> v_to;
  if found then perform refresh_consent_now(array[v_to, new.contact_id, coalesce(old.merged_into, v_to)], null); end if;
  return null;
end $$;
create trigger consents_follow_merge after update of merged_into on contact for each row when (old.merged_into is distinct from new.merged_into) execute function consents_follow_merge();

-- What a message was sent about and on which ground. accepted_at: when the platform took it. withdrawn_at: she withdrew while it was on its way to her.
alter table message
  add column category_id uuid,
  add column basis text check (basis in ('contract', 'consent', 'existing_customer', 'legitimate_interest')),
  add column accepted_at timestamptz,
  add column withdrawn_at timestamptz;
-- Orders written in chat: what can make somebody an existing customer.
create index message_orders on message (workspace_id, conversation_id) where kind = 'order';

do $$ declare t text; begin
  foreach t in array array['purpose_setting', 'consent_category', 'consent_wording', 'person_key', 'consent_entry', 'consent_now'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_workspace on %I to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()))', t);
  end loop;
end $$;
grant select, insert, update, delete on purpose_setting, consent_now to recado_app;
grant select, insert, update on consent_category, person_key to recado_app;
grant select, insert on consent_wording, consent_entry to recado_app;
grant update (contact_id, identity_id) on consent_entry to recado_app;
grant execute on function record_consents(jsonb, timestamptz), refresh_consent_now(uuid[], timestamptz), consent_standing(uuid, uuid, text, uuid, text, timestamptz), contacts_with_consent(text, uuid, text, text[], timestamptz) to recado_app;
