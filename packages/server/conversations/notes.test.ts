import type { ConversationDetail, Message, Page } from '@recado/api'
import type { Mention } from '@recado/core'
import { newId } from '@recado/db'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Sender } from '../sending/sender.js'
import { type Desk, makeDesk } from '../testing/desk.js'
import { answerJson, type Person } from '../testing/harness.js'

let desk: Desk
let id: string
let people = 0
const everyone: Record<'marta' | 'luis' | 'rosa' | 'eva', Person> = {} as never // filled before the first test
beforeAll(async () => {
  desk = await makeDesk({ http: () => answerJson({ id: newId() }) })
  Object.assign(everyone, { marta: await desk.addPerson('agent'), luis: await desk.addPerson('agent'), rosa: await desk.addPerson('restricted_agent'), eva: await desk.addPerson('marketer') })
})
afterAll(() => desk.close())
beforeEach(async () => {
  const phone = `3461${String(++people).padStart(7, '0')}`
  await desk.receive(desk.wrote(`n${people}`, 'Hola', { phone }))
  id = await desk.conversationOf(phone)
})

const post = (path: string, body: object, as: Person | string = everyone.marta) => desk.request('POST', `/api/v1/conversations/${id}${path}`, body, as)
const note = (text: string, more: object = {}, as: Person | string = everyone.marta) => post('/notes', { text, ...more }, as)
const at = (text: string, name: string, kind: Mention['kind'], who: string | null): Mention => ({ kind, id: who, from: text.indexOf(name), length: name.length })
const called = () => desk.rows<{ user_id: string; seen: boolean }>('select user_id, seen_at is not null as seen from mention where conversation_id = $1 order by user_id', [id])
const participants = async () => (await desk.request('GET', `/api/v1/conversations/${id}`)).json<ConversationDetail>().participantIds
const logged = (type: string) => desk.rows<{ data: { userIds: string[]; messageId: string; byUserId: string } }>('select data from event where conversation_id = $1 and type = $2 order by seq', [id, type])

describe('a colleague who is called', () => {
  test('follows the thread, sees it whatever her reach, and is told once', async () => {
    const { rosa, marta } = everyone
    expect((await desk.request('GET', `/api/v1/conversations/${id}`, undefined, rosa)).statusCode).toBe(404)
    const text = 'Mira esto, @Rosa: ¿lo hacemos?'
    const made = await note(text, { mentions: [at(text, '@Rosa', 'user', rosa.userId)] })
    expect(made.statusCode, made.body).toBe(201)
    const message = made.json<Message>()
    expect(message).toMatchObject({ direction: 'note', content: { kind: 'text', text, mentions: [{ kind: 'user', id: rosa.userId, from: 11, length: 5 }] } })
    expect(await participants()).toEqual([rosa.userId])
    expect((await desk.request('GET', `/api/v1/conversations/${id}`, undefined, rosa)).statusCode).toBe(200)
    expect(await logged('mention.made')).toEqual([{ data: { userIds: [rosa.userId], messageId: message.id, byUserId: marta.userId } }])
    expect(await called()).toEqual([{ user_id: rosa.userId, seen: false }])
    expect((await post('/mentions/seen', {}, rosa)).statusCode).toBe(204)
    expect(await called()).toEqual([{ user_id: rosa.userId, seen: true }])
  })

  test('a team is its people, everybody is the inbox, and nobody calls herself', async () => {
    const { luis, rosa, marta } = everyone
    const team = newId()
    await desk.rows(`insert into team (workspace_id, team_id, name, created_at) values ($1, $2, $3, now())`, [desk.workspaceId, team, `Taller ${people}`])
    for (const one of [luis, marta]) await desk.rows('insert into team_member (workspace_id, team_id, user_id) values ($1, $2, $3)', [desk.workspaceId, team, one.userId])
    const text = '@Taller y @todos'
    expect((await note(text, { mentions: [at(text, '@Taller', 'team', team)] })).statusCode).toBe(201)
    expect(await called()).toEqual([{ user_id: luis.userId, seen: false }])
    expect(await participants()).toEqual([luis.userId])
    expect((await note(text, { mentions: [at(text, '@todos', 'everybody', null)] })).statusCode).toBe(201)
    const everybody = (await called()).map((row) => row.user_id)
    expect(everybody).toContain(desk.owner.userId)
    // Who does not see the thread is not "everybody" here; nor is a marketer, who reads no threads.
    for (const one of [rosa, everyone.eva, marta]) expect(everybody).not.toContain(one.userId)
    expect(await participants()).toEqual([luis.userId])
  })

  test.each([
    ['somebody who does not work here', () => newId()],
    ['a marketer, who reads no threads', () => everyone.eva.userId],
  ])('%s cannot be called', async (_name, who) => {
    const refused = await note('@Eva', { mentions: [{ kind: 'user', id: who(), from: 0, length: 4 }] })
    expect(refused.statusCode).toBe(400)
    expect(refused.json()).toMatchObject({ fields: [{ field: 'mentions' }] })
  })

  test.each([[{ from: 3, length: 5 }], [{ from: 0, length: 50 }], [{ from: 1, length: 3 }]])('a stretch that is none is refused: %j', async (stretch) => {
    expect((await note('@Luis, ¿puedes?', { mentions: [{ kind: 'user', id: everyone.luis.userId, ...stretch }] })).statusCode).toBe(400)
  })
})

describe('a note', () => {
  test('the same clientId is the same note', async () => {
    const clientId = newId()
    const [first, second] = [await note('Una vez', { clientId }), await note('Una vez', { clientId })]
    expect([first.statusCode, second.statusCode]).toEqual([201, 200])
    expect(second.json<Message>().id).toBe(first.json<Message>().id)
  })

  test('is changed by its author alone, who is then called anew is told, and what it said is kept', async () => {
    const made = (await note('Llamar a las 5')).json<Message>()
    const change = (body: object, as: Person) => desk.request('PATCH', `/api/v1/messages/${made.id}`, body, as)
    expect((await change({ text: 'Mío' }, everyone.luis)).statusCode).toBe(403)
    const text = 'Llamar a las 6, @Luis'
    const body = { text, mentions: [at(text, '@Luis', 'user', everyone.luis.userId)] }
    expect((await change(body, everyone.marta)).json()).toMatchObject({ content: { text }, editedAt: expect.any(String) })
    desk.wall.now += 1_000
    await change(body, everyone.marta)
    expect(await logged('mention.made')).toHaveLength(1)
    expect((await desk.request('GET', `/api/v1/messages/${made.id}/versions`)).json<Page<unknown>>().items[0]).toMatchObject({ text: 'Llamar a las 5' })
  })

  test('taken back leaves that there was one, and calls nobody any more', async () => {
    const made = (await note('@Luis, secreto', { mentions: [{ kind: 'user', id: everyone.luis.userId, from: 0, length: 5 }] })).json<Message>()
    expect((await desk.request('DELETE', `/api/v1/messages/${made.id}`, undefined, everyone.luis)).statusCode).toBe(403)
    expect((await desk.request('DELETE', `/api/v1/messages/${made.id}`, undefined, everyone.marta)).json()).toMatchObject({ revokedAt: expect.any(String), content: { text: '' } })
    expect(await called()).toEqual([])
    expect((await desk.request('DELETE', `/api/v1/messages/${made.id}`, undefined, everyone.marta)).statusCode).toBe(409)
  })

  test('only notes are changed or taken back', async () => {
    const [message] = (await desk.request('GET', `/api/v1/conversations/${id}/messages`)).json<Page<Message>>().items
    expect((await desk.request('PATCH', `/api/v1/messages/${message!.id}`, { text: 'x' }, everyone.marta)).statusCode).toBe(404)
  })

  test('never goes to a platform, whatever state it is in', async () => {
    const sender = new Sender(desk.services)
    const made = (await note('Solo nosotros')).json<Message>()
    await desk.request('PATCH', `/api/v1/messages/${made.id}`, { text: 'Solo nosotros, de verdad' }, everyone.marta)
    for (const path of ['retry', 'cancel']) expect((await desk.request('POST', `/api/v1/messages/${made.id}/${path}`, undefined, everyone.marta)).statusCode).toBe(404)
    await sender.start(true)
    const sent = (await post('/messages', { clientId: newId(), content: { kind: 'text', text: 'Para ella' } })).json<Message>()
    await expect.poll(async () => (await desk.rows<{ status: string }>('select status from message where message_id = $1', [sent.id]))[0]?.status).not.toBe('queued')
    expect(await desk.rows('select 1 from send_job where message_id = $1', [made.id])).toEqual([])
    expect(JSON.stringify(desk.calls)).toContain('Para ella')
    expect(JSON.stringify(desk.calls)).not.toContain('Solo nosotros')
  })

  test.each([['viewer', 403], ['privacy_officer', 403], ['supervisor', 201]] as const)('a %s reads them and writing answers %i', async (role, status) => {
    await note('Para el equipo')
    const person = await desk.addPerson(role)
    const read = await desk.request('GET', `/api/v1/conversations/${id}/messages`, undefined, person)
    expect(read.json<Page<Message>>().items.map((one) => one.content)).toContainEqual({ kind: 'text', text: 'Para el equipo' })
    expect((await note('Yo también', {}, person)).statusCode).toBe(status)
  })
})

describe('those who follow', () => {
  const lines = async () => (await desk.request('GET', `/api/v1/conversations/${id}/messages`)).json<Page<Message>>().items.flatMap((one) => (one.content.kind === 'system' ? [one.content.event] : []))

  test('come and go of their own accord and by colleagues, with a line each', async () => {
    const { marta, luis, rosa } = everyone
    await post('/follow', { following: true }, luis)
    await post('/follow', { following: true }, luis)
    await post('/participants', { add: [rosa.userId, luis.userId] }, marta)
    expect(await participants()).toEqual([luis.userId, rosa.userId])
    expect(await lines()).toEqual(['participant_added', 'followed'])
    // Leaving takes her sight with it: it was the only reason she saw the thread.
    const left = await post('/follow', { following: false }, rosa)
    expect(left.statusCode).toBe(200)
    expect(left.json()).toBeNull()
    await post('/participants', { remove: [luis.userId] }, marta)
    expect(await participants()).toEqual([])
    expect(await lines()).toEqual(['participant_removed', 'unfollowed', 'participant_added', 'followed'])
  })

  test('stay when somebody else is assigned', async () => {
    const { luis, marta } = everyone
    await note('@Luis', { mentions: [{ kind: 'user', id: luis.userId, from: 0, length: 5 }] })
    await post('/assign', { userId: luis.userId })
    await post('/assign', { userId: marta.userId })
    expect(await participants()).toEqual([luis.userId])
  })

  test('are colleagues who may read threads', async () => {
    expect((await post('/participants', { add: [everyone.eva.userId] })).statusCode).toBe(404)
    expect((await post('/participants', { add: [newId()] })).statusCode).toBe(404)
  })

  test('the picker names whom a note can call', async () => {
    const offered = (await desk.request('GET', `/api/v1/conversations/${id}/colleagues`)).json<{ people: { id: string; sees: boolean }[]; everybody: number }>()
    expect(offered.people.find((one) => one.id === everyone.rosa.userId)).toMatchObject({ sees: false })
    expect(offered.people.find((one) => one.id === everyone.luis.userId)).toMatchObject({ sees: true })
    expect(offered.people.some((one) => one.id === everyone.eva.userId)).toBe(false)
    expect(offered.everybody).toBe(offered.people.filter((one) => one.sees).length)
  })
})
