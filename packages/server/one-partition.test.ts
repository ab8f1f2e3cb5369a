/** The schema hash-partitioned by workspace: what a desk does all day looks into the part of its own workspace alone, so the tables can be distributed by it. */
import { newId } from '@recado/db'
import { openPartitionedDatabase } from '@recado/db/partitioned/database'
import { type Plan, strays } from '@recado/db/partitioned/plans'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Field, makeField } from './campaigns/testing/field.js'
import { SearchIndexer } from './jobs/search-indexer.js'
import { readCounts } from './live/counts.js'
import { readStretch } from './live/reader.js'

let f: Field
let partitioned: string[] = []
let plans: Plan[] = []
beforeAll(async () => {
  f = await makeField({ open: async () => {
    const database = await openPartitionedDatabase((plan) => { plans.push(plan) })
    partitioned = database.partitioned
    return database
  } })
  // Other companies in the same tables, so that other parts are not empty.
  for (let i = 0; i < 6; i++) await f.addWorkspace(`Neighbour ${i}`)
})
afterAll(() => f.close())

const want = async (method: 'GET' | 'POST' | 'PUT' | 'PATCH', path: string, body?: unknown) => {
  const answer = await f.request(method, `/api/v1/${path}`, body)
  if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${answer.body}`)
  return answer.json()
}

/** Who asks: a person's session is looked up over all companies she belongs to, before one is entered, and remembered for three seconds. */
const WHO_ASKS = /second_factor_demand\(s\.user_id\)|^\s*select case when bool_or\(m\.role/

/** Does something, and says which statements looked into more than one part. */
async function strayed(work: () => Promise<unknown>): Promise<string[]> {
  plans = []
  await work()
  expect(plans.some((plan) => plan.touched.size > 0)).toBe(true)
  return [...new Set(plans.filter((plan) => strays(plan) && !WHO_ASKS.test(plan.text)).map((plan) => plan.text.replace(/\s+/g, ' ').slice(0, 300)))]
}

test('the teeth: a statement that names no workspace is seen to stray', async () => {
  const counted = () => f.services.db.pool.query('select count(*) from conversation')
  expect(partitioned.length).toBeGreaterThan(100)
  await f.receive(f.wrote('first', 'Hola'))
  expect(await strayed(counted)).toEqual(['select count(*) from conversation'])
})

test('what comes in: messages, reports, duplicates', async () => {
  expect(await strayed(async () => {
    await f.receive(...Array.from({ length: 20 }, (_, i) => f.wrote(`in-${i}`, `¿Tenéis la talla ${i}?`, { phone: `3461000${String(i % 5).padStart(4, '0')}` })))
    await f.receive(f.wrote('in-1', 'again', { phone: '34610000001' }))
  })).toEqual([])
})

test('what agents do: lists, a conversation, an answer, a note, labels, assignment, status', async () => {
  const { items } = await want('GET', 'conversations?view=all')
  const id = items[0].id as string
  expect(await strayed(async () => {
    for (const view of ['mine', 'unassigned', 'all', 'waiting', 'closing_soon', 'resolved', 'mentions', 'failed']) await want('GET', `conversations?view=${view}`)
    await want('GET', `conversations/${id}`)
    await want('GET', `conversations/${id}/messages`)
    await want('POST', `conversations/${id}/messages`, { clientId: newId(), content: { kind: 'text', text: 'Sí, en la tienda.' } })
    await f.sender.settled(f.workspaceId)
    await want('POST', `conversations/${id}/notes`, { clientId: newId(), text: 'Pidió la 42' })
    await want('POST', `conversations/${id}/read`, {})
    await want('POST', `conversations/${id}/status`, { status: 'resolved' })
    await f.receive(f.wrote('back', 'Otra cosa', { phone: '34610000001' }))
  })).toEqual([])
})

test('what follows by itself: the live log, the counts, the search index, and what is searched', async () => {
  expect(await strayed(async () => {
    await readStretch(f.services, f.workspaceId, 0)
    await f.services.db.inWorkspace(f.workspaceId, (tx) => readCounts(tx, f.services, f.workspaceId, []))
    await new SearchIndexer(f.services).catchUp(f.workspaceId)
    await want('GET', 'search?q=talla')
    await want('GET', 'contacts?limit=50')
  })).toEqual([])
})

test('a campaign: its audience, its messages, what became of them', async () => {
  const phones = await f.people(30, f.account, 90_000)
  expect(await strayed(async () => {
    const made = await f.campaign()
    await f.act(made.id, 'schedule')
    await f.work()
    for (const phone of phones.slice(0, 5)) await f.report(phone, 'read')
    await f.work()
    expect((await f.read(made.id)).counts?.read).toBe(5)
  })).toEqual([])
})
