import type { Message } from '@recado/api'
import { type Basis, type Content, CONTENT_KINDS, decide, type Intent, type Purpose, RecadoError, type Verdict } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { demandSeen, seen } from '../auth/sight.js'
import { nameFor } from '../ingest/names.js'
import { append } from '../ingest/others.js'
import { UUID } from '../ingest/plan.js'
import { survivorOf } from '../people/contacts.js'
import { afterPromised, readFacts, readThread } from '../sending/facts.js'
import { findTemplate } from '../sending/intent.js'
import { intentAuthor, type Queued, queueMessage } from '../sending/queue.js'
import { failMessage } from '../sending/outcome.js'
import { aboutTopic } from '../consents/topic.js'
import { explain, toApi, withOffers } from '../sending/verdicts.js'
import type { LoadedChannel, Principal, Services } from '../services.js'
import { demandUnmoved, type Seen } from './moved-on.js'
import { readMessage } from './read.js'

export interface SendBody { clientId: string; content: Content; replyTo?: string; purpose?: Purpose; /** The topic, by its key. */ category?: string; basis?: Basis; /** How far she had read; without it, or with `anyway`, nobody is asked. */ seen?: Seen; anyway?: boolean; /** Time in which she can take it back. */ delayMs?: number }

const author = (principal: Principal): { type: 'agent' | 'api'; id: string } => ({ type: principal.kind === 'user' ? 'agent' : 'api', id: principal.id })

const topicOf = ({ category, basis }: Pick<SendBody, 'category' | 'basis'>): Pick<SendBody, 'category' | 'basis'> => ({ ...(category ? { category } : {}), ...(basis ? { basis } : {}) })

export type SendAnswer = { kind: 'created' | 'known'; message: Message } | Extract<Queued, { kind: 'refused' }>

/** POST /conversations/{id}/messages. Refused: nothing is stored. Throws moved_on where the thread went on behind `seen`. */
export async function sendMessage(services: Services, principal: Principal, conversationId: string, body: SendBody): Promise<SendAnswer> {
  const { workspaceId } = principal
  checkKind(body.content)
  const { seen, anyway } = body
  const first = seen === undefined || anyway ? undefined : (tx: Tx) => demandUnmoved(tx, workspaceId, conversationId, principal.id, seen)
  const queued = await services.db.inWorkspace(workspaceId, (tx) => queueMessage(tx, services, workspaceId, { conversationId, clientId: body.clientId, content: body.content, purpose: body.purpose ?? 'service', ...topicOf(body), author: author(principal), ...(body.replyTo ? { replyTo: body.replyTo } : {}), ...(first ? { first } : {}), ...(body.delayMs ? { delayMs: body.delayMs } : {}) }))
  return answer(services, workspaceId, queued)
}

async function answer(services: Services, workspaceId: string, queued: Queued): Promise<SendAnswer> {
  if (queued.kind === 'refused') return queued
  if (queued.kind === 'queued') {
    services.signals.committed(workspaceId)
    services.signals.emit('sends', workspaceId)
  }
  const message = await readMessage(services, workspaceId, queued.messageId)
  return { kind: queued.kind === 'known' ? 'known' : 'created', message }
}

/** What an agent cannot send, whatever the channel. */
function checkKind(content: Content): void {
  const outbound = CONTENT_KINDS.includes(content.kind) && !['choice', 'form_answer', 'order', 'post', 'system', 'unsupported'].includes(content.kind)
  if (!outbound) throw new RecadoError('invalid_request', { fields: [{ field: 'content.kind', message: 'is not a kind that can be sent' }] })
}

export interface NoticeBody extends SendBody { channelAccountId: string; to: { contactId?: string; address?: string }; purpose: Purpose }

/** POST /messages: finds or makes contact and conversation, then sends. A refusal leaves no conversation behind. */
export async function sendNotice(services: Services, principal: Principal, body: NoticeBody): Promise<SendAnswer> {
  const { workspaceId } = principal
  checkKind(body.content)
  class Refusal { readonly queued: Queued; constructor(queued: Queued) { this.queued = queued } }
  const send = (): Promise<Queued> => services.db.inWorkspace(workspaceId, async (tx) => {
    const conversationId = await ownConversation(tx, services, principal, body.channelAccountId, body.to)
    const result = await queueMessage(tx, services, workspaceId, { conversationId, clientId: body.clientId, content: body.content, purpose: body.purpose, ...topicOf(body), author: author(principal) })
    if (result.kind === 'refused') throw new Refusal(result) // rolls the new conversation back
    return result
  })
  // Two first notices to one number meet: the second finds what the first has made.
  const queued = await send().catch((error: unknown) => ((error as { code?: string }).code === '23505' ? send() : Promise.reject(error as Error))).catch((error: unknown) => { if (error instanceof Refusal) return error.queued; throw error })
  const sent = await answer(services, workspaceId, queued)
  // Whoever sends for another program wants to know as what it goes and at which price; an agent has seen it before.
  return sent.kind === 'created' && queued.kind === 'queued' && queued.verdict ? { ...sent, message: { ...sent.message, verdict: toApi(queued.verdict) } } : sent
}

/**
 * The thread between an account and a person given by contact or by address. Throws unknown_address where the channel has no such address,
 * and contact_must_write_first as a verdict is left to the send itself: where only the customer can start there is no address to write to.
 */
export async function findOrMakeConversation(tx: Tx, services: Services, workspaceId: string, accountId: string, given: { contactId?: string; address?: string; /** whose a new identity becomes */ owner?: string }): Promise<string> {
  const account = /^[0-9a-f-]{36}$/.test(accountId) ? await services.accounts.byId(workspaceId, accountId) : null
  if (!account) throw new RecadoError('not_found', { channelAccountId: accountId })
  const channel = services.channels.get(account.channel)
  const survivor = given.contactId && /^[0-9a-f-]{36}$/.test(given.contactId) ? await survivorOf(tx, workspaceId, given.contactId) : null
  if (given.contactId && !survivor) throw new RecadoError('not_found', { contactId: given.contactId })
  const to = { ...given, ...(survivor ? { contactId: survivor } : {}) }
  if (to.contactId) {
    const [own] = await tx.query<{ conversation_id: string | null; identity_id: string }>(
      'select c.conversation_id, d.identity_id from identity d left join conversation c on c.workspace_id = $1 and c.identity_id = d.identity_id where d.workspace_id = $1 and d.contact_id = $2 and d.account_id = $3 order by c.last_at desc nulls last limit 1', [workspaceId, to.contactId, account.id])
    if (own?.conversation_id) return own.conversation_id
    if (own) return makeConversation(tx, services, workspaceId, account.id, own.identity_id, to.contactId)
    // Her number on another account of a channel that is addressed by phone serves here too, and one that was typed in.
    const [phone] = await tx.query<{ value: string }>(
      `select value from (
         (select k.value, 0 as nr from identity d join identity_key k on k.workspace_id = $1 and k.identity_id = d.identity_id where d.workspace_id = $1 and d.contact_id = $2 and k.kind = $3 order by d.identity_id limit 1)
         union all (select ltrim(a.value, '+'), 1 from contact_address a where a.workspace_id = $1 and a.contact_id = $2 and a.kind = $4 order by a.created_at, a.contact_address_id limit 1)) n order by nr limit 1`,
      [workspaceId, to.contactId, channel.declaration.address.keyKind, channel.declaration.address.kind])
    if (channel.declaration.address.kind === 'none') throw mustWriteFirst(channel)
    if (!phone) throw new RecadoError('unknown_address', { fields: [{ field: 'to.contactId', message: `has no ${channel.declaration.address.keyKind} and has never written to this account` }] })
    return findOrMakeConversation(tx, services, workspaceId, accountId, { address: channel.declaration.address.kind === 'phone' ? `+${phone.value.replace(/^\+/, '')}` : phone.value, owner: to.contactId })
  }
  const address = to.address ?? ''
  const keys = channel.connector.parseAddress?.(address) ?? (channel.declaration.address.kind === 'none' && address ? [{ kind: channel.declaration.address.keyKind, value: address }] : null)
  if (!keys?.length) throw new RecadoError('unknown_address', { fields: [{ field: 'to.address', message: `is not an address on this channel${channel.declaration.address.example ? `; one looks like ${channel.declaration.address.example}` : ''}` }] })
  const [known] = await tx.query<{ identity_id: string; conversation_id: string | null; contact_id: string }>(
    `select d.identity_id, d.contact_id, c.conversation_id from jsonb_to_recordset($3::jsonb) as k(kind text, value text)
     join identity_key ik on ik.workspace_id = $1 and ik.account_id = $2 and ik.kind = k.kind and ik.value = k.value
     join identity d on d.workspace_id = $1 and d.identity_id = ik.identity_id left join conversation c on c.workspace_id = $1 and c.identity_id = d.identity_id limit 1`, [workspaceId, account.id, JSON.stringify(keys)])
  if (known?.conversation_id) return known.conversation_id
  if (known) return makeConversation(tx, services, workspaceId, account.id, known.identity_id, known.contact_id)
  // Where only the customer can start, an address we never saw is nobody's yet.
  if (channel.declaration.address.kind === 'none') throw mustWriteFirst(channel)
  const now = new Date(services.clock.now(workspaceId)).toISOString()
  const [contactId, identityId] = [to.owner ?? newId(), newId()]
  const country = channel.connector.countryOf?.(keys) ?? null
  if (!to.owner) await tx.query('insert into contact (workspace_id, contact_id, name, country, created_at, updated_at) values ($1, $2, $3, $4, $5, $5)', [workspaceId, contactId, nameFor(channel, keys), country, now])
  await tx.query('insert into identity (workspace_id, identity_id, account_id, contact_id, country, created_at) values ($1, $2, $3, $4, $5, $6)', [workspaceId, identityId, account.id, contactId, country, now])
  await tx.query('insert into identity_key (workspace_id, account_id, kind, value, identity_id) select $1, $2, kind, value, $4 from jsonb_to_recordset($3::jsonb) as k(kind text, value text)', [workspaceId, account.id, JSON.stringify(keys), identityId])
  return makeConversation(tx, services, workspaceId, account.id, identityId, contactId)
}

/** She has no address before she wrote: a refusal like those of the engine, with what to do instead. */
function mustWriteFirst({ declaration }: LoadedChannel): RecadoError {
  return new RecadoError('contact_must_write_first', { verdict: toApi({ kind: 'deny', code: 'contact_must_write_first', source: declaration.rules.source, retryAt: null, remedies: [{ kind: 'ask_to_write' }] }) })
}

async function makeConversation(tx: Tx, services: Services, workspaceId: string, accountId: string, identityId: string, contactId: string): Promise<string> {
  const now = new Date(services.clock.now(workspaceId)).toISOString()
  const [conversationId, caseId] = [newId(), newId()]
  const account = (await services.accounts.byId(workspaceId, accountId))! // the caller has read it
  const [counter] = await tx.query<{ value: number }>(`update workspace_counter set value = value + 1 where workspace_id = $1 and name = 'conversation' returning value`, [workspaceId])
  await tx.query(
    `insert into conversation (workspace_id, conversation_id, number, account_id, channel, inbox_id, identity_id, contact_id, case_id, last_at, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)`,
    [workspaceId, conversationId, counter!.value, accountId, account.channel, account.inboxId, identityId, contactId, caseId, now])
  await tx.query(`insert into work_case (workspace_id, case_id, conversation_id, ordinal, opened_at, opened_by) values ($1, $2, $3, 1, $4, 'us')`, [workspaceId, caseId, conversationId, now])
  await append(tx, [{ type: 'conversation.changed', conversationId }])
  return conversationId
}

/** The thread with a person that somebody asks for. One that she does not see is not there; one that she begins beyond her reach is hers. */
async function ownConversation(tx: Tx, services: Services, principal: Principal, accountId: string, to: { contactId?: string; address?: string }): Promise<string> {
  const { workspaceId, id } = principal
  if (to.contactId && UUID.test(to.contactId)) await demandSeen(tx, principal, 'contact', to.contactId)
  const conversationId = await findOrMakeConversation(tx, services, workspaceId, accountId, to)
  if ((await seen(tx, principal, 'conversation', [conversationId])).has(conversationId)) return conversationId
  const mine = principal.reach.kind === 'own' ? await tx.query(
    'update conversation set assignee_id = $3 where workspace_id = $1 and conversation_id = $2 and assignee_id is null and last_message_id is null returning 1', [workspaceId, conversationId, id]) : []
  if (mine.length === 0) throw new RecadoError('not_found', { conversationId })
  return conversationId
}

/** POST /conversations: a thread without a message yet. */
export async function startConversation(services: Services, principal: Principal, channelAccountId: string, to: { contactId?: string; address?: string }): Promise<string> {
  const { workspaceId } = principal
  const id = await services.db.inWorkspace(workspaceId, (tx) => ownConversation(tx, services, principal, channelAccountId, to))
  services.signals.committed(workspaceId)
  return id
}

/** POST /conversations/{id}/verdict: the question a button asks before it is pressed. */
export function askVerdict(services: Services, principal: Principal, conversationId: string, question: { contentKind?: Content['kind']; templateId?: string; purpose?: Purpose; category?: string; basis?: Basis }): Promise<Verdict> {
  const { workspaceId } = principal
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const thread = await readThread(tx, workspaceId, conversationId)
    const account = await services.accounts.byId(workspaceId, thread.accountId)
    if (!account) throw new RecadoError('not_found')
    const { rules } = services.channels.get(account.channel).declaration
    let intent: Intent = { kind: question.templateId ? 'template' : (question.contentKind ?? 'text'), purpose: question.purpose ?? 'service', author: intentAuthor(author(principal).type) }
    if (question.templateId) {
      const template = await findTemplate(tx, account, { templateId: question.templateId })
      const purposes = rules.templates?.categories[template?.category ?? '']?.purposes ?? []
      intent.template = { id: template?.template_id ?? '', category: template?.category ?? '', status: template?.status ?? 'missing', missing: [] }
      if (!question.purpose && purposes.length > 0 && !purposes.includes('service')) intent.purpose = purposes[0]!
    }
    intent = await aboutTopic(tx, workspaceId, intent, question)
    const facts = await readFacts(tx, account, services.channels.get(account.channel), afterPromised(thread), services.clock.now(workspaceId), withOffers(intent))
    const verdict = decide(intent, facts)
    return verdict.kind === 'allow' ? verdict : explain(tx, services, account, thread, facts, intent)
  })
}

const OWN = `select m.message_id, m.conversation_id, m.status, m.author_type from message m where m.workspace_id = $1 and m.message_id = $2 and m.direction = 'out'`
interface OwnRow { message_id: string; conversation_id: string; status: string; author_type: string }

async function ownMessage(tx: Tx, workspaceId: string, messageId: string, states: readonly string[]): Promise<OwnRow> {
  const [found] = await tx.query<OwnRow>(OWN, [workspaceId, messageId])
  if (!found) throw new RecadoError('not_found', { messageId })
  await tx.query('select 1 from conversation where workspace_id = $1 and conversation_id = $2 for update', [workspaceId, found.conversation_id])
  const [row] = await tx.query<OwnRow>(OWN, [workspaceId, messageId])
  if (!row || !states.includes(row.status)) throw new RecadoError('wrong_status', { messageId, status: row?.status })
  return row
}

/** A failed message goes to the outbox again, with a new verdict when its turn comes. */
export async function retryMessage(services: Services, principal: Principal, messageId: string): Promise<Message> {
  const { workspaceId } = principal
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const row = await ownMessage(tx, workspaceId, messageId, ['failed'])
    await requeue(tx, services, workspaceId, row)
  })
  services.signals.committed(workspaceId)
  services.signals.emit('sends', workspaceId)
  return readMessage(services, workspaceId, messageId)
}

async function requeue(tx: Tx, services: Services, workspaceId: string, row: OwnRow): Promise<void> {
  const now = new Date(services.clock.now(workspaceId)).toISOString()
  await tx.query('delete from send_job where workspace_id = $1 and message_id = $2', [workspaceId, row.message_id])
  await tx.query(
    `insert into send_job (workspace_id, message_id, account_id, conversation_id, class, state, due_at, queued_at) select $1, message_id, account_id, conversation_id, $3, 'queued', $4, $4 from message where workspace_id = $1 and message_id = $2`,
    [workspaceId, row.message_id, row.author_type === 'agent' ? 0 : row.author_type === 'campaign' ? 2 : 1, now])
  await tx.query(`update message set status = 'queued', error = null where workspace_id = $1 and message_id = $2`, [workspaceId, row.message_id])
  await tx.query(`update conversation set failed_count = greatest(0, failed_count - 1), last_status = case when last_message_id = $3 then 'queued' else last_status end where workspace_id = $1 and conversation_id = $2`, [workspaceId, row.conversation_id, row.message_id])
  await append(tx, [{ type: 'message.updated', conversationId: row.conversation_id, messageIds: [row.message_id] }])
}

/** Takes a message back that has not left yet. */
export async function cancelMessage(services: Services, principal: Principal, messageId: string): Promise<Message> {
  const { workspaceId } = principal
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const row = await ownMessage(tx, workspaceId, messageId, ['queued'])
    await failMessage(tx, workspaceId, { messageId, conversationId: row.conversation_id }, { code: 'cancelled' }, services.clock.now(workspaceId))
    await tx.query('update conversation set failed_count = greatest(0, failed_count - 1) where workspace_id = $1 and conversation_id = $2', [workspaceId, row.conversation_id])
  })
  services.signals.committed(workspaceId)
  return readMessage(services, workspaceId, messageId)
}

/** A person has found out whether an `unknown` message arrived: it counts as sent, or goes again. */
export async function resolveUnknown(services: Services, principal: Principal, messageId: string, sent: boolean): Promise<Message> {
  const { workspaceId } = principal
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const row = await ownMessage(tx, workspaceId, messageId, ['unknown'])
    if (!sent) return requeue(tx, services, workspaceId, row)
    await tx.query('delete from send_job where workspace_id = $1 and message_id = $2', [workspaceId, messageId])
    await tx.query(`update message set status = 'sent', error = null where workspace_id = $1 and message_id = $2`, [workspaceId, messageId])
    await tx.query(`update conversation set failed_count = greatest(0, failed_count - 1), last_status = case when last_message_id = $3 then 'sent' else last_status end where workspace_id = $1 and conversation_id = $2`, [workspaceId, row.conversation_id, messageId])
    await append(tx, [{ type: 'message.updated', conversationId: row.conversation_id, messageIds: [messageId] }])
  })
  services.signals.committed(workspaceId)
  services.signals.emit('sends', workspaceId)
  return readMessage(services, workspaceId, messageId)
}
