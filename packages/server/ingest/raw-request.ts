import type { RawRequest } from '@recado/channel-kit'
import type { FastifyRequest } from 'fastify'

/** Reads a request as the channels want it: raw bytes, single-valued lower-case headers. */
export function rawRequest(request: FastifyRequest): RawRequest {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  const query: Record<string, string> = {}
  for (const [name, value] of new URL(request.url, 'http://localhost').searchParams) query[name] = value
  return { method: request.method, path: request.url.split('?')[0]!, query, headers, body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0) }
}
