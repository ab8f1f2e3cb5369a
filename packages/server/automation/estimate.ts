import type { AutomationEstimate, Money } from '@recado/api'
import { addAmounts, type Content, days, type Instant, quotaPeriod, seconds } from '@recado/core'
import type { Tx } from '@recado/db'
import { loadSavedReplies } from '../people/saved-replies.js'
import { withOwnCards } from '../costs/cards.js'
import type { Account, LoadedChannel, Services } from '../services.js'
import { billOf, type Send } from './cost.js'
import { occasionOf } from './occasion.js'
import { type Answered, type Before, makeReplay, type Past } from './replay.js'
import { type Owner, OWNERS } from '../hours/owner.js'
import { type KeptRule, OWNER_RANK, readLibrary } from './rules.js'
import { LATELY_MS } from './view.js'
import { MOST_MESSAGES } from './wording.js'

/** Messages looked at, newest threads first: the figure is a forecast, and nobody waits for more. */
const MOST_ROWS = 40_000
const MOST_THREADS = 10_000

const iso = (at: Instant): string => new Date(at).toISOString()

interface Row { conversation_id: string; direction: 'in' | 'out' | 'system'; kind: string; content: Content; author_type: string; at: Instant; country: string | null; hers: boolean; inbox_id: string; team_id: string | null }

const pastOf = (mine: string): string => `with threads as (
    select c.conversation_id, c.inbox_id, c.team_id, d.country from conversation c join identity d on d.workspace_id = $1 and d.identity_id = c.identity_id
    where c.workspace_id = $1 and c.account_id = $2 and c.last_at > $3 ${mine} order by c.last_at desc limit ${MOST_THREADS})
  select m.conversation_id, m.direction, m.kind, m.author_type, m.at, t.country, t.inbox_id, t.team_id, (m.direction = 'in' or m.ext_key is not null) and m.kind <> 'reaction' as hers,
    case when m.direction in ('in', 'system') then jsonb_strip_nulls(jsonb_build_object('kind', m.kind, 'text', left(m.content->>'text', 2000), 'caption', left(m.content->>'caption', 2000), 'id', m.content->'id', 'title', m.content->'title', 'event', m.content->'event', 'data', m.content->'data')) else '{}' end as content
  from threads t join message m on m.workspace_id = $1 and m.conversation_id = t.conversation_id and m.at > $3 and m.direction in ('in', 'out', 'system')
  order by m.at desc, m.message_id desc limit ${MOST_ROWS + 1}`

const BEFORE = `select c.conversation_id, (select m.at from message m where m.workspace_id = $1 and m.conversation_id = c.conversation_id and m.direction in ('in', 'out') and m.at <= $3 order by m.at desc limit 1) as at
  from unnest($2::uuid[]) c(conversation_id)`

const SENDS = `select e.at, d.country from send_entry e join identity d on d.workspace_id = $1 and d.identity_id = e.identity_id join message m on m.workspace_id = $1 and m.message_id = e.message_id
  where e.workspace_id = $1 and e.account_id = $2 and e.at >= $3 and not e.returned and not e.free_kind and e.send_as <> 'template' and m.author_type <> 'automation' limit ${MOST_ROWS}`

/** What people sent since then, and before it in the allowance's period that ran: what automation leaves of a free allowance depends on it. */
export function realSends(tx: Tx, account: Account, channel: LoadedChannel, timeZone: string, since: Instant): Promise<Send[]> {
  const allowance = channel.declaration.rules.quotas?.find((quota) => quota.id === channel.declaration.rules.price?.allowanceQuota)
  return tx.query<Send>(SENDS, [account.workspaceId, account.id, iso(allowance ? quotaPeriod(allowance, since, timeZone).from : since)])
}

/** The past as the rules are asked about it. */
interface Stretch { since: Instant; past: Past[]; before: Before; cut: boolean }

async function readPast(tx: Tx, account: Account, owner: Pick<Owner, 'kind' | 'id'>, channel: LoadedChannel, since: Instant): Promise<Stretch> {
  const mine = owner.kind === 'account' ? '' : `and c.${OWNERS[owner.kind].column} = $4`
  const rows = await tx.query<Row>(pastOf(mine), [account.workspaceId, account.id, iso(since), ...(mine ? [owner.id] : [])])
  const cut = rows.length > MOST_ROWS
  const past = rows.slice(0, MOST_ROWS).reverse().map((row): Past => ({
    conversationId: row.conversation_id, place: { accountId: account.id, inboxId: row.inbox_id, teamId: row.team_id }, at: row.at, country: row.country, spoken: row.direction !== 'system', colleague: row.direction === 'out' && (row.author_type === 'agent' || row.author_type === 'outside'),
    occasion: row.hers && row.direction !== 'out' ? occasionOf({ direction: row.direction, content: row.content, at: row.at }, channel) : null,
  }))
  const from = cut ? (past[0]?.at ?? since) : since
  const before = await tx.query<{ conversation_id: string; at: Instant | null }>(BEFORE, [account.workspaceId, [...new Set(past.map((one) => one.conversationId))], iso(from)])
  return { since: from, past, before: new Map(before.flatMap((row) => (row.at === null ? [] : [[row.conversation_id, row.at] as const]))), cut }
}

/**
 * What the rules would have done on one account, or in the owner's part of it, in the last 30 days: all that are on, and what each adds - one that is off as if it were switched on
 * too, one that is on against its absence. `draft` is asked like a rule that is off; one of the same id stands in its place.
 */
async function estimateOn(tx: Tx, services: Services, account: Account, owner: Pick<Owner, 'kind' | 'id'>, draft: KeptRule | null): Promise<AutomationEstimate> {
  const { workspaceId } = account
  const channel = await withOwnCards(tx, account, services.channels.get(account.channel))
  const now = services.clock.now(workspaceId)
  const library = await readLibrary(tx, workspaceId, account.id)
  const rules = draft ? placed(library.rules, draft) : library.rules
  const [zone] = await tx.query<{ time_zone: string }>('select time_zone from workspace where workspace_id = $1', [workspaceId])
  const timeZone = typeof account.settings.timeZone === 'string' && account.settings.timeZone ? account.settings.timeZone : (zone?.time_zone ?? 'UTC')
  // What was there before the account was connected is an import; platforms tell whole seconds.
  const { since, past, before, cut } = await readPast(tx, account, owner, channel, Math.max(now - LATELY_MS, (account.firstWebhookAt ?? 0) - seconds(5)))
  const real = await realSends(tx, account, channel, timeZone, since)
  const replay = makeReplay(past, before, library)
  const bare = billOf(real, account, channel, timeZone, now)
  const sizes = await messagesOf(tx, workspaceId, rules)
  const judge = (set: readonly KeptRule[]): Judged => {
    const answers = replay(set)
    const sends = answers.flatMap((one): Send[] => Array.from({ length: sizes.get(one.ruleId) ?? 1 }, () => one))
    const whole = billOf([...real, ...sends], account, channel, timeZone, now)
    return { answers, amount: addAmounts(whole.amount, `-${bare.amount}`), currency: whole.currency, free: whole.free - bare.free, unpriced: whole.unpriced - bare.unpriced }
  }
  const all = judge(rules)
  const charged = channel.declaration.rules.price !== undefined
  return {
    days: Math.max(1, Math.ceil((now - since) / days(1))), occasions: past.filter((one) => one.occasion).length, cut, answers: all.answers.length,
    cost: charged ? { total: { amount: all.amount, currency: all.currency }, free: all.free, unpriced: all.unpriced, source: channel.declaration.rules.price!.source } : null, // charged: there is a price rule
    adds: Object.fromEntries(rules.filter((rule) => rule.owner.kind === owner.kind && rule.owner.id === owner.id).map((rule) => {
      const other = judge(rules.map((one) => (one.id === rule.id ? { ...one, enabled: !rule.enabled } : one)))
      const [on, off] = rule.enabled ? [all, other] : [other, all]
      return [rule.id, { answers: on.answers.filter((one) => one.ruleId === rule.id).length, more: on.answers.length - off.answers.length, cost: charged ? { amount: addAmounts(on.amount, `-${off.amount}`), currency: on.currency } : null }]
    })),
  }
}

/** The same for an owner: an inbox's and a team's rules speak on several accounts, each at its own price. */
export async function estimate(tx: Tx, services: Services, owner: Owner, draft: KeptRule | null): Promise<AutomationEstimate> {
  const parts: AutomationEstimate[] = []
  for (const account of owner.accounts.slice(0, MOST_ACCOUNTS)) parts.push(await estimateOn(tx, services, account, owner, draft))
  return parts.reduce(joined, { days: 1, occasions: 0, cut: owner.accounts.length > MOST_ACCOUNTS, answers: 0, cost: null, adds: {} })
}

/** Accounts whose past is looked at: it is a forecast. */
const MOST_ACCOUNTS = 12

/** Both together. What is charged in another currency than the first is not added up: it counts as having no known price. */
function joined(a: AutomationEstimate, b: AutomationEstimate): AutomationEstimate {
  const strange = a.cost && b.cost && a.cost.total.currency !== b.cost.total.currency
  const sum = (x: Money | null, y: Money | null): Money | null => (x && y ? (x.currency === y.currency ? { ...x, amount: addAmounts(x.amount, y.amount) } : x) : (x ?? y))
  return {
    days: Math.max(a.days, b.days), occasions: a.occasions + b.occasions, cut: a.cut || b.cut, answers: a.answers + b.answers,
    cost: a.cost && b.cost ? { ...a.cost, total: sum(a.cost.total, b.cost.total)!, free: a.cost.free + b.cost.free, unpriced: a.cost.unpriced + (strange ? b.answers : b.cost.unpriced) } : (a.cost ?? b.cost), // of two sums there is one
    adds: Object.fromEntries([...new Set([...Object.keys(a.adds), ...Object.keys(b.adds)])].map((id) => {
      const [x, y] = [a.adds[id], b.adds[id]]
      return [id, x && y ? { answers: x.answers + y.answers, more: x.more + y.more, cost: sum(x.cost, y.cost) } : (x ?? y)!] // the id is of one of them
    })),
  }
}

interface Judged { answers: Answered[]; amount: string; currency: string; free: number; unpriced: number }

/** How many messages a rule's answer is: a saved reply goes with its files. */
async function messagesOf(tx: Tx, workspaceId: string, rules: readonly KeptRule[]): Promise<Map<string, number>> {
  const ids = rules.flatMap((rule) => rule.variants.flatMap((one) => one.savedReplyId ?? []))
  const saved = ids.length > 0 ? await loadSavedReplies(tx, workspaceId, ids) : []
  const filesOf = (id: string | undefined): number => saved.find((one) => one.id === id)?.attachments?.length ?? 0
  return new Map(rules.map((rule) => [rule.id, Math.min(MOST_MESSAGES, 1 + Math.max(0, ...rule.variants.map((one) => filesOf(one.savedReplyId))))]))
}

/** The draft in the place of the rule it changes, else behind the others of its owner. */
export function placed(rules: readonly KeptRule[], draft: KeptRule): KeptRule[] {
  return rules.some((one) => one.id === draft.id) ? rules.map((one) => (one.id === draft.id ? draft : one)) : [...rules, draft].sort((a, b) => OWNER_RANK[a.owner.kind] - OWNER_RANK[b.owner.kind])
}
