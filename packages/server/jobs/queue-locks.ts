import type { Database } from '@recado/db'

/** Long enough for a runner that has just started to say so. */
const YOUNG = '30 seconds'

/** Frees the work of runners whose lease has ended: killed, or cut off. graphile-worker itself would wait four hours. */
export async function unlockAbandoned(db: Database): Promise<void> {
  await db.pool.query(
    `select graphile_worker.force_unlock_workers(dead.ids) from (select array_agg(distinct j.locked_by) as ids from graphile_worker.jobs j
       where j.locked_at < now() - interval '${YOUNG}' and not exists (select from lease l where l.name = 'jobs:' || j.locked_by and l.expires_at > now())) dead where dead.ids is not null`)
}

/** Frees everything: before the only process of a database starts its runner, nobody can be at work. */
export async function unlockAll(db: Database): Promise<void> {
  await db.pool.query(`delete from lease where name like 'jobs:%'`)
  await db.pool.query('select graphile_worker.force_unlock_workers(taken.ids) from (select array_agg(distinct locked_by) as ids from graphile_worker.jobs where locked_by is not null) taken where taken.ids is not null')
}
