/** What the platform answered to a call, written down. */
import { PlatformRefusal, SilentPlatform, type PostTaken } from '@recado/channel-kit'
import { minutes } from '@recado/core'
import type { Tx } from '@recado/db'
import { audit } from '../auth/audit.js'
import { iso } from '../http/schemas.js'
import type { Services } from '../services.js'
import type { Poster } from './account.js'
import { giveBack, tellFull, tellToAll } from './ledger.js'
import type { CallRow, PostRow } from './rows.js'
import { settlePost } from './state.js'

const MOST_TRIES = 8
/** The account's administrator may have to agree first; then nobody need wait for a report that was lost. */
const LOOK_AFTER_MS = minutes(40)
const SYSTEM = { kind: 'system' } as const

type Where = { tx: Tx; services: Services; workspaceId: string; poster: Poster; post: PostRow; call: CallRow }
const place = ({ workspaceId, call }: Where): [string, string, number] => [workspaceId, call.post_id, call.ordinal]

export async function taken(where: Where, { externalId, dataId }: PostTaken): Promise<void> {
  const { tx, services, workspaceId } = where
  const now = services.clock.now(workspaceId)
  await tx.query(`update post_call set state = 'accepted', external_id = $4, data_id = $5, accepted_at = $6, check_at = $7, lease_until = null, code = null, message = null where workspace_id = $1 and post_id = $2 and ordinal = $3`,
    [...place(where), externalId, dataId, iso(now), iso(now + LOOK_AFTER_MS)])
  await audit(tx, services, workspaceId, SYSTEM, { action: 'post.sent', subject: where.call.post_id, data: { reach: where.call.reach, size: where.call.size ?? 0 } })
  await settlePost(tx, services, workspaceId, where.call.post_id)
}

/** The answer was lost: nobody knows. It is asked under the same id after a while, and the month keeps what it took. */
export async function lost(where: Where, message: string): Promise<void> {
  const { tx, services, workspaceId, poster } = where
  await tx.query(`update post_call set state = 'unknown', code = 'platform_silent', message = $4, check_at = $5, lease_until = null where workspace_id = $1 and post_id = $2 and ordinal = $3`,
    [...place(where), message.slice(0, 500), iso(services.clock.now(workspaceId) + poster.posts.rules.repeat.notBeforeMs)])
  await settlePost(tx, services, workspaceId, where.call.post_id)
}

/** Calls that are marked as leaving and that nobody holds any more: the process ended between question and answer. */
export async function lostOnes(tx: Tx, services: Services, workspaceId: string, poster: Poster, post: PostRow): Promise<void> {
  const rows = await tx.query(`update post_call set state = 'unknown', code = 'platform_silent', check_at = $3, lease_until = null where workspace_id = $1 and post_id = $2 and state = 'sending' and lease_until < now() returning 1`,
    [workspaceId, post.post_id, iso(services.clock.now(workspaceId) + poster.posts.rules.repeat.notBeforeMs)])
  if (rows.length > 0) await settlePost(tx, services, workspaceId, post.post_id)
}

export async function answered(where: Where, error: unknown): Promise<void> {
  const message = error instanceof Error ? error.message : String(error)
  // Asked again about a call whose answer was lost, and not told: it stays as unknown as it was.
  if (where.call.tries > 1 && where.call.code === 'platform_silent') return lost(where, message)
  if (error instanceof PlatformRefusal && error.detail.sent === 'no') return refused(where, error)
  if (error instanceof SilentPlatform && error.sent === 'no') return later(where, 'platform_unavailable', message, backoff(where.call.tries))
  return lost(where, message)
}

const backoff = (tries: number): number => Math.min(minutes(30), 30_000 * 2 ** tries)

/** It surely did not leave: the month gets it back. */
async function later(where: Where, code: string, message: string, inMs: number): Promise<void> {
  const { tx, services, workspaceId, poster, call } = where
  await returned(where)
  const now = services.clock.now(workspaceId)
  if (call.tries >= MOST_TRIES) return ended(where, 'gave_up', message)
  await tx.query(`update post_call set state = 'planned', code = $4, message = $5, retry_at = $6, lease_until = null, started_at = null where workspace_id = $1 and post_id = $2 and ordinal = $3`, [...place(where), code, message.slice(0, 500), iso(now + inMs)])
  await tx.query('update post set prepared = case when $3 then null else prepared end where workspace_id = $1 and post_id = $2', [workspaceId, call.post_id, code === 'media_upload_failed'])
  await settlePost(tx, services, workspaceId, call.post_id)
  services.log.info({ postId: call.post_id, accountId: poster.account.id, code }, 'post waits')
}

const returned = ({ tx, workspaceId, poster, call }: Where): Promise<unknown> => (call.month === null ? Promise.resolve() : giveBack(tx, workspaceId, poster.account.id, { postId: call.post_id, ordinal: call.ordinal }, call.month))

async function ended(where: Where, code: string, message: string): Promise<void> {
  await where.tx.query(`update post_call set state = 'refused', code = $4, message = $5, lease_until = null where workspace_id = $1 and post_id = $2 and ordinal = $3`, [...place(where), code, message.slice(0, 500)])
  await settlePost(where.tx, where.services, where.workspaceId, where.call.post_id)
}

async function refused(where: Where, error: PlatformRefusal): Promise<void> {
  const { tx, services, workspaceId, poster, call } = where
  const { code, message, retry } = error.detail
  if (retry.kind === 'after') return later(where, code, message, Math.max(retry.ms, 1_000))
  if (retry.kind === 'slow_down') return later(where, code, message, retry.ms ?? minutes(1))
  if (retry.kind === 'schedule') return later(where, code, message, backoff(call.tries))
  if (retry.kind === 'when_account_ready') return later(where, code, message, minutes(5))
  // Files and drafts may have died in between: they are handed over once more.
  if (code === 'media_upload_failed' && call.tries < 2) return later(where, code, message, 1_000)
  await returned(where)
  if (code === 'quota_exhausted' && call.month !== null) {
    // The platform knows of posts that we do not: its word goes into the ledger, so that what is shown as left is true.
    const { perContact, toAll } = poster.posts.rules
    if (call.reach === 'all') await tellToAll(tx, workspaceId, poster.account.id, call.month, toAll.amount, iso(services.clock.now(workspaceId)))
    else await tellFull(tx, workspaceId, poster.account.id, { postId: call.post_id, ordinal: call.ordinal }, call.month, perContact.amount)
    await audit(tx, services, workspaceId, SYSTEM, { action: 'post.ledger_corrected', subject: poster.account.id, data: { code, reach: call.reach } })
  }
  await ended(where, code, message)
}
