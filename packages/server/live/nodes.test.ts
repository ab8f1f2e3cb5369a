import type { PassingEvent } from '@recado/api'
import { newId } from '@recado/db'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Desk, makeDesk } from '../testing/desk.js'
import { listenToNodes } from './nodes.js'

let desk: Desk
beforeAll(async () => { desk = await makeDesk() })
afterAll(() => desk.close())

interface Heard { changed: number; passed: PassingEvent[] }
function node(): Heard & ReturnType<typeof listenToNodes> {
  const heard: Heard = { changed: 0, passed: [] }
  return Object.assign(heard, listenToNodes(desk.services, { changed: () => { heard.changed++ }, passed: (_workspace, event) => { heard.passed.push(event) } }))
}
const typing = (conversationId: string): PassingEvent => ({ type: 'agent.typing', conversationId, userId: newId(), name: 'Eva', mode: 'reply', forMs: 10_000 })

test('what passes on one node is heard on the others, and not on its own', async () => {
  const [one, other] = [node(), node()]
  await expect.poll(() => [one.changed, other.changed]).toEqual([1, 1])
  const event = typing(newId())
  one.pass(desk.workspaceId, event)
  await expect.poll(() => other.passed).toEqual([event])
  expect(one.passed).toEqual([])
  await desk.services.db.pool.query('notify recado')
  await expect.poll(() => [one.changed, other.changed]).toEqual([2, 2])
  await Promise.all([one.close(), other.close()])
})

test('a lost connection comes back by itself and looks at once; what is no notice of ours is passed over', async () => {
  const one = node()
  await expect.poll(() => one.changed).toBe(1)
  await desk.services.db.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen recado_passing' and pid <> pg_backend_pid()`)
  await expect.poll(() => one.changed, { timeout: 5_000 }).toBe(2)
  for (const payload of ['', 'null', '{', '{"node":1}']) await desk.services.db.pool.query(`select pg_notify('recado_passing', $1)`, [payload])
  const event = typing(newId())
  await desk.services.db.pool.query(`select pg_notify('recado_passing', $1)`, [JSON.stringify({ node: 'another', workspaceId: desk.workspaceId, event })])
  await expect.poll(() => one.passed.at(-1)).toEqual(event)
  await one.close()
})
