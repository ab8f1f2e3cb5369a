/** Our ledger beside the platform's own totals, asked at night over the wire. */
import type { CostReport } from '@recado/api'
import { type Content, days, hours, minutes, seconds } from '@recado/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BillingBench, makeBillingBench } from '../testing/billing.js'
import { CostCheckWorker, differs } from './reconcile.js'

const utility = { kind: 'template', name: 'pedido_listo', language: 'es', parameters: { nombre: 'Lucía', pedido: 'A-4471' } } as unknown as Content
const text: Content = { kind: 'text', text: 'De nada' }

let b: BillingBench
let worker: CostCheckWorker
beforeAll(async () => {
  b = await makeBillingBench({ startAt: Date.UTC(2026, 10, 16, 12), phones: ['+34600000317', '+4915112345678', '+33612345678'] })
  worker = new CostCheckWorker(b.desk.services)
}, 60_000)
afterAll(() => b.desk.close())

const night = async (): Promise<CostReport['checks']> => {
  await b.advance(days(1))
  await b.ledger()
  await worker.runDue(b.desk.workspaceId)
  return (await b.desk.request('GET', '/api/v1/reports/costs?from=2026-11&to=2026-12&by=class')).json<CostReport>().checks
}
const items = () => b.desk.rows<{ data: Record<string, unknown> }>(`select data from health_item where kind = 'cost_mismatch' and resolved_at is null`)

test('both sides agree to the message and the cent, and nobody is bothered', async () => {
  await worker.runDue(b.desk.workspaceId)
  expect((await b.desk.rows('select 1 from cost_check')).length).toBe(0) // its first night is to come
  for (const who of [0, 1, 2, 0]) { expect(await b.send(who, utility, 'notification')).toBe(true); await b.advance(seconds(30)) }
  expect(await b.send(1, text)).toBe(true) // free: no side charges it
  await b.advance(hours(1))
  const charged = b.bill().filter((line) => line.free === null)
  expect(await night()).toMatchObject([{ month: '2026-11', class: 'utility', currency: 'USD', ours: { messages: charged.length }, theirs: { messages: charged.length }, differs: false, until: '2026-11-16T23:00:00.000Z' }])
  expect(await items()).toEqual([])
})

test('a message that we have billed otherwise is named, and goes away when it is put right', async () => {
  const [entry] = await b.desk.rows<{ message_id: string; billed: string }>(`select message_id, billed::text as billed from cost_entry where billed > 0 limit 1`)
  await b.desk.rows('update cost_entry set billed = billed + 0.5 where message_id = $1', [entry!.message_id])
  const [check] = await night()
  expect(check).toMatchObject({ class: 'utility', differs: true })
  expect(Number(check!.ours.amount) - Number(check!.theirs.amount)).toBeCloseTo(0.5, 4)
  expect(await items()).toMatchObject([{ data: { month: '2026-11', classes: ['utility'], ours: check!.ours.amount, theirs: check!.theirs.amount } }])
  const csv = (await b.desk.request('GET', '/api/v1/reports/costs.csv?from=2026-11&to=2026-11&by=class')).body
  expect(csv).toContain('2026-11 utility')
  await b.desk.rows('update cost_entry set billed = billed - 0.5 where message_id = $1', [entry!.message_id])
  await night()
  expect(await items()).toEqual([])
})

test('of a month that is over the last days are still looked at; asked twice in a night it asks once', async () => {
  await b.advance(days(13))
  await b.ledger()
  await worker.runDue(b.desk.workspaceId)
  const asked = await b.desk.rows<{ checked_at: number }>(`select checked_at from cost_check where month = '2026-11-01'`)
  expect(asked.length).toBe(1)
  await b.advance(minutes(1))
  await worker.runDue(b.desk.workspaceId)
  expect(await b.desk.rows(`select checked_at from cost_check where month = '2026-11-01'`)).toEqual(asked)
})

test.each([
  ['the same', 10, '0.7070', 10, '0.7070', false], ['cents of rounding', 10, '0.7070', 10, '0.7120', false], ['more than a cent', 10, '0.7070', 10, '0.7200', true],
  ['a message that one side lacks', 10, '0.7070', 11, '0.7070', true], ['volumes alone', 10, '0.7070', 10, null, false],
])('%s', (_what, ourCount, ours, theirCount, theirs, expected) => {
  expect(differs({ ours: { messages: ourCount, amount: ours }, theirs: { messages: theirCount, amount: theirs } })).toBe(expected)
})
