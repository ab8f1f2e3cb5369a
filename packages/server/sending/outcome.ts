import type { PlatformRefusal, Sent } from '@recado/channel-kit'
import { errors, type ErrorCode, type Instant, onReplyGrants } from '@recado/core'
import { extKey, newId, type Tx } from '@recado/db'
import { voidEntry } from '../costs/ledger.js'
import { append, refreshWindow } from '../ingest/others.js'
import type { Account, LoadedChannel } from '../services.js'
import { type Job, PERMISSION } from './job.js'
import { readThread } from './facts.js'
import { nextTry, slowDown } from './retry.js'

const iso = (at: Instant): string => new Date(at).toISOString()

interface Fault { code: ErrorCode; platformCode?: string; message?: string }

function errorJson(fault: Fault): string {
  return JSON.stringify({ code: fault.code, message: fault.message ?? errors[fault.code].sentence, ...(fault.platformCode ? { platformCode: fault.platformCode } : {}) })
}

/** Final: reason on the message, out of the outbox, counted at its conversation; she waits again if this was our answer. */
export async function failMessage(tx: Tx, workspaceId: string, job: Pick<Job, 'messageId' | 'conversationId'>, fault: Fault, _now: Instant): Promise<void> {
  await tx.query('delete from send_job where workspace_id = $1 and message_id = $2', [workspaceId, job.messageId])
  const rows = await tx.query(`update message set status = 'failed', error = $3 where workspace_id = $1 and message_id = $2 and status not in ('failed', 'delivered', 'read') returning 1`, [workspaceId, job.messageId, errorJson(fault)])
  if (rows.length === 0) return
  await tx.query(
    `update conversation c set failed_count = failed_count + 1, last_status = case when last_message_id = $3 then 'failed' else last_status end,
       waiting_since = case when waiting_since is null and last_message_id = $3 and exists (select from message m where m.workspace_id = $1 and m.conversation_id = $2 and m.direction = 'in' and m.kind <> 'reaction') then last_inbound_at else waiting_since end
     where c.workspace_id = $1 and c.conversation_id = $2`, [workspaceId, job.conversationId, job.messageId])
  await append(tx, [{ type: 'message.updated', conversationId: job.conversationId, messageIds: [job.messageId] }])
}

/** The platform took it. Reports that came before this answer are merged; keys it taught us are kept; grants our answer opens are opened. */
export async function acceptMessage(tx: Tx, account: Account, channel: LoadedChannel, job: Job, sent: Sent, now: Instant): Promise<void> {
  const { workspaceId } = account
  const key = sent.externalId ? extKey(sent.externalId) : null
  await tx.query('delete from send_job where workspace_id = $1 and message_id = $2', [workspaceId, job.messageId])
  await tx.query(
    `update message set status = case when status_rank($3) > status_rank(status) then $3 else status end, error = null, external_id = coalesce(external_id, $4), ext_key = coalesce(ext_key, $5), accepted_at = $6 where workspace_id = $1 and message_id = $2`,
    [workspaceId, job.messageId, sent.status, sent.externalId, key, iso(now)])
  await tx.query('update conversation set last_status = $4 where workspace_id = $1 and conversation_id = $2 and last_message_id = $3 and status_rank(last_status) < status_rank($4)', [workspaceId, job.conversationId, job.messageId, sent.status])
  const thread = await readThread(tx, workspaceId, job.conversationId)
  if (sent.keys?.length) {
    await tx.query('insert into identity_key (workspace_id, account_id, kind, value, identity_id) select $1, $2, kind, value, $4 from jsonb_to_recordset($3::jsonb) as k(kind text, value text) on conflict do nothing', [workspaceId, account.id, JSON.stringify(sent.keys), thread.identityId])
  }
  for (const grant of onReplyGrants(channel.declaration.rules, thread.grants, now, account.settings)) {
    const rule = channel.declaration.rules.grants.find((r) => r.kind === grant.kind)
    await tx.query(
      `insert into window_grant (workspace_id, identity_id, kind, act, freeform, opened_at, closes_at, replies_left, meet) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict (workspace_id, identity_id, kind) do update set act = excluded.act, opened_at = excluded.opened_at, closes_at = excluded.closes_at, replies_left = excluded.replies_left`,
      [workspaceId, thread.identityId, grant.kind, grant.act, rule?.gives === 'freeform', iso(grant.openedAt), iso(grant.closesAt), grant.left, rule?.meet ?? 'replace'])
  }
  await append(tx, [{ type: 'message.updated', conversationId: job.conversationId, messageIds: [job.messageId] }])
  await tx.query('select settle_overtaken($1, $2)', [[job.messageId], iso(now)])
}

/** The answer was lost after the request left: never resent by itself. The grant counts as used; a report, an echo or a person decides. */
export async function unknownMessage(tx: Tx, workspaceId: string, job: Pick<Job, 'messageId' | 'conversationId'>): Promise<void> {
  await tx.query(`update send_job set state = 'unknown' where workspace_id = $1 and message_id = $2`, [workspaceId, job.messageId])
  const rows = await tx.query(`update message set status = 'unknown', error = $3 where workspace_id = $1 and message_id = $2 and status = 'sending' returning 1`, [workspaceId, job.messageId, errorJson({ code: 'platform_silent' })])
  if (rows.length === 0) return
  await tx.query(`update conversation set failed_count = failed_count + 1, last_status = case when last_message_id = $3 then 'unknown' else last_status end where workspace_id = $1 and conversation_id = $2`, [workspaceId, job.conversationId, job.messageId])
  await append(tx, [{ type: 'message.updated', conversationId: job.conversationId, messageIds: [job.messageId] }])
}

/** Back into the outbox for `dueAt`; what the send took is given back, since the platform surely did not send. */
async function requeue(tx: Tx, workspaceId: string, job: Job, dueAt: Instant, fault: Fault): Promise<void> {
  await tx.query(`update send_job set state = 'queued', due_at = $3, taken = null where workspace_id = $1 and message_id = $2`, [workspaceId, job.messageId, iso(dueAt)])
  await tx.query(
    `with m as (update message set status = 'queued', error = $3 where workspace_id = $1 and message_id = $2 and status = 'sending' returning message_id)
     update conversation c set last_status = 'queued' from m where c.workspace_id = $1 and c.conversation_id = $4 and c.last_message_id = m.message_id`, [workspaceId, job.messageId, errorJson(fault), job.conversationId])
  await append(tx, [{ type: 'message.updated', conversationId: job.conversationId, messageIds: [job.messageId] }])
}

/** Gives back the replies a send took, where they have not been renewed since. */
async function giveBack(tx: Tx, account: Account, channel: LoadedChannel, job: Job, now: Instant): Promise<void> {
  const { workspaceId } = account
  const [row] = await tx.query<{ taken: string[] | null; sending_since: number | null; identity_id: string }>(
    'select j.taken, j.sending_since, c.identity_id from send_job j join conversation c on c.workspace_id = $1 and c.conversation_id = j.conversation_id where j.workspace_id = $1 and j.message_id = $2', [workspaceId, job.messageId])
  await tx.query('update send_entry set returned = true where workspace_id = $1 and message_id = $2', [workspaceId, job.messageId])
  await voidEntry(tx, workspaceId, job.messageId)
  if (!row) return
  for (const kind of row.taken ?? []) {
    if (kind.startsWith(PERMISSION)) {
      await tx.query('update identity_permission set left_count = left_count + 1 where workspace_id = $1 and identity_id = $2 and template_external_id = $3', [workspaceId, row.identity_id, kind.slice(PERMISSION.length)])
      continue
    }
    const full = channel.declaration.rules.grants.find((rule) => rule.kind === kind)?.replies ?? null
    if (full !== null && row.sending_since !== null) await tx.query('update window_grant set replies_left = least($4::int, replies_left + 1) where workspace_id = $1 and identity_id = $2 and kind = $3 and opened_at <= $5', [workspaceId, row.identity_id, kind, full, iso(row.sending_since)])
  }
  await refreshWindow(tx, workspaceId, row.identity_id, iso(now))
}

export type After = 'failed' | 'later' | 'pause' | 'slow_down'

/** What a refusal means for the message and its person: failed with the reason, or again later. Says what it means for the lane. */
export async function refuseMessage(tx: Tx, account: Account, channel: LoadedChannel, job: Job, refusal: PlatformRefusal, now: Instant, chance: number): Promise<After> {
  const { detail } = refusal
  const fault: Fault = { code: detail.code, platformCode: detail.platformCode, message: detail.message.slice(0, 500) }
  const attempt = job.attempt + 1
  if (detail.sent === 'unknown') { await unknownMessage(tx, account.workspaceId, job); return 'failed' }
  await giveBack(tx, account, channel, job, now)
  await applyEffect(tx, account, channel, job, detail.effect, now)
  const { retry } = detail
  const dueAt = retry.kind === 'schedule' ? nextTry(attempt, job.queuedAt, now, chance)
    : retry.kind === 'after' ? now + retry.ms
    : retry.kind === 'slow_down' ? slowDown(attempt, job.queuedAt, now, chance, retry.ms)
    : retry.kind === 'when_account_ready' ? now : null
  if (retry.kind === 'never' || dueAt === null) {
    await failMessage(tx, account.workspaceId, job, dueAt === null && retry.kind !== 'never' ? { ...fault, code: 'gave_up' } : fault, now)
    return 'failed'
  }
  await requeue(tx, account.workspaceId, job, dueAt, fault)
  return retry.kind === 'when_account_ready' ? 'pause' : retry.kind === 'slow_down' ? 'slow_down' : 'later'
}

/** The request never left us: the schedule, with everything given back. */
export async function notSent(tx: Tx, account: Account, channel: LoadedChannel, job: Job, now: Instant, chance: number): Promise<After> {
  await giveBack(tx, account, channel, job, now)
  const dueAt = nextTry(job.attempt + 1, job.queuedAt, now, chance)
  if (dueAt === null) await failMessage(tx, account.workspaceId, job, { code: 'gave_up' }, now)
  else await requeue(tx, account.workspaceId, job, dueAt, { code: 'platform_unavailable' })
  return dueAt === null ? 'failed' : 'later'
}

async function applyEffect(tx: Tx, account: Account, channel: LoadedChannel, job: Job, effect: PlatformRefusal['detail']['effect'], now: Instant): Promise<void> {
  if (!effect) return
  const { workspaceId } = account
  const [row] = await tx.query<{ identity_id: string }>('select identity_id from conversation where workspace_id = $1 and conversation_id = $2', [workspaceId, job.conversationId])
  if (!row) return
  if (effect === 'marketing_stopped') await tx.query('update identity set marketing_stopped = true where workspace_id = $1 and identity_id = $2', [workspaceId, row.identity_id])
  // Where the platform never tells that she has opened the door again, a refusal counts for its own message: nothing would ever let the next one out.
  if (effect === 'unreachable' && channel.declaration.rules.closedBy?.length) await tx.query('update identity set reachable = false where workspace_id = $1 and identity_id = $2', [workspaceId, row.identity_id])
  if (effect === 'window_closed') {
    // The platform's word on its own window is the last one.
    await tx.query('update window_grant set closes_at = least(closes_at, $3) where workspace_id = $1 and identity_id = $2 and freeform', [workspaceId, row.identity_id, iso(now)])
    await refreshWindow(tx, workspaceId, row.identity_id, iso(now))
  }
}

/** Stops an account's sending until it works again; counted for its owner. */
export async function pauseAccount(tx: Tx, account: Account, code: string, now: Instant): Promise<void> {
  await tx.query('update channel_account set paused_code = $3, paused_at = $4 where workspace_id = $1 and account_id = $2', [account.workspaceId, account.id, code, iso(now)])
  await tx.query(
    `insert into health_item (workspace_id, health_item_id, kind, subject, severity, data, first_at, last_at) values ($1, $2, 'account_paused', $3, 'critical', $4, $5, $5)
     on conflict (workspace_id, kind, subject) where resolved_at is null do update set last_at = excluded.last_at, count = health_item.count + 1, data = excluded.data`,
    [account.workspaceId, newId(), account.id, JSON.stringify({ accountId: account.id, code }), iso(now)])
  await append(tx, [{ type: 'channel_account.changed', data: { accountId: account.id } }, { type: 'health.changed' }])
}

export async function resumeAccount(tx: Tx, account: Account, now: Instant): Promise<void> {
  await tx.query('update channel_account set paused_code = null, paused_at = null where workspace_id = $1 and account_id = $2', [account.workspaceId, account.id])
  await tx.query(`update health_item set resolved_at = $3 where workspace_id = $1 and subject = $2 and kind = 'account_paused' and resolved_at is null`, [account.workspaceId, account.id, iso(now)])
  await append(tx, [{ type: 'channel_account.changed', data: { accountId: account.id } }, { type: 'health.changed' }])
}
