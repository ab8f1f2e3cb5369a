import type { CampaignReport, SubscribersReport } from '@recado/api'
import { newId } from '@recado/db'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { recordConsents } from '../consents/ledger.js'
import { addCategoryIn } from '../consents/settings.js'
import { campaignReportRoutes } from '../routes/campaign-report.js'
import type { Principal } from '../services.js'
import { type Harness, makeHarness } from '../testing/harness.js'

const HOUR = 3_600_000
const DAY = 24 * HOUR
let h: Harness
beforeEach(async () => { h = await makeHarness({ routes: [campaignReportRoutes] }) })
afterEach(() => h.close())

const iso = (at: number): string => new Date(at).toISOString()
const query = <T extends object = object>(sql: string, values: unknown[]): Promise<T[]> => h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query<T>(sql, values))

async function account(channel: string): Promise<string> {
  const id = newId()
  await query(`insert into channel_account (workspace_id, account_id, channel, name, inbox_id, external_id, settings, state, webhook_key, created_at) values ($1, $2, $3, $4, $5, $6, '{}', 'ready', $7, $8)`, [h.workspaceId, id, channel, `Nuestro ${channel}`, h.inboxId, id, id, iso(h.wall.now)])
  return id
}

interface Some { n: number; account?: string | null; variant?: string; country?: string; state: string; code?: string; clicked?: number; replied?: number; converted?: number; optedOut?: number; atMs?: number }

async function campaign(rows: readonly Some[], more: { settings?: object; estimate?: object; state?: string; category?: string; startedAt?: number; winner?: string } = {}): Promise<string> {
  const id = newId()
  const started = more.startedAt ?? h.wall.now - 2 * HOUR
  await query(`insert into campaign (workspace_id, campaign_id, name, state, spec, schedule, settings, created_by, created_at, updated_at, snapshot_at, started_at, estimate, winner) values ($1, $2, 'Otoño', $3, $4, '{"kind":"now"}', $5, '{}', $6, $6, $6, $7, $8, $9)`,
    [h.workspaceId, id, more.state ?? 'done', JSON.stringify({ purpose: 'marketing', category: more.category ?? null }), JSON.stringify(more.settings ?? {}), iso(started), iso(started), more.estimate ? JSON.stringify(more.estimate) : null, more.winner ?? null])
  for (const key of ['a', 'b']) await query(`insert into campaign_variant (workspace_id, campaign_id, key, name, contents) values ($1, $2, $3, $4, '{}')`, [h.workspaceId, id, key, key === 'a' ? 'Corto' : 'Largo'])
  for (const row of rows) await add(id, row, started)
  await query(
    `insert into campaign_tally (workspace_id, campaign_id, counts) select $1, $2, jsonb_object_agg(name, n) from (
       select state as name, count(*) as n from campaign_recipient where campaign_id = $2 group by 1
       union all select v.name, count(*) from campaign_recipient r cross join lateral (values ('clicked', r.clicked_at), ('replied', r.replied_at), ('converted', r.converted_at), ('opted_out', r.opted_out_at)) v(name, at) where r.campaign_id = $2 and v.at is not null group by 1) t`, [h.workspaceId, id])
  return id
}

/** The first so many of a group did it, one hour after it left. */
async function add(id: string, row: Some, started: number): Promise<void> {
  const left = started + (row.atMs ?? 0)
  const reached = ['accepted', 'sent', 'delivered', 'read'].indexOf(row.state)
  await query(
    `insert into campaign_recipient (workspace_id, campaign_id, contact_id, account_id, variant, country, state, code, accepted_at, delivered_at, read_at, clicked_at, replied_at, converted_at, opted_out_at)
     select $1, $2, gen_random_uuid(), $3::uuid, $4, $5, $6, $7, case when $8::int >= 0 then $9::timestamptz end, case when $8 >= 2 then $9 end, case when $8 >= 3 then $10::timestamptz end,
       case when i <= $11::int then $10 end, case when i <= $12::int then $10 end, case when i <= $13::int then $10 end, case when i <= $14::int then $10 end from generate_series(1, $15::int) i`,
    [h.workspaceId, id, row.account ?? null, row.variant ?? null, row.country ?? null, row.state, row.code ?? null, reached, iso(left), iso(left + HOUR), row.clicked ?? 0, row.replied ?? 0, row.converted ?? 0, row.optedOut ?? 0, row.n])
}

const read = async (id: string): Promise<CampaignReport> => {
  const answer = await h.request('GET', `/api/v1/campaigns/${id}/report`)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json()
}

describe('the report of a campaign', () => {
  test('counts what each channel tells, and nothing of what it does not', async () => {
    const [whatsapp, wechat] = [await account('whatsapp'), await account('wechat')]
    const id = await campaign([
      { n: 4, account: whatsapp, variant: 'a', country: 'ES', state: 'read', clicked: 2, replied: 1 },
      { n: 3, account: whatsapp, variant: 'a', country: 'ES', state: 'delivered', optedOut: 1 },
      { n: 2, account: whatsapp, variant: 'b', country: 'PT', state: 'read', clicked: 2, converted: 1 },
      { n: 1, account: whatsapp, variant: 'b', country: 'PT', state: 'failed', code: 'recipient_blocked' },
      { n: 2, account: whatsapp, variant: 'b', country: 'ES', state: 'failed', code: 'template_paused' },
      { n: 1, account: whatsapp, variant: 'a', country: 'ES', state: 'unknown' },
      { n: 5, account: wechat, variant: 'a', country: 'CN', state: 'accepted' },
      { n: 7, state: 'excluded', code: 'consent_missing' }, { n: 3, state: 'excluded', code: 'no_address' },
    ], { winner: 'b' })
    const report = await read(id)
    expect(report.counts).toMatchObject({ audience: 28, excluded: 10, read: 6, delivered: 3, accepted: 5, failed: 3, unknown: 1, clicked: 4, replied: 1, converted: 1, opted_out: 1 })
    // WhatsApp took 9 and tells of both; WeChat took 5 and tells of neither reading.
    expect(report.total).toMatchObject({ people: 28, sent: 14, delivered: 9, deliveredOf: 14, readOf: 9, read: 6, failed: 3, blocked: 1, unknown: 1, excluded: 10 })
    expect(report.byVariant.map(({ key, name, winner, people, sent, read: seen, clicked, converted }) => [key, name, winner, people, sent, seen, clicked, converted])).toEqual([['a', 'Corto', false, 13, 12, 4, 2, 0], ['b', 'Largo', true, 5, 2, 2, 2, 1]])
    expect(report.byAccount.map((row) => [row.channel, row.sent, row.read, row.tells])).toEqual([['whatsapp', 9, 6, ['delivered', 'read']], ['wechat', 5, null, ['delivered']]])
    expect(report.byCountry.map((row) => [row.key, row.people, row.sent])).toEqual([['ES', 10, 7], ['CN', 5, 5], ['PT', 3, 2]])
    expect(report.failures).toEqual([{ code: 'template_paused', state: 'failed', count: 2 }, { code: 'recipient_blocked', state: 'failed', count: 1 }, { code: null, state: 'unknown', count: 1 }])
    expect(report.exclusions).toEqual([{ code: 'consent_missing', count: 7 }, { code: 'no_address', count: 3 }])
  })

  test('tells when it happened, in steps that fit how long ago it began', async () => {
    const whatsapp = await account('whatsapp')
    const id = await campaign([{ n: 3, account: whatsapp, state: 'read', clicked: 1 }, { n: 2, account: whatsapp, state: 'delivered', atMs: 10 * 60_000 }])
    const { overTime } = await read(id)
    const began = h.wall.now - 2 * HOUR
    expect(overTime.step).toBe('ten_minutes')
    expect(overTime.points.map((point) => [Date.parse(point.at) - began, point.sent, point.delivered, point.read, point.clicked])).toEqual([[0, 3, 3, 0, 0], [600_000, 2, 2, 0, 0], [HOUR, 0, 0, 3, 1]])
    h.wall.now += 3 * DAY
    expect((await read(id)).overTime).toMatchObject({ step: 'hour', points: [{ sent: 5 }, { read: 3 }] })
    h.wall.now += 30 * DAY
    expect((await read(id)).overTime).toMatchObject({ step: 'day', points: [{ sent: 5, read: 3 }] })
  })

  test('is counted anew once somebody has moved, and says who was erased since', async () => {
    const whatsapp = await account('whatsapp')
    const id = await campaign([{ n: 10, account: whatsapp, state: 'accepted' }], { state: 'sending' })
    expect((await read(id)).total.sent).toBe(10)
    await query(`update campaign_recipient set state = 'read', read_at = $3 where workspace_id = $1 and contact_id in (select contact_id from campaign_recipient where campaign_id = $2 limit 4)`, [h.workspaceId, id, iso(h.wall.now)])
    h.wall.now += 60_000
    expect((await read(id)).total).toMatchObject({ sent: 10, read: 4 })
    await query('delete from campaign_recipient where workspace_id = $1 and contact_id in (select contact_id from campaign_recipient where campaign_id = $2 and read_at is null limit 1)', [h.workspaceId, id])
    await query('delete from campaign_summary where workspace_id = $1', [h.workspaceId])
    expect(await read(id)).toMatchObject({ erased: 1, counts: { audience: 10 }, total: { people: 9 } })
  })

  test('compares those held out with those written to by what they ordered', async () => {
    const whatsapp = await account('whatsapp')
    const id = await campaign([{ n: 8, account: whatsapp, state: 'delivered' }, { n: 4, state: 'held_out' }])
    const people = await query<{ contact_id: string; state: string }>('select contact_id, state from campaign_recipient where campaign_id = $1 and workspace_id = $2', [id, h.workspaceId])
    const order = async (person: string, at: number, status = 'paid'): Promise<void> => {
      await query(`insert into contact (workspace_id, contact_id, name, created_at, updated_at) values ($1, $2, 'X', $3, $3) on conflict do nothing`, [h.workspaceId, person, iso(at)])
      await query(`insert into contact_order (workspace_id, order_id, source, external_id, contact_id, origin_contact_id, at, status, told_at, created_at, updated_at) values ($1, $2, 'shop', $3, $4, $4, $5, $6, $5, $5, $5)`, [h.workspaceId, newId(), newId(), person, iso(at), status])
    }
    const [one, two, three] = people.filter((row) => row.state === 'delivered').map((row) => row.contact_id)
    const held = people.find((row) => row.state === 'held_out')!.contact_id // four of them
    const began = h.wall.now - 2 * HOUR
    await order(one!, began + HOUR)
    await order(one!, began + DAY)
    await order(two!, began + 7 * DAY) // a moment too late
    await order(three!, began + HOUR, 'cancelled')
    await order(held, began + 2 * DAY)
    expect((await read(id)).holdOut).toEqual({ writtenTo: 8, writtenToOrdered: 1, heldOut: 4, heldOutOrdered: 1 })
  })

  test('explains line by line how the money spent comes from the estimate', async () => {
    const whatsapp = await account('whatsapp')
    const line = { accountId: whatsapp, country: 'ES', market: 'Spain', priceClass: 'marketing', count: 10, free: 0, unit: '0.0500', amount: '0.5000', currency: 'EUR' }
    const id = await campaign([{ n: 7, account: whatsapp, state: 'delivered' }, { n: 3, account: whatsapp, state: 'failed', code: 'recipient_unreachable' }], { estimate: { maximum: [{ amount: '0.5000', currency: 'EUR' }], lines: [line] }, settings: { budget: { amount: '1.00', currency: 'EUR' } } })
    const entry = (state: string, billed: string | null, difference: string | null) => query(
      `insert into cost_entry (workspace_id, message_id, account_id, channel, author_type, campaign_id, time_zone, at, sent_month, month, estimated, currency, state, billed, billed_currency, difference) values ($1, $2, $3, 'whatsapp', 'campaign', $4, 'UTC', $5, '2026-11-01', '2026-11-01', 0.05, 'EUR', $6, $7::numeric, $8, $9)`,
      [h.workspaceId, newId(), whatsapp, id, iso(h.wall.now), state, billed, billed === null ? null : 'EUR', difference])
    // 10 planned at 0.05 = 0.50. 8 left: 4 billed in full, 1 in a tier at 0.04, 1 free, 1 still open at 0.05, 1 never taken. 0.20 + 0.04 + 0 + 0.05 + 0 = 0.29.
    for (let i = 0; i < 4; i++) await entry('settled', '0.05', null)
    await entry('settled', '0.04', 'tier')
    await entry('settled', '0', 'free_window')
    await entry('open', null, null)
    await entry('void', null, null)
    const { money } = await read(id)
    expect(money.spent).toEqual([{ currency: 'EUR', billed: '0.2400', billedCount: 6, expected: '0.0500', expectedCount: 1, freeCount: 1 }])
    expect(money.difference).toEqual({ currency: 'EUR', estimate: '0.5000', spent: '0.2900', lines: [
      { reason: 'not_sent', count: 2, amount: '-0.1000' }, { reason: 'free_window', count: 1, amount: '-0.0500' }, { reason: 'tier', count: 1, amount: '-0.0100' }, { reason: 'undelivered', count: 1, amount: '-0.0500' }] })
    expect(money.budget).toEqual({ amount: '1.00', currency: 'EUR' })
  })

  test('comes as CSV with an empty cell for what nobody tells, and answers 404 for what is not there', async () => {
    const id = await campaign([{ n: 2, account: await account('wechat'), country: 'CN', state: 'accepted' }])
    const answer = await h.request('GET', `/api/v1/campaigns/${id}/report.csv`)
    expect(answer.body.split('\r\n').slice(0, 2)).toEqual(['\ufeffby,key,people,excluded,held_out,waiting,cancelled,sent,delivered,read,failed,unknown,clicked,replied,converted,opted_out,blocked', 'all,,2,0,0,0,0,2,0,,0,0,0,0,0,0,0'])
    expect((await h.request('GET', `/api/v1/campaigns/${newId()}/report`)).statusCode).toBe(404)
    expect((await h.request('GET', `/api/v1/campaigns/${id}/report`, undefined, (await h.addWorkspace()).owner)).statusCode).toBe(404)
    expect((await h.request('GET', `/api/v1/campaigns/${id}/report`, undefined, await h.addPerson('agent'))).statusCode).toBe(403)
  })
})

describe('subscribers', () => {
  const report = async (): Promise<SubscribersReport> => {
    const answer = await h.request('GET', '/api/v1/reports/subscribers?from=2026-11-01T00:00:00.000Z&to=2026-12-01T00:00:00.000Z')
    expect(answer.statusCode, answer.body).toBe(200)
    return answer.json()
  }
  const principal = (): Principal => ({ kind: 'user', id: h.owner.userId, workspaceId: h.workspaceId, name: 'Olga', language: 'es' }) as Principal // all that a topic's maker is asked for

  async function world(): Promise<{ offers: string; news: string; people: string[] }> {
    const [offers, news] = await h.services.db.inWorkspace(h.workspaceId, async (tx) => [
      (await addCategoryIn(tx, h.services, principal(), { key: 'offers', names: { es: 'Ofertas' } })).id, (await addCategoryIn(tx, h.services, principal(), { key: 'news', names: { es: 'Noticias' } })).id])
    const people = Array.from({ length: 4 }, () => newId())
    for (const id of people) await query(`insert into contact (workspace_id, contact_id, name, created_at, updated_at) values ($1, $2, 'X', $3, $3)`, [h.workspaceId, id, iso(h.wall.now)])
    return { offers: offers!, news: news!, people }
  }
  type Word = 'given' | 'confirmed' | 'withdrawn'
  const say = (contactId: string, state: Word, categoryId: string | null, at: string, source: 'widget' | 'import' | 'keyword' = 'widget') => h.services.db.inWorkspace(h.workspaceId, (tx) =>
    recordConsents(tx, h.services, h.workspaceId, [{ contactId, purpose: 'marketing', categoryId, state, source, at: Date.parse(at), actor: { kind: 'system' }, wordingId: null } as never]))

  test('join and leave on the day they say so, each change once', async () => {
    const { offers, news, people: [ana, bea, carl, dora] } = await world()
    await say(ana!, 'given', offers, '2026-11-02T09:00:00Z')
    await say(ana!, 'given', news, '2026-11-02T10:00:00Z') // the same day: one person
    await say(ana!, 'given', offers, '2026-11-05T10:00:00Z') // nothing new
    await say(bea!, 'given', offers, '2026-10-20T10:00:00Z') // before the span
    await say(bea!, 'withdrawn', offers, '2026-11-05T10:00:00Z', 'keyword')
    await say(bea!, 'withdrawn', offers, '2026-11-06T10:00:00Z', 'keyword') // had left already
    await say(carl!, 'given', offers, '2026-11-05T23:30:00Z', 'import') // after midnight by the company's clock
    await say(dora!, 'withdrawn', null, '2026-11-07T10:00:00Z', 'keyword') // stops everything, never asked before
    const { days, joined, left, now, bySource, byTopic } = await report()
    expect(days).toEqual([{ day: '2026-11-02', joined: 1, left: 0 }, { day: '2026-11-05', joined: 0, left: 1 }, { day: '2026-11-06', joined: 1, left: 0 }, { day: '2026-11-07', joined: 0, left: 1 }])
    expect([joined, left, now]).toEqual([2, 2, 2])
    expect(bySource).toEqual([{ key: 'widget', joined: 2, left: 0, now: null }, { key: 'import', joined: 1, left: 0, now: null }, { key: 'keyword', joined: 0, left: 2, now: null }])
    expect(byTopic).toEqual([{ key: null, names: {}, joined: 0, left: 1, now: 0 }, { key: 'offers', names: { es: 'Ofertas' }, joined: 2, left: 1, now: 2 }, { key: 'news', names: { es: 'Noticias' }, joined: 1, left: 0, now: 1 }])
  })

  test('count from the confirmation on where a double opt-in is demanded', async () => {
    await query(`insert into purpose_setting (workspace_id, purpose, basis, double_opt_in, updated_at) values ($1, 'marketing', 'consent', true, $2)`, [h.workspaceId, iso(h.wall.now)])
    const { offers, people: [ana, bea] } = await world()
    await say(ana!, 'given', offers, '2026-11-02T09:00:00Z')
    await say(ana!, 'confirmed', offers, '2026-11-03T09:00:00Z')
    await say(bea!, 'given', offers, '2026-11-04T09:00:00Z')
    expect(await report()).toMatchObject({ joined: 1, now: 1, days: [{ day: '2026-11-03', joined: 1, left: 0 }] })
  })

  test('show what a topic is worth to them: read, answered, left and blocked, of those whose channel tells', async () => {
    await world()
    const [whatsapp, wechat] = [await account('whatsapp'), await account('wechat')]
    await campaign([{ n: 6, account: whatsapp, state: 'read', replied: 3, optedOut: 1 }, { n: 4, account: whatsapp, state: 'delivered' }, { n: 5, account: wechat, state: 'accepted' }], { category: 'offers' })
    await campaign([{ n: 2, account: whatsapp, state: 'read' }, { n: 2, account: whatsapp, state: 'failed', code: 'recipient_blocked' }], { category: 'offers' })
    await campaign([{ n: 3, account: wechat, state: 'accepted' }], { category: 'news' })
    await campaign([{ n: 9, account: whatsapp, state: 'read' }], { category: 'news', startedAt: Date.UTC(2026, 9, 1) }) // before the span
    const { topics } = await report()
    expect(topics.map((topic) => [topic.purpose, topic.topic, topic.names.es, topic.campaigns, topic.sent, topic.readOf, topic.read, topic.replied, topic.optedOut, topic.blocked])).toEqual([['marketing', 'offers', 'Ofertas', 2, 17, 12, 8, 3, 1, 2], ['marketing', 'news', 'Noticias', 1, 3, 0, null, 0, 0, 0]])
  })

  test('are asked for a span that is one', async () => {
    expect((await h.request('GET', '/api/v1/reports/subscribers?from=2026-11-01T00:00:00.000Z&to=2026-10-01T00:00:00.000Z')).json()).toMatchObject({ code: 'invalid_request' })
    expect((await h.request('GET', '/api/v1/reports/subscribers.csv?from=2026-11-01T00:00:00.000Z&to=2026-12-01T00:00:00.000Z')).body).toBe('\ufeffday,joined,left\r\n')
  })
})
