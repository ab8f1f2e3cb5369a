-- Rules with time triggers: the steps of 0019 may also begin with something that happened, ask a filter, and do several things in order.

-- kind: what starts the clock (core/nudges). `counts` how the span is counted; `at_time` the next such time of her own day; `about` the label, state of an order or
-- purpose of a consent; `unless` what ends the waiting before; `condition` a filter over the thread and its person; `actions` what is done, in order - empty: what
-- `tell`, `priority`, `assign_*` and `variants` say. `filled_at`: when what had begun before the switching on was noted.
alter table nudge_step drop constraint nudge_step_kind_check, drop constraint nudge_step_minutes_check;
alter table nudge_step
  add constraint nudge_step_kind_check check (kind in ('agent', 'customer', 'waiting', 'unassigned', 'her_message', 'our_message', 'first_message', 'assigned', 'label_added', 'resolved', 'order', 'consent', 'snooze_ended')),
  add constraint nudge_step_minutes_check check (minutes between 1 and 129600),
  add column counts text not null default 'clock' check (counts in ('clock', 'opening')),
  add column at_time text check (at_time ~ '^([01]\d|2[0-3]):[0-5]\d$'),
  add column about text,
  add column unless text[] not null default '{}',
  add column condition jsonb,
  add column actions jsonb not null default '[]',
  add column filled_at timestamptz;

-- `did`: what of its actions was done; `depth`: how many rules had led to it, null for steps told by how a thread stands.
alter table nudge_done drop constraint nudge_done_outcome_check;
alter table nudge_done
  add constraint nudge_done_outcome_check check (outcome in ('told', 'sent', 'refused', 'done')),
  add column did text[] not null default '{}',
  add column depth int;
-- How often rules acted in a thread lately.
create index nudge_done_lately on nudge_done (workspace_id, conversation_id, at) where depth is not null;

-- What waits: when a rule's time comes in a thread, if nothing overtakes it. One row per rule, thread and slot (core/nudges/rule.ts); gone when its time has come.
create table rule_timer (
  workspace_id uuid not null,
  nudge_step_id uuid not null,
  conversation_id uuid not null,
  slot text not null,
  key text not null,
  since timestamptz not null,
  due_at timestamptz not null,
  depth int not null,
  order_id text,
  primary key (workspace_id, nudge_step_id, conversation_id, slot),
  foreign key (workspace_id, nudge_step_id) references nudge_step on delete cascade,
  foreign key (workspace_id, conversation_id) references conversation on delete cascade
);
create index rule_timer_due on rule_timer (workspace_id, due_at);
create index rule_timer_conversation on rule_timer (workspace_id, conversation_id);

-- How far the log has been read for them.
create table rule_place (
  workspace_id uuid primary key references workspace on delete cascade,
  seq bigint not null
);

-- Every state that an order reached, and when: the order itself keeps only its newest. Kept by a trigger, so that no way in can forget it.
create table contact_order_step (
  workspace_id uuid not null,
  order_id uuid not null,
  status text not null,
  at timestamptz not null,
  primary key (workspace_id, order_id, status),
  foreign key (workspace_id, order_id) references contact_order on delete cascade
);
create index contact_order_step_at on contact_order_step (workspace_id, at);
insert into contact_order_step (workspace_id, order_id, status, at) select workspace_id, order_id, status, told_at from contact_order;
create function keep_order_step() returns trigger language plpgsql as $$
begin
  insert into contact_order_step (workspace_id, order_id, status, at) values (new.workspace_id, new.order_id, new.status, least(new.told_at, new.updated_at)) on conflict do nothing;
  return null;
end $$;
create trigger contact_order_step_new after insert on contact_order for each row execute function keep_order_step();
create trigger contact_order_step_changed after update of status on contact_order for each row when (new.status <> old.status) execute function keep_order_step();
-- Consents of a span of time, for what began before a rule was switched on.
create index consent_entry_recorded on consent_entry (workspace_id, recorded_at);

do $$ declare t text; begin
  foreach t in array array['rule_timer', 'rule_place', 'contact_order_step'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_workspace on %I to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()))', t);
    execute format('grant select, insert, update, delete on %I to recado_app', t);
  end loop;
end $$;
