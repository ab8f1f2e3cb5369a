import { type Facts, type Grant, type IdentityKey, type Instant, type Intent, quotaAmount, quotaPeriod, type QuotaRule } from '@recado/core'
import { RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import { PURPOSES_SQL, readConsentFacts, type SetPurposes } from '../consents/facts.js'
import { BUDGETS_SQL, budgetFacts, type HeldBudget } from '../costs/budgets.js'
import { currencyOf, priceRuleOf, zoneOf } from '../costs/cards.js'
import type { Account, LoadedChannel } from '../services.js'

/** A conversation as the sender sees it. */
export interface Thread {
  conversationId: string
  contactId: string
  identityId: string
  accountId: string
  caseId: string
  status: string
  country: string | null
  reachable: boolean | null
  marketingStopped: boolean
  automationStopped: boolean
  keys: IdentityKey[]
  grants: Grant[]
  /** Free-form messages to this person that wait in the outbox: each will take a reply when its turn comes. */
  promised: number
  /** Those, and the ones that are being handed over right now. */
  onWay: number
  permissions: { templateId: string; left: number | null; category: string }[]
  timeZone: string
  /** What the owner has set for purposes. */
  purposes: SetPurposes
  teamId: string | null
  /** What its sends are taken from. */
  budgets: HeldBudget[]
  /** Which of the workspace's own price cards hold. */
  rateCards: number
}

/** $2 names the row `c`: a thread, or an address of hers without one. */
const threadOf = (from: string): string => `select c.conversation_id, c.contact_id, c.identity_id, c.account_id, c.case_id, c.status, c.automation_stopped, d.country, d.reachable, d.marketing_stopped, w.time_zone,
  (select coalesce(jsonb_agg(jsonb_build_object('kind', k.kind, 'value', k.value)), '[]') from identity_key k where k.workspace_id = $1 and k.identity_id = c.identity_id) as keys,
  (select coalesce(jsonb_agg(jsonb_build_object('kind', g.kind, 'act', g.act, 'openedAt', round(extract(epoch from g.opened_at) * 1000), 'closesAt', round(extract(epoch from g.closes_at) * 1000), 'left', g.replies_left)), '[]')
     from window_grant g where g.workspace_id = $1 and g.identity_id = c.identity_id) as grants,
  (select array[count(*) filter (where j.state = 'queued')::int, count(*)::int] from send_job j join message m on m.workspace_id = $1 and m.message_id = j.message_id
     where j.workspace_id = $1 and j.conversation_id = c.conversation_id and j.state in ('queued', 'sending') and m.send_as <> 'template') as on_way,
  (select coalesce(jsonb_agg(jsonb_build_object('templateId', t.template_id, 'left', p.left_count, 'category', t.category)), '[]') from identity_permission p
     join template t on t.workspace_id = $1 and t.account_id = c.account_id and t.external_id = p.template_external_id where p.workspace_id = $1 and p.identity_id = c.identity_id) as permissions, ${PURPOSES_SQL} as purposes,
  c.team_id, ${BUDGETS_SQL} as budgets, w.rate_cards_version as rate_cards
  from ${from} join identity d on d.workspace_id = $1 and d.identity_id = c.identity_id join workspace w on w.workspace_id = $1`

const THREAD = `${threadOf('conversation c')} where c.workspace_id = $1 and c.conversation_id = $2`
const ADDRESS = threadOf(`(select i.identity_id, i.contact_id, i.account_id, i.identity_id as conversation_id, i.identity_id as case_id, 'open' as status, false as automation_stopped, null::uuid as team_id from identity i where i.workspace_id = $1 and i.identity_id = $2) c`)

interface ThreadRow { conversation_id: string; contact_id: string; identity_id: string; account_id: string; case_id: string; status: string; automation_stopped: boolean; country: string | null; reachable: boolean | null; marketing_stopped: boolean; time_zone: string; purposes: SetPurposes; team_id: string | null; budgets: HeldBudget[]; rate_cards: number; keys: IdentityKey[]; grants: Grant[]; on_way: [number, number]; permissions: Thread['permissions'] }

/** Reads a conversation for a verdict. `lock` takes its ledger for the transaction, so that two senders never take the same reply. */
export async function readThread(tx: Tx, workspaceId: string, conversationId: string, lock = false): Promise<Thread> {
  if (lock) await tx.query('select 1 from conversation where workspace_id = $1 and conversation_id = $2 for update', [workspaceId, conversationId])
  const [row] = await tx.query<ThreadRow>(THREAD, [workspaceId, conversationId])
  if (!row) throw new RecadoError('not_found', { conversationId })
  return toThread(row)
}

/** An address of hers on which there is no thread yet, as a sender would see one. It has no ids of a thread: only what follows from her and the account. */
export async function readAddress(tx: Tx, workspaceId: string, identityId: string): Promise<Thread> {
  const [row] = await tx.query<ThreadRow>(ADDRESS, [workspaceId, identityId])
  if (!row) throw new RecadoError('not_found', { identityId })
  return toThread(row)
}

const toThread = (row: ThreadRow): Thread => ({
  conversationId: row.conversation_id, contactId: row.contact_id, identityId: row.identity_id, accountId: row.account_id, caseId: row.case_id, status: row.status, country: row.country,
  reachable: row.reachable, marketingStopped: row.marketing_stopped, automationStopped: row.automation_stopped, keys: row.keys, grants: row.grants, promised: row.on_way[0], onWay: row.on_way[1], permissions: row.permissions, timeZone: row.time_zone, purposes: row.purposes,
  teamId: row.team_id, budgets: row.budgets, rateCards: row.rate_cards,
})

/**
 * The thread as somebody sees it who wants to send next: replies that queued messages will take are gone already, so that two agents never
 * count on the same one. The sender itself, whose turn it is, looks at the plain ledger.
 */
export function afterPromised(thread: Thread): Thread {
  const { promised } = thread
  return promised === 0 ? thread : { ...thread, grants: thread.grants.map((grant) => (grant.left === null ? grant : { ...grant, left: Math.max(0, grant.left - promised) })) }
}

/** Everything the rule engine may look at for this thread at `now`, to judge these intents: what they rest on decides whether her consents are read. */
export async function readFacts(tx: Tx, account: Account, channel: LoadedChannel, thread: Thread, now: Instant, intents: readonly Intent[]): Promise<Facts> {
  const timeZone = zoneOf(account, thread.timeZone)
  const price = await priceRuleOf(tx, account.workspaceId, channel, timeZone, thread.rateCards)
  const rules = price === channel.declaration.rules.price ? channel.declaration.rules : { ...channel.declaration.rules, price: price! } // one was declared
  const facts: Facts = {
    rules, now, grants: thread.grants,
    // Failed checks are shown, not enforced: what the platform does with a message decides.
    account: { state: account.disconnected ? 'error' : account.pausedCode ? 'paused' : 'ready', settings: account.settings, timeZone, currency: currencyOf(account) },
    identity: { country: thread.country, reachable: thread.reachable, permissions: thread.permissions.map((one) => lasting(channel, one)), marketingStopped: thread.marketingStopped },
    consent: await readConsentFacts(tx, account.workspaceId, channel, thread, intents), quotas: {}, pairSends: [], budgets: budgetFacts(thread.budgets, now, timeZone),
  }
  const quotas: Record<string, Facts['quotas'][string]> = {}
  for (const rule of rules.quotas ?? []) if (rule.counts !== 'broadcast') quotas[rule.id] = await readQuota(tx, account, thread, rule, quotaAmount(rule, facts), now, timeZone)
  return { ...facts, quotas, pairSends: rules.pairRate ? await readPairSends(tx, account.workspaceId, thread.identityId, rules.pairRate, now) : [] }
}

/** Where the category's permissions last, one acceptance is enough for any number, though the platform's push does not say which kind it was. */
function lasting(channel: LoadedChannel, { templateId, left, category }: Thread['permissions'][number]): { templateId: string; left: number | null } {
  return { templateId, left: channel.declaration.rules.templates?.categories[category]?.needsPermission === 'long_term' ? null : left }
}

const iso = (at: Instant): string => new Date(at).toISOString()

/** Counts up to the quota's amount only: beyond it the answer is the same, and a month may hold many sends. */
async function readQuota(tx: Tx, account: Account, thread: Thread, rule: QuotaRule, amount: number, now: Instant, timeZone: string): Promise<Facts['quotas'][string]> {
  const { from } = quotaPeriod(rule, now, timeZone)
  const [scope, subject] = rule.scope === 'identity' ? ['identity_id', thread.identityId] : rule.scope === 'account' ? ['account_id', account.id] : ['channel', account.channel]
  const kinds = rule.counts === 'template' ? `and send_as = 'template'` : rule.counts === 'freeform' ? `and send_as <> 'template'` : ''
  const where = `workspace_id = $1 and ${scope} = $2 and at >= $3 and not returned and not free_kind ${kinds} ${rule.outsideWindowOnly ? 'and outside_window' : ''}`
  if (rule.counts === 'unique_identity') {
    const [row] = await tx.query<{ used: number; includes: boolean; oldest: number | null }>(
      `with people as (select identity_id, max(at) as at from send_entry where ${where} group by identity_id limit $5::int)
       select count(*)::int as used, coalesce(bool_or(identity_id = $4), false) or exists (select from send_entry where ${where} and identity_id = $4) as includes, min(at) as oldest from people`,
      [account.workspaceId, subject, iso(from), thread.identityId, Math.min(amount, 1_000_000)])
    const span = typeof rule.period === 'number' ? rule.period : null
    return { used: row!.used, includesIdentity: row!.includes, freesAt: span !== null && row!.oldest !== null ? row!.oldest + span : null }
  }
  const [row] = await tx.query<{ used: number }>(`select count(*)::int as used from (select 1 from send_entry where ${where} limit $4::int) s`, [account.workspaceId, subject, iso(from), Math.min(amount, 1_000_000)])
  return { used: row!.used }
}

/** Our sends to this person as far back as a debt can reach. */
async function readPairSends(tx: Tx, workspaceId: string, identityId: string, rule: { everyMs: number; burst: number }, now: Instant): Promise<Instant[]> {
  const rows = await tx.query<{ at: number }>(
    `select at from send_entry where workspace_id = $1 and identity_id = $2 and at > $3 and not returned order by at desc limit $4`,
    [workspaceId, identityId, iso(now - rule.everyMs * (rule.burst + 1) * 2), rule.burst * 2])
  return rows.map((row) => row.at).reverse()
}
