/** Whoever shows bridges is told when one is changed, when something comes in, and when it was dealt with: together, not one by one. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Desk, makeDesk } from '../testing/desk.js'
import { tellOfBridges } from './news.js'
import { wooCall, wooOrder } from './testing/shop.js'
import { workOn } from './work.js'

const SECRET = 'a secret of the shop that is long'
let desk: Desk
beforeAll(async () => { desk = await makeDesk(); tellOfBridges(desk.services) })
afterAll(() => desk.close())

const told = async (): Promise<number> => (await desk.rows(`select 1 from event where type = 'bridges.changed'`)).length

test('a burst is one piece of news, and each later change another', async () => {
  const bridge = (await desk.request('POST', '/api/v1/bridges', { kind: 'woocommerce', name: 'Tienda', secret: SECRET, settings: { statuses: { packed: 'shipped' } } })).json()
  await vi.waitUntil(async () => await told() === 1, { timeout: 10_000 })
  for (const id of [1, 2, 3]) await desk.app.inject({ method: 'POST', url: new URL(bridge.webhookUrl).pathname, ...((call) => ({ headers: call.headers, payload: call.body }))(wooCall(SECRET, 'order.updated', wooOrder({ id, at: desk.wall.now, status: 'wc-packed' }), id)) })
  await workOn(desk.services, desk.workspaceId, bridge.id, new AbortController().signal)
  await vi.waitUntil(async () => await told() > 1, { timeout: 10_000 })
  expect(await told()).toBeLessThan(8) // 1 made, 3 in, 3 dealt with
  // The shop's own word means what the owner said it does.
  expect(await desk.rows<{ status: string }>('select distinct status from contact_order')).toEqual([{ status: 'shipped' }])
  const before = await told()
  await desk.request('PATCH', `/api/v1/bridges/${bridge.id}`, { paused: true })
  await vi.waitUntil(async () => await told() > before, { timeout: 10_000 })
})
