-- Search over everything ever said. A frequent word is found in the newest hours without touching the rest, a rare one wherever it is: GIN
-- intersects the words with a bucket of time, so at most some thousand rows are fetched whatever the frequency (plain GIN: up to 2.4 s at
-- ten million messages).

drop function search_words(tsquery, timestamptz, int);
drop function search_people(text, int);
drop index message_search_vec;
drop index message_search_at;
drop index contact_name;

-- What a message has and who wrote it stands among its words as lexemes that no text can hold (#image, #by…), so the index is made anew: the
-- worker begins from the first message. `hour` = whole hours since 1970 of `at`.
truncate message_search;
delete from installation where name like 'search %';
alter table message_search add column hour int not null;
create index message_search_vec on message_search using gin (workspace_id, hour, (hour / 24), (hour / 720), vec) with (fastupdate = on, gin_pending_list_limit = 256);
create index message_search_thread on message_search (workspace_id, conversation_id);
-- Rows come in the order of their ids and leave seldom; they are big, and the planner must see how many there are.
alter table message_search set (autovacuum_analyze_scale_factor = 0.02);

-- How often a word was said, about: what a beginning may go on to, and which word to look up first. Never `:*`: it reads every posting list below it.
create table search_word (
  workspace_id uuid not null references workspace on delete cascade,
  word text collate "C" not null,
  n bigint not null,
  primary key (workspace_id, word)
) with (fillfactor = 80);
alter table search_word enable row level security;
create policy own_workspace on search_word to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()));
grant select, insert, update, delete on search_word to recado_app;

-- Two threads that become one take their messages along; nothing else ever moves one.
create function search_follows_message() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update message_search set conversation_id = new.conversation_id where workspace_id = new.workspace_id and message_id = new.message_id;
  return null;
end $$;
create trigger message_moved after update of conversation_id on message for each row when (old.conversation_id is distinct from new.conversation_id) execute function search_follows_message();

-- Names as they are compared: small letters without accents.
create function name_fold(p_name text) returns text language sql immutable parallel safe as $$
  select translate(replace(replace(replace(lower(regexp_replace(normalize(p_name, NFKD), '[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]+', '', 'g')), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'øłđðı', 'oldði')
$$;
alter table contact add column name_key text generated always as (name_fold(name)) stored;
create index contact_name_part on contact using gin (workspace_id, name_key gin_trgm_ops);
create index contact_name_start on contact (workspace_id, name_key text_pattern_ops);
create index identity_key_part on identity_key using gin (workspace_id, value gin_trgm_ops);

-- Under a policy these operators lose their index (0.7 -> 87 ms in a trial), so the functions run as the owner and take the workspace from the
-- transaction. They answer ids; what the asker may see of them is decided by her reach, outside.

-- Messages with these words, newest first, below a place. p_rare: few hold the words, so they are looked up without buckets. In order: three hours, three
-- days, three months of thirty days, everything older; each only when those before have not filled the page.
create function search_hits(p_query tsquery, p_rare boolean, p_before timestamptz, p_before_id uuid, p_since timestamptz, p_limit int)
returns table (message_id uuid, conversation_id uuid, at timestamptz) language plpgsql stable
security definer set search_path = public, pg_temp set jit = off set enable_seqscan = off set enable_indexscan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  ws uuid := current_workspace();
  v_hour int := floor(extract(epoch from p_before) / 3600)::int;
  v_end timestamptz := p_before; -- what is not older than this is done
  v_end_id uuid := p_before_id;
  v_left int := p_limit;
  v_got int;
begin
  if not p_rare then
    for n in 0 .. 2 loop
      return query select s.message_id, s.conversation_id, s.at from message_search s
        where s.workspace_id = ws and s.hour = v_hour - n and s.vec @@ p_query and (s.at, s.message_id) < (v_end, v_end_id) and s.at >= p_since order by s.at desc, s.message_id desc limit v_left;
      get diagnostics v_got = row_count;
      v_left := v_left - v_got;
      if v_left <= 0 then return; end if;
    end loop;
    v_end := least(v_end, to_timestamp((v_hour - 2)::bigint * 3600)); -- all of these hours are done
    if v_end < p_before then v_end_id := '00000000-0000-0000-0000-000000000000'; end if;
    v_hour := v_hour - 3;
    for n in 0 .. 2 loop
      exit when v_end <= p_since;
      return query select s.message_id, s.conversation_id, s.at from message_search s
        where s.workspace_id = ws and (s.hour / 24) = v_hour / 24 - n and s.vec @@ p_query and (s.at, s.message_id) < (v_end, v_end_id) and s.at >= p_since order by s.at desc, s.message_id desc limit v_left;
      get diagnostics v_got = row_count;
      v_left := v_left - v_got;
      if v_left <= 0 then return; end if;
    end loop;
    v_hour := (v_hour / 24 - 2) * 24 - 1;
    v_end := least(v_end, to_timestamp((v_hour + 1)::bigint * 3600));
    for n in 0 .. 2 loop
      exit when v_end <= p_since;
      return query select s.message_id, s.conversation_id, s.at from message_search s
        where s.workspace_id = ws and (s.hour / 720) = v_hour / 720 - n and s.vec @@ p_query and (s.at, s.message_id) < (v_end, v_end_id) and s.at >= p_since order by s.at desc, s.message_id desc limit v_left;
      get diagnostics v_got = row_count;
      v_left := v_left - v_got;
      if v_left <= 0 then return; end if;
    end loop;
    v_end := least(v_end, to_timestamp((v_hour / 720 - 2)::bigint * 720 * 3600));
  end if;
  if v_end > p_since then
    return query select s.message_id, s.conversation_id, s.at from message_search s
      where s.workspace_id = ws and s.vec @@ p_query and (s.at, s.message_id) < (v_end, v_end_id) and s.at >= p_since order by s.at desc, s.message_id desc limit v_left;
  end if;
end $$;

-- The same within some threads. Without words: everything said there.
create function search_threads(p_query tsquery, p_threads uuid[], p_before timestamptz, p_before_id uuid, p_since timestamptz, p_limit int)
returns table (message_id uuid, conversation_id uuid, at timestamptz) language sql stable
security definer set search_path = public, pg_temp set jit = off set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
  select s.message_id, s.conversation_id, s.at from unnest(p_threads) t(id) cross join lateral (
    select s.message_id, s.conversation_id, s.at from message_search s where s.workspace_id = current_workspace() and s.conversation_id = t.id
      and (p_query is null or s.vec @@ p_query) and (s.at, s.message_id) < (p_before, p_before_id) and s.at >= p_since offset 0) s
  order by s.at desc, s.message_id desc limit p_limit
$$;

-- How often each of these was said, and the most frequent words that begin like this; of order numbers there may be a million, so not all are compared.
create function search_frequency(p_words text[]) returns table (word text, n bigint) language sql stable security definer set search_path = public, pg_temp as $$
  select w.word, w.n from search_word w where w.workspace_id = current_workspace() and w.word = any(p_words)
$$;
create function search_beginnings(p_start text, p_limit int) returns table (word text, n bigint) language sql stable security definer set search_path = public, pg_temp as $$
  select w.word, w.n from (
    select w.word, w.n from search_word w where w.workspace_id = current_workspace() and w.word >= p_start and w.word < p_start || chr(1114111) order by w.word limit 20000) w
  order by w.n desc limit p_limit
$$;

-- People whose name holds each of these parts, or one of whose addresses holds p_key. Names that begin so come first.
create function search_people(p_parts text[], p_key text, p_limit int) returns table (contact_id uuid, rank int) language plpgsql stable
security definer set search_path = public, pg_temp set jit = off set enable_seqscan = off set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
declare
  ws uuid := current_workspace();
  v_parts text[] := (select array_agg(replace(replace(replace(name_fold(p), '\', '\\'), '%', '\%'), '_', '\_') order by length(p) desc) from unnest(p_parts) p);
  v_all text[] := (select array_agg('%' || p || '%') from unnest(v_parts) p);
begin
  return query select f.contact_id, min(f.rank)::int from (
    (select c.contact_id, case when c.name_key like v_parts[1] || '%' then 0 when c.name_key like '% ' || v_parts[1] || '%' then 1 else 2 end as rank
      from contact c where cardinality(v_parts) > 0 and char_length(v_parts[1]) >= 3 and c.workspace_id = ws and c.name_key like '%' || v_parts[1] || '%' and c.name_key like all (v_all) limit 400)
    union all
    (select c.contact_id, 0 from contact c where cardinality(v_parts) > 0 and char_length(v_parts[1]) < 3 and c.workspace_id = ws and c.name_key like v_parts[1] || '%' and c.name_key like all (v_all) limit 400)
    union all
    (select d.contact_id, 1 from identity_key k join identity d on d.workspace_id = ws and d.identity_id = k.identity_id
      where p_key <> '' and k.workspace_id = ws and k.value like '%' || replace(replace(replace(p_key, '\', '\\'), '%', '\%'), '_', '\_') || '%' limit 200)) f
  group by f.contact_id order by 2 limit p_limit;
end $$;

revoke execute on function search_hits(tsquery, boolean, timestamptz, uuid, timestamptz, int), search_threads(tsquery, uuid[], timestamptz, uuid, timestamptz, int),
  search_frequency(text[]), search_beginnings(text, int), search_people(text[], text, int) from public;
grant execute on function search_hits(tsquery, boolean, timestamptz, uuid, timestamptz, int), search_threads(tsquery, uuid[], timestamptz, uuid, timestamptz, int),
  search_frequency(text[]), search_beginnings(text, int), search_people(text[], text, int) to recado_app;
