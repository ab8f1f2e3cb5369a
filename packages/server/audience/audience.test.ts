/** Who is in an audience and why not, in a real database: cases by name, and random people judged by the engine's own words. */
import { lines } from '@recado/core/consent/testing/stories'
import { type AudienceRow, type AudienceSpec, type Basis, type ConsentFact, decide, type Facts, type Filter, nobody, nothingSaid, PURPOSE_DEFAULTS, refusedByBasis } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordConsents } from '../consents/ledger.js'
import type { LoadedChannel } from '../services.js'
import { type Desk, makeDesk } from '../testing/desk.js'
import { madeUpLoaded } from '../testing/made-up-channel.js'
import { audienceRows, previewAudience, whyExcluded } from './index.js'

const SOURCE = 'https://example.org/rules'
const hours = (n: number): number => n * 3_600_000
/** A channel with everything that can close a door: countries, categories, followers, posts, prices, windows. */
const channel: LoadedChannel = {
  ...madeUpLoaded,
  declaration: {
    ...madeUpLoaded.declaration,
    rules: {
      ...madeUpLoaded.declaration.rules,
      templates: { source: SOURCE, categories: {
        ADS: { purposes: ['marketing'], exceptCountries: ['US'], source: SOURCE }, NEWS: { purposes: ['marketing', 'notification'], needsFollow: true, source: SOURCE }, NOTICE: { purposes: ['service', 'notification'], countries: ['ES', 'CU', 'US'], needsGrant: true, source: SOURCE },
      } },
      unreachable: [{ countries: ['CU'], effect: 'deny', source: SOURCE }, { countries: ['CN'], effect: 'warn', source: SOURCE }],
      quotas: [{ id: 'posts', scope: 'identity', counts: 'broadcast', amount: 4, period: 'month', timeZone: 'Asia/Shanghai', then: 'deny', source: SOURCE }],
      price: { cards: [{ currency: 'EUR', effectiveFrom: 0, markets: { south: { ads: '0.05', notice: '0.01' }, rest: { ads: '0.10', notice: '0.02' } }, source: SOURCE }], marketOf: { ES: 'south', '*': 'rest' }, classOf: { freeform: 'service', template: { ADS: 'ads', NEWS: 'ads', NOTICE: 'notice' } }, source: SOURCE },
    },
  },
}

let desk: Desk
let topic: string
beforeAll(async () => {
  desk = await makeDesk({ channel })
  topic = (await desk.request('POST', '/api/v1/consent-categories', { key: 'news', names: { es: 'Novedades' } })).json<{ id: string }>().id
})
afterAll(() => desk.close())

const now = (): number => desk.services.clock.now(desk.workspaceId)
const route = (priceClass: string | null, as: 'template' | 'freeform' | 'post' = 'template') => ({ accountId: desk.account.id, as, priceClass })
const spec = (more: Partial<AudienceSpec> = {}): AudienceSpec => ({ include: { ...nobody, filter: { all: [] } }, exclude: nobody, purpose: 'marketing', category: null, routes: [route('ADS')], choose: 'first', cap: null, ...more })
const inside = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => desk.services.db.inWorkspace(desk.workspaceId, work)
const rows = (asked: AudienceSpec): Promise<AudienceRow[]> => inside(async (tx) => {
  const { text, values } = await audienceRows(tx, desk.services, desk.workspaceId, asked, now())
  return tx.ask<AudienceRow>(text, values)
})

interface Person { contactId: string; identityId: string | null }
/** Somebody with an address and no words of hers; `address` null: none. */
async function person(address: { country?: string | null; reachable?: boolean | null; marketingStopped?: boolean; accountId?: string } | null = {}, more: { labels?: string[]; timeZone?: string } = {}): Promise<Person> {
  const [contactId, identityId] = [newId(), newId()]
  await desk.rows('insert into contact (workspace_id, contact_id, name, labels, time_zone, created_at, updated_at) values ($1, $2, $3, $4, $5, now(), now())', [desk.workspaceId, contactId, 'Ana', more.labels ?? [], more.timeZone ?? null])
  if (address) await desk.rows('insert into identity (workspace_id, identity_id, account_id, contact_id, country, reachable, marketing_stopped, created_at) values ($1, $2, $3, $4, $5, $6, $7, now())', [desk.workspaceId, identityId, address.accountId ?? desk.account.id, contactId, address.country === undefined ? 'ES' : address.country, address.reachable ?? null, address.marketingStopped ?? false])
  return { contactId, identityId: address ? identityId : null }
}
const yes = (contactId: string, change: Partial<ConsentFact> = {}) => inside((tx) => recordConsents(tx, desk.services, desk.workspaceId, [{ contactId, purpose: 'marketing', state: 'given', source: 'api', at: now(), actor: { kind: 'system' }, ...change }]))
const agreed = async (...of: Parameters<typeof person>): Promise<Person> => { const one = await person(...of); await yes(one.contactId); return one }
const codeOf = async (one: Person, asked: AudienceSpec): Promise<string | null | undefined> => (await inside((tx) => whyExcluded(tx, desk.services, desk.workspaceId, asked, one.contactId, now())))?.code
const send = (one: Person, state: string, hoursAgo: number) => desk.rows(`insert into campaign_recipient (workspace_id, campaign_id, contact_id, identity_id, route, state, accepted_at) values ($1, $2, $3, $4, 0, $5, $6)`, [desk.workspaceId, newId(), one.contactId, one.identityId, state, new Date(now() - hours(hoursAgo)).toISOString()])

test('each reason by itself', async () => {
  const fine = await agreed()
  expect(await codeOf(fine, spec())).toBeNull()
  expect(await codeOf(await person(), spec())).toBe('consent_missing')
  expect(await codeOf(await person(null), spec())).toBe('consent_missing')
  expect(await codeOf(await agreed(null), spec())).toBe('no_address')
  expect(await codeOf(await agreed({ marketingStopped: true }), spec())).toBe('opted_out')
  expect(await codeOf(await agreed({ country: 'CU' }), spec())).toBe('country_not_reachable')
  expect(await codeOf(await agreed({ country: 'CN' }), spec())).toBeNull()
  expect(await codeOf(await agreed({ country: 'US' }), spec())).toBe('marketing_not_deliverable')
  expect(await codeOf(await agreed({ reachable: false }), spec())).toBe('unreachable')
  expect(await codeOf(await agreed({ reachable: null }), spec({ routes: [route('NEWS')] }))).toBe('unreachable')
  expect(await codeOf(await agreed({ reachable: true }), spec({ routes: [route('NEWS')] }))).toBeNull()
  expect(await codeOf(await agreed({ country: null }), spec())).toBe('price_unknown')
  expect(await codeOf(fine, spec({ routes: [route(null, 'freeform')] }))).toBe('window_closed')
  expect(await codeOf(fine, spec({ routes: [route('GONE')] }))).toBe('route_unusable')
  expect(await codeOf(fine, spec({ routes: [{ ...route('ADS'), accountId: newId() }] }))).toBe('no_address')
})

test('two messages in a week are the cap: what surely failed does not count, what is on its way does', async () => {
  const cap = spec({ cap: { messages: 2, days: 7 } })
  const one = await agreed()
  await send(one, 'read', 24 * 7 - 1)
  await send(one, 'failed', 2)
  await send(one, 'delivered', 24 * 7 + 1)
  expect(await codeOf(one, cap)).toBeNull()
  await send(one, 'sending', 0)
  expect(await codeOf(one, cap)).toBe('frequency_cap')
})

test('the fifth post of a month leaves out exactly those at four, and the month turns in Shanghai', async () => {
  const posts = spec({ routes: [route(null, 'post')] })
  const [three, four] = [await agreed(), await agreed()]
  for (const [one, count] of [[three, 3], [four, 4]] as const) await desk.rows('insert into post_receipt (workspace_id, account_id, identity_id, month, count) values ($1, $2, $3, $4, $5)', [desk.workspaceId, desk.account.id, one.identityId, '2026-11', count])
  expect([await codeOf(three, posts), await codeOf(four, posts)]).toEqual([null, 'quota_exhausted'])
  const at = (moment: string) => inside((tx) => whyExcluded(tx, desk.services, desk.workspaceId, posts, four.contactId, Date.parse(moment)))
  expect([(await at('2026-11-30T15:59:59.999Z'))?.code, (await at('2026-11-30T16:00:00Z'))?.code]).toEqual(['quota_exhausted', null])
})

test('people for whom every moment of the schedule is quiet', async () => {
  const [madrid, lima] = [await agreed({}, { timeZone: 'Europe/Madrid' }), await agreed({}, { timeZone: 'America/Lima' })]
  const night = { from: '2026-11-22T22:00:00.000Z', quietHours: { from: '22:00', to: '08:00' } } // 23:00 in Madrid, 17:00 in Lima
  const codes = async (until: string | null) => [await codeOf(madrid, spec({ schedule: { ...night, until } })), await codeOf(lima, spec({ schedule: { ...night, until } }))]
  expect(await codes('2026-11-23T01:00:00.000Z')).toEqual(['quiet_hours', null])
  expect(await codes('2026-11-23T07:00:00.000Z')).toEqual([null, null])
  expect(await codes(null)).toEqual([null, null])
})

test('of several routes the first that is open, or the cheapest; else the one that came furthest tells', async () => {
  const other = await desk.connect('acc-2')
  const far = { accountId: other.id, as: 'template' as const, priceClass: 'ADS' }
  const one = await agreed({ country: 'US', reachable: true })
  await desk.rows('insert into identity (workspace_id, identity_id, account_id, contact_id, country, reachable, created_at) values ($1, $2, $3, $4, $5, true, now())', [desk.workspaceId, newId(), other.id, one.contactId, 'ES'])
  const row = async (asked: AudienceSpec) => (await rows({ ...asked, include: { ...nobody, filter: { field: 'account', op: 'in', value: [other.id] } as Filter } })).map(({ route: at, account_id: account, code }) => [at, account === other.id, code])
  expect(await row(spec({ routes: [route('ADS'), far] }))).toEqual([[1, true, null]])
  expect(await row(spec({ routes: [route('NEWS'), far] }))).toEqual([[0, false, null]])
  expect(await row(spec({ routes: [route('NEWS'), far], choose: 'cheapest' }))).toEqual([[1, true, null]])
  expect(await row(spec({ routes: [route('ADS'), route(null, 'freeform')] }))).toEqual([[1, false, 'window_closed']])
})

test('merged and erased people are nobody, and a list goes with whoever is one of two now', async () => {
  const [a, b, gone] = [await agreed(), await agreed(), await agreed()]
  const listId = (await desk.request('POST', '/api/v1/lists', { name: 'Feria' })).json<{ id: string }>().id
  await desk.request('POST', `/api/v1/lists/${listId}/members`, { contactIds: [a.contactId, b.contactId, gone.contactId] })
  await desk.request('POST', `/api/v1/contacts/${a.contactId}/merge`, { otherId: b.contactId })
  await desk.rows('update contact set erased_at = now() where contact_id = $1', [gone.contactId])
  expect((await rows(spec({ include: { segmentIds: [], listIds: [listId] } }))).map((each) => each.contact_id)).toEqual([a.contactId])
  expect((await rows(spec({ include: { segmentIds: [], listIds: [listId] }, exclude: { segmentIds: [], listIds: [listId] } }))).length).toBe(0)
  expect((await rows(spec({ include: nobody }))).length).toBe(0)
})

test('whoever came back under an excluded address stays out until she says yes', async () => {
  const one = await person()
  await desk.rows('insert into suppressed_contact (workspace_id, contact_id, origin_contact_id, hash, found_at) values ($1, $2, $2, $3, now())', [desk.workspaceId, one.contactId, Buffer.from('x')])
  expect(await codeOf(one, spec())).toBe('suppressed')
  expect(await codeOf(one, spec({ purpose: 'notification', routes: [route('NOTICE')] }))).toBe('window_closed')
  await yes(one.contactId)
  expect(await codeOf(one, spec())).toBeNull()
})

test('the preview adds up, and prices what would leave', async () => {
  const label = `p${newId()}`
  for (const country of ['ES', 'ES', 'US', 'FR']) await agreed({ country }, { labels: [label] })
  await person({}, { labels: [label] })
  const filter: Filter = { field: 'person_labels', op: 'any', value: [label] }
  const shown = await inside((tx) => previewAudience(tx, desk.services, desk.workspaceId, spec({ include: { ...nobody, filter } }), now()))
  expect(shown).toMatchObject({ total: 5, eligible: 3, excluded: [{ code: 'consent_missing', count: 1 }, { code: 'marketing_not_deliverable', count: 1 }], byRoute: [{ route: 0, count: 3 }], byCountry: [{ country: 'ES', count: 2 }, { country: 'FR', count: 1 }] })
  expect(shown.estimate?.maximum.map((sum) => [Number(sum.amount), sum.currency])).toEqual([[0.2, 'EUR']])
})

test('cut into stretches of people it is the same as in one piece', async () => {
  const asked = spec({ routes: [route('ADS'), route(null, 'post'), route(null, 'freeform')], choose: 'cheapest', cap: { messages: 2, days: 7 } })
  const whole = await rows(asked)
  const cuts = whole.map((one) => one.contact_id).sort().filter((_, i) => i % 5 === 3)
  const parts = await Promise.all([null, ...cuts].map((after, i) => inside(async (tx) => {
    const { text, values } = await audienceRows(tx, desk.services, desk.workspaceId, asked, now(), { part: { after, upTo: cuts[i] ?? null } })
    return tx.ask<AudienceRow>(text, values)
  })))
  expect(cuts.length).toBeGreaterThan(2)
  expect(parts.flat()).toEqual(whole)
  expect(new Set(whole.map((one) => one.code)).size).toBeGreaterThan(4)
})

/** The engine's own answer, read in the audience's order of reasons. */
function expected(facts: Facts, entries: readonly ConsentFact[], purpose: 'marketing' | 'notification', category: string | null, asked: { as: string; priceClass: string | null }): string | null {
  const consent = { ...facts.consent, entries }
  const stopped = purpose === 'marketing' && facts.identity.marketingStopped
  const refused = stopped ? 'opted_out' : refusedByBasis(purpose, category, null, consent, facts.now)
  if (refused) return refused
  const intent = { kind: asked.as === 'template' ? 'template' as const : 'text' as const, purpose, author: 'campaign' as const, category, ...(asked.as === 'template' ? { template: { id: 't', category: asked.priceClass!, status: 'approved', missing: [] } } : {}) }
  const said = (change: Partial<Facts>): string | null => { const verdict = decide(intent, { ...facts, consent, ...change }); return verdict.kind === 'deny' ? verdict.code : null }
  const open: Facts['identity'] = { ...facts.identity, reachable: true }
  if (said({ identity: open }) === 'country_not_reachable') return purpose === 'marketing' && facts.identity.country === 'US' ? 'marketing_not_deliverable' : 'country_not_reachable'
  const code = said({})
  if (code === 'identity_unreachable') return 'unreachable'
  if (code === 'window_closed' || code === 'contact_must_write_first' || code === 'replies_exhausted') return 'window_closed'
  if (code) return code
  const verdict = decide(intent, { ...facts, consent })
  return verdict.kind === 'allow' && verdict.price === null ? 'price_unknown' : null
}

const grant = fc.record({ kind: fc.constantFrom('message', 'follow', 'gone'), opened: fc.integer({ min: -50, max: -1 }), length: fc.integer({ min: 1, max: 60 }), left: fc.constantFrom(null, 0, 2) })
const somebody = fc.record({
  country: fc.constantFrom('ES', 'US', 'CU', 'CN', 'FR', null), reachable: fc.constantFrom(true, false, null), marketingStopped: fc.boolean(), grants: fc.uniqueArray(grant, { selector: (one) => one.kind, maxLength: 2 }), said: fc.array(lines, { maxLength: 4 }), second: fc.boolean(),
})
const question = fc.record({
  basis: fc.constantFrom<Basis>('consent', 'legitimate_interest', 'existing_customer'), doubleOptIn: fc.boolean(), customer: fc.boolean(), topic: fc.boolean(),
  of: fc.constantFrom<['marketing' | 'notification', 'template' | 'freeform', string | null]>(['marketing', 'template', 'ADS'], ['marketing', 'template', 'NEWS'], ['notification', 'template', 'NOTICE'], ['marketing', 'freeform', null], ['notification', 'freeform', null]),
})

/** One person for every answer, so that each run meets all of them. */
const plain = { country: 'ES', reachable: null, marketingStopped: false, grants: [], said: [], second: false }
const asks = { basis: 'legitimate_interest' as Basis, doubleOptIn: false, customer: false, topic: false, of: ['notification', 'template', 'NOTICE'] as ['notification', 'template', string] }
const EACH: [typeof plain, typeof asks][] = [
  [plain, asks], [{ ...plain, country: null } as never, { ...asks, of: ['marketing', 'template', 'ADS'] as never }], [plain, { ...asks, of: ['marketing', 'template', 'ADS'] as never }], [plain, { ...asks, basis: 'consent' }], [{ ...plain, reachable: false } as never, asks], [{ ...plain, marketingStopped: true }, { ...asks, of: ['marketing', 'template', 'ADS'] as never }],
  [{ ...plain, country: 'US' }, { ...asks, of: ['marketing', 'template', 'ADS'] as never }], [{ ...plain, country: 'CU' }, asks], [plain, { ...asks, of: ['notification', 'freeform', null] as never }],
]

test('of random people the statement says what the engine says', async () => {
  const seen = new Set<string | null>()
  await fc.assert(fc.asyncProperty(somebody, question, async (who, asked) => {
    const [purpose, as, priceClass] = asked.of
    const label = newId()
    const one = await person(who, { labels: [label, ...(asked.customer ? ['cliente'] : [])] })
    if (asked.customer) await desk.rows(`update contact set attributes = '{"cliente": "si"}' where contact_id = $1`, [one.contactId])
    // A second address on the same app: what was said there with its app named does not hold here.
    const second = who.second ? newId() : null
    if (second) await desk.rows('insert into identity (workspace_id, identity_id, account_id, contact_id, country, created_at) values ($1, $2, $3, $4, $5, now())', [desk.workspaceId, second, newId(), one.contactId, 'ES'])
    for (const each of who.grants) await desk.rows('insert into window_grant (workspace_id, identity_id, kind, act, freeform, opened_at, closes_at, replies_left) values ($1, $2, $3, $4, true, $5, $6, $7)', [desk.workspaceId, one.identityId, each.kind, each.kind, new Date(now() + hours(each.opened)).toISOString(), new Date(now() + hours(each.opened + each.length)).toISOString(), each.left])
    const entries = who.said.map((line): ConsentFact => ({ ...line, category: line.category === 'news' ? topic : null, channel: line.channel === 'a' ? channel.declaration.id : line.channel === null ? null : 'elsewhere', identityId: line.identityId === 'i1' ? one.identityId : line.identityId === 'i2' ? second : null }))
    await inside((tx) => recordConsents(tx, desk.services, desk.workspaceId, entries.map(({ category, ...line }, i) => ({ ...line, categoryId: category, contactId: one.contactId, source: 'api' as const, sourceDetail: String(i), wordingId: null, actor: { kind: 'system' as const } }))))
    await desk.rows(`insert into purpose_setting (workspace_id, purpose, basis, double_opt_in, customer_fact, updated_at) values ($1, $2, $3, $4, '{"kind": "attribute", "key": "cliente", "value": "si"}', now())
      on conflict (workspace_id, purpose) do update set basis = excluded.basis, double_opt_in = excluded.double_opt_in, customer_fact = excluded.customer_fact`, [desk.workspaceId, purpose, asked.basis, asked.doubleOptIn])
    const category = asked.topic ? topic : null
    const facts: Facts = {
      rules: channel.declaration.rules, now: now(), account: { state: 'ready', settings: desk.account.settings, timeZone: 'Europe/Madrid', currency: 'EUR' }, quotas: {}, pairSends: [],
      grants: who.grants.map((each) => ({ kind: each.kind, act: each.kind, openedAt: now() + hours(each.opened), closesAt: now() + hours(each.opened + each.length), left: each.left })), identity: { country: who.country, reachable: who.reachable, marketingStopped: who.marketingStopped },
      consent: { ...nothingSaid, identityId: one.identityId!, channel: channel.declaration.id, purposes: { ...PURPOSE_DEFAULTS, [purpose]: { basis: asked.basis, doubleOptIn: asked.doubleOptIn } }, existingCustomer: asked.customer },
    }
    const wanted = expected(facts, entries, purpose, category, { as, priceClass })
    seen.add(wanted)
    const [row] = await rows(spec({ include: { ...nobody, filter: { field: 'person_labels', op: 'any', value: [label] } }, purpose, category: asked.topic ? 'news' : null, routes: [{ accountId: desk.account.id, as, priceClass }] }))
    expect(row?.code).toBe(wanted)
  }), { numRuns: Number(process.env.RECADO_RUNS ?? 150), examples: EACH as never })
  expect([...seen].map(String).sort()).toEqual(['consent_missing', 'country_not_reachable', 'marketing_not_deliverable', 'null', 'opted_out', 'price_unknown', 'unreachable', 'window_closed'])
}, 60_000)
