/** Whoever opens a person is written down once an hour, behind the answer; an officer finds it by person, by colleague and by day. */
import { hours } from '@recado/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Desk, makeDesk } from '../testing/desk.js'
import { Openings, openingsOf } from './opened.js'

let desk: Desk
let ids: string[]
beforeAll(async () => {
  desk = await makeDesk()
  ids = []
  for (const name of ['Ana', 'Berta']) ids.push((await desk.request('POST', '/api/v1/contacts', { name })).json().id)
})
afterAll(() => desk.close())

const open = async (id: string, as?: Parameters<Desk['request']>[3]) => (await desk.request('GET', `/api/v1/contacts/${id}`, undefined, as)).statusCode
const flush = () => openingsOf(desk.services).flush()
const entries = async (query: string, as?: Parameters<Desk['request']>[3]) => (await desk.request('GET', `/api/v1/audit?action=contact.opened${query}`, undefined, as)).json<{ items: { subject: string; subjectName: string; actor: { kind: string; id: string } }[] }>().items

test('one entry per colleague, person and hour, however often she looks and on however many nodes', async () => {
  const agent = await desk.addPerson('agent')
  const before = desk.services.db.statements
  expect([await open(ids[0]!), await open(ids[0]!), await open(ids[0]!, agent), await open(ids[1]!, desk.token)]).toEqual([200, 200, 200, 200])
  expect(await entries('')).toEqual([])
  expect(desk.services.db.statements).toBeGreaterThan(before)
  await flush()
  await flush()
  expect((await entries('')).map(({ subject, actor }) => [subject, actor.kind]).sort()).toEqual([[ids[0], 'user'], [ids[0], 'user'], [ids[1], 'token']].sort())
  // Another node, or this one after a restart, remembers nothing; the database does.
  const other = new Openings(desk.services)
  other.note({ workspaceId: desk.workspaceId, id: agent.userId, kind: 'user' } as Parameters<Openings['note']>[0], ids[0]!)
  await other.flush()
  expect(await entries(`&subject=${ids[0]}`)).toHaveLength(2)
  expect((await entries(`&actor=${agent.userId}`)).map((one) => one.subjectName)).toEqual(['Ana'])
  desk.wall.now += hours(1)
  await open(ids[0]!, agent)
  await flush()
  expect(await entries(`&subject=${ids[0]}`)).toHaveLength(3)
})

test('an opening costs the reader no statement, and who sees nobody is not noted', async () => {
  desk.wall.now += hours(1)
  const cost = async () => { const before = desk.services.db.statements; await open(ids[0]!); return desk.services.db.statements - before }
  const [first, again] = [await cost(), await cost()]
  expect(first).toBe(again)
  expect(await open(ids[0]!, (await desk.addWorkspace()).owner)).toBe(404)
  await flush()
  const hour = new Date(desk.wall.now).toISOString().slice(0, 13)
  expect(await desk.rows(`select 1 from audit_entry where action = 'contact.opened' and data->>'hour' = $1`, [hour])).toHaveLength(1)
})

test('officers ask for all kinds of looking at once; agents ask for nothing', async () => {
  const officer = await desk.addPerson('privacy_officer')
  expect(await entries(',export.downloaded', officer)).not.toEqual([])
  expect((await desk.request('GET', '/api/v1/audit?action=contact.opened', undefined, await desk.addPerson('agent'))).statusCode).toBe(403)
})

test('written again after the database was away', async () => {
  const { services } = desk
  let away = true
  const db = Object.create(services.db, { inWorkspace: { value: (...args: Parameters<typeof services.db.inWorkspace>) => (away ? Promise.reject(new Error('away')) : services.db.inWorkspace(...args)) } }) as typeof services.db
  const openings = new Openings({ ...services, db })
  desk.wall.now += hours(1)
  const before = await entries(`&subject=${ids[1]}&actor=${desk.owner.userId}`)
  openings.note({ workspaceId: desk.workspaceId, id: desk.owner.userId, kind: 'user' } as Parameters<Openings['note']>[0], ids[1]!)
  await openings.flush()
  expect(await entries(`&subject=${ids[1]}&actor=${desk.owner.userId}`)).toEqual(before)
  away = false
  await openings.flush()
  expect(await entries(`&subject=${ids[1]}&actor=${desk.owner.userId}`)).toHaveLength(before.length + 1)
})
