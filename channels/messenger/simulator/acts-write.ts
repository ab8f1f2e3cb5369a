/** Writing, with files, stickers, places and links; reacting, editing, unsending. */
import type { World } from '@recado/channel-kit'
import type { Content, MediaKind } from '@recado/core'
import type { Action } from './acts.js'
import { adOf } from './ads.js'
import { list, number, record, text, type Json } from './json.js'
import { cdnUrl, LARGEST_FILE, shownMedia } from './media.js'
import { mayType } from './openings.js'
import { itemOf, saveItem, type ItemRow } from './state.js'
import { pageFor, tell } from './tell.js'

const TEXT_LONGEST = 20_000
const EDIT_WITHIN_MS = 15 * 60_000
const MOST_EDITS = 5
/** Stickers have their own type from here on; until the second day an `image` twin came along. Source: Messenger Platform changelog, June 2026. */
export const STICKER_TYPE_FROM = Date.UTC(2026, 5, 1)
export const STICKER_TWIN_UNTIL = Date.UTC(2026, 7, 30)

const ATTACHMENT: Readonly<Record<string, string>> = { image: 'image', video: 'video', audio: 'audio', document: 'file' }

function fileOf(world: World, media: Json): { fileId: string; mime: string; bytes: number; name?: string } {
  const id = text(media['fileId']) ?? text(media['id'])
  const stored = id ? world.file(id) : undefined
  const base64 = text(media['base64'])
  if (!stored && base64 === undefined) throw new Error('There is no such file on this phone.')
  const bytes = stored?.bytes ?? Buffer.from(base64 ?? '', 'base64')
  if (bytes.length === 0) throw new Error('The file is empty.')
  if (bytes.length > LARGEST_FILE) throw new Error('Messenger sends files of up to 25 MB.')
  const mime = text(media['mime']) ?? stored?.mime ?? 'application/octet-stream'
  const name = text(media['name'])
  return { fileId: stored && id ? id : world.putFile(bytes, mime), mime, bytes: bytes.length, ...(name ? { name } : {}) }
}

const attachment = (world: World, type: string, fileId: string, more: Json = {}): Json => ({ type, payload: { url: cdnUrl(world, fileId), ...more } })

/** The sticker as the day has it: a picture with an id, both, or a sticker alone. */
function stickerAttachments(world: World, fileId: string): Json[] {
  const sticker_id = 767226160478561
  const image = attachment(world, 'image', fileId, { sticker_id })
  if (world.now() < STICKER_TYPE_FROM) return [image]
  const own = attachment(world, 'sticker', fileId, { sticker_id })
  return world.now() < STICKER_TWIN_UNTIL ? [own, image] : [own]
}

interface Spoken { message: Json; shown: Content; more?: Content[] }

function spoken(world: World, content: Json): Spoken {
  const many = list(content['items'] ?? content['media']).map((one) => record(record(one)['media'] ?? one))
  const kind = text(content['kind']) ?? (content['media'] ? 'image' : content['latitude'] === undefined ? 'text' : 'location')
  if (many.length > 0) {
    const files = many.map((one) => fileOf(world, one))
    const [first, ...more] = files.map((file): Content => ({ kind: 'image', media: shownMedia(file.fileId, '', file.mime, file.bytes) }))
    if (!first) throw new Error('Choose a photo first.')
    return { message: { attachments: files.map((file) => attachment(world, 'image', file.fileId)) }, shown: first, more }
  }
  if (kind === 'text') {
    const words = text(content['text']) ?? ''
    if (words.trim() === '') throw new Error('Messenger does not send an empty message.')
    if (words.length > TEXT_LONGEST) throw new Error(`A message has at most ${TEXT_LONGEST} characters.`)
    return { message: { text: words }, shown: { kind: 'text', text: words } }
  }
  if (kind === 'sticker') {
    const file = fileOf(world, record(content['media']))
    return { message: { attachments: stickerAttachments(world, file.fileId) }, shown: { kind: 'sticker', media: shownMedia(file.fileId, '', file.mime, file.bytes) } }
  }
  const type = ATTACHMENT[kind]
  if (type) {
    const file = fileOf(world, record(content['media']))
    const voice = content['voice'] === true
    return { message: { attachments: [attachment(world, type, file.fileId)] }, shown: { kind: kind as MediaKind, media: shownMedia(file.fileId, '', file.mime, file.bytes, file.name), ...(voice ? { voice } : {}) } } // a key of ATTACHMENT is a media kind
  }
  if (kind === 'location') {
    const latitude = number(content['latitude'])
    const longitude = number(content['longitude'])
    if (latitude === undefined || longitude === undefined) throw new Error('A place needs latitude and longitude.')
    const title = text(content['name']) ?? 'Pinned Location'
    return { message: { attachments: [{ type: 'location', title, payload: { coordinates: { lat: latitude, long: longitude } } }] }, shown: { kind: 'location', latitude, longitude, name: title } }
  }
  if (kind === 'link') {
    const url = text(content['url']) ?? ''
    const title = text(content['title']) ?? url
    return { message: { text: url, attachments: [{ type: 'fallback', title, payload: { url, title } }] }, shown: { kind: 'link', text: url, title, url } }
  }
  if (kind === 'unsupported') return { message: { attachments: [{ type: text(content['type']) ?? 'appointment_booking', payload: {} }] }, shown: { kind: 'unsupported', type: text(content['type']) ?? 'appointment_booking' } }
  throw new Error(`Messenger cannot send a "${kind}" from the keyboard.`)
}

const write: Action = async (world, customer, input) => {
  const page = pageFor(world, customer)
  mayType(world, customer)
  const content = record(input.content)
  const fromAd = input.ref?.startsWith('ad:') ? input.ref : undefined
  const quoted = fromAd === undefined ? input.ref : undefined
  if (quoted !== undefined && !itemOf(world, customer.id, quoted)) throw new Error('That message is not on this phone.')
  const { message, shown, more } = spoken(world, content)
  const self = quoted === undefined ? undefined : itemOf(world, customer.id, quoted)?.from === 'me'
  // A caption is a message of its own on Messenger.
  const caption = text(content['caption'])
  await tell(world, customer, {
    field: 'messages', opener: fromAd ? 'ad' : 'message', shown, ...(more ? { more } : {}), ...(quoted ? { quoted } : {}),
    rest: (mid) => ({ message: { mid, ...message, ...(quoted ? { reply_to: { mid: quoted, is_self_reply: self } } : {}), ...(fromAd ? { referral: adOf(world, page, fromAd, content) } : {}) } }),
  })
  if (caption) await tell(world, customer, { field: 'messages', opener: 'message', shown: { kind: 'text', text: caption }, rest: (mid) => ({ message: { mid, text: caption } }) })
}

const ad: Action = async (world, customer, input) => {
  const ref = input.ref ?? '23850000000000000'
  const content = record(input.content)
  const given = text(content['text']) !== undefined || content['kind'] !== undefined
  await write(world, customer, { action: 'write', ref: ref.startsWith('ad:') ? ref : `ad:${ref}`, content: given ? content : { ...content, kind: 'text', text: 'Vi el anuncio, ¿sigue en oferta?' } })
}

const REACTIONS: Readonly<Record<string, string>> = { '❤': 'love', '😆': 'haha', '😂': 'haha', '😮': 'wow', '😢': 'sad', '😠': 'angry', '👍': 'like', '👎': 'dislike' }

const react: Action = async (world, customer, input) => {
  const item = itemOf(world, customer.id, input.ref ?? '')
  if (!item || item.from === 'system') throw new Error('That message is not on this phone.')
  const emoji = text(record(input.content)['emoji']) ?? ''
  const on = input.action === 'react' && emoji !== ''
  if (!on && !item.reaction) throw new Error('There is no reaction to remove.')
  const shown = on ? emoji : (item.reaction ?? '')
  saveItem(world, customer.id, { ...item, reaction: on ? emoji : null })
  await tell(world, customer, { field: 'message_reactions', opener: on ? 'reaction' : null, rest: () => ({ reaction: { mid: item.id, action: on ? 'react' : 'unreact', reaction: REACTIONS[shown.replace(/\ufe0f/g, '')] ?? 'other', emoji: shown } }) })
}

const edit: Action = async (world, customer, input) => {
  const item = mine(itemOf(world, customer.id, input.ref ?? ''))
  if (item.content.kind !== 'text') throw new Error('Only texts can be edited.')
  if (world.now() - item.at > EDIT_WITHIN_MS) throw new Error('A message can be edited for 15 minutes only.')
  const edits = (item.edits ?? 0) + 1
  if (edits > MOST_EDITS) throw new Error('A message can be edited five times only.')
  const words = text(record(input.content)['text'])?.trim()
  if (!words) throw new Error('Write the new text first.')
  saveItem(world, customer.id, { ...item, content: { kind: 'text', text: words }, edits })
  await tell(world, customer, { field: 'message_edits', opener: null, rest: () => ({ message_edit: { mid: item.id, text: words, num_edit: edits } }) })
}

/** The Page is not told of unsent messages on Messenger. */
const revoke: Action = async (world, customer, input) => {
  const item = mine(itemOf(world, customer.id, input.ref ?? ''))
  saveItem(world, customer.id, { ...item, content: { kind: 'system', event: 'message_deleted' } })
}

function mine(item: ItemRow | undefined): ItemRow {
  if (!item) throw new Error('That message is not on this phone.')
  if (item.from !== 'me') throw new Error('Only your own messages can be changed.')
  return item
}

export const writeActs: Readonly<Record<string, Action>> = { write, ad, react, unreact: react, edit, revoke }
