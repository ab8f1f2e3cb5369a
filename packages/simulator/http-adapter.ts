/** The mount over node:http, for Fastify's raw request and for the simulator's own process alike. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RawRequest } from '@recado/channel-kit'
import type { SimulatorHost } from './host.js'
import { handleMounted } from './mount.js'

/** The largest upload any platform takes (WhatsApp documents: 100 MB), with room for the form around it. */
const BODY_BYTES = 110 * 1024 * 1024

/** Answers a call below `/simulator/{channelId}`; `path` is what follows. */
export async function serveMounted(host: SimulatorHost, channelId: string, path: string, query: Record<string, string>, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request, BODY_BYTES)
  if (!body) {
    response.writeHead(413).end()
    return
  }
  const address = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  const headers: Record<string, string> = { 'x-real-ip': address }
  for (const [name, value] of Object.entries(request.headers)) if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  const raw: RawRequest = { method: request.method ?? 'GET', path, query, headers, body }
  const outcome = await handleMounted(host, channelId, raw)
  if (outcome.kind === 'answer') {
    response.writeHead(outcome.answer.status, outcome.answer.headers).end(outcome.answer.body)
  } else if (outcome.kind === 'cut') {
    request.socket.destroy()
  } else {
    const timer = setTimeout(() => request.socket.destroy(), outcome.forMs)
    timer.unref()
    request.socket.once('close', () => clearTimeout(timer))
  }
}

/** The body as bytes; null when it is longer than `limit`. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | null> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > limit) return null
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/** Path and query of a request target; of a repeated parameter the last one counts. */
export function splitTarget(target: string): { path: string; query: Record<string, string> } {
  const cut = target.indexOf('?')
  const rawPath = cut < 0 ? target : target.slice(0, cut)
  const query = Object.fromEntries(new URLSearchParams(cut < 0 ? '' : target.slice(cut + 1)))
  try {
    return { path: decodeURIComponent(rawPath), query }
  } catch {
    return { path: rawPath, query }
  }
}
