-- What messages cost: cards put in by file, one ledger entry per message that left, and what may be spent in a month.

-- Raised with every change of a card: what is held in memory of them is good for one version.
alter table workspace add column rate_cards_version int not null default 0;

-- A price list of one channel in one currency, from a day on (midnight in each account's time zone). Replaced and deleted ones stay, retired.
create table rate_card (
  workspace_id uuid not null references workspace on delete cascade,
  rate_card_id uuid not null,
  channel text not null,
  currency text not null,
  effective_on date not null,
  version int not null,
  name text not null,
  file_name text not null,
  markets jsonb not null, -- market -> price class -> decimal amount
  tiers jsonb not null default '{}', -- market -> price class -> [{after, amount}]
  created_by text not null,
  created_at timestamptz not null,
  retired_at timestamptz,
  primary key (workspace_id, rate_card_id)
);
create unique index rate_card_in_force on rate_card (workspace_id, channel, currency, effective_on) where retired_at is null;

-- What may be spent: by all, by a team or by a campaign. One per subject and currency: amounts are never converted.
create table budget (
  workspace_id uuid not null references workspace on delete cascade,
  budget_id uuid not null,
  scope text not null check (scope in ('workspace', 'team', 'campaign')),
  subject_id uuid not null default '00000000-0000-0000-0000-000000000000', -- the team or campaign
  amount numeric not null check (amount >= 0),
  currency text not null,
  warn_percent int not null default 80 check (warn_percent between 1 and 100),
  updated_by text not null,
  updated_at timestamptz not null,
  primary key (workspace_id, budget_id)
);
create unique index budget_subject on budget (workspace_id, scope, subject_id, currency);

-- What has been taken from a budget in a month (a campaign's, which has no months, stands under 1970-01-01): estimates of what is on its way, bills of what arrived.
create table budget_use (
  workspace_id uuid not null,
  budget_id uuid not null,
  month date not null,
  spent numeric not null default 0,
  warned_at timestamptz,
  primary key (workspace_id, budget_id, month),
  foreign key (workspace_id, budget_id) references budget on delete cascade
) with (fillfactor = 50);

-- One row per message that left: the most it could cost, then what it did cost. It names nobody: a person who is erased takes her messages, not the bill.
-- `month`: first day of the bill's month in the account's time zone; of the sending until it arrives. `void`: the platform surely did not take it.
create table cost_entry (
  workspace_id uuid not null,
  message_id uuid not null,
  account_id uuid not null,
  channel text not null,
  author_type text not null,
  author_id text,
  team_id uuid,
  campaign_id uuid,
  template_id uuid,
  country text,
  time_zone text not null,
  at timestamptz not null,
  sent_month date not null,
  month date not null,
  class text,
  estimated numeric,
  currency text,
  budgets uuid[], -- those it was taken from
  state text not null default 'open' check (state in ('open', 'settled', 'void')),
  told boolean not null default false, -- the platform itself said how it is charged
  market text,
  billed numeric,
  billed_currency text,
  billed_class text,
  free_reason text,
  difference text,
  settled_at timestamptz,
  primary key (workspace_id, message_id)
) with (fillfactor = 80);
create index cost_entry_month on cost_entry (workspace_id, month, campaign_id);
create index cost_entry_open on cost_entry (workspace_id, at) where state = 'open';

-- Charged and free messages of a month: what tiers and allowances are counted by. `subject` = a channel (its portfolio) or an account.
create table cost_count (
  workspace_id uuid not null,
  subject text not null,
  month date not null,
  market text not null,
  class text not null,
  count bigint not null,
  primary key (workspace_id, subject, month, market, class)
) with (fillfactor = 50);

-- How far the log has been read for the ledger. Whoever holds the row reads.
create table cost_place (
  workspace_id uuid not null references workspace on delete cascade,
  after bigint not null,
  primary key (workspace_id)
);

-- The platform's own words on the price stay on the message, so that the ledger can say why it was free.
do $$ declare v_old text; v_new text; begin
  v_old := pg_get_functiondef('merge_reports'::regproc);
  v_new := replace(v_old, $x$'bookedAt', p_now)$x$, $x$'bookedAt', p_now, 'type', b.pricing->>'type', 'billable', b.pricing->'billable')$x$);
  if v_new = v_old then raise exception 'merge_reports has changed'; end if;
  execute v_new;
end $$;

-- Takes an amount from budgets, all or none; the rows are locked in the order of their ids. The names of those without room come back.
create function take_budgets(p_budgets uuid[], p_months date[], p_amount numeric) returns uuid[] language plpgsql as $$
declare ws uuid := current_workspace(); v_short uuid[];
begin
  insert into budget_use (workspace_id, budget_id, month) select ws, b.id, b.month from unnest(p_budgets, p_months) as b(id, month) order by b.id on conflict do nothing;
  perform 1 from budget_use u join unnest(p_budgets, p_months) as b(id, month) on u.budget_id = b.id and u.month = b.month where u.workspace_id = ws order by u.budget_id for update of u;
  select array_agg(u.budget_id) into v_short from budget_use u join unnest(p_budgets, p_months) as b(id, month) on u.budget_id = b.id and u.month = b.month
    join budget g on g.workspace_id = ws and g.budget_id = u.budget_id where u.workspace_id = ws and u.spent + p_amount > g.amount;
  if v_short is null then
    update budget_use u set spent = u.spent + p_amount from unnest(p_budgets, p_months) as b(id, month) where u.workspace_id = ws and u.budget_id = b.id and u.month = b.month;
  end if;
  return v_short;
end $$;

do $$ declare t text; begin
  foreach t in array array['rate_card', 'budget', 'budget_use', 'cost_entry', 'cost_count', 'cost_place'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_workspace on %I to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()))', t);
    execute format('grant select, insert, update, delete on %I to recado_app', t);
  end loop;
end $$;
grant execute on function take_budgets(uuid[], date[], numeric) to recado_app;
