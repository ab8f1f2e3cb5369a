/** Posts as people write, plan and take them back. */
import type { Post, PostAudience } from '@recado/api'
import { cleanBody, filesOf, picturesOf, postFaults, type PostedContent, type PostFault, type PostFile, RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import { iso } from '../http/schemas.js'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import type { Principal, Services } from '../services.js'
import { type Poster, posterOf } from './account.js'
import { POST_COLUMNS, type PostRow, postRow, withCalls } from './rows.js'

export interface PostWish { channelAccountId: string; name: string; content: PostedContent; audience: PostAudience; categoryId: string | null }

/** What was written, with every article's text made safe. */
const kept = (content: PostedContent): PostedContent => storable(content.kind === 'articles' ? { ...content, articles: content.articles.map((article) => ({ ...article, body: cleanBody(article.body) })) } : content)

/** The post as it stands; throws not_found. */
export async function readPost(tx: Tx, workspaceId: string, id: string): Promise<Post> {
  const row = await postRow(tx, workspaceId, id)
  if (!row) throw new RecadoError('not_found', { postId: id })
  return (await withCalls(tx, workspaceId, [row]))[0]! // of one row
}

/** One change of a post under its lock: audit, log and the answer. */
export async function changing(services: Services, principal: Principal, id: string, from: readonly Post['state'][], action: string, work: (tx: Tx, row: PostRow, now: string) => Promise<void>): Promise<Post> {
  const { workspaceId } = principal
  const post = await services.db.inWorkspace(workspaceId, async (tx) => {
    const row = await postRow(tx, workspaceId, id, true)
    if (!row) throw new RecadoError('not_found', { postId: id })
    if (!from.includes(row.state)) throw new RecadoError('post_wrong_state', { postId: id, state: row.state })
    await work(tx, row, iso(services.clock.now(workspaceId)))
    await audit(tx, services, workspaceId, actorOf(principal), { action, subject: id })
    await append(tx, [{ type: 'post.changed', data: { postId: id } }])
    return readPost(tx, workspaceId, id)
  })
  services.signals.committed(workspaceId)
  return post
}

async function demandTopic(tx: Tx, workspaceId: string, categoryId: string | null): Promise<void> {
  if (categoryId === null) return
  const [row] = await tx.query('select 1 from consent_category where workspace_id = $1 and category_id = $2 and archived_at is null', [workspaceId, categoryId])
  if (!row) throw new RecadoError('invalid_request', { fields: [{ field: 'categoryId', message: 'names no topic in use' }] })
}

export async function makePost(services: Services, principal: Principal, wish: PostWish): Promise<Post> {
  const { workspaceId } = principal
  await posterOf(services, workspaceId, wish.channelAccountId)
  const id = newId()
  const post = await services.db.inWorkspace(workspaceId, async (tx) => {
    await demandTopic(tx, workspaceId, wish.categoryId)
    const now = iso(services.clock.now(workspaceId))
    await tx.query('insert into post (workspace_id, post_id, account_id, name, content, audience, category_id, created_by, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)',
      [workspaceId, id, wish.channelAccountId, storable(wish.name), JSON.stringify(kept(wish.content)), JSON.stringify(wish.audience), wish.categoryId, JSON.stringify(actorOf(principal)), now])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'post.created', subject: id })
    await append(tx, [{ type: 'post.changed', data: { postId: id } }])
    return readPost(tx, workspaceId, id)
  })
  services.signals.committed(workspaceId)
  return post
}

/** Drafts, and failed posts of which nothing left, may be changed; what the platform was given before is made anew. */
export function editPost(services: Services, principal: Principal, id: string, wish: Partial<Omit<PostWish, 'channelAccountId'>>): Promise<Post> {
  return changing(services, principal, id, ['draft', 'failed'], 'post.changed', async (tx, row, now) => {
    if (row.origin !== 'ours' || row.sent_at !== null) throw new RecadoError('post_wrong_state', { postId: id })
    if (wish.categoryId) await demandTopic(tx, principal.workspaceId, wish.categoryId)
    await tx.query(
      `update post set name = coalesce($3, name), content = coalesce($4::jsonb, content), audience = coalesce($5::jsonb, audience), category_id = case when $6 then $7::uuid else category_id end,
         prepared = null, state = 'draft', code = null, message = null, updated_at = $8 where workspace_id = $1 and post_id = $2`,
      [principal.workspaceId, id, wish.name === undefined ? null : storable(wish.name), wish.content ? JSON.stringify(kept(wish.content)) : null, wish.audience ? JSON.stringify(wish.audience) : null, wish.categoryId !== undefined, wish.categoryId ?? null, now])
  })
}

export function duplicatePost(services: Services, principal: Principal, id: string): Promise<Post> {
  return services.db.inWorkspace(principal.workspaceId, (tx) => readPost(tx, principal.workspaceId, id)).then((post) => makePost(services, principal, {
    channelAccountId: post.channelAccountId, name: post.name, content: post.content, audience: post.audience.to === 'unknown' ? { to: 'all' } : post.audience, categoryId: post.categoryId,
  }))
}

/** Throws away what was never sent. A post made elsewhere and entered by hand gives back what it took from the month. */
export async function dropPost(services: Services, principal: Principal, id: string): Promise<void> {
  const { workspaceId } = principal
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const row = await postRow(tx, workspaceId, id, true)
    if (!row) throw new RecadoError('not_found', { postId: id })
    if (row.origin === 'ours' && (row.sent_at !== null || !['draft', 'failed'].includes(row.state))) throw new RecadoError('post_wrong_state', { postId: id, state: row.state })
    if (row.origin === 'noticed') throw new RecadoError('post_wrong_state', { postId: id })
    if (row.origin === 'manual') await tx.query(
      `update post_receipt r set count = greatest(r.count - 1, 0) from post_target t, post_call c where t.workspace_id = $1 and t.post_id = $2 and c.workspace_id = $1 and c.post_id = $2
         and r.workspace_id = $1 and r.account_id = $3 and r.identity_id = t.identity_id and r.month = c.month and not r.told`, [workspaceId, id, row.account_id])
    await tx.query('delete from post where workspace_id = $1 and post_id = $2', [workspaceId, id])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'post.removed', subject: id })
    await append(tx, [{ type: 'post.changed', data: { postId: id } }])
  })
  services.signals.committed(workspaceId)
}

/** What the platform would refuse of it. */
export async function faultsOf(tx: Tx, workspaceId: string, { posts }: Poster, content: PostedContent): Promise<PostFault[]> {
  const ids = filesOf(content, picturesOf)
  const rows = ids.length > 0 ? await tx.query<{ media_id: string; mime: string; bytes: number; duration_ms: number | null }>(`select media_id, mime, bytes::int as bytes, duration_ms from media where workspace_id = $1 and media_id = any($2::uuid[]) and state = 'ready'`, [workspaceId, ids]) : []
  const files = new Map(rows.map((row): [string, PostFile] => [row.media_id, { mime: row.mime, bytes: row.bytes, durationMs: row.duration_ms }]))
  return postFaults(content, posts.rules, files)
}

const words = ({ code, limit }: PostFault): string => (limit === undefined ? code : `${code}: ${limit}`)

/** Throws post_incomplete with what is missing or too much. */
export function demandWhole(faults: readonly PostFault[]): void {
  const grave = faults.filter((fault) => !fault.warning)
  if (grave.length > 0) throw new RecadoError('post_incomplete', { fields: grave.slice(0, 20).map((fault) => ({ field: `content.${fault.path}`, message: words(fault) })) })
}

/** Goes out at that moment, or at once. The audience is looked at then, not now. */
export async function schedulePost(services: Services, principal: Principal, id: string, at: number | null): Promise<Post> {
  const { workspaceId } = principal
  const row = await services.db.inWorkspace(workspaceId, (tx) => postRow(tx, workspaceId, id))
  if (!row || row.origin !== 'ours') throw new RecadoError('not_found', { postId: id })
  const poster = await posterOf(services, workspaceId, row.account_id)
  const post = await changing(services, principal, id, ['draft', 'failed', 'scheduled'], 'post.scheduled', async (tx, fresh, now) => {
    if (fresh.sent_at !== null || fresh.audience.to === 'unknown') throw new RecadoError('post_wrong_state', { postId: id })
    demandWhole(await faultsOf(tx, workspaceId, poster, fresh.content))
    await tx.query(`update post set state = 'scheduled', due_at = greatest($3::timestamptz, $4::timestamptz), code = null, message = null, updated_at = $4 where workspace_id = $1 and post_id = $2`, [workspaceId, id, at === null ? now : iso(at), now])
  })
  services.signals.emit('posts', workspaceId)
  return post
}

/** Back to a draft before its turn has come. */
export const unschedulePost = (services: Services, principal: Principal, id: string): Promise<Post> =>
  changing(services, principal, id, ['scheduled'], 'post.unscheduled', async (tx, _row, now) => { await tx.query(`update post set state = 'draft', due_at = null, code = null, message = null, updated_at = $3 where workspace_id = $1 and post_id = $2`, [principal.workspaceId, id, now]) })

/** Newest first, by when it went out, will go out, or was written. */
export async function listPosts(tx: Tx, workspaceId: string, query: { channelAccountId?: string; state?: string; from?: string; to?: string; after: readonly (string | null)[]; limit: number }): Promise<{ rows: (PostRow & { place: number })[]; posts: Post[] }> {
  const rows = await tx.query<PostRow & { place: number }>(
    `select ${POST_COLUMNS}, coalesce(p.sent_at, p.due_at, p.created_at) as place from post p where p.workspace_id = $1 and ($2::uuid is null or p.account_id = $2) and ($3::text is null or p.state = $3)
       and ($4::timestamptz is null or coalesce(p.sent_at, p.due_at, p.created_at) >= $4) and ($5::timestamptz is null or coalesce(p.sent_at, p.due_at, p.created_at) < $5)
       and ($6::timestamptz is null or (coalesce(p.sent_at, p.due_at, p.created_at), p.post_id) < ($6::timestamptz, $7::uuid))
     order by coalesce(p.sent_at, p.due_at, p.created_at) desc, p.post_id desc limit $8`,
    [workspaceId, query.channelAccountId ?? null, query.state ?? null, query.from ?? null, query.to ?? null, query.after[0], query.after[1], query.limit + 1])
  return { rows, posts: await withCalls(tx, workspaceId, rows.slice(0, query.limit)) }
}
