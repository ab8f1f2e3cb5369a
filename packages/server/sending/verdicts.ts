import type { Verdict as ApiVerdict, VerdictRemedy } from '@recado/api'
import { type Alternatives, decide, type Facts, type Intent, priceOf, type Verdict, windowState, withRemedies } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Account, Services } from '../services.js'
import { afterPromised, readAddress, readFacts, readThread, type Thread } from './facts.js'

/** Approved templates that a remedy names at most. */
const MAX_TEMPLATES = 20

/** The verdict with what to do instead: approved templates by price, and the person's other threads. Only a refusal costs the extra look. */
export async function explain(tx: Tx, services: Services, account: Account, thread: Thread, facts: Facts, intent: Intent): Promise<Verdict> {
  const verdict = decide(intent, facts)
  if (verdict.kind === 'allow') return verdict
  const templates = facts.rules.templates ? await offeredTemplates(tx, account, facts, intent) : []
  return withRemedies(verdict, { now: facts.now, templates, others: await otherThreads(tx, services, account, thread, intent) })
}

/** What a refusal of this looks at beside it: an answer may be replaced by a notice. */
export const withOffers = (intent: Intent): Intent[] => (intent.purpose === 'service' ? [intent, { ...intent, purpose: 'notification' }] : [intent])

const topicOf = ({ category, basis }: Intent): Pick<Intent, 'category' | 'basis'> => ({ ...(category === undefined ? {} : { category }), ...(basis === undefined ? {} : { basis }) })

/** Templates that would go now, with their prices. Placeholders are filled later, by who chooses one. */
async function offeredTemplates(tx: Tx, account: Account, facts: Facts, intent: Intent): Promise<{ id: string; price: ReturnType<typeof priceOf> }[]> {
  const rows = await tx.query<{ template_id: string; category: string }>(`select template_id, category from template where workspace_id = $1 and account_id = $2 and status = 'approved' and not gone order by name, language limit ${MAX_TEMPLATES}`, [account.workspaceId, account.id])
  return rows.flatMap((row) => {
    const purposes = facts.rules.templates?.categories[row.category]?.purposes ?? []
    const purpose = purposes.includes(intent.purpose) ? intent.purpose : intent.purpose === 'service' && purposes.includes('notification') ? 'notification' : null
    if (!purpose) return []
    const candidate: Intent = { ...topicOf(intent), kind: 'template', purpose, author: intent.author, template: { id: row.template_id, category: row.category, status: 'approved', missing: [] } }
    return decide(candidate, facts).kind === 'allow' ? [{ id: row.template_id, price: priceOf(candidate, facts) }] : []
  })
}

/** Everywhere else she can be reached: every address of hers, also those on which nobody has written yet. */
async function otherThreads(tx: Tx, services: Services, account: Account, thread: Thread, intent: Intent): Promise<Alternatives['others']> {
  // Where the topic itself is unknown, no app helps.
  if (intent.fault?.field === 'category') return []
  const rows = await tx.query<{ conversation_id: string | null; identity_id: string; account_id: string }>(
    'select c.conversation_id, d.identity_id, d.account_id from identity d left join conversation c on c.workspace_id = $1 and c.identity_id = d.identity_id where d.workspace_id = $1 and d.contact_id = $2 and d.identity_id <> $3 order by c.last_at desc nulls last, d.identity_id limit 8', [account.workspaceId, thread.contactId, thread.identityId])
  const found: Alternatives['others'][number][] = []
  for (const row of rows) {
    const other = await services.accounts.byId(account.workspaceId, row.account_id)
    const channel = other && services.channels.find(other.channel)
    if (!other || !channel) continue
    const otherThread = row.conversation_id ? await readThread(tx, account.workspaceId, row.conversation_id) : await readAddress(tx, account.workspaceId, row.identity_id)
    // A template of this account means nothing there: the question is whether she may be written to freely.
    const question: Intent = intent.kind === 'template' || intent.fault ? { ...topicOf(intent), kind: 'text', purpose: intent.purpose, author: intent.author } : intent
    const facts = await readFacts(tx, other, channel, afterPromised(otherThread), services.clock.now(account.workspaceId), [question])
    found.push({ ...(row.conversation_id ? { conversationId: row.conversation_id } : {}), contactId: thread.contactId, channelAccountId: other.id, channel: other.channel, accountName: other.name, verdict: decide(question, facts) })
  }
  return found
}

/** The verdicts that every opened conversation carries: for free text, and for templates where the channel has them. */
export async function conversationVerdicts(tx: Tx, services: Services, account: Account, thread: Thread, author: Intent['author']): Promise<Record<string, ApiVerdict | null>> {
  const channel = services.channels.get(account.channel)
  const answer: Intent = { kind: 'text', purpose: 'service', author }
  const facts = await readFacts(tx, account, channel, afterPromised(thread), services.clock.now(account.workspaceId), withOffers(answer))
  const freeform = await explain(tx, services, account, thread, facts, answer)
  if (!channel.declaration.rules.templates) return { freeform: counted(toApi(freeform), thread, facts), template: null }
  const best = (await offeredTemplates(tx, account, facts, { kind: 'text', purpose: 'service', author }))[0]
  const [row] = best ? await tx.query<{ category: string }>('select category from template where workspace_id = $1 and template_id = $2', [account.workspaceId, best.id]) : []
  const [category, rule] = Object.entries(channel.declaration.rules.templates.categories)[0]!  // a channel with templates declares a category
  const template = decide({ kind: 'template', purpose: rule.purposes[0] ?? 'service', author, template: { id: best?.id ?? '', category: row?.category ?? category, status: best ? 'approved' : 'missing', missing: [] } }, facts)
  const asked = best && row ? decide({ kind: 'template', purpose: channel.declaration.rules.templates.categories[row.category]?.purposes.includes('service') ? 'service' : 'notification', author, template: { id: best.id, category: row.category, status: 'approved', missing: [] } }, facts) : template
  return { freeform: counted(toApi(freeform), thread, facts), template: toApi(asked) }
}

/** Where replies are counted, of how many, and which of them are on their way: a colleague's answer that has not left yet shows in the chip. */
function counted(verdict: ApiVerdict, thread: Thread, facts: Facts): ApiVerdict {
  if (verdict.kind === 'deny') return verdict.code === 'replies_exhausted' ? { ...verdict, onWay: thread.onWay } : verdict
  if (verdict.left === null) return verdict
  const of = facts.rules.grants.find((rule) => rule.kind === verdict.grant)?.replies
  return { ...verdict, ...(of ? { of } : {}), onWay: thread.onWay }
}

const iso = (at: number | null | undefined): string | null => (at === null || at === undefined ? null : new Date(at).toISOString())

/** The core's verdict as it travels: moments as ISO text. */
export function toApi(verdict: Verdict): ApiVerdict {
  if (verdict.kind === 'allow') {
    const { sendBy: _sendBy, ...rest } = verdict
    return { ...rest, until: iso(verdict.until) }
  }
  return {
    kind: 'deny', code: verdict.code, source: verdict.source, retryAt: iso(verdict.retryAt),
    remedies: verdict.remedies.map(({ until, price, ...rest }): VerdictRemedy => ({ ...rest, ...(until !== undefined ? { until: iso(until) } : {}), ...(price !== undefined ? { price } : {}) })),
  }
}

export { windowState }
