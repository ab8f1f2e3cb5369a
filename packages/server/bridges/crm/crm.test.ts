import type { Bridge, BridgeRun, CrmSettings } from '@recado/api'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { recordConsent } from '../../consents/ledger.js'
import { type Desk, makeDesk } from '../../testing/desk.js'
import { CLIENT, Crm } from '../testing/crm.js'
import { workOn } from '../work.js'
import { noticeChanges } from './notice.js'

const never = new AbortController().signal
const MINUTE = 60_000
let desk: Desk
let crm: Crm
let bridge: Bridge

beforeAll(async () => { desk = await makeDesk({ config: { egressAllow: ['127.0.0.0/8'] } }) })
afterAll(async () => { await desk.close() })
beforeEach(async () => {
  await desk.rows('delete from bridge')
  await desk.rows('delete from contact_external')
  await desk.rows('delete from health_item')
  crm = new Crm(() => desk.wall.now)
  await crm.listen()
  return () => crm.close()
})

async function make(settings: Partial<CrmSettings> = {}): Promise<Bridge> {
  const answer = await desk.request('POST', '/api/v1/bridges', { kind: 'hubspot', name: 'CRM', secret: CLIENT.secret, settings: { clientId: CLIENT.id, apiUrl: crm.url, authorizeUrl: 'https://crm.example.com/oauth/authorize', ...settings } })
  expect(answer.statusCode).toBe(201)
  return answer.json() as Bridge
}
async function connect(settings: Partial<CrmSettings> = {}): Promise<void> {
  bridge = await make(settings)
  const { url } = (await desk.request('POST', `/api/v1/bridges/${bridge.id}/connect`)).json() as { url: string }
  const back = crm.allow(url)
  const answer = await desk.request('GET', `${back.pathname}${back.search}`, undefined, null)
  expect([answer.statusCode, answer.headers.location]).toEqual([303, `/settings/bridges?bridge=${bridge.id}&connected=1`])
}
/** A look now, whenever the next one would be. */
async function look(): Promise<void> {
  await noticeChanges(desk.services, desk.workspaceId)
  await desk.rows('update bridge set due_at = $1', [new Date(desk.wall.now).toISOString()])
  await workOn(desk.services, desk.workspaceId, bridge.id, never)
  await noticeChanges(desk.services, desk.workspaceId)
}
const later = (ms = MINUTE): void => { desk.wall.now += ms }
const contactOf = async (externalId: string) => (await desk.rows<{ contact_id: string; name: string; country: string | null; attributes: Record<string, unknown>; emails: string[] | null }>(
  `select p.contact_id, p.name, p.country, p.attributes, (select array_agg(a.value order by a.created_at) from contact_address a where a.contact_id = p.contact_id and a.kind = 'email') as emails from contact p join contact_external x on x.contact_id = p.contact_id where x.source = 'hubspot' and x.external_id = $1`, [externalId]))[0]
const read = async () => (await desk.request('GET', `/api/v1/bridges/${bridge.id}`)).json() as Bridge
const runs = async () => (await desk.request('GET', `/api/v1/bridges/${bridge.id}/runs`)).json().items as BridgeRun[]
const change = (id: string, body: object) => desk.request('PATCH', `/api/v1/contacts/${id}`, body)
const writes = () => crm.asked.filter((one) => /batch\/(update|create)|gdpr/.test(one.path))
const health = async () => (await desk.rows<{ kind: string }>('select kind from health_item where resolved_at is null order by kind')).map((row) => row.kind)

describe('connecting', () => {
  test('asks with state, code challenge and scopes, and keeps the tokens sealed', async () => {
    bridge = await make()
    const { url } = (await desk.request('POST', `/api/v1/bridges/${bridge.id}/connect`)).json() as { url: string }
    const asked = new URL(url).searchParams
    expect([asked.get('client_id'), asked.get('redirect_uri'), asked.get('code_challenge_method')]).toEqual([CLIENT.id, 'http://localhost:3000/bridges/authorized', 'S256'])
    const back = crm.allow(url)
    await desk.request('GET', `${back.pathname}${back.search}`, undefined, null)
    expect((await read()).state).toBe('ready')
    const [row] = await desk.rows<{ sealed: Buffer }>('select sealed from bridge')
    for (const token of crm.refreshTokens) expect(row!.sealed.toString('latin1')).not.toContain(token)
    const again = await desk.request('GET', `${back.pathname}${back.search}`, undefined, null)
    expect(again.headers.location).toBe('/settings/bridges?fault=bad_state')
  })

  test.each([
    ['a state that nobody gave', (back: URL) => { back.searchParams.set('state', `${back.searchParams.get('state')!}x`) }, 'bad_state'],
    ['a code that is none', (back: URL) => { back.searchParams.set('code', 'made-up') }, 'token_refused'],
    ['a no', (back: URL) => { back.searchParams.delete('code'); back.searchParams.set('error', 'access_denied') }, 'denied'],
    ['an answer after a quarter of an hour', () => { later(15 * MINUTE + 1) }, 'bad_state'],
  ] as const)('%s connects nothing', async (_said, spoil, fault) => {
    bridge = await make()
    const back = crm.allow(((await desk.request('POST', `/api/v1/bridges/${bridge.id}/connect`)).json() as { url: string }).url)
    spoil(back)
    expect(String((await desk.request('GET', `${back.pathname}${back.search}`, undefined, null)).headers.location)).toContain(`fault=${fault}`)
    expect((await read()).state).toBe('new')
  })

  test('renews a token before it ends, and tells somebody when the permission is gone', async () => {
    await connect()
    later(29.5 * MINUTE)
    await look()
    expect(crm.asked.map((one) => one.status)).not.toContain(401)
    crm.endTokens()
    await look()
    expect(crm.asked.filter((one) => one.status === 401)).toHaveLength(1)
    expect((await read()).state).toBe('ready')
    crm.endTokens(true)
    await look()
    expect([(await read()).state, await health()]).toEqual(['reconnect', ['bridge_reconnect']])
    const { url } = (await desk.request('POST', `/api/v1/bridges/${bridge.id}/connect`)).json() as { url: string }
    const back = crm.allow(url)
    await desk.request('GET', `${back.pathname}${back.search}`, undefined, null)
    expect([(await read()).state, await health()]).toEqual(['ready', []])
  })
})

describe('reading', () => {
  test('takes everybody once, page by page, then only what changed', async () => {
    for (let i = 0; i < 230; i++) crm.add({ email: `p${i}@example.com`, firstname: `Nº ${i}`, lastname: 'Pérez', hs_country_region_code: 'ES' }, desk.wall.now - (230 - i) * 5 * MINUTE)
    await connect()
    await look()
    expect((await runs())[0]).toMatchObject({ what: 'full', state: 'done', counts: { read: 230, created: 230 } })
    expect(await contactOf('101')).toMatchObject({ name: 'Nº 0 Pérez', country: 'ES', emails: ['p0@example.com'] })
    for (let i = 0; i < 2; i++) { later(); await look() }
    later(10 * MINUTE)
    crm.set('150', { lastname: 'Prieto' })
    await look()
    expect((await runs())[0]).toMatchObject({ what: 'changes', counts: { read: 1, changed: 1 } })
    expect((await contactOf('150'))!.name).toBe('Nº 49 Prieto')
    expect(writes()).toEqual([])
  })

  test('broken off goes on behind the last page', async () => {
    for (let i = 0; i < 150; i++) crm.add({ email: `q${i}@example.com`, firstname: 'Q' })
    await connect()
    crm.faults.push({ status: 200, path: /contacts$/, body: { results: [...crm.contacts.values()].slice(0, 100).map((one) => ({ id: one.id, properties: { email: one.history.email![0]!.value, firstname: 'Q', lastmodifieddate: new Date(one.updatedAt).toISOString() } })), paging: { next: { after: '100' } } } }, { status: 503, path: /contacts$/ })
    await look()
    expect([(await runs())[0], await health()]).toMatchObject([{ state: 'failed', code: 'away', counts: { read: 100 } }, ['bridge_failing']])
    later(2 * MINUTE)
    await look()
    expect((await runs())[0]).toMatchObject({ what: 'full', state: 'done', counts: { read: 50 } })
    expect(await health()).toEqual([])
    expect((await desk.rows(`select 1 from contact_external where source = 'hubspot'`))).toHaveLength(150)
  })

  test('waits as long as it is asked to', async () => {
    await connect()
    crm.faults.push({ status: 429, headers: { 'retry-after': '120' }, body: { status: 'error', policyName: 'TEN_SECONDLY_ROLLING' } })
    await look()
    expect((await runs())[0]).toMatchObject({ state: 'waiting', code: 'asked_to_wait' })
    const asked = crm.asked.length
    later(119_000)
    await look()
    expect(crm.asked).toHaveLength(asked)
    later(1_000)
    await look()
    expect(crm.asked.length).toBeGreaterThan(asked)
  })
})

describe('both ways', () => {
  const two = async (settings: Partial<CrmSettings> = {}): Promise<string> => {
    const one = crm.add({ email: 'ana@example.com', firstname: 'Ana', lastname: 'García', phone: '+34 600 111 222' })
    await connect(settings)
    await look()
    later()
    return one.id
  }

  test('what changes here goes there, once, and its echo does nothing', async () => {
    const id = await two()
    const { contact_id: contactId } = (await contactOf(id))!
    await change(contactId, { name: 'Ana García Ruiz' })
    await look()
    expect([crm.value(id, 'firstname'), crm.value(id, 'lastname'), writes().length]).toEqual(['Ana', 'García Ruiz', 1])
    for (let i = 0; i < 3; i++) { later(); await look() }
    expect(writes()).toHaveLength(1)
    expect(await desk.rows(`select 1 from event where type = 'contact.changed' and data->>'contactId' = $1`, [contactId])).toHaveLength(1)
  })

  test('what changes there comes here and does not go back', async () => {
    const id = await two()
    crm.set(id, { email: 'ana.nueva@example.com', lastname: 'Ruiz' })
    await look()
    expect(await contactOf(id)).toMatchObject({ name: 'Ana Ruiz', emails: ['ana.nueva@example.com'] })
    later()
    await look()
    expect(writes()).toEqual([])
  })

  test.each([['here', 'Ana Aquí', 0, 20], ['there', 'Ana Allí', 20, 0]] as const)('changed on both sides, the later change wins: %s', async (_where, name, thereAfter, hereAfter) => {
    const id = await two()
    const start = desk.wall.now
    const { contact_id: contactId } = (await contactOf(id))!
    const edits: [number, () => Promise<void>][] = [
      [thereAfter, async () => { crm.set(id, { lastname: 'Allí' }) }],
      [hereAfter, async () => { await change(contactId, { name: 'Ana Aquí' }); await noticeChanges(desk.services, desk.workspaceId) }],
    ]
    for (const [after, edit] of edits.toSorted((a, b) => a[0] - b[0])) { desk.wall.now = start + after * 1_000; await edit() }
    // Any other field moves the record's own time: it says nothing about this one.
    desk.wall.now = start + 40_000
    crm.set(id, { hs_analytics_num_visits: '9' })
    await look()
    later()
    await look()
    expect((await contactOf(id))!.name).toBe(name)
    expect(`${crm.value(id, 'firstname')} ${crm.value(id, 'lastname')}`).toBe(name)
  })

  test('a field with one direction goes only that way', async () => {
    const id = await two({ fields: [{ ours: 'name', theirs: 'firstname+lastname', direction: 'in' }, { ours: 'notes', theirs: 'description', direction: 'out' }, { ours: 'email', theirs: 'email', direction: 'both' }] })
    const { contact_id: contactId } = (await contactOf(id))!
    await change(contactId, { name: 'Otra', notes: 'Prefiere WhatsApp' })
    await look()
    expect([crm.value(id, 'firstname'), crm.value(id, 'description')]).toEqual(['Ana', 'Prefiere WhatsApp'])
    later()
    crm.set(id, { description: 'otra cosa' })
    await look()
    later()
    await look()
    expect(crm.value(id, 'description')).toBe('Prefiere WhatsApp')
  })

  const made = async (name: string, email: string) => ((await desk.request('POST', '/api/v1/contacts', { name, addresses: [{ kind: 'email', value: email }] })).json() as { id: string }).id
  const emailed = (email: string) => [...crm.contacts.values()].filter((one) => one.history.email?.[0]?.value === email)

  test('new people go there only where the owner wants it', async () => {
    await connect()
    await look()
    await made('Berta Sol', 'berta.1@example.com')
    await look()
    expect(writes()).toEqual([])
    await desk.request('PATCH', `/api/v1/bridges/${bridge.id}`, { settings: { create: 'with_email' } })
    await made('Clara Sol', 'clara.1@example.com')
    await look()
    expect(emailed('clara.1@example.com')[0]!.history.firstname![0]!.value).toBe('Clara')
    later()
    await look()
    expect([writes().length, crm.contacts.size]).toEqual([1, 1])
  })

  test('people that both sides had before are one by their e-mail address, where only one has it', async () => {
    const [one, shared] = [crm.add({ email: 'both@example.com', firstname: 'Olga', lastname: 'Díaz', hs_country_region_code: 'ES' }), crm.add({ email: 'info@example.com', firstname: 'Info' })]
    const olga = await made('Olga Díaz', 'both@example.com')
    const infos = [await made('Uno', 'info@example.com'), await made('Dos', 'info@example.com')]
    await connect()
    await look()
    expect(await contactOf(one.id)).toMatchObject({ contact_id: olga, country: 'ES' })
    expect(infos).not.toContain((await contactOf(shared.id))!.contact_id)
  })

  test('one that it has already, found while we were making her there, becomes one with hers', async () => {
    await connect({ create: 'with_email' })
    await look()
    const id = await made('Eva Luz', 'eva.1@example.com')
    // Made there between the look and the telling: the search does not show her yet.
    const there = crm.add({ email: 'eva.1@example.com', firstname: 'Eva', lastname: 'Luz' })
    crm.faults.push({ status: 200, path: /search$/, body: { total: 0, results: [] } })
    await look()
    expect([emailed('eva.1@example.com').length, (await contactOf(there.id))!.contact_id, (await read()).waiting]).toEqual([1, id, 0])
  })

  test('one that it refuses does not hold up the others', async () => {
    const [a, b] = [crm.add({ email: 'a@example.com', firstname: 'A' }), crm.add({ email: 'b@example.com', firstname: 'B' })]
    await connect({ fields: [{ ours: 'name', theirs: 'firstname', direction: 'both' }, { ours: 'email', theirs: 'email', direction: 'both' }] })
    await look()
    later()
    await change((await contactOf(a.id))!.contact_id, { name: 'refuse me' })
    await change((await contactOf(b.id))!.contact_id, { name: 'Bea' })
    await look()
    expect([crm.value(a.id, 'firstname'), crm.value(b.id, 'firstname'), (await read()).waiting]).toEqual(['A', 'Bea', 1])
    expect((await runs())[0]!.counts).toMatchObject({ sent: 1, failed: 1 })
  })
})

describe('consent', () => {
  const rule = { from: 'newsletter', purpose: 'marketing' as const, category: null, channel: null, wording: { text: 'Sí, quiero', language: 'es', privacyUrl: null } }
  const lines = async (id: string) => (await desk.rows<{ state: string }>('select e.state from consent_entry e join contact_external x on x.contact_id = e.contact_id where x.external_id = $1 order by e.consent_id', [id])).map((row) => row.state)

  test('is not taken unless it is mapped', async () => {
    const { id } = crm.add({ email: 'c0@example.com', newsletter: 'true', hs_legal_basis: 'Freely given consent' })
    await connect()
    await look()
    expect(await lines(id)).toEqual([])
  })

  test('follows the mapped box, and a withdrawal here is never overturned', async () => {
    const { id } = crm.add({ email: 'c1@example.com', newsletter: 'false' })
    await connect({ consents: [rule] })
    await look()
    expect(await lines(id)).toEqual([])
    later()
    crm.set(id, { newsletter: 'true' })
    await look()
    later()
    crm.set(id, { newsletter: 'false' })
    await look()
    expect(await lines(id)).toEqual(['given', 'withdrawn'])
    later()
    const { contact_id: contactId } = (await contactOf(id))!
    await desk.services.db.inWorkspace(desk.workspaceId, (tx) => recordConsent(tx, desk.services, desk.workspaceId, { contactId, purpose: 'marketing', state: 'withdrawn', source: 'keyword', at: desk.wall.now, actor: { kind: 'contact' } }))
    later()
    crm.set(id, { newsletter: 'true' })
    await look()
    expect(await lines(id)).toEqual(['given', 'withdrawn', 'withdrawn'])
  })
})

describe('its webhooks', () => {
  const post = (call: { headers: Record<string, string>; body: string }) => desk.app.inject({ method: 'POST', url: new URL(bridge.webhookUrl).pathname, headers: call.headers, payload: call.body })
  const event = (subscriptionType: string, objectId: string, eventId = 1) => ({ eventId, subscriptionId: 5, portalId: 1, appId: 2, occurredAt: desk.wall.now, subscriptionType, attemptNumber: 0, objectId: Number(objectId), changeSource: 'CRM_UI' })

  test('are taken when they are signed and young', async () => {
    await connect()
    const one = crm.add({ email: 'w@example.com', firstname: 'Wanda' })
    const call = crm.webhook(bridge.webhookUrl, [event('contact.creation', one.id)])
    expect((await post({ ...call, headers: { ...call.headers, 'x-hubspot-signature-v3': 'AAAA' } })).statusCode).toBe(401)
    expect((await post({ ...call, body: `${call.body} ` })).statusCode).toBe(401)
    expect((await post(crm.webhook(bridge.webhookUrl, [event('contact.creation', one.id)], desk.wall.now - 5 * MINUTE - 1))).statusCode).toBe(401)
    for (let i = 0; i < 2; i++) expect((await post(call)).statusCode).toBe(200)
    expect(await desk.rows('select 1 from bridge_delivery')).toHaveLength(1)
    await look()
    expect((await contactOf(one.id))!.name).toBe('Wanda')
  })

  test('a deletion there cuts the link and leaves her here; one for privacy forgets her by the owner’s rule', async () => {
    const [a, b] = [crm.add({ email: 'da@example.com', firstname: 'Da' }), crm.add({ email: 'db@example.com', firstname: 'Db' })]
    await connect({ erasedThere: 'erase' })
    await look()
    later()
    const [here, gone] = [(await contactOf(a.id))!.contact_id, (await contactOf(b.id))!.contact_id]
    crm.contacts.get(a.id)!.archived = true
    crm.contacts.delete(b.id)
    await post(crm.webhook(bridge.webhookUrl, [event('contact.deletion', a.id, 1), event('contact.deletion', b.id, 2), event('contact.privacyDeletion', b.id, 3)]))
    await look()
    expect(await desk.rows('select contact_id from contact where contact_id = any($1)', [[here, gone]])).toEqual([{ contact_id: here }])
    expect(await desk.rows('select 1 from bridge_object')).toEqual([])
  })

  test('somebody erased here is deleted there where the owner wants it, and does not come back', async () => {
    const one = crm.add({ email: 'er@example.com', firstname: 'Er' })
    await connect({ erasedHere: 'delete' })
    await look()
    later()
    const { contact_id: id } = (await contactOf(one.id))!
    await desk.request('DELETE', `/api/v1/contacts/${id}`)
    await look()
    expect(crm.contacts.has(one.id)).toBe(false)
    crm.contacts.set(one.id, one)
    crm.set(one.id, { firstname: 'Otra vez', email: 'other@example.com' })
    later()
    await look()
    expect(await contactOf(one.id)).toBeUndefined()
    expect((await runs())[0]!.counts).toMatchObject({ skipped: 1 })
  })
})

test('disconnected, its tokens are gone and its address is shut', async () => {
  await connect()
  expect(((await desk.request('POST', `/api/v1/bridges/${bridge.id}/disconnect`)).json() as Bridge).state).toBe('disconnected')
  const call = crm.webhook(bridge.webhookUrl, [])
  expect((await desk.app.inject({ method: 'POST', url: new URL(bridge.webhookUrl).pathname, headers: call.headers, payload: call.body })).statusCode).toBe(401)
  const asked = crm.asked.length
  await look()
  expect(crm.asked).toHaveLength(asked)
})
