import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Type } from '@fastify/type-provider-typebox'
import { PlatformRefusal } from '@recado/channel-kit'
import { RecadoError } from '@recado/core'
import { DatabaseBusy } from '@recado/db/pool'
import type { FastifySchema } from 'fastify'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { need, open } from '../auth/guard.js'
import { makeHarness, type Harness } from '../testing/harness.js'
import type { RoutePlugin } from './deps.js'
import { isTooDeep } from './json-body.js'
import { RateLimit } from './rate-limit.js'

let made = 0
/** Holds the slow route until a test lets it go. */
const gate: { shut: Promise<void>; open(): void } = { shut: Promise.resolve(), open: () => {} }
/** Routes that fail in every way, and one that makes something. */
const odd: RoutePlugin = async (app) => {
  const schema: FastifySchema = { response: { 200: Type.Unknown() } }
  const failing: Record<string, () => unknown> = {
    refused: () => { throw new RecadoError('window_closed', { verdict: { kind: 'deny' }, secret: 'hidden' }) },
    internal: () => { throw new Error('select * from secret_table; password=hunter2') },
    away: () => { throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }) },
    busy: () => { throw new DatabaseBusy() },
    met: () => { throw Object.assign(new Error('deadlock detected'), { code: '40P01' }) },
    platform: () => { throw new PlatformRefusal({ code: 'token_invalid', platformCode: '190', message: 'their words', sent: 'no', retry: { kind: 'never' } }) },
    webhook: () => { throw new RecadoError('bad_webhook', { status: 403, reason: 'hidden' }) },
  }
  for (const [name, work] of Object.entries(failing)) app.get(`/api/v1/odd/${name}`, { ...open, schema }, async () => work())
  app.post('/api/v1/odd', { ...need('workspace.read'), schema: { ...schema, body: Type.Object({ name: Type.String({ maxLength: 5 }), inner: Type.Optional(Type.Object({ at: Type.String({ format: 'date-time' }) }, { additionalProperties: false })) }, { additionalProperties: false }) } },
    async (request, reply) => reply.code(201).send({ made: ++made, name: (request.body as { name: string }).name }))
  app.post('/api/v1/odd/secret', { config: { ...need('workspace.read').config, secretAnswer: true }, schema }, async () => ({ made: ++made, token: 'rcd_plain_and_secret' }))
  app.post('/api/v1/odd/broken', { ...need('workspace.read'), schema }, async () => { made++; throw new Error('once more') })
  app.post('/api/v1/odd/slow', { ...need('workspace.read'), schema }, async () => { await gate.shut; return { made: ++made } })
}

let h: Harness
let webDir: string
beforeAll(async () => {
  webDir = mkdtempSync(join(tmpdir(), 'recado-web-'))
  mkdirSync(join(webDir, 'assets'))
  mkdirSync(join(webDir, '.vite'))
  writeFileSync(join(webDir, 'index.html'), `<!doctype html><title>Recado</title>${'<p>x</p>'.repeat(200)}`)
  writeFileSync(join(webDir, 'assets', 'app-Ab3dEf9h.js'), 'export const a = 1\n'.repeat(200))
  writeFileSync(join(webDir, 'assets', 'packed-Zz3dEf9h.css'), 'a{}\n'.repeat(300))
  writeFileSync(join(webDir, 'assets', 'packed-Zz3dEf9h.css.br'), 'packed before')
  writeFileSync(join(webDir, '.vite', 'manifest.json'), '{}')
  h = await makeHarness({ routes: [odd], config: { webDir } })
})
afterAll(async () => { await h.close(); rmSync(webDir, { recursive: true }) })

describe('problems', () => {
  test.each([
    ['refused', 422, 'window_closed'], ['internal', 500, 'internal'], ['away', 503, 'database_away'], ['busy', 503, 'busy'], ['met', 503, 'busy'], ['platform', 502, 'token_invalid'], ['webhook', 403, 'bad_webhook'],
  ])('%s is told as %i %s, and nothing that lies behind it', async (name, status, code) => {
    const answer = await h.request('GET', `/api/v1/odd/${name}`)
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([status, 'application/problem+json'])
    expect(answer.json()).toMatchObject({ status, code, title: expect.any(String), detail: expect.any(String), next: expect.any(String), requestId: answer.headers['x-request-id'] })
    expect(answer.body).not.toMatch(/secret|hunter2|hidden|their words|ECONN|node_modules/)
    expect(answer.headers['retry-after'] !== undefined).toBe(status === 503)
  })

  test('a refusal carries its verdict', async () => {
    expect((await h.request('GET', '/api/v1/odd/refused')).json().verdict).toEqual({ kind: 'deny' })
  })

  test('name the fields that are wrong and never their values', async () => {
    const answer = await h.request('POST', '/api/v1/odd', { name: 'much too long', inner: { at: 'yesterday' }, more: 1 })
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'invalid_request'])
    expect(answer.json().fields.map((f: { field: string }) => f.field).sort()).toEqual(['inner.at', 'more', 'name'])
    expect(answer.body).not.toContain('much too long')
    expect((await h.request('POST', '/api/v1/odd', {})).json().fields).toEqual([expect.objectContaining({ field: 'name' })])
  })

  test.each([
    ['an address nobody serves', 'GET', '/api/v1/nothing', 404], ['a method nobody serves', 'DELETE', '/api/v1/odd', 404], ['an address that cannot be read', 'GET', '/api/v1/%E0%A4%A', 400],
  ] as const)('%s is a problem too', async (_what, method, url, status) => {
    const answer = await h.request(method, url)
    expect([answer.statusCode, answer.headers['content-type'], answer.headers['x-content-type-options']]).toEqual([status, 'application/problem+json', 'nosniff'])
  })
})

describe('bodies', () => {
  const post = (payload: string, type = 'application/json') => h.app.inject({ method: 'POST', url: '/api/v1/odd', headers: { host: 'localhost:3000', cookie: h.owner.cookie, 'content-type': type }, payload })
  test.each([
    ['broken JSON', '{"name":', 400], ['__proto__', '{"name":"a","__proto__":{"x":1}}', 400], ['constructor.prototype', '{"name":"a","constructor":{"prototype":{}}}', 400],
    ['a depth of 51', `{"name":"a","x":${'['.repeat(50)}${']'.repeat(50)}}`, 400], ['a depth of 100,000', `{"name":${'['.repeat(100_000)}`, 400], ['more than a megabyte', JSON.stringify({ name: 'x'.repeat(1024 * 1024) }), 413], ['nothing at all', '', 400],
  ])('%s is refused', async (_what, payload, status) => { expect((await post(payload)).statusCode).toBe(status) })

  test('only JSON is taken', async () => { expect((await post('name=a', 'application/x-www-form-urlencoded')).statusCode).toBe(415) })

  test('brackets inside of strings do not count', () => {
    expect([isTooDeep(`{"a":"${'['.repeat(60)}"}`), isTooDeep(`{"a":"\\"${'['.repeat(60)}"}`), isTooDeep('['.repeat(50)), isTooDeep('['.repeat(51))]).toEqual([false, false, false, true])
  })
})

describe('where a change comes from', () => {
  const change = (headers: Record<string, string>, as: Harness['owner'] | string | null = h.owner) => h.request('POST', '/api/v1/odd', { name: 'a' }, as, headers)
  test.each([
    ['our own page', { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' }, 201],
    ['a program with a cookie', {}, 201],
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 403],
    ['another site of the same domain', { 'sec-fetch-site': 'same-site' }, 403],
    ['another site, told by Origin alone', { origin: 'https://evil.example' }, 403],
    ['a sandboxed frame', { origin: 'null' }, 403],
    ['another port of this machine', { origin: 'http://localhost:4000' }, 403],
  ])('%s', async (_what, headers, status) => {
    const answer = await change(headers)
    expect(answer.statusCode).toBe(status)
    if (status === 403) expect(answer.json().code).toBe('bad_origin')
  })

  test('a token may come from anywhere', async () => { expect((await change({ origin: 'https://shop.example', 'sec-fetch-site': 'cross-site' }, h.token)).statusCode).toBe(201) })
  test('nobody signs somebody in from another site', async () => {
    expect((await h.request('POST', '/api/v1/session', { email: h.owner.email, password: 'x' }, null, { origin: 'https://evil.example' })).json().code).toBe('bad_origin')
  })
})

describe('Idempotency-Key', () => {
  const create = (key: string, body: object = { name: 'a' }, as: Harness['owner'] | string = h.owner, url = '/api/v1/odd') => h.request('POST', url, body, as, { 'idempotency-key': key })

  test('the same key and body is the same answer, and nothing is done twice', async () => {
    const before = made
    const [first, second] = [await create('k1'), await create('k1')]
    expect([first.statusCode, second.statusCode, made - before]).toEqual([201, 201, 1])
    expect(second.json()).toEqual(first.json())
    expect([first.headers['idempotency-replayed'], second.headers['idempotency-replayed']]).toEqual([undefined, 'true'])
  })

  test('another body under the same key is a conflict', async () => {
    await create('k2')
    expect((await create('k2', { name: 'b' })).json()).toMatchObject({ status: 409, code: 'idempotency_key_reused' })
  })

  test('keys belong to whoever uses them, and to one address', async () => {
    const before = made
    await create('k3')
    await create('k3', { name: 'a' }, h.token)
    await create('k3', {}, h.owner, '/api/v1/odd/secret')
    expect(made - before).toBe(3)
  })

  test('two at once: one does it, both have the answer', async () => {
    const before = made
    gate.shut = new Promise((resolve) => { gate.open = resolve })
    const under = Promise.all([1, 2, 3].map(() => create('k4', {}, h.owner, '/api/v1/odd/slow')))
    await vi.waitFor(async () => expect(await h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query(`select 1 from idempotency_key where key = 'k4'`))).toHaveLength(1))
    expect(made - before).toBe(0)
    gate.open()
    const answers = await under
    expect(made - before).toBe(1)
    expect(new Set(answers.map((a) => a.body)).size).toBe(1)
  })

  test('our own failure frees the key', async () => {
    const before = made
    await create('k5', {}, h.owner, '/api/v1/odd/broken')
    await create('k5', {}, h.owner, '/api/v1/odd/broken')
    expect(made - before).toBe(2)
  })

  test('a day later the key is free again', async () => {
    const before = made
    await create('k6')
    await h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query(`update idempotency_key set created_at = now() - interval '25 hours' where key = 'k6'`))
    expect((await create('k6', { name: 'b' })).statusCode).toBe(201)
    expect(made - before).toBe(2)
  })

  test('an answer that holds a secret is kept sealed', async () => {
    const first = await create('k7', {}, h.owner, '/api/v1/odd/secret')
    const [row] = await h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query<{ answer: unknown }>(`select answer from idempotency_key where key = 'k7' and route = '/api/v1/odd/secret'`))
    expect(JSON.stringify(row!.answer)).not.toContain('rcd_plain')
    expect((await create('k7', {}, h.owner, '/api/v1/odd/secret')).json()).toEqual(first.json())
  })
})

describe('a hundred requests a second', () => {
  test('per token, then 429 until there is room again', () => {
    let now = 0
    const limit = new RateLimit(100, () => now)
    const tries = (key: string, times: number) => Array.from({ length: times }, () => { try { limit.take(key); return true } catch (error) { expect((error as RecadoError).data).toEqual({ retryAfterS: 1 }); return false } }).filter(Boolean).length
    expect([tries('a', 150), tries('b', 100)]).toEqual([100, 100])
    now += 500
    expect(tries('a', 100)).toBe(50)
    now += 60_000
    expect(tries('a', 150)).toBe(100)
  })

  test('holds for tokens, not for people at work', async () => {
    const token = await h.addToken(['read'])
    // On a busy machine 140 requests take longer than the second in which they are counted.
    const now = vi.spyOn(performance, 'now').mockReturnValue(performance.now())
    const byToken = await Promise.all(Array.from({ length: 140 }, () => h.request('GET', '/api/v1/workspace', undefined, token))).finally(() => now.mockRestore())
    const refused = byToken.filter((answer) => answer.statusCode === 429)
    expect([refused.length, refused[0]?.headers['retry-after'], byToken.filter((answer) => answer.statusCode === 200).length]).toEqual([40, '1', 100])
    const byPerson = await Promise.all(Array.from({ length: 140 }, () => h.request('GET', '/api/v1/workspace')))
    expect(byPerson.every((answer) => answer.statusCode === 200)).toBe(true)
  })
})

describe('every answer', () => {
  test('says what a page may load, and is not kept', async () => {
    for (const url of ['/api/v1/workspace', '/', '/healthz', '/api/v1/nothing']) {
      const { headers } = await h.request('GET', url, undefined, h.owner, { accept: 'text/html' })
      expect(headers['content-security-policy'], url).toMatch(/^default-src 'self'; script-src 'self'; style-src 'self'( 'sha256-[^']+')*;.* object-src 'none'; base-uri 'none';.* frame-ancestors 'none'/)
      expect(headers, url).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'same-origin' })
      expect(headers['strict-transport-security'], url).toBeUndefined()
    }
    expect((await h.request('GET', '/api/v1/workspace')).headers['cache-control']).toBe('no-store')
  })
})

describe('the web app', () => {
  const get = (url: string, headers: Record<string, string> = {}) => h.request('GET', url, undefined, null, { accept: 'text/html', ...headers })

  test.each(['/', '/inbox', '/inbox/018f0000-0000-7000-8000-000000000000?view=mine', '/simulator', '/settings/channels'])('%s is a page', async (url) => {
    const answer = await get(url)
    expect([answer.statusCode, answer.headers['content-type'], answer.headers['cache-control']]).toEqual([200, 'text/html; charset=utf-8', 'no-cache'])
    expect(answer.body).toContain('<title>Recado</title>')
  })

  test.each(['/assets/gone-Ab3dEf9h.js', '/api/inbox', '/favicon.ico', '/.vite/manifest.json', '/assets/../../package.json'])('%s is not', async (url) => {
    const answer = await get(url)
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([404, 'application/problem+json'])
  })

  test.each(['/..%2f..%2fetc%2fpasswd', '/%2e%2e/%2e%2e/etc/passwd', '/%00'])('%s names no file: it is the page that says so', async (url) => {
    expect((await get(url)).body).toContain('<title>Recado</title>')
  })

  test('files named by their content are kept for a year, and packed for the way', async () => {
    const plain = await get('/assets/app-Ab3dEf9h.js')
    const packed = await get('/assets/app-Ab3dEf9h.js', { 'accept-encoding': 'gzip, deflate' })
    expect([plain.headers['cache-control'], plain.headers['content-encoding'], packed.headers['content-encoding'], packed.headers.vary]).toEqual(['public, max-age=31536000, immutable', undefined, 'gzip', 'accept-encoding'])
    expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length / 4)
    expect((await get('/assets/app-Ab3dEf9h.js', { 'if-none-match': String(plain.headers.etag) })).statusCode).toBe(304)
    expect((await get('/assets/packed-Zz3dEf9h.css', { 'accept-encoding': 'gzip, br' })).body).toBe('packed before')
    expect((await get('/assets/packed-Zz3dEf9h.css', { 'accept-encoding': 'br;q=0' })).headers['content-encoding']).toBeUndefined()
  })
})

describe('for operators', () => {
  test('healthz and readyz', async () => {
    expect((await h.request('GET', '/healthz', undefined, null)).json()).toEqual({ status: 'ok' })
    const ready = await h.request('GET', '/readyz', undefined, null)
    expect([ready.statusCode, ready.json()]).toMatchObject([200, { status: 'ready', checks: { database: { ok: true }, disk: { ok: true }, clock: { ok: true }, queue: { ok: true, length: 0 } } }])
  })

  test('metrics are open to this machine, elsewhere to tokens that may', async () => {
    const at = (remoteAddress: string, headers: Record<string, string> = {}) => h.app.inject({ method: 'GET', url: '/metrics', remoteAddress, headers })
    await h.request('GET', '/api/v1/workspace')
    h.services.signals.emit('stored', h.workspaceId, 3)
    h.services.signals.emit('sent', h.workspaceId, 'accepted')
    const here = await at('127.0.0.1')
    expect(here.statusCode).toBe(200)
    expect(here.body).toMatch(/recado_http_request_seconds_count\{method="GET",route="\/api\/v1\/workspace",status="2xx"\} [1-9]/)
    for (const line of ['recado_ingest_batches_total 1', 'recado_ingest_messages_total 3', 'recado_sends_total{outcome="accepted"} 1', 'recado_send_queue_length 0', 'recado_event_loop_delay_seconds{quantile="0.99"}', 'recado_database_connections{state="open"}']) expect(here.body).toContain(line)
    expect(here.body).not.toContain(h.workspaceId)
    const token = await h.addToken(['metrics'])
    const other = await h.addToken(['read'])
    expect([(await at('203.0.113.4')).statusCode, (await at('203.0.113.4', { authorization: `Bearer ${other}` })).statusCode, (await at('203.0.113.4', { authorization: `Bearer ${token}` })).statusCode]).toEqual([401, 403, 200])
    expect((await at('127.0.0.1', { 'x-forwarded-for': '203.0.113.4' })).statusCode).toBe(401)
  })
})

test('a route that does not say who may call it stops the start', async () => {
  await expect(makeHarness({ setUp: false, routes: [async (app) => { app.get('/api/v1/forgotten', { schema: {} }, async () => 'x') }] })).rejects.toThrow('does not say who may call it')
  await expect(makeHarness({ setUp: false, routes: [async (app) => { app.get('/api/v1/forgotten', open, async () => 'x') }] })).rejects.toThrow('has no schema')
})
