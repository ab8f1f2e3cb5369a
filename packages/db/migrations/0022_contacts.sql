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
-- *_given: typed by us, so neither a profile nor a guess from her number changes it. threadless: made without a thread (stays true when one comes: a hint for walking).
alter table contact
  add column merged_into uuid,
  add column time_zone text,
  add column language_given boolean not null default false,
  add column country_given boolean not null default false,
  add column time_zone_given boolean not null default false,
  add column stage_id uuid,
  add column owner_id uuid,
  add column company_id uuid,
  add column threadless boolean not null default false,
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
create index contact_by_country on contact (workspace_id, country, created_at desc, contact_id desc) where country is not null;
create index contact_threadless on contact (workspace_id, created_at desc, contact_id desc) where threadless and merged_into is null;
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

-- What other systems call her. One id of a source is one person; a person may have several.
create table contact_external (
  workspace_id uuid not null references workspace on delete cascade,
  source text not null,
  external_id text not null,
  contact_id uuid not null,
  origin_contact_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, source, external_id),
  foreign key (workspace_id, contact_id) references contact on delete cascade
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

do $$ declare t text; begin
  foreach t in array array['contact_stage', 'company', 'attribute_definition', 'contact_address', 'contact_external', 'contact_file'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_workspace on %I to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()))', t);
    execute format('grant select, insert, update, delete on %I to recado_app', t);
  end loop;
end $$;
