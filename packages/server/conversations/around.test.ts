import type { Message, Page } from '@recado/api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ANA, type Desk, makeDesk } from '../testing/desk.js'
import { START } from '../testing/harness.js'

let desk: Desk
let path: string
let ids: string[]
const read = async (query: string) => (await desk.request('GET', `${path}?${query}`)).json<Page<Message> & { newer?: string | null }>()
const texts = (page: { items: Message[] }): string[] => page.items.map(({ content }) => (content.kind === 'text' ? content.text : content.kind))

beforeAll(async () => {
  desk = await makeDesk()
  await desk.receive(...Array.from({ length: 9 }, (_, i) => desk.wrote(`m${i}`, `${i}`, { at: START + i * 1000 - 60_000 })))
  path = `/api/v1/conversations/${await desk.conversationOf(ANA)}/messages`
  ids = (await read('limit=100')).items.toReversed().filter((message) => message.direction === 'in').map((message) => message.id)
})
afterAll(() => desk.close())

test('around a message: half older with itself, half newer, newest first', async () => {
  const page = await read(`around=${ids[4]}&limit=4`)
  expect(texts(page)).toEqual(['6', '5', '4', '3'])
  expect([page.next, page.newer]).toEqual([ids[3], ids[6]])
})

test('from there both ways without a hole, to the ends', async () => {
  const newer = await read(`after=${ids[6]}&limit=4`)
  expect([texts(newer), newer.newer]).toEqual([['8', '7'], null])
  expect(texts(await read(`before=${ids[3]}&limit=4`)).slice(0, 3)).toEqual(['2', '1', '0'])
})

test('the page at the end of a thread has nothing newer', async () => expect((await read(`around=${ids[8]}&limit=4`)).newer).toBeNull())

test('a message of another thread is none of this', async () => {
  await desk.receive(desk.wrote('other', 'x', { phone: '34600000002' }))
  const other = await desk.request('GET', `/api/v1/conversations/${await desk.conversationOf('34600000002')}/messages`)
  expect((await desk.request('GET', `${path}?around=${other.json<Page<Message>>().items[0]!.id}`)).statusCode).toBe(400)
})
