/** The month of every follower: how many posts she has had, and which, whoever made them. */
import type { PostRules } from '@recado/core'
import { postMonth } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Poster } from './account.js'

/** Followers we know: those who have not left. */
const FOLLOWERS = `select d.identity_id from identity d where d.workspace_id = $1 and d.account_id = $2 and d.reachable is distinct from false
  and exists (select from identity_key k where k.workspace_id = $1 and k.identity_id = d.identity_id)`

/** One more post for everybody in this call. Under the account's lock. */
export function takeFromMonth(tx: Tx, workspaceId: string, accountId: string, call: { postId: string; ordinal: number }, month: string): Promise<unknown> {
  return tx.query(
    `insert into post_receipt as r (workspace_id, account_id, identity_id, month, count, posts) select $1, $2, t.identity_id, $5, 1, jsonb_build_object(t.post_id::text, t.ordinal) from post_target t where t.workspace_id = $1 and t.post_id = $3 and t.ordinal = $4
     on conflict (workspace_id, account_id, identity_id, month) do update set count = r.count + 1, posts = r.posts || excluded.posts`, [workspaceId, accountId, call.postId, call.ordinal, month])
}

/** The platform surely did not send it: what was taken is given back. */
export function giveBack(tx: Tx, workspaceId: string, accountId: string, call: { postId: string; ordinal: number }, month: string): Promise<unknown> {
  return tx.query(
    `update post_receipt r set count = case when r.told then r.count else greatest(r.count - 1, 0) end, posts = r.posts - t.post_id::text from post_target t where t.workspace_id = $1 and t.post_id = $3 and t.ordinal = $4
       and r.workspace_id = $1 and r.account_id = $2 and r.identity_id = t.identity_id and r.month = $5`, [workspaceId, accountId, call.postId, call.ordinal, month])
}

/** The platform says that nobody in this call has any left, whatever we had counted. */
export function tellFull(tx: Tx, workspaceId: string, accountId: string, call: { postId: string; ordinal: number }, month: string, amount: number): Promise<unknown> {
  return tx.query(
    `insert into post_receipt as r (workspace_id, account_id, identity_id, month, count, told) select $1, $2, t.identity_id, $5, $6, true from post_target t where t.workspace_id = $1 and t.post_id = $3 and t.ordinal = $4
     on conflict (workspace_id, account_id, identity_id, month) do update set count = greatest(r.count, excluded.count), told = true`, [workspaceId, accountId, call.postId, call.ordinal, month, amount])
}

/** The platform says that posts to everybody are used up. */
export function tellToAll(tx: Tx, workspaceId: string, accountId: string, month: string, amount: number, now: string): Promise<unknown> {
  return tx.query(
    `insert into post_month as m (workspace_id, account_id, month, to_all, told_at) values ($1, $2, $3, $4, $5)
     on conflict (workspace_id, account_id, month) do update set to_all = greatest(m.to_all, excluded.to_all), told_at = excluded.told_at`, [workspaceId, accountId, month, amount, now])
}

/** Everybody in the ledger's eyes, as targets of a post that somebody made elsewhere. */
export function everybodyIn(tx: Tx, workspaceId: string, accountId: string, postId: string, before: string): Promise<unknown> {
  return tx.query(
    `insert into post_target (workspace_id, post_id, identity_id, contact_id, ordinal) select $1, $3, d.identity_id, d.contact_id, 0 from identity d
     where d.workspace_id = $1 and d.account_id = $2 and d.identity_id in (${FOLLOWERS}) and d.created_at <= $4 on conflict do nothing`, [workspaceId, accountId, postId, before])
}

export interface Month { month: string; toAllUsed: number; callsToday: number; followers: number; byCount: number[] }

/** Posts to everybody this month: what we know of, or more where the platform said so. */
export async function toAllUsed(tx: Tx, workspaceId: string, accountId: string, month: string): Promise<number> {
  const [row] = await tx.query<{ used: number }>(
    `select greatest((select count(*) from post_call c where c.workspace_id = $1 and c.account_id = $2 and c.month = $3 and c.reach = 'all' and c.state in ('sending', 'accepted', 'finished', 'unknown')),
       coalesce((select to_all from post_month m where m.workspace_id = $1 and m.account_id = $2 and m.month = $3), 0))::int as used`, [workspaceId, accountId, month])
  return row?.used ?? 0
}

/** How many calls of ours have left since then. */
export async function callsSince(tx: Tx, workspaceId: string, accountId: string, from: string): Promise<number> {
  const [row] = await tx.query<{ calls: number }>('select count(*)::int as calls from post_call where workspace_id = $1 and account_id = $2 and started_at >= $3', [workspaceId, accountId, from])
  return row?.calls ?? 0
}

/** Where the account's followers stand this month. */
export async function monthOf(tx: Tx, workspaceId: string, { account, posts }: Poster, now: number, dayStart: string): Promise<Month> {
  const { amount, timeZone }: PostRules['perContact'] = posts.rules.perContact
  const month = postMonth(now, timeZone)
  const [total] = await tx.query<{ followers: number }>(`select count(*)::int as followers from (${FOLLOWERS}) f`, [workspaceId, account.id])
  const counted = await tx.query<{ count: number; people: number }>(
    `select least(r.count, $4)::int as count, count(*)::int as people from post_receipt r join (${FOLLOWERS}) f on f.identity_id = r.identity_id
     where r.workspace_id = $1 and r.account_id = $2 and r.month = $3 and r.count > 0 group by 1`, [workspaceId, account.id, month, amount])
  const byCount = Array.from({ length: amount + 1 }, (_, n) => counted.find((one) => one.count === n)?.people ?? 0)
  const followers = total?.followers ?? 0
  byCount[0] = followers - byCount.reduce((sum, n) => sum + n, 0)
  return { month, toAllUsed: await toAllUsed(tx, workspaceId, account.id, month), callsToday: await callsSince(tx, workspaceId, account.id, dayStart), followers, byCount }
}
