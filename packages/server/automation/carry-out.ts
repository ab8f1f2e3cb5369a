import { type Choice, chooseRules, type Content, type DenyCode, type Instant } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { isTaken } from '../consents/words/taken.js'
import { append } from '../ingest/others.js'
import { knownLabels } from '../labels/vocabulary.js'
import { queueMessage } from '../sending/queue.js'
import type { Account, LoadedChannel, Services } from '../services.js'
import { readCircumstances } from './circumstances.js'
import { type EventRow, occasionOf } from './occasion.js'
import { type Book, type KeptRule, readBook } from './rules.js'
import { type Addressee, wordingFor } from './wording.js'

const iso = (at: Instant): string => new Date(at).toISOString()

/** Her and us, by her conversation; null when it is gone. The caller holds the conversation. */
export async function readAddressee(tx: Tx, workspaceId: string, conversationId: string): Promise<Addressee | null> {
  const [row] = await tx.query<{ name: string; language: string | null; company: string; company_language: string }>(
    `select p.name, coalesce(p.language, d.profile->>'language') as language, w.name as company, w.language as company_language
     from conversation c join contact p on p.workspace_id = $1 and p.contact_id = c.contact_id join identity d on d.workspace_id = $1 and d.identity_id = c.identity_id join workspace w on w.workspace_id = $1
     where c.workspace_id = $1 and c.conversation_id = $2`, [workspaceId, conversationId])
  return row ? { name: row.name, language: row.language, company: row.company, companyLanguage: row.company_language } : null
}

/** What became of one thing she did. `messageIds` went into the outbox, in order. */
export type Deed = { kind: 'known' | 'nothing' } | { kind: 'done'; messageIds: string[]; speaker: string | null }

/**
 * Does about one event what the rules say where its conversation stands, once: the conversation is held, the ledger says whether somebody was here before. All in the
 * caller's transaction, so that a process that dies has either done it or not.
 */
export async function answerEvent(tx: Tx, services: Services, account: Account, channel: LoadedChannel, event: EventRow): Promise<Deed> {
  const { workspaceId } = account
  const [held] = await tx.query<{ inbox_id: string; team_id: string | null }>('select inbox_id, team_id from conversation where workspace_id = $1 and conversation_id = $2 for update', [workspaceId, event.conversation_id])
  if (!held) return { kind: 'nothing' }
  const [before] = await tx.query('select 1 from automatic_answer where workspace_id = $1 and event_id = $2 limit 1', [workspaceId, event.message_id])
  if (before) return { kind: 'known' }
  const book = await readBook(tx, workspaceId, { accountId: account.id, inboxId: held.inbox_id, teamId: held.team_id })
  if (!book.rules.some((rule) => rule.enabled)) return { kind: 'nothing' }
  // A word that ends or begins advertising has its own answer.
  if (await isTaken(tx, services, account, channel, event.message_id)) return { kind: 'nothing' }
  const now = services.clock.now(workspaceId)
  const occasion = occasionOf(event, channel)
  const facts = await readCircumstances(tx, workspaceId, event, occasion, book, now)
  const choice = chooseRules(book.rules, occasion, facts)
  const to = choice.rules.length > 0 ? await readAddressee(tx, workspaceId, event.conversation_id) : null
  if (!to) return { kind: 'nothing' }
  const said = await speak({ tx, services, workspaceId, event, book, choice, to, text: occasion.text, now })
  for (const id of choice.rules) {
    const rule = book.rules.find((one) => one.id === id)! // chosen from these
    const speaks = id === choice.speaker
    await tx.query(
      `insert into automatic_answer (workspace_id, event_id, automatic_reply_id, account_id, conversation_id, outcome, code, message_id, period, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [workspaceId, event.message_id, id, account.id, event.conversation_id, !speaks ? 'acted' : said.code ? 'refused' : 'answered', speaks ? said.code : null, speaks ? (said.messageIds[0] ?? null) : null,
        speaks && !said.code && rule.trigger.kind === 'away' ? (facts.hours?.period ?? null) : null, iso(now)])
    await mark(tx, workspaceId, event.conversation_id, rule, !(speaks && said.code), services.clock.now(workspaceId)) // behind what was said
  }
  return { kind: 'done', messageIds: said.messageIds, speaker: choice.speaker }
}

interface Speaking { tx: Tx; services: Services; workspaceId: string; event: EventRow; book: Book; choice: Choice; to: Addressee; text: string; now: Instant }

/** Puts the speaker's messages into the outbox, the way everything goes out; what the first of them is refused for is what the rule is. */
async function speak({ tx, services, workspaceId, event, book, choice, to, text, now }: Speaking): Promise<{ messageIds: string[]; code: DenyCode | 'saved_reply_gone' | 'unknown_places' | 'content_unsupported' | null }> {
  const rule = book.rules.find((one) => one.id === choice.speaker)
  if (!rule) return { messageIds: [], code: null }
  const wording = await wordingFor(tx, workspaceId, rule.variants, to, text, book.timetable, now)
  if (!wording) return { messageIds: [], code: 'content_unsupported' }
  if ('fault' in wording) return { messageIds: [], code: wording.fault }
  const messageIds: string[] = []
  for (const [i, content] of wording.contents.entries()) {
    const queued = await queueMessage(tx, services, workspaceId, { conversationId: event.conversation_id, clientId: `auto:${event.message_id}:${i}`, content: content as Content, purpose: 'service', author: { type: 'automation', id: rule.id } })
    if (queued.kind === 'refused') return { messageIds, code: messageIds.length === 0 ? queued.verdict.code : null }
    messageIds.push(queued.messageId)
  }
  return { messageIds, code: null }
}

/** Labels, and the status where she was answered; a status that people would ask about leaves a line. */
async function mark(tx: Tx, workspaceId: string, conversationId: string, rule: KeptRule, answered: boolean, now: Instant): Promise<void> {
  const labels = rule.labels.length > 0 ? await knownLabels(tx, workspaceId, rule.labels, iso(now)) : []
  if (labels.length > 0) {
    const added = await tx.query(
      `update conversation set labels = (select array_agg(distinct l order by l) from unnest(labels || $3::text[]) l) where workspace_id = $1 and conversation_id = $2 and not labels @> $3::text[] returning 1`, [workspaceId, conversationId, labels])
    if (added.length > 0) await append(tx, [{ type: 'conversation.changed', conversationId }])
  }
  if (!rule.status || !answered) return
  const [row] = await tx.query<{ case_id: string; account_id: string }>(
    `update conversation set status = $3, snoozed_until = null, snooze_margin_ms = null, waiting_since = case when $3 = 'resolved' then null else waiting_since end where workspace_id = $1 and conversation_id = $2 and status <> $3 returning case_id, account_id`, [workspaceId, conversationId, rule.status])
  if (!row) return
  if (rule.status === 'resolved') await tx.query('update work_case set resolved_at = $3 where workspace_id = $1 and case_id = $2', [workspaceId, row.case_id, iso(now)])
  const messageId = newId()
  await tx.query(
    `insert into message (workspace_id, message_id, conversation_id, case_id, account_id, direction, kind, content, status, author_type, author_id, at) values ($1, $2, $3, $4, $5, 'system', 'system', $6, 'received', 'automation', $7, $8)`,
    [workspaceId, messageId, conversationId, row.case_id, row.account_id, JSON.stringify({ kind: 'system', event: rule.status === 'open' ? 'reopened' : rule.status, data: { by: rule.name } }), rule.id, iso(now)])
  await append(tx, [{ type: 'message.created', conversationId, messageIds: [messageId] }])
}
