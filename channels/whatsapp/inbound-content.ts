/** What a customer sent, as channel-neutral content: one reader per type of Meta's. */
import type { ContactCard, Content, MediaKind, PlatformMedia } from '@recado/core'
import { compact, list, number, record, text, type Json } from './read.js'

type Read = Content<PlatformMedia>

/** Media ids live seven days and lead to a fresh link; the link in the webhook dies after five minutes, so the id is taken first. */
function mediaOf(body: Json): PlatformMedia | null {
  const id = text(body.id)
  const url = text(body.url)
  if (!id && !url) return null
  return compact<PlatformMedia>({
    source: id ? { kind: 'id', id } : { kind: 'url', url: url! }, // one of the two is there, checked above
    mime: text(body.mime_type), sha256: text(body.sha256), name: text(body.filename), bytes: number(body.file_size),
  })
}

function mediaContent(kind: MediaKind, body: Json): Read {
  const media = mediaOf(body)
  if (!media) return { kind: 'unsupported', type: kind, detail: 'the file is missing' }
  return compact<Read>({
    kind, media, caption: text(body.caption),
    voice: body.voice === true ? true : undefined,
    animated: body.animated === true ? true : undefined,
  })
}

function locationContent(body: Json): Read {
  const latitude = number(body.latitude)
  const longitude = number(body.longitude)
  if (latitude === undefined || longitude === undefined) return { kind: 'unsupported', type: 'location' }
  return compact<Read>({ kind: 'location', latitude, longitude, name: text(body.name), address: text(body.address), url: text(body.url) })
}

/** The first value of a vCard property, whatever its parameters. */
const fromCard = (card: unknown, property: string): string | undefined =>
  text(new RegExp(`^(?:item\\d+\\.)?${property}(?:;[^:\\n]*)?:(.+)$`, 'im').exec(text(card) ?? '')?.[1]?.trim())

const typed = (items: unknown, key: string) =>
  list(items).map(record).flatMap((item) => {
    const value = text(item[key])
    return value ? [compact({ value, type: text(item.type) })] : []
  })

const addressLine = (item: Json): string => ['street', 'city', 'state', 'zip', 'country'].flatMap((part) => text(item[part]) ?? []).join(', ')

/** One address-book card. A card given on our request may have no name: the vCard's or the number stands in. */
export function cardOf(value: unknown): ContactCard {
  const card = record(value)
  const name = record(card.name)
  const phones = typed(card.phones, 'phone')
  const cardPhone = fromCard(card.vcard, 'TEL')
  const known = phones.length > 0 ? phones : cardPhone ? [{ value: cardPhone }] : []
  const parts = [text(name.first_name), text(name.middle_name), text(name.last_name)].filter(Boolean).join(' ')
  const addresses = list(card.addresses).map(record).flatMap((item) => (addressLine(item) ? [compact({ text: addressLine(item), type: text(item.type) })] : []))
  const emails = typed(card.emails, 'email')
  const urls = typed(card.urls, 'url').map((url) => url.value)
  return compact<ContactCard>({
    name: text(name.formatted_name) ?? (parts || undefined) ?? fromCard(card.vcard, 'FN') ?? known[0]?.value ?? '?',
    phones: known.length > 0 ? known : undefined,
    emails: emails.length > 0 ? emails : undefined,
    addresses: addresses.length > 0 ? addresses : undefined,
    organisation: text(record(card.org).company),
    urls: urls.length > 0 ? urls : undefined,
    birthday: text(card.birthday),
  })
}

function orderContent(body: Json): Read {
  const items = list(body.product_items).map(record).map((item) => {
    const amount = text(item.item_price)
    const currency = text(item.currency)
    return { sku: text(item.product_retailer_id) ?? '?', quantity: number(item.quantity) ?? 1, price: amount && currency ? { amount, currency } : null }
  })
  return compact<Read>({ kind: 'order', items, text: text(body.text), catalogId: text(body.catalog_id) })
}

/** `response_json` is JSON inside a string: a flow's answers, or an address. */
function answersOf(value: unknown): Record<string, unknown> {
  const raw = text(value)
  if (!raw) return {}
  try {
    return { ...record(JSON.parse(raw)) }
  } catch {
    return { response_json: raw }
  }
}

function interactiveContent(body: Json, errors: unknown): Read {
  const reply = record(body.button_reply ?? body.list_reply)
  const id = text(reply.id)
  if (id) return compact<Read>({ kind: 'choice', id, title: text(reply.title) ?? id, description: text(reply.description) })
  if (body.type === 'nfm_reply') {
    const answer = record(body.nfm_reply)
    return { kind: 'form_answer', name: text(answer.name) ?? 'flow', values: answersOf(answer.response_json) }
  }
  if (body.type === 'call_permission_reply') return { kind: 'form_answer', name: 'call_permission', values: { ...record(body.call_permission_reply) } }
  return unsupportedContent('interactive', errors)
}

/** Why a message cannot be shown, in Meta's words. */
function unsupportedContent(type: string, errors: unknown): Read {
  const error = record(list(errors)[0])
  return compact<Read>({ kind: 'unsupported', type, detail: text(record(error.error_data).details) ?? text(error.title) })
}

/** The types that have a reader here; every other one is shown as a placeholder and the raw request kept. */
export const readTypes = new Set(['text', 'image', 'video', 'audio', 'document', 'sticker', 'location', 'contacts', 'reaction', 'button', 'interactive', 'order', 'unsupported', 'media_placeholder'])

/** The content of one message; `errors` are those beside it, for messages that come without a body. */
export function contentOf(message: Json, errors?: unknown): Read {
  const type = text(message.type) ?? 'unknown'
  const body = record(message[type])
  switch (type) {
    case 'text': {
      const written = text(body.body)
      return written ? { kind: 'text', text: written } : { kind: 'unsupported', type }
    }
    case 'image': case 'video': case 'audio': case 'document': case 'sticker':
      return mediaContent(type, body)
    case 'location':
      return locationContent(body)
    case 'contacts':
      return { kind: 'contacts', contacts: list(message.contacts).map(cardOf) }
    case 'reaction':
      return { kind: 'reaction', messageId: text(body.message_id) ?? '', emoji: text(body.emoji) ?? null }
    case 'button': {
      const title = text(body.text) ?? text(body.payload)
      return title ? { kind: 'choice', id: text(body.payload) ?? title, title } : { kind: 'unsupported', type }
    }
    case 'interactive':
      return interactiveContent(body, message.errors ?? errors)
    case 'order':
      return orderContent(body)
    case 'unsupported':
      return unsupportedContent(text(body.type) ?? 'unknown', message.errors ?? errors)
    default:
      return unsupportedContent(type, message.errors)
  }
}
