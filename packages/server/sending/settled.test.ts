import { seconds } from '@recado/core'
import { newId } from '@recado/db'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PAUSED_BY_US } from '../channels/paused.js'
import { type Desk, makeDesk } from '../testing/desk.js'
import { Sender } from './sender.js'

let desk: Desk
let sender: Sender
let id: string
beforeAll(async () => {
  desk = await makeDesk()
  await desk.receive(desk.wrote('m1', 'Hola'))
  id = await desk.conversationOf()
  await desk.connect('acc-2')
  sender = new Sender(desk.services)
  await sender.start(true)
})
afterAll(() => desk.close())
const write = async (body: object = {}) => { await desk.request('POST', `/api/v1/conversations/${id}/messages`, { clientId: newId(), content: { kind: 'text', text: 'Un momento' }, ...body }) }
/** What it costs to find out that nothing can go. */
const toSettle = async (): Promise<number> => {
  const before = desk.services.db.statements
  await sender.settled(desk.workspaceId)
  return desk.services.db.statements - before
}

test('a message behind one that may still be taken back waits with it, and nobody asks again meanwhile', async () => {
  await write({ delaySeconds: 20 })
  await write()
  expect(await toSettle()).toBeLessThan(20)
  expect(await sender.nextDue(desk.workspaceId)).toBe(desk.wall.now + seconds(20))
})
test('an account that may not send keeps nobody waiting, while another may', async () => {
  await desk.rows(`update channel_account set paused_code = $1 where account_id = $2`, [PAUSED_BY_US, desk.account.id])
  desk.services.accounts.changed(desk.workspaceId, desk.account.id)
  desk.wall.now += seconds(30)
  await toSettle()
  expect(await sender.nextDue(desk.workspaceId)).toBeNull()
})
