-- Templates over their life: who wrote them, every version, what the platform said when, drafts not handed in yet, and who is to be told.

-- `draft`: what was handed in last, in our words (core/templates); null where it was made at the platform. `created_by`: who wrote it here.
-- `status_at`, `category_at`, `quality_at`: since when it stands so. `pauses`: how often it was paused. `paused_until`: by the platform's steps.
-- `next_category`, `next_category_at`: the category it will have from then on, announced by the platform. `asked_category`: as it was handed in.
alter table template add column draft jsonb, add column created_by uuid, add column submitted_at timestamptz, add column status_at timestamptz, add column category_at timestamptz, add column quality_at timestamptz,
  add column pauses int not null default 0, add column paused_until timestamptz, add column asked_category text, add column next_category text, add column next_category_at timestamptz, add column advice text;

-- Every text it has had. `by_kind`: user, token, or platform where it came by a reading.
create table template_version (
  workspace_id uuid not null,
  template_id uuid not null,
  version int not null,
  at timestamptz not null,
  by_kind text not null check (by_kind in ('user', 'token', 'platform')),
  by_id uuid,
  draft jsonb,
  category text not null,
  preview jsonb not null,
  components jsonb not null,
  primary key (workspace_id, template_id, version),
  foreign key (workspace_id, template_id) references template on delete cascade
);

-- What became of it: one row each time status, category or quality changed, by whatever way.
create table template_event (
  workspace_id uuid not null,
  template_event_id uuid not null default gen_random_uuid(),
  template_id uuid not null,
  at timestamptz not null,
  what text not null check (what in ('status', 'category', 'quality', 'notice')),
  was text,
  became text not null,
  reason text,
  told_at timestamptz, -- whoever wrote it has been told, or nobody had to be
  primary key (workspace_id, template_event_id),
  foreign key (workspace_id, template_id) references template on delete cascade
);
create index template_event_of on template_event (workspace_id, template_id, at desc);
create index template_event_untold on template_event (workspace_id, at) where told_at is null;

-- Who is told of it in the app until she has looked.
create table template_alert (
  workspace_id uuid not null,
  user_id uuid not null,
  template_event_id uuid not null,
  seen_at timestamptz,
  primary key (workspace_id, user_id, template_event_id),
  foreign key (workspace_id, template_event_id) references template_event on delete cascade,
  foreign key (workspace_id, user_id) references member on delete cascade
);
create index template_alert_unseen on template_alert (workspace_id, user_id) where seen_at is null;

-- Not handed in yet. `template_id`: it will change this one. `copied_from` is told, nothing more.
create table template_draft (
  workspace_id uuid not null references workspace on delete cascade,
  template_draft_id uuid not null,
  account_id uuid not null,
  template_id uuid,
  draft jsonb not null,
  copied_from uuid,
  created_by uuid,
  created_at timestamptz not null,
  updated_by uuid,
  updated_at timestamptz not null,
  primary key (workspace_id, template_draft_id),
  foreign key (workspace_id, account_id) references channel_account on delete cascade,
  foreign key (workspace_id, template_id) references template on delete cascade
);
create index template_draft_account on template_draft (workspace_id, account_id, updated_at desc);
create unique index template_draft_edit on template_draft (workspace_id, template_id) where template_id is not null;

-- The history is kept by triggers and not by the code that writes: webhooks, readings and our own calls change the same row, and none may forget it.
create function template_dates() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    new.status_at := coalesce(new.status_at, new.updated_at); new.category_at := coalesce(new.category_at, new.updated_at);
    return new;
  end if;
  if new.status is distinct from old.status then
    new.status_at := new.updated_at;
    if new.status = 'paused' then new.pauses := old.pauses + 1; else new.paused_until := null; end if;
    -- What it was rejected or paused for is over with it.
    if new.status in ('approved', 'pending') and new.reason is not distinct from old.reason then new.reason := null; new.advice := null; end if;
  end if;
  if new.category is distinct from old.category then
    new.category_at := new.updated_at;
    if new.category is not distinct from new.next_category then new.next_category := null; new.next_category_at := null; end if;
  end if;
  if new.quality is distinct from old.quality then new.quality_at := new.updated_at; end if;
  return new;
end $$;
create trigger template_dates before insert or update on template for each row execute function template_dates();

create function template_history() returns trigger language plpgsql as $$
declare v_last int; v_changed boolean;
begin
  if tg_op = 'INSERT' or new.status is distinct from old.status or (new.gone and not old.gone) or (old.gone and not new.gone) then
    insert into template_event (workspace_id, template_id, at, what, was, became, reason, told_at)
      values (new.workspace_id, new.template_id, new.updated_at, 'status', case when tg_op = 'UPDATE' then case when old.gone then 'gone' else old.status end end, case when new.gone then 'gone' else new.status end, new.reason,
        case when tg_op = 'INSERT' or new.gone or old.gone then new.updated_at end);
  end if;
  if tg_op = 'UPDATE' and new.category is distinct from old.category then
    insert into template_event (workspace_id, template_id, at, what, was, became) values (new.workspace_id, new.template_id, new.updated_at, 'category', old.category, new.category);
  elsif tg_op = 'INSERT' and new.asked_category is not null and new.asked_category <> new.category then
    insert into template_event (workspace_id, template_id, at, what, was, became) values (new.workspace_id, new.template_id, new.updated_at, 'category', new.asked_category, new.category);
  end if;
  if tg_op = 'UPDATE' and new.quality is distinct from old.quality and new.quality is not null then
    insert into template_event (workspace_id, template_id, at, what, was, became, told_at) values (new.workspace_id, new.template_id, new.updated_at, 'quality', old.quality, new.quality, case when lower(new.quality) not in ('yellow', 'red') then new.updated_at end);
  end if;
  if tg_op = 'UPDATE' and new.next_category is not null and new.next_category is distinct from old.next_category then
    insert into template_event (workspace_id, template_id, at, what, was, became, reason) values (new.workspace_id, new.template_id, new.updated_at, 'notice', new.category, new.next_category, new.next_category_at::text);
  end if;
  -- The sample's handle is made anew with every reading: what a customer reads is what makes a version.
  v_changed := tg_op = 'INSERT' or (new.preview, new.category, new.parameters) is distinct from (old.preview, old.category, old.parameters) or (new.draft is not null and new.draft is distinct from old.draft);
  if v_changed then
    select max(version) into v_last from template_version where workspace_id = new.workspace_id and template_id = new.template_id;
    insert into template_version (workspace_id, template_id, version, at, by_kind, by_id, draft, category, preview, components)
      values (new.workspace_id, new.template_id, coalesce(v_last, 0) + 1, new.updated_at, coalesce(nullif(current_setting('recado.template_by', true), ''), 'platform'), nullif(current_setting('recado.template_by_id', true), '')::uuid,
        case when nullif(current_setting('recado.template_by', true), '') is null then null else new.draft end, new.category, new.preview, new.components);
  end if;
  return null;
end $$;
create trigger template_history after insert or update on template for each row execute function template_history();

-- Templates from before have a first version too, and nothing to be told of.
insert into template_version (workspace_id, template_id, version, at, by_kind, category, preview, components) select workspace_id, template_id, 1, updated_at, 'platform', category, preview, components from template;
update template set status_at = updated_at, category_at = updated_at;

-- Messages by their template: `->>` would lose its index under the row policy, so it stands in a function.
create index message_template on message (workspace_id, (content->>'templateId'), at desc) where kind = 'template';
create function template_messages(p_template uuid, p_since timestamptz) returns table (api bigint, people bigint, rules bigint, campaigns bigint, last_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select count(*) filter (where author_type = 'api'), count(*) filter (where author_type = 'agent'), count(*) filter (where author_type not in ('api', 'agent', 'campaign')), count(*) filter (where author_type = 'campaign'), max(at)
  from message where workspace_id = current_workspace() and kind = 'template' and content->>'templateId' = p_template::text and at > p_since and direction = 'out'
$$;

-- What names it by its id. Tables of later migrations are asked for once they are there.
create function template_uses(p_template uuid) returns table (kind text, id uuid, name text, state text)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare v_id text := p_template::text;
begin
  return query select 'macro'::text, m.macro_id, m.name, null::text from macro m where m.workspace_id = current_workspace() and m.body->'templates' @> jsonb_build_array(jsonb_build_object('templateId', v_id));
  return query select 'automatic_reply'::text, a.automatic_reply_id, a.name, a.account_id::text from automatic_reply a where a.workspace_id = current_workspace() and a.removed_at is null and position(v_id in a.variants::text) > 0;
  return query select 'nudge'::text, n.nudge_step_id, n.name, null::text from nudge_step n where n.workspace_id = current_workspace() and position(v_id in to_jsonb(n)::text) > 0;
  if to_regclass('campaign_variant') is not null then
    return query execute 'select distinct ''campaign''::text, c.campaign_id, c.name, c.state from campaign_variant v join campaign c on c.workspace_id = v.workspace_id and c.campaign_id = v.campaign_id
      where v.workspace_id = current_workspace() and position($1 in v.contents::text) > 0 limit 100' using v_id;
  end if;
  if to_regclass('time_rule') is not null then
    return query execute 'select ''time_rule''::text, (to_jsonb(r)->>''time_rule_id'')::uuid, to_jsonb(r)->>''name'', null::text from time_rule r where r.workspace_id = current_workspace() and position($1 in to_jsonb(r)::text) > 0' using v_id;
  end if;
end $$;
revoke execute on function template_uses(uuid), template_messages(uuid, timestamptz) from public;
grant execute on function template_uses(uuid), template_messages(uuid, timestamptz) to recado_app;

do $$ declare t text; begin
  foreach t in array array['template_version', 'template_event', 'template_alert', 'template_draft'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_workspace on %I to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()))', t);
    execute format('grant select, insert on %I to recado_app', t);
  end loop;
end $$;
grant update on template_event, template_alert, template_draft to recado_app;
grant delete on template_alert, template_draft to recado_app;
grant delete on template to recado_app;
