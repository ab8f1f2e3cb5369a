import { createServer as createHttp, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createHttps, type Server as SecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TlsPort } from '@recado/api'
import { CHALLENGE_PATH, type Challenges } from './acme.js'

const HEADERS_MS = 30_000
const REQUEST_MS = 60_000

/** All networks of this machine; IPv4 alone where there is no IPv6. */
const EVERYWHERE = ['::', '0.0.0.0'] as const

/** Listens, and says as data when it cannot: a port that is taken or forbidden must not keep the desk from starting. */
export async function listen(server: Server | SecureServer, port: number, host: string | null): Promise<TlsPort> {
  let failure = ''
  for (const where of host ? [host] : EVERYWHERE) {
    failure = await new Promise<string>((resolve) => {
      const failed = (error: NodeJS.ErrnoException): void => resolve(error.code ?? error.message)
      server.once('error', failed)
      server.listen({ port, host: where }, () => { server.off('error', failed); resolve('') })
    })
    if (failure === '') return { port: (server.address() as AddressInfo).port, listening: true }
    if (!/EAFNOSUPPORT|EADDRNOTAVAIL/.test(failure)) break
  }
  return { port, listening: false, error: failure }
}

/** Port 80: the authority's question, and everybody else is sent to https. `target` is where, null until there is a certificate. */
export function plainFront(challenges: Challenges, target: () => string | null): Server {
  const server = createHttp({ headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS }, (request, response) => {
    const path = request.url ?? '/'
    const answer = path.startsWith(CHALLENGE_PATH) ? challenges.get(path.slice(CHALLENGE_PATH.length)) : undefined
    const base = target()
    if (answer !== undefined) end(response, 200, answer)
    else if (path.startsWith(CHALLENGE_PATH)) end(response, 404, 'There is no such challenge.')
    else if (base === null) end(response, 503, 'The certificate is still being obtained. Try again in a minute.', { 'retry-after': '60' })
    // To the name of the certificate, never to what the request calls us; 308 keeps a POST a POST.
    else end(response, 308, '', { location: base + (path.startsWith('/') ? path : '/') })
  })
  return server
}

function end(response: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', ...headers })
  response.end(text)
}

/** Port 443: the same handlers as behind the plain port, over TLS 1.2 or newer. `secureContext` is exchanged when a certificate is renewed. */
export function secureFront(behind: Server, credentials: { key: string; cert: string }): SecureServer {
  const server = createHttps({ ...credentials, minVersion: 'TLSv1.2', headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS })
  server.on('request', (request: IncomingMessage, response: ServerResponse) => behind.emit('request', request, response))
  server.on('upgrade', (request, socket, head) => behind.emit('upgrade', request, socket, head))
  return server
}
