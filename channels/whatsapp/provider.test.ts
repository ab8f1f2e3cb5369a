/** An account that a provider carries: every call under its address, by its header, and to nobody else. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CallContext } from '@recado/channel-kit'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { check } from './checks.js'
import { markRead, send, templates } from './client.js'
import { fetchMedia } from './media.js'
import { receive } from './receive.js'
import { answer, NOW, outbound, raw, settings, wire } from './testing.js'

const KEY = 'key-of-the-provider'
const PICTURE = Buffer.from('a picture')
/** Calls as the provider received them. */
let heard: { method: string; url: string; key: string | undefined; authorization: string | undefined }[] = []
let server: Server
let own: Record<string, string>

const rows = (from: number, count: number) => Array.from({ length: count }, (_, i) => ({ id: String(from + i), name: `aviso_${from + i}`, language: 'es', status: 'approved', category: 'UTILITY', components: [{ type: 'BODY', text: 'Hola' }] }))

/** The provider's side, as its documentation tells it: Meta's paths without version and number, its own list of templates. */
function reply(method: string, url: URL): { status: number; body: unknown } {
  if (method === 'POST' && url.pathname === '/messages') return { status: 200, body: { messages: [{ id: 'wamid.P1' }] } }
  if (method === 'POST' && url.pathname === '/media') return { status: 200, body: { id: '881' } }
  if (method === 'GET' && url.pathname === '/77001') return { status: 200, body: { url: 'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=77001&ext=1&hash=x', mime_type: 'image/jpeg', id: '77001' } }
  if (method === 'GET' && url.pathname === '/whatsapp_business/attachments/' && url.searchParams.get('mid') === '77001') return { status: 200, body: PICTURE }
  if (method === 'GET' && url.pathname === '/v1/configs/templates') {
    const [limit, offset] = [Number(url.searchParams.get('limit')), Number(url.searchParams.get('offset') ?? 0)]
    return { status: 200, body: { total: 130, limit, offset, waba_templates: rows(offset, Math.max(0, Math.min(limit, 130 - offset))) } }
  }
  return { status: 404, body: { error: { message: `nothing at ${url.pathname}` } } }
}

beforeAll(async () => {
  server = createServer((request, response) => {
    const key = request.headers['d360-api-key']
    heard.push({ method: request.method ?? '', url: request.url ?? '', key: typeof key === 'string' ? key : undefined, authorization: request.headers.authorization })
    request.resume().on('end', () => {
      const { status, body } = key === KEY ? reply(request.method ?? '', new URL(request.url ?? '/', 'http://provider')) : { status: 401, body: { error: { message: 'Invalid api key' } } }
      response.writeHead(status).end(Buffer.isBuffer(body) ? body : JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  own = { apiStyle: 'provider', baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, authHeader: 'D360-API-KEY', authFormat: '{token}', accessToken: KEY, templatesPath: 'v1/configs/templates', appSecret: '' }
})
afterAll(() => new Promise((resolve) => server.close(resolve)))
beforeEach(() => { heard = [] })

/** Calls that really leave, to the server above and nowhere else. */
function context(more: Record<string, unknown> = {}): CallContext {
  return wire(async (request) => {
    expect(request.url.startsWith(own.baseUrl!)).toBe(true)
    const form = request.form ? Buffer.from('form') : typeof request.body === 'object' && !Buffer.isBuffer(request.body) ? JSON.stringify(request.body) : request.body
    const told = await fetch(request.url, { method: request.method, headers: request.headers ?? {}, ...(form === undefined ? {} : { body: String(form) }) })
    return answer(told.status, Buffer.from(await told.arrayBuffer()), Object.fromEntries(told.headers))
  }, { ...own, ...more }, 'real').context
}

describe('through a provider', () => {
  test('a text goes without version and number', async () => {
    expect(await send(outbound({ kind: 'text', text: 'Hola' }), context())).toMatchObject({ externalId: 'wamid.P1' })
    await markRead({ externalId: 'wamid.1', to: [{ kind: 'wa_id', value: '34699000345' }] }, context())
    expect(heard.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST /messages', 'POST /messages'])
  })
  test('a picture is uploaded there', async () => {
    await send(outbound({ kind: 'image', media: { id: 'm1', url: '/m1', mime: 'image/jpeg', bytes: 9 } }), context())
    expect(heard.map(({ url }) => url)).toEqual(['/media', '/messages'])
  })
  test('a customer’s file is fetched under its address, not under Meta’s', async () => {
    expect((await fetchMedia({ kind: 'id', id: '77001' }, context())).bytes.equals(PICTURE)).toBe(true)
    expect(heard.map(({ url }) => url)).toEqual(['/77001', '/whatsapp_business/attachments/?mid=77001&ext=1&hash=x'])
  })
  test('all templates come, page by page', async () => {
    const found = await templates(context())
    expect(found).toHaveLength(130)
    expect(new Set(found.map(({ name }) => name)).size).toBe(130)
  })
  test('the check says whether the key is taken', async () => {
    expect(await check(context())).toMatchObject([{ id: 'token', ok: true }, { id: 'webhook', ok: true, code: 'provider' }])
    expect(await check(context({ accessToken: 'another' }))).toMatchObject([{ id: 'token', ok: false, code: 'token_invalid' }, { id: 'webhook' }])
  })
  test('every call carries the key in its header, and no other', async () => {
    await send(outbound({ kind: 'image', media: { id: 'm1', url: '/m1', mime: 'image/jpeg', bytes: 9 } }), context())
    await Promise.all([templates(context()), check(context()), fetchMedia({ kind: 'id', id: '77001' }, context())])
    expect(heard.length).toBeGreaterThan(6)
    expect(heard.every(({ key, authorization }) => key === KEY && authorization === undefined)).toBe(true)
  })
  test('a header that cannot be one is the usual one', async () => {
    const { context: odd, calls } = wire(() => answer(200, { messages: [{ id: 'wamid.1' }] }), { ...own, authHeader: 'X: y\r\nZ' })
    await send(outbound({ kind: 'text', text: 'Hola' }), odd)
    expect(calls[0]?.headers).toEqual({ authorization: KEY })
  })
})

describe('its webhook', () => {
  const body = Buffer.from(raw('webhook-batch'))
  const request = (headers: Record<string, string>) => ({ method: 'POST', path: '/', query: {}, headers, body })
  test.each<[string, Record<string, string>, Record<string, string>, string]>([
    ['with the token it was told', { authorization: 'Bearer aurora-verify' }, {}, 'accepted'],
    ['with another token', { authorization: 'Bearer aurora-verifY' }, {}, 'refused'],
    ['without one', {}, {}, 'refused'],
    ['of an account without a token', { authorization: 'Bearer ' }, { verifyToken: '' }, 'refused'],
    ['signed by Meta’s secret, which this account knows, is held to it', { authorization: 'Bearer aurora-verify' }, { appSecret: 'known' }, 'refused'],
    ['of Meta itself is never let in by a token', { authorization: 'Bearer aurora-verify' }, { apiStyle: 'meta' }, 'refused'],
  ])('%s', (_what, headers, more, kind) => expect(receive(request(headers), { ...settings, ...own, ...more }).kind).toBe(kind))
})

test('business time is the context’s', () => expect(context().now()).toBe(NOW))
