/** What is dealt with asks nothing of anybody: it leaves the bells, when nobody can take the change back any more. */
import type { NoticePage } from '@recado/api'
import { seconds } from '@recado/core'
import { newId } from '@recado/db'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { append } from '../ingest/others.js'
import { readStretch } from '../live/reader.js'
import { queueMessage } from '../sending/queue.js'
import { type Desk, makeDesk } from '../testing/desk.js'
import type { Person } from '../testing/harness.js'
import { emptyDesk } from './testing/empty-desk.js'
import { NoticeWorker } from './worker.js'

let desk: Desk
let worker: NoticeWorker
let marta: Person
let rosa: Person
let id: string

beforeAll(async () => {
  desk = await makeDesk()
  worker = new NoticeWorker(desk.services)
})
afterAll(() => desk.close())
beforeEach(async () => {
  await emptyDesk(desk)
  marta = await desk.addPerson('agent')
  rosa = await desk.addPerson('agent')
  await desk.receive(desk.wrote(newId(), 'Hola'))
  id = await desk.conversationOf()
  await look()
})

const look = (): Promise<void> => worker.catchUp(desk.workspaceId)
const settle = async (): Promise<void> => { desk.wall.now += seconds(10); await look() }
const kinds = async (who: Person): Promise<string[]> => (await desk.request('GET', '/api/v1/notices?unread=true&limit=100', undefined, who)).json<NoticePage>().items.map((one) => one.kind)
const bells = async (): Promise<string[][]> => [await kinds(marta), await kinds(rosa)]
const act = async (path: string, body: unknown, who: Person): Promise<string> => {
  const answer = await desk.request('POST', path, body, who)
  expect([path, answer.statusCode]).toEqual([path, 200])
  await look()
  return answer.json<{ changeId: string }>().changeId
}
const on = (path: string): string => `/api/v1/conversations/${id}${path}`
const bulk = (body: unknown, who: Person): Promise<string> => act('/api/v1/conversations/bulk', body, who)
const undo = (changeId: string, who: Person): Promise<string> => act(`/api/v1/changes/${changeId}/undo`, {}, who)
const say = async (...events: Parameters<typeof append>[1][number][]): Promise<void> => { await desk.services.db.inWorkspace(desk.workspaceId, (tx) => append(tx, events)); await look() }
const mention = (who: Person): Parameters<typeof append>[1][number] => ({ type: 'mention.made', conversationId: id, data: { userIds: [who.userId], messageId: newId(), byUserId: desk.owner.userId } })
const again = async (): Promise<void> => { await desk.receive(desk.wrote(newId(), 'Another thing')); await look() }
const reply = async (who: Person, beforeLook: () => Promise<void> = async () => {}): Promise<void> => {
  await desk.services.db.inWorkspace(desk.workspaceId, (tx) => queueMessage(tx, desk.services, desk.workspaceId, { conversationId: id, clientId: newId(), content: { kind: 'text', text: 'Sí' }, purpose: 'service', author: { type: 'agent', id: who.userId } }))
  await beforeLook()
  await look()
}
const team = async (...members: Person[]): Promise<string> => {
  const teamId = newId()
  await desk.rows('insert into team (workspace_id, team_id, name, created_at) values ($1, $2, $3, now())', [desk.workspaceId, teamId, `Team ${teamId}`])
  for (const { userId } of members) await desk.rows('insert into team_member (workspace_id, team_id, user_id) values ($1, $2, $3)', [desk.workspaceId, teamId, userId])
  return teamId
}

describe('a change', () => {
  const changes: [string, () => Promise<string>][] = [
    ['resolving', () => act(on('/status'), { status: 'resolved' }, marta)],
    ['giving it to a colleague', () => act(on('/assign'), { userId: desk.owner.userId }, marta)],
    ['giving it to another team', async () => act(on('/assign'), { teamId: await team(desk.owner) }, marta)],
  ]
  test.each(changes)('%s: out of the bells when it has settled, and not before', async (_name, make) => {
    await make()
    expect(await bells()).toEqual([['unassigned'], ['unassigned']])
    await settle()
    expect(await bells()).toEqual([[], []])
  })
  test.each(changes)('%s, undone: they stay', async (_name, make) => {
    await undo(await make(), marta)
    await settle()
    expect(await bells()).toEqual([['unassigned'], ['unassigned']])
  })

  test('gives the team what it leaves to nobody else', async () => {
    await act(on('/assign'), { teamId: await team(rosa) }, desk.owner)
    await settle()
    expect(await bells()).toEqual([[], ['team']])
  })
  test('takes it from whoever had it', async () => {
    await act(on('/assign'), { userId: marta.userId }, desk.owner)
    await settle()
    await again()
    expect(await bells()).toEqual([['assigned'], []])
    await act(on('/assign'), { userId: rosa.userId }, desk.owner)
    await settle()
    expect(await bells()).toEqual([[], ['assigned']])
  })
  test('of a conversation in which she writes again takes nothing away', async () => {
    await act(on('/status'), { status: 'resolved' }, marta)
    await again()
    await settle()
    expect(await bells()).toEqual([['unassigned'], ['unassigned']])
  })
  test('leaves mentions until she opens it', async () => {
    await say(mention(rosa))
    await act(on('/status'), { status: 'resolved' }, marta)
    await settle()
    expect(await bells()).toEqual([[], ['mention']])
    await act(on('/read'), {}, rosa)
    expect(await bells()).toEqual([[], []])
  })
  test('of a rule resolves it at once', async () => {
    const messageId = newId()
    await desk.rows(`update conversation set status = 'resolved', waiting_since = null where conversation_id = $1`, [id])
    await desk.rows(`insert into message (workspace_id, message_id, conversation_id, case_id, account_id, direction, kind, content, status, author_type, at)
      select workspace_id, $2, conversation_id, case_id, account_id, 'system', 'system', '{"kind":"system","event":"resolved"}', 'received', 'automation', $3 from conversation where conversation_id = $1`, [id, messageId, new Date(desk.wall.now).toISOString()])
    await say({ type: 'message.created', conversationId: id, messageIds: [messageId] })
    expect(await bells()).toEqual([[], []])
  })
})

describe('an answer', () => {
  test('ends what the others had, and everything of whoever gave it', async () => {
    await desk.rows('update conversation set assignee_id = $2, participant_ids = array[$3::uuid] where conversation_id = $1', [id, marta.userId, rosa.userId])
    await again()
    await say(mention(marta))
    expect(await bells()).toEqual([['mention'], ['participating']])
    await reply(marta)
    expect(await bells()).toEqual([[], []])
  })
  test('of a colleague ends the message, not that it is hers or that she was mentioned', async () => {
    await desk.rows('update conversation set assignee_id = $2 where conversation_id = $1', [id, marta.userId])
    await desk.request('POST', '/api/v1/notices/seen', { all: true }, marta)
    await again()
    expect(await kinds(marta)).toEqual(['message'])
    await reply(rosa)
    expect(await kinds(marta)).toEqual([])
    await say({ type: 'conversation.assigned', conversationId: id, data: { userId: marta.userId, teamId: null, byUserId: rosa.userId, changeId: null } }, mention(rosa))
    await reply(desk.owner)
    expect(await bells()).toEqual([['assigned'], ['mention']])
  })
  test('before she wrote again, read in one stretch with it, ends nothing', async () => {
    await reply(rosa, () => desk.receive(desk.wrote(newId(), 'One more')))
    expect(await bells()).toEqual([['unassigned'], ['unassigned']])
  })
  test('before somebody mentioned her, read in one stretch with it, leaves the mention', async () => {
    await reply(rosa, () => desk.services.db.inWorkspace(desk.workspaceId, (tx) => append(tx, [mention(rosa)])))
    expect(await bells()).toEqual([[], ['mention']])
  })
})

describe('many at once', () => {
  const write = async (count: number): Promise<string[]> => {
    await desk.receive(...Array.from({ length: count - 1 }, (_, i) => desk.wrote(newId(), 'Hi', { phone: `3473000${String(i).padStart(4, '0')}` })))
    await look()
    return (await desk.rows<{ conversation_id: string }>('select conversation_id from conversation')).map((row) => row.conversation_id)
  }
  const resolved = { status: { status: 'resolved' } }

  test('seventy resolved leave every bell, are told live, and cost as much as two', async () => {
    const ids = await write(70)
    expect((await bells()).map((one) => one.length)).toEqual([70, 70])
    await bulk({ ids, change: resolved }, rosa)
    const [place] = await desk.rows<{ seq: number }>('select seq from notice_place')
    const before = desk.services.db.statements
    await settle()
    const cost = desk.services.db.statements - before
    expect(await bells()).toEqual([[], []])
    expect(await desk.rows('select 1 from notice where seen_at is null')).toEqual([])
    const { events } = (await readStretch(desk.services, desk.workspaceId, place!.seq))!
    expect(events.filter((event) => event.type === 'notice.changed' && event.userId === marta.userId)).toEqual([{ seq: expect.any(Number) as number, type: 'notice.changed', userId: marta.userId, notice: null, unread: 0 }])
    await again()
    await desk.receive(desk.wrote(newId(), 'Hi', { phone: '34730000000' }))
    await look()
    await bulk({ ids, change: resolved }, rosa)
    const mark = desk.services.db.statements
    await settle()
    expect(desk.services.db.statements - mark).toBe(cost)
    expect(await bells()).toEqual([[], []])
  })
  test('read without opening them: seen by her alone, and unread again when undone', async () => {
    const ids = await write(3)
    await undo(await bulk({ ids, change: { read: true } }, rosa), rosa)
    await settle()
    expect((await kinds(rosa)).length).toBe(3)
    await bulk({ ids, change: { read: true } }, rosa)
    await settle()
    expect((await bells()).map((one) => one.length)).toEqual([3, 0])
    // A colleague had read them before: nothing changes for the conversation, her bell is empty at once.
    await bulk({ ids, change: { read: true } }, marta)
    expect(await kinds(marta)).toEqual([])
  })
})
