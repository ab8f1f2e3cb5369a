/** The internet before the product: a name with a certificate, a reverse proxy behind it, and what calls from there. */
import { generateKeyPairSync } from 'node:crypto'
import { request as askPlain, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { createServer, request as askOverTls, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll } from 'vitest'
import { certify, name } from '../../packages/server/public-address/testing/acme-server.js'

export interface Outside {
  readonly host: string
  readonly url: string
  /** Where the name leads on this machine. */
  place(): string
  /** A platform's request to an address of ours, a GET where nothing is sent: the name and the certificate have to be right. */
  call(request: { path: string; headers?: Record<string, string>; body?: string }): Promise<{ status: number; body: string }>
}

/** A proxy as shops have it: it ends TLS, says for whom it speaks, and passes the live socket on. `behind` is asked at each call. */
export function useOutside(host: string, behind: () => string): Outside {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const cert = certify({ subject: name(host), issuer: name(host), spki: publicKey.export({ type: 'spki', format: 'der' }), key: privateKey, days: 30, domain: host })
  let server: Server
  const port = (): number => (server.address() as AddressInfo).port // it listens on a port
  const onwards = ({ method, url, headers, socket }: IncomingMessage) => askPlain(new URL(url ?? '/', behind()), { method, headers: forwarded(headers, socket.remoteAddress ?? '') })

  beforeAll(async () => {
    server = createServer({ cert, key: privateKey.export({ type: 'pkcs8', format: 'pem' }) }, (request, response) => {
      const sent = onwards(request)
      sent.on('response', (answer) => { response.writeHead(answer.statusCode ?? 502, answer.headers); answer.pipe(response) })
      sent.on('error', () => { if (!response.headersSent) response.writeHead(502); response.end() })
      request.pipe(sent)
    })
    server.on('upgrade', (request: IncomingMessage, socket, head: Buffer) => {
      const sent = onwards(request)
      sent.on('upgrade', (answer, inner, first) => {
        socket.write(`HTTP/1.1 101 Switching Protocols\r\n${Object.entries(answer.headers).map(([key, value]) => `${key}: ${String(value)}`).join('\r\n')}\r\n\r\n`)
        if (first.length > 0) socket.write(first)
        if (head.length > 0) inner.write(head)
        socket.on('error', () => inner.destroy()).pipe(inner)
        inner.on('error', () => socket.destroy()).pipe(socket)
      })
      sent.on('response', () => socket.destroy()).on('error', () => socket.destroy())
      sent.end()
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  })
  afterAll(() => new Promise<void>((done) => { server.close(() => done()); server.closeAllConnections() }))

  return {
    host, url: `https://${host}`, place: () => `127.0.0.1:${port()}`,
    call: ({ path, headers = {}, body }) => new Promise((resolve, reject) => {
      const sent = askOverTls({ host: '127.0.0.1', port: port(), method: body === undefined ? 'GET' : 'POST', path, servername: host, ca: cert, headers: { ...headers, host, ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }) } }, (answer) => {
        let text = ''
        answer.setEncoding('utf8').on('data', (part: string) => { text += part }).on('end', () => resolve({ status: answer.statusCode ?? 0, body: text }))
      })
      sent.on('error', reject).end(body)
    }),
  }
}

/** What the caller says about whom it speaks for is not continued but set. */
const forwarded = (headers: IncomingHttpHeaders, from: string): IncomingHttpHeaders => ({ ...headers, 'x-forwarded-for': from, 'x-forwarded-proto': 'https', 'x-forwarded-host': headers.host })
