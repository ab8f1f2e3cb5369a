/** Files: uploads, ids with a life, links that die in minutes. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media (2025-10). */
import { createHash } from 'node:crypto'
import type { RawRequest, SimulatorAnswer, World } from '@recado/channel-kit'
import type { Content, Instant, Media, MediaKind } from '@recado/core'
import { answerJson, bearer, GraphRefusal, noSuchObject } from './graph.js'
import { readForm } from './form.js'
import { number, text, type Json } from './json.js'
import { badShape, badValue, LIMITS, mayText, missing, needRecord } from './message-shape.js'
import { tokenTrouble } from './standing.js'
import { graphId, numberOf, type NumberRow } from './state.js'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
export const UPLOAD_LIFE_MS = 30 * DAY_MS
export const RECEIVED_LIFE_MS = 7 * DAY_MS
export const LINK_LIFE_MS = 5 * MINUTE_MS

const MB = 1024 * 1024
interface Rule { mimes: RegExp; largest: number }
const RULES: Readonly<Record<MediaKind, Rule>> = {
  image: { mimes: /^image\/(jpeg|png)$/, largest: 5 * MB },
  video: { mimes: /^video\/(mp4|3gpp)$/, largest: 16 * MB },
  audio: { mimes: /^audio\/(aac|amr|mpeg|mp4|ogg)$/, largest: 16 * MB },
  document: { mimes: /^(text\/plain|application\/(pdf|msword|vnd\.ms-(excel|powerpoint)|vnd\.openxmlformats-officedocument\.(wordprocessingml\.document|spreadsheetml\.sheet|presentationml\.presentation)))$/, largest: 100 * MB },
  sticker: { mimes: /^image\/webp$/, largest: 500 * 1024 },
}
const STATIC_STICKER = 100 * 1024

interface MediaRow { id: string; account: string; fileId: string; mime: string; size: number; sha256: string; expiresAt: Instant; received: boolean; name?: string }

const bare = (mime: string): string => (mime.split(';')[0] ?? '').trim().toLowerCase()
const kindOf = (mime: string): MediaKind | undefined => (Object.keys(RULES) as MediaKind[]).find((kind) => RULES[kind].mimes.test(bare(mime)))

/** Bytes of an animated WebP carry the chunk ANIM near their beginning. */
const isAnimated = (bytes: Buffer): boolean => bytes.subarray(0, 64).includes('ANIM')

function addMedia(world: World, account: string, bytes: Buffer, mime: string, lifeMs: number, received: boolean, name?: string): MediaRow {
  const row: MediaRow = {
    id: graphId(world), account, fileId: world.putFile(bytes, mime), mime, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'),
    expiresAt: world.now() + lifeMs, received, ...(name ? { name } : {}),
  }
  world.put('media', row.id, row)
  return row
}

/** A file she sent: its id lives seven days, the link in the webhook five minutes. */
export function receiveMedia(world: World, account: string, bytes: Buffer, mime: string, name?: string): { id: string; fileId: string; payload: Json } {
  const row = addMedia(world, account, bytes, mime, RECEIVED_LIFE_MS, true, name)
  return { id: row.id, fileId: row.fileId, payload: { mime_type: mime, sha256: Buffer.from(row.sha256, 'hex').toString('base64'), id: row.id, url: linkTo(world, row, 'webhook') } }
}

function linkTo(world: World, row: MediaRow, source: string): string {
  const expires = Math.floor((world.now() + LINK_LIFE_MS) / 1000)
  const hash = `ARk${world.token(21)}`
  world.put('link', hash, { mediaId: row.id, expiresAt: world.now() + LINK_LIFE_MS })
  return `${world.baseUrl}/whatsapp_business/attachments/?mid=${row.id}&source=${source}&ext=${expires}&hash=${hash}`
}

/** POST /{phone-number-id}/media */
export function upload(world: World, account: NumberRow, request: RawRequest): SimulatorAnswer {
  const form = readForm(request)
  const file = form.find((part) => part.name === 'file')
  const field = (name: string): string | undefined => form.find((part) => part.name === name)?.body.toString('utf8')
  if (field('messaging_product') !== 'whatsapp') throw badShape('The parameter messaging_product is required.')
  if (!file) throw badShape('The parameter file is required.')
  const mime = field('type') ?? file.contentType ?? ''
  const kind = kindOf(mime)
  if (!kind) throw badShape(`Param file must be a file with one of the following types: audio/aac, audio/mp4, audio/mpeg, audio/amr, audio/ogg, application/pdf, image/jpeg, image/png, image/webp, video/mp4, video/3gpp, text/plain and office documents. Received file of type '${mime}'.`)
  checkSize(kind, file.body.length, isAnimated(file.body))
  const ttl = field('ttl_minutes')
  const minutes = ttl === undefined ? undefined : number(ttl)
  if (ttl !== undefined && (minutes === undefined || minutes < 60 || minutes > 43_200)) throw badShape('Param ttl_minutes must be between 60 and 43200.')
  const row = addMedia(world, account.id, file.body, mime, minutes === undefined ? UPLOAD_LIFE_MS : minutes * MINUTE_MS, false, file.filename)
  return answerJson({ id: row.id })
}

function checkSize(kind: MediaKind, bytes: number, animated: boolean): void {
  const largest = kind === 'sticker' && !animated ? STATIC_STICKER : RULES[kind].largest
  if (bytes === 0) throw new GraphRefusal(131053, 'The file is empty.')
  if (bytes > largest) throw new GraphRefusal(131053, `The file is ${bytes} bytes large, which is more than the ${largest} bytes allowed for ${kind}.`)
}

const alive = (world: World, id: string): MediaRow | undefined => {
  const row = world.get<MediaRow>('media', id)
  return row && world.now() < row.expiresAt ? row : undefined
}

export const isMedia = (world: World, id: string): boolean => world.get<MediaRow>('media', id) !== undefined
export const accountOfMedia = (world: World, id: string): string | null => world.get<MediaRow>('media', id)?.account ?? null

/** GET or DELETE /{media-id} */
export function mediaNode(world: World, request: RawRequest, id: string, token: string): SimulatorAnswer {
  const row = alive(world, id)
  if (!row || numberOf(world, row.account)?.accessToken !== token) throw noSuchObject(request.method, id)
  const asked = request.query['phone_number_id']
  if (asked !== undefined && asked !== row.account) throw noSuchObject(request.method, id)
  if (request.method === 'DELETE') {
    world.remove('media', id)
    return answerJson({ success: true })
  }
  return answerJson({ messaging_product: 'whatsapp', url: linkTo(world, row, 'getMedia'), mime_type: row.mime, sha256: row.sha256, file_size: row.size, id: row.id })
}

/** The link itself: 401 without the account's token, 404 once it has died. */
export function download(world: World, request: RawRequest): SimulatorAnswer {
  const link = world.get<{ mediaId: string; expiresAt: Instant }>('link', request.query['hash'] ?? '')
  const row = link && link.mediaId === request.query['mid'] && world.now() < link.expiresAt ? alive(world, link.mediaId) : undefined
  const file = row ? world.file(row.fileId) : undefined
  if (!row || !file) return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'URL signature expired' }
  const number = numberOf(world, row.account)
  if (!number || bearer(request) !== number.accessToken || tokenTrouble(world, number)) return { status: 401, headers: { 'content-type': 'text/plain' }, body: '' }
  return { status: 200, headers: { 'content-type': row.mime, 'content-length': String(file.bytes.length) }, body: file.bytes }
}

/** What her phone gets of a file of the world. The id names it for the host, which may serve it elsewhere. */
export const shownMedia = (fileId: string, url: string, mime: string, bytes: number, name?: string): Media =>
  ({ id: fileId, url, mime, bytes, state: 'ready', ...(name ? { name } : {}) })

/** Checks a media part (`image: {id | link, caption}` and so on) and returns it as her phone shows it. */
export function mediaFor(world: World, account: string, body: Json, type: string): Content & { kind: MediaKind } {
  const kind = type as MediaKind // callers pass a key of RULES
  const part = needRecord(body, kind)
  const id = text(part['id'])
  const link = text(part['link'])
  if (!id && !link) throw missing(`${kind}.id`)
  if (id && link) throw badShape(`Param ${kind} takes either id or link.`)
  if (part['caption'] !== undefined && (kind === 'audio' || kind === 'sticker')) throw badShape(`Param ${kind}.caption is not allowed.`)
  const caption = mayText(part, 'caption', `${kind}.caption`, LIMITS.caption)
  const filename = kind === 'document' ? mayText(part, 'filename', 'document.filename', LIMITS.filename) : undefined
  const rest = { ...(caption ? { caption } : {}), ...(kind === 'audio' && part['voice'] === true ? { voice: true } : {}) }
  if (link) {
    if (!/^https:\/\/[^\s/]+\.[^\s/]+\/\S*$/.test(link)) throw badValue(`Param ${kind}.link is not a public https URL.`)
    return { kind, media: shownMedia('', link, `${kind}/*`, 0, filename), ...rest }
  }
  const row = alive(world, id ?? '')
  if (!row || row.account !== account) throw badShape(`Param ${kind}['id'] is not a valid whatsapp business account media attachment ID`)
  if (!RULES[kind].mimes.test(bare(row.mime))) throw new GraphRefusal(131053, `The file is of type ${row.mime}, which cannot be sent as ${kind}.`)
  checkSize(kind, row.size, kind === 'sticker' && isAnimated(world.file(row.fileId)?.bytes ?? Buffer.alloc(0)))
  if (rest.voice && bare(row.mime) !== 'audio/ogg') throw new GraphRefusal(131053, 'A voice message must be an Ogg file with the Opus codec.')
  return { kind, media: shownMedia(row.fileId, '', row.mime, row.size, filename ?? row.name), ...rest }
}
