-- People who are here under an address that must not be taken in are marked from now on: those who came back before are looked at once more.
update joining_place p set identity_id = '00000000-0000-0000-0000-000000000000', contact_address_id = '00000000-0000-0000-0000-000000000000'
  where exists (select from suppression s where s.workspace_id = p.workspace_id);

-- When the addresses of a post were taken away, once nothing is asked of them any more; its totals stay on its calls.
alter table post add column targets_pruned_at timestamptz;
create index post_unpruned on post (workspace_id, post_id) where targets_pruned_at is null and state in ('done', 'failed', 'deleted');

-- When a message that is billed arrived: what the platform's own totals are cut by. Of entries from before this, the moment of the bill.
alter table cost_entry add column delivered_at timestamptz;
update cost_entry set delivered_at = settled_at where state = 'settled' and free_reason is distinct from 'undelivered';

-- The platform's own word on a month's charges beside ours, one row per account, month and class, as of the last time it was asked. `theirs_amount`, `currency`: null where it tells volumes alone.
create table cost_check (
  workspace_id uuid not null references workspace on delete cascade,
  account_id uuid not null,
  month date not null,
  class text not null,
  currency text not null,
  ours_count bigint not null,
  ours_amount numeric not null,
  theirs_count bigint not null,
  theirs_amount numeric,
  until timestamptz not null, -- what arrived before this
  checked_at timestamptz not null,
  primary key (workspace_id, account_id, month, class, currency),
  foreign key (workspace_id, account_id) references channel_account on delete cascade
);

-- When an account's platform is asked next.
create table cost_check_turn (
  workspace_id uuid not null references workspace on delete cascade,
  account_id uuid not null,
  due_at timestamptz not null,
  primary key (workspace_id, account_id),
  foreign key (workspace_id, account_id) references channel_account on delete cascade
);

do $$ declare t text; begin
  foreach t in array array['cost_check', 'cost_check_turn'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_workspace on %I to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()))', t);
    execute format('grant select, insert, update, delete on %I to recado_app', t);
  end loop;
end $$;
