/** Who was written to by a post is needed until its last report is here and its month is over; then only its totals and the month's ledger stay. */
import { postMonth } from '@recado/core'
import { iso } from '../http/schemas.js'
import type { Services } from '../services.js'
import { posters } from './account.js'

/** Removed at once: a delete of a million rows would hold its locks for minutes. */
const BATCH = 20_000

const OVER = `select p.post_id from post p where p.workspace_id = $1 and p.account_id = $2 and p.targets_pruned_at is null and p.state in ('done', 'failed', 'deleted')
  and not exists (select from post_call c where c.workspace_id = $1 and c.post_id = p.post_id and (c.state in ('planned', 'sending', 'accepted', 'unknown') or c.month >= $3)) order by p.post_id limit 100`
const REMOVE = `delete from post_target t using (select identity_id from post_target where workspace_id = $1 and post_id = $2 limit ${BATCH}) old where t.workspace_id = $1 and t.post_id = $2 and t.identity_id = old.identity_id returning 1`

/** Takes away the addresses of posts that are over, in steps. Safe on every node at once. */
export async function pruneTargets(services: Services, workspaceId: string): Promise<void> {
  const { db } = services
  const now = services.clock.now(workspaceId)
  for (const { account, posts } of await posters(services, workspaceId)) {
    const month = postMonth(now, posts.rules.perContact.timeZone)
    const over = await db.inWorkspace(workspaceId, (tx) => tx.query<{ post_id: string }>(OVER, [workspaceId, account.id, month]))
    for (const { post_id: postId } of over) {
      for (let gone = BATCH; gone === BATCH && !services.stopping();) gone = (await db.inWorkspace(workspaceId, (tx) => tx.query(REMOVE, [workspaceId, postId]))).length
      if (services.stopping()) return
      await db.inWorkspace(workspaceId, (tx) => tx.query(`update post set targets_pruned_at = $3 where workspace_id = $1 and post_id = $2 and state in ('done', 'failed', 'deleted')`, [workspaceId, postId, iso(now)]))
    }
  }
}
