import { CLOSING_SOON_MS, type Counts } from '@recado/api'
import type { Tx } from '@recado/db'
import type { Services } from '../services.js'

/** Exact up to 999: one more means "more than that", and no count ever walks further. */
const CAP = 1_000

// Each part is a walk along its own partial index that stops at the cap; there are no counter columns to keep right.
const SHARED = `select
  (select count(*)::int from (select from conversation where workspace_id = $1 and status = 'open' limit ${CAP}) s) as everything,
  (select count(*)::int from (select from conversation where workspace_id = $1 and status = 'open' and assignee_id is null limit ${CAP}) s) as unassigned,
  (select count(*)::int from (select from conversation where workspace_id = $1 and status = 'open' and waiting_since is not null limit ${CAP}) s) as waiting,
  (select count(*)::int from (select from conversation where workspace_id = $1 and status = 'open' and waiting_since is not null and window_closes_at > $2 and window_closes_at <= $3 and (window_left is null or window_left > 0) limit ${CAP}) s) as closing_soon,
  (select count(*)::int from (select from conversation where workspace_id = $1 and failed_count > 0 limit ${CAP}) s) as failed,
  (select count(*)::int from (select from conversation where workspace_id = $1 and status = 'open' and unread > 0 limit ${CAP}) s) as unread`

const MINE = `select u.id as user_id, (select count(*)::int from (select from conversation where workspace_id = $1 and assignee_id = u.id and status = 'open' limit ${CAP}) s) as mine from unnest($2::uuid[]) as u(id)`

/** The numbers at the views, for each of these people at once. */
export async function readCounts(tx: Tx, services: Pick<Services, 'clock'>, workspaceId: string, userIds: readonly string[]): Promise<Map<string, Counts>> {
  const now = services.clock.now(workspaceId)
  const [shared] = await tx.query<{ everything: number; unassigned: number; waiting: number; closing_soon: number; failed: number; unread: number }>(SHARED, [workspaceId, new Date(now).toISOString(), new Date(now + CLOSING_SOON_MS).toISOString()])
  const own = await tx.query<{ user_id: string; mine: number }>(MINE, [workspaceId, userIds])
  const { everything = 0, unassigned = 0, waiting = 0, closing_soon: closingSoon = 0, failed = 0, unread = 0 } = shared ?? {}
  return new Map(own.map((row) => [row.user_id, { mine: row.mine, unassigned, all: everything, waiting, closingSoon, failed, mentions: 0, unread }]))
}
