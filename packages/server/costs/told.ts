/** What the thread, the person's page and the API show of a message: what was billed, once that is known, and why it is not what was estimated. */
import { type Bill, compareAmounts, type Difference, formatAmount, type Price } from '@recado/core'
import type { Tx } from '@recado/db'

/** As it stands on the message. `bookedAt`: the platform itself has said how it is charged, and `class` is its word for it. */
export interface MessagePrice { amount?: string; currency?: string; class?: string; estimated?: boolean; type?: string; billable?: boolean; bookedAt?: string; estimate?: Price; difference?: Difference }

export interface Billed { messageId: string; conversationId: string; price: MessagePrice | null; estimate: Price | null; bill: Bill }

/** The price with its bill; null where a reader sees the same as before. */
export function billedPrice({ price, estimate, bill }: Pick<Billed, 'price' | 'estimate' | 'bill'>): MessagePrice | null {
  const { amount: _amount, currency: _currency, estimate: _estimate, difference: _difference, ...rest } = price ?? {}
  const said = price?.bookedAt === undefined ? (bill.class ?? price?.class) : price.class
  const next: MessagePrice = {
    ...rest, estimated: false, ...(said === undefined ? {} : { class: said }), ...(bill.amount !== null && bill.currency !== null ? { amount: bill.amount, currency: bill.currency } : {}),
    ...(bill.difference ? { difference: bill.difference, ...(estimate ? { estimate: { ...estimate, amount: formatAmount(estimate.amount) } } : {}) } : {}),
  }
  const same = price?.estimated === false && price.currency === next.currency && price.class === next.class && price.difference === next.difference && sameAmount(price.amount, next.amount)
  return same ? null : next
}

const sameAmount = (a: string | undefined, b: string | undefined): boolean => (a === undefined || b === undefined ? a === b : compareAmounts(a, b) === 0)

/** Writes these prices to their messages. What the log must say of it, last in the transaction. */
export async function tellBills(tx: Tx, workspaceId: string, billed: readonly Billed[]): Promise<{ type: string; conversationId: string; messageIds: string[] }[]> {
  const news = billed.flatMap((one) => { const price = billedPrice(one); return price ? [{ ...one, price }] : [] })
  if (news.length === 0) return []
  await tx.query(`update message m set price = n.price from jsonb_to_recordset($2::jsonb) as n(id uuid, price jsonb) where m.workspace_id = $1 and m.message_id = n.id`, [workspaceId, JSON.stringify(news.map(({ messageId, price }) => ({ id: messageId, price })))])
  const threads = new Map<string, string[]>()
  for (const { conversationId, messageId } of news) threads.set(conversationId, [...threads.get(conversationId) ?? [], messageId])
  return [...threads].map(([conversationId, messageIds]) => ({ type: 'message.updated', conversationId, messageIds }))
}
