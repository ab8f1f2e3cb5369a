-- A person's page shows every file that came or went in her threads, and every post that went to her.

-- Messages that may carry a file, along their thread: a thread of ten thousand lines and one contract is not read through for it.
create index message_files on message (workspace_id, conversation_id, at desc, message_id desc) where kind in ('image', 'video', 'audio', 'document', 'template');

-- Which posts the month's count holds: the post's id, and by which of its calls (post_call.ordinal). Whom a post went to is forgotten when its month is
-- over (post_target); this stays with the address and goes with it. Posts of months before this column was made are not known of anybody.
alter table post_receipt add column posts jsonb not null default '{}';
update post_receipt r set posts = known.posts from (
  select t.workspace_id, c.account_id, t.identity_id, c.month, jsonb_object_agg(t.post_id::text, t.ordinal) as posts
  from post_target t join post_call c on c.workspace_id = t.workspace_id and c.post_id = t.post_id and c.ordinal = t.ordinal
  where c.month is not null and c.state in ('sending', 'accepted', 'finished', 'unknown') group by 1, 2, 3, 4) known
where r.workspace_id = known.workspace_id and r.account_id = known.account_id and r.identity_id = known.identity_id and r.month = known.month;

-- Two addresses turn out to be one: as before, and what each was sent stands at the one that stays.
create or replace function posts_follow_keys() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from identity_key where workspace_id = new.workspace_id and identity_id = old.identity_id) then return null; end if;
  insert into post_receipt as r (workspace_id, account_id, identity_id, month, count, told, posts)
    select workspace_id, account_id, new.identity_id, month, count, told, posts from post_receipt where workspace_id = new.workspace_id and identity_id = old.identity_id
    on conflict (workspace_id, account_id, identity_id, month) do update set count = r.count + excluded.count, told = r.told or excluded.told, posts = r.posts || excluded.posts;
  delete from post_receipt where workspace_id = new.workspace_id and identity_id = old.identity_id;
  return null;
end $$;
