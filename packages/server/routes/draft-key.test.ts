import type { ConversationDetail } from '@recado/api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Desk, makeDesk } from '../testing/desk.js'

let desk: Desk
beforeAll(async () => { desk = await makeDesk() })
afterAll(() => desk.close())

test('each person has a key of her own, always the same, and a program has none', async () => {
  const [ana, eva] = [await desk.addPerson('agent'), await desk.addPerson('agent')]
  const key = async (as: typeof ana) => (await desk.request('GET', '/api/v1/me/draft-key', undefined, as)).json<{ key: string }>().key
  expect(Buffer.from(await key(ana), 'base64')).toHaveLength(32)
  expect(await key(ana)).toBe(await key(ana))
  expect(await key(eva)).not.toBe(await key(ana))
  expect((await desk.request('GET', '/api/v1/me/draft-key', undefined, desk.token)).statusCode).toBe(403)
})

test('colleagues see that somebody has begun an answer, by name alone; notes in the making and empty ones are nobody’s business', async () => {
  const [ana, eva] = [await desk.addPerson('agent'), await desk.addPerson('agent')]
  await desk.receive(desk.wrote('d1', 'Hola'))
  const url = `/api/v1/conversations/${await desk.conversationOf()}`
  const begun = async (as: typeof ana) => (await desk.request('GET', url, undefined, as)).json<ConversationDetail>().drafts
  await desk.request('PUT', `${url}/draft`, { mode: 'note', text: 'Entre nosotras' }, ana)
  await desk.request('PUT', `${url}/draft`, { mode: 'reply', text: '  ' }, eva)
  expect(await begun(eva)).toEqual([])
  await desk.request('PUT', `${url}/draft`, { mode: 'reply', text: 'Secreto de Ana' }, ana)
  expect(await begun(eva)).toEqual([{ id: ana.userId, name: expect.any(String) }])
  expect(await begun(ana)).toEqual([])
  expect((await desk.request('GET', url, undefined, eva)).body).not.toContain('Secreto')
  await desk.request('DELETE', `${url}/draft`, undefined, ana)
  expect(await begun(eva)).toEqual([])
})
