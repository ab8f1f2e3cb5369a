-- Opt-in pages and widgets: their forms, what was published when, who began to sign up, and how many did.

-- draft: what the designer holds (packages/api/opt-in.ts). slug stands in the public address, so it is unique in the installation and never reused.
create table opt_in_form (
  workspace_id uuid not null references workspace on delete cascade,
  opt_in_form_id uuid not null,
  slug text not null unique,
  name text not null,
  draft jsonb not null,
  published_version int,
  archived_at timestamptz,
  created_by jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, opt_in_form_id)
);

-- What visitors saw, word for word. wordings: language -> wording of the consent ledger.
create table opt_in_version (
  workspace_id uuid not null,
  opt_in_form_id uuid not null,
  version int not null,
  body jsonb not null,
  wordings jsonb not null,
  published_by jsonb not null,
  published_at timestamptz not null,
  primary key (workspace_id, opt_in_form_id, version),
  foreign key (workspace_id, opt_in_form_id) references opt_in_form on delete cascade
);

-- A choice that waits for its code. sealed: address, browser and page of the visitor, until the ledger has them or the code has run out.
-- log_seq: where the log stood, so that nobody looks for the code in what came before.
create table opt_in_sign_up (
  workspace_id uuid not null,
  sign_up_id uuid not null,
  opt_in_form_id uuid not null,
  version int not null,
  account_id uuid not null,
  code text not null,
  address text not null,
  language text not null,
  country text,
  category_ids uuid[] not null,
  wording_id uuid not null,
  source text not null check (source in ('widget', 'opt_in_page')),
  sealed bytea,
  log_seq bigint not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  message_id uuid,
  primary key (workspace_id, sign_up_id),
  foreign key (workspace_id, opt_in_form_id, version) references opt_in_version on delete cascade,
  foreign key (workspace_id, account_id) references channel_account on delete cascade
);
create unique index opt_in_sign_up_code on opt_in_sign_up (workspace_id, code);
create index opt_in_sign_up_open on opt_in_sign_up (workspace_id, expires_at) where used_at is null;
create index opt_in_sign_up_account on opt_in_sign_up (workspace_id, account_id);
create index opt_in_sign_up_form on opt_in_sign_up (workspace_id, opt_in_form_id, version);

-- Figures of a form by day, without anybody in them. Zero ids stand for "all": of a visit neither app nor category is known.
create table opt_in_count (
  workspace_id uuid not null,
  opt_in_form_id uuid not null,
  day date not null,
  step text not null check (step in ('seen', 'chosen', 'arrived')),
  account_id uuid not null default '00000000-0000-0000-0000-000000000000',
  category_id uuid not null default '00000000-0000-0000-0000-000000000000',
  count bigint not null,
  primary key (workspace_id, opt_in_form_id, day, step, account_id, category_id),
  foreign key (workspace_id, opt_in_form_id) references opt_in_form on delete cascade
);

-- What was published stays as it was; it goes only with its form's workspace.
create function opt_in_version_stays() returns trigger language plpgsql as $$ begin raise exception 'a published version does not change'; end $$;
create trigger opt_in_version_stays before update on opt_in_version for each row execute function opt_in_version_stays();

do $$ declare t text; begin
  foreach t in array array['opt_in_form', 'opt_in_version', 'opt_in_sign_up', 'opt_in_count'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_workspace on %I to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()))', t);
    execute format('grant select, insert on %I to recado_app', t);
  end loop;
end $$;
grant update, delete on opt_in_form, opt_in_sign_up, opt_in_count to recado_app;

-- A visitor comes with the address alone: the form says whose it is.
grant select on opt_in_form to recado_system;
create policy by_slug on opt_in_form for select to recado_system using (true);
