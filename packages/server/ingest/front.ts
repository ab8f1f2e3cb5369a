import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { RecadoError } from '@recado/core'
import type { FastifyInstance } from 'fastify'
import { problemOf } from '../http/problem.js'
import { securityHeaders } from '../http/security-headers.js'
import type { Services } from '../services.js'
import type { Ingest } from './ingest.js'
import { answerWebhook, MAX_BODY, whenWritten } from './route.js'

const ADDRESS = /^\/webhooks\/([\w-]+)\/([\w-]+)(?:\?(.*))?$/

/** So much, and for so long, the rest of what is too large is still read and thrown away: to close a line on which something lies unread is to break it, and TCP takes back an answer that was not read yet. */
export const LINGER_BYTES = 16 * 1024 * 1024
const LINGER_MS = 2_000

/**
 * Webhooks that are delivered (POST) do not pass the hooks that the desk's own routes need - cookies, origins, idempotency: of 110 us a message
 * in this process those took 40. Everything else, and everything while we are stopping, goes on to the route.
 */
export function openFront(app: FastifyInstance, deps: { services: Services; ingest: Ingest }): void {
  const { services } = deps
  const headers = securityHeaders(services.config)
  const behind = app.server.listeners('request') as ((request: IncomingMessage, response: ServerResponse) => void)[]
  app.server.removeAllListeners('request')
  app.server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const found = request.method === 'POST' && !services.stopping() ? ADDRESS.exec(request.url ?? '') : null
    if (found) void take(request, response, found)
    else for (const handle of behind) handle(request, response)
  })

  async function take(request: IncomingMessage, response: ServerResponse, [, channel, key, query]: RegExpExecArray): Promise<void> {
    const since = performance.now()
    try {
      const body = await readBody(request)
      const answer = await answerWebhook(deps, channel!, key!, { // the pattern has them
        method: 'POST', path: request.url!.split('?')[0]!, query: query === undefined ? {} : Object.fromEntries(new URLSearchParams(query)), headers: request.headers as Record<string, string>, body, // only set-cookie, which nobody sends, would be a list
      })
      if (answer.written) whenWritten(response, answer.written)
      response.writeHead(answer.status, { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff', 'content-length': Buffer.byteLength(answer.body), ...answer.headers })
      response.end(answer.body)
    } catch (error) {
      refuse(request, response, error as Error)
    }
    services.signals.emit('webhook', response.statusCode, performance.now() - since)
  }

  function refuse(request: IncomingMessage, response: ServerResponse, error: Error): void {
    if (response.headersSent || response.destroyed) { response.destroy(); return }
    const id = randomUUID()
    const { problem, headers: more } = problemOf(error, { id })
    if (problem.status >= 500 && problem.code !== 'database_away') services.log.error({ err: error, requestId: id }, 'webhook failed')
    const body = JSON.stringify(problem)
    const half = !request.complete
    response.writeHead(problem.status, { ...headers, 'x-request-id': id, 'cache-control': 'no-store', 'content-type': 'application/problem+json', 'content-length': Buffer.byteLength(body), ...more, ...(half ? { connection: 'close' } : {}) })
    if (!half) { response.end(body); return }
    // The line cannot be used again: whoever sent the next request over it would wait until the rest of this one had come.
    response.write(body)
    linger(request, () => response.end())
  }
}

/** Calls back once the sender has said all, gone, or said too much or for too long; what it says is thrown away. */
function linger(request: IncomingMessage, over: () => void): void {
  let left = LINGER_BYTES
  const timer = setTimeout(over, LINGER_MS)
  request.on('data', (part: Buffer) => { if ((left -= part.length) < 0) over() })
  for (const end of ['end', 'close']) request.once(end, () => { clearTimeout(timer); over() })
}

function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    let size = 0
    request.on('data', (part: Buffer) => {
      size += part.length
      if (size <= MAX_BODY) { parts.push(part); return }
      parts.length = 0
      reject(new RecadoError('body_too_large'))
    })
    request.on('end', () => resolve(parts.length === 1 ? parts[0]! : Buffer.concat(parts)))
    request.on('error', reject).on('close', () => { if (!request.readableEnded) reject(new RecadoError('bad_webhook')) })
  })
}
