import { newId } from '@recado/db'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Person } from '../testing/harness.js'
import { type AssignmentDesk, makeAssignmentDesk } from './testing.js'

let desk: AssignmentDesk
let people: Person[]
let id: string
beforeAll(async () => {
  desk = await makeAssignmentDesk()
  people = await Promise.all(Array.from({ length: 4 }, () => desk.addPerson('agent')))
  await desk.receive(desk.wrote('first', 'hola'))
  id = await desk.conversationOf()
})
afterAll(() => desk.close())

const assign = (body: unknown, as: Person) => desk.request('POST', `/api/v1/conversations/${id}/assign`, body, as)

test('a race for one conversation: exactly one gets it, the others are told who', async () => {
  for (let round = 0; round < 25; round++) {
    await assign({ userId: null }, desk.owner)
    const answers = await Promise.all(people.map((who) => assign({ userId: who.userId, ifAssignee: null }, who)))
    const winners = people.filter((_, i) => answers[i]!.statusCode === 200)
    expect(winners).toHaveLength(1)
    for (const answer of answers.filter((one) => one.statusCode !== 200)) {
      expect(answer.statusCode).toBe(409)
      expect(answer.json()).toMatchObject({ code: 'already_taken', taken: { userId: winners[0]!.userId } })
    }
    const [row] = await desk.rows<{ assignee_id: string }>('select assignee_id from conversation where conversation_id = $1', [id])
    expect(row!.assignee_id).toBe(winners[0]!.userId)
  }
})

test('a handover says why in one step, and whoever had it may go on following it', async () => {
  const [from, to] = people as [Person, Person]
  await assign({ userId: from.userId }, desk.owner)
  const answer = await assign({ userId: to.userId, note: 'Quiere el jueves', keepFollowing: true }, from)
  expect(answer.json()).toMatchObject({ assignee: { id: to.userId }, participantIds: [from.userId] })
  const rows = await desk.rows<{ direction: string; content: { event?: string; text?: string } }>('select direction, content from message where conversation_id = $1 order by message_id desc limit 2', [id])
  expect(rows.map((row) => row.content.event ?? row.content.text)).toEqual(['Quiere el jueves', 'assigned'])
  // Both or neither: a handover that fails leaves no note.
  expect((await assign({ userId: from.userId, ifAssignee: to.userId, note: 'no' }, from)).statusCode).toBe(200)
  expect((await assign({ userId: to.userId, ifAssignee: null, note: 'lost' }, to)).statusCode).toBe(409)
  expect(await desk.rows(`select 1 from message where content->>'text' = 'lost'`)).toEqual([])
})

test('to a team: it is theirs, nobody’s, and with the plan one of them gets it', async () => {
  const teamId = newId()
  const [member] = people as [Person]
  await desk.rows('insert into team (workspace_id, team_id, name, created_at) values ($1, $2, $3, now())', [desk.workspaceId, teamId, 'Devoluciones'])
  await desk.rows('insert into team_member (workspace_id, team_id, user_id) values ($1, $2, $3)', [desk.workspaceId, teamId, member.userId])
  expect((await assign({ teamId, userId: null }, desk.owner)).json()).toMatchObject({ team: { id: teamId, name: 'Devoluciones' }, assignee: null, queuedSince: null })
  await assign({ teamId: null }, desk.owner)
  await desk.arrive(...people)
  await desk.plan({ teamToMember: true })
  expect((await assign({ teamId, userId: null }, desk.owner)).json()).toMatchObject({ team: { id: teamId }, assignee: null })
  await desk.run()
  expect((await desk.request('GET', `/api/v1/conversations/${id}`)).json()).toMatchObject({ team: { id: teamId }, assignee: { id: member.userId } })
  // Also where no rule gives anything out: it does not wait in vain.
  await assign({ teamId: null, userId: null }, desk.owner)
  await desk.plan({ teamToMember: true, rules: [] })
  await assign({ teamId, userId: null }, desk.owner)
  await desk.run()
  expect((await desk.request('GET', `/api/v1/conversations/${id}`)).json()).toMatchObject({ queuedSince: null, assignee: { id: member.userId } })
})

test('not to somebody whose role works on no conversation, and not to a stranger', async () => {
  const viewer = await desk.addPerson('viewer')
  expect((await assign({ userId: viewer.userId }, desk.owner)).json()).toMatchObject({ status: 400, code: 'cannot_be_assigned' })
  const elsewhere = await desk.addWorkspace('Other')
  expect((await assign({ userId: elsewhere.owner.userId }, desk.owner)).statusCode).toBe(404)
  expect((await assign({ teamId: newId() }, desk.owner)).statusCode).toBe(404)
})

test('the picker knows who is there, with room, of this inbox', async () => {
  await desk.say(people[1]!, 'away', { reason: 'Comida' })
  const { items } = (await desk.request('GET', `/api/v1/conversations/${id}/assignees`, undefined, people[0])).json<{ items: { userId: string; availability: string; belongs: boolean }[] }>()
  expect(items.find((one) => one.userId === people[1]!.userId)).toMatchObject({ availability: 'away', belongs: true, reason: 'Comida' })
  expect(items[0]!.availability).toBe('available')
})
