import { randomBytes, type X509Certificate } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer, request as plainRequest, type Server } from 'node:http'
import { request as secureRequest } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '@recado/db'
import { readConfig, type TlsConfig } from '../../config.js'
import { makeSealer } from '../../secrets/sealer.js'
import { startAcmeServer, type AcmeServer } from '../testing/acme-server.js'
import { OwnTls } from './own-tls.js'
import { TlsStore } from './store.js'

const DAY = 86_400_000
const PACE = { attempts: 20, minMs: 1, maxMs: 5 }
const DOMAIN = 'desk.example.com'

let dir: string
let desk: Server
let acme: AcmeServer
let tls: OwnTls
let now: number
const made: OwnTls[] = []
const master = randomBytes(32)
const sealer = (key = master) => makeSealer({} as Database, key) // what belongs to the installation asks no database

function makeTls(config: Partial<TlsConfig> = {}, key = master): OwnTls {
  const base: TlsConfig = { ...readConfig({}, null).tls, httpPort: 0, httpsPort: 0, host: '127.0.0.1', ...config }
  const one = new OwnTls({ config: { tls: base }, log: pino({ level: 'silent' }), store: new TlsStore(dir, sealer(key)), behind: () => desk, publicUrl: () => null, now: () => now, pace: PACE })
  made.push(one)
  return one
}
const wish = () => ({ domain: DOMAIN, email: 'ana@example.org', directory: acme.directory })

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'recado-tls-'))
  now = Date.now()
  desk = createServer((request, response) => { response.end(`the desk at ${request.url}`) })
  acme = await startAcmeServer({ challengePort: () => tls.status().http!.port })
})
afterEach(async () => {
  await Promise.all(made.splice(0).map((one) => one.stop()))
  await acme.close()
  rmSync(dir, { recursive: true, force: true })
})

interface Answer { status: number; location: string | undefined; body: string; certificate: X509Certificate | undefined; trusted: boolean }
/** A request by the domain's name; the certificate must be signed by the authority's root. */
function get(path: string, port: number, secure: boolean, method = 'GET', ca = acme.root): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, method, headers: { host: DOMAIN }, agent: false as const }
    const asked = (secure ? secureRequest({ ...options, servername: DOMAIN, ca }) : plainRequest(options)).on('error', reject).on('response', (answer) => {
      const socket = answer.socket as TLSSocket
      const [certificate, trusted] = secure ? [socket.getPeerX509Certificate(), socket.authorized] : [undefined, false]
      let body = ''
      answer.on('data', (part: Buffer) => { body += part.toString() }).on('end', () => resolve({ status: answer.statusCode!, location: answer.headers.location, body, certificate, trusted }))
    })
    asked.end()
  })
}
const https = (path = '/') => get(path, tls.status().https!.port, true)
const http = (path: string, method = 'GET') => get(path, tls.status().http!.port, false, method)

describe('by ACME', () => {
  test('a certificate is obtained over port 80, served, and port 80 leads to it', async () => {
    tls = makeTls()
    await tls.start(wish())
    expect(tls.status()).toMatchObject({ mode: 'acme', state: 'obtaining', domain: DOMAIN })
    expect((await http('/inbox')).status).toBe(503)
    await tls.settled()
    expect(tls.status()).toMatchObject({ state: 'active', fault: null, issuer: 'A root of the tests' })
    const answer = await https('/inbox')
    expect(answer).toMatchObject({ status: 200, body: 'the desk at /inbox', trusted: true })
    expect(answer.certificate!.subjectAltName).toBe(`DNS:${DOMAIN}`)
    const port = tls.status().https!.port
    expect(await http('/inbox?view=mine')).toMatchObject({ status: 308, location: `https://${DOMAIN}:${port}/inbox?view=mine` })
    expect(await http('/webhooks/x/y', 'POST')).toMatchObject({ status: 308, location: `https://${DOMAIN}:${port}/webhooks/x/y` })
    expect((await http('//evil.example/x')).location).toBe(`https://${DOMAIN}:${port}//evil.example/x`)
    expect((await http('/.well-known/acme-challenge/nothing')).status).toBe(404)
  })

  test('account key and certificate lie sealed, for this user alone, and are used again after a restart', async () => {
    tls = makeTls()
    await tls.start(wish())
    await tls.settled()
    await tls.stop()
    const files = readdirSync(join(dir, 'tls'))
    expect(files.sort()).toEqual([expect.stringMatching(/^account-127\.0\.0\.1.*\.sealed$/), 'certificate.sealed'])
    for (const file of files) {
      expect(statSync(join(dir, 'tls', file)).mode & 0o777).toBe(0o600)
      expect(readFileSync(join(dir, 'tls', file)).includes('BEGIN')).toBe(false)
    }
    tls = makeTls()
    await tls.start(wish())
    expect(tls.status().state).toBe('active')
    await tls.settled()
    expect([acme.issued.length, acme.accounts]).toEqual([1, 1])
    expect((await https()).trusted).toBe(true)
    await tls.stop()
    // Another master key opens neither: a new account gets a new certificate.
    tls = makeTls({}, randomBytes(32))
    await tls.start(wish())
    await tls.settled()
    expect([tls.status().state, acme.issued.length, acme.accounts]).toEqual(['active', 2, 2])
  })

  test('it is renewed thirty days before its end, and not a day sooner, without a closed door', async () => {
    tls = makeTls()
    await tls.start(wish())
    await tls.settled()
    const first = (await https()).certificate!.serialNumber
    now += 59 * DAY
    await tls.look()
    expect(acme.issued).toHaveLength(1)
    now += 1.1 * DAY
    await tls.look()
    expect(acme.issued).toHaveLength(2)
    const second = (await https()).certificate!.serialNumber
    expect(second).not.toBe(first)
    expect(tls.status()).toMatchObject({ state: 'active', fault: null })
  })

  test('a refusal is told in the authority’s words; the old certificate goes on being served, and it is tried again', async () => {
    tls = makeTls()
    await tls.start(wish())
    await tls.settled()
    acme.refuse = { type: 'rateLimited', detail: 'too many certificates already issued for this name' }
    now += 61 * DAY
    await tls.look()
    expect(tls.status()).toMatchObject({ state: 'active', fault: { code: 'refused', detail: expect.stringContaining('too many certificates') }, nextAt: new Date(now + 15 * 60_000).toISOString() })
    expect((await https()).status).toBe(200)
    acme.refuse = null
    await tls.look()
    expect(acme.issued).toHaveLength(1)
    now += 15 * 60_000
    await tls.look()
    expect([acme.issued.length, tls.status().fault]).toEqual([2, null])
  })

  test('an answer that is not ours is an invalid challenge', async () => {
    const other = createServer((_request, response) => response.end('Welcome to nginx'))
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done))
    await acme.close()
    acme = await startAcmeServer({ challengePort: () => (other.address() as { port: number }).port })
    tls = makeTls()
    await tls.start(wish())
    await tls.settled()
    expect(tls.status()).toMatchObject({ state: 'failed', fault: { code: 'refused', detail: expect.stringContaining('is not the one expected') } })
    expect(acme.issued).toEqual([])
    other.close()
  })

  test('a directory that does not answer is told as such', async () => {
    const { directory } = wish()
    await acme.close()
    tls = makeTls()
    await tls.start({ ...wish(), directory })
    await tls.settled()
    expect(tls.status()).toMatchObject({ state: 'failed', fault: { code: 'directory', detail: 'no answer' } })
    acme = await startAcmeServer({ challengePort: () => 0 })
  }, 30_000)

  test('another domain takes the place of the first', async () => {
    tls = makeTls()
    await tls.start(wish())
    await tls.use({ ...wish(), domain: 'shop.example.com' })
    for (let i = 0; i < 3; i++) await tls.settled()
    expect(tls.status()).toMatchObject({ domain: 'shop.example.com', state: 'active', fault: null })
    await tls.off()
    expect(tls.status()).toMatchObject({ mode: 'off', state: 'off', http: null, https: null })
  })
})

describe('from files', () => {
  test('they are served, and read again when they change; half an exchange changes nothing', async () => {
    tls = makeTls()
    await tls.start(wish())
    await tls.settled()
    const pairs: { key: string; chain: string }[] = []
    const store = new TlsStore(dir, sealer())
    pairs.push((await store.certificate(DOMAIN, acme.directory))!)
    now += 61 * DAY
    await tls.look()
    pairs.push((await store.certificate(DOMAIN, acme.directory))!)
    await tls.stop()

    const files = { cert: join(dir, 'fullchain.pem'), key: join(dir, 'privkey.pem') }
    const write = (path: string, content: string, second: number): void => { writeFileSync(path, content); utimesSync(path, second, second) }
    write(files.cert, pairs[0]!.chain, 1_000)
    write(files.key, pairs[0]!.key, 1_000)
    tls = makeTls({ files })
    await tls.start(null)
    expect(tls.status()).toMatchObject({ mode: 'files', state: 'active', fault: null })
    const first = (await https()).certificate!.serialNumber
    write(files.cert, pairs[1]!.chain, 2_000)
    await tls.look()
    expect(tls.status()).toMatchObject({ state: 'active', fault: { code: 'files' } })
    expect((await https()).certificate!.serialNumber).toBe(first)
    write(files.key, pairs[1]!.key, 2_000)
    await tls.look()
    expect((await https()).certificate!.serialNumber).not.toBe(first)
    expect(tls.status().fault).toBeNull()
  })

  test('files that are not there keep nobody from starting', async () => {
    tls = makeTls({ files: { cert: join(dir, 'none.pem'), key: join(dir, 'none.key') } })
    await tls.start(null)
    expect(tls.status()).toMatchObject({ state: 'failed', https: null, fault: { code: 'files', detail: expect.stringContaining('ENOENT') } })
  })
})

test('a port that is taken is told, and keeps nobody from starting', async () => {
  const other = createServer((_request, response) => response.end('somebody else'))
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done))
  const { port } = other.address() as { port: number }
  tls = makeTls({ httpPort: port })
  await tls.start(wish())
  await tls.settled()
  expect(tls.status()).toMatchObject({ state: 'failed', http: { port, listening: false, error: 'EADDRINUSE' }, fault: { code: 'port', detail: expect.stringContaining(`${port}: EADDRINUSE`) } })
  other.close()
})
