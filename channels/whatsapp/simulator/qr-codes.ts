/** QR codes and short links with a prefilled text. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/qr-codes and the v23.0 specification of `message_qrdls`. */
import type { RawRequest, SimulatorAnswer, World } from '@recado/channel-kit'
import type { Instant } from '@recado/core'
import { qrMatrix } from '@recado/channel-kit/testing/qr-matrix'
import { nodeFields, readFields } from './fields.js'
import { answerJson, bodyOf, GraphRefusal } from './graph.js'
import { lengthOf, number as toNumber, text, type Json } from './json.js'
import { badShape } from './message-shape.js'
import { png } from './png.js'
import { nextNumber, numberOf, type NumberRow } from './state.js'

const LONGEST = 140
/** A number holds at most 2,000 of them. */
const MOST = 2_000
const PAGE = 25
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const FIELDS = ['code', 'prefilled_message', 'deep_link_url', 'creation_time', 'qr_image_url']
const USUAL = 'code,prefilled_message,deep_link_url'
const SCALE = 10
const QUIET = 4

interface CodeRow { code: string; account: string; order: number; text: string; createdAt: Instant }

const ofNumber = (account: string): string => `qr:${account}`
const noSuchCode = (): GraphRefusal => new GraphRefusal(100, 'QR code not found: it does not exist or has been deleted.', 33)
export const linkOf = (code: string): string => `https://wa.me/message/${code}`

/** `/{phone-number-id}/message_qrdls` and `.../{code}` */
export function qrCodesEdge(world: World, request: RawRequest, number: NumberRow, code: string | undefined): SimulatorAnswer {
  if (code !== undefined && !/^[A-Z2-7]{14}$/.test(code)) throw badShape('Invalid QR code ID format. Expected 14-character alphanumeric string')
  const known = code === undefined ? undefined : world.get<CodeRow>(ofNumber(number.id), code)
  if (code !== undefined && !known) throw noSuchCode()
  if (request.method === 'GET') return answerJson(known ? { data: [shown(world, known, request.query['fields'])] } : listPage(world, number, request))
  if (request.method === 'DELETE') {
    if (!known) throw badShape('The QR code is required.')
    world.remove(ofNumber(number.id), known.code)
    world.remove('qr_home', known.code)
    return answerJson({ success: true })
  }
  return answerJson(save(world, number, { ...request.query, ...bodyOf(request) }))
}

function save(world: World, number: NumberRow, body: Json): Json {
  const words = text(body['prefilled_message'])?.trim() ?? ''
  if (words === '') throw badShape('The parameter prefilled_message is required.')
  if (lengthOf(words) > LONGEST) throw badShape(`Invalid prefilled_message length. Maximum ${LONGEST} characters allowed`)
  const format = body['generate_qr_image']
  if (format !== undefined && format !== 'PNG' && format !== 'SVG') throw badShape('Param generate_qr_image must be one of {PNG, SVG}.')
  const asked = text(body['code'])
  const known = asked === undefined ? undefined : world.get<CodeRow>(ofNumber(number.id), asked)
  if (asked !== undefined && !known) throw noSuchCode()
  if (!known && world.all<CodeRow>(ofNumber(number.id)).length >= MOST) throw badShape(`A phone number holds at most ${MOST} QR codes.`)
  const row: CodeRow = known ? { ...known, text: words } : { code: newCode(world), account: number.id, order: nextNumber(world, 'qr'), text: words, createdAt: world.now() }
  world.put(ofNumber(number.id), row.code, row)
  world.put('qr_home', row.code, { account: number.id })
  return { code: row.code, prefilled_message: row.text, deep_link_url: linkOf(row.code), ...(format === undefined ? {} : { qr_image_url: pictureUrl(world, row.code, format) }) }
}

function newCode(world: World): string {
  let code = ''
  while (code.length < 14) code += LETTERS[Math.floor(world.random() * LETTERS.length)]
  return world.get('qr_home', code) ? newCode(world) : code
}

/** Newest first; the cursor is the position, wrapped so that nobody computes with it. */
function listPage(world: World, number: NumberRow, request: RawRequest): Json {
  const { query } = request
  const rows = world.all<CodeRow>(ofNumber(number.id)).filter((row) => query['code'] === undefined || row.code === query['code']).sort((a, b) => b.order - a.order)
  const limit = Math.min(Math.max(toNumber(query['limit']) ?? PAGE, 1), 100)
  const from = query['after'] ? Number(Buffer.from(query['after'], 'base64').toString('utf8')) : 0
  if (!Number.isInteger(from) || from < 0) throw badShape('Param after is not a valid cursor.')
  const page = rows.slice(from, from + limit)
  const cursor = (at: number): string => Buffer.from(String(at)).toString('base64')
  const after = cursor(from + page.length)
  const next = new URLSearchParams(Object.entries({ ...query, limit: String(limit), after }).filter(([key]) => key !== 'access_token'))
  const more = from + page.length < rows.length
  return {
    data: page.map((row) => shown(world, row, query['fields'])),
    ...(page.length === 0 ? {} : { paging: { cursors: { before: cursor(from), after }, ...(more ? { next: `${world.baseUrl}${request.path.startsWith('/') ? '' : '/'}${request.path}?${next}` } : {}) } }),
  }
}

/** A code has no id of its own. The picture is made when its field is asked for, as `qr_image_url.format(SVG)`. */
function shown(world: World, row: CodeRow, asked: string | undefined): Json {
  const picture = readFields(asked ?? '').find(({ name }) => name === 'qr_image_url')
  const { id: _, ...rest } = nodeFields('WhatsAppMessageQRCode', {
    code: row.code, prefilled_message: row.text, deep_link_url: linkOf(row.code), creation_time: Math.floor(row.createdAt / 1000),
    ...(picture ? { qr_image_url: pictureUrl(world, row.code, picture.modifiers['format'] === 'PNG' ? 'PNG' : 'SVG') } : {}),
  }, FIELDS, asked, USUAL)
  return rest
}

const pictureUrl = (world: World, code: string, format: 'PNG' | 'SVG'): string => `${world.baseUrl}/qr/${code}.${format.toLowerCase()}`

/** Every code of a number, newest first, as somebody finds it printed. */
export const codesOf = (world: World, number: NumberRow): { title: string; ref: string; picture: string }[] =>
  world.all<CodeRow>(ofNumber(number.id)).sort((a, b) => b.order - a.order).map((row) => ({ title: row.text, ref: linkOf(row.code), picture: pictureUrl(world, row.code, 'SVG') }))

/** GET /qr/{code}.svg or .png: public, as the platform's pictures are. */
export function qrPicture(world: World, file: string): SimulatorAnswer {
  const [, code = '', format] = /^([A-Z2-7]{14})\.(svg|png)$/.exec(file) ?? []
  if (!world.get('qr_home', code)) return { status: 404, headers: { 'content-type': 'text/plain' }, body: '' }
  const matrix = qrMatrix(linkOf(code))
  const side = matrix.length + 2 * QUIET
  if (format === 'png') return { status: 200, headers: { 'content-type': 'image/png' }, body: png(side * SCALE, side * SCALE, (x, y) => (matrix[Math.floor(y / SCALE) - QUIET]?.[Math.floor(x / SCALE) - QUIET] ? [0, 0, 0] : [255, 255, 255])) }
  const path = matrix.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x + QUIET} ${y + QUIET}h1v1h-1z`] : []))).join('')
  return { status: 200, headers: { 'content-type': 'image/svg+xml', 'content-security-policy': "default-src 'none'; sandbox" }, body: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges"><rect width="${side}" height="${side}" fill="#fff"/><path d="${path}"/></svg>` }
}

/** What a link or scanned code opens in the chat of this number: the text in the input, or a sentence why nothing opens. */
export function prefilledText(world: World, number: NumberRow, link: string): string {
  const code = /^(?:https?:\/\/)?(?:wa\.me|api\.whatsapp\.com)\/message\/([A-Z2-7]{14})\/?$/.exec(link)?.[1] ?? (/^[A-Z2-7]{14}$/.test(link) ? link : undefined)
  if (code !== undefined) {
    const home = world.get<{ account: string }>('qr_home', code)
    const row = home ? world.get<CodeRow>(ofNumber(home.account), code) : undefined
    if (!row) throw new Error('This link is no longer valid. WhatsApp could not find the business.')
    if (row.account !== number.id) throw new Error(`This link opens the chat with ${numberOf(world, row.account)?.verifiedName ?? 'another business'}.`)
    return row.text
  }
  const plain = /^(?:https?:\/\/)?(?:wa\.me|api\.whatsapp\.com\/send)\/?(\d*)\/?(?:\?(.*))?$/.exec(link)
  if (!plain) throw new Error('That is no link or code of WhatsApp.')
  const search = new URLSearchParams(plain[2] ?? '')
  const digits = plain[1] || (search.get('phone') ?? '').replace(/\D/g, '')
  if (digits !== number.display) throw new Error(`This link opens the chat with +${digits}.`)
  return search.get('text') ?? ''
}
