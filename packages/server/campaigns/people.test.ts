/** Who gets which variant over which road and when, and what people do with it. */
import { hours } from '@recado/core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { follow } from './links.js'
import { type Field, makeField } from './testing/field.js'

let f: Field
beforeEach(async () => { f = await makeField() })
afterEach(() => f.close())

const schedule = async (extra: Parameters<Field['campaign']>[0] = {}): Promise<string> => {
  const made = await f.campaign(extra)
  await f.act(made.id, 'schedule')
  return made.id
}
const audience = (extra: object = {}) => ({ include: { segmentIds: [], listIds: [], filter: { all: [] } }, exclude: { segmentIds: [], listIds: [] }, purpose: 'notification' as const, category: null, routes: [{ accountId: f.account.id, as: 'freeform' as const, priceClass: null }], choose: 'first' as const, cap: null, ...extra })
const says = (text: string, account = f.account.id) => ({ [account]: { content: { kind: 'text' as const, text } } })
const count = <T>(all: T[], of: (one: T) => boolean): number => all.filter(of).length

test('a sample is asked first, the better text goes to everybody else, and some get nothing', async () => {
  await f.people(200)
  const id = await schedule({ settings: { holdOutPercent: 10, abTest: { samplePercent: 20, afterHours: 2, by: 'read' } }, variants: [{ key: 'a', name: 'Long', share: 1, contents: says('A') }, { key: 'b', name: 'Short', share: 1, contents: says('B') }] })
  await f.work()
  const first = await f.recipients(id)
  const heldOut = count(first, (one) => one.state === 'held_out')
  const sample = first.filter((one) => one.state === 'accepted')
  expect(heldOut).toBeGreaterThan(5)
  expect(heldOut).toBeLessThan(40)
  expect(new Set(sample.map((one) => one.variant))).toEqual(new Set(['a', 'b']))
  expect(sample.length + heldOut + count(first, (one) => one.state === 'pending' && one.variant === null)).toBe(200)
  for (const { phone } of f.platform.accepted) if (f.platform.phones.get(phone)![0]!.text === 'B') await f.report(phone, 'read')
  f.wall.now += hours(2) + 1000
  await f.work()
  const done = await f.read(id)
  expect(done).toMatchObject({ state: 'done', winner: 'b', counts: { held_out: heldOut, pending: 0 } })
  const asked = new Set(sample.map((one) => one.contactId))
  expect((await f.recipients(id)).filter((one) => one.state === 'accepted' && !asked.has(one.contactId)).every((one) => one.variant === 'b')).toBe(true)
  expect(f.platform.doubled).toEqual([])
})

test('who cannot be reached on the first road is written to on the next; who wants nothing is not', async () => {
  const second = await f.connect('acc-2')
  f.services.accounts.changed(f.workspaceId, second.id)
  await f.sender['renew']()
  await f.people(4)
  // Three of them have an address on the other account, too.
  for (const [i, row] of (await f.rows<{ contact_id: string }>('select contact_id from contact order by contact_id')).slice(0, 3).entries()) {
    await f.rows(`with d as (insert into identity (workspace_id, identity_id, account_id, contact_id, country, created_at) values ($1, gen_random_uuid(), $2, $3, 'ES', now()) returning identity_id) insert into identity_key (workspace_id, account_id, kind, value, identity_id) select $1, $2, 'phone', $4, identity_id from d`, [f.workspaceId, second.id, row.contact_id, `3470000000${i}`])
  }
  f.platform.manner = (phone) => (phone === '34600000000' || phone === '34600000003' ? 'unreachable' : phone === '34600000001' ? 'stopped' : 'take')
  const id = await schedule({ audience: audience({ routes: [f.account, second].map((one) => ({ accountId: one.id, as: 'freeform', priceClass: null })) }), variants: [{ key: 'a', name: '', share: 1, contents: { ...says('Hi'), ...says('Hi there', second.id) } }] })
  await f.work()
  expect((await f.recipients(id)).map((one) => [one.state, one.route, one.code])).toEqual([['accepted', 1, null], ['failed', 0, 'opted_out'], ['accepted', 0, null], ['failed', 0, 'recipient_unreachable']])
  expect(f.platform.phones.get('34700000000')?.[0]?.text).toBe('Hi there')
})

test('those who become one person while it is sent get one, and what any of them got counts against the cap', async () => {
  await f.people(5)
  const ids = (await f.rows<{ id: string }>('select contact_id as id from contact order by name')).map((row) => row.id)
  // The first is written to at once, the others in their morning; the fifth is not meant.
  await f.rows(`update contact set time_zone = case when contact_id = $1 then 'Asia/Tokyo' else 'America/Bogota' end`, [ids[0]])
  const list = (await f.request('POST', '/api/v1/lists', { name: 'Not them' })).json<{ id: string }>().id
  await f.request('POST', `/api/v1/lists/${list}/members`, { contactIds: [ids[4]] })
  const meant = audience({ exclude: { segmentIds: [], listIds: [list] } })
  const id = await schedule({ audience: meant, settings: { quietHours: { from: '21:00', to: '08:00' } } })
  await f.work()
  expect(f.platform.accepted.map((one) => one.phone)).toEqual(['34600000000'])
  for (const [into, other] of [[1, 0], [4, 2], [4, 3]] as const) expect((await f.request('POST', `/api/v1/contacts/${ids[into]}/merge`, { otherId: ids[other] })).statusCode).toBe(200)
  f.wall.now += hours(6)
  await f.work()
  // Whoever had it as somebody else has it; of two that wait one gets it.
  expect(f.platform.accepted.map((one) => one.phone)).toEqual(['34600000000', expect.stringMatching(/3460000000[23]/)])
  expect((await f.recipients(id)).map((one) => one.code).filter(Boolean)).toEqual(['merged', 'merged'])
  expect(await f.read(id)).toMatchObject({ state: 'done', counts: { audience: 4, accepted: 2, cancelled: 2 } })
  const next = await schedule({ audience: audience({ cap: { messages: 1, days: 7 } }) })
  await f.work()
  expect((await f.recipients(next)).map((one) => one.code)).toEqual(['frequency_cap', 'frequency_cap'])
})

test('quiet hours on her own clock hold it, and a withdrawal in between ends it', async () => {
  await f.people(2)
  await f.rows(`update contact set time_zone = case when name = 'Person0 Test' then 'Asia/Tokyo' else 'America/Bogota' end`)
  // 9:00 UTC: 18:00 in Tokyo, 4:00 in Bogotá.
  const id = await schedule({ settings: { quietHours: { from: '21:00', to: '08:00' } } })
  await f.work()
  const rows = await f.recipients(id)
  expect(rows.map((one) => one.state)).toEqual(['accepted', 'pending'])
  expect(rows[1]!.dueAt).toBe(new Date(f.wall.now + hours(4)).toISOString())
  f.wall.now += hours(4)
  await f.work()
  expect((await f.recipients(id)).map((one) => one.state)).toEqual(['accepted', 'accepted'])
})

test('who takes her yes back while it waits is not written to', async () => {
  await f.people(3)
  const people = await f.rows<{ contact_id: string }>('select contact_id from contact order by contact_id')
  for (const { contact_id: id } of people) await f.request('POST', '/api/v1/consents', { contactId: id, purpose: 'marketing', state: 'given', source: 'agent', wording: 'News' }).then((answer) => { if (answer.statusCode >= 300) throw new Error(answer.body) })
  const id = await schedule({ audience: audience({ purpose: 'marketing' }), schedule: { kind: 'now' }, settings: { spreadHours: 10 } })
  await f.driver.runDue(f.workspaceId)
  const withdrawn = people[1]!.contact_id
  await f.request('POST', '/api/v1/consents', { contactId: withdrawn, purpose: 'marketing', state: 'withdrawn', source: 'agent' }).then((answer) => { if (answer.statusCode >= 300) throw new Error(answer.body) })
  f.wall.now += hours(11)
  await f.work()
  expect((await f.recipients(id)).map((one) => [one.state, one.code])).toEqual([['accepted', null], ['cancelled', 'opted_out'], ['accepted', null]])
})

test('nobody gets more than the cap over all campaigns', async () => {
  await f.people(2)
  const cap = { messages: 1, days: 7 }
  const ids = [await schedule({ audience: audience({ cap }) }), await schedule({ audience: audience({ cap }) })]
  await f.work()
  expect(f.platform.doubled).toEqual([])
  const rows = await Promise.all(ids.map((id) => f.recipients(id)))
  expect(rows.flat().filter((one) => one.state === 'accepted')).toHaveLength(2)
  expect(rows.flat().filter((one) => one.code === 'frequency_cap')).toHaveLength(2)
})

describe('what people do', () => {
  test('an answer names its campaign and finds its colleague', async () => {
    const [phone] = await f.people(1)
    const id = await schedule({ settings: { replies: { assign: { to: 'user', id: f.owner.userId }, labels: [] } } })
    await f.work()
    f.wall.now += 60_000
    await f.receive(f.wrote('in-1', 'Yes please', { phone }))
    await f.work()
    expect((await f.recipients(id))[0]).toMatchObject({ state: 'accepted', repliedAt: new Date(f.wall.now).toISOString() })
    const conversation = await f.conversationOf(phone)
    expect((await f.request('GET', `/api/v1/conversations/${conversation}`)).json()).toMatchObject({ assignee: { id: f.owner.userId } })
    expect((await f.request('GET', `/api/v1/conversations/${conversation}/campaigns`)).json().items).toMatchObject([{ campaignId: id, name: 'Autumn', state: 'accepted' }])
    const lines = (await f.request('GET', `/api/v1/conversations/${conversation}/messages`)).json().items
    expect(lines.find((one: { author: { type: string }; direction: string }) => one.direction === 'out').author).toEqual({ type: 'campaign', id, name: 'Autumn' })
    expect((await f.read(id)).counts).toMatchObject({ replied: 1 })
  })

  test.each([[999, 1], [1_001, 0]])('an answer of a whole second is one up to a second before what it answers was taken (%i ms)', async (before, replied) => {
    const [phone] = await f.people(1)
    const id = await schedule({})
    await f.work()
    const taken = Date.parse((await f.recipients(id))[0]!.acceptedAt!)
    await f.receive(f.wrote('same-second', 'Yes please', { phone, at: taken - before }))
    await f.work()
    expect((await f.read(id)).counts).toMatchObject({ replied })
  })

  test('an answer goes into the inbox that the campaign names, under its labels', async () => {
    const [phone] = await f.people(1)
    const { id: inbox } = (await f.request('POST', '/api/v1/inboxes', { name: 'Campaigns' })).json()
    await schedule({ settings: { replies: { assign: { to: 'inbox', id: inbox }, labels: ['Autumn'] } } })
    await f.work()
    f.wall.now += 60_000
    await f.receive(f.wrote('in-1', 'Yes please', { phone }))
    await f.work()
    expect((await f.request('GET', `/api/v1/conversations/${await f.conversationOf(phone)}`)).json()).toMatchObject({ inboxId: inbox, labels: ['Autumn'], assignee: null })
  })

  test('a click is hers, not her app’s; the link works on, and an order after it counts', async () => {
    await f.people(1)
    const id = await schedule({ variants: [{ key: 'a', name: '', share: 1, contents: says('See https://shop.example/autumn?x=1.') }] })
    await f.work()
    const text = [...f.platform.phones.values()][0]![0]!.text
    const code = /\/l\/(\w+)\.$/.exec(text)?.[1] ?? ''
    const visit = (agent: string) => f.app.inject({ method: 'GET', url: `/l/${code}`, headers: { host: 'localhost:3000', 'user-agent': agent } })
    const looked = await visit('WhatsApp/2.23.20 A')
    expect([looked.statusCode, looked.headers.location]).toEqual([302, 'https://shop.example/autumn?x=1'])
    expect((await f.recipients(id))[0]!.clickedAt).toBeNull()
    await visit('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1')
    expect((await f.recipients(id))[0]!.clickedAt).not.toBeNull()
    expect(await follow(f.services, 'AAAAAAAAAAA', true)).toBeNull()
    const [{ contact_id: contact }] = await f.rows<{ contact_id: string }>('select contact_id from contact') as [{ contact_id: string }]
    f.wall.now += hours(30)
    const order = '018f0000-0000-7000-8000-00000000000a'
    await f.rows(`insert into contact_order (workspace_id, order_id, source, external_id, contact_id, origin_contact_id, at, amount, currency, status, told_at, created_at, updated_at) values ($1, $2, 'shop', '1', $3, $3, $4, 10, 'EUR', 'paid', $4, $4, $4)`, [f.workspaceId, order, contact, new Date(f.wall.now).toISOString()])
    await f.rows('select append_events($1)', [JSON.stringify([{ type: 'contact.ordered', data: { contactId: contact, orderId: order } }])])
    await f.work()
    expect((await f.read(id)).counts).toMatchObject({ clicked: 1, converted: 1 })
  })
})

test('the preview says who, how much and until when; a test goes to named people and counts nowhere', async () => {
  await f.people(10)
  await f.setting('peopleADay', 3)
  const made = await f.campaign()
  const preview = (await f.request('POST', `/api/v1/campaigns/${made.id}/preview`)).json()
  expect(preview).toMatchObject({ total: 10, eligible: 10, estimate: { maximum: [{ amount: '0.5000', currency: 'EUR' }] }, pace: [{ perDay: 3, days: 4, count: 10 }] })
  expect(preview.samples[0].content.text).toBe('Hello Person0')
  const [one] = await f.rows<{ contact_id: string }>('select contact_id from contact order by contact_id limit 1')
  const tested = (await f.request('POST', `/api/v1/campaigns/${made.id}/test`, { contactIds: [one!.contact_id] })).json()
  expect(tested.items).toMatchObject([{ code: null, accountId: f.account.id }])
  await f.work()
  expect(f.platform.phones.size).toBe(1)
  expect((await f.read(made.id)).counts).toBeNull()
})
