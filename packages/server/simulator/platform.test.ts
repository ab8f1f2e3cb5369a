/** A real connection played whole: an account that its owner has run by hand, taken over, switched on, and made to fail. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Conversation } from '@recado/api'
import type { ConsoleFact, PhoneBusiness, ScreenItem } from '@recado/channel-kit'
import { freshDatabase } from '@recado/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { boot, type Running } from '../boot.js'
import { readConfig } from '../config.js'

const TOKEN = 'rcd_a-token-that-only-this-test-knows-0007'
const dataDir = mkdtempSync(join(tmpdir(), 'recado-platform-'))
let running: Running
let dropDatabase: () => Promise<void>

beforeAll(async () => {
  const { url, drop } = await freshDatabase()
  dropDatabase = drop
  running = await boot(readConfig({ PORT: '0', DATA_DIR: dataDir, DATABASE_URL: url, RECADO_SIMULATOR: '1', RECADO_OWNER_EMAIL: 'eva@example.org', RECADO_OWNER_PASSWORD: 'violet teapots orbit quietly', RECADO_API_TOKEN: TOKEN }, null))
})
afterAll(async () => {
  await running?.close()
  await dropDatabase?.()
  rmSync(dataDir, { recursive: true, force: true })
})

async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(running.url + path, { method, headers: { authorization: `Bearer ${TOKEN}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
  return (text === '' ? null : JSON.parse(text)) as T // the routes' own tests hold them to their shapes
}
const control = <T>(method: string, path: string, body?: unknown): Promise<T> => ask<T>(method, `/simulator/control${path}`, body)
const settle = (advanceMs = 10_000) => control('POST', '/clock', { advanceMs })

interface PlatformAccount { id: string; externalId: string; channelAccountId: string | null; facts: ConsoleFact[] }

test('from the backend to the desk, and through a lost address', async () => {
  const made = await control<{ id: string; settings: Record<string, unknown> }>('POST', '/platform-accounts', { channel: 'wechat', name: 'Óptica Sol', settings: { backend: true } })
  const consoles = async () => (await control<{ items: PlatformAccount[] }>('GET', '/platform-accounts')).items.find((one) => one.id === made.id)! // just made
  expect((await consoles()).channelAccountId).toBeNull()

  const account = await ask<{ id: string }>('POST', '/api/v1/channel-accounts', { channel: 'wechat', name: 'Óptica Sol', settings: made.settings, simulated: true })
  expect(await consoles()).toMatchObject({ channelAccountId: account.id, facts: expect.arrayContaining([expect.objectContaining({ id: 'server', tone: 'attention' })]) })

  const { customerId } = await control<{ customerId: string }>('POST', '/customers', { channel: 'wechat', channelAccountId: account.id, name: '陈小雨' })
  const act = async (action: string, more: { content?: Record<string, unknown>; ref?: string } = {}) => { await control('POST', `/customers/${customerId}/act`, { action, ...more }); await settle() }
  const menu = async () => (await control<{ business: PhoneBusiness }>('GET', `/customers/${customerId}/business`)).business.menu?.entries.map((entry) => entry.title)
  const threads = async () => (await ask<{ items: Conversation[] }>('GET', `/api/v1/conversations?account=${account.id}`)).items
  const answers = async () => (await control<{ items: ScreenItem[] }>('GET', `/customers/${customerId}/screen`)).items.filter((item) => item.from === 'business').length

  // Until the owner switches the server on, the backend answers and the desk hears nothing.
  expect(await menu()).toEqual(['门店 Tienda', '客服 Ayuda', '官网 Web'])
  await act('follow')
  await act('write', { content: { kind: 'text', text: 'horario' } })
  expect([await answers(), (await threads()).length]).toEqual([2, 0])

  await control('POST', `/platform-accounts/${made.id}/press`, { id: 'enable_server' })
  expect(await menu()).toBeUndefined()
  await act('write', { content: { kind: 'text', text: '你好' } })
  const [thread] = await threads()
  expect(thread).toMatchObject({ lastMessage: { text: '你好' } })

  // An address that is not on the list: the platform names it, and nothing goes out until the owner has put it there.
  await control('POST', '/faults', { channel: 'wechat', channelAccountId: account.id, kind: 'ip_not_allowed' })
  await settle(2 * 3_600_000) // the token of before has run out
  const { items: calls } = await control<{ items: { request: { path: string }; answer: { body: { errcode?: number; errmsg?: string } | null } }[] }>('GET', '/log?channel=wechat&last=50')
  expect(calls.findLast((call) => call.request.path.includes('token'))?.answer.body).toMatchObject({ errcode: 40164, errmsg: expect.stringContaining('invalid ip 127.0.0.1') })
  expect((await control<{ items: unknown[] }>('GET', '/faults')).items).toEqual([expect.objectContaining({ kind: 'ip_not_allowed', channelAccountId: account.id })])
  const before = await answers()

  await control('POST', `/platform-accounts/${made.id}/press`, { id: 'allow_ip', value: '127.0.0.1' })
  await ask('POST', `/api/v1/channel-accounts/${account.id}/check`)
  await ask('POST', `/api/v1/conversations/${thread!.id}/messages`, { clientId: 'm1', content: { kind: 'text', text: '在的' } }) // shown above
  await settle()
  expect(await answers()).toBe(before + 1)
}, 60_000)
