/** What became of a batch of requests, written together: those the platform took by one statement each table, the others one by one. */
import { PlatformRefusal, type Sent, SilentPlatform } from '@recado/channel-kit'
import { type Instant } from '@recado/core'
import { extKey, type Tx } from '@recado/db'
import { append } from '../ingest/others.js'
import { acceptMessage, notSent, pauseAccount, refuseMessage, unknownMessage } from '../sending/outcome.js'
import type { Account, LoadedChannel } from '../services.js'
import type { Claimed } from './claim.js'

export interface Outcome { claimed: Claimed; result: Sent | PlatformRefusal | SilentPlatform }
/** What it means for the lane. */
export interface Settled { later: number; slowDown: boolean; paused: string | null; silent: number }

const iso = (at: Instant): string => new Date(at).toISOString()

export async function settle(tx: Tx, account: Account, channel: LoadedChannel, outcomes: readonly Outcome[], now: Instant): Promise<Settled> {
  const { workspaceId } = account
  const settled: Settled = { later: 0, slowDown: false, paused: null, silent: 0 }
  // Campaigns before threads, as whoever claims: a pause that is being written waits, or is seen.
  const sending = new Set((await tx.query<{ id: string; state: string }>('select campaign_id as id, state from campaign where workspace_id = $1 and campaign_id = any($2) order by campaign_id for share', [workspaceId, [...new Set(outcomes.map((one) => one.claimed.campaignId))]])).filter((row) => row.state === 'sending').map((row) => row.id))
  await tx.query('select 1 from conversation where workspace_id = $1 and conversation_id = any($2) order by conversation_id for update', [workspaceId, outcomes.map((one) => one.claimed.conversationId)])
  const taken: { claimed: Claimed; sent: Sent }[] = []
  for (const { claimed, result } of outcomes) {
    const job = { messageId: claimed.message.id, conversationId: claimed.conversationId, class: 2, attempt: 0, queuedAt: now }
    if (result instanceof SilentPlatform) {
      settled.silent++
      if (result.sent === 'no') await notSent(tx, account, channel, job, now, Math.random())
      else await unknownMessage(tx, workspaceId, job)
    } else if (result instanceof PlatformRefusal) {
      const after = await refuseMessage(tx, account, channel, job, result, now, Math.random())
      if (after === 'later') settled.later++
      if (after === 'slow_down') settled.slowDown = true
      if (after === 'pause') { settled.paused = result.detail.code; await pauseAccount(tx, account, result.detail.code, now) }
    } else if (claimed.opens) await acceptMessage(tx, account, channel, job, result, now)
    else taken.push({ claimed, sent: result })
  }
  if (taken.length > 0) await acceptMany(tx, account, taken, now)
  // Recipients stand where their messages stand, in this same transaction; what waits for a second try waits with its campaign.
  const ids = outcomes.map((one) => one.claimed.message.id)
  await tx.query(
    `update campaign_recipient r set state = m.status, accepted_at = coalesce(r.accepted_at, m.accepted_at), code = m.error->>'code', platform_code = m.error->>'platformCode'
     from message m where r.workspace_id = $1 and r.message_id = any($2) and m.workspace_id = $1 and m.message_id = r.message_id and m.message_id = any($2) and m.status <> 'failed' and r.state = 'sending'`, [workspaceId, ids])
  const held = outcomes.filter((one) => !sending.has(one.claimed.campaignId)).map((one) => one.claimed.message.id)
  if (held.length > 0) await tx.query(`update send_job set state = 'held' where workspace_id = $1 and message_id = any($2) and state = 'queued'`, [workspaceId, held])
  return settled
}

async function acceptMany(tx: Tx, account: Account, taken: readonly { claimed: Claimed; sent: Sent }[], now: Instant): Promise<void> {
  const { workspaceId } = account
  const rows = JSON.stringify(taken.map(({ claimed, sent }) => ({ m: claimed.message.id, c: claimed.conversationId, status: sent.status, external: sent.externalId ?? null, key: sent.externalId ? extKey(sent.externalId) : null })))
  const ids = taken.map(({ claimed }) => claimed.message.id)
  await tx.query('delete from send_job where workspace_id = $1 and message_id = any($2)', [workspaceId, ids])
  await tx.query(
    `update message m set status = case when status_rank(r.status) > status_rank(m.status) then r.status else m.status end, error = null, external_id = coalesce(m.external_id, r.external), ext_key = coalesce(m.ext_key, r.key), accepted_at = $3
     from jsonb_to_recordset($2::jsonb) as r(m uuid, status text, external text, key uuid) where m.workspace_id = $1 and m.message_id = r.m`, [workspaceId, rows, iso(now)])
  await tx.query(
    `update conversation c set last_status = r.status from jsonb_to_recordset($2::jsonb) as r(m uuid, c uuid, status text)
     where c.workspace_id = $1 and c.conversation_id = r.c and c.last_message_id = r.m and status_rank(c.last_status) < status_rank(r.status)`, [workspaceId, rows])
  const learnt = taken.flatMap(({ claimed, sent }) => (sent.keys ?? []).filter(({ kind, value }) => !claimed.message.to.some((known) => known.kind === kind && known.value === value)).map((one) => ({ ...one, identity: claimed.identityId })))
  if (learnt.length > 0) await tx.query('insert into identity_key (workspace_id, account_id, kind, value, identity_id) select $1, $2, k.kind, k.value, k.identity from jsonb_to_recordset($3::jsonb) as k(kind text, value text, identity uuid) join identity d on d.workspace_id = $1 and d.identity_id = k.identity on conflict do nothing', [workspaceId, account.id, JSON.stringify(learnt)])
  await append(tx, taken.map(({ claimed }) => ({ type: 'message.updated', conversationId: claimed.conversationId, messageIds: [claimed.message.id] })))
  await tx.query('select settle_overtaken($1, $2)', [ids, iso(now)])
}
