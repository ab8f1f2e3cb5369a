-- Background jobs (graphile-worker, schema graphile_worker, installed by the server at its start) and the webhooks we send.

-- Adds a job from within a workspace's transaction: recado_app has no right to the jobs' schema itself. The body is looked up when it runs, so the schema may come later.
create function add_background_job(p_name text, p_payload json, p_queue text, p_run_at timestamptz, p_max_attempts int, p_key text, p_priority int, p_key_mode text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform graphile_worker.add_job(p_name, p_payload, p_queue, p_run_at, p_max_attempts, p_key, p_priority, null, p_key_mode);
end $$;
revoke execute on function add_background_job(text, json, text, timestamptz, int, text, int, text) from public;
grant execute on function add_background_job(text, json, text, timestamptz, int, text, int, text) to recado_app;
