import type { AddressInfo } from 'node:net'
import type { ClientFrame, PassingEvent, ServerFrame } from '@recado/api'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type Desk, makeDesk } from '../testing/desk.js'
import type { Person } from '../testing/harness.js'
import { hubOf } from './hub.js'
import { SILENT_MS } from './presence.js'

let desk: Desk
let port = 0
let id = ''
let people = 0
const open: Screen[] = []

beforeAll(async () => {
  desk = await makeDesk()
  await desk.app.listen({ port: 0, host: '127.0.0.1' })
  port = (desk.app.server.address() as AddressInfo).port
})
afterAll(() => desk.close())
beforeEach(async () => {
  const phone = `3462${String(++people).padStart(7, '0')}`
  await desk.receive(desk.wrote(`p${people}`, 'Hola', { phone }))
  id = await desk.conversationOf(phone)
})
afterEach(() => { for (const screen of open.splice(0)) screen.socket.terminate() })

/** One browser: what it was told of others, and whether it answers the pings. */
class Screen {
  readonly passing: PassingEvent[] = []
  answers = true
  readonly socket: WebSocket
  constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as ServerFrame
      if (frame.type === 'passing') this.passing.push(...frame.events)
      if (frame.type === 'ping' && this.answers) this.say({ type: 'pong' })
    })
  }
  say(frame: ClientFrame): void { this.socket.send(JSON.stringify(frame)) }
  /** Who is told to be there now, and doing what. */
  get there(): string[] {
    const now = new Map<string, string>()
    for (const event of this.passing) if ('userId' in event) {
      const key = `${event.userId} ${event.type}`
      if (event.forMs > 0) now.set(key, event.type === 'agent.typing' ? `${event.userId} writes a ${event.mode}` : `${event.userId} looks`)
      else now.delete(key)
    }
    return [...now.values()].sort()
  }
}

async function screen(person: Person): Promise<Screen> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/live`, { headers: { cookie: person.cookie } })
  const made = new Screen(socket)
  open.push(made)
  await new Promise((resolve, reject) => { socket.once('message', resolve); socket.once('error', reject) })
  return made
}
const type = (person: Person, state: 'on' | 'off', mode: 'reply' | 'note' = 'reply') => desk.request('POST', `/api/v1/conversations/${id}/typing`, { state, mode }, person)

test('a list tells who looks and who writes, also to whoever comes later', async () => {
  const [marta, luis, rosa] = [await desk.addPerson('agent'), await desk.addPerson('agent'), await desk.addPerson('agent')]
  const list = await screen(luis)
  list.say({ type: 'watch', list: { query: {} } })
  const open1 = await screen(marta)
  open1.say({ type: 'watch', conversations: [id] })
  await expect.poll(() => list.there).toEqual([`${marta.userId} looks`])
  await type(marta, 'on', 'note')
  await expect.poll(() => list.there).toEqual([`${marta.userId} looks`, `${marta.userId} writes a note`])
  const later = await screen(rosa)
  later.say({ type: 'watch', list: { query: {} } })
  await expect.poll(() => later.there).toEqual([`${marta.userId} looks`, `${marta.userId} writes a note`])
  open1.say({ type: 'watch', conversations: [] })
  await expect.poll(() => [list.there, later.there]).toEqual([[], []])
})

test('only those hear of it who see the thread', async () => {
  const [marta, own, called] = [await desk.addPerson('agent'), await desk.addPerson('restricted_agent'), await desk.addPerson('restricted_agent')]
  await desk.request('POST', `/api/v1/conversations/${id}/participants`, { add: [called.userId] })
  const [unseen, seen] = [await screen(own), await screen(called)]
  for (const one of [unseen, seen]) one.say({ type: 'watch', list: { query: {} }, conversations: [id] })
  const open1 = await screen(marta)
  open1.say({ type: 'watch', conversations: [id] })
  await expect.poll(() => seen.there).toContain(`${marta.userId} looks`)
  expect(unseen.there).toEqual([])
})

test('who loses the line is gone until she is heard again; a page in the background looks at nothing', async () => {
  const [marta, luis] = [await desk.addPerson('agent'), await desk.addPerson('agent')]
  const [hers, his] = [await screen(marta), await screen(luis)]
  his.say({ type: 'watch', conversations: [id] })
  hers.say({ type: 'watch', conversations: [id] })
  const looks = [`${marta.userId} looks`]
  await expect.poll(() => his.there).toEqual(looks)
  const { presence } = hubOf(desk.services)
  presence.beat(Date.now() + SILENT_MS + 1_000)
  await expect.poll(() => his.there).toEqual([])
  hers.say({ type: 'pong' })
  presence.beat(Date.now())
  await expect.poll(() => his.there).toEqual(looks)
  hers.say({ type: 'watch', conversations: [id], hidden: true })
  await expect.poll(() => his.there).toEqual([])
  hers.say({ type: 'watch', conversations: [id] })
  await expect.poll(() => his.there).toEqual(looks)
  hers.socket.terminate()
  await expect.poll(() => his.there).toEqual([])
})

test('of two windows of one person the second keeps her there', async () => {
  const [marta, luis] = [await desk.addPerson('agent'), await desk.addPerson('agent')]
  const [one, two, his] = [await screen(marta), await screen(marta), await screen(luis)]
  his.say({ type: 'watch', conversations: [id] })
  for (const window of [one, two]) window.say({ type: 'watch', conversations: [id] })
  await expect.poll(() => his.there).toEqual([`${marta.userId} looks`])
  one.socket.close()
  await type(marta, 'on')
  await expect.poll(() => his.there).toEqual([`${marta.userId} looks`, `${marta.userId} writes a reply`])
  two.socket.close()
  await expect.poll(() => his.there).toEqual([])
})
