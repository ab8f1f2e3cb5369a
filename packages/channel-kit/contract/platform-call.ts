/** The wire between connector and simulator in one process: every call of `CallContext.http` is handed to the simulator as raw bytes. */
import { randomUUID } from 'node:crypto'
import type { CallContext, HttpAnswer, HttpRequest, RawRequest, Settings } from '../connector.js'
import type { ChannelSimulator } from '../simulator.js'
import { sampleFile } from '../testing/sample-files.js'
import type { MemoryWorld } from '../testing/world.js'

function multipart(form: NonNullable<HttpRequest['form']>): { body: Buffer; contentType: string } {
  const boundary = `contract-${randomUUID()}`
  const parts = form.map(({ name, value, filename, contentType }) => Buffer.concat([
    Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"${filename ? `; filename="${filename}"` : ''}\r\n${contentType ? `content-type: ${contentType}\r\n` : ''}\r\n`),
    Buffer.from(value), Buffer.from('\r\n'),
  ]))
  return { body: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]), contentType: `multipart/form-data; boundary=${boundary}` }
}

function bytesOf(request: HttpRequest): { body: Buffer; contentType?: string } {
  if (request.form) return multipart(request.form)
  if (request.body === undefined) return { body: Buffer.alloc(0) }
  if (typeof request.body === 'string' || Buffer.isBuffer(request.body)) return { body: Buffer.from(request.body) }
  return { body: Buffer.from(JSON.stringify(request.body)), contentType: 'application/json' }
}

/** The request as it reaches the simulator, its path relative to the mount. */
export function rawRequest(baseUrl: string, request: HttpRequest): RawRequest {
  const url = new URL(request.url)
  const { body, contentType } = bytesOf(request)
  const headers = Object.fromEntries(Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]))
  return {
    method: request.method, path: url.pathname.slice(new URL(baseUrl).pathname.replace(/\/$/, '').length), query: Object.fromEntries(url.searchParams),
    headers: { ...(contentType ? { 'content-type': contentType } : {}), ...headers }, body,
  }
}

/** What a connector gets for its calls, with the simulator at the other end and the world's clock. */
export function callContext(world: MemoryWorld, simulator: ChannelSimulator, accountId: string, settings: Settings): CallContext {
  const tokens = new Map<string, { value: string; expiresAt: number }>()
  const uploads = new Map<string, { id: string; expiresAt: number }>()
  return {
    settings, accountId,
    async http(request): Promise<HttpAnswer> {
      const answer = await simulator.handle(world, rawRequest(world.baseUrl, request))
      const body = Buffer.from(answer.body)
      return { status: answer.status, headers: answer.headers ?? {}, body, text: () => body.toString('utf8'), json: () => JSON.parse(body.toString('utf8')) as unknown }
    },
    now: () => world.now(),
    async token(name, fetch) {
      const known = tokens.get(name)
      if (known && known.expiresAt > world.now() + 60_000) return known.value
      const fresh = await fetch()
      tokens.set(name, fresh)
      return fresh.value
    },
    async dropToken(name, value) { if (tokens.get(name)?.value === value) tokens.delete(name) },
    media: {
      async load(mediaId, wish) {
        const sample = mediaId.includes('video') ? 'mp4' : mediaId.includes('pdf') ? 'pdf' : mediaId.includes('audio') ? (wish?.format === 'ogg-opus' ? 'ogg' : 'amr') : 'jpeg'
        return { ...sampleFile(sample), durationMs: 1_000 }
      },
      link: async (mediaId) => `https://desk.example/files/${mediaId}`,
      async remembered(mediaId, form, upload) {
        const known = uploads.get(`${form} ${mediaId}`)
        if (known && known.expiresAt > world.now()) return known.id
        const fresh = await upload()
        uploads.set(`${form} ${mediaId}`, fresh)
        return fresh.id
      },
    },
  }
}
