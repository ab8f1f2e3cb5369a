/**
 * Uploads and downloads. Limits: https://developers.weixin.qq.com/doc/service/api/material/temporary/api_uploadtempmedia.html
 * and .../permanent/api_addmaterial.html
 */
import type { SimulatorAnswer, World } from '@recado/channel-kit'
import { readMultipart, type FormPart } from '@recado/channel-kit/testing/multipart'
import { bodyOf, OK, wordOf, type Call, type Endpoint } from './call.js'
import { secondOf } from './calendar.js'
import { durationMs, typeOfFile, type FileType } from './files.js'
import { mediaFor, storeMedia, type Media, type MediaType } from './media-store.js'
import { Refusal, type Errcode } from './refusals.js'
import type { Account } from './rows.js'
import type { Draft } from './articles.js'

const MB = 1_048_576
const VOICE_MS = 60_000

interface Limit { types: readonly FileType[]; bytes: number; tooLarge: Errcode }
const TEMPORARY: Record<MediaType, Limit> = {
  image: { types: ['image/png', 'image/jpeg', 'image/gif'], bytes: 10 * MB, tooLarge: 40009 },
  voice: { types: ['audio/amr', 'audio/mpeg'], bytes: 2 * MB, tooLarge: 45001 },
  video: { types: ['video/mp4'], bytes: 10 * MB, tooLarge: 45001 },
  thumb: { types: ['image/jpeg'], bytes: 64 * 1024, tooLarge: 40006 },
}
const PERMANENT: Record<MediaType, Limit> = { ...TEMPORARY, image: { ...TEMPORARY.image, types: [...TEMPORARY.image.types, 'image/bmp'] } }
/** The same page's note about temporary pictures says 2 MB. */
const STRICT_IMAGE_BYTES = 2 * MB
const ARTICLE_IMAGE: Limit = { types: ['image/jpeg', 'image/png'], bytes: MB, tooLarge: 40009 }
const PERMANENT_COUNT: Record<MediaType, number> = { image: 100_000, voice: 1000, video: 1000, thumb: 1000 }

export function upload({ world, account, request, query }: Call): object {
  const { media, type } = taken(request.headers['content-type'], request.body, query.type, account.strictImages ? { ...TEMPORARY, image: { ...TEMPORARY.image, bytes: STRICT_IMAGE_BYTES } } : TEMPORARY)
  const row = keep(world, account, media, type, false)
  return { type, [type === 'thumb' ? 'thumb_media_id' : 'media_id']: row.id, created_at: secondOf(row.createdAt) }
}

export function addMaterial({ world, account, request, query }: Call): object {
  const { media, type, parts } = taken(request.headers['content-type'], request.body, query.type, PERMANENT)
  if (materials(world, account).filter((one) => one.type === type).length >= PERMANENT_COUNT[type]) throw new Refusal(45001)
  const described = type === 'video' ? description(parts) : {}
  const row = keep(world, account, media, type, true, described)
  return { media_id: row.id, ...(type === 'image' || type === 'thumb' ? { url: `${world.baseUrl}/mmbiz/${row.file}/0` } : {}) }
}

export function uploadArticleImage({ world, request }: Call): object {
  const media = filePart(readMultipart(request.headers['content-type'], request.body) ?? [])
  check(media, ARTICLE_IMAGE, 'image')
  return { url: `${world.baseUrl}/mmbiz/${world.putFile(media.bytes, typeOfFile(media.bytes) ?? 'image/jpeg')}/0` }
}

/** A voice or picture as bytes, a video as a link to them. */
export function download({ world, account, query }: Call): object | SimulatorAnswer {
  const media = mediaFor(world, account, query.media_id ?? '')
  const stored = media ? world.file(media.file) : undefined
  if (!media || !stored) throw new Refusal(40007)
  if (media.type === 'video') return { video_url: `${world.baseUrl}/video/${media.file}` }
  return { status: 200, headers: { 'content-type': media.mime, 'content-disposition': `attachment; filename="${media.id.slice(0, 16)}.${media.mime.split('/')[1] ?? 'bin'}"` }, body: stored.bytes }
}

/** Pictures by address (PicUrl): anybody who knows it may fetch it. */
export const picture = (world: World, path: string): SimulatorAnswer => bytesOf(world, path.split('/')[2] ?? '')
export const videoFile = (world: World, path: string): SimulatorAnswer => bytesOf(world, path.split('/')[2] ?? '')

export const materialEndpoints: Readonly<Record<string, Endpoint>> = {
  '/cgi-bin/material/get_materialcount': { method: 'any', answer: ({ world, account }) => {
    const count = (type: MediaType): number => materials(world, account).filter((one) => one.type === type).length
    return { voice_count: count('voice'), video_count: count('video'), image_count: count('image') + count('thumb'), news_count: 0 }
  } },
  '/cgi-bin/material/get_material': { method: 'POST', answer: ({ world, account, request }) => {
    const id = wordOf(bodyOf(request), 'media_id')
    const article = world.get<Draft>(`drafts:${account.id}`, id)
    if (article) return { news_item: article.articles.map(({ title, digest, url }) => ({ title, digest, url, show_cover_pic: 0 })) }
    const media = mediaFor(world, account, id)
    if (!media || media.diesAt !== null) throw new Refusal(40007)
    return media.type === 'video' ? { title: media.title ?? '', description: media.introduction ?? '', down_url: `${world.baseUrl}/video/${media.file}` } : bytesOf(world, media.file)
  } },
  '/cgi-bin/material/del_material': { method: 'POST', answer: ({ world, account, request }) => {
    const id = wordOf(bodyOf(request), 'media_id')
    if (!materials(world, account).some((one) => one.id === id)) throw new Refusal(40007)
    world.remove(`materials:${account.id}`, id)
    return OK
  } },
}

function materials(world: World, account: Account): Media[] {
  return world.all<Media>(`materials:${account.id}`)
}

function taken(contentType: string | undefined, body: Buffer, named: string | undefined, limits: Record<MediaType, Limit>): { media: FormPart; type: MediaType; parts: FormPart[] } {
  if (named !== 'image' && named !== 'voice' && named !== 'video' && named !== 'thumb') throw new Refusal(40004)
  const parts = readMultipart(contentType, body) ?? []
  const media = filePart(parts)
  check(media, limits[named], named)
  return { media, type: named, parts }
}

function filePart(parts: readonly FormPart[]): FormPart {
  const media = parts.find((part) => part.name === 'media')
  if (!media || media.filename === undefined || media.bytes.length === 0) throw new Refusal(41005)
  return media
}

function check(media: FormPart, limit: Limit, type: MediaType): void {
  const real = typeOfFile(media.bytes)
  if (!real || !limit.types.includes(real)) throw new Refusal(40005)
  if (media.bytes.length > limit.bytes) throw new Refusal(limit.tooLarge)
  if (type === 'voice' && durationMs(media.bytes, real) > VOICE_MS) throw new Refusal(45007)
}

function keep(world: World, account: Account, media: FormPart, type: MediaType, permanent: boolean, described: { title?: string; introduction?: string } = {}): Media {
  const mime = typeOfFile(media.bytes) ?? 'application/octet-stream'
  return storeMedia(world, account, { type, file: world.putFile(media.bytes, mime), mime, name: media.filename ?? type, permanent, ...described })
}

function description(parts: readonly FormPart[]): { title: string; introduction: string } {
  let words: unknown
  try {
    words = JSON.parse(parts.find((part) => part.name === 'description')?.bytes.toString('utf8') ?? '')
  } catch {
    throw new Refusal(47001)
  }
  return { title: wordOf(words, 'title'), introduction: wordOf(words, 'introduction') }
}

function bytesOf(world: World, id: string): SimulatorAnswer {
  const file = world.file(id)
  return file ? { status: 200, headers: { 'content-type': file.mime }, body: file.bytes } : { status: 404, body: '' }
}
