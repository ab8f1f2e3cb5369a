/** Questions to people: what SQL finds, one by one and all at once, is what the core says of every person. */
import { conditionsOf, type Filter, filterFaults, matchesPerson, PEOPLE_FIELDS, type PersonFacts } from '@recado/core'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../database.js'
import { newId } from '../ids.js'
import { openFreshDatabase } from '../testing.js'
import { peopleFilterSql } from './contact-filter.js'

const NOW = Date.UTC(2026, 10, 22, 9)
const HOUR = 3_600_000
const workspace = newId()
const [me, inbox, company, topic, point] = [newId(), newId(), newId(), newId(), newId()]
const accounts = [newId(), newId()]
const stages = [newId(), newId()]
const lists = [newId(), newId()]
const campaigns = [newId(), newId()]
const channels = ['paper', 'radio']
let database: Awaited<ReturnType<typeof openFreshDatabase>>
let db: Database

const pick = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values)
const hour = fc.integer({ min: -60, max: 20 })
const address = fc.record({ account: pick(0, 1), reachable: pick(null, true, false), stopped: fc.boolean(), thread: fc.boolean(), inbound: fc.option(hour), activity: hour, closes: fc.option(hour), left: pick(null, 0, 2) })
const world = fc.record({
  labels: fc.uniqueArray(pick('vip', 'queja'), { maxLength: 2 }), attributes: fc.dictionary(pick('tier', 'age'), pick<unknown>('oro', '12', 5, true, null, ['oro', 'x'], '2024-02-29')), language: pick(null, 'es-MX', 'EN'), country: pick(null, 'ES', 'mx'),
  stage: pick(null, 0, 1), owner: pick(null, me), company: pick(null, 0), created: hour, addresses: fc.array(address, { maxLength: 2 }), source: pick(null, 'ad', 'qr'), lists: fc.uniqueArray(pick(0, 1)),
  said: fc.uniqueArray(fc.record({ topic: pick(null, 'news'), app: pick(null, 'paper'), standing: pick('given', 'confirmed', 'withdrawn', 'pending'), lapsed: fc.boolean() }), { selector: (one) => `${one.topic} ${one.app}`, maxLength: 3 }),
  campaigns: fc.uniqueArray(fc.record({ campaign: pick(0, 1), state: pick('excluded', 'pending', 'sent', 'failed'), accepted: fc.boolean(), read: fc.boolean(), clicked: fc.boolean(), replied: fc.boolean() }), { selector: (one) => one.campaign, maxLength: 2 }),
  orders: fc.array(fc.record({ at: hour, amount: pick(null, 10, 25.5), currency: pick('EUR', 'USD'), status: pick('placed', 'paid', 'done', 'cancelled', 'refunded'), name: pick('Té', 'Café'), sku: pick('t-1', 'c-1') }), { maxLength: 3 }),
})
type World = typeof world extends fc.Arbitrary<infer T> ? T : never

const some = <T>(values: readonly T[]): fc.Arbitrary<T[]> => fc.uniqueArray(pick(...values), { minLength: 1, maxLength: 2 })
const ids = <T extends string>(field: T, values: readonly string[]) => fc.record({ field: fc.constant(field), op: pick('in', 'not_in'), value: some(values) })
const moments = pick('last_inbound', 'last_activity', 'created', 'last_order')
const condition = fc.oneof(
  ids('channel', ['paper', 'radio', 'smoke']), ids('account', accounts), ids('reachable_on', accounts), ids('window_on', accounts), ids('language', ['es', 'en']), ids('country', ['ES', 'MX']), ids('stage', [...stages, 'none']), ids('owner', [me, 'me', 'none', 'somebody']), ids('company', [company, 'none']),
  ids('source', ['ad', 'qr']), ids('entry_point', [point]), ids('ad', ['ad-1', 'ad-2']), ids('consent', ['marketing', 'marketing/news', 'service', 'marketing/gone']), ids('consent_withdrawn', ['marketing', 'marketing/news']), ids('list', lists),
  fc.oneof(...(['campaign_got', 'campaign_read', 'campaign_clicked', 'campaign_replied'] as const).map((field) => ids(field, [...campaigns, 'any']))), ids('order_product', ['Té', 'c-1', 'nada']),
  fc.record({ field: fc.constant('order_count'), op: pick('above', 'below'), value: fc.nat(3) }), fc.record({ field: fc.constant('order_total'), key: pick('EUR', 'USD'), op: pick('above', 'below'), value: pick(0, 10, 25.5, 30) }),
  fc.record({ field: fc.constant('silent_for'), op: fc.constant('hours'), value: fc.nat(60) }), fc.record({ field: pick('marketing_stopped', 'reachable'), op: fc.constant('is'), value: fc.boolean() }),
  fc.record({ field: fc.constant('person_labels'), op: pick('any', 'all', 'none'), value: some(['vip', 'queja', 'nada']) }), fc.record({ field: fc.constant('attribute'), key: pick('tier', 'age'), op: pick('is', 'is_not', 'contains'), value: pick<string | number>('oro', 5, 'x') }),
  fc.record({ field: fc.constant('attribute'), key: pick('tier', 'age'), op: pick('exists', 'missing') }), fc.record({ field: moments, op: pick('within', 'beyond'), value: fc.nat(60) }), fc.record({ field: moments, op: pick('before', 'after'), value: hour.map((h) => new Date(NOW + h * HOUR).toISOString()) }),
)
const { tree } = fc.letrec<{ tree: Filter }>((tie) => ({
  tree: fc.oneof({ depthSize: 'small', maxDepth: 3 }, condition as fc.Arbitrary<Filter>, fc.array(tie('tree'), { maxLength: 3 }).map((all): Filter => ({ all })), fc.array(tie('tree'), { maxLength: 3 }).map((any): Filter => ({ any })), tie('tree').map((not): Filter => ({ not }))),
}))

const iso = (h: number | null): string | null => (h === null ? null : new Date(NOW + h * HOUR).toISOString())
const most = (values: readonly (number | null)[]): number | null => { const there = values.filter((each) => each !== null); return there.length > 0 ? NOW + Math.max(...there) * HOUR : null }
/** Two addresses on one account are one here: each identity is its own. */
function factsOf(w: World): PersonFacts {
  const threads = w.addresses.filter((each) => each.thread)
  const of = (key: string | null) => w.said.filter((one) => one.topic === (key !== null && w.said.some((each) => each.topic === key) ? key : null))
  const marks = [['marketing', null], ['marketing/news', 'news'], ['marketing/gone', 'gone']] as const
  return {
    labels: w.labels, attributes: w.attributes, language: w.language, country: w.country, stageId: w.stage === null ? null : stages[w.stage]!, ownerId: w.owner, companyId: w.company === null ? null : company, createdAt: NOW + w.created * HOUR,
    addresses: w.addresses.map((one) => ({ accountId: accounts[one.account]!, channel: channels[one.account]!, reachable: one.reachable, marketingStopped: one.stopped, window: one.thread && one.closes !== null ? { closesAt: NOW + one.closes * HOUR, left: one.left } : null })),
    lastInboundAt: most(threads.map((one) => one.inbound)), lastActivityAt: most(threads.map((one) => one.activity)), source: w.source && threads.length > 0 ? { kind: w.source, entryPointId: w.source === 'qr' ? point : null, source: 'ad-1' } : null,
    consents: { given: marks.flatMap(([mark, key]) => (of(key).some((one) => (one.standing === 'given' || one.standing === 'confirmed') && !one.lapsed) ? [mark] : [])), withdrawn: marks.flatMap(([mark, key]) => (of(key).some((one) => one.standing === 'withdrawn') ? [mark] : [])) },
    listIds: w.lists.map((one) => lists[one]!), campaigns: w.campaigns.map((one) => ({ campaignId: campaigns[one.campaign]!, got: one.accepted && one.state !== 'failed', read: one.read, clicked: one.clicked, replied: one.replied })),
    orders: w.orders.filter((one) => one.status !== 'cancelled' && one.status !== 'refunded').map((one) => ({ at: NOW + one.at * HOUR, amount: one.amount, currency: one.currency, products: [one.name, one.sku] })),
  }
}

beforeAll(async () => {
  database = await openFreshDatabase()
  db = database.db
  await db.asSystem(async (tx) => {
    await tx.query('insert into workspace (workspace_id, name, created_at) values ($1, $2, now())', [workspace, 'Company'])
    await tx.query(`insert into app_user (user_id, email, name, password_hash, language, created_at) values ($1, 'a@example.org', 'A', 'x', 'en', now())`, [me])
    await tx.query(`insert into member (workspace_id, user_id, role, created_at) values ($1, $2, 'agent', now())`, [workspace, me])
    await tx.query(`insert into inbox (workspace_id, inbox_id, name, created_at) values ($1, $2, 'I', now())`, [workspace, inbox])
  })
  await db.inWorkspace(workspace, async (tx) => {
    for (const [i, id] of stages.entries()) await tx.query('insert into contact_stage (workspace_id, stage_id, name, position, created_at) values ($1, $2, $3, $4, now())', [workspace, id, `S${i}`, i])
    for (const [i, id] of lists.entries()) await tx.query(`insert into contact_list (workspace_id, list_id, name, created_by, created_at, updated_at) values ($1, $2, $3, '{}', now(), now())`, [workspace, id, `L${i}`])
    for (const [i, id] of accounts.entries()) await tx.query(`insert into channel_account (workspace_id, account_id, channel, name, inbox_id, webhook_key, created_at) values ($1, $2, $3, 'A', $4, $5, now())`, [workspace, id, channels[i], inbox, id])
    await tx.query(`insert into company (workspace_id, company_id, name, created_at, updated_at) values ($1, $2, 'Sur', now(), now())`, [workspace, company])
    await tx.query(`insert into consent_category (workspace_id, category_id, key, names, position, created_at) values ($1, $2, 'news', '{}', 1, now())`, [workspace, topic])
  })
})
afterAll(() => database.close())

let number = 0
/** Puts people in, asks both ways, and takes everything away again. */
async function found(people: readonly World[], filters: readonly Filter[]): Promise<Set<string>[][]> {
  const answers: Set<string>[][] = []
  const undo = new Error('undone')
  await db.inWorkspace(workspace, async (tx) => {
    for (const [i, w] of people.entries()) {
      const contact = newId()
      await tx.query('insert into contact (workspace_id, contact_id, name, language, country, attributes, labels, stage_id, owner_id, company_id, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, now())',
        [workspace, contact, String(i), w.language, w.country, JSON.stringify(w.attributes), w.labels, w.stage === null ? null : stages[w.stage], w.owner, w.company === null ? null : company, iso(w.created)])
      let entered = false
      for (const one of w.addresses) {
        const [identity, conversation] = [newId(), newId()]
        await tx.query('insert into identity (workspace_id, identity_id, account_id, contact_id, reachable, marketing_stopped, created_at) values ($1, $2, $3, $4, $5, $6, now())', [workspace, identity, accounts[one.account], contact, one.reachable, one.stopped])
        if (!one.thread) continue
        await tx.query('insert into conversation (workspace_id, conversation_id, number, account_id, channel, inbox_id, identity_id, contact_id, case_id, last_inbound_at, last_at, window_kind, window_closes_at, window_left, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $2, $9, $10, $11, $12, $13, now())',
          [workspace, conversation, ++number, accounts[one.account], channels[one.account], inbox, identity, contact, iso(one.inbound), iso(one.activity), one.closes === null ? null : 'day', iso(one.closes), one.left])
        if (w.source && !entered) for (const [kind, at] of [[w.source, '2026-01-01'], ['menu', '2026-02-01']] as const) await tx.query('insert into entry (workspace_id, entry_id, conversation_id, contact_id, account_id, kind, source, entry_point_id, starts, at) values ($1, $2, $3, $4, $5, $6, $7, $8, true, $9)', [workspace, newId(), conversation, contact, accounts[one.account], kind, 'ad-1', kind === 'qr' ? point : null, at])
        entered = true
      }
      for (const one of w.said) await tx.query(`insert into consent_now (workspace_id, contact_id, purpose, category_id, channel, standing, since, until) values ($1, $2, 'marketing', $3, $4, $5, now(), $6)`, [workspace, contact, one.topic ? topic : null, one.app, one.standing, one.lapsed ? iso(-1) : null])
      for (const at of w.lists) await tx.query('insert into contact_list_member (workspace_id, list_id, contact_id, origin_contact_id, added_at) values ($1, $2, $3, $3, now())', [workspace, lists[at], contact])
      for (const one of w.campaigns) await tx.query('insert into campaign_recipient (workspace_id, campaign_id, contact_id, state, accepted_at, read_at, clicked_at, replied_at) values ($1, $2, $3, $4, $5, $6, $7, $8)', [workspace, campaigns[one.campaign], contact, one.state, ...[one.accepted, one.read, one.clicked, one.replied].map((did) => (did ? iso(-1) : null))])
      for (const [n, one] of w.orders.entries()) await tx.query(`insert into contact_order (workspace_id, order_id, source, external_id, contact_id, origin_contact_id, at, amount, currency, status, items, told_at, created_at, updated_at) values ($1, $2, 'shop', $3, $4, $4, $5, $6, $7, $8, $9, now(), now(), now())`, [workspace, newId(), `${i}-${n}-${newId()}`, contact, iso(one.at), one.amount, one.currency, one.status, JSON.stringify([{ name: one.name, sku: one.sku, quantity: 1 }])])
    }
    for (const filter of filters) {
      const both: Set<string>[] = []
      for (const mode of [{}, { workspace: '$1::uuid' }]) {
        const values: unknown[] = [workspace]
        const so = peopleFilterSql(filter, { userId: me, now: NOW, ...mode }, (value) => `$${values.push(value)}`)
        const rows = await tx.ask<{ name: string; so: boolean | null }>(`select p.name, ${so} as so from contact p where p.workspace_id = $1::uuid`, values)
        expect(rows.filter((row) => row.so === null)).toEqual([])
        both.push(new Set(rows.filter((row) => row.so).map((row) => row.name)))
      }
      answers.push(both)
    }
    throw undo
  }).catch((error: unknown) => { if (error !== undo) throw error })
  return answers
}

test('one by one and all at once, the database finds whom the core means', async () => {
  const fields = new Set<string>()
  await fc.assert(fc.asyncProperty(fc.array(world, { minLength: 1, maxLength: 5 }), fc.array(tree, { minLength: 6, maxLength: 14 }), async (people, filters) => {
    const valid = filters.filter((filter) => filterFaults(filter, 'people').length === 0)
    const answers = await found(people, valid)
    for (const [i, filter] of valid.entries()) {
      for (const each of conditionsOf(filter)) fields.add(each.field)
      const expected = people.flatMap((one, n) => (matchesPerson(filter, factsOf(one), { userId: me, now: NOW }) ? [String(n)] : []))
      expect([filter, ...answers[i]!.map((names) => [...names].sort())]).toEqual([filter, expected, expected])
    }
  }), { numRuns: Number(process.env.RECADO_RUNS ?? 50) })
  expect([...fields].sort()).toEqual([...PEOPLE_FIELDS].sort())
}, 120_000)

test('a thread has none of what is asked of people alone', () => {
  expect(filterFaults({ field: 'order_count', op: 'above', value: 1 }).map((fault) => fault.message)).toEqual(['is asked of people, not of threads'])
})
