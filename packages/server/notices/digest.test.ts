import { hours, minutes, type NoticeSettings } from '@recado/core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Letter } from '../mail/mail.js'
import { type Desk, makeDesk } from '../testing/desk.js'
import type { Person } from '../testing/harness.js'
import { nextDigest, writeDigests } from './digest.js'
import { emptyDesk } from './testing/empty-desk.js'
import { NoticeWorker } from './worker.js'

let desk: Desk
let marta: Person
let letters: Letter[]
let refuses = false
let on = true

beforeAll(async () => {
  desk = await makeDesk({ mail: { get on() { return on }, send: async (letter) => { if (refuses) throw new Error('550 no'); letters.push(letter); return 'sent' }, close: () => {} } })
})
afterAll(() => desk.close())
beforeEach(async () => {
  ;[letters, refuses, on] = [[], false, true]
  await emptyDesk(desk)
  marta = await desk.addPerson('agent')
})

const choose = (change: Partial<NoticeSettings>): Promise<unknown> => desk.request('PUT', '/api/v1/notices/settings', change, marta)
const arrive = async (phone = '34600000001', text = 'Mi secreto'): Promise<string> => {
  await desk.receive(desk.wrote(`${phone} ${text}`, text, { phone }))
  const id = await desk.conversationOf(phone)
  await desk.rows('update conversation set assignee_id = $2 where conversation_id = $1', [id, marta.userId])
  await new NoticeWorker(desk.services).catchUp(desk.workspaceId)
  return id
}
const write = (): Promise<number> => writeDigests(desk.services, desk.workspaceId)

test('what she has not seen by then is in one letter, without a customer’s word, and in no other', async () => {
  await choose({ mail: { every: 'quarter', at: '09:00' } })
  const id = await arrive()
  await arrive('34600000002')
  expect(await nextDigest(desk.services, desk.workspaceId)).toBe(desk.wall.now + minutes(15))
  desk.wall.now += minutes(14)
  expect(await write()).toBe(0)
  desk.wall.now += minutes(1)
  expect(await write()).toBe(1)
  const [letter] = letters
  expect(letter).toMatchObject({ to: { email: marta.email }, subject: 'Company: 2 to look at' })
  expect(letter!.text).toContain(`New message for you, Made-up acc-1`)
  expect(letter!.text).toContain(`/inbox/${id}`)
  expect(letter!.text).not.toMatch(/Ana|secreto/)
  expect(letter!.headers!['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click')
  desk.wall.now += hours(5)
  expect(await write()).toBe(0)
})

test('seen in time it is not written at all', async () => {
  await choose({ mail: { every: 'hourly', at: '09:00' } })
  const id = await arrive()
  await desk.request('POST', '/api/v1/notices/seen', { conversationId: id }, marta)
  desk.wall.now += hours(2)
  expect(await write()).toBe(0)
})

test('names and first words stand in it where she has switched that on', async () => {
  await choose({ mail: { every: 'quarter', at: '09:00' }, words: { push: false, mail: true } })
  await arrive()
  desk.wall.now += minutes(15)
  await write()
  expect(letters[0]!.text).toContain('Ana 01: Mi secreto')
})

test('a daily one comes at her hour; in quiet hours it waits for their end', async () => {
  const night = Array.from({ length: 7 }, () => [{ from: '10:00', to: '12:00' }])
  await choose({ mail: { every: 'daily', at: '10:30' }, quiet: { on: true, timeZone: 'Europe/Madrid', week: night, urgentPass: true } })
  await arrive() // at 10:00 in Madrid
  desk.wall.now += minutes(30)
  expect(await write()).toBe(0)
  expect(await nextDigest(desk.services, desk.workspaceId)).toBe(desk.wall.now + minutes(90))
  desk.wall.now += minutes(90)
  expect(await write()).toBe(1)
})

test('a mail server that refuses is asked again, and two nodes write one letter', async () => {
  await choose({ mail: { every: 'quarter', at: '09:00' } })
  await arrive()
  desk.wall.now += minutes(15)
  refuses = true
  expect(await write()).toBe(0)
  refuses = false
  expect(await write()).toBe(0)
  desk.wall.now += minutes(10)
  await Promise.all([write(), write()])
  expect(letters).toHaveLength(1)
})

test('without a mail server nothing is written, and it is said', async () => {
  await choose({ mail: { every: 'quarter', at: '09:00' } })
  on = false
  await arrive()
  desk.wall.now += hours(1)
  expect([await write(), await nextDigest(desk.services, desk.workspaceId)]).toEqual([0, null])
  expect((await desk.request('GET', '/api/v1/notices/settings', undefined, marta)).json().mail).toEqual({ on: false, email: marta.email })
})

test('the link ends the letters by a press, not by being opened; a forged one ends nothing', async () => {
  await choose({ mail: { every: 'quarter', at: '09:00' } })
  await arrive()
  desk.wall.now += minutes(15)
  await write()
  const link = /<(.*)>/.exec(letters[0]!.headers!['List-Unsubscribe']!)![1]!
  const path = new URL(link).pathname
  const rule = async (): Promise<string> => (await desk.request('GET', '/api/v1/notices/settings', undefined, marta)).json().settings.mail.every
  const opened = await desk.request('GET', path, undefined, null)
  expect([opened.statusCode, opened.headers['content-type'], opened.body.includes('<form method="post">')]).toEqual([200, 'text/html; charset=utf-8', true])
  expect(await rule()).toBe('quarter')
  const forged = await desk.request('POST', path.replace(marta.userId, desk.owner.userId), undefined, null)
  expect(forged.statusCode).toBe(404)
  const pressed = await desk.app.inject({ method: 'POST', url: path, headers: { host: 'localhost:3000', 'content-type': 'application/x-www-form-urlencoded' }, payload: 'List-Unsubscribe=One-Click' })
  expect(pressed.statusCode).toBe(200)
  expect(await rule()).toBe('off')
  await desk.receive(desk.wrote('later', 'Otra'))
  await new NoticeWorker(desk.services).catchUp(desk.workspaceId)
  desk.wall.now += hours(1)
  expect(await write()).toBe(0)
})

test('the test letter goes to herself', async () => {
  expect((await desk.request('POST', '/api/v1/notices/test', { way: 'mail' }, marta)).json()).toEqual({ results: [{ name: marta.email, ok: true, error: null }] })
  refuses = true
  expect((await desk.request('POST', '/api/v1/notices/test', { way: 'mail' }, marta)).json()).toEqual({ results: [{ name: marta.email, ok: false, error: '550 no' }] })
})
