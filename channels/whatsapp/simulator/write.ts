/** From what she types to the message the platform tells the business about. */
import type { ActInput, World } from '@recado/channel-kit'
import type { Content } from '@recado/core'
import { list, number, record, text, type Json } from './json.js'
import { receiveMedia, shownMedia } from './media.js'
import { closeCommands, customerOf, itemOf, messageId, nextNumber, numberOf, saveItem, type CustomerRow, type ItemRow, type NumberRow } from './state.js'
import { takeThroughput } from './limits.js'
import { postChanges, showsPhone, valueOf } from './webhook.js'
import { noteUserAct, seconds } from './window.js'

const TEXT_LONGEST = 65_536
const MB = 1024 * 1024
/** What the app itself lets a person send; larger than what a business may send. */
const LARGEST: Readonly<Record<string, number>> = { image: 16 * MB, video: 2048 * MB, audio: 16 * MB, document: 2048 * MB, sticker: MB }

/** The neutral content of an act, kinds filled in where they are plain. */
export function draftContent(input: ActInput): Content {
  const given = record(input.content)
  const kind = text(given['kind']) ?? (given['media'] ? 'image' : given['latitude'] === undefined ? 'text' : 'location')
  if (kind === 'text') return { kind: 'text', text: text(given['text']) ?? '' }
  return { ...given, kind } as Content // read field by field in payloadOf
}

export interface Payload { type: string; part: Json | Json[]; shown: Content }

/** Her message as the API carries it and as her own phone shows it. */
export function payloadOf(world: World, number: NumberRow, content: Json): Payload {
  const kind = text(content['kind']) ?? (content['media'] ? 'image' : content['latitude'] === undefined ? 'text' : 'location')
  switch (kind) {
    case 'text': {
      const body = text(content['text']) ?? ''
      if (body.trim() === '') throw new Error('WhatsApp does not send an empty message.')
      if (body.length > TEXT_LONGEST) throw new Error(`A WhatsApp message has at most ${TEXT_LONGEST} characters.`)
      return { type: 'text', part: { body }, shown: { kind: 'text', text: body } }
    }
    case 'image': case 'video': case 'audio': case 'document': case 'sticker': return mediaPayload(world, number, kind, content)
    case 'location': {
      const latitude = number_(content['latitude'])
      const longitude = number_(content['longitude'])
      const name = text(content['name'])
      const address = text(content['address'])
      const url = text(content['url'])
      const place = { latitude, longitude, ...(name ? { name } : {}), ...(address ? { address } : {}), ...(url ? { url } : {}) }
      return { type: 'location', part: place, shown: { kind: 'location', ...place } }
    }
    case 'contacts': {
      const cards = list(content['contacts']).map(record)
      if (cards.length === 0) throw new Error('Choose somebody from the address book first.')
      return { type: 'contacts', part: cards.map(toVcard), shown: { kind: 'contacts', contacts: cards.map((card) => ({ ...card, name: text(card['name']) ?? '' })) } }
    }
    default: throw new Error(`WhatsApp cannot send a "${kind}" from the keyboard.`)
  }
}

const number_ = (value: unknown): number => {
  const read = number(value)
  if (read === undefined || Math.abs(read) > 180) throw new Error('A place needs latitude and longitude.')
  return read
}

function toVcard(card: Json): Json {
  const name = text(card['name']) ?? ''
  const [first, ...rest] = name.split(' ')
  return {
    name: { formatted_name: name, first_name: first ?? name, ...(rest.length > 0 ? { last_name: rest.join(' ') } : {}) },
    phones: list(card['phones']).map(record).map((one) => ({ phone: text(one['value']) ?? '', wa_id: (text(one['value']) ?? '').replace(/\D/g, ''), type: text(one['type']) ?? 'CELL' })),
    ...(list(card['emails']).length > 0 ? { emails: list(card['emails']).map(record).map((one) => ({ email: text(one['value']) ?? '', type: text(one['type']) ?? 'HOME' })) } : {}),
    ...(text(card['organisation']) ? { org: { company: text(card['organisation']) } } : {}),
  }
}

/** The bytes she sends: from the world's files or given as base64. */
export function bytesOf(world: World, content: Json): { bytes: Buffer; mime: string; name?: string } {
  const media = record(content['media'])
  const fileId = text(media['fileId']) ?? text(media['id'])
  const stored = fileId ? world.file(fileId) : undefined
  const base64 = text(media['base64'])
  if (!stored && base64 === undefined) throw new Error('There is no such file on this phone.')
  const bytes = stored?.bytes ?? Buffer.from(base64 ?? '', 'base64')
  const name = text(media['name'])
  return { bytes, mime: text(media['mime']) ?? stored?.mime ?? 'application/octet-stream', ...(name ? { name } : {}) }
}

function mediaPayload(world: World, number: NumberRow, kind: 'image' | 'video' | 'audio' | 'document' | 'sticker', content: Json): Payload {
  const { bytes, mime, name } = bytesOf(world, content)
  if (bytes.length === 0) throw new Error('The file is empty.')
  if (bytes.length > (LARGEST[kind] ?? 0)) throw new Error(`WhatsApp does not send ${kind} files of this size.`)
  const voice = kind === 'audio' && content['voice'] === true
  const sentAs = voice ? 'audio/ogg; codecs=opus' : mime
  const media = receiveMedia(world, number.id, bytes, sentAs, name)
  const caption = kind === 'audio' || kind === 'sticker' ? undefined : text(content['caption'])
  const extra: Json = kind === 'audio' ? { voice } : kind === 'sticker' ? { animated: content['animated'] === true } : kind === 'document' ? { filename: name ?? 'document' } : {}
  return {
    type: kind, part: { ...media.payload, ...extra, ...(caption ? { caption } : {}) },
    shown: { kind, media: shownMedia(media.fileId, '', sentAs, bytes.length, name), ...(caption ? { caption } : {}), ...(voice ? { voice: true } : {}) },
  }
}

export interface Told { type: string; part?: Json | Json[]; context?: Json; referral?: Json; rest?: Json; errors?: Json[] }

/** Whether anything of hers reaches the business at all. */
export function mayWrite(customer: CustomerRow, number: NumberRow): void {
  if (customer.blocks) throw new Error(`You blocked ${number.verifiedName}. Unblock the business to send a message.`)
}

/** One message of hers: on her phone, in the window, and told to the business. `shown: null` leaves no bubble of its own. */
export async function tell(world: World, customer: CustomerRow, told: Told, shown: Content | null, entry: 'ad' | 'none' = 'none', opens = true): Promise<string> {
  const number = numberOf(world, customer.account)
  if (!number) throw new Error(`There is no WhatsApp number ${customer.account}.`)
  mayWrite(customer, number)
  const now = world.now()
  closeCommands(world, customer.id)
  const phone = showsPhone(world, customer)
  const id = messageId(world, 'in', phone ? customer.waId : '')
  const barred = number.blockedUsers.includes(customer.waId)
  if (shown) {
    const quoted = text(told.context?.['id'])
    const row: ItemRow = { id, order: nextNumber(world, 'item'), at: now, from: 'me', content: shown, options: [], ticks: barred ? 'sent' : 'delivered', ...(quoted ? { quoted } : {}) }
    saveItem(world, customer.id, row)
  }
  world.put('received', id, { account: number.id, customerId: customer.id })
  // The business has blocked her: she sees one tick and nobody is told.
  if (barred) return id
  if (opens) noteUserAct(world, customer, entry, phone)
  takeThroughput(world, number)
  const message: Json = {
    ...(phone ? { from: customer.waId } : {}), from_user_id: customer.userId, id, timestamp: seconds(now), type: told.type,
    ...(told.part === undefined ? {} : { [told.type]: told.part }), ...(told.context ? { context: told.context } : {}), ...(told.referral ? { referral: told.referral } : {}),
    ...(told.errors ? { errors: told.errors } : {}), ...told.rest,
  }
  await postChanges(world, number.id, [{ field: 'messages', value: valueOf(world, number.id, told.type === 'system' ? null : customer.id, { messages: [message] }) }])
  return id
}

/** The context of a quote: whose message it was and which. */
export function contextOf(world: World, customer: CustomerRow, ref: string): Json {
  const item = itemOf(world, customer.id, ref)
  if (!item || item.from === 'system') throw new Error('That message is not on this phone.')
  const number = numberOf(world, customer.account)
  const fresh = customerOf(world, customer.id) ?? customer
  const from = item.from === 'business' ? number?.display : showsPhone(world, fresh) ? fresh.waId : undefined
  return { ...(from ? { from } : {}), id: ref }
}
