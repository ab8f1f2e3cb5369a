import { type Basis, type Content, decide, type DenyCode, type Instant, type Intent, type IntentAuthor, type Purpose, takesFrom, windowState } from '@recado/core'
import type { Tx } from '@recado/db'
import { budgetFacts, campaignBudgets, takeFromBudgets } from '../costs/budgets.js'
import { openEntry } from '../costs/ledger.js'
import { append } from '../ingest/others.js'
import type { OutboundMessage } from '@recado/channel-kit'
import type { Account, LoadedChannel, Services } from '../services.js'
import { readFacts, readThread } from './facts.js'
import { findTemplate, platformTemplate, prepare } from './intent.js'
import { type Job, PERMISSION } from './job.js'
import { GIVE_UP_MS } from './retry.js'
import { failMessage } from './outcome.js'


/** A message waits behind an `unknown` one of its conversation for at most this long. */
export const UNKNOWN_HOLDS_MS = 30_000

const DUE = `select j.message_id, j.conversation_id, j.class, j.attempt, j.queued_at from send_job j
  where j.workspace_id = $1 and j.account_id = $2 and j.state = 'queued' and j.due_at <= $3
    and not exists (select from send_job o where o.workspace_id = $1 and o.conversation_id = j.conversation_id and o.message_id < j.message_id
      and (o.state in ('queued', 'sending') or (o.state = 'unknown' and o.sending_since > $4)))
  order by j.class, j.due_at, j.message_id limit $5`

/** Jobs whose turn has come, people's first: at most one per conversation, in the order they were written. */
export async function dueJobs(tx: Tx, account: Account, now: Instant, limit: number): Promise<Job[]> {
  const rows = await tx.query<{ message_id: string; conversation_id: string; class: number; attempt: number; queued_at: number }>(DUE, [account.workspaceId, account.id, iso(now), iso(now - UNKNOWN_HOLDS_MS), limit])
  return rows.map((row) => ({ messageId: row.message_id, conversationId: row.conversation_id, class: row.class, attempt: row.attempt, queuedAt: row.queued_at }))
}

/**
 * The moment of the first queued message of these accounts ($2) that may go, later than $5: one that stands behind another of its conversation waits for that one's
 * moment, or for the end of an `unknown` one ($3: those marked before no longer count, $4: how many ms they do).
 */
export const NEXT_JOB = `select min(at) from (
  (select j.due_at as at from send_job j where j.workspace_id = $1 and j.account_id = any($2) and j.state = 'queued' and j.due_at > $5
    and not exists (select from send_job o where o.workspace_id = $1 and o.conversation_id = j.conversation_id and o.message_id < j.message_id
      and (o.state in ('queued', 'sending') or (o.state = 'unknown' and o.sending_since > $3)))
  order by j.due_at limit 1)
  union all
  select greatest(j.due_at, o.sending_since + $4 * interval '1 millisecond') from send_job o join send_job j on j.workspace_id = $1 and j.conversation_id = o.conversation_id and j.message_id > o.message_id and j.state = 'queued'
  where o.workspace_id = $1 and o.account_id = any($2) and o.state = 'unknown' and o.sending_since > $3) n`

const iso = (at: Instant): string => new Date(at).toISOString()

interface MessageRow { content: Content; kind: string; purpose: Purpose | null; author_type: string; author_id: string | null; reply_to: string | null; status: string; category_id: string | null; basis: Basis | null }

const AUTHORS: Record<string, IntentAuthor> = { agent: 'human', campaign: 'campaign' }

/**
 * The last word before a message leaves: the verdict again, in the transaction that takes the grant and marks `sending`. null = it does not go
 * now (refused for good, or later).
 */
export async function claimJob(tx: Tx, services: Services, account: Account, channel: LoadedChannel, job: Job): Promise<OutboundMessage | null> {
  const { workspaceId } = account
  const thread = await readThread(tx, workspaceId, job.conversationId, true)
  const [still] = await tx.query(`select 1 from send_job where workspace_id = $1 and message_id = $2 and state = 'queued' for update`, [workspaceId, job.messageId])
  const [row] = await tx.query<MessageRow>('select content, kind, purpose, author_type, author_id, reply_to, status, category_id, basis from message where workspace_id = $1 and message_id = $2', [workspaceId, job.messageId])
  if (!still || !row) return null
  const now = services.clock.now(workspaceId)
  const author = AUTHORS[row.author_type] ?? 'automation'
  const prepared = await prepare(tx, account, channel, row.content, row.purpose ?? 'service', author)
  const intent: Intent = { ...prepared.intent, category: row.category_id, basis: row.basis }
  const known = await readFacts(tx, account, channel, thread, now, [intent])
  const budgets = row.author_type === 'campaign' && row.author_id ? [...thread.budgets, ...await campaignBudgets(tx, workspaceId, row.author_id)] : thread.budgets
  const facts = { ...known, budgets: budgetFacts(budgets, now, known.account.timeZone) }
  const verdict = decide(intent, facts)
  if (verdict.kind === 'deny') {
    if (verdict.code === 'account_disconnected' && !account.disconnected) return null // it stays queued until the account works again
    const later = (verdict.code === 'pair_rate' || verdict.code === 'quota_exhausted') && verdict.retryAt !== null && verdict.retryAt - job.queuedAt < GIVE_UP_MS
    if (later) {
      await tx.query('update send_job set due_at = $3 where workspace_id = $1 and message_id = $2', [workspaceId, job.messageId, iso(verdict.retryAt!)])
      return null
    }
    await failMessage(tx, workspaceId, job, expired(verdict.code, job, now) ? { code: 'expired_in_queue', platformCode: verdict.code } : { code: verdict.code }, now)
    return null
  }
  const taken = prepared.intent.kind === 'template' ? [] : takesFrom(thread.grants, now)
  if (taken.length > 0) {
    await tx.query('update window_grant set replies_left = replies_left - 1 where workspace_id = $1 and identity_id = $2 and kind = any($3) and replies_left > 0', [workspaceId, thread.identityId, taken])
    await tx.query(`update conversation c set window_kind = g.kind, window_opened_at = g.opened_at, window_closes_at = g.closes_at, window_left = g.replies_left from best_grant($1, $2, $4) g where c.workspace_id = $1 and c.conversation_id = $3`, [workspaceId, thread.identityId, job.conversationId, iso(now)])
  }
  const permission = prepared.template && channel.declaration.rules.templates?.categories[prepared.template.category]?.needsPermission === 'one_off' ? prepared.template.external_id : null
  if (permission) {
    await tx.query('update identity_permission set left_count = left_count - 1 where workspace_id = $1 and identity_id = $2 and template_external_id = $3 and left_count > 0', [workspaceId, thread.identityId, permission])
    taken.push(`${PERMISSION}${permission}`)
  }
  const freeKind = facts.rules.price?.freeKinds?.includes(prepared.intent.kind) ?? prepared.intent.kind === 'reaction'
  await tx.query(
    `insert into send_entry (workspace_id, message_id, account_id, channel, identity_id, at, send_as, price_class, outside_window, free_kind) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (workspace_id, message_id) do update set at = excluded.at, returned = false, outside_window = excluded.outside_window`,
    [workspaceId, job.messageId, account.id, account.channel, thread.identityId, iso(now), verdict.as, verdict.price?.class ?? null, windowState(facts.rules, facts.grants, now).state !== 'open', freeKind])
  await tx.query(`update send_job set state = 'sending', sending_since = $3, attempt = attempt + 1, taken = $4 where workspace_id = $1 and message_id = $2`, [workspaceId, job.messageId, iso(now), JSON.stringify(taken)])
  await tx.query(
    `with m as (update message set status = 'sending', send_as = $3, price = case when $4::jsonb is null then price else $4::jsonb || '{"estimated": true}' end where workspace_id = $1 and message_id = $2 returning message_id)
     update conversation c set last_status = 'sending' from m where c.workspace_id = $1 and c.conversation_id = $5 and c.last_message_id = m.message_id`,
    [workspaceId, job.messageId, verdict.as, verdict.price ? JSON.stringify(verdict.price) : null, job.conversationId])
  const quoted = row.reply_to ? await externalIdOf(tx, workspaceId, row.reply_to) : null
  const template = prepared.template ?? (row.content.kind === 'template' ? await findTemplate(tx, account, row.content) : null)
  const { timeZone } = facts.account
  const takenFrom = await takeFromBudgets(tx, budgets, verdict.price, now, timeZone)
  await openEntry(tx, { workspaceId, messageId: job.messageId, account, author: { type: row.author_type, id: row.author_id }, teamId: thread.teamId, templateId: template?.template_id ?? null, country: thread.country, timeZone, now, price: verdict.price, budgets: takenFrom })
  await append(tx, [{ type: 'message.updated', conversationId: job.conversationId, messageIds: [job.messageId] }])
  return {
    id: job.messageId, to: thread.keys, content: prepared.content.kind === 'reaction' ? { ...prepared.content, messageId: quoted ?? '' } : prepared.content,
    as: verdict.as, author, purpose: row.purpose ?? 'service', attempt: job.attempt + 1, ...(verdict.tag ? { tag: verdict.tag } : {}), ...(quoted && prepared.content.kind !== 'reaction' ? { replyTo: quoted } : {}), ...(template ? { template: platformTemplate(template) } : {}),
  }
}

/** It was allowed when it was written: what refuses it now is the time it waited. */
function expired(code: DenyCode, job: Job, now: Instant): boolean {
  return now > job.queuedAt && (code === 'window_closed' || code === 'replies_exhausted')
}

async function externalIdOf(tx: Tx, workspaceId: string, messageId: string): Promise<string | null> {
  const [row] = await tx.query<{ external_id: string | null }>('select external_id from message where workspace_id = $1 and message_id = $2', [workspaceId, messageId])
  return row?.external_id ?? null
}
