/** The moment before a call leaves: the rule is asked again, the month takes it from everybody in it, and the call is marked. All or nothing. */
import { calendarDay, minutes, postMonth } from '@recado/core'
import type { Tx } from '@recado/db'
import { iso } from '../http/schemas.js'
import { append } from '../ingest/others.js'
import type { Services } from '../services.js'
import type { Poster } from './account.js'
import { audienceStatement } from './audience.js'
import { callsSince, takeFromMonth } from './ledger.js'
import { CALL_COLUMNS, type CallRow, type PostRow } from './rows.js'
import { settlePost } from './state.js'

/** Longer than any call of ours takes: whoever holds the row longer has gone, and its answer with it. */
export const LEASE = `now() + interval '2 minutes'`
/** What was frozen longer ago than this is frozen anew before the first call. */
const FRESH_MS = minutes(1)

const nextMinute = (now: number): number => (Math.floor(now / 60_000) + 1) * 60_000

/** The next call of this post to be made now, marked as leaving; null when there is none. */
export async function claim(tx: Tx, services: Pick<Services, 'clock'>, workspaceId: string, poster: Poster, post: PostRow): Promise<CallRow | null> {
  const now = services.clock.now(workspaceId)
  const { rules } = poster.posts
  // One at a time per account: two posts at once could give somebody a fifth.
  await tx.query('select 1 from channel_account where workspace_id = $1 and account_id = $2 for no key update', [workspaceId, poster.account.id])
  const [call] = await tx.query<CallRow>(`select ${CALL_COLUMNS} from post_call c where c.workspace_id = $1 and c.post_id = $2 and c.state = 'planned' and (c.retry_at is null or c.retry_at <= $3) order by c.ordinal limit 1 for update skip locked`, [workspaceId, post.post_id, iso(now)])
  if (!call) return null
  const day = calendarDay(now, rules.perContact.timeZone)
  const waits = (await callsSince(tx, workspaceId, poster.account.id, iso(day.from))) >= rules.calls.perDay ? day.to
    : (await callsSince(tx, workspaceId, poster.account.id, iso(nextMinute(now) - 60_000))) >= rules.calls.perMinute ? nextMinute(now) : null
  if (waits !== null) {
    await tx.query(`update post_call set retry_at = $4, code = 'platform_rate_limited' where workspace_id = $1 and post_id = $2 and ordinal = $3`, [workspaceId, post.post_id, call.ordinal, iso(waits)])
    return null
  }
  const month = postMonth(now, rules.perContact.timeZone)
  const { sql, values } = await audienceStatement(tx, workspaceId, poster, { audience: post.audience, categoryId: post.category_id, now, within: { postId: post.post_id, ordinal: call.ordinal } })
  const place = [workspaceId, post.post_id, call.ordinal] as const
  const gone = await tx.query<{ code: string | null }>(
    `delete from post_target t using (select t.identity_id, a.code from post_target t left join (${sql}) a on a.identity_id = t.identity_id where t.workspace_id = $1 and t.post_id = $${values.length + 1} and t.ordinal = $${values.length + 2} and (a.identity_id is null or a.code is not null)) a
     where t.workspace_id = $1 and t.post_id = $${values.length + 1} and t.identity_id = a.identity_id returning a.code`, [...values, post.post_id, call.ordinal])
  const unlawful = gone.some(({ code }) => code !== 'quota_exhausted' && code !== 'unreachable')
  if (call.reach !== 'list' && (unlawful || now > (post.plan?.at ?? now) + FRESH_MS)) {
    // A call to everybody would reach somebody who may no longer be written to, or who has come since: the audience is looked at anew.
    await tx.query(`update post set state = 'scheduled', due_at = $3 where workspace_id = $1 and post_id = $2`, [workspaceId, post.post_id, iso(now)])
    return null
  }
  const [left] = await tx.query<{ size: number }>('select count(*)::int as size from post_target where workspace_id = $1 and post_id = $2 and ordinal = $3', [...place])
  const size = left?.size ?? 0
  if (size === 0 || (call.reach === 'list' && size < rules.list.least)) {
    await tx.query(`update post_call set state = 'dropped', size = $4, code = 'audience_too_small' where workspace_id = $1 and post_id = $2 and ordinal = $3`, [...place, size])
    await settlePost(tx, services, workspaceId, post.post_id)
    return null
  }
  await takeFromMonth(tx, workspaceId, poster.account.id, { postId: post.post_id, ordinal: call.ordinal }, month)
  const [marked] = await tx.query<CallRow>(
    `update post_call c set state = 'sending', size = $4, month = $5, started_at = $6, retry_at = null, tries = c.tries + 1, code = null, message = null, lease_until = ${LEASE} where c.workspace_id = $1 and c.post_id = $2 and c.ordinal = $3 returning ${CALL_COLUMNS}`,
    [...place, size, month, iso(now)])
  await append(tx, [{ type: 'post.changed', data: { postId: post.post_id } }])
  return marked ?? null
}

/** A call whose answer was lost is asked again under the same id, which sends nothing where it had arrived. Not when somebody in it has said no since. */
export async function claimUnknown(tx: Tx, services: Pick<Services, 'clock'>, workspaceId: string, poster: Poster, post: PostRow): Promise<CallRow | null> {
  const now = services.clock.now(workspaceId)
  const [call] = await tx.query<CallRow>(`select ${CALL_COLUMNS} from post_call c where c.workspace_id = $1 and c.post_id = $2 and c.state = 'unknown' and c.check_at <= $3 order by c.ordinal limit 1 for update skip locked`, [workspaceId, post.post_id, iso(now)])
  if (!call) return null
  const { sql, values } = await audienceStatement(tx, workspaceId, poster, { audience: post.audience, categoryId: post.category_id, now, within: { postId: post.post_id, ordinal: call.ordinal } })
  const [refused] = await tx.query(`select 1 from (${sql}) a where a.code in ('opted_out', 'consent_missing', 'suppressed') limit 1`, values)
  const place = [workspaceId, post.post_id, call.ordinal] as const
  if (refused || now >= (call.started_at ?? now) + poster.posts.rules.repeat.withinMs) {
    // Nothing is asked any more: its report may still come, and is recognised by its size.
    await tx.query('update post_call set check_at = null where workspace_id = $1 and post_id = $2 and ordinal = $3', [...place])
    return null
  }
  const [marked] = await tx.query<CallRow>(`update post_call c set state = 'sending', tries = c.tries + 1, lease_until = ${LEASE} where c.workspace_id = $1 and c.post_id = $2 and c.ordinal = $3 returning ${CALL_COLUMNS}`, [...place])
  return marked ?? null
}
