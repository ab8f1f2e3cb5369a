/** What somebody who plans a post has to know: whom it would reach, what is left this month, who is at the limit. */
import type { PostAccount, PostPreview, PostReceipt } from '@recado/api'
import { PlatformRefusal, SilentPlatform } from '@recado/channel-kit'
import { calendarDay, calendarMonth, type IdentityKey, planPost, postMonth, RecadoError } from '@recado/core'
import { actorOf, audit } from '../auth/audit.js'
import { demandSeen } from '../auth/sight.js'
import { iso } from '../http/schemas.js'
import { changing as onPlatform } from '../openers/told.js'
import type { Principal, Services } from '../services.js'
import { posterOf, posters } from './account.js'
import { countAudience, planned } from './audience.js'
import { demandWhole, faultsOf } from './drafts.js'
import { callsSince, monthOf, toAllUsed } from './ledger.js'
import { askPlatform } from './platform-audience.js'
import { postRow } from './rows.js'

/** Every account that can post, and what is left of its month. */
export async function readAccounts(services: Services, workspaceId: string): Promise<PostAccount[]> {
  const now = services.clock.now(workspaceId)
  const found: PostAccount[] = []
  for (const poster of await posters(services, workspaceId)) {
    const { timeZone } = poster.posts.rules.perContact
    const month = await services.db.snapshot(workspaceId, (tx) => monthOf(tx, workspaceId, poster, now, iso(calendarDay(now, timeZone).from)))
    found.push({ channelAccountId: poster.account.id, rules: poster.posts.rules, monthEndsAt: iso(calendarMonth(now, timeZone).to), ...month })
  }
  return found
}

/** What would happen if it were sent at that moment (now, or when it is planned for): the month may be another by then. */
export async function previewPost(services: Services, workspaceId: string, id: string): Promise<PostPreview> {
  const row = await services.db.inWorkspace(workspaceId, (tx) => postRow(tx, workspaceId, id))
  if (!row) throw new RecadoError('not_found', { postId: id })
  const poster = await posterOf(services, workspaceId, row.account_id)
  const { rules } = poster.posts
  const at = Math.max(services.clock.now(workspaceId), row.due_at ?? 0)
  const known = await askPlatform(services, poster, row.audience)
  return services.db.snapshot(workspaceId, async (tx) => {
    const found = await countAudience(tx, workspaceId, poster, { audience: row.audience, categoryId: row.category_id, now: at, ...(known.members && { members: known.members }) })
    const wanted = row.audience.to === 'all' || row.audience.to === 'tag' ? row.audience.to : 'people'
    const plan = planPost({ wanted, ...planned(found), known: known.count, toAllUsed: await toAllUsed(tx, workspaceId, poster.account.id, postMonth(at, rules.perContact.timeZone)) }, rules)
    return {
      ...found, followers: known.count, faults: await faultsOf(tx, workspaceId, poster, row.content), plan: plan.kind === 'go' ? { reach: plan.reach, reason: plan.reason, calls: plan.calls.length } : null, code: plan.kind === 'go' ? null : plan.code,
      callsLeft: Math.max(0, rules.calls.perDay - await callsSince(tx, workspaceId, poster.account.id, iso(calendarDay(at, rules.perContact.timeZone).from))),
    }
  })
}

/** Shows it to one follower, whom the asker sees. */
export async function showTo(services: Services, principal: Principal, id: string, contactId: string): Promise<void> {
  const { workspaceId } = principal
  const row = await services.db.inWorkspace(workspaceId, (tx) => postRow(tx, workspaceId, id))
  if (!row || row.origin !== 'ours') throw new RecadoError('not_found', { postId: id })
  const poster = await posterOf(services, workspaceId, row.account_id)
  const keys = await services.db.inWorkspace(workspaceId, async (tx) => {
    await demandSeen(tx, principal, 'contact', contactId)
    demandWhole(await faultsOf(tx, workspaceId, poster, row.content))
    const [found] = await tx.query<{ keys: IdentityKey[] }>(
      `select jsonb_agg(jsonb_build_object('kind', k.kind, 'value', k.value)) as keys from identity d join identity_key k on k.workspace_id = $1 and k.identity_id = d.identity_id
       where d.workspace_id = $1 and d.account_id = $2 and d.reachable is distinct from false and d.contact_id = (select coalesce(c.merged_into, c.contact_id) from contact c where c.workspace_id = $1 and c.contact_id = $3) group by d.identity_id order by d.identity_id limit 1`,
      [workspaceId, row.account_id, contactId])
    if (!found) throw new RecadoError('identity_unreachable')
    return found.keys
  })
  const context = services.call(poster.account)
  try {
    await onPlatform(async () => poster.posts.preview(await poster.posts.prepare(row.content, context), keys, context))
  } catch (error) {
    if (error instanceof SilentPlatform) throw new RecadoError('platform_unavailable', {}, { cause: error })
    throw error
  }
  await services.db.inWorkspace(workspaceId, (tx) => audit(tx, services, workspaceId, actorOf(principal), { action: 'post.shown', subject: id, data: { contactId } }))
}

/** The platform's own groups of followers. */
export async function readTags(services: Services, workspaceId: string, accountId: string): Promise<{ id: string; name: string; count: number }[]> {
  const { account, posts } = await posterOf(services, workspaceId, accountId)
  try {
    return (await posts.tags?.(services.call(account))) ?? []
  } catch (error) {
    // Without them the rest of the form still works.
    if (error instanceof PlatformRefusal || error instanceof SilentPlatform) return []
    throw error
  }
}

/** Followers at the limit this month, those whom the asker sees all of. */
export async function readFull(services: Services, workspaceId: string, accountId: string, after: string | null, limit: number): Promise<(PostReceipt & { identityId: string })[]> {
  const { account, posts } = await posterOf(services, workspaceId, accountId)
  const { amount, timeZone } = posts.rules.perContact
  const rows = await services.db.inWorkspace(workspaceId, (tx) => tx.query<{ identity_id: string; contact_id: string; name: string; count: number; told: boolean }>(
    `select r.identity_id, d.contact_id, p.name, r.count, r.told from post_receipt r join identity d on d.workspace_id = $1 and d.identity_id = r.identity_id join contact p on p.workspace_id = $1 and p.contact_id = d.contact_id
     where r.workspace_id = $1 and r.account_id = $2 and r.month = $3 and r.count >= $4 and d.reachable is distinct from false and ($5::uuid is null or r.identity_id > $5) order by r.identity_id limit $6`,
    [workspaceId, account.id, postMonth(services.clock.now(workspaceId), timeZone), amount, after, limit]))
  return rows.map((row) => ({ identityId: row.identity_id, contactId: row.contact_id, name: row.name, count: row.count, told: row.told }))
}
