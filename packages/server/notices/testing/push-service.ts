/** A push service and the browser behind it, for tests: checks who writes (VAPID, RFC 8292) and opens what was encrypted (RFC 8291), written from those documents. */
import { createDecipheriv, createECDH, createHmac, createPublicKey, randomBytes, verify, type ECDH } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Pushed { headers: IncomingHttpHeaders; payload: Record<string, unknown>; /** claims of the signed token */ claims: { aud: string; exp: number; sub: string }; /** the key it was signed with, as the browser knows it */ key: string; bytes: number }

export interface PushService {
  pushed: Pushed[]
  /** Refusals, in words, of what no push service would take. */
  faults: string[]
  /** Status of the next answers, 201 when empty. */
  answers: number[]
  retryAfter: string | null
  subscription: { endpoint: string; keys: { p256dh: string; auth: string } }
  close(): Promise<void>
}

const hmac = (key: Buffer, data: Buffer): Buffer => createHmac('sha256', key).update(data).digest()
/** HKDF with one block of output. */
const derive = (salt: Buffer, secret: Buffer, info: Buffer, length: number): Buffer => hmac(hmac(salt, secret), Buffer.concat([info, Buffer.from([1])])).subarray(0, length)

export async function openPushService(): Promise<PushService> {
  const browser = createECDH('prime256v1')
  const publicKey = browser.generateKeys()
  const auth = randomBytes(16)
  const service: PushService = { pushed: [], faults: [], answers: [], retryAfter: null, subscription: { endpoint: '', keys: { p256dh: publicKey.toString('base64url'), auth: auth.toString('base64url') } }, close: () => Promise.resolve() }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const status = service.answers.shift() ?? 201
      try {
        const body = Buffer.concat(chunks)
        const { claims, key } = whoWrites(request.headers.authorization ?? '', origin)
        if (request.headers['content-encoding'] !== 'aes128gcm' || !request.headers.ttl || (request.headers.topic && !/^[\w-]{1,32}$/.test(String(request.headers.topic)))) throw new Error('headers')
        service.pushed.push({ headers: request.headers, payload: JSON.parse(openBody(body, browser, auth)) as Record<string, unknown>, claims, key, bytes: body.length })
      } catch (error) {
        service.faults.push((error as Error).message)
        return void response.writeHead(400).end()
      }
      response.writeHead(status, service.retryAfter ? { 'retry-after': service.retryAfter } : {}).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  service.subscription.endpoint = `${origin}/push/${randomBytes(16).toString('base64url')}`
  service.close = () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => resolve()) })
  return service
}

function whoWrites(header: string, origin: string): { claims: Pushed['claims']; key: string } {
  const [, token = '', key = ''] = /^vapid t=([^,\s]+),\s*k=([\w-]+)$/.exec(header) ?? []
  const [head = '', body = '', signature = ''] = token.split('.')
  const point = Buffer.from(key, 'base64url')
  const jwk = { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') }
  if (!verify('sha256', Buffer.from(`${head}.${body}`), { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))) throw new Error('signature')
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Pushed['claims']
  if (claims.aud !== origin) throw new Error('audience')
  if (claims.exp * 1_000 < Date.now() || claims.exp * 1_000 > Date.now() + 24 * 3_600_000) throw new Error('expiry')
  if (!/^(mailto:|https:)/.test(claims.sub)) throw new Error('subject')
  return { claims, key }
}

function openBody(body: Buffer, browser: ECDH, auth: Buffer): string {
  const salt = body.subarray(0, 16)
  const idLength = body[20]!
  const sender = body.subarray(21, 21 + idLength)
  const secret = derive(auth, browser.computeSecret(sender), Buffer.concat([Buffer.from('WebPush: info\0'), browser.getPublicKey(), sender]), 32)
  const key = derive(salt, secret, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
  const nonce = derive(salt, secret, Buffer.from('Content-Encoding: nonce\0'), 12)
  const sealed = body.subarray(21 + idLength)
  const opening = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(sealed.subarray(-16))
  const text = Buffer.concat([opening.update(sealed.subarray(0, -16)), opening.final()])
  const end = text.lastIndexOf(2) // the delimiter of a last record
  return text.subarray(0, end).toString('utf8')
}
