-- The second lock: as recado_app every table with a workspace shows the running transaction's workspace only. No switch turns it off.
do $$ declare t text; begin
  for t in select c.table_name from information_schema.columns c join information_schema.tables b using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'workspace_id' and b.table_type = 'BASE TABLE'
      and c.table_name not in ('session', 'api_token', 'live_ticket', 'webhook_route')
  loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_workspace on %I to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()))', t);
    execute format('grant select, insert, update, delete on %I to recado_app', t);
  end loop;
end $$;
revoke insert, delete on workspace from recado_app;
revoke update, delete on audit_entry from recado_app;

-- Members of the workspace may be named; nothing else of a person's account is readable there.
alter table app_user enable row level security;
create policy colleagues on app_user for select to recado_app using (user_id in (select m.user_id from member m where m.workspace_id = (select current_workspace())));
grant select (user_id, email, name, language, disabled_at, created_at) on app_user to recado_app;

-- What is read before a workspace is known.
grant select, insert, update, delete on session, api_token, sign_in_failure, live_ticket, webhook_route, lease, installation to recado_system;
grant select, insert, update, delete on app_user, member, workspace, event_head, workspace_counter to recado_system;
create policy everybody on app_user to recado_system using (true) with check (true);
create policy everybody on member to recado_system using (true) with check (true);
create policy everybody on workspace to recado_system using (true) with check (true);
create policy everybody on event_head to recado_system using (true) with check (true);
create policy everybody on workspace_counter to recado_system using (true) with check (true);
grant execute on all functions in schema public to recado_app, recado_system;
-- It takes the workspace as an argument: only for the server itself, before it has entered one.
revoke execute on function ingest_batch_of(uuid, jsonb, jsonb, jsonb, jsonb, timestamptz) from public, recado_app, recado_system;

-- Names of API tokens, for the authors of messages; nothing else of a token is readable in a workspace.
create view api_token_name as select workspace_id, token_id, name from api_token where workspace_id = current_workspace();
grant select on api_token_name to recado_app;
