/** The example scripts do what they say, each as its own process against the running server. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hours } from '@recado/core'
import { Recado, RecadoProblem, verifyWebhook, WebhookSignatureError } from '../packages/client/index.js'
import { openWire, WIRE_TOKEN, type Wire } from '@recado/server/testing/wire'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
let wire: Wire
let account: string
let dir: string
let client: Recado

beforeAll(async () => {
  wire = await openWire({ RECADO_EGRESS_ALLOW: '127.0.0.0/8' })
  client = new Recado({ url: wire.url(), token: WIRE_TOKEN })
  account = (await client.call('POST /api/v1/channel-accounts', { body: { channel: 'whatsapp', name: 'Tienda', settings: {}, simulated: true } })).id
  await client.call('POST /api/v1/templates', { body: { channelAccountId: account, starter: { trade: 'shop', id: 'order_confirmed', language: 'es' } } })
  await wire.pass(hours(24))
  // Node 20 does not run TypeScript by itself.
  dir = mkdtempSync(join(tmpdir(), 'recado-examples-'))
  await build({ entryPoints: ['order-confirmed', 'status-receiver'].map((name) => join(root, 'examples', `${name}.ts`)), bundle: true, platform: 'node', format: 'esm', outdir: dir, outExtension: { '.js': '.mjs' }, alias: { '@recado/client': join(root, 'packages', 'client', 'index.ts') }, logLevel: 'silent' })
})
afterAll(async () => { await wire?.close(); if (dir) rmSync(dir, { recursive: true, force: true }) })

function run(command: string, args: string[], env: Record<string, string> = {}): { child: ChildProcess; output: () => string; ended: Promise<number | null> } {
  const child = spawn(command, args, { env: { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8', RECADO_URL: wire.url(), RECADO_TOKEN: WIRE_TOKEN, RECADO_ACCOUNT: account, ...env } })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => { output += text })
  child.stderr.setEncoding('utf8').on('data', (text: string) => { output += text })
  return { child, output: () => output, ended: new Promise((resolve) => child.on('close', (code) => resolve(code)) /* 'exit' may come before what it printed */) }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

describe('the examples', () => {
  test('in curl: the notice is sent, and not a second time', async () => {
    const script = join(root, 'examples', 'order-confirmed.sh')
    const [first, second] = [run(script, ['+34600111222', 'Lucía', 'B-7']), run(script, ['+34600111222', 'Lucía', 'B-7'])]
    expect([await first.ended, await second.ended]).toEqual([0, 0])
    expect(JSON.parse(first.output()).id).toBe(JSON.parse(second.output()).id)
    expect(JSON.parse(first.output())).toMatchObject({ clientId: 'order-confirmed-B-7', content: { text: expect.stringContaining('Lucía') } })
  })

  test('in TypeScript: the receiver writes down what became of what the sender sent', async () => {
    const port = await freePort()
    const { secret } = await client.call('POST /api/v1/webhook-endpoints', { body: { url: `http://127.0.0.1:${port}/`, events: ['message.updated'] } })
    const receiver = run(process.execPath, [join(dir, 'status-receiver.mjs')], { WEBHOOK_SECRET: secret, PORT: String(port) })
    try {
      await expect.poll(receiver.output, { timeout: 10_000 }).toContain('ready')
      const { body: customer } = await wire.ask<{ address: string }>('POST', '/simulator/control/customers', { channel: 'whatsapp', channelAccountId: account, name: 'Lucía', country: 'ES' })
      const sender = run(process.execPath, [join(dir, 'order-confirmed.mjs'), customer.address, 'Lucía', 'B-8'])
      expect(await sender.ended).toBe(0)
      expect(sender.output()).toMatch(/is queued, at most \d+\.\d+ [A-Z]{3}/)
      await wire.pass(hours(1))
      await expect.poll(receiver.output, { timeout: 15_000 }).toMatch(/order-confirmed-B-8 (delivered|read)/) // two reports that come at once are told as one
    } finally { receiver.child.kill() }
  })

  test('a refusal is said with its code', async () => {
    const sender = run(process.execPath, [join(dir, 'order-confirmed.mjs'), '12', 'Lucía', 'B-9'])
    expect(await sender.ended).toBe(1)
    expect(sender.output()).toContain('unknown_address')
  })
})

describe('the client', () => {
  test('throws a problem with its code and fields', async () => {
    const error = await client.call('GET /api/v1/contacts/{id}', { path: { id: account } }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(RecadoProblem)
    expect(error).toMatchObject({ code: 'not_found', status: 404 })
  })

  test('walks over all pages', async () => {
    const names: string[] = []
    for await (const template of client.all('GET /api/v1/templates', { query: { account, limit: 2 } })) names.push(template.name)
    expect(names.length).toBeGreaterThan(4)
    expect(names).toContain('order_confirmed')
  })

  test('repeats what was put off, under one Idempotency-Key', async () => {
    const keys: (string | null)[] = []
    const answers = [new Response('{}', { status: 503, headers: { 'retry-after': '0.001' } }), new Response('{"id":"1"}', { status: 201 })]
    const patient = new Recado({ url: 'https://desk.example', token: 't', fetch: async (_address, init) => { keys.push(new Headers(init?.headers).get('idempotency-key')); return answers.shift()! } })
    expect(await patient.call('POST /api/v1/messages', { body: { channelAccountId: 'a', to: { address: '1' }, purpose: 'service', clientId: 'c', content: { kind: 'text', text: 'x' } } })).toEqual({ id: '1' })
    expect(new Set(keys).size).toBe(1)
    expect(keys).toHaveLength(2)
  })

  // https://github.com/standard-webhooks/standard-webhooks/blob/main/libraries/javascript/src/index.test.ts
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const headers = { 'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek', 'webhook-timestamp': '1614265330', 'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=' }
  const body = '{"test": 2432232314}'
  const now = 1_614_265_330_000
  test('takes a webhook that is genuine, by any of the secrets', async () => {
    expect(await verifyWebhook(headers, body, secret, { now })).toMatchObject({ id: headers['webhook-id'] })
    expect(await verifyWebhook(new Headers(headers), body, ['whsec_AAAA', secret], { now: now + 300_000 })).toMatchObject({ id: headers['webhook-id'] })
  })
  test.each([
    ['another body', headers, `${body} `, secret, now], ['another secret', headers, body, 'whsec_AAAA', now], ['a request of long ago', headers, body, secret, now + 301_000], ['a clock that is behind', headers, body, secret, now - 301_000],
    ['another id', { ...headers, 'webhook-id': 'x' }, body, secret, now], ['no signature', { ...headers, 'webhook-signature': '' }, body, secret, now], ['a timestamp that is none', { ...headers, 'webhook-timestamp': 'soon' }, body, secret, now], ['another version', { ...headers, 'webhook-signature': headers['webhook-signature'].replace('v1', 'v2') }, body, secret, now],
  ])('refuses %s', async (_name, given, text, key, at) => { await expect(verifyWebhook(given, text, key, { now: at })).rejects.toBeInstanceOf(WebhookSignatureError) })
})
