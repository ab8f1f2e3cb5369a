import { Type } from '@fastify/type-provider-typebox'
import multipart from '@fastify/multipart'
import { RecadoError } from '@recado/core'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, idOf, IdParams } from '../http/schemas.js'
import { sourceOf } from '../media/access.js'
import { readLink } from '../media/links.js'
import { Receiver } from '../media/receive.js'
import { readyFile } from '../media/rows.js'
import { fileHeaders, sendBuffer, sendFile } from '../media/serve.js'
import { studio } from '../media/studio.js'
import { keepUpload } from '../media/upload.js'
import { MediaShape } from './conversation-shapes.js'

/** The largest file that any platform takes; each one's own limit is judged before sending. */
const LARGEST = 100 * 1024 * 1024
/** The bytes behind an id never change. */
const FOREVER = 'private, max-age=31536000, immutable'

const Bytes = Type.Unsafe<unknown>({ type: 'string', format: 'binary', description: 'The file itself.' })

/** Files: up, down, small, and the public links for platforms that cannot carry one. */
export async function mediaRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  await app.register(multipart, { limits: { fileSize: LARGEST, files: 1, fields: 5, parts: 6, fieldSize: 10_000 } })
  const api = typed(app)
  const receiver = new Receiver(services.config.dataDir)
  const tags = ['media']

  api.post('/api/v1/media', {
    ...need('media.upload'), bodyLimit: LARGEST + 1024 * 1024, schema: {
      tags, summary: 'Keep a file that will be sent', description: 'One multipart part named `file`. `voice=1` for a recording that will be sent as a voice note: it is refused at once when no app could play it.', consumes: ['multipart/form-data'], querystring: Type.Object({ voice: Type.Optional(Type.String({ maxLength: 1 })) }),
      response: answers({ 201: MediaShape }),
    },
  }, async (request, reply) => {
    const part = request.isMultipart() ? await request.file() : undefined
    if (!part) throw new RecadoError('invalid_request', { fields: [{ field: 'file', message: 'is missing: send multipart/form-data' }] })
    const media = await receiver.take(part.file, LARGEST, (bytes) => keepUpload(services, principalOf(request), { bytes, mime: part.mimetype, voice: request.query.voice === '1', ...(part.filename ? { name: part.filename } : {}) }))
    return reply.code(201).send(media)
  })

  api.get('/api/v1/media/:id/file', {
    ...need('media.read'), schema: { tags, summary: 'The file, whole or in part', description: 'A recording that browsers cannot play comes as MP3; `original=1` gives it as it came.', params: IdParams, querystring: Type.Object({ original: Type.Optional(Type.String({ maxLength: 1 })), download: Type.Optional(Type.String({ maxLength: 1 })) }), response: answers({ 200: Bytes, 206: Bytes }) },
  }, async (request, reply) => {
    const { workspaceId } = principalOf(request)
    const file = await readyFile(services, workspaceId, idOf(request.params.id))
    const played = file.mime === 'audio/amr' && !request.query.original
    const tag = `"${file.sha256.toString('hex')}${played ? '.mp3' : ''}"`
    reply.headers({ 'cache-control': FOREVER, etag: tag })
    if (request.headers['if-none-match'] === tag) return reply.code(304).send()
    const how = request.query.download ? 'attachment' : 'inline'
    if (!played) return sendFile(services, request, fileHeaders(reply, file, how), workspaceId, file)
    const source = await sourceOf(services, workspaceId, file)
    const bytes = await source.derived('mp3', async () => Buffer.from(await studio.run('mp3', source.bytes, source.mime)))
    return sendBuffer(request, fileHeaders(reply, { mime: 'audio/mpeg', name: file.name }, how), bytes)
  })

  api.get('/api/v1/media/:id/thumb', { ...need('media.read'), schema: { tags, summary: 'A small picture of a picture or film', params: IdParams, response: answers({ 200: Bytes }) } }, async (request, reply) => {
    const { workspaceId } = principalOf(request)
    const file = await readyFile(services, workspaceId, idOf(request.params.id))
    if (file.width === null) throw new RecadoError('not_found')
    const picture = await services.media.derived(workspaceId, file.sha256, 'thumb.webp', async () => {
      const { filmTile, toThumb } = await import('../media/pictures.js')
      if (file.mime.startsWith('video/')) return filmTile(file.width, file.height)
      const bytes = await services.media.read(workspaceId, file.sha256)
      // Some pictures tell their size and break off after it: they are kept as files and have no small form.
      return toThumb(bytes).catch((cause: unknown) => { throw new RecadoError('not_found', {}, { cause }) })
    })
    return fileHeaders(reply, { mime: 'image/webp', name: file.name }, 'inline').header('cache-control', FOREVER).send(picture)
  })

  app.get<{ Params: { token: string } }>('/files/:token', { config: { permission: 'public' }, schema: { hide: true } }, async (request, reply) => {
    const { workspaceId, mediaId } = await readLink(services, request.params.token)
    const file = await readyFile(services, workspaceId, mediaId)
    return sendFile(services, request, fileHeaders(reply, file, 'attachment').headers({ 'cache-control': 'no-store', 'cross-origin-resource-policy': 'cross-origin', 'x-robots-tag': 'noindex' }), workspaceId, file)
  })
}
