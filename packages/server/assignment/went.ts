import type { Instant } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Services } from '../services.js'
import { whoWorks } from './agents.js'
import { Doings } from './carry-out.js'

/** Notes since when colleagues are as they are, where that changed since it was last told. Returns what is to be told, or null. */
export async function tellWhoCameOrWent(tx: Tx, services: Services, workspaceId: string, now: Instant): Promise<Doings | null> {
  const changed = (await whoWorks(tx, services, workspaceId, now, false)).filter((one) => one.availability !== one.shown)
  if (changed.length === 0) return null
  const rows = JSON.stringify(changed.map(({ userId, availability, shown }) => ({ user_id: userId, availability, was: shown })))
  // Another node may have told it a moment ago: only who still stands as we read her is told.
  const told = await tx.query<{ user_id: string }>(
    `insert into member_work as w (workspace_id, user_id, shown, shown_since) select $1, r.user_id, r.availability, $3 from jsonb_to_recordset($2::jsonb) as r(user_id uuid, availability text) order by r.user_id
     on conflict (workspace_id, user_id) do update set shown = excluded.shown, shown_since = excluded.shown_since where w.shown <> excluded.shown returning user_id`, [workspaceId, rows, new Date(now).toISOString()])
  if (told.length === 0) return null
  const doings = new Doings(tx, workspaceId, now)
  for (const row of told) doings.colleague(row.user_id)
  return doings
}
