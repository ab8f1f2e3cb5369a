-- Words in chat that end and begin advertising, what is asked in between, and the privacy notice at somebody's first message.

-- Where the worker stands in the workspace's event log. The cleaner keeps what lies behind it.
create table consent_word_place (
  workspace_id uuid primary key references workspace on delete cascade,
  seq bigint not null
);
insert into consent_word_place (workspace_id, seq) select workspace_id, seq from event_head;

-- What the company has set; without a row everything is as it comes. own, without: [{kind, language, text}] words beside the known ones, and known ones that do not
-- count. texts: {key: {language: text}} where ours are not wanted. help: a word that asks for help is answered. ask: a word inside a sentence asks a colleague.
create table consent_word_setting (
  workspace_id uuid primary key references workspace on delete cascade,
  own jsonb not null default '[]',
  without jsonb not null default '[]',
  texts jsonb not null default '{}',
  help boolean not null default false,
  ask boolean not null default true,
  privacy_url text,
  updated_at timestamptz not null
);

-- A word of the company's own that signs up for topics. wording: {language: what she agrees to}; account_id null = on every account.
create table consent_keyword (
  workspace_id uuid not null references workspace on delete cascade,
  keyword_id uuid not null,
  words text[] not null check (cardinality(words) > 0),
  category_ids uuid[] not null default '{}', -- none = all advertising
  account_id uuid,
  wording jsonb not null,
  enabled boolean not null default true,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  removed_at timestamptz,
  primary key (workspace_id, keyword_id),
  foreign key (workspace_id, account_id) references channel_account on delete cascade
);

-- What was done about one message or line: one row each, so that no second node and no second start does it again. kind as core/consent's meaning says it, or what a
-- dialogue or the platform brought; word is one of the dictionary's, never what she wrote around it. answer_id: our message; code: why there was none.
create table consent_word_event (
  workspace_id uuid not null references workspace on delete cascade,
  message_id uuid not null,
  conversation_id uuid not null,
  kind text not null check (kind in ('opt_out', 'opt_in', 'help', 'keyword', 'topics', 'confirm', 'platform', 'ask', 'notice')),
  word text,
  answer_id uuid,
  code text,
  at timestamptz not null,
  primary key (workspace_id, message_id, kind)
);
create index consent_word_event_conversation on consent_word_event (workspace_id, conversation_id, at desc);

-- What she was asked and has not answered for good: which topics, or her second yes. options: [{categoryId, title}] as shown, in order; chosen: what waits for the yes.
create table consent_dialogue (
  workspace_id uuid not null references workspace on delete cascade,
  conversation_id uuid not null,
  dialogue_id uuid not null,
  step text not null check (step in ('topics', 'confirm')),
  language text not null,
  options jsonb not null,
  chosen jsonb not null default '[]',
  wording_id uuid not null,
  answered boolean not null default false, -- she chose something; she may choose more
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (workspace_id, conversation_id)
);

-- The privacy notice. version counts every change of its words or address; again: people who saw an earlier version are shown this one, too.
create table privacy_notice (
  workspace_id uuid primary key references workspace on delete cascade,
  enabled boolean not null default false,
  enabled_at timestamptz,
  again boolean not null default false,
  version int not null default 1,
  texts jsonb not null default '{}',
  url text,
  updated_at timestamptz not null
);
-- Who was shown which version, by which message. It belongs to the identity that saw it, and with it to the person.
create table privacy_notice_shown (
  workspace_id uuid not null references workspace on delete cascade,
  identity_id uuid not null,
  version int not null,
  wording_id uuid not null,
  language text not null,
  message_id uuid not null,
  at timestamptz not null,
  primary key (workspace_id, identity_id, version)
);
create index privacy_notice_shown_version on privacy_notice_shown (workspace_id, version);

-- Two addresses turn out to be one (join_identities): what one of them was shown she has seen.
create function notice_follows_keys() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from identity_key where workspace_id = new.workspace_id and identity_id = old.identity_id) then return null; end if;
  insert into privacy_notice_shown (workspace_id, identity_id, version, wording_id, language, message_id, at)
    select workspace_id, new.identity_id, version, wording_id, language, message_id, at from privacy_notice_shown where workspace_id = new.workspace_id and identity_id = old.identity_id on conflict do nothing;
  delete from privacy_notice_shown where workspace_id = new.workspace_id and identity_id = old.identity_id;
  return null;
end $$;
create trigger notice_follows_keys after update of identity_id on identity_key for each row when (old.identity_id <> new.identity_id) execute function notice_follows_keys();

-- Asked of the agents about this very message: {state: 'open' | 'yes' | 'no', word, by, byName, at}.
alter table message add column question jsonb;

do $$ declare t text; begin
  foreach t in array array['consent_word_place', 'consent_word_setting', 'consent_keyword', 'consent_word_event', 'consent_dialogue', 'privacy_notice', 'privacy_notice_shown'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_workspace on %I to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()))', t);
    execute format('grant select, insert, update, delete on %I to recado_app', t);
  end loop;
end $$;
