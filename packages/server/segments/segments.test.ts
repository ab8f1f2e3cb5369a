/** Segments and lists by their routes: what may be kept, what they hold, and what cannot be taken away. */
import type { ContactList, ListAdded, Segment } from '@recado/api'
import { newId } from '@recado/db'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ANA, type Desk, makeDesk } from '../testing/desk.js'

let desk: Desk
const EVA = '34600000002'
const ids: Record<string, string> = {}
beforeAll(async () => {
  desk = await makeDesk()
  for (const [name, phone] of [['ana', ANA], ['eva', EVA]] as const) {
    await desk.receive(desk.wrote(`m-${name}`, 'Hola', { phone, name }))
    ids[name] = (await desk.rows<{ id: string }>('select contact_id as id from conversation where conversation_id = $1', [await desk.conversationOf(phone)]))[0]!.id
  }
})
afterAll(() => desk.close())
const answer = async <T>(...asked: Parameters<Desk['request']>): Promise<[number, T]> => { const got = await desk.request(...asked); return [got.statusCode, got.body ? got.json<T>() : (null as T)] }
const campaign = (spec: unknown, state = 'draft') => desk.rows(`insert into campaign (workspace_id, campaign_id, name, state, spec, schedule, settings, created_by, created_at, updated_at) values ($1, $2, 'Otoño', $3, $4, '{"kind":"now"}', '{}', '{}', now(), now())`, [desk.workspaceId, newId(), state, JSON.stringify(spec)])
const people = (segmentIds: string[], listIds: string[]) => ({ include: { segmentIds, listIds }, exclude: { segmentIds: [], listIds: [] } })

test('a segment is counted when it is kept, changed and asked again', async () => {
  const named = { name: '  Ana ', filter: { field: 'channel', op: 'in', value: [desk.channel.declaration.id] } }
  const [made, segment] = await answer<Segment>('POST', '/api/v1/segments', named)
  expect([made, segment.name, segment.count, segment.usedBy]).toEqual([201, 'Ana', 2, 0])
  expect((await answer('POST', '/api/v1/segments', { ...named, name: 'ANA' }))[0]).toBe(409)
  expect((await answer<Segment>('PATCH', `/api/v1/segments/${segment.id}`, { filter: { not: named.filter } }))[1].count).toBe(0)
  await desk.rows('insert into contact (workspace_id, contact_id, name, created_at, updated_at) values ($1, $2, $3, now(), now())', [desk.workspaceId, newId(), 'Sin app'])
  expect((await answer<Segment>('POST', `/api/v1/segments/${segment.id}/count`, {}))[1].count).toBe(1)
})

test.each([
  ['a field of threads', { field: 'status', op: 'in', value: ['open'] }], ['who looks', { field: 'owner', op: 'in', value: ['me'] }], ['a total without its currency', { field: 'order_total', op: 'above', value: 5 }], ['nothing', { field: 'order_count' }],
])('a segment may not ask about %s', async (_name, filter) => {
  expect((await answer('POST', '/api/v1/segments', { name: newId(), filter }))[0]).toBe(400)
  expect((await answer('POST', '/api/v1/segments/preview', { filter }))[0]).toBe(400)
})

test('what a campaign waits for stays; one that has ended holds nothing', async () => {
  const segment = (await answer<Segment>('POST', '/api/v1/segments', { name: 'En uso', filter: { all: [] } }))[1]
  const list = (await answer<ContactList>('POST', '/api/v1/lists', { name: 'En uso' }))[1]
  await campaign(people([segment.id], [list.id]))
  expect([(await answer<{ code: string }>('DELETE', `/api/v1/segments/${segment.id}`))[1].code, (await answer<{ code: string }>('DELETE', `/api/v1/lists/${list.id}`))[1].code]).toEqual(['audience_in_use', 'audience_in_use'])
  await desk.rows(`update campaign set state = 'done'`)
  expect([(await answer('DELETE', `/api/v1/segments/${segment.id}`))[0], (await answer('DELETE', `/api/v1/lists/${list.id}`))[0]]).toEqual([204, 204])
})

test('people come into a list by hand, by a filter, by a segment and by a file, each once, and go again', async () => {
  const list = (await answer<ContactList>('POST', '/api/v1/lists', { name: 'Feria' }))[1]
  const add = async (body: unknown) => { const [, { added, missing, list: now }] = await answer<ListAdded>('POST', `/api/v1/lists/${list.id}/members`, body); return [added, missing, now.members] }
  expect(await add({ contactIds: [ids.ana, newId()] })).toEqual([1, [], 1])
  expect(await add({ contactIds: [ids.ana] })).toEqual([0, [], 1])
  expect(await add({ addresses: `+34 600 00 00 02, Eva\n\n${ANA}\n+34699999999\nnadie@example.org` })).toEqual([1, ['+34699999999', 'nadie@example.org'], 2])
  expect(await add({ query: { filter: { all: [] }, except: [ids.ana, ids.eva] } })).toEqual([1, [], 3])
  expect((await answer('POST', `/api/v1/lists/${list.id}/members`, { contactIds: [ids.ana], addresses: 'x' }))[0]).toBe(400)
  expect((await answer<{ removed: number }>('POST', `/api/v1/lists/${list.id}/members/remove`, { contactIds: [ids.ana, newId()] }))[1].removed).toBe(1)
  const page = async (cursor?: string) => (await answer<{ items: { contactId: string }[]; next: string | null }>('GET', `/api/v1/lists/${list.id}/members?limit=1${cursor ? `&cursor=${cursor}` : ''}`))[1]
  const first = await page()
  const second = await page(first.next!)
  expect([first.items.length, second.items.length, second.next, new Set([...first.items, ...second.items].map((one) => one.contactId)).size]).toEqual([1, 1, null, 2])
  expect((await answer<{ total: number }>('POST', '/api/v1/segments/preview', { filter: { field: 'list', op: 'in', value: [list.id] } }))[1].total).toBe(2)
})

test('who is behind a number, and where one person stands', async () => {
  const spec = { ...people([], []), include: { segmentIds: [], listIds: [], filter: { field: 'channel', op: 'in', value: [desk.channel.declaration.id] } }, purpose: 'notification', category: null, routes: [{ accountId: desk.account.id, as: 'freeform', priceClass: null }], choose: 'first', cap: null }
  const [, preview] = await answer<{ total: number; eligible: number }>('POST', '/api/v1/segments/preview', { spec })
  expect([preview.total, preview.eligible]).toEqual([2, 2])
  const [, behind] = await answer<{ items: { contactId: string; code: string | null }[] }>('POST', '/api/v1/segments/preview/people', { spec, code: null })
  expect(behind.items.map((one) => one.contactId).sort()).toEqual([ids.ana, ids.eva].sort())
  expect((await answer('POST', '/api/v1/segments/preview/person', { spec, contactId: ids.ana }))[1]).toEqual({ meant: true, code: null, accountId: desk.account.id, route: 0 })
  expect((await answer('POST', '/api/v1/segments/preview/person', { spec, contactId: newId() }))[0]).toBe(404)
})
