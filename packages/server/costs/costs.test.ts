/** Budgets, reports and price cards, as programs and the dashboard ask for them. */
import type { Budget, CostMonth, CostReport, RateCardPreview, RateCardView } from '@recado/api'
import { type Content, type Estimate, minutes, seconds } from '@recado/core'
import { newId } from '@recado/db'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { claimJob, dueJobs } from '../sending/claim.js'
import { queueMessage } from '../sending/queue.js'
import { type BillingBench, makeBillingBench } from '../testing/billing.js'
import { budgetRoom } from './budgets.js'
import { setCampaignBudget } from './budget-list.js'

const NOON = Date.UTC(2026, 10, 16, 12)
const text: Content = { kind: 'text', text: 'De nada' }
const utility = { kind: 'template', name: 'pedido_listo', language: 'es', parameters: { nombre: 'Lucía', pedido: 'A-4471' } } as unknown as Content
const PHONES = Array.from({ length: 12 }, (_, index) => `+3460000${String(1_000 + index)}`)

let b: BillingBench
beforeAll(async () => { b = await makeBillingBench({ startAt: NOON, phones: PHONES }) }, 60_000)
afterAll(async () => { await b.desk.close() })

const get = async <T>(url: string): Promise<T> => (await b.desk.request('GET', `/api/v1${url}`)).json<T>()
const setBudget = (amount: string, more: Record<string, unknown> = {}) => b.desk.request('PUT', '/api/v1/budgets', { scope: 'workspace', amount, currency: 'USD', ...more })
const isNear = async () => (await b.desk.rows<{ severity: string }>(`select severity from health_item where kind = 'budget_near' and resolved_at is null`)).map((row) => row.severity)

describe('a budget of the month', () => {
  test('is near at 80 %, and refuses what goes beyond it with the way on', async () => {
    expect((await setBudget('0.05')).json<Budget>()).toMatchObject({ spent: '0.0000', near: false, amount: '0.0500' })
    expect(await b.send(0, utility, 'notification')).toBe(true)
    await b.advance(seconds(10))
    await b.ledger()
    expect(await isNear()).toEqual([])
    expect(await b.send(1, utility, 'notification')).toBe(true)
    await b.advance(seconds(10))
    await b.ledger()
    expect(await isNear()).toEqual(['warning']) // 0.04 of 0.05
    const { services, workspaceId } = b.desk
    const queued = await services.db.inWorkspace(workspaceId, (tx) => queueMessage(tx, services, workspaceId, { conversationId: b.conversations[2]!, clientId: newId(), content: utility, purpose: 'notification', author: { type: 'agent', id: b.desk.owner.userId } }))
    expect(queued).toMatchObject({ kind: 'refused', verdict: { code: 'budget_exhausted', retryAt: Date.UTC(2026, 10, 30, 23), remedies: expect.arrayContaining([expect.objectContaining({ kind: 'wait' })]) } }) // midnight in Madrid
    // A free reply costs nothing, and a budget has nothing against it.
    expect(await b.send(2, text)).toBe(true)
    expect((await get<{ items: Budget[] }>('/budgets')).items).toMatchObject([{ spent: '0.0400', near: true, part: 0.8 }])
  })

  test('raised lets it go again and takes the warning back; removed it is no more', async () => {
    await setBudget('10.00')
    await b.advance(seconds(10))
    await b.ledger()
    expect(await isNear()).toEqual([])
    expect(await b.send(2, utility, 'notification')).toBe(true)
    const [budget] = (await get<{ items: Budget[] }>('/budgets')).items
    expect(budget!.spent).toBe('0.0600')
    expect((await b.desk.request('DELETE', `/api/v1/budgets/${budget!.id}`)).statusCode).toBe(204)
    expect((await get<{ items: Budget[] }>('/budgets')).items).toEqual([])
  })

  test('set in the middle of a month knows what the month has spent; in another currency it counts nothing', async () => {
    expect((await setBudget('10')).json<Budget>().spent).toBe('0.0600')
    expect((await setBudget('10', { currency: 'EUR' })).json<Budget>().spent).toBe('0.0000')
    for (const one of (await get<{ items: Budget[] }>('/budgets')).items) await b.desk.request('DELETE', `/api/v1/budgets/${one.id}`)
  })

  test('is not overdrawn by senders who all look at once', async () => {
    const { services, workspaceId } = b.desk
    await b.advance(minutes(5))
    const spent = (await setBudget('10')).json<Budget>().spent
    for (const conversationId of b.conversations) await services.db.inWorkspace(workspaceId, (tx) => queueMessage(tx, services, workspaceId, { conversationId, clientId: newId(), content: utility, purpose: 'notification', author: { type: 'agent', id: b.desk.owner.userId } }))
    // Room for three more of two cents each.
    await setBudget(String(Number(spent) + 0.07))
    const claim = async (): Promise<number | null> => {
      const jobs = await services.db.inWorkspace(workspaceId, (tx) => dueJobs(tx, b.account, services.clock.now(workspaceId), 50))
      if (jobs.length === 0) return null
      const got = await Promise.allSettled(jobs.map((job) => services.db.inWorkspace(workspaceId, (tx) => claimJob(tx, services, b.account, b.channel, job))))
      return got.filter((one) => one.status === 'fulfilled' && one.value !== null).length
    }
    let left = 0
    // Whoever met another sender stays queued and is asked again, as the lane does.
    for (let got = await claim(); got !== null; got = await claim()) left += got
    expect(left).toBe(3)
    const failed = await b.desk.rows<{ code: string }>(`select error->>'code' as code from message where status = 'failed' and error->>'code' = 'budget_exhausted'`)
    expect(failed).toHaveLength(PHONES.length - 3)
    const [budget] = (await get<{ items: Budget[] }>('/budgets')).items
    expect(Number(budget!.spent)).toBeCloseTo(Number(spent) + 0.06, 6)
    await b.desk.request('DELETE', `/api/v1/budgets/${budget!.id}`)
  })

  test('of a campaign stands beside the others, and says what is left', async () => {
    const { services, workspaceId } = b.desk
    const campaignId = newId()
    const room = () => services.db.inWorkspace(workspaceId, (tx) => budgetRoom(tx, { workspaceId, currency: 'USD', now: services.clock.now(workspaceId), timeZone: 'Europe/Madrid', campaignId }))
    expect(await room()).toBeNull()
    await services.db.inWorkspace(workspaceId, (tx) => setCampaignBudget(tx, workspaceId, campaignId, { amount: '7.5', currency: 'USD' }, 'test', NOON))
    expect(await room()).toBe('7.5000')
    await setBudget('1')
    expect(Number(await room())).toBeLessThan(1)
    await services.db.inWorkspace(workspaceId, (tx) => setCampaignBudget(tx, workspaceId, campaignId, null, 'test', NOON))
    for (const one of (await get<{ items: Budget[] }>('/budgets')).items) await b.desk.request('DELETE', `/api/v1/budgets/${one.id}`)
    expect(await room()).toBeNull()
  })

  test.each([['a team that is not ours', { scope: 'team', subjectId: newId() }, 404], ['an amount that is none', { amount: '1,5' }, 400], ['a negative one', { amount: '-1' }, 400]])('is not set with %s', async (_, more, status) => {
    expect((await setBudget('1', more)).statusCode).toBe(status)
  })
})

describe('the report', () => {
  beforeAll(async () => { await b.ledger() })

  test.each(['month', 'campaign', 'channel', 'account', 'agent', 'team', 'template', 'country', 'class'])('by %s comes to the same sums', async (by) => {
    const report = await get<CostReport>(`/reports/costs?from=2026-11&to=2026-11&by=${by}`)
    const sum = (of: 'messages' | 'charged' | 'free' | 'open') => report.rows.reduce((all, row) => all + row[of], 0)
    for (const of of ['messages', 'charged', 'free', 'open'] as const) expect(sum(of)).toBe(report.totals.reduce((all, total) => all + total[of], 0))
    expect(report.totals[0]).toMatchObject({ currency: 'USD', charged: 3, free: 1, billed: '0.0600' })
    if (by === 'agent') expect(report.rows[0]!.label).toMatch(/Person|Owner|\w/)
    if (by === 'template') expect(report.rows.map((row) => row.label)).toContain('pedido_listo (es)')
    if (by === 'country') expect(report.rows.map((row) => row.key)).toEqual(['ES'])
  })

  test('is a spreadsheet, too', async () => {
    const answer = await b.desk.request('GET', '/api/v1/reports/costs.csv?from=2026-11&to=2026-11&by=template')
    expect(answer.headers['content-type']).toContain('text/csv')
    expect(answer.body).toContain('pedido_listo (es),USD,')
  })

  test('of the running month says how far it is and what is free of it', async () => {
    const month = await get<CostMonth>('/costs/month')
    expect(month).toMatchObject({ month: '2026-11', allowances: [expect.objectContaining({ used: 1, of: 1_000 })] })
    expect(month.passed).toBeGreaterThan(0.5)
    expect(Number(month.forecast[0]!.amount)).toBeGreaterThan(0.06)
    expect(month.days[0]).toMatchObject({ day: '2026-11-16', currency: 'USD' })
  })

  test('is not for those who answer customers', async () => {
    expect((await b.desk.request('GET', '/api/v1/reports/costs?from=2026-11&to=2026-11', undefined, await b.desk.addPerson('agent'))).statusCode).toBe(403)
    const marketer = await b.desk.addPerson('marketer')
    expect((await b.desk.request('GET', '/api/v1/costs/month', undefined, marketer)).statusCode).toBe(200)
    expect((await b.desk.request('PUT', '/api/v1/budgets', { scope: 'workspace', amount: '1', currency: 'USD' }, marketer)).statusCode).toBe(403)
  })
})

describe('a price card', () => {
  const file = (spain = '0.0300') => `Rates effective January 1, 2027\nMarket,Currency,Marketing,Utility,Authentication,Service,Notes\nSpain,USD,$0.0900,$${spain},$0.0300,$0.0300,x\nRest of Central and Eastern Europe,USD,0.1,0.02,0.02,0.02,\n`
  const put = (body: Record<string, unknown> = {}) => b.desk.request('POST', '/api/v1/rate-cards', { channel: b.channel.declaration.id, text: file(), effectiveOn: '2026-11-16', name: 'November', fileName: 'rates.csv', ...body })
  const preview = async (body: Record<string, unknown>) => (await b.desk.request('POST', '/api/v1/rate-cards/preview', { channel: b.channel.declaration.id, ...body })).json<RateCardPreview>()
  const priceToSpain = async () => (await b.desk.request('POST', '/api/v1/costs/estimate', { groups: [{ accountId: b.account.id, country: 'ES', priceClass: 'UTILITY', count: 1_000 }] })).json<Estimate>().maximum

  test('is seen before it counts: what it changes, what it lacks, what is wrong by its row', async () => {
    expect(await preview({ text: file() })).toMatchObject({ currency: 'USD', effectiveOn: null, markets: 2, faults: [], ignored: ['Notes'], missing: expect.arrayContaining(['Germany']) })
    expect((await preview({ text: file() })).changes).toContainEqual({ market: 'Spain', priceClass: 'utility', before: '0.0200', after: '0.0300' })
    expect((await preview({ text: 'Market,Utility\nAtlantis,0.02\nSpain,about two\nSpain,0.03\nSpain,0.03\n' })).faults).toEqual([{ row: 2, code: 'unknown_market', value: 'Atlantis' }, { row: 3, code: 'bad_amount', value: 'about two' }, { row: 5, code: 'twice', value: 'Spain, utility' }])
    expect((await put({ text: 'Market,Utility\nAtlantis,0.02\n' })).statusCode).toBe(400)
  })

  test('counts from its day, is replaced by a later one of the day, and taken out gives way to the one before', async () => {
    expect(await priceToSpain()).toEqual([{ amount: '20.0000', currency: 'USD' }])
    const first = (await put()).json<RateCardView>()
    expect(first).toMatchObject({ version: 1, own: true, state: 'in_force', effectiveOn: '2026-11-16' })
    expect(await priceToSpain()).toEqual([{ amount: '30.0000', currency: 'USD' }])
    const second = (await put({ text: file('0.0400') })).json<RateCardView>()
    expect(second.version).toBe(2)
    expect(await priceToSpain()).toEqual([{ amount: '40.0000', currency: 'USD' }])
    // The engine takes its price from the same place: the next template costs the new rate.
    expect(await b.send(7, utility, 'notification')).toBe(true)
    expect((await b.ledger()).at(-1)).toMatchObject({ estimated: '0.0400' })
    expect((await b.desk.request('DELETE', `/api/v1/rate-cards/${second.id!}`)).statusCode).toBe(204)
    expect(await priceToSpain()).toEqual([{ amount: '20.0000', currency: 'USD' }])
    expect((await b.desk.request('DELETE', `/api/v1/rate-cards/${first.id!}`)).statusCode).toBe(404)
  })

  test('of a day to come waits for it; one in another currency is shown as such', async () => {
    expect((await put({ effectiveOn: '2027-01-01' })).json<RateCardView>().state).toBe('coming')
    expect(await priceToSpain()).toEqual([{ amount: '20.0000', currency: 'USD' }])
    await put({ text: file().replaceAll('USD', 'EUR'), name: 'Euro' })
    expect(await priceToSpain()).toEqual([{ amount: '20.0000', currency: 'USD' }]) // the account pays in dollars
    const cards = (await get<{ items: RateCardView[] }>('/rate-cards')).items
    expect(cards.filter((card) => card.own).map((card) => [card.currency, card.state])).toEqual([['EUR', 'in_force'], ['USD', 'coming']])
    const shown = await get<{ rates: { market: string; amounts: Record<string, string> }[] }>(`/rate-cards/one?channel=${b.channel.declaration.id}&currency=EUR&effectiveOn=2026-11-16&own=true`)
    expect(shown.rates.find((one) => one.market === 'Spain')?.amounts).toMatchObject({ marketing: '0.0900' })
  })
})
