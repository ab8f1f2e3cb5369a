/** Makes the calls of one post, one after the other. */
import type { PostAudienceCall } from '@recado/channel-kit'
import type { IdentityKey } from '@recado/core'
import type { Services } from '../services.js'
import { type Poster, posterOf } from './account.js'
import { claim, claimUnknown } from './claim.js'
import { answered, lostOnes, taken } from './outcome.js'
import { begin } from './begin.js'
import { type CallRow, type PostRow, postRow } from './rows.js'

async function audienceOf(services: Services, workspaceId: string, post: PostRow, call: CallRow): Promise<PostAudienceCall> {
  if (call.reach === 'all') return { reach: 'all' }
  if (call.reach === 'tag' && post.audience.to === 'tag') return { reach: 'tag', tagId: post.audience.tagId }
  const rows = await services.db.inWorkspace(workspaceId, (tx) => tx.query<{ keys: IdentityKey[] }>(
    `select jsonb_agg(jsonb_build_object('kind', k.kind, 'value', k.value)) as keys from post_target t join identity_key k on k.workspace_id = $1 and k.identity_id = t.identity_id
     where t.workspace_id = $1 and t.post_id = $2 and t.ordinal = $3 group by t.identity_id order by t.identity_id`, [workspaceId, post.post_id, call.ordinal]))
  return { reach: 'list', to: rows.map((row) => row.keys) }
}

async function make(services: Services, workspaceId: string, poster: Poster, post: PostRow, call: CallRow): Promise<void> {
  const audience = await audienceOf(services, workspaceId, post, call)
  let outcome: (where: Parameters<typeof taken>[0]) => Promise<void>
  try {
    const found = await poster.posts.send(post.prepared ?? { body: {}, diesAt: null }, audience, call.client_id, services.call(poster.account))
    outcome = (where) => taken(where, found)
  } catch (error) {
    outcome = (where) => answered(where, error)
  }
  await services.db.inWorkspace(workspaceId, (tx) => outcome({ tx, services, workspaceId, poster, post, call }))
  services.signals.committed(workspaceId)
}

/** Everything of this post that can be done now. */
export async function advance(services: Services, workspaceId: string, postId: string): Promise<void> {
  for (;;) {
    if (services.stopping()) return
    const post = await services.db.inWorkspace(workspaceId, (tx) => postRow(tx, workspaceId, postId))
    if (!post) return
    if (post.state === 'scheduled') {
      if ((post.due_at ?? 0) > services.clock.now(workspaceId)) return
      await begin(services, workspaceId, postId)
      const begun = await services.db.inWorkspace(workspaceId, (tx) => postRow(tx, workspaceId, postId))
      if (begun?.state !== 'sending') return
      continue
    }
    if (post.state !== 'sending' && post.state !== 'waiting') return
    const poster = await posterOf(services, workspaceId, post.account_id)
    if (!post.prepared) {
      const prepared = await poster.posts.prepare(post.content, services.call(poster.account))
      await services.db.inWorkspace(workspaceId, (tx) => tx.query('update post set prepared = $3 where workspace_id = $1 and post_id = $2', [workspaceId, postId, JSON.stringify(prepared)]))
      continue
    }
    const call = await services.db.inWorkspace(workspaceId, async (tx) => {
      await lostOnes(tx, services, workspaceId, poster, post)
      return (await claim(tx, services, workspaceId, poster, post)) ?? claimUnknown(tx, services, workspaceId, poster, post)
    })
    services.signals.committed(workspaceId)
    if (!call) {
      const after = await services.db.inWorkspace(workspaceId, (tx) => postRow(tx, workspaceId, postId))
      if (after?.state === 'scheduled') continue
      return
    }
    await make(services, workspaceId, poster, post, call)
  }
}
