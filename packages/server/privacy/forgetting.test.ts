import type { LoadedChannel } from '../services.js'
import { days } from '@recado/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeDesk, type Desk } from '../testing/desk.js'
import { madeUpLoaded } from '../testing/made-up-channel.js'
import { LeavingWorker } from './leaving.js'
import { writeRule } from './rules.js'
import { ForgettingWorker } from './worker.js'

/** What the platform says by whom it means; null = it does not answer. */
let names: Record<string, string> | null
const channel: LoadedChannel = {
  ...madeUpLoaded,
  connector: {
    ...madeUpLoaded.connector,
    deletion: {
      source: 'https://example.org/deletion', steps: { en: 'Enter the address.', es: 'Indica la dirección.' },
      read: (request) => (request.headers['x-secret'] === 'right' ? { kind: 'accepted', person: request.body.toString('utf8') } : { kind: 'refused', status: 401, code: 'bad_signature', reason: 'x-secret' }),
      answer: ({ url, code }) => ({ status: 200, body: JSON.stringify({ url, code }) }),
      keysOf: async (person, context) => {
        if (names) return names[person] ? [{ kind: 'phone', value: names[person] }] : []
        await context.http({ method: 'GET', url: 'https://made-up.example' })
        return []
      },
    },
  },
}

let desk: Desk
let leaving: LeavingWorker
let worker: ForgettingWorker
beforeEach(async () => {
  names = {}
  desk = await makeDesk({ channel })
  leaving = new LeavingWorker(desk.services)
  worker = new ForgettingWorker(desk.services)
})
afterEach(() => desk.close())

const HER = '34611222333'
const rows = () => desk.rows<{ state: string; cause: string; how: string }>('select state, cause, how from forgetting order by forgetting_id')
const texts = () => desk.rows<{ text: string }>(`select content->>'text' as text from message where direction = 'in' order by at`)
let n = 0
const unfollow = () => desk.receive({ type: 'act', key: `u${++n}`, account: 'acc-1', at: desk.services.clock.now(desk.workspaceId), from: { keys: [{ kind: 'phone', value: HER }] }, act: 'unfollow', line: true, content: { kind: 'system', event: 'unfollowed' } })
const wrote = (text: string) => desk.receive(desk.wrote(`w${++n}`, text, { phone: HER }))
const pass = async (ms: number): Promise<void> => { desk.wall.now += ms; await leaving.look(desk.workspaceId); await worker.runDue(desk.workspaceId) }
const rule = (change: Partial<Parameters<typeof writeRule>[3]>) => desk.services.db.inWorkspace(desk.workspaceId, (tx) => writeRule(tx, desk.workspaceId, desk.account.id, { leaving: 'anonymise', leavingDays: 30, request: 'erase', requestDays: 0, ...change }, new Date(desk.wall.now).toISOString()))

test('who leaves is made anonymous when her time has come, and not before', async () => {
  await wrote('mi dirección es Calle Mayor 1')
  await leaving.look(desk.workspaceId)
  await unfollow()
  await pass(0)
  expect(await rows()).toEqual([{ state: 'waiting', cause: 'left', how: 'anonymise' }])
  expect(await worker.nextDue(desk.workspaceId)).toBe(desk.wall.now + days(30))
  await pass(days(30) - 1)
  expect(await texts()).toEqual([{ text: 'mi dirección es Calle Mayor 1' }])
  await pass(1)
  expect(await rows()).toEqual([{ state: 'done', cause: 'left', how: 'anonymise' }])
  expect(await texts()).toEqual([{ text: '' }])
  expect(await worker.nextDue(desk.workspaceId)).toBeNull()
  expect((await desk.rows<{ action: string }>(`select action from audit_entry where action like 'deletion%' or action like 'contact.%' order by audit_entry_id`)).map((row) => row.action)).toEqual(['deletion.due', 'contact.anonymised'])
})

test('who comes back within the time stays', async () => {
  await wrote('hola')
  await unfollow()
  await pass(days(20))
  await wrote('sigo aquí')
  await pass(days(20))
  expect(await rows()).toEqual([{ state: 'cancelled', cause: 'left', how: 'anonymise' }])
  expect(await texts()).toHaveLength(2)
  await unfollow()
  await pass(0)
  await pass(days(30))
  expect((await rows()).map((row) => row.state)).toEqual(['cancelled', 'done'])
})

test('the account’s own rule counts, also for those who wait already', async () => {
  await wrote('hola')
  await unfollow()
  await pass(0)
  await rule({ leaving: 'erase', leavingDays: 7 })
  await pass(days(7) - 1)
  expect(await texts()).toHaveLength(1)
  await pass(1)
  expect(await desk.rows('select 1 from contact')).toHaveLength(0)
})

test('an account that keeps people keeps them', async () => {
  await rule({ leaving: 'keep' })
  await wrote('hola')
  await unfollow()
  await pass(days(400))
  expect(await rows()).toEqual([])
})

test('an account that forgets at once forgets at once', async () => {
  await rule({ leavingDays: 0 })
  await wrote('hola')
  await unfollow()
  await pass(0)
  expect(await rows()).toMatchObject([{ state: 'done' }])
})

const ask = (person: string, secret = 'right') => desk.app.inject({ method: 'POST', url: `/webhooks/made-up/${desk.account.id}/deletion`, headers: { 'content-type': 'text/plain', 'x-secret': secret }, payload: person })
const state = async (code: string) => (await desk.request('GET', `/api/v1/deletion-requests/${code}`, undefined, null)).json<{ state: string }>()
const route = (): Promise<unknown> => desk.rows(`update channel_account set webhook_key = account_id::text`)

beforeEach(async () => {
  await desk.services.db.asSystem((tx) => tx.query('insert into webhook_route (webhook_key, channel, workspace_id, account_id) values ($1, $2, $3, $4)', [desk.account.id, 'made-up', desk.workspaceId, desk.account.id]))
  await route()
})

test('a platform’s request is answered with a code, carried out, and its state can be looked at', async () => {
  names = { 'app-7': HER }
  await wrote('hola')
  const answer = await ask('app-7')
  expect(answer.statusCode).toBe(200)
  const { url, code } = answer.json<{ url: string; code: string }>()
  expect(url).toBe(`http://localhost:3000/deletion/${code}`)
  expect(await state(code)).toMatchObject({ state: 'waiting' })
  expect((await ask('app-7')).json<{ code: string }>().code).toBe(code)
  await pass(0)
  expect(await desk.rows('select 1 from contact')).toHaveLength(0)
  expect(await state(code)).toMatchObject({ state: 'done', how: 'erase' })
  expect((await ask('app-7')).json<{ code: string }>().code).not.toBe(code) // a new one, of whom nothing is here
})

test('the page says it in her language, and nothing to whoever has no code', async () => {
  names = { 'app-7': HER }
  await wrote('hola')
  const { code } = (await ask('app-7')).json<{ code: string }>()
  const page = (at: string, language: string) => desk.app.inject({ method: 'GET', url: `/deletion/${at}`, headers: { 'accept-language': language } })
  expect((await page(code, 'es-MX,es;q=0.9')).body).toContain('Tu solicitud está en curso')
  await pass(0)
  const done = await page(code, 'ar')
  expect([done.statusCode, done.headers['content-security-policy']]).toEqual([200, expect.stringContaining("default-src 'none'")])
  expect(done.body).toContain('<html lang="ar" dir="rtl">')
  const none = await page('<script>', 'en')
  expect([none.statusCode, none.body.includes('script')]).toEqual([404, false])
})

test('a forged request changes nothing', async () => {
  await wrote('hola')
  expect((await ask('app-7', 'wrong')).statusCode).toBe(401)
  expect(await rows()).toEqual([])
})

test('somebody unknown is said to be so, and a code nobody was told finds nothing', async () => {
  const { code } = (await ask('app-9')).json<{ code: string }>()
  await pass(0)
  expect(await state(code)).toMatchObject({ state: 'unknown' })
  expect((await desk.request('GET', `/api/v1/deletion-requests/${'0'.repeat(32)}`, undefined, null)).statusCode).toBe(404)
})

test('while the platform does not say who is meant, it is asked again', async () => {
  await wrote('hola')
  names = null
  const { code } = (await ask('app-7')).json<{ code: string }>()
  await pass(0)
  expect(await state(code)).toMatchObject({ state: 'waiting' })
  names = { 'app-7': HER }
  await pass(60_000)
  expect(await state(code)).toMatchObject({ state: 'done' })
})

test('an address of a channel that has no such thing is nobody’s', async () => {
  expect((await desk.app.inject({ method: 'POST', url: `/webhooks/whatsapp/${desk.account.id}/deletion`, payload: 'x', headers: { 'content-type': 'text/plain' } })).statusCode).toBe(404)
})

test('the officer sees who is due when, can end a wait and not wait', async () => {
  await wrote('hola')
  await unfollow()
  await pass(0)
  const list = async () => (await desk.request('GET', '/api/v1/forgetting?state=waiting')).json<{ items: { id: string; dueAt: string; contact: { name: string } | null; cause: string }[] }>().items
  const [item] = await list()
  expect(item).toMatchObject({ cause: 'left', dueAt: new Date(desk.wall.now + days(30)).toISOString(), contact: { name: 'Ana 33' } })
  expect((await desk.request('POST', `/api/v1/forgetting/${item!.id}/cancel`, {})).statusCode).toBe(204)
  expect(await list()).toEqual([])
  await desk.receive(desk.wrote('back', 'otra vez', { phone: HER }))
  await leaving.look(desk.workspaceId)
  await unfollow()
  await pass(0)
  const [again] = await list()
  expect((await desk.request('POST', `/api/v1/forgetting/${again!.id}/now`, {})).statusCode).toBe(204)
  expect(await rows()).toMatchObject([{ state: 'cancelled' }, { state: 'done' }])
})

test('the rule of an account is read and set by those who may erase', async () => {
  const path = `/api/v1/channel-accounts/${desk.account.id}/privacy`
  expect((await desk.request('GET', path)).json()).toMatchObject({ leaving: { told: true, how: 'anonymise', days: 30 }, request: { told: true, how: 'erase', days: 0, url: expect.stringContaining('/deletion') } })
  expect((await desk.request('PUT', path, { leaving: { how: 'erase', days: 5 }, request: { how: 'anonymise', days: 3 } })).json()).toMatchObject({ leaving: { how: 'erase', days: 5 }, request: { how: 'anonymise', days: 3 } })
  expect((await desk.request('PUT', path, { leaving: { how: 'erase', days: 500 }, request: { how: 'erase', days: 0 } })).statusCode).toBe(400)
  expect((await desk.request('PUT', path, { leaving: { how: 'keep', days: 0 }, request: { how: 'erase', days: 0 } }, await desk.addPerson('agent'))).statusCode).toBe(403)
})
