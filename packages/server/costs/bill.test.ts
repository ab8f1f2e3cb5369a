/** The engine's ledger against the platform's own bill: random histories, played by the channel that charges, whole way: outbox, wire, reports, ledger. */
import type { Message } from '@recado/api'
import { addAmounts, type Bill, type Content, days, formatAmount, hours, minutes, type Price, seconds } from '@recado/core'
import { newId } from '@recado/db'
import { afterEach, describe, expect, test } from 'vitest'
import { type BillingBench, makeBillingBench } from '../testing/billing.js'
import { billedPrice, type MessagePrice } from './told.js'

const open: BillingBench[] = []
afterEach(async () => { for (const one of open.splice(0)) await one.desk.close() })

const bench = async (options: Parameters<typeof makeBillingBench>[0]): Promise<BillingBench> => {
  const made = await makeBillingBench(options)
  open.push(made)
  return made
}

const sums = (rows: readonly { month: string; amount: string | null; currency: string }[]): Record<string, string> => {
  const found: Record<string, string> = {}
  for (const { month, amount, currency } of rows) if (amount !== null && formatAmount(amount) !== '0.0000') found[`${month.slice(0, 7)} ${currency}`] = addAmounts(found[`${month.slice(0, 7)} ${currency}`] ?? '0', amount)
  return found
}
const billSums = (b: BillingBench) => sums(b.bill())
const ledgerSums = async (b: BillingBench) => sums((await b.ledger()).map((row) => ({ month: row.month, amount: row.billed, currency: row.billed_currency })))

const text: Content = { kind: 'text', text: 'De nada' }
const utility = { kind: 'template', name: 'pedido_listo', language: 'es', parameters: { nombre: 'Lucía', pedido: 'A-4471' } } as unknown as Content

function dice(seed: number): () => number {
  let state = seed
  return () => { state = (state * 1_103_515_245 + 12_345) % 2_147_483_648; return state / 2_147_483_648 }
}

const OLD = Date.UTC(2026, 11, 31, 22, 0) // 23:00 in Madrid, an hour before the quarter day
const PHONES = ['+34600000317', '+4915112345678', '+48600123456', '+33612345678', '+34600000555']

const NEXT_QUARTER = {
  freeFlag: 'regular',
  cards: [{ from: '2027-01-01', currency: 'USD', rates: { ES: { marketing: '0.0800', utility: '0.0250', authentication: '0.0250', service: '0.0250' }, DE: { utility: '0.0600', service: '0.0600' } }, tiers: { ES: { utility: [{ after: 3, amount: '0.0100' }] } } }],
}

async function putNextQuarter(b: BillingBench): Promise<void> {
  const classes = (utilityRate: string) => ({ marketing: '0.0800', utility: utilityRate, authentication: utilityRate, service: utilityRate })
  await b.desk.rows(
    `insert into rate_card (workspace_id, rate_card_id, channel, currency, effective_on, version, name, file_name, markets, tiers, created_by, created_at) values ($1, $2, $3, 'USD', '2027-01-01', 1, '2027 Q1', 'q1.csv', $4, $5, 'test', now())`,
    [b.desk.workspaceId, newId(), b.channel.declaration.id, JSON.stringify({ Spain: classes('0.0250'), Germany: classes('0.0600'), Poland: { marketing: '0.0366', utility: '0.0122', authentication: '0.0122', service: '0.0122' }, France: { marketing: '0.0859', utility: '0.0300', authentication: '0.0300', service: '0.0300' } }), JSON.stringify({ Spain: { utility: [{ after: 3, amount: '0.0100' }] } })])
  await b.desk.rows('update workspace set rate_cards_version = rate_cards_version + 1 where workspace_id = $1', [b.desk.workspaceId])
}

describe('the ledger is the platform’s bill', () => {
  test.each([1, 2, 3])('on random history %i', async (seed) => {
    const b = await bench({ startAt: OLD, seed, simulation: NEXT_QUARTER, phones: PHONES })
    await putNextQuarter(b)
    const roll = dice(seed * 7_919)
    const pick = (n: number): number => Math.floor(roll() * n)
    let left = 0
    for (let turn = 0; turn < 45; turn++) {
      const who = pick(PHONES.length)
      const what = roll()
      if (what < 0.3) left += Number(await b.send(who, text))
      else if (what < 0.65) left += Number(await b.send(who, utility, 'notification'))
      else if (what < 0.75) await b.simulator.act(b.world, b.people[who]!, { action: 'write', content: { kind: 'text', text: 'Otra cosa' } }).catch(() => {})
      else if (what < 0.82) await b.simulator.act(b.world, b.people[who]!, { action: 'ad', ref: 'ad:120238866412270718' }).catch(() => {})
      else if (what < 0.9) await b.simulator.act(b.world, b.people[who]!, { action: roll() < 0.5 ? 'offline' : 'online' }).catch(() => {})
      await b.advance(roll() < 0.2 ? hours(1 + pick(30)) : seconds(7 + pick(300)))
    }
    await b.advance(minutes(5))
    expect(left).toBeGreaterThan(15)
    const bill = new Map(b.bill().map((line) => [line.id, line]))
    expect(bill.size).toBeGreaterThan(10)
    expect(await ledgerSums(b)).toEqual(billSums(b))
    for (const row of await b.ledger()) {
      const line = bill.get(row.external_id)
      // What is on its way still has no bill on either side; a phone that is off keeps it so.
      if (!line) { expect(row).toMatchObject({ state: 'open', billed: null }); continue }
      expect({ id: row.external_id, state: row.state, free: row.billed === '0.0000' }).toEqual({ id: line.id, state: 'settled', free: formatAmount(line.amount) === '0.0000' })
    }
  }, 120_000)

  test('a month later what was never delivered is closed at nothing', async () => {
    const b = await bench({ startAt: OLD, phones: PHONES.slice(0, 1) })
    await b.simulator.act(b.world, b.people[0]!, { action: 'offline' })
    expect(await b.send(0, utility, 'notification')).toBe(true)
    await b.advance(days(30))
    expect(await b.ledger()).toMatchObject([{ state: 'open', estimated: '0.0200' }])
    await b.advance(days(2))
    expect(await b.ledger()).toMatchObject([{ state: 'settled', billed: '0.0000', free_reason: 'undelivered', difference: 'undelivered' }])
    expect(b.bill()).toEqual([])
  }, 60_000)
})

describe('what a message shows', () => {
  test('is what was billed, with its reason where that is not what was estimated', async () => {
    const b = await bench({ startAt: Date.UTC(2026, 10, 16, 12), phones: PHONES, simulation: {} })
    expect(await b.send(0, utility, 'notification')).toBe(true)
    expect(await b.send(1, text)).toBe(true)
    await b.advance(minutes(10))
    const shown = async (who: number) => (await b.desk.request('GET', `/api/v1/conversations/${b.conversations[who]!}/messages`)).json<{ items: Message[] }>().items.filter((one) => one.direction === 'out').map((one) => one.price)
    // The platform has said how it is charged, not how much: as long as the ledger has no line for it, it is still at most this.
    expect(await shown(0)).toMatchObject([{ amount: '0.0200', estimated: true }])
    const ledger = await b.ledger()
    for (const who of [0, 1]) {
      const [price] = await shown(who)
      expect(price).toMatchObject({ estimated: false })
      expect(ledger.some((row) => row.billed !== null && formatAmount(row.billed) === price!.amount && row.billed_currency === price!.currency)).toBe(true)
    }
    // Never seen to arrive: after a month the bill is zero, and says so instead of the estimate.
    await b.desk.rows(`update message set status = 'sent', delivered_at = null, read_at = null, price = price - 'bookedAt' || '{"estimated": true, "amount": "0.0200", "currency": "USD"}' where direction = 'out'`)
    await b.desk.rows(`update cost_entry set state = 'open', billed = null, free_reason = null, difference = null, told = false, estimated = 0.02`)
    await b.advance(days(32))
    await b.ledger()
    expect(await shown(0)).toEqual([{ amount: '0.0000', currency: 'USD', class: 'utility', estimated: false, difference: 'undelivered', estimate: { amount: '0.0200', currency: 'USD', class: 'utility' } }])
    const told = await b.desk.rows<{ n: number }>(`select count(*)::int as n from event where type = 'message.updated' and conversation_id = $1`, [b.conversations[0]])
    expect(told[0]!.n).toBeGreaterThan(0)
  })
})

test.each<[string, MessagePrice | null, Price | null, Partial<Bill>, MessagePrice | null]>([
  ['what was billed is billed again: nobody need be told', { amount: '0.0700', currency: 'USD', class: 'marketing', estimated: false, bookedAt: 'x' }, { amount: '0.07', currency: 'USD', class: 'marketing' }, { amount: '0.0700', currency: 'USD', class: 'marketing' }, null],
  ['free after all', { amount: '0.0200', currency: 'USD', class: 'SERVICE', estimated: false, bookedAt: 'x' }, { amount: '0.02', currency: 'USD', class: 'service' }, { amount: '0.0000', currency: 'USD', class: 'service', free: 'allowance', difference: 'allowance' },
    { amount: '0.0000', currency: 'USD', class: 'SERVICE', estimated: false, bookedAt: 'x', difference: 'allowance', estimate: { amount: '0.0200', currency: 'USD', class: 'service' } }],
  ['the platform says nothing of prices: the bill ends the estimate', { amount: '0.0100', currency: 'EUR', class: 'push', estimated: true }, { amount: '0.01', currency: 'EUR', class: 'push' }, { amount: '0.0100', currency: 'EUR', class: 'push' }, { amount: '0.0100', currency: 'EUR', class: 'push', estimated: false }],
  ['no card prices it: no amount is shown', { amount: '0.0100', currency: 'EUR', class: 'push', estimated: true }, null, { amount: null, currency: null, class: 'push', difference: 'unpriced' }, { class: 'push', estimated: false, difference: 'unpriced' }],
])('%s', (_what, price, estimate, bill, expected) => {
  expect(billedPrice({ price, estimate, bill: { amount: null, currency: null, class: null, market: null, free: null, difference: null, ...bill } })).toEqual(expected)
})
