/**
 * An ACME server for the tests, written from RFC 8555: nonces, signed requests, an account, an order with one http-01 challenge, which it fetches
 * over HTTP as an authority does, and a certificate signed by a root of its own.
 */
import { createHash, createPublicKey, generateKeyPairSync, randomBytes, sign as signBytes, verify, X509Certificate, type JsonWebKey, type KeyObject } from 'node:crypto'
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { bits, integer, moment, oid, sequence, set, text, octets, tagged, utf8 } from './der.js'

export interface AcmeServer {
  directory: string
  root: string
  /** Certificates issued, and accounts made. */
  issued: string[]
  accounts: number
  /** Answers every order with this refusal until it is null again. */
  refuse: { type: string; detail: string } | null
  close(): Promise<void>
}

interface Signed { protected: string; payload: string; signature: string }
interface Order { status: string; domain: string; token: string; authz: string; error?: object; certificate?: string }

const EC_WITH_SHA256 = '1.2.840.10045.4.3.2'
const b64 = (bytes: Buffer | string): string => Buffer.from(bytes).toString('base64url')
const unb64 = <T>(value: string): T => JSON.parse(Buffer.from(value, 'base64url').toString('utf8')) as T

/** `challengePort` stands for port 80 of the world; every name leads to this machine. */
export async function startAcmeServer(options: { challengePort: () => number; days?: number }): Promise<AcmeServer> {
  const { privateKey: rootKey, publicKey: rootPublic } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const rootName = name('A root of the tests')
  const root = certify({ subject: rootName, issuer: rootName, spki: rootPublic.export({ type: 'spki', format: 'der' }), key: rootKey, days: 3650, domain: null })
  const nonces = new Set<string>()
  const accounts = new Map<string, JsonWebKey>()
  const orders: Order[] = []
  const state: AcmeServer = { directory: '', root, issued: [], accounts: 0, refuse: null, close: () => new Promise((done) => { server.close(() => done()); server.closeAllConnections() }) }
  const server = createServer((request, response) => void serve(request, response).catch((error: unknown) => problem(response, 500, 'serverInternal', String(error))))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  state.directory = `${base}/directory`
  return state

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? ''
    const nonce = randomBytes(16).toString('base64url')
    nonces.add(nonce)
    response.setHeader('replay-nonce', nonce)
    // A kept connection may be closed in the very moment in which a slow machine writes its next request into it.
    response.setHeader('connection', 'close')
    if (path === '/directory') return send(response, 200, { newNonce: `${base}/nonce`, newAccount: `${base}/account`, newOrder: `${base}/order`, revokeCert: `${base}/revoke`, keyChange: `${base}/key` })
    if (path === '/nonce') return send(response, 200, {})
    const signed = unpack(await readAll(request), `${base}${path}`)
    if (signed === null) return problem(response, 400, 'malformed', 'The signature, its nonce or its address does not hold.')
    const { key, kid, payload } = signed
    if (path === '/account') {
      const thumb = thumbprint(key)
      const known = accounts.has(`${base}/account/${thumb}`)
      accounts.set(`${base}/account/${thumb}`, key)
      state.accounts = accounts.size
      return send(response, known ? 200 : 201, { status: 'valid' }, { location: `${base}/account/${thumb}` })
    }
    if (path.startsWith('/account/')) return send(response, 200, { status: 'valid' })
    if (kid === null) return problem(response, 401, 'accountDoesNotExist', 'Make an account first.')
    const [, kind, id] = /^\/(order|authz|challenge|finalize|certificate)(?:\/(\d+))?$/.exec(path) ?? []
    if (kind === 'order' && id === undefined) {
      if (state.refuse) return problem(response, 403, state.refuse.type, state.refuse.detail)
      const [identifier] = (payload as { identifiers: { value: string }[] }).identifiers
      orders.push({ status: 'pending', authz: 'pending', domain: identifier!.value, token: randomBytes(16).toString('base64url') })
      return send(response, 201, shown(orders.length - 1), { location: `${base}/order/${orders.length - 1}` })
    }
    const order = orders[Number(id)]
    if (!order) return problem(response, 404, 'malformed', 'There is no such order.')
    if (kind === 'order') return send(response, 200, shown(Number(id)))
    if (kind === 'authz') return send(response, 200, { status: order.authz, identifier: { type: 'dns', value: order.domain }, challenges: [challenge(Number(id))] })
    if (kind === 'challenge') { await validate(order, key); return send(response, 200, challenge(Number(id))) }
    if (kind === 'finalize') return finalize(response, Number(id), order, (payload as { csr: string }).csr)
    response.writeHead(200, { 'content-type': 'application/pem-certificate-chain' }).end(`${order.certificate}${root}`)
  }

  /** JWS of RFC 8555 6.2: ES256 over both parts, a nonce of ours used once, the very address, and a key or an account that is known. */
  function unpack(body: string, url: string): { key: JsonWebKey; kid: string | null; payload: unknown } | null {
    const { protected: head, payload, signature } = JSON.parse(body) as Signed
    const header = unb64<{ alg: string; nonce: string; url: string; jwk?: JsonWebKey; kid?: string }>(head)
    const key = header.jwk ?? accounts.get(header.kid ?? '')
    if (!key || header.alg !== 'ES256' || header.url !== url || !nonces.delete(header.nonce)) return null
    const holds = verify('sha256', Buffer.from(`${head}.${payload}`), { key: createPublicKey({ key, format: 'jwk' }), dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))
    return holds ? { key, kid: header.kid ?? null, payload: payload === '' ? null : unb64(payload) } : null
  }

  /** The authority's own look at port 80. */
  async function validate(order: Order, key: JsonWebKey): Promise<void> {
    const answer = await fetched(options.challengePort(), `/.well-known/acme-challenge/${order.token}`, order.domain)
    const holds = answer.trim() === `${order.token}.${thumbprint(key)}`
    order.authz = holds ? 'valid' : 'invalid'
    order.status = holds ? 'ready' : 'invalid'
    if (!holds) order.error = { type: 'urn:ietf:params:acme:error:unauthorized', detail: `The answer at ${order.domain} is not the one expected.`, status: 403 }
  }

  function finalize(response: ServerResponse, id: number, order: Order, csr: string): void {
    if (order.status !== 'ready') return problem(response, 403, 'orderNotReady', 'The order is not ready.')
    order.certificate = certify({ subject: name(order.domain), issuer: rootName, spki: publicKeyOf(Buffer.from(csr, 'base64url')), key: rootKey, days: options.days ?? 90, domain: order.domain })
    order.status = 'valid'
    state.issued.push(order.certificate)
    return send(response, 200, shown(id))
  }

  function shown(id: number): object {
    const { status, domain, certificate } = orders[id]!
    return { status, identifiers: [{ type: 'dns', value: domain }], authorizations: [`${base}/authz/${id}`], finalize: `${base}/finalize/${id}`, ...(certificate ? { certificate: `${base}/certificate/${id}` } : {}) }
  }
  function challenge(id: number): object {
    const { token, authz, error } = orders[id]!
    return { type: 'http-01', url: `${base}/challenge/${id}`, token, status: authz, ...(error ? { error } : {}) }
  }
}

const thumbprint = ({ crv, kty, x, y }: JsonWebKey): string => b64(createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest())

function send(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}
function problem(response: ServerResponse, status: number, type: string, detail: string): void {
  response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify({ type: `urn:ietf:params:acme:error:${type}`, detail, status }))
}
async function readAll(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

export const name = (common: string): Buffer => sequence(set(sequence(oid('2.5.4.3'), utf8(common))))

/** Neither negative nor with a zero in front, which no reader of DER takes: one in 500 at random had it. */
const serial = (): Buffer => Buffer.concat([Buffer.from([1]), randomBytes(14)])

/** A certificate of X.509 v3 as RFC 5280 lays it out. */
export function certify(wish: { subject: Buffer; issuer: Buffer; spki: Buffer; key: KeyObject; days: number; domain: string | null }): string {
  const now = Date.now()
  const algorithm = sequence(oid(EC_WITH_SHA256))
  const extension = (id: string, value: Buffer): Buffer => sequence(oid(id), octets(value))
  const extensions = wish.domain === null
    ? [extension('2.5.29.19', sequence(Buffer.from([1, 1, 0xff])))] // basicConstraints: a CA
    : [extension('2.5.29.17', sequence(tagged(0x82, text(wish.domain))))] // subjectAltName
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))), integer(serial()), algorithm, wish.issuer, sequence(moment(now - 60_000), moment(now + wish.days * 86_400_000)), wish.subject, wish.spki, tagged(0xa3, sequence(...extensions)))
  const der = sequence(body, algorithm, bits(signBytes('sha256', body, wish.key)))
  return new X509Certificate(der).toString()
}

/** SubjectPublicKeyInfo inside a PKCS#10 request: request > info > [version, subject, key, ...]. */
function publicKeyOf(csr: Buffer): Buffer {
  const inside = (der: Buffer, at: number): { start: number; end: number } => {
    const first = der[at + 1]!
    const size = first < 0x80 ? 0 : first & 0x7f
    const length = size === 0 ? first : Number.parseInt(der.subarray(at + 2, at + 2 + size).toString('hex'), 16)
    return { start: at + 2 + size, end: at + 2 + size + length }
  }
  const info = inside(csr, inside(csr, 0).start)
  let at = info.start
  for (let skipped = 0; skipped < 2; skipped++) at = inside(csr, at).end
  return csr.subarray(at, inside(csr, at).end)
}

/** What is said at that port under that name; a failure as its own words. */
function fetched(port: number, path: string, host: string): Promise<string> {
  return new Promise((resolve) => {
    get({ host: '127.0.0.1', port, path, headers: { host }, agent: false }, (answer) => void readAll(answer).then(resolve, (error: unknown) => resolve(String(error)))).on('error', (error) => resolve(String(error)))
  })
}
