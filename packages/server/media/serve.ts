import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { SANDBOX_POLICY } from '../http/security-headers.js'
import type { Services } from '../services.js'
import { fileName, isShown } from './kinds.js'
import type { ReadyFile } from './rows.js'

/** `attachment; filename=...` for every reader: plain letters first, the real name beside it (RFC 6266). */
export function disposition(how: 'inline' | 'attachment', name: string): string {
  const plain = name.normalize('NFKD').replace(/[^\x20-\x7e]|["\\%]/g, '_')
  return `${how}; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`
}

/** What a file of somebody else may never do: run, be guessed into another type, or be shown as a page of ours. */
export function fileHeaders(reply: FastifyReply, file: Pick<ReadyFile, 'mime' | 'name'>, how: 'inline' | 'attachment'): FastifyReply {
  return reply.headers({
    'content-type': file.mime === 'text/plain' ? 'text/plain; charset=utf-8' : file.mime, 'content-disposition': disposition(how === 'inline' && isShown(file.mime) ? 'inline' : 'attachment', fileName(file.name, file.mime)),
    'content-security-policy': SANDBOX_POLICY, 'x-content-type-options': 'nosniff',
  })
}

/** First and last byte of `bytes=a-b`, `a-` or `-n`; null when the header asks for something else, 'outside' when there is no such part. */
export function readRange(header: string | undefined, size: number): { start: number; end: number } | 'outside' | null {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return null
  const [first, last] = [match[1], match[2]]
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  return start >= size || end < start ? 'outside' : { start, end }
}

/** Sends a file, or the part of it that a player asks for. `open` gives the bytes of a part, or all of them. */
export async function sendParts(request: FastifyRequest, reply: FastifyReply, size: number, open: (range?: { start: number; end: number }) => Promise<Readable> | Readable): Promise<FastifyReply> {
  const range = readRange(request.headers.range, size)
  reply.header('accept-ranges', 'bytes')
  if (range === 'outside') return reply.code(416).header('content-range', `bytes */${size}`).send()
  if (range) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${size}`)
  return reply.header('content-length', range ? range.end - range.start + 1 : size).send(await open(range ?? undefined))
}

/** A stored file as it lies there. */
export function sendFile(services: Pick<Services, 'media'>, request: FastifyRequest, reply: FastifyReply, workspaceId: string, file: ReadyFile): Promise<FastifyReply> {
  return sendParts(request, reply, file.bytes, (range) => services.media.stream(workspaceId, file.sha256, range))
}

/** Bytes at hand. */
export function sendBuffer(request: FastifyRequest, reply: FastifyReply, bytes: Buffer): Promise<FastifyReply> {
  return sendParts(request, reply, bytes.length, (range) => Readable.from(range ? bytes.subarray(range.start, range.end + 1) : bytes, { objectMode: false }))
}
