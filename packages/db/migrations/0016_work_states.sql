-- Work states: change sets that can be taken back, ways to sleep, one vocabulary of labels.

-- Asleep until a time (snoozed_until), until so long before the window's end (this), or, with neither, until she writes. Read only while
-- the status says snoozed: ingest opens a thread without touching it.
alter table conversation add column snooze_margin_ms int check (snooze_margin_ms between 60000 and 86400000);
create index conversation_waking on conversation (workspace_id, snoozed_until) where status = 'snoozed' and snoozed_until is not null;
create index conversation_waking_window on conversation (workspace_id, window_closes_at) where status = 'snoozed' and snooze_margin_ms is not null;

-- What somebody changed in one go, and what stood there before, so that it can be taken back while it has not settled (business time).
create table change_set (
  workspace_id uuid not null references workspace on delete cascade,
  change_id uuid not null,
  made_by text not null, -- user or token
  made_by_kind text not null check (made_by_kind in ('user', 'token')),
  made_at timestamptz not null,
  settles_at timestamptz not null,
  changed int not null,
  undone_at timestamptz,
  undone_by text,
  undone jsonb, -- what the undoing answered
  primary key (workspace_id, change_id)
);
create index change_set_age on change_set (workspace_id, made_at);
create table change_row (
  workspace_id uuid not null,
  change_id uuid not null,
  conversation_id uuid not null,
  before jsonb not null,
  after jsonb not null,
  primary key (workspace_id, change_id, conversation_id),
  foreign key (workspace_id, change_id) references change_set on delete cascade
);

-- Everything a change of people can touch in a thread. Moments without a zone: the text is the same in every session.
create function work_image(c conversation) returns jsonb language sql stable as $$
  select jsonb_build_object('status', c.status, 'snoozedUntil', case when c.status = 'snoozed' then c.snoozed_until at time zone 'utc' end, 'snoozeMarginMs', case when c.status = 'snoozed' then c.snooze_margin_ms end,
    'caseId', c.case_id, 'waitingSince', c.waiting_since at time zone 'utc', 'failed', c.failed_count, 'assigneeId', c.assignee_id, 'teamId', c.team_id, 'priority', c.priority, 'labels', to_jsonb(c.labels), 'unread', c.unread)
$$;

-- Two names that differ in case or accents alone are one label.
create function label_key(p_name text) returns text language sql immutable parallel safe as $$
  select lower(regexp_replace(normalize(btrim(p_name), NFKD), '[\u0300-\u036f]+', '', 'g'))
$$;

-- The one vocabulary. Threads and people carry names (conversation.labels, contact.labels); this says which there are, in the order they are shown.
create table label (
  workspace_id uuid not null references workspace on delete cascade,
  label_id uuid not null,
  name text not null,
  colour text not null default 'grey' check (colour in ('grey', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'violet', 'pink')),
  description text not null default '',
  position int not null,
  archived_at timestamptz,
  created_at timestamptz not null,
  primary key (workspace_id, label_id)
);
create unique index label_name on label (workspace_id, label_key(name));
-- What a label was called before, or the one that went into it: programs that still say the old name mean the label. `renaming`: rows are being rewritten.
create table label_alias (
  workspace_id uuid not null,
  name text not null,
  label_id uuid not null,
  renaming boolean not null default false,
  primary key (workspace_id, name),
  foreign key (workspace_id, label_id) references label on delete cascade
);
create index label_alias_key on label_alias (workspace_id, label_key(name));

alter table contact add column labels text[] not null default '{}';
create index contact_labels on contact using gin (labels) where labels <> '{}';
-- Renaming and counting ask for resolved threads too.
drop index conversation_labels;
create index conversation_labels on conversation using gin (labels) where labels <> '{}';

-- Under a policy the array operators lose their index, so these run as the owner and take the workspace from the transaction.
create function threads_with_label(p_name text, p_limit int) returns table (conversation_id uuid) language sql stable rows 500 security definer set search_path = public, pg_temp set enable_seqscan = off as $$
  select c.conversation_id from conversation c where c.labels <> '{}' and c.labels @> array[p_name] and c.workspace_id = current_workspace() limit p_limit
$$;
create function people_with_label(p_name text, p_limit int) returns table (contact_id uuid) language sql stable rows 500 security definer set search_path = public, pg_temp set enable_seqscan = off as $$
  select p.contact_id from contact p where p.labels <> '{}' and p.labels @> array[p_name] and p.workspace_id = current_workspace() limit p_limit
$$;

insert into label (workspace_id, label_id, name, position, created_at)
  select workspace_id, gen_random_uuid(), name, row_number() over (partition by workspace_id order by name), now()
  from (select distinct on (workspace_id, label_key(name)) workspace_id, name from (
    select c.workspace_id, unnest(c.labels) as name from conversation c where c.labels <> '{}' union all select a.workspace_id, unnest(a.labels) from automatic_reply a) l
    order by workspace_id, label_key(name), name) l;

do $$ declare t text; begin
  foreach t in array array['change_set', 'change_row', 'label', 'label_alias'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_workspace on %I to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()))', t);
    execute format('grant select, insert, update, delete on %I to recado_app', t);
  end loop;
end $$;
