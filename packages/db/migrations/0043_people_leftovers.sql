-- Who opened whose page: at most one entry per colleague (or program), person and hour, whichever node saw it and however often a node restarts.
create unique index audit_entry_opened on audit_entry (workspace_id, subject, (actor->>'id'), (data->>'hour')) where action = 'contact.opened';

-- Files that belong to no thread: pictures of people, files of saved replies, and what somebody uploaded and never sent. Looked at when this lies a day back;
-- what is in use is put off (swept_at).
alter table media add column swept_at timestamptz;
create index media_loose on media (workspace_id, coalesce(swept_at, created_at)) where conversation_id is null and message_id is null;
-- Pictures at the head of templates that were sent: in use, like every other file of a message.
insert into media_use (workspace_id, media_id, message_id)
  select m.workspace_id, f.media_id, m.message_id from message m cross join lateral jsonb_array_elements(case when jsonb_typeof(m.content->'parameters') = 'array' then m.content->'parameters' else '[]' end) p
  join media f on f.workspace_id = m.workspace_id and f.media_id::text = p->>'mediaId' where m.kind = 'template' and m.direction = 'out' on conflict do nothing;
