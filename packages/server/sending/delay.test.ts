import type { Message } from '@recado/api'
import { seconds } from '@recado/core'
import { newId } from '@recado/db'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Desk, makeDesk } from '../testing/desk.js'

let desk: Desk
let id: string
beforeAll(async () => {
  desk = await makeDesk()
  await desk.receive(desk.wrote('m1', 'Hola'))
  id = await desk.conversationOf()
})
afterAll(() => desk.close())
const send = (body: object) => desk.request('POST', `/api/v1/conversations/${id}/messages`, { clientId: newId(), content: { kind: 'text', text: 'Un momento' }, ...body })
const due = async (messageId: string) => (await desk.rows<{ due_at: number }>('select due_at from send_job where message_id = $1', [messageId])).map((row) => row.due_at - desk.wall.now)

test('a message that may be taken back falls due when its time is over, and says when', async () => {
  const message = (await send({ delaySeconds: 20 })).json<Message>()
  expect([message.status, message.leavesAt, await due(message.id)]).toEqual(['queued', new Date(desk.wall.now + seconds(20)).toISOString(), [seconds(20)]])
  expect((await desk.request('POST', `/api/v1/messages/${message.id}/cancel`)).json<Message>()).toMatchObject({ status: 'failed', error: { code: 'cancelled' } })
  expect(await due(message.id)).toEqual([])
})
test('one without a wish goes at once, as before', async () => {
  const message = (await send({})).json<Message>()
  expect([message.leavesAt, await due(message.id)]).toEqual([undefined, [0]])
})
test.each([31, -1, 1.5])('%d seconds are no choice', async (delaySeconds) => expect((await send({ delaySeconds })).statusCode).toBe(400))
test('the same message with another wish is the same message', async () => {
  const clientId = newId()
  const first = (await send({ clientId, delaySeconds: 10 })).json<Message>()
  const again = await send({ clientId })
  expect([again.statusCode, again.json<Message>().id]).toEqual([200, first.id])
})
