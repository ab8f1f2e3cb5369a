import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { request } from 'node:https'
import type { IncomingHttpHeaders } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket, type ClientOptions } from 'ws'
import { readConfig } from '../config.js'
import { deskRoutes } from '../routes/desk.js'
import { makeHarness, PASSWORD, type Harness } from '../testing/harness.js'
import { publicAddressOf } from './keeper.js'
import { certify, name } from './testing/acme-server.js'

const HOST = 'desk.example.com'
let h: Harness
let ca: string
const port = (): number => publicAddressOf(h.services).tls.status().https!.port

beforeAll(async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  ca = certify({ subject: name(HOST), issuer: name(HOST), spki: publicKey.export({ type: 'spki', format: 'der' }), key: privateKey, days: 90, domain: HOST })
  const tls = { ...readConfig({}, null).tls, host: '127.0.0.1', httpPort: 0, httpsPort: 0 }
  h = await makeHarness({ routes: deskRoutes, config: { tls } })
  const files = { cert: join(h.services.config.dataDir, 'cert.pem'), key: join(h.services.config.dataDir, 'key.pem') }
  writeFileSync(files.cert, ca)
  writeFileSync(files.key, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  h.services.config.tls.files = files
  await publicAddressOf(h.services).start(h.app.server)
})
afterAll(async () => {
  await publicAddressOf(h.services).tls.stop()
  await h.close()
})

function ask(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<{ status: number; headers: IncomingHttpHeaders; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: port(), method, path, servername: HOST, ca, agent: false, headers: { host: HOST, ...(body ? { 'content-type': 'application/json' } : {}), ...headers } }, (answer) => {
      let text = ''
      answer.on('data', (part: Buffer) => { text += part.toString() }).on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, body: text }))
    })
    asked.on('error', reject).end(body ? JSON.stringify(body) : undefined)
  })
}

test('the desk answers over TLS: strict transport, a __Host- cookie, and the live socket', async () => {
  const answer = await ask('POST', '/api/v1/session', { email: h.owner.email, password: PASSWORD }, { origin: `https://${HOST}` })
  expect(answer.status).toBe(200)
  expect(answer.headers['strict-transport-security']).toBe('max-age=31536000')
  expect(answer.headers['set-cookie']![0]).toMatch(/^__Host-recado=.*; Path=\/; HttpOnly; Secure; SameSite=Lax/)
  expect(JSON.parse(answer.body).insecureTransport).toBeUndefined()
  const cookie = answer.headers['set-cookie']![0]!.split(';')[0]!
  expect((await ask('GET', '/api/v1/session', undefined, { cookie })).status).toBe(200)
  const options = { ca, servername: HOST, headers: { cookie, host: HOST, origin: `https://${HOST}` } } as ClientOptions // what TLS takes is passed on
  const socket = new WebSocket(`wss://127.0.0.1:${port()}/api/v1/live`, options)
  const hello = await new Promise<string>((resolve, reject) => socket.on('message', (data) => resolve(String(data))).on('error', reject))
  expect(JSON.parse(hello).type).toBe('hello')
  socket.close()
  await new Promise((done) => socket.once('close', done))
})

test('another site’s page is refused there as well', async () => {
  expect((await ask('POST', '/api/v1/session', { email: h.owner.email, password: PASSWORD }, { origin: 'https://evil.example' })).status).toBe(403)
})

test('without TLS of ours there is no strict transport, whatever the public address says', async () => {
  h.services.config.publicUrl = 'https://desk.example.com'
  const { headers } = await h.request('GET', '/api/v1/session', undefined, h.owner, { host: 'desk.example.com' })
  expect(headers['strict-transport-security']).toBeUndefined()
  h.services.config.publicUrl = null
})
