/** Posts that were made in the platform's own console: entered by hand, or given the audience that only a person knows. */
import type { Post } from '@recado/api'
import { RecadoError } from '@recado/core'
import { newId } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import { changing as onPlatform } from '../openers/told.js'
import { iso } from '../http/schemas.js'
import type { Principal, Services } from '../services.js'
import { posterOf } from './account.js'
import { changing, readPost } from './drafts.js'
import { everybodyIn, giveBack, takeFromMonth } from './ledger.js'
import { insertOutside } from './reports.js'
import { CALL_COLUMNS, type CallRow } from './rows.js'

export async function enterOutside(services: Services, principal: Principal, wish: { channelAccountId: string; name: string; at: number; toAll: boolean }): Promise<Post> {
  const { workspaceId } = principal
  const poster = await posterOf(services, workspaceId, wish.channelAccountId)
  const now = services.clock.now(workspaceId)
  if (wish.at > now) throw new RecadoError('invalid_request', { fields: [{ field: 'at', message: 'lies in the future' }] })
  const id = newId()
  const post = await services.db.inWorkspace(workspaceId, async (tx) => {
    await insertOutside(tx, workspaceId, poster, { id, origin: 'manual', name: wish.name, at: wish.at, toAll: wish.toAll, externalId: null, report: null, now, actor: actorOf(principal) })
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'post.entered', subject: id, data: { toAll: wish.toAll } })
    return readPost(tx, workspaceId, id)
  })
  services.signals.committed(workspaceId)
  return post
}

/** Says whom a post made elsewhere reached: everybody, or somebody nobody can name. The month follows. */
export async function sayWhom(services: Services, principal: Principal, id: string, wish: { name?: string; toAll?: boolean }): Promise<Post> {
  const { workspaceId } = principal
  return changing(services, principal, id, ['done', 'failed'], 'post.entered', async (tx, row, now) => {
    if (row.origin === 'ours') throw new RecadoError('post_wrong_state', { postId: id })
    const [call] = await tx.query<CallRow>(`select ${CALL_COLUMNS} from post_call c where c.workspace_id = $1 and c.post_id = $2 order by c.ordinal limit 1`, [workspaceId, id])
    const was = row.audience.to === 'all'
    if (wish.toAll !== undefined && wish.toAll !== was && call?.month) {
      const place = { postId: id, ordinal: 0 }
      if (was) await giveBack(tx, workspaceId, row.account_id, place, call.month)
      await tx.query('delete from post_target where workspace_id = $1 and post_id = $2', [workspaceId, id])
      if (wish.toAll) {
        await everybodyIn(tx, workspaceId, row.account_id, id, iso(row.sent_at ?? Date.parse(now)))
        await takeFromMonth(tx, workspaceId, row.account_id, place, call.month)
      }
      await tx.query(`update post_call set reach = $3 where workspace_id = $1 and post_id = $2`, [workspaceId, id, wish.toAll ? 'all' : 'list'])
    }
    await tx.query('update post set name = coalesce($3, name), audience = $4, updated_at = $5 where workspace_id = $1 and post_id = $2', [workspaceId, id, wish.name ?? null, JSON.stringify({ to: (wish.toAll ?? was) ? 'all' : 'unknown' }), now])
  })
}

/** Takes back what the platform lets one take back: the pages are gone, what arrived stays on the phones. */
export async function takeBack(services: Services, principal: Principal, id: string): Promise<Post> {
  const { workspaceId } = principal
  const post = await services.db.inWorkspace(workspaceId, (tx) => readPost(tx, workspaceId, id))
  const { account, posts } = await posterOf(services, workspaceId, post.channelAccountId)
  if (!posts.remove || post.origin !== 'ours' || !posts.rules.deletable.includes(post.content.kind) || !['done', 'waiting'].includes(post.state)) throw new RecadoError('post_wrong_state', { postId: id, state: post.state })
  const ids = await services.db.inWorkspace(workspaceId, (tx) => tx.query<{ external_id: string }>(`select external_id from post_call where workspace_id = $1 and post_id = $2 and external_id is not null`, [workspaceId, id]))
  const context = services.call(account)
  for (const { external_id: externalId } of ids) await onPlatform(async () => { await posts.remove?.(externalId, context) })
  return changing(services, principal, id, ['done', 'waiting'], 'post.taken_back', async (tx, _row, now) => {
    await tx.query(`update post set state = 'deleted', figures_due = null, updated_at = $3 where workspace_id = $1 and post_id = $2`, [workspaceId, id, now])
  })
}
