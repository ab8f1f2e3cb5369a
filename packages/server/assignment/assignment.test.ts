import { hours, minutes } from '@recado/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Person } from '../testing/harness.js'
import { type AssignmentDesk, makeAssignmentDesk } from './testing.js'
import { AssignmentWorker } from './worker.js'

let desk: AssignmentDesk
let ana: Person
let bea: Person
let n = 0
beforeEach(async () => {
  desk = await makeAssignmentDesk()
  ana = await desk.addPerson('agent')
  bea = await desk.addPerson('agent')
})
afterEach(() => desk.close())

const phone = (i: number): string => `3460000${String(1000 + i)}`
const write = (i: number, text = 'hola') => desk.receive(desk.wrote(`m${++n}`, text, { phone: phone(i) }))
const post = async (path: string, body: unknown, as: Person = ana) => desk.request('POST', `/api/v1${path}`, body, as)
const of = (i: number): Promise<string> => desk.conversationOf(phone(i))
const assigneeOf = async (i: number): Promise<string | null> => (await desk.rows<{ assignee_id: string | null }>('select assignee_id from conversation where conversation_id = $1', [await of(i)]))[0]!.assignee_id

test('those who are there take turns, and the owner without a browser is passed over', async () => {
  await desk.arrive(ana, bea)
  await desk.plan({})
  for (let i = 0; i < 4; i++) { await write(i); await desk.run() }
  const got = await desk.assignees()
  expect(got.filter((id) => id === ana.userId)).toHaveLength(2)
  expect(got.filter((id) => id === bea.userId)).toHaveLength(2)
  const lines = await desk.rows<{ content: { event: string; data: { name: string } } }>(`select content from message where direction = 'system' order by message_id`)
  expect(lines.map((row) => row.content.event)).toEqual(Array.from({ length: 4 }, () => 'assigned_auto'))
  const told = await desk.rows<{ data: { userId: string; byUserId: null } }>(`select data from event where type = 'conversation.assigned' order by seq`)
  expect(told.map((row) => row.data.userId)).toEqual(got)
  expect(told.every((row) => row.data.byUserId === null)).toBe(true)
})

test('without a plan everything is left to people', async () => {
  await desk.arrive(ana)
  await write(1)
  await desk.run()
  expect(await desk.assignees()).toEqual([null])
})

test('what was taken back by hand is not given out again for the same reason', async () => {
  await desk.arrive(ana)
  await desk.plan({})
  await write(1)
  await desk.run()
  await post(`/conversations/${await of(1)}/assign`, { userId: null })
  await write(1, 'otra')
  await desk.run()
  expect(await desk.assignees()).toEqual([null])
})

test('full is full; the queue is served when there is room, the most urgent first, then the longest waiting', async () => {
  await desk.arrive(ana)
  await desk.work(ana, { capacity: 1 })
  await desk.plan({})
  for (let i = 0; i < 4; i++) { await write(i); await desk.run(); desk.wall.now += 1000 }
  expect(await desk.queued()).toEqual([await of(1), await of(2), await of(3)])
  await post(`/conversations/${await of(3)}/priority`, { priority: 'urgent' })
  const queue = (await desk.request('GET', '/api/v1/queue')).json<{ items: { conversationId: string; position: number }[] }>().items
  expect(queue.map((row) => [row.conversationId, row.position])).toEqual([[await of(3), 1], [await of(1), 2], [await of(2), 3]])
  const row = (await desk.request('GET', `/api/v1/conversations/${await of(3)}`)).json<{ queuedSince: string | null }>()
  expect(row.queuedSince).not.toBeNull()
  await post(`/conversations/${await of(0)}/status`, { status: 'resolved' })
  await desk.run()
  expect(await assigneeOf(3)).toBe(ana.userId)
  expect(await desk.queued()).toEqual([await of(1), await of(2)])
  // A place on one channel alone is no room either, until the limit is raised.
  await desk.work(ana, { capacity: 9, channelLimits: { [desk.account.channel]: 2 } })
  await desk.run()
  expect(await desk.queued()).toEqual([await of(2)])
  await post(`/conversations/${await of(1)}/status`, { status: 'snoozed', until: new Date(desk.wall.now + hours(1)).toISOString() })
  await desk.run()
  expect(await desk.queued()).toEqual([])
})

test('an undone change puts it back into its old place', async () => {
  await desk.plan({})
  for (let i = 0; i < 2; i++) { await write(i); await desk.run(); desk.wall.now += 1000 }
  const { changeId } = (await post(`/conversations/${await of(0)}/assign`, { userId: ana.userId })).json<{ changeId: string }>()
  expect(await desk.queued()).toEqual([await of(1)])
  expect((await post(`/changes/${changeId}/undo`, {})).statusCode).toBe(200)
  await desk.run()
  expect(await desk.queued()).toEqual([await of(0), await of(1)])
})

test('reopened: to whoever had it while she is there, else to somebody else', async () => {
  await desk.arrive(ana, bea)
  await desk.plan({}, { methods: ['least_busy'] })
  await write(1)
  await desk.run()
  const first = (await assigneeOf(1))!
  const reopen = async () => { await post(`/conversations/${await of(1)}/status`, { status: 'resolved' }); desk.wall.now += minutes(1); await write(1, 'de nuevo'); await desk.run() }
  await reopen()
  expect(await assigneeOf(1)).toBe(first)
  await desk.say(first === ana.userId ? ana : bea, 'away', { reason: 'Comida' })
  await reopen()
  expect(await assigneeOf(1)).toBe(first === ana.userId ? bea.userId : ana.userId)
})

test('nobody took it for ten minutes: then it is given out', async () => {
  await desk.plan({}, { onNew: false, afterMinutes: 10 })
  await write(1)
  await desk.run()
  expect(await desk.worker.nextDue(desk.workspaceId)).toBe(desk.wall.now + minutes(10))
  desk.wall.now += minutes(10) - 1
  await desk.arrive(ana)
  await desk.run()
  expect(await assigneeOf(1)).toBeNull()
  desk.wall.now += 1
  await desk.run()
  expect(await assigneeOf(1)).toBe(ana.userId)
})

const offTable = [['stay', [true, true]], ['waiting', [false, true]], ['queue', [false, false]]] as const
test.each(offTable)('an agent goes off: %s', async (whenOff, stays) => {
  await desk.arrive(ana)
  await desk.plan({ whenOff })
  for (const i of [1, 2]) { await write(i); await desk.run() }
  // The second customer has her answer.
  await desk.rows('update conversation set waiting_since = null where conversation_id = $1', [await of(2)])
  desk.wall.now += minutes(1)
  await desk.say(ana, 'offline')
  await desk.run()
  expect([await assigneeOf(1), await assigneeOf(2)]).toEqual(stays.map((stay) => (stay ? ana.userId : null)))
  // Nobody is lost: what was taken back waits for the next one who comes.
  await desk.arrive(bea)
  await desk.run()
  expect([await assigneeOf(1), await assigneeOf(2)]).toEqual(stays.map((stay) => (stay ? ana.userId : bea.userId)))
})

test('given to somebody who is off, by hand, it is hers until the customer writes again', async () => {
  await desk.plan({ whenOff: 'queue' }, { onNew: false })
  await desk.arrive(bea)
  await write(1)
  await desk.say(ana, 'offline')
  desk.wall.now += minutes(1)
  await post(`/conversations/${await of(1)}/assign`, { userId: ana.userId }, bea)
  await desk.run()
  expect(await assigneeOf(1)).toBe(ana.userId)
  desk.wall.now += minutes(1)
  await write(1, 'sigue ahí?')
  await desk.run()
  expect(await assigneeOf(1)).toBe(bea.userId)
})

test('whoever is shut out gives everything back: what is open waits for the next one, what sleeps for the customer', async () => {
  await desk.arrive(ana)
  await desk.plan({})
  for (const i of [1, 2]) { await write(i); await desk.run() }
  await post(`/conversations/${await of(2)}/status`, { status: 'snoozed', until: new Date(desk.wall.now + hours(1)).toISOString() })
  expect((await desk.request('PATCH', `/api/v1/members/${ana.userId}`, { active: false })).statusCode).toBe(200)
  await desk.run()
  expect(await desk.queued()).toEqual([await of(1)])
  await desk.arrive(bea)
  await write(2, 'hola?')
  await desk.run()
  expect([await assigneeOf(1), await assigneeOf(2)]).toEqual([bea.userId, bea.userId])
})

test('without a browser she is away after ten minutes, and everybody is told', async () => {
  await desk.arrive(ana)
  await desk.run()
  const of = async () => (await desk.request('GET', '/api/v1/colleagues')).json<{ items: { userId: string; availability: string; cause: string }[] }>().items.find((one) => one.userId === ana.userId)
  expect(await of()).toMatchObject({ availability: 'available', cause: 'here' })
  desk.wall.now += minutes(10)
  await desk.run()
  expect(await of()).toMatchObject({ availability: 'away', cause: 'no_browser' })
  const told = await desk.rows<{ data: { userId: string } }>(`select data from event where type = 'member.availability' order by seq`)
  expect(told.map((row) => row.data.userId)).toEqual([ana.userId, ana.userId])
})

test('a supervisor says it for a colleague, an agent does not', async () => {
  const put = (as: Person) => desk.request('PUT', `/api/v1/members/${bea.userId}/availability`, { state: 'away', reason: 'Formación' }, as)
  expect((await put(ana)).statusCode).toBe(403)
  expect((await put(desk.owner)).json()).toMatchObject({ availability: 'away', reason: 'Formación', cause: 'hand' })
})

test('who would get it, and why not the others', async () => {
  await desk.arrive(ana, bea)
  await desk.work(bea, { languages: ['es'], capacity: 3 })
  await desk.plan({}, { language: 'require' })
  const trial = async (language: string) => (await post('/assignment/try', { inboxId: desk.inboxId, channel: desk.account.channel, language }, desk.owner)).json<{ kind: string; userId: string; passed: unknown[]; reason: string }>()
  expect(await trial('es-MX')).toMatchObject({ kind: 'give', userId: bea.userId, method: 'round_robin' })
  expect((await trial('es')).passed).toContainEqual({ userId: ana.userId, for: 'language' })
  expect(await trial('zh')).toMatchObject({ kind: 'queue', reason: 'no_match' })
  expect(await desk.assignees()).toEqual([])
})

test('two nodes and a crash: each conversation goes to one colleague, and none is forgotten', async () => {
  await desk.arrive(ana, bea)
  await desk.plan({}, { methods: ['least_busy'] })
  const other = new AssignmentWorker(desk.services)
  for (let i = 0; i < 30; i++) await write(i)
  // A node dies in the middle of its work: its transaction goes with it.
  const { inWorkspace } = desk.services.db
  let dies = true
  desk.services.db.inWorkspace = ((workspaceId: string, work: Parameters<typeof inWorkspace>[1]) => inWorkspace.call(desk.services.db, workspaceId, async (tx) => {
    const done = await work(tx)
    if (dies) { dies = false; throw new Error('the process died before it committed') }
    return done
  })) as typeof inWorkspace
  await expect(desk.worker.catchUp(desk.workspaceId)).rejects.toThrow('died')
  expect(await desk.assignees()).toEqual(Array.from({ length: 30 }, () => null))
  await Promise.all([desk.worker.catchUp(desk.workspaceId), other.catchUp(desk.workspaceId), desk.worker.catchUp(desk.workspaceId), other.catchUp(desk.workspaceId)])
  const got = await desk.assignees()
  expect(got.filter((id) => id === ana.userId)).toHaveLength(15)
  expect(got.filter((id) => id === bea.userId)).toHaveLength(15)
  const given = await desk.rows<{ conversation_id: string }>(`select conversation_id from event where type = 'conversation.assigned'`)
  expect(new Set(given.map((row) => row.conversation_id)).size).toBe(30)
  expect(given).toHaveLength(30)
})
