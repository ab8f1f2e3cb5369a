/**
 * The simulated platforms as a process of their own, so that the server can be killed without them and they without the server.
 * `PORT` (0 = any), `SIMULATOR_DIR` (where the world is kept), `SIMULATOR_CHANNELS_DIR` (folders of channels, separated as in PATH).
 */
import { mkdirSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { delimiter, resolve } from 'node:path'
import { RecadoError } from '@recado/core'
import { createSimulatorHost, type SimulatorHost } from './host.js'
import { readBody, serveMounted, splitTarget } from './http-adapter.js'
import { loadSimulators } from './own-process/channels.js'
import { controlRoutes, WORLD, type ControlAnswer } from './own-process/control-routes.js'
import { OwnLedger } from './own-process/ledger.js'

const CONTROL = '/simulator/control/'
const CONTROL_BYTES = 32 * 1024 * 1024

const dir = resolve(process.env.SIMULATOR_DIR ?? 'data/simulator')
mkdirSync(dir, { recursive: true })
const ledger = new OwnLedger(dir)
let origin = ''
const host: SimulatorHost = createSimulatorHost({
  dir, accounts: ledger, clock: { now: () => ledger.now() }, publicUrl: () => origin,
  channels: await loadSimulators((process.env.SIMULATOR_CHANNELS_DIR ?? 'channels').split(delimiter).map((folder) => resolve(folder))),
  warn: (line, error) => process.stderr.write(`${line}${error instanceof Error ? `: ${error.stack ?? error.message}` : ''}\n`),
})
host.world(WORLD)
const control = controlRoutes(host, ledger)

const server = http.createServer((request, response) => {
  void answer(request, response).catch((error: unknown) => {
    host.options.warn?.('a simulated platform failed', error)
    if (!response.headersSent) response.writeHead(500)
    response.end()
  })
})

async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const { path, query } = splitTarget(request.url ?? '/')
  if (path.startsWith(CONTROL)) {
    const { status, body } = await controlled(request, path.slice(CONTROL.length), query)
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    return
  }
  const mounted = /^\/simulator\/([^/]+)(\/.*)$/.exec(path)
  if (mounted?.[1] !== undefined && mounted[2] !== undefined) await serveMounted(host, mounted[1], mounted[2], query, request, response)
  else response.writeHead(404).end()
}

async function controlled(request: http.IncomingMessage, path: string, query: Record<string, string>): Promise<ControlAnswer> {
  const text = (await readBody(request, CONTROL_BYTES))?.toString('utf8') ?? ''
  try {
    const body: unknown = text === '' ? {} : JSON.parse(text)
    if (typeof body !== 'object' || body === null) throw new RecadoError('invalid_request', { reason: 'a JSON object' })
    return (await control({ method: request.method ?? 'GET', path, query, body: body as Record<string, unknown> })) ?? { status: 404, body: { code: 'not_found' } } // an object by the line above
  } catch (error) {
    if (error instanceof RecadoError) return { status: error.code === 'not_found' || error.code === 'unknown_channel' ? 404 : 400, body: { code: error.code, ...error.data } }
    if (error instanceof SyntaxError) return { status: 400, body: { code: 'invalid_request', reason: error.message } }
    throw error
  }
}

server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  // The address is an AddressInfo: the server listens on a port, not on a pipe.
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  host.start()
  process.stdout.write(`simulated platforms at ${origin}/simulator\n`)
})

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    server.close()
    server.closeAllConnections()
    void host.stop(2000).then(() => process.exit(0))
  })
