/** Files: attachments uploaded or linked by the Page, CDN links that die for what she sends, and pictures of profiles. */
import { deflateSync, crc32 } from 'node:zlib'
import type { SimulatorAnswer, World } from '@recado/channel-kit'
import type { Content, Instant, Media, MediaKind } from '@recado/core'
import { badParameter, type Upload } from './graph.js'
import { record, text, type Json } from './json.js'
import { graphId } from './state.js'

/** Source: https://developers.facebook.com/docs/messenger-platform/reference/send-api (25 MB for every kind of file). */
export const LARGEST_FILE = 25 * 1024 * 1024
/** CDN links expire; Meta names no time. */
export const CDN_LIFE_MS = 3_600_000

export type AttachmentType = 'image' | 'audio' | 'video' | 'file'
interface AttachmentRow { id: string; account: string; type: AttachmentType; fileId: string | null; url: string; mime: string; bytes: number; name?: string }

const KINDS: Readonly<Record<AttachmentType, MediaKind>> = { image: 'image', audio: 'audio', video: 'video', file: 'document' }
export const isAttachmentType = (type: string): type is AttachmentType => type in KINDS

/** A public address, as Meta's servers would need it. */
function checkUrl(url: string): void {
  let host = ''
  try { host = new URL(url).hostname } catch { throw badParameter('Param message[attachment][payload][url] is not a valid URL.') }
  if (!/^https?:/.test(url)) throw badParameter('Param message[attachment][payload][url] is not a valid URL.')
  if (!host.includes('.') || /^(127\.|10\.|192\.168\.|169\.254\.|0\.)/.test(host)) throw badParameter('Upload attachment failure.', 2018047)
}

/** Reads an attachment by file, link or id. A reusable one, or an upload, is kept under an id. */
export function readAttachment(world: World, account: string, attachment: Json, file: Upload | undefined, keep: boolean): { row: AttachmentRow; kept: boolean } {
  const type = text(attachment['type']) ?? ''
  if (!isAttachmentType(type)) throw badParameter('Param message[attachment][type] must be one of {image, audio, video, file, template}.')
  const payload = record(attachment['payload'])
  const id = text(payload['attachment_id'])
  if (id !== undefined) {
    const known = world.get<AttachmentRow>('attachment', id)
    if (!known || known.account !== account) throw badParameter('The attachment_id is not valid.', 2018074)
    if (known.type !== type) throw badParameter(`The attachment is of type ${known.type}.`, 2018074)
    return { row: known, kept: false }
  }
  const url = text(payload['url'])
  if (!url && !file) throw badParameter('Param message[attachment][payload] needs url, attachment_id or a file.')
  if (url && !file) checkUrl(url)
  if (file && file.bytes.length > LARGEST_FILE) throw badParameter('The attachment is larger than 25MB.', 2018047)
  if (file && file.bytes.length === 0) throw badParameter('Upload attachment failure.', 2018047)
  if (file && type !== 'file' && !file.mime.startsWith(`${type}/`)) throw badParameter(`The file is ${file.mime}, which is no ${type}.`, 2018047)
  const row: AttachmentRow = {
    id: graphId(world), account, type, fileId: file ? world.putFile(file.bytes, file.mime) : null, url: file ? '' : (url ?? ''), mime: file?.mime ?? `${type === 'file' ? 'application' : type}/*`, bytes: file?.bytes.length ?? 0,
    ...(file?.name ? { name: file.name } : {}),
  }
  const kept = keep || payload['is_reusable'] === true || payload['is_reusable'] === 'true'
  if (kept) world.put('attachment', row.id, row)
  return { row, kept }
}

export const shownAttachment = (row: AttachmentRow): Content & { kind: MediaKind } => ({ kind: KINDS[row.type], media: shownMedia(row.fileId ?? '', row.url, row.mime, row.bytes, row.name) })

export const shownMedia = (id: string, url: string, mime: string, bytes: number, name?: string): Media => ({ id, url, mime, bytes, state: 'ready', ...(name ? { name } : {}) })

/** How an attachment of ours comes back in the echo. */
export const echoOf = (world: World, row: AttachmentRow): Json => ({ type: row.type, payload: { url: row.fileId ? cdnUrl(world, row.fileId) : row.url } })

/** A link to a file that dies. Nobody is asked for a token: who has the link, has the file. */
export function cdnUrl(world: World, fileId: string): string {
  const hash = world.token(32)
  const expiresAt = world.now() + CDN_LIFE_MS
  world.put('cdn', hash, { fileId, expiresAt })
  return `${world.baseUrl}/cdn/${fileId}?oh=${hash}&oe=${Math.floor(expiresAt / 1000).toString(16).toUpperCase()}`
}

const bytes = (body: Buffer, mime: string): SimulatorAnswer =>
  ({ status: 200, headers: { 'content-type': mime, 'content-length': String(body.length), 'content-security-policy': "sandbox; default-src 'none'", 'x-content-type-options': 'nosniff' }, body })
const gone: SimulatorAnswer = { status: 403, headers: { 'content-type': 'text/plain' }, body: 'URL signature expired' }

export function cdn(world: World, fileId: string, hash: string): SimulatorAnswer {
  const link = world.get<{ fileId: string; expiresAt: Instant }>('cdn', hash)
  const file = link && link.fileId === fileId && world.now() < link.expiresAt ? world.file(fileId) : undefined
  return file ? bytes(file.bytes, file.mime) : gone
}

const GROUNDS = [[92, 129, 166], [150, 108, 140], [98, 140, 118], [176, 124, 92], [116, 112, 164], [168, 140, 86]] as const
const FIGURE = [246, 242, 236] as const

type Colour = readonly [number, number, number]

/** A profile picture: head and shoulders on a ground that stays the person's own, as PNG. */
export function portrait(seed: string): Buffer {
  const ground = groundOf(seed)
  return png(96, 96, (x, y) => (Math.hypot(x - 47.5, y - 38) < 17 || Math.hypot((x - 47.5) / 1.1, y - 100) < 38 ? FIGURE : ground))
}

/** The picture of an ad: sunglasses on a ground that stays the ad's own, as PNG. */
export function banner(seed: string): Buffer {
  const ground = groundOf(seed)
  return png(320, 168, (x, y) => {
    const eye = Math.min(Math.hypot((x - 108) / 1.25, y - 84), Math.hypot((x - 212) / 1.25, y - 84))
    if (eye < 34) return FIGURE
    return eye < 42 || (Math.abs(y - 70) < 4 && x > 40 && x < 280) ? [44, 40, 52] : ground
  })
}

const groundOf = (seed: string): Colour => GROUNDS[[...seed].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 997, 7) % GROUNDS.length] ?? GROUNDS[0]

function png(width: number, height: number, at: (x: number, y: number) => Colour): Buffer {
  const rows = Array.from({ length: height }, (_, y) => Buffer.from([0, ...Array.from({ length: width }, (__, x) => at(x, y)).flat()]))
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.concat(rows))), chunk('IEND', Buffer.alloc(0))])
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'ascii'), data])
  const size = Buffer.alloc(4)
  size.writeUInt32BE(data.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([size, body, check])
}
