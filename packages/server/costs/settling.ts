import { addAmounts, type Bill, billFor, type FreeReason, type Instant, type Price, type PriceRule, quotaAmount } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Account, Services } from '../services.js'
import { currencyOf, priceRuleOf } from './cards.js'
import { type Correction, correctBudgets } from './ledger.js'
import { monthOf } from './months.js'
import { type Billed, type MessagePrice, tellBills } from './told.js'

/** An entry whose message has news. */
interface Row {
  message_id: string; account_id: string; channel: string; country: string | null; time_zone: string; at: Instant; sent_month: string; month: string; class: string | null; estimated: string | null; currency: string | null
  budgets: string[] | null; state: 'open' | 'settled'; billed: string | null; billed_currency: string | null; billed_class: string | null; market: string | null; free_reason: FreeReason | null
  kind: string; status: string; delivered_at: Instant | null; conversation_id: string; price: MessagePrice | null
}

/** Entries that the last word about their message changes: open ones that arrived or failed, and settled ones of which the platform says more. */
const NEWS = `select e.message_id, e.account_id, e.channel, e.country, e.time_zone, e.at, e.sent_month::text as sent_month, e.month::text as month, e.class, e.estimated::text as estimated, e.currency, e.budgets, e.state,
    e.billed::text as billed, e.billed_currency, e.billed_class, e.market, e.free_reason, m.kind, m.status, m.delivered_at, m.conversation_id, m.price
  from cost_entry e join message m on m.workspace_id = $1 and m.message_id = e.message_id
  where e.workspace_id = $1 and e.message_id = any($2) and e.state <> 'void' and (m.status in ('delivered', 'read') or ((m.status = 'failed' or $3) and e.state = 'open'))
    and (e.state = 'open' or (e.free_reason = 'undelivered' and m.status <> 'failed') or (not e.told and m.price ? 'bookedAt'))
  order by m.delivered_at nulls last, e.message_id for update of e`

/** Messages charged and given free, by subject, month, market and class; read once for a batch, written back once. */
class Counts {
  private readonly counts = new Map<string, { n: number; was: number }>()

  private static key(subject: string, month: string, market: string, priceClass: string): string { return JSON.stringify([subject, month, market, priceClass]) }

  async load(tx: Tx, workspaceId: string, wanted: readonly { subject: string; month: string }[]): Promise<void> {
    const rows = await tx.query<{ subject: string; month: string; market: string; class: string; count: number }>(
      `select c.subject, c.month::text as month, c.market, c.class, c.count::int as count from cost_count c join (select distinct subject, month from jsonb_to_recordset($2::jsonb) as w(subject text, month date)) w on w.subject = c.subject and w.month = c.month
       where c.workspace_id = $1 order by c.subject, c.month, c.market, c.class for update of c`, [workspaceId, JSON.stringify(wanted)])
    for (const row of rows) this.counts.set(Counts.key(row.subject, row.month, row.market, row.class), { n: row.count, was: row.count })
  }

  of(subject: string, month: string, market: string, priceClass: string): number { return this.counts.get(Counts.key(subject, month, market, priceClass))?.n ?? 0 }

  add(subject: string, month: string, market: string, priceClass: string, by: number): void {
    const key = Counts.key(subject, month, market, priceClass)
    const held = this.counts.get(key) ?? { n: 0, was: 0 }
    this.counts.set(key, { ...held, n: held.n + by })
  }

  async save(tx: Tx, workspaceId: string): Promise<void> {
    const changed = [...this.counts].filter(([, { n, was }]) => n !== was).map(([key, { n, was }]) => {
      const [subject, month, market, priceClass] = JSON.parse(key) as string[]
      return { subject, month, market, class: priceClass, by: n - was }
    })
    if (changed.length === 0) return
    await tx.query(
      `insert into cost_count (workspace_id, subject, month, market, class, count) select $1, c.subject, c.month, c.market, c.class, c.by from jsonb_to_recordset($2::jsonb) as c(subject text, month date, market text, class text, by bigint)
       on conflict (workspace_id, subject, month, market, class) do update set count = cost_count.count + excluded.count`, [workspaceId, JSON.stringify(changed)])
  }
}

/** How the free messages of an account are counted: under the account, without a market. */
const FREE = 'free'

const isLost = (row: Row): boolean => row.status !== 'delivered' && row.status !== 'read'

interface Reader { account: Account | null; rule: PriceRule | null; allowance: number }

/**
 * Books what happened to these messages: each entry that has news gets its bill, the budgets get back what was taken too much. `lost`: also those that
 * never arrived and never will. What the log must say of it comes back: it is the last thing of the transaction.
 */
export async function settleMessages(tx: Tx, services: Services, workspaceId: string, messageIds: readonly string[], lost = false): Promise<Awaited<ReturnType<typeof tellBills>>> {
  const rows = messageIds.length === 0 ? [] : await tx.query<Row>(NEWS, [workspaceId, messageIds, lost])
  if (rows.length === 0) return []
  const [workspace] = await tx.query<{ version: number }>('select rate_cards_version as version from workspace where workspace_id = $1', [workspaceId])
  const readers = new Map<string, Reader>()
  for (const row of rows) if (!readers.has(row.account_id)) readers.set(row.account_id, await readerOf(tx, services, workspaceId, row, workspace?.version ?? 0))
  const monthOfBill = (row: Row): string => (isLost(row) ? row.sent_month : monthOf(row.delivered_at ?? row.at, row.time_zone))
  const counts = new Counts()
  await counts.load(tx, workspaceId, rows.flatMap((row) => [row.channel, row.account_id].flatMap((subject) => [{ subject, month: monthOfBill(row) }, { subject, month: row.month }])))
  const corrections: Correction[] = []
  const billed: Billed[] = []
  const settled = rows.map((row) => {
    const month = monthOfBill(row)
    takeBack(counts, row)
    const bill = billOf(row, readers.get(row.account_id)!, counts, month)
    book(counts, row, bill, month)
    const before = row.state === 'open' ? row.estimated : row.billed_currency === row.currency ? row.billed : row.estimated
    const after = bill.currency === row.currency ? bill.amount : row.estimated
    if (row.budgets && before !== null && after !== null) corrections.push({ budgets: row.budgets, month: row.sent_month, by: addAmounts(after, `-${before}`) })
    billed.push({ messageId: row.message_id, conversationId: row.conversation_id, price: row.price, estimate: estimateOf(row), bill })
    return { id: row.message_id, month, billed: bill.amount, currency: bill.currency, class: bill.class, market: bill.market, free: bill.free, difference: bill.difference, told: row.price?.bookedAt !== undefined, delivered: isLost(row) ? null : new Date(row.delivered_at ?? row.at).toISOString() }
  })
  const now = new Date(services.clock.now(workspaceId)).toISOString()
  await tx.query(
    `update cost_entry e set state = 'settled', month = s.month, billed = s.billed, billed_currency = s.currency, billed_class = s.class, market = s.market, free_reason = s.free, difference = s.difference, told = s.told, settled_at = $3, delivered_at = s.delivered
     from jsonb_to_recordset($2::jsonb) as s(id uuid, month date, billed numeric, currency text, class text, market text, free text, difference text, told boolean, delivered timestamptz) where e.workspace_id = $1 and e.message_id = s.id`, [workspaceId, JSON.stringify(settled), now])
  await counts.save(tx, workspaceId)
  await correctBudgets(tx, workspaceId, corrections)
  return tellBills(tx, workspaceId, billed)
}

const estimateOf = (row: Row): Price | null => (row.estimated !== null && row.currency !== null && row.class !== null ? { amount: row.estimated, currency: row.currency, class: row.class } : null)

async function readerOf(tx: Tx, services: Services, workspaceId: string, row: Row, version: number): Promise<Reader> {
  const account = await services.accounts.byId(workspaceId, row.account_id)
  const channel = services.channels.find(row.channel)
  const rule = channel ? ((await priceRuleOf(tx, workspaceId, channel, row.time_zone, version)) ?? null) : null
  const quota = channel?.declaration.rules.quotas?.find((one) => one.id === rule?.allowanceQuota)
  return { account, rule, allowance: quota ? quotaAmount(quota, { account: { settings: account?.settings ?? {} } } as Parameters<typeof quotaAmount>[1]) : 0 }
}

function billOf(row: Row, { account, rule, allowance }: Reader, counts: Counts, month: string): Bill {
  const { price } = row
  return billFor({
    rule, currency: account ? currencyOf(account) : (row.currency ?? 'USD'), country: row.country, sentAt: row.at, kind: row.kind,
    deliveredAt: isLost(row) ? null : (row.delivered_at ?? row.at),
    estimate: estimateOf(row),
    told: price?.bookedAt !== undefined && price.class && price.type ? { class: price.class, type: price.type, ...(typeof price.billable === 'boolean' ? { billable: price.billable } : {}) } : null,
    allowanceLeft: allowance - counts.of(row.account_id, month, '', FREE), charged: (market, priceClass) => counts.of(row.channel, month, market, priceClass),
  })
}

/** A bill that is written anew first gives back what it counted for. */
function takeBack(counts: Counts, row: Row): void {
  if (row.state === 'open') return
  if (row.free_reason === 'allowance') counts.add(row.account_id, row.month, '', FREE, -1)
  if (row.free_reason === null && row.market !== null && row.billed_class !== null) counts.add(row.channel, row.month, row.market, row.billed_class, -1)
}

function book(counts: Counts, row: Row, bill: Bill, month: string): void {
  if (bill.free === 'allowance') counts.add(row.account_id, month, '', FREE, 1)
  if (bill.free === null && bill.market !== null && bill.class !== null) counts.add(row.channel, month, bill.market, bill.class, 1)
}
