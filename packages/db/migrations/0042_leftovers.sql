-- People who are here under an address that must not be taken in are marked from now on: those who came back before are looked at once more.
update joining_place p set identity_id = '00000000-0000-0000-0000-000000000000', contact_address_id = '00000000-0000-0000-0000-000000000000'
  where exists (select from suppression s where s.workspace_id = p.workspace_id);

-- When the addresses of a post were taken away, once nothing is asked of them any more; its totals stay on its calls.
alter table post add column targets_pruned_at timestamptz;
create index post_unpruned on post (workspace_id, post_id) where targets_pruned_at is null and state in ('done', 'failed', 'deleted');
