/** A company's page: its people's threads over every account, newest first, and what they come to, as far as somebody sees them. */
import type { CompanyDetail, Contact, Conversation, Page } from '@recado/api'
import { minutes } from '@recado/core'
import { newId } from '@recado/db'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Desk, makeDesk } from '../testing/desk.js'
import type { Person } from '../testing/harness.js'

const [ANA, BEA, DORA] = ['34611000001', '34611000002', '34611000004']
let desk: Desk
let agent: Person
let restricted: Person
let marketer: Person
let company: CompanyDetail
const person: Record<string, string> = {}
const thread: Record<string, string> = {}

beforeAll(async () => {
  desk = await makeDesk()
  agent = await desk.addPerson('agent')
  restricted = await desk.addPerson('restricted_agent')
  marketer = await desk.addPerson('marketer')
  company = (await desk.request('POST', '/api/v1/companies', { name: 'Óptica Sur', domain: 'sur.example' })).json()
  for (const phone of [ANA, BEA, DORA]) {
    await desk.receive(desk.wrote(`m${phone}`, 'Hola', { phone }))
    thread[phone] = await desk.conversationOf(phone)
    person[phone] = (await desk.rows<{ contact_id: string }>('select contact_id from conversation where conversation_id = $1', [thread[phone]]))[0]!.contact_id
    desk.wall.now += minutes(1)
  }
  for (const phone of [ANA, BEA]) expect((await desk.request('PATCH', `/api/v1/contacts/${person[phone]}`, { companyId: company.id })).statusCode).toBe(200)
  expect((await desk.request('POST', '/api/v1/contacts', { name: 'Cruz', companyId: company.id })).statusCode).toBe(201)
  await desk.rows('update conversation set assignee_id = $3 where workspace_id = $1 and conversation_id = $2', [desk.workspaceId, thread[BEA], restricted.userId])
  for (const [id, phone, amount, currency, status] of [['1', ANA, '12.50', 'EUR', 'paid'], ['2', BEA, '7.25', 'EUR', 'done'], ['3', BEA, '9', 'MXN', 'shipped'], ['4', BEA, '90', 'EUR', 'cancelled'], ['5', DORA, '1', 'EUR', 'paid']])
    await desk.rows(`insert into contact_order (workspace_id, order_id, source, external_id, contact_id, origin_contact_id, at, amount, currency, status, told_at, created_at, updated_at) values ($1, $2, 'shop', $3, $4, $4, now(), $5, $6, $7, now(), now(), now())`, [desk.workspaceId, newId(), id, person[phone!], amount, currency, status])
})
afterAll(() => desk.close())

const page = async (as?: Person) => (await desk.request('GET', `/api/v1/companies/${company.id}`, undefined, as)).json() as CompanyDetail
const threads = async (query = '', as?: Person) => (await desk.request('GET', `/api/v1/conversations?company=${company.id}${query}`, undefined, as)).json() as Page<Conversation>
const people = async (as?: Person) => ((await desk.request('GET', `/api/v1/contacts?filter=${encodeURIComponent(JSON.stringify({ field: 'company', op: 'in', value: [company.id] }))}`, undefined, as)).json() as Page<Contact>).items.map((one) => one.name)

test('threads of its people come newest first, page by page, and no one else’s', async () => {
  const first = await threads('&limit=1')
  expect([first.items.map((row) => row.id), first.next !== null]).toEqual([[thread[BEA]], true])
  expect(await threads(`&limit=1&cursor=${first.next}`)).toMatchObject({ items: [{ id: thread[ANA] }], next: null })
  expect((await desk.request('POST', `/api/v1/conversations/${thread[ANA]}/status`, { status: 'resolved' })).statusCode).toBe(200)
  expect((await threads('&status=open')).items.map((row) => row.id)).toEqual([thread[BEA]])
  // With the conditions of a saved view beside it.
  const view = (await desk.request('POST', '/api/v1/views', { name: 'Hechas', filter: { field: 'status', op: 'in', value: ['resolved'] }, sort: 'newest', scope: 'private' })).json() as { id: string }
  expect((await threads(`&view=${view.id}`)).items.map((row) => row.id)).toEqual([thread[ANA]])
  expect((await desk.request('GET', '/api/v1/conversations?company=none')).statusCode).toBe(404)
})

test('its figures tell threads and paid orders', async () => {
  expect(await page()).toMatchObject({ name: 'Óptica Sur', people: 3, threads: { all: 2, open: 1, waiting: 1 }, orders: [{ currency: 'EUR', count: 2, amount: '19.75' }, { currency: 'MXN', count: 1, amount: '9' }] })
})

test('whoever sees her own work alone finds that of it, and nothing of the rest', async () => {
  expect([await people(restricted), (await threads('', restricted)).items.map((row) => row.id)]).toEqual([['Ana 02'], [thread[BEA]]])
  expect(await page(restricted)).toMatchObject({ threads: { all: 1, open: 1, waiting: 1 }, orders: [{ currency: 'EUR', count: 1, amount: '7.25' }, { currency: 'MXN', count: 1, amount: '9' }] })
  await desk.rows('update conversation set assignee_id = null where workspace_id = $1 and conversation_id = $2', [desk.workspaceId, thread[BEA]])
  expect([await people(restricted), (await threads('', restricted)).items]).toEqual([[], []])
  expect(await page(restricted)).toMatchObject({ name: 'Óptica Sur', threads: { all: 0, open: 0, waiting: 0 }, orders: [] })
})

test('an agent of no inbox of theirs sees who has no thread; whoever reads no threads is told none', async () => {
  expect((await desk.request('PATCH', `/api/v1/inboxes/${desk.inboxId}`, { everybody: false, memberIds: [] })).statusCode).toBe(200)
  expect([await people(agent), (await threads('', agent)).items, (await page(agent)).threads]).toEqual([['Cruz'], [], { all: 0, open: 0, waiting: 0 }])
  expect([(await desk.request('GET', `/api/v1/conversations?company=${company.id}`, undefined, marketer)).statusCode, (await page(marketer)).threads]).toEqual([403, null])
})

test('those who look on hear of each change, also of a company without people', async () => {
  const last = async () => (await desk.rows<{ type: string }>('select type from event where workspace_id = $1 order by seq desc limit 1', [desk.workspaceId]))[0]!.type
  const empty = (await desk.request('POST', '/api/v1/companies', { name: 'Vacía' })).json() as { id: string }
  expect(await last()).toBe('companies.changed')
  await desk.receive(desk.wrote('later', 'Otra', { phone: DORA }))
  expect(await last()).not.toBe('companies.changed')
  await desk.request('PATCH', `/api/v1/companies/${empty.id}`, { domain: 'vacia.example' })
  expect(await last()).toBe('companies.changed')
})

test('of more than four thousand people nothing is counted', async () => {
  await desk.rows(`insert into contact (workspace_id, contact_id, name, company_id, created_at, updated_at) select $1, md5('many' || n)::uuid, 'M', $2, now(), now() from generate_series(1, 3997) n`, [desk.workspaceId, company.id])
  expect((await page()).threads).toMatchObject({ all: 2 })
  await desk.rows(`insert into contact (workspace_id, contact_id, name, company_id, created_at, updated_at) select $1, md5('more')::uuid, 'M', $2, now(), now()`, [desk.workspaceId, company.id])
  expect(await page()).toMatchObject({ people: 1000, threads: null, orders: null })
})
