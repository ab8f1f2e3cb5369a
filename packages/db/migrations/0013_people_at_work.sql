-- Who works here and what she sees: roles, teams, who belongs to which inbox, invitations, and who follows a conversation.

alter table member drop constraint member_role_check;
alter table member add constraint member_role_check check (role in ('owner', 'admin', 'supervisor', 'agent', 'restricted_agent', 'marketer', 'privacy_officer', 'viewer', 'custom'));

-- A role of the company's own: permissions of auth/permissions.ts by name. `reach`: whose conversations its people see (auth/reach.ts).
create table role (
  workspace_id uuid not null references workspace on delete cascade,
  role_id uuid not null,
  name text not null,
  permissions text[] not null default '{}',
  reach text not null default 'inboxes' check (reach in ('all', 'inboxes', 'own')),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, role_id)
);
create unique index role_name on role (workspace_id, lower(name));
alter table member add column role_id uuid;
alter table member add constraint member_custom_role check ((role = 'custom') = (role_id is not null));
alter table member add constraint member_role_fk foreign key (workspace_id, role_id) references role;

-- Colleagues who share conversations.
create table team (
  workspace_id uuid not null references workspace on delete cascade,
  team_id uuid not null,
  name text not null,
  created_at timestamptz not null,
  primary key (workspace_id, team_id)
);
create unique index team_name on team (workspace_id, lower(name));
create table team_member (
  workspace_id uuid not null,
  team_id uuid not null,
  user_id uuid not null,
  primary key (workspace_id, team_id, user_id),
  foreign key (workspace_id, team_id) references team on delete cascade,
  foreign key (workspace_id, user_id) references member on delete cascade
);
create index team_member_user on team_member (workspace_id, user_id);

-- `everybody`: every colleague belongs to it; else those in inbox_member and the members of the teams in inbox_team.
alter table inbox add column everybody boolean not null default true;
create unique index inbox_name on inbox (workspace_id, lower(name));
create table inbox_member (
  workspace_id uuid not null,
  inbox_id uuid not null,
  user_id uuid not null,
  primary key (workspace_id, inbox_id, user_id),
  foreign key (workspace_id, inbox_id) references inbox on delete cascade,
  foreign key (workspace_id, user_id) references member on delete cascade
);
create index inbox_member_user on inbox_member (workspace_id, user_id);
create table inbox_team (
  workspace_id uuid not null,
  inbox_id uuid not null,
  team_id uuid not null,
  primary key (workspace_id, inbox_id, team_id),
  foreign key (workspace_id, inbox_id) references inbox on delete cascade,
  foreign key (workspace_id, team_id) references team on delete cascade
);

-- A letter to a future colleague; only the SHA-256 of its secret is kept.
create table invitation (
  workspace_id uuid not null references workspace on delete cascade,
  invitation_id uuid not null,
  email text not null, -- lower case
  name text not null default '',
  role text not null,
  role_id uuid,
  team_ids uuid[] not null default '{}',
  inbox_ids uuid[] not null default '{}',
  language text not null,
  token_hash bytea not null unique,
  invited_by uuid,
  created_at timestamptz not null,
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  primary key (workspace_id, invitation_id),
  foreign key (workspace_id, role_id) references role,
  check ((role = 'custom') = (role_id is not null))
);

-- Colleagues who follow a thread without it being theirs (mentioned, added, or of their own accord): they see it whatever else they see.
alter table conversation add column participant_ids uuid[] not null default '{}';
create index conversation_participants on conversation using gin (participant_ids) where participant_ids <> '{}';
create index conversation_team on conversation (workspace_id, team_id, status, last_at desc, conversation_id desc) where team_id is not null and status <> 'resolved';

-- In which messages a file of ours went: whoever sees one of their threads sees the file. What came in names its thread itself (media.conversation_id).
create table media_use (
  workspace_id uuid not null,
  media_id uuid not null,
  message_id uuid not null,
  primary key (workspace_id, media_id, message_id),
  foreign key (workspace_id, media_id) references media on delete cascade,
  foreign key (workspace_id, message_id) references message on delete cascade
);
create index media_use_message on media_use (workspace_id, message_id);
insert into media_use (workspace_id, media_id, message_id)
  select m.workspace_id, f.media_id, m.message_id from message m
  join media f on f.workspace_id = m.workspace_id and f.media_id::text = coalesce(m.content->'media'->>'id', m.content->'headerMedia'->>'id') where m.direction = 'out' and f.conversation_id is null;
create index contact_avatar on contact (workspace_id, avatar_media_id) where avatar_media_id is not null;

do $$ declare t text; begin
  foreach t in array array['role', 'team', 'team_member', 'inbox_member', 'inbox_team', 'invitation', 'media_use'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_workspace on %I to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()))', t);
    execute format('grant select, insert, update, delete on %I to recado_app', t);
  end loop;
  -- Who somebody is, is read before a workspace is entered.
  foreach t in array array['role', 'team', 'team_member', 'inbox', 'inbox_member', 'inbox_team', 'invitation'] loop
    execute format('grant select, insert, update, delete on %I to recado_system', t);
    execute format('create policy everybody on %I to recado_system using (true) with check (true)', t);
  end loop;
end $$;
