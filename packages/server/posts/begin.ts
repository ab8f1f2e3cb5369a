/** A post whose turn has come: what the platform needs beforehand is handed over, the audience is frozen, and the calls are laid down. */
import { PlatformRefusal, SilentPlatform } from '@recado/channel-kit'
import { minutes, planPost, postMonth } from '@recado/core'
import type { Tx } from '@recado/db'
import { append } from '../ingest/others.js'
import { iso } from '../http/schemas.js'
import type { Services } from '../services.js'
import { type Poster, posterOf } from './account.js'
import { audienceStatement, counted, planned } from './audience.js'
import { toAllUsed } from './ledger.js'
import { askPlatform } from './platform-audience.js'
import { type PostRow, postRow } from './rows.js'
import { postEvents } from './state.js'

/** Silence and an account that does not work are waited for; then a person has to look. */
const PATIENCE_MS = 24 * 3_600_000
const AGAIN_MS = minutes(5)

/** Says why, in our words and the platform's; `again` = it is tried once more by itself. */
export async function stumble(tx: Tx, services: Pick<Services, 'clock'>, workspaceId: string, row: PostRow, code: string, message: string, again: boolean): Promise<void> {
  const now = services.clock.now(workspaceId)
  const waits = again && now + AGAIN_MS < (row.due_at ?? now) + PATIENCE_MS
  await tx.query(`update post set state = case when $6 then state else 'failed' end, due_at = case when $6 then $7::timestamptz else due_at end, code = $3, message = $4, updated_at = $5 where workspace_id = $1 and post_id = $2`,
    [workspaceId, row.post_id, code, message.slice(0, 500), iso(now), waits, iso(now + AGAIN_MS)])
  await append(tx, postEvents(row.post_id, waits ? [] : ['post.finished']))
}

/** Hands over files and draft. True when it is there. */
async function handOver(services: Services, workspaceId: string, { account, posts }: Poster, row: PostRow): Promise<boolean> {
  const now = services.clock.now(workspaceId)
  if (row.prepared && (row.prepared.diesAt === null || row.prepared.diesAt > now + minutes(10))) return true
  try {
    const prepared = await posts.prepare(row.content, services.call(account))
    await services.db.inWorkspace(workspaceId, (tx) => tx.query('update post set prepared = $3, prepared_at = $4 where workspace_id = $1 and post_id = $2', [workspaceId, row.post_id, JSON.stringify(prepared), iso(now)]))
    return true
  } catch (error) {
    if (!(error instanceof PlatformRefusal) && !(error instanceof SilentPlatform)) throw error
    const [code, again] = error instanceof PlatformRefusal ? [error.detail.code, error.detail.retry.kind !== 'never'] as const : ['platform_unavailable', true] as const
    await services.db.inWorkspace(workspaceId, (tx) => stumble(tx, services, workspaceId, row, code, error.message, again))
    services.signals.committed(workspaceId)
    return false
  }
}

/** Freezes the audience of one post and lays its calls down. */
export async function begin(services: Services, workspaceId: string, postId: string): Promise<void> {
  const row = await services.db.inWorkspace(workspaceId, (tx) => postRow(tx, workspaceId, postId))
  if (!row || row.state !== 'scheduled') return
  const poster = await posterOf(services, workspaceId, row.account_id)
  if (!(await handOver(services, workspaceId, poster, row))) return
  const known = await askPlatform(services, poster, row.audience)
  await services.db.inWorkspace(workspaceId, async (tx) => {
    // Another node may have begun it, or somebody has taken it back.
    const now = services.clock.now(workspaceId)
    const fresh = await postRow(tx, workspaceId, postId, true)
    if (!fresh || fresh.state !== 'scheduled' || (fresh.due_at ?? now) > now) return
    const left = await lay(tx, services, workspaceId, poster, fresh, known)
    await append(tx, postEvents(postId, left ? [] : ['post.finished']))
  })
  services.signals.committed(workspaceId)
}

/** False when nobody is left whom it may go to. */
async function lay(tx: Tx, services: Services, workspaceId: string, poster: Poster, row: PostRow, known: Awaited<ReturnType<typeof askPlatform>>): Promise<boolean> {
  const { rules } = poster.posts
  const now = services.clock.now(workspaceId)
  await tx.query('delete from post_target where workspace_id = $1 and post_id = $2', [workspaceId, row.post_id])
  await tx.query('delete from post_call where workspace_id = $1 and post_id = $2', [workspaceId, row.post_id])
  const { sql, values } = await audienceStatement(tx, workspaceId, poster, { audience: row.audience, categoryId: row.category_id, now, ...(known.members && { members: known.members }) })
  const found = counted(await tx.query<{ code: string | null; count: number }>(
    `with a as materialized (${sql}), kept as (insert into post_target (workspace_id, post_id, identity_id, contact_id, ordinal) select $1, $${values.length + 1}::uuid, a.identity_id, a.contact_id, 0 from a where a.code is null returning 1)
     select a.code, count(*)::int as count from a group by a.code`, [...values, row.post_id]))
  const wantedTo = row.audience.to === 'all' || row.audience.to === 'tag' ? row.audience.to : 'people'
  const plan = planPost({ wanted: wantedTo, ...planned(found), known: known.count, toAllUsed: await toAllUsed(tx, workspaceId, poster.account.id, postMonth(now, rules.perContact.timeZone)) }, rules)
  const moment = iso(now)
  if (plan.kind === 'nobody') {
    await tx.query(`update post set state = 'failed', code = $3, message = null, excluded = $4, updated_at = $5 where workspace_id = $1 and post_id = $2`, [workspaceId, row.post_id, plan.code, JSON.stringify(found.excluded), moment])
    return false
  }
  const { length } = plan.calls
  if (length > 1) await tx.query(
    `update post_target t set ordinal = n.ordinal from (select identity_id, ((row_number() over (order by identity_id) - 1) * $3 / $4)::int as ordinal from post_target where workspace_id = $1 and post_id = $2) n
     where t.workspace_id = $1 and t.post_id = $2 and t.identity_id = n.identity_id`, [workspaceId, row.post_id, length, found.eligible])
  for (const [ordinal, size] of plan.calls.entries()) {
    await tx.query('insert into post_call (workspace_id, post_id, ordinal, account_id, client_id, reach, size) values ($1, $2, $3, $4, $5, $6, $7)',
      [workspaceId, row.post_id, ordinal, poster.account.id, `${row.post_id.replaceAll('-', '')}-${now}-${ordinal}`, plan.reach, size])
  }
  await tx.query(`update post set state = 'sending', targets_pruned_at = null, code = null, message = null, excluded = $3, plan = $4, updated_at = $5 where workspace_id = $1 and post_id = $2`,
    [workspaceId, row.post_id, JSON.stringify(found.excluded), JSON.stringify({ reach: plan.reach, reason: plan.reason, at: now }), moment])
  return true
}
