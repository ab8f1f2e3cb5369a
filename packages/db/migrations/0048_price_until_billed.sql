-- A delivered message showed what it costs at most as if that were its bill, until the bill came a second later. The platform's report names how a message is charged and not
-- how much: until the ledger has written its line the amount stays what it was, an estimate. Only what the platform gives away is known at once.
do $$ declare v_old text; v_new text; begin
  v_old := pg_get_functiondef('merge_reports'::regproc);
  v_new := replace(v_old, $x$jsonb_build_object('class', b.pricing->>'category', 'estimated', false, 'bookedAt'$x$, $x$jsonb_build_object('class', b.pricing->>'category', 'estimated', coalesce((x.price->>'estimated')::boolean, false), 'bookedAt'$x$);
  v_new := replace(v_new, $x$then jsonb_build_object('amount', '0.0000') else$x$, $x$then jsonb_build_object('amount', '0.0000', 'estimated', false) else$x$);
  if v_new = v_old or v_new not like '%''0.0000'', ''estimated'', false%' then raise exception 'merge_reports has changed'; end if;
  execute v_new;
end $$;
