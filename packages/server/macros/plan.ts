/** What a macro would say in one thread now: freely where that is allowed, else by its template. Asked by the preview and by the run alike. */
import { contentsOf, type ChannelCapabilities, type Macro, type SavedReply } from '@recado/api'
import { type Content, decide, type Deny, type Facts, fillReply, type Intent, type Instant, type Media, type Purpose, type ReplyValues, replyValues, type TemplateParameter, variantFor, type Verdict, windowEndText, windowState } from '@recado/core'
import type { Tx } from '@recado/db'
import { may } from '../auth/permissions.js'
import { readConsentFacts } from '../consents/facts.js'
import { visibleReplies } from '../people/saved-replies.js'
import { preferenceLink } from '../preferences/link.js'
import { afterPromised, readFacts, readThread, type Thread } from '../sending/facts.js'
import { findTemplate, prepare } from '../sending/intent.js'
import { intentAuthor } from '../sending/queue.js'
import { explain, withOffers } from '../sending/verdicts.js'
import type { Account, Principal, Services } from '../services.js'

export interface Plan {
  as: 'freeform' | 'template' | null
  contents: Content[]
  purpose: Purpose
  text: string | null
  files: Media[]
  language: string | null
  languages: (string | null)[]
  verdict: Verdict | null
  /** Places without a value, wherever they stand. */
  missing: string[]
  note: string | null
  windowClosesAt: Instant | null
  /** The thread's account has no template in this macro, and free text may not go. */
  noTemplate: boolean
}

interface Context { thread: Thread; account: Account; facts: Facts; values: ReplyValues; language: string | null; closesAt: Instant | null }

/** `language`: chosen by hand; else hers, else the company's. */
export async function planFor(tx: Tx, services: Services, principal: Principal, macro: Pick<Macro, 'savedReplyId' | 'actions' | 'templates'>, conversationId: string, language?: string | null): Promise<Plan> {
  const context = await contextOf(tx, services, principal, conversationId)
  const [reply] = macro.savedReplyId ? await visibleReplies(tx, principal, [macro.savedReplyId]) : []
  const note = macro.actions.note ? fillReply(macro.actions.note.text, context.values) : null
  const said = reply ? wordsOf(reply, language === undefined ? context.language : language, context.values) : null
  const base: Plan = {
    as: null, contents: [], purpose: 'service', text: null, files: [], language: said?.language ?? null, languages: reply ? [reply.language ?? null, ...(reply.variants ?? []).map((one) => one.language)] : [],
    verdict: null, missing: note?.missing ?? [], note: note?.text ?? null, windowClosesAt: context.closesAt, noTemplate: false,
  }
  const author = intentAuthor(principal.kind === 'user' ? 'agent' : 'api')
  const template = macro.templates.find((one) => one.channelAccountId === context.account.id)
  if (reply && said) {
    const capabilities = services.channels.get(context.account.channel).declaration.capabilities as ChannelCapabilities // the same figures, read only
    const contents = contentsOf(said.text, reply.attachments ?? [], capabilities)
    const verdict = await verdictOn(tx, services, context, contents, author)
    // The pace to one person is kept by the outbox.
    if (verdict.kind === 'allow' || verdict.code === 'pair_rate' || !template) return { ...base, as: 'freeform', contents, text: said.text, files: reply.attachments ?? [], verdict, missing: [...new Set([...base.missing, ...said.missing])] }
  }
  if (!template) return { ...base, noTemplate: macro.templates.length > 0 }
  return byTemplate(tx, services, context, template, base, author)
}

/** What a thread tells about its replies: values of the places, her language, when the window ends. */
export async function contextOf(tx: Tx, services: Services, principal: Principal, conversationId: string): Promise<Context> {
  const { workspaceId } = principal
  const thread = await readThread(tx, workspaceId, conversationId)
  const account = (await services.accounts.byId(workspaceId, thread.accountId))! // a thread lies on an account
  const now = services.clock.now(workspaceId)
  const facts = await readFacts(tx, account, services.channels.get(account.channel), afterPromised(thread), now, withOffers({ kind: 'text', purpose: 'service', author: 'human' }))
  const [row] = await tx.query<{ number: number; name: string; language: string | null; attributes: Record<string, unknown>; company: string; company_language: string }>(
    `select c.number, p.name, p.language, p.attributes, w.name as company, w.language as company_language from conversation c join contact p on p.workspace_id = $1 and p.contact_id = c.contact_id join workspace w on w.workspace_id = $1 where c.workspace_id = $1 and c.conversation_id = $2`, [workspaceId, conversationId])
  const { name, attributes, company, number } = row! // read above
  const window = windowState(facts.rules, facts.grants, now)
  const language = row!.language ?? row!.company_language
  const preferences = may(principal, 'consents.manage') ? (await preferenceLink(services, workspaceId, thread.contactId)).url : ''
  const values = replyValues({ contact: { name, attributes }, preferences, agentName: principal.name, company, conversationNumber: number, windowEnd: windowEndText(window.closesAt, now, thread.timeZone, language) })
  return { thread, account, facts, values, language, closesAt: window.closesAt }
}

function wordsOf(reply: SavedReply, language: string | null, values: ReplyValues): { text: string; missing: string[]; language: string | null } {
  const wording = variantFor([{ language: reply.language ?? null, text: reply.text }, ...(reply.variants ?? [])], language)! // it has at least its own
  return { ...fillReply(wording.text, values), language: wording.language }
}

/** The first refusal of what it would send, or that it may. */
async function verdictOn(tx: Tx, services: Services, { account, thread, facts }: Context, contents: readonly Content[], author: Intent['author']): Promise<Verdict> {
  const channel = services.channels.get(account.channel)
  for (const content of contents) {
    const { intent } = await prepare(tx, account, channel, content, 'service', author)
    const verdict = decide(intent, facts)
    if (verdict.kind === 'deny') return explain(tx, services, account, thread, facts, intent)
  }
  return decide({ kind: contents[0]?.kind ?? 'text', purpose: 'service', author }, facts)
}

async function byTemplate(tx: Tx, services: Services, { thread, account, facts: plain, values }: Context, wished: Macro['templates'][number], base: Plan, author: Intent['author']): Promise<Plan> {
  const row = await findTemplate(tx, account, { templateId: wished.templateId })
  const filled = wished.parameters.map((parameter) => (parameter.text === undefined ? { parameter, missing: [] } : { parameter: { ...parameter, ...renamed(fillReply(parameter.text, values)) }, missing: fillReply(parameter.text, values).missing }))
  const content: Content = { kind: 'template', templateId: wished.templateId, ...(row ? { name: row.name, language: row.language } : {}), parameters: filled.map((one) => one.parameter) }
  const purposes = plain.rules.templates?.categories[row?.category ?? '']?.purposes ?? []
  const purpose: Purpose = purposes.includes('notification') ? 'notification' : (purposes[0] ?? 'notification')
  const prepared = await prepare(tx, account, services.channels.get(account.channel), content, purpose, author)
  const facts = { ...plain, consent: await readConsentFacts(tx, account.workspaceId, services.channels.get(account.channel), thread, [prepared.intent]) }
  const verdict = decide(prepared.intent, facts).kind === 'allow' ? decide(prepared.intent, facts) : await explain(tx, services, account, thread, facts, prepared.intent)
  return {
    ...base, as: 'template', contents: [content], purpose, text: prepared.content.kind === 'template' ? (prepared.content.text ?? '') : null, language: row?.language ?? null, languages: [],
    verdict, missing: [...new Set([...base.missing, ...filled.flatMap((one) => one.missing)])],
  }
}

const renamed = ({ text }: { text: string }): Pick<TemplateParameter, 'text'> => ({ text })

/** What stands in the way of it, or null. */
export const refusalOf = ({ verdict }: Plan): Deny | null => (verdict?.kind === 'deny' && verdict.code !== 'pair_rate' ? verdict : null)
