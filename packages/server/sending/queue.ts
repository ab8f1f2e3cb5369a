import { createHash } from 'node:crypto'
import { type AuthorType, type Basis, basisThatCounts, type Content, decide, type Facts, type Intent, type IntentAuthor, type Instant, previewOf, type Purpose, purposeOf, RecadoError, type Verdict } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { aboutTopic, topicHint } from '../consents/topic.js'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import { filesIn } from '../media/files-in.js'
import type { Account, Services } from '../services.js'
import { automationEnds } from './automation-stop.js'
import { afterPromised, readFacts, readThread, type Thread } from './facts.js'
import { type Hint, hintsOf } from './hints.js'
import { prepare } from './intent.js'
import { failMessage } from './outcome.js'
import { explain, withOffers } from './verdicts.js'

export interface Wish { conversationId: string; clientId: string; content: Content; replyTo?: string; purpose: Purpose; /** The topic, by its key, and the ground its writer names. */ category?: string; basis?: Basis; author: { type: Extract<AuthorType, 'agent' | 'api' | 'automation' | 'campaign'>; id?: string }; /** Asked under the conversation's lock, before anything is stored; throws what stands in the way. */ first?: (tx: Tx) => Promise<void>; /** Stays so long before it leaves, and can be taken back until then. */ delayMs?: number; /** A refusal is kept in the thread as a failed message with its reason: whoever wrote it is no longer at the keyboard. */ refusedStays?: boolean }

export type Queued =
  /** `verdict`: as what it goes and at which price; null while it waits for the pace to one person. */
  | { kind: 'queued'; messageId: string; verdict: Extract<Verdict, { kind: 'allow' }> | null }
  | { kind: 'known'; messageId: string }
  | { kind: 'refused'; verdict: Extract<Verdict, { kind: 'deny' }>; /** which part of the content it is about, where that can be said */ fields?: Hint[]; /** the failed message, where it was to stay */ messageId?: string }

/** In the platforms' sense an API client is a program. */
export function intentAuthor(type: Wish['author']['type']): IntentAuthor {
  return type === 'agent' ? 'human' : type === 'campaign' ? 'campaign' : 'automation'
}

const CLASS = { human: 0, automation: 1, campaign: 2 } as const

/**
 * Takes a message in: verdict, row `queued`, place in the outbox, head of the conversation, all in the caller's transaction. A refusal stores
 * nothing. The same clientId and body again is the same message; another body throws client_id_reused.
 */
export async function queueMessage(tx: Tx, services: Services, workspaceId: string, wish: Wish): Promise<Queued> {
  const hash = createHash('sha256').update(JSON.stringify([wish.content, wish.replyTo ?? null, wish.purpose, ...(wish.category || wish.basis ? [wish.category ?? null, wish.basis ?? null] : [])])).digest()
  const known = await knownMessage(tx, workspaceId, wish, hash)
  if (known) return known
  const thread = await readThread(tx, workspaceId, wish.conversationId, true)
  // Two requests with one clientId may have waited for the same lock.
  const since = await knownMessage(tx, workspaceId, wish, hash)
  if (since) return since
  await wish.first?.(tx)
  const ends = wish.author.type === 'automation' ? await automationEnds(tx, workspaceId, wish.conversationId) : null
  if (ends) return { kind: 'refused', verdict: ends }
  const account = await services.accounts.byId(workspaceId, thread.accountId)
  if (!account) throw new RecadoError('not_found')
  const channel = services.channels.get(account.channel)
  const now = services.clock.now(workspaceId)
  const author = intentAuthor(wish.author.type)
  const bare = await prepare(tx, account, channel, storable(wish.content), wish.purpose, author)
  const prepared = { ...bare, intent: await aboutTopic(tx, workspaceId, bare.intent, wish) }
  if (prepared.content.kind === 'reaction') await demand(tx, workspaceId, wish.conversationId, prepared.content.messageId)
  if (wish.replyTo) await demand(tx, workspaceId, wish.conversationId, wish.replyTo)
  const facts = await readFacts(tx, account, channel, afterPromised(thread), now, withOffers(prepared.intent))
  const quick = decide(prepared.intent, facts)
  // The pace to one person is kept by the outbox: nobody has to wait for it at the keyboard.
  const waits = quick.kind === 'deny' && quick.code === 'pair_rate'
  if (quick.kind === 'deny' && !waits) {
    const verdict = await explain(tx, services, account, thread, facts, prepared.intent)
    if (verdict.kind === 'deny' && wish.refusedStays) {
      const messageId = newId()
      await insertMessage(tx, { workspaceId, messageId, thread, account, wish, content: prepared.content, intent: prepared.intent, facts, hash, now, price: null, as: prepared.content.kind === 'template' ? 'template' : 'freeform' })
      await append(tx, [{ type: 'message.created', conversationId: wish.conversationId, messageIds: [messageId] }])
      await failMessage(tx, workspaceId, { messageId, conversationId: wish.conversationId }, { code: verdict.code }, now)
      return { kind: 'refused', verdict, messageId }
    }
    if (verdict.kind === 'deny') return { kind: 'refused', verdict, ...topicHint(prepared.intent), ...await hintsOf(tx, account, verdict.code, wish.content, prepared) }
  }
  const messageId = newId()
  await insertMessage(tx, { workspaceId, messageId, thread, account, wish, content: prepared.content, intent: prepared.intent, facts, hash, now, price: quick.kind === 'allow' ? quick.price : null, as: prepared.content.kind === 'template' ? 'template' : quick.kind === 'allow' ? quick.as : 'freeform' })
  await tx.query(
    `insert into send_job (workspace_id, message_id, account_id, conversation_id, class, state, due_at, queued_at) values ($1, $2, $3, $4, $5, 'queued', $6, $7)`,
    [workspaceId, messageId, account.id, wish.conversationId, CLASS[author], iso(Math.max(quick.kind === 'deny' && quick.retryAt ? quick.retryAt : now, now + (wish.delayMs ?? 0))), iso(now)])
  await append(tx, [{ type: 'message.created', conversationId: wish.conversationId, messageIds: [messageId] }])
  return { kind: 'queued', messageId, verdict: quick.kind === 'allow' ? quick : null }
}

const iso = (at: Instant): string => new Date(at).toISOString()

async function knownMessage(tx: Tx, workspaceId: string, wish: Wish, hash: Buffer): Promise<Queued | null> {
  const [row] = await tx.query<{ message_id: string; client_hash: Buffer }>('select message_id, client_hash from message where workspace_id = $1 and conversation_id = $2 and client_id = $3', [workspaceId, wish.conversationId, wish.clientId])
  if (!row) return null
  if (!row.client_hash?.equals(hash)) throw new RecadoError('client_id_reused', { clientId: wish.clientId })
  return { kind: 'known', messageId: row.message_id }
}

async function demand(tx: Tx, workspaceId: string, conversationId: string, messageId: string): Promise<void> {
  const rows = /^[0-9a-f-]{36}$/.test(messageId) ? await tx.query('select 1 from message where workspace_id = $1 and conversation_id = $2 and message_id = $3', [workspaceId, conversationId, messageId]) : []
  if (rows.length === 0) throw new RecadoError('not_found', { messageId })
}

interface NewMessage { workspaceId: string; messageId: string; thread: Thread; account: Account; wish: Wish; content: Content; intent: Intent; facts: Facts; hash: Buffer; now: Instant; price: { amount: string; currency: string; class: string } | null; as: string }

/** The row and the head of its conversation. A person's answer ends her waiting, an automatic one does not; a resolved thread stays resolved until she writes. */
async function insertMessage(tx: Tx, { workspaceId, messageId, thread, account, wish, content, intent, facts, hash, now, price, as }: NewMessage): Promise<void> {
  // What it counts as, so that whoever takes her consent back ends it, whatever its writer called it.
  const purpose = purposeOf(intent, facts)
  await tx.query(
    `insert into message (workspace_id, message_id, conversation_id, case_id, account_id, direction, kind, content, status, client_id, client_hash, author_type, author_id, reply_to, purpose, send_as, price, at, category_id, basis)
     values ($1, $2, $3, $4, $5, 'out', $6, $7, 'queued', $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
    [workspaceId, messageId, wish.conversationId, thread.caseId, account.id, content.kind, JSON.stringify(content), wish.clientId, hash, wish.author.type, wish.author.id ?? null,
      content.kind === 'reaction' ? content.messageId : (wish.replyTo ?? null), purpose, as, price ? JSON.stringify({ ...price, estimated: true }) : null, iso(now),
      intent.category ?? null, basisThatCounts(facts.consent.purposes[purpose].basis, wish.basis)])
  for (const id of filesIn(content)) await tx.query('insert into media_use (workspace_id, media_id, message_id) select $1, f.media_id, $3 from media f where f.workspace_id = $1 and f.media_id = $2', [workspaceId, id, messageId])
  await tx.query(
    `update conversation set last_at = greatest(last_at, $3), last_message_id = $4, last_kind = $5, last_text = $6, last_direction = 'out', last_status = 'queued', last_message_at = $3,
       waiting_since = case when $7 then null else waiting_since end
     where workspace_id = $1 and conversation_id = $2`,
    [workspaceId, wish.conversationId, iso(now), messageId, content.kind, storable(previewOf(content)), wish.author.type !== 'campaign' && wish.author.type !== 'automation' && content.kind !== 'reaction'])
  if (wish.author.type === 'agent') await tx.query('update work_case set first_response_at = coalesce(first_response_at, $3) where workspace_id = $1 and case_id = $2', [workspaceId, thread.caseId, iso(now)])
}
