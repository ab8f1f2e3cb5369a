-- People as the company knows them: addresses without an account, fields of its own, stages, owners, companies, files, and ids that other systems gave them.

-- How far somebody has come with the company: its own words, in its own order.
create table contact_stage (
  workspace_id uuid not null references workspace on delete cascade,
  stage_id uuid not null,
  name text not null,
  colour text not null default 'grey' check (colour in ('grey', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'violet', 'pink')),
  position int not null,
  archived_at timestamptz,
  created_at timestamptz not null,
  primary key (workspace_id, stage_id)
);
create unique index contact_stage_name on contact_stage (workspace_id, label_key(name));

create table company (
  workspace_id uuid not null references workspace on delete cascade,
  company_id uuid not null,
  name text not null,
  domain text, -- small letters, without www
  name_key text generated always as (name_fold(name)) stored,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, company_id)
);
create unique index company_domain on company (workspace_id, domain) where domain is not null;
create index company_name on company (workspace_id, name_key collate "C", company_id);

-- A field of the company's own. Values stand in contact.attributes under `key`, which never changes; `name` is what people read. options: [{key, name, archived}].
create table attribute_definition (
  workspace_id uuid not null references workspace on delete cascade,
  definition_id uuid not null,
  key text not null check (key ~ '^[a-z][a-z0-9_]{0,39}$'),
  name text not null,
  description text not null default '',
  type text not null check (type in ('text', 'number', 'date', 'boolean', 'choice', 'choices', 'link')),
  options jsonb not null default '[]',
  required boolean not null default false, -- whoever types a new person in must say it; people who write by themselves never wait for it
  position int not null,
  archived_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, definition_id)
);
create unique index attribute_definition_key on attribute_definition (workspace_id, key);
create unique index attribute_definition_name on attribute_definition (workspace_id, label_key(name));

-- merged_into: she is somebody else, always the last survivor; the row stays so that links to her still lead somewhere.
-- *_given: typed by us, so neither a profile nor a guess from her number changes it.
alter table contact
  add column merged_into uuid,
  add column time_zone text,
  add column language_given boolean not null default false,
  add column country_given boolean not null default false,
  add column time_zone_given boolean not null default false,
  add column stage_id uuid,
  add column owner_id uuid,
  add column company_id uuid,
  add column erased_at timestamptz;
alter table contact add constraint contact_merged_into foreign key (workspace_id, merged_into) references contact deferrable initially deferred;
alter table contact add constraint contact_stage_fk foreign key (workspace_id, stage_id) references contact_stage on delete set null (stage_id);
alter table contact add constraint contact_owner_fk foreign key (workspace_id, owner_id) references member (workspace_id, user_id) on delete set null (owner_id);
alter table contact add constraint contact_company_fk foreign key (workspace_id, company_id) references company on delete set null (company_id);
create index contact_tombstone on contact (workspace_id, merged_into) where merged_into is not null;
-- Lists of people go along these. A name is compared by its code points once it is folded: the same order on every machine, and the index serves beginnings too.
drop index contact_name_start;
create index contact_name_start on contact (workspace_id, name_key collate "C", contact_id) where merged_into is null;
create index contact_newest on contact (workspace_id, created_at desc, contact_id desc) where merged_into is null;
create index contact_by_language on contact (workspace_id, (substring(lower(language) from '^[a-z]+'))) where language is not null;
create index contact_by_country on contact (workspace_id, country, created_at desc, contact_id desc) where country is not null;
create index contact_attributes on contact using gin (workspace_id, attributes jsonb_path_ops) where attributes <> '{}';
create index contact_by_stage on contact (workspace_id, stage_id, created_at desc, contact_id desc) where stage_id is not null;
create index contact_by_owner on contact (workspace_id, owner_id, created_at desc, contact_id desc) where owner_id is not null;
create index contact_by_company on contact (workspace_id, company_id, created_at desc, contact_id desc) where company_id is not null;

-- A phone or e-mail she can be recognised by; messages go to identities. match_key: the same for every form of one number (people/addresses.ts), else the value.
create table contact_address (
  workspace_id uuid not null references workspace on delete cascade,
  contact_address_id uuid not null,
  contact_id uuid not null,
  origin_contact_id uuid not null,
  kind text not null check (kind in ('phone', 'email')),
  value text not null, -- E.164 with plus; e-mail in small letters
  match_key text not null,
  label text not null default '',
  created_at timestamptz not null,
  primary key (workspace_id, contact_address_id),
  foreign key (workspace_id, contact_id) references contact on delete cascade
);
create index contact_address_contact on contact_address (workspace_id, contact_id);
create index contact_address_match on contact_address (workspace_id, kind, match_key);
create index contact_address_part on contact_address using gin (workspace_id, value gin_trgm_ops);

-- What other systems call her. One id of a source is one person; a person may have several.
create table contact_external (
  workspace_id uuid not null references workspace on delete cascade,
  source text not null,
  external_id text not null,
  contact_id uuid not null,
  origin_contact_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, source, external_id),
  -- Deferred: the id is claimed first and the person made after it, so that two who bring her at once make one.
  foreign key (workspace_id, contact_id) references contact on delete cascade deferrable initially deferred
);
create index contact_external_contact on contact_external (workspace_id, contact_id);

-- A file kept with her: seen by whoever sees her.
create table contact_file (
  workspace_id uuid not null references workspace on delete cascade,
  contact_file_id uuid not null,
  contact_id uuid not null,
  origin_contact_id uuid not null,
  media_id uuid not null,
  name text not null,
  added_by jsonb not null,
  created_at timestamptz not null,
  primary key (workspace_id, contact_file_id),
  foreign key (workspace_id, contact_id) references contact on delete cascade,
  foreign key (workspace_id, media_id) references media on delete cascade
);
create index contact_file_contact on contact_file (workspace_id, contact_id, created_at desc);
create index contact_file_media on contact_file (workspace_id, media_id);

-- What somebody changed of many people in one go, kept so that it can be taken back while it has not settled (business time). rows: [{id, before, after}].
create table contact_change (
  workspace_id uuid not null references workspace on delete cascade,
  change_id uuid not null,
  made_by text not null,
  made_at timestamptz not null,
  settles_at timestamptz not null,
  rows jsonb not null,
  undone jsonb, -- what the undoing answered
  primary key (workspace_id, change_id)
);
create index contact_change_age on contact_change (workspace_id, made_at);

-- Who was heard last stands first: people are found along their threads.
create index conversation_heard on conversation (workspace_id, last_inbound_at desc, conversation_id desc) where last_inbound_at is not null;

-- Under a policy these operators lose their index, so the functions run as the owner and take the workspace from the transaction. They answer ids;
-- what the asker may see of them is decided outside.

-- People with one of these labels, or with one of these attributes (p_attributes: an array of objects, each of which the attributes may hold).
create function people_labelled(p_names text[], p_limit int) returns table (contact_id uuid) language sql stable rows 500 security definer set search_path = public, pg_temp set enable_seqscan = off as $$
  select p.contact_id from contact p where p.labels <> '{}' and p.labels && p_names and p.workspace_id = current_workspace() and p.merged_into is null limit p_limit
$$;
create function people_who_speak(p_languages text[], p_limit int) returns table (contact_id uuid) language sql stable rows 500 security definer set search_path = public, pg_temp set enable_seqscan = off as $$
  select p.contact_id from contact p where p.workspace_id = current_workspace() and p.language is not null and substring(lower(p.language) from '^[a-z]+') = any(p_languages) and p.merged_into is null limit p_limit
$$;
create function people_with_attributes(p_attributes jsonb, p_limit int) returns table (contact_id uuid) language plpgsql stable rows 500 security definer set search_path = public, pg_temp set enable_seqscan = off set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
declare ws uuid := current_workspace(); one jsonb;
begin
  for one in select jsonb_array_elements(p_attributes) loop
    return query select p.contact_id from contact p where p.attributes <> '{}' and p.attributes @> one and p.workspace_id = ws and p.merged_into is null limit p_limit;
  end loop;
end $$;

-- People by name, by an address of theirs, or by what another system calls them. Whoever went into somebody else is found no more.
create or replace function search_people(p_parts text[], p_key text, p_limit int) returns table (contact_id uuid, rank int) language plpgsql stable
security definer set search_path = public, pg_temp set jit = off set enable_seqscan = off set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
declare
  ws uuid := current_workspace();
  v_parts text[] := (select array_agg(replace(replace(replace(name_fold(p), '\', '\\'), '%', '\%'), '_', '\_') order by length(p) desc) from unnest(p_parts) p);
  v_all text[] := (select array_agg('%' || p || '%') from unnest(v_parts) p);
  v_key text := '%' || replace(replace(replace(p_key, '\', '\\'), '%', '\%'), '_', '\_') || '%';
begin
  return query select f.contact_id, min(f.rank)::int from (
    (select c.contact_id, case when c.name_key like v_parts[1] || '%' then 0 when c.name_key like '% ' || v_parts[1] || '%' then 1 else 2 end as rank
      from contact c where cardinality(v_parts) > 0 and char_length(v_parts[1]) >= 3 and c.workspace_id = ws and c.merged_into is null and c.name_key like '%' || v_parts[1] || '%' and c.name_key like all (v_all) limit 400)
    union all
    (select c.contact_id, 0 from contact c where cardinality(v_parts) > 0 and char_length(v_parts[1]) < 3 and c.workspace_id = ws and c.merged_into is null and c.name_key collate "C" like v_parts[1] || '%' and c.name_key like all (v_all) limit 400)
    union all
    (select d.contact_id, 1 from identity_key k join identity d on d.workspace_id = ws and d.identity_id = k.identity_id
      where p_key <> '' and k.workspace_id = ws and k.value like v_key limit 200)
    union all
    (select a.contact_id, 1 from contact_address a where p_key <> '' and a.workspace_id = ws and a.value like lower(v_key) limit 200)
    union all
    (select e.contact_id, 0 from contact_external e where p_key <> '' and e.workspace_id = ws and e.external_id = p_key limit 20)) f
  group by f.contact_id order by 2 limit p_limit;
end $$;
create index contact_external_id on contact_external (workspace_id, external_id);

revoke execute on function people_labelled(text[], int), people_with_attributes(jsonb, int), people_who_speak(text[], int) from public;
grant execute on function people_labelled(text[], int), people_with_attributes(jsonb, int), people_who_speak(text[], int) to recado_app;

do $$ declare t text; begin
  foreach t in array array['contact_stage', 'company', 'attribute_definition', 'contact_address', 'contact_external', 'contact_file', 'contact_change'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_workspace on %I to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()))', t);
    execute format('grant select, insert, update, delete on %I to recado_app', t);
  end loop;
end $$;
