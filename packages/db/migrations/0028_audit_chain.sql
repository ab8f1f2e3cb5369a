-- The audit log and the ledger of consents as one chain per workspace, what a workspace's own proofs are keyed with, and how people are forgotten:
-- rules per account, what is due when, who must not be taken in again, and copies of a person's data.

-- Random keys of a workspace for one purpose each, sealed under its data key: who has the database alone can forge nothing that is keyed with them.
create table workspace_key (
  workspace_id uuid not null references workspace on delete cascade,
  name text not null, -- audit_chain, suppression
  sealed bytea not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, name)
);

-- The head of the chain. Entries are written by whoever does something, on any node; the sealer orders them once, under this row's lock.
-- checked*: the last verification (audit/verify.ts).
create table audit_chain (
  workspace_id uuid primary key references workspace on delete cascade,
  seq bigint not null default 0,
  hash bytea not null,
  sealed_at timestamptz not null,
  seal bytea not null,
  checked_at timestamptz,
  checked jsonb
);

-- One link per entry: content_hash over the entry's own bytes, hash over the one before and this link, seal over the link under the workspace's key.
create table audit_link (
  workspace_id uuid not null references workspace on delete cascade,
  seq bigint not null,
  ledger text not null check (ledger in ('audit', 'consent')),
  entry_id uuid not null,
  sealed_at timestamptz not null,
  content_hash bytea not null,
  hash bytea not null,
  seal bytea not null,
  primary key (workspace_id, seq)
);
create unique index audit_link_entry on audit_link (workspace_id, ledger, entry_id);

-- What was written stays as it was written; it goes only with its whole workspace.
create function append_only() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' and not exists (select from workspace where workspace_id = old.workspace_id) then return old; end if;
  raise exception '% is append-only', tg_table_name using errcode = 'integrity_constraint_violation';
end $$;
create function never_truncated() returns trigger language plpgsql as $$ begin raise exception '% is append-only', tg_table_name using errcode = 'integrity_constraint_violation'; end $$;
create trigger append_only before update or delete on audit_entry for each row execute function append_only();
create trigger append_only before update or delete on audit_link for each row execute function append_only();
create trigger never_truncated before truncate on audit_entry execute function never_truncated();
create trigger never_truncated before truncate on audit_link execute function never_truncated();
create trigger never_truncated before truncate on consent_entry execute function never_truncated();

-- Filters of the audit page: by what was done, to what, by whom.
create index audit_entry_action on audit_entry (workspace_id, action, audit_entry_id desc);
create index audit_entry_subject on audit_entry (workspace_id, subject, audit_entry_id desc) where subject is not null;
create index audit_entry_actor on audit_entry (workspace_id, (actor->>'id'), audit_entry_id desc);

-- What an account does about those who leave it and those whose deletion its platform asks for. No row: the defaults of core/privacy.
create table forgetting_rule (
  workspace_id uuid not null,
  account_id uuid not null,
  leaving text not null check (leaving in ('keep', 'anonymise', 'erase')),
  leaving_days int not null check (leaving_days between 0 and 365),
  request text not null check (request in ('anonymise', 'erase')),
  request_days int not null check (request_days between 0 and 30),
  updated_at timestamptz not null,
  primary key (workspace_id, account_id),
  foreign key (workspace_id, account_id) references channel_account on delete cascade
);

-- Whom to forget when: the deadlines of the officer, and what became of them. Rows outlive the person; they hold ids only.
-- identity_id null: the whole person. code: what the platform was told, for her own look at the state.
create table forgetting (
  workspace_id uuid not null references workspace on delete cascade,
  forgetting_id uuid not null,
  contact_id uuid,
  identity_id uuid,
  account_id uuid,
  cause text not null check (cause in ('left', 'platform_request', 'restored')),
  how text not null check (how in ('anonymise', 'erase')),
  asked_at timestamptz not null,
  due_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'cancelled', 'unknown')), -- unknown: nobody here by that name
  settled_at timestamptz,
  tries int not null default 0,
  try_at timestamptz, -- of a request whose person is not found yet: when to ask the platform again
  person_sealed bytea, -- how the platform names her, until she is found
  code text,
  request_hash bytea, -- of how the platform names her: the same request again is the one that stands here
  primary key (workspace_id, forgetting_id)
);
create unique index forgetting_code on forgetting (code) where code is not null;
create unique index forgetting_request on forgetting (workspace_id, account_id, request_hash) where state = 'waiting' and request_hash is not null;
create unique index forgetting_left on forgetting (workspace_id, identity_id) where state = 'waiting' and cause = 'left';
create index forgetting_due on forgetting (workspace_id, due_at, forgetting_id) where state = 'waiting';
create index forgetting_settled on forgetting (workspace_id, settled_at desc, forgetting_id desc) where state <> 'waiting';

-- The state of a request by the code the platform was given: asked by anybody who has it, before a workspace is known.
create function forgetting_state(p_code text) returns table (state text, how text, asked_at timestamptz, due_at timestamptz, settled_at timestamptz) language sql stable security definer set search_path = public, pg_temp as
$$ select state, how, asked_at, due_at, settled_at from forgetting where code = p_code $$;

-- Who was forgotten, for the same again after a backup is restored: ids and keyed hashes, nothing that tells who she was.
create table erasure (
  workspace_id uuid not null references workspace on delete cascade,
  erasure_id uuid not null,
  contact_id uuid not null,
  identity_ids uuid[] not null default '{}',
  whole boolean not null,
  how text not null check (how in ('anonymise', 'erase')),
  hashes bytea[] not null default '{}',
  at timestamptz not null,
  primary key (workspace_id, erasure_id)
);
create index erasure_contact on erasure (workspace_id, contact_id);

-- Addresses that must not be taken in again by an import: HMAC-SHA-256 under the workspace's own key.
create table suppression (
  workspace_id uuid not null references workspace on delete cascade,
  hash bytea not null,
  reason text not null,
  created_at timestamptz not null,
  primary key (workspace_id, hash)
);

-- A person's data to hand over. The file lies under the data directory until it runs out.
create table person_copy (
  workspace_id uuid not null references workspace on delete cascade,
  person_copy_id uuid not null,
  contact_id uuid not null,
  state text not null check (state in ('waiting', 'running', 'ready', 'failed', 'expired')),
  bytes bigint not null default 0,
  messages int not null default 0,
  files int not null default 0,
  created_by jsonb not null,
  created_at timestamptz not null, -- wall clock, as its end
  expires_at timestamptz not null,
  primary key (workspace_id, person_copy_id)
);
create index person_copy_contact on person_copy (workspace_id, contact_id, created_at desc);

do $$ declare t text; begin
  foreach t in array array['workspace_key', 'audit_chain', 'audit_link', 'forgetting_rule', 'forgetting', 'erasure', 'suppression', 'person_copy'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_workspace on %I to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()))', t);
    execute format('grant select, insert on %I to recado_app', t);
  end loop;
  foreach t in array array['forgetting_rule', 'forgetting', 'suppression', 'person_copy'] loop execute format('grant update, delete on %I to recado_app', t); end loop;
end $$;
grant update on audit_chain to recado_app;
grant execute on function forgetting_state(text) to recado_system;
revoke execute on function forgetting_state(text) from public;

-- Waiting background jobs that name one of these ids: work about somebody who is forgotten is not done any more. Running ones end by themselves.
create function drop_background_jobs(p_ids text[]) returns int language plpgsql security definer set search_path = public, pg_temp as $$
declare n int := 0;
begin
  if to_regclass('graphile_worker._private_jobs') is null or cardinality(p_ids) = 0 then return 0; end if;
  delete from graphile_worker._private_jobs where locked_at is null and payload::text ~ (select string_agg(id, '|') from unnest(p_ids) id);
  get diagnostics n = row_count;
  return n;
end $$;
revoke execute on function drop_background_jobs(text[]) from public;
grant execute on function drop_background_jobs(text[]) to recado_app;

-- Workspaces in which somebody is due to be forgotten: asked before any of them is entered.
create function workspaces_with_forgetting() returns setof uuid language sql stable security definer set search_path = public, pg_temp as
$$ select distinct workspace_id from forgetting where state = 'waiting' $$;
revoke execute on function workspaces_with_forgetting() from public;
grant execute on function workspaces_with_forgetting() to recado_system;

-- Takes words out of the list that no message holds any more. The index is asked as its owner: under a policy it would not be used.
create function forget_words(p_words text[]) returns int language plpgsql security definer set search_path = public, pg_temp as $$
declare ws uuid := current_workspace(); n int;
begin
  delete from search_word w where w.workspace_id = ws and w.word = any(p_words)
    and not exists (select from message_search m where m.workspace_id = ws and m.vec @@ quote_literal(w.word)::tsquery);
  get diagnostics n = row_count;
  return n;
end $$;
revoke execute on function forget_words(text[]) from public;
grant execute on function forget_words(text[]) to recado_app;
