import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
let dir = ''
const running: ChildProcess[] = []

/** Starts the process on the same folder; resolves with its origin. */
async function start(): Promise<{ child: ChildProcess; origin: string }> {
  const child = spawn(process.execPath, [join(dir, 'main.mjs')], { env: { ...process.env, PORT: '0', SIMULATOR_DIR: join(dir, 'data'), SIMULATOR_CHANNELS_DIR: join(dir, 'channels') }, stdio: ['ignore', 'pipe', 'inherit'] })
  running.push(child)
  const origin = await new Promise<string>((resolve, reject) => {
    child.stdout?.setEncoding('utf8').on('data', (line: string) => resolve(/http:\S+(?=\/simulator)/.exec(line)?.[0] ?? ''))
    child.once('exit', (code) => reject(new Error(`the simulator ended with ${code}`)))
  })
  return { child, origin }
}

async function ask(origin: string, method: string, path: string, body?: object): Promise<Record<string, unknown>> {
  const answer = await fetch(`${origin}/simulator/control/${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) })
  return { status: answer.status, ...((await answer.json()) as Record<string, unknown>) }
}

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'recado-simulator-'))
  const shared = { bundle: true, platform: 'node', format: 'esm', logLevel: 'silent', alias: { '@recado/channel-kit': here('../channel-kit'), '@recado/core': here('../core/index.ts') } } as const
  await build({ ...shared, entryPoints: [here('./main.ts')], outfile: join(dir, 'main.mjs') })
  await build({ ...shared, entryPoints: { simulator: here('../../channels/wechat/simulator.ts'), phone: here('../../channels/wechat/phone.ts') }, outdir: join(dir, 'channels/wechat/dist'), outExtension: { '.js': '.js' } })
})

afterAll(() => {
  for (const child of running) child.kill('SIGKILL')
  rmSync(dir, { recursive: true, force: true })
})

describe('the simulator as its own process', () => {
  it('survives kill -9: people, their screens and the webhook under way', async () => {
    const told: { id: string; answered: boolean }[] = []
    let silent = true
    const desk = http.createServer(async (request, response) => {
      let body = ''
      for await (const part of request) body += String(part)
      const echostr = new URL(request.url ?? '', 'http://x').searchParams.get('echostr')
      if (echostr !== null) return void response.end(echostr)
      told.push({ id: /<MsgId>(\d+)/.exec(body)?.[1] ?? '', answered: !silent })
      if (!silent) response.end('success')
    })
    await new Promise<void>((resolve) => { desk.listen(0, '127.0.0.1', resolve) })

    const first = await start()
    const account = await ask(first.origin, 'POST', 'accounts', { channel: 'wechat', settings: { mode: 'plain' } })
    expect(await ask(first.origin, 'PATCH', `accounts/${String(account.channelAccountId)}`, { webhookUrl: `http://127.0.0.1:${(desk.address() as AddressInfo).port}/` })).toEqual({ status: 200, ok: true })
    const { customerId } = await ask(first.origin, 'POST', 'customers', { channel: 'wechat', channelAccountId: account.channelAccountId })
    const dying = ask(first.origin, 'POST', `customers/${String(customerId)}/act`, { action: 'write', content: { text: 'hola' } }).catch(() => null)
    await expect.poll(() => told.length, { interval: 10 }).toBe(1)
    first.child.kill('SIGKILL')
    await dying
    silent = false

    const second = await start()
    await expect.poll(() => told.length, { interval: 10 }).toBe(2)
    expect(told).toEqual([{ id: told[0]?.id, answered: false }, { id: told[0]?.id, answered: true }])
    expect((await ask(second.origin, 'GET', `customers/${String(customerId)}/screen`)).items).toMatchObject([{ from: 'me', content: { kind: 'text', text: 'hola' } }])
    expect(await ask(second.origin, 'POST', 'customers/wechat.nobody/act', { action: 'write' })).toMatchObject({ status: 400, code: 'invalid_request' })
    const before = Date.now()
    expect(Date.parse(String((await ask(second.origin, 'POST', 'clock', { advanceMs: 3_600_000 })).now))).toBeGreaterThanOrEqual(before + 3_600_000)
    const ended = new Promise((resolve) => second.child.once('exit', resolve))
    second.child.kill('SIGTERM')
    expect(await ended).toBe(0)
    desk.closeAllConnections()
    desk.close()
  })
})
