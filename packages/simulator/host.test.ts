import { mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { simulatorControl, type SimulatorControl } from './control.js'
import { createSimulatorHost, type SimulatorHost } from './host.js'
import { simulatorRoutes } from './routes.js'
import { AccountBook, echo } from './testing/echo-platform.js'

let dir = ''
let offset = 0
let host: SimulatorHost
let control: SimulatorControl
let app: FastifyInstance
let origin = ''
let book: AccountBook
/** The desk: notes what it is told, answers when the test lets it. */
let told: string[] = []
let onTold: (body: string) => Promise<void> | void = () => {}
let desk: http.Server

const clock = { now: () => Date.now() + offset }
const setClock = (at: number): void => { offset = Math.max(offset, at - Date.now()) }
const open = (): SimulatorHost => createSimulatorHost({ dir, channels: [echo], clock, publicUrl: () => origin, accounts: book })
const address = (server: http.Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'recado-host-'))
  offset = 0
  told = []
  onTold = () => {}
  book = new AccountBook()
  desk = http.createServer(async (request, response) => {
    let body = ''
    for await (const part of request) body += String(part)
    if (request.method === 'POST') told.push(body)
    await onTold(body)
    response.end(request.method === 'GET' ? 'hello' : 'ok')
  })
  await new Promise<void>((resolve) => { desk.listen(0, '127.0.0.1', resolve) })
  host = open()
  control = simulatorControl(host)
  app = Fastify()
  await app.register(simulatorRoutes(host))
  origin = await app.listen({ port: 0, host: '127.0.0.1' })
  const made = echo.simulator.createAccount(host.world('w1').view('echo'), { name: 'Shop', settings: {} })
  book.accounts.push({ channelAccountId: 'ca1', channel: 'echo', externalId: made.externalId, name: 'Shop', webhookUrl: address(desk), settings: made.settings })
})

afterEach(async () => {
  await app.close()
  await host.stop(500)
  desk.closeAllConnections()
  desk.close()
  rmSync(dir, { recursive: true, force: true })
})

const externalId = (): string => book.accounts[0]?.externalId ?? ''
const ana = async (): Promise<string> => (await control.createCustomer('w1', { channel: 'echo', channelAccountId: 'ca1' })).customerId
const write = (id: string, text: string): Promise<void> => control.act('w1', id, { action: 'write', content: { text } })
const call = (path: string, body: object, more: RequestInit = {}): Promise<Response> => fetch(`${origin}/simulator/echo${path}?account=${externalId()}&access_token=secret`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' }, ...more })

describe('people and the desk', () => {
  it('an act ends when its webhook was answered', async () => {
    const id = await ana()
    await write(id, 'hola')
    expect(told).toEqual(['{"text":"hola"}'])
    expect(control.screen('w1', id)).toEqual({ items: [{ id: 'i1', at: expect.stringMatching(/^\d{4}-.*Z$/), from: 'me', content: { kind: 'text', text: 'hola' } }] })
    expect((await control.customers('w1')).map((one) => [one.id, one.channelAccountId])).toEqual([[id, 'ca1']])
  })

  it('the console\'s check goes out as GET', async () => {
    expect(await echo.simulator.connect(host.world('w1').view('echo'), externalId())).toEqual({ ok: true })
  })

  it.each([
    ['an unknown account', () => control.createCustomer('w1', { channel: 'echo', channelAccountId: 'nothing' }), 'not_found'],
    ['an unknown channel', () => control.createCustomer('w1', { channel: 'nothing', channelAccountId: 'ca1' }), 'unknown_channel'],
    ['an unknown person', () => control.act('w1', 'nobody', { action: 'write' }), 'not_found'],
    ['a fault nobody knows', () => control.addFault('w1', { channel: 'echo', kind: 'flood' as 'delay' }), 'invalid_request'],
    ['a rate of two', () => control.addFault('w1', { channel: 'echo', kind: 'delay', rate: 2 }), 'invalid_request'],
    ['time going back', () => control.clock('w1', { to: '2001-01-01T00:00:00.000Z' }, { setClock }), 'invalid_request'],
    ['no time at all', () => control.clock('w1', {}, { setClock }), 'invalid_request'],
  ])('%s', async (_, ask, code) => {
    await expect(ask()).rejects.toMatchObject({ code })
  })

  it('what the app does not allow is told in its words', async () => {
    const id = await ana()
    await expect(control.act('w1', id, { action: 'call' })).rejects.toMatchObject({ code: 'invalid_request', data: { reason: 'The app has no such button.' } })
  })

  it('accounts that cannot be looked up are no refusal of the app: the error is passed on as it is', async () => {
    const id = await ana()
    book.byId = book.byExternalId = book.list = async () => { throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }) }
    await expect(write(id, 'Hola')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })
})

describe('the platform\'s console', () => {
  const id = (): string => `echo.${externalId()}`

  it('shows every account, those that nobody has connected, too', async () => {
    const made = control.createPlatformAccount('w1', { channel: 'echo', name: 'Other' })
    expect(await control.platformAccounts('w1')).toEqual({ channels: ['echo'], items: [
      { id: id(), channel: 'echo', externalId: externalId(), name: 'Shop', channelAccountId: 'ca1', facts: [expect.objectContaining({ value: 'Shop' })] },
      expect.objectContaining({ id: `echo.${made.externalId}`, channelAccountId: null }),
    ] })
    expect(made.settings).toMatchObject({ echoId: made.externalId })
  })

  it('its buttons can be pressed, and refuse in words', async () => {
    await control.press('w1', id(), { id: 'rename', value: 'Sol' })
    expect((await control.platformAccounts('w1')).items[0]).toMatchObject({ name: 'Sol' })
    await expect(control.press('w1', id(), { id: 'sing' })).rejects.toMatchObject({ code: 'invalid_request', data: { reason: 'The console has no such button.' } })
  })

  it.each(['echo.nobody', 'nothing.e1', 'e1'])('%s: has none', async (account) => {
    await expect(control.press('w1', account, { id: 'rename', value: 'x' })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('the business as her app shows it', async () => expect(control.business('w1', await ana())).toEqual({ name: externalId(), rows: [] }))

  it('an account of an unknown channel', () => expect(() => control.createPlatformAccount('w1', { channel: 'nothing' })).toThrow(expect.objectContaining({ code: 'unknown_channel' })))
})

describe('the list of faults', () => {
  it('names those that are set and not over, and the kinds that a platform plays', async () => {
    await control.addFault('w1', { channel: 'echo', kind: 'delay', channelAccountId: 'ca1', forMs: 60_000 })
    const spent = await control.addFault('w1', { channel: 'echo', kind: 'http_500', count: 1 })
    expect((await control.faults('w1')).items).toEqual([
      { id: '1', channel: 'echo', channelAccountId: 'ca1', kind: 'delay', rate: 1, left: null, until: expect.stringMatching(/Z$/) },
      { id: spent.id, channel: 'echo', channelAccountId: null, kind: 'http_500', rate: 1, left: 1, until: null },
    ])
    expect((await control.faults('w1')).kinds.echo).toEqual(expect.arrayContaining(['http_500', 'ip_not_allowed', 'verification_expired']))
    await call('/w/w1/send', { to: 'nobody', text: 'x' })
    offset += 60_000
    expect((await control.faults('w1')).items).toEqual([])
  })

  it('one is taken away alone', async () => {
    const [one, two] = [await control.addFault('w1', { channel: 'echo', kind: 'delay' }), await control.addFault('w1', { channel: 'echo', kind: 'reorder' })]
    control.removeFault('w1', one.id)
    expect((await control.faults('w1')).items.map((fault) => fault.id)).toEqual([two.id])
    expect(() => control.removeFault('w1', one.id)).toThrow(expect.objectContaining({ code: 'not_found' }))
  })
})

describe('the platform\'s API', () => {
  it.each(['/w/w1/send', '/send'])('%s: is reached by world, or in the first world', async (path) => {
    const id = await ana()
    const answer = await call(path, { to: id.slice(5), text: 'buenas' })
    expect([answer.status, await answer.text()]).toEqual([200, '{"id":12345678901234567890}'])
    expect(control.screen('w1', id).items.at(-1)?.content).toEqual({ kind: 'text', text: 'buenas' })
  })

  it('is logged oldest first, JSON as JSON, secrets left out, by pages', async () => {
    const id = await ana()
    for (const text of ['1', '2', '3']) await call('/w/w1/send', { to: id.slice(5), text })
    const page = await control.log('w1', { channelAccountId: 'ca1', limit: 2 })
    expect(page.items[0]).toEqual({
      id: expect.any(String), at: expect.stringMatching(/Z$/), channel: 'echo', channelAccountId: 'ca1', billed: { class: 'service' },
      request: { method: 'POST', path: '/send', query: { account: externalId(), access_token: '…' }, body: { to: id.slice(5), text: '1' } },
      answer: { status: 200, body: { id: '12345678901234567890' } },
    })
    const rest = await control.log('w1', { after: page.next ?? '' })
    expect([page.items.length, rest.items.map((item) => (item.request.body as { text: string }).text), rest.next]).toEqual([2, ['3'], null])
    const latest = await control.log('w1', { last: 2 })
    expect([latest.items.map((item) => (item.request.body as { text: string }).text), latest.next]).toEqual([['2', '3'], null])
    await expect(control.log('w1', { channelAccountId: 'nothing' })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('leaves secrets out of bodies, and pictures that a phone shows out of the log', async () => {
    const id = await ana()
    await call('/w/w1/send', { to: id.slice(5), text: 'hola', secret: 'hush', appsecret: 'hush' })
    expect((await control.log('w1', {})).items.map((item) => item.request.body)).toEqual([{ to: id.slice(5), text: 'hola', secret: '…', appsecret: '…' }])
    await control.addFault('w1', { channel: 'echo', kind: 'http_500' })
    const picture = await fetch(`${origin}/simulator/echo/w/w1/picture.png`, { headers: { 'sec-fetch-dest': 'image' } })
    expect([picture.headers.get('content-type'), (await control.log('w1', {})).items.length]).toEqual(['image/png', 1])
  })

  it.each(['/w/nowhere/send', '/w/..%2f/send'])('%s: no world is made by asking', async (path) => {
    expect((await call(path, {})).status).toBe(404)
  })

  it('files of a world are served, never as a page', async () => {
    const file = host.world('w1').view('echo').putFile(Buffer.from('<script>'), 'text/html')
    const answer = await fetch(`${origin}/simulator/echo/w/w1/_files/${file}`)
    expect([answer.headers.get('content-security-policy'), answer.headers.get('x-content-type-options'), await answer.text()]).toEqual(["default-src 'none'; sandbox", 'nosniff', '<script>'])
    expect((await fetch(`${origin}/simulator/echo/w/w1/_files/..%2Fjournal`)).status).toBe(404)
  })

  it.each([['http_500', 500, 'ill'], ['http_429', 429, 'slow'], ['garbage', 200, '{"hal']] as const)('%s: answered by the platform\'s front, nothing done', async (kind, status, body) => {
    const id = await ana()
    await control.addFault('w1', { channel: 'echo', channelAccountId: 'ca1', kind, count: 1 })
    const bad = await call('/w/w1/send', { to: id.slice(5), text: 'x' })
    expect([bad.status, await bad.text()]).toEqual([status, body])
    expect(control.screen('w1', id).items).toEqual([])
    expect((await call('/w/w1/send', { to: id.slice(5), text: 'x' })).status).toBe(200)
    expect((await control.log('w1', {})).items.map((item) => item.fault)).toEqual([kind, undefined])
  })

  it('cut_reply: done, and the caller does not hear of it', async () => {
    const id = await ana()
    await control.addFault('w1', { channel: 'echo', kind: 'cut_reply', count: 1 })
    await expect(call('/w/w1/send', { to: id.slice(5), text: 'x' })).rejects.toThrow('fetch failed')
    expect(control.screen('w1', id).items.length).toBe(1)
    expect((await control.log('w1', {})).items).toMatchObject([{ fault: 'cut_reply', answer: { status: 200 } }])
  })

  it('timeout: not done, silence until the caller gives up', async () => {
    const id = await ana()
    await control.addFault('w1', { channel: 'echo', kind: 'timeout', count: 1 })
    await expect(call('/w/w1/send', { to: id.slice(5), text: 'x' }, { signal: AbortSignal.timeout(200) })).rejects.toThrow('aborted due to timeout')
    expect(control.screen('w1', id).items).toEqual([])
    expect((await control.log('w1', {})).items).toMatchObject([{ fault: 'timeout', answer: { status: null, body: null } }])
  })

  it('a fault ends with its time, its count, or when all are cleared', async () => {
    const strikes = (): boolean => host.world('w1').faults.strikes('revoke_token', 'echo', 'a')
    await control.addFault('w1', { channel: 'echo', kind: 'revoke_token', forMs: 60_000 })
    const first = strikes()
    offset += 60_000
    expect([first, strikes()]).toEqual([true, false])
    await control.addFault('w1', { channel: 'echo', kind: 'revoke_token' })
    expect([strikes(), strikes()]).toEqual([true, true])
    control.clearFaults('w1')
    expect(strikes()).toBe(false)
    await control.addFault('w1', { channel: 'echo', channelAccountId: 'ca1', kind: 'revoke_token' })
    expect(strikes()).toBe(false)
  })
})

describe('webhooks', () => {
  it('duplicate: the same twice', async () => {
    await control.addFault('w1', { channel: 'echo', kind: 'duplicate', count: 1 })
    const id = await ana()
    await write(id, 'hola')
    await write(id, 'adiós')
    expect(told.sort()).toEqual(['{"text":"adiós"}', '{"text":"hola"}', '{"text":"hola"}'])
  })

  it('reorder: one lets another go by', async () => {
    await control.addFault('w1', { channel: 'echo', kind: 'reorder', count: 1 })
    const id = await ana()
    await Promise.all([write(id, 'primero'), write(id, 'segundo')])
    expect(told).toEqual(['{"text":"segundo"}', '{"text":"primero"}'])
  })

  it('delay and reorder end by themselves when nothing else comes', async () => {
    await control.addFault('w1', { channel: 'echo', kind: 'delay', count: 1 })
    await control.addFault('w1', { channel: 'echo', kind: 'reorder', count: 1 })
    await write(await ana(), 'tarde')
    expect(told).toEqual(['{"text":"tarde"}'])
  })

  it('go out again when the desk has dropped the kept connection', async () => {
    const id = await ana()
    await write(id, 'uno')
    desk.closeIdleConnections()
    await write(id, 'dos')
    expect(told).toEqual(['{"text":"uno"}', '{"text":"dos"}'])
  })

  it('status null when there is no desk, or it is too slow', async () => {
    const view = host.world('w1').view('echo')
    let release = (): void => {}
    onTold = () => new Promise<void>((resolve) => { release = resolve })
    expect(await view.post(externalId(), { method: 'POST', headers: {}, body: 'x', timeoutMs: 100 })).toMatchObject({ status: null })
    release()
    for (const account of book.accounts) account.webhookUrl = null
    expect(await view.post(externalId(), { method: 'POST', headers: {}, body: 'x', timeoutMs: 100 })).toMatchObject({ status: null })
  })
})

describe('time', () => {
  it('advancing stops at every due job in order, the clock at its moment, the desk\'s work done between', async () => {
    const world = host.world('w1').view('echo')
    const start = clock.now() + 10_000
    world.schedule(start + 3000, 'late', { account: externalId(), text: '2' })
    world.schedule(start + 1000, 'early', { account: externalId(), text: '1' })
    world.schedule(start + 90_000, 'never', { account: externalId(), text: '3' })
    const seen: string[] = []
    onTold = (body) => { seen.push(`told ${body} at ${Math.round((clock.now() - start) / 1000)}`) }
    const { now } = await control.clock('w1', { to: new Date(start + 10_000).toISOString() }, { setClock, beforeEachJob: async () => { seen.push('desk') } })
    expect(seen).toEqual(['desk', 'told {"early":"1"} at 1', 'desk', 'told {"late":"2"} at 3', 'desk', 'desk'])
    expect(Math.round((Date.parse(now) - start) / 1000)).toBe(10)
    expect(host.nextDueAt('w1')).toBe(start + 90_000)
  })

  it('what is under way is finished first', async () => {
    const id = await ana()
    const order: string[] = []
    onTold = async (body) => { await Promise.resolve(); order.push(body) }
    const writing = write(id, 'hola')
    host.world('w1').view('echo').schedule(clock.now() + 5000, 'job', { account: externalId(), text: 'x' })
    await host.advance('w1', clock.now() + 6000, { setClock })
    await writing
    expect(order).toEqual(['{"text":"hola"}', '{"job":"x"}'])
  })

  it('in real time a job runs by itself', async () => {
    const heard = new Promise<string>((resolve) => { onTold = (body) => resolve(body) })
    host.world('w1').view('echo').schedule(clock.now() + 20, 'soon', { account: externalId(), text: 'x' })
    expect(await heard).toBe('{"soon":"x"}')
  })

  it('a report can be withheld', async () => {
    const id = await ana()
    await control.addFault('w1', { channel: 'echo', kind: 'withhold_reports', count: 1 })
    await call('/w/w1/send', { to: id.slice(5), text: 'x' })
    await host.advance('w1', clock.now() + 2000, { setClock })
    expect(told).toEqual([])
  })
})

describe('keeping', () => {
  it('people, faults, log and jobs are there after a restart; another stretch of chance begins', async () => {
    const id = await ana()
    await write(id, 'hola')
    await control.addFault('w1', { channel: 'echo', kind: 'delay', count: 3 })
    await call('/w/w1/send', { to: id.slice(5), text: 'x' })
    const before = host.world('w1').view('echo').random()
    await host.stop(500)
    host = open()
    const again = simulatorControl(host)
    host.start()
    expect(again.screen('w1', id).items.length).toBe(2)
    expect(host.world('w1').faults.list()).toMatchObject([{ kind: 'delay', left: 3 }])
    expect((await again.log('w1', {})).items.length).toBe(1)
    expect(host.nextDueAt('w1')).not.toBeNull()
    expect(host.world('w1').view('echo').random()).not.toBe(before)
  })

  it('a reset forgets everything but Recado\'s accounts', async () => {
    const id = await ana()
    await write(id, 'hola')
    await call('/w/w1/send', { to: id.slice(5), text: 'x' })
    await control.addFault('w1', { channel: 'echo', kind: 'delay' })
    await control.reset('w1')
    expect([await control.customers('w1'), (await control.log('w1', {})).items, host.world('w1').faults.list(), host.nextDueAt('w1')]).toEqual([[], [], [], null])
    const eva = await ana()
    await write(eva, 'de nuevo')
    expect(told.at(-1)).toBe('{"text":"de nuevo"}')
  })
})
