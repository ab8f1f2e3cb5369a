/** What a message of a Page may look like. Source of the limits: https://developers.facebook.com/docs/messenger-platform/reference/send-api (2026) and /send-messages/quick-replies (2026-04). */
import type { World } from '@recado/channel-kit'
import type { Content } from '@recado/core'
import { badParameter, type Upload } from './graph.js'
import { isRecord, lengthOf, list, number, record, text, type Json } from './json.js'
import { echoOf, readAttachment, shownAttachment } from './media.js'
import type { TapOption } from './state.js'

export const LIMITS = { text: 2000, metadata: 1000, quickReplies: 13, quickReplyTitle: 20, buttonText: 640, buttons: 3, buttonTitle: 20, payload: 1000, cards: 10, cardTitle: 80, cardSubtitle: 80, images: 6 } as const

export interface Draft {
  content: Content
  /** The other pictures of a grid. */
  more?: Content[]
  options: TapOption[]
  /** As the echo tells it: text and attachments. */
  echo: Json
  metadata: string | null
  media: boolean
  attachmentId?: string
}

const longer = (path: string, longest: number) => badParameter(`Length of param ${path} must be less than or equal to ${longest}`)

function needText(holder: Json, key: string, path: string, longest: number): string {
  const value = holder[key]
  if (typeof value !== 'string' || value.trim() === '') throw badParameter(`Param ${path} must be a non-empty UTF-8 encoded string`)
  if (lengthOf(value) > longest) throw longer(path, longest)
  return value
}

/** Reads `message`. */
export function readMessage(world: World, account: string, message: Json, file: Upload | undefined): Draft {
  const metadata = message['metadata']
  if (metadata !== undefined && (typeof metadata !== 'string' || lengthOf(metadata) > LIMITS.metadata)) throw longer('message[metadata]', LIMITS.metadata)
  const replies = readQuickReplies(message['quick_replies'])
  const base = { metadata: metadata ?? null, options: replies }
  const hasText = message['text'] !== undefined
  if (hasText && (message['attachment'] !== undefined || message['attachments'] !== undefined)) throw badParameter('A message holds either text or an attachment.')
  if (hasText) {
    const words = needText(message, 'text', 'message[text]', LIMITS.text)
    return { ...base, content: replies.length > 0 ? { kind: 'choices', style: 'buttons', text: words, options: replies.map(({ id, title }) => ({ id, title })) } : { kind: 'text', text: words }, echo: { text: words }, media: false }
  }
  if (message['attachments'] !== undefined) return { ...base, ...readImages(world, account, message['attachments']) }
  if (!isRecord(message['attachment'])) throw badParameter('Must specify a message: text, attachment or template.')
  const attachment = message['attachment']
  if (text(attachment['type']) === 'template') return { ...base, ...readTemplate(record(attachment['payload']), replies) }
  if (text(attachment['type']) === 'sticker') {
    const id = text(record(attachment['payload'])['sticker_id'])
    if (!id || !/^\d+$/.test(id)) throw badParameter('Param message[attachment][payload][sticker_id] is required.')
    return { ...base, content: { kind: 'sticker', media: { id: '', url: `sticker:${id}`, mime: 'image/png', bytes: 0 } }, echo: { attachments: [{ type: 'sticker', payload: { sticker_id: Number(id) } }] }, media: false }
  }
  const { row, kept } = readAttachment(world, account, attachment, file, false)
  return { ...base, content: shownAttachment(row), echo: { attachments: [echoOf(world, row)] }, media: row.type === 'audio' || row.type === 'video', ...(kept ? { attachmentId: row.id } : {}) }
}

/** A grid of 2 to 6 pictures. */
function readImages(world: World, account: string, given: unknown): { content: Content; more: Content[]; echo: Json; media: boolean } {
  const images = list(given).map(record)
  if (images.length < 2 || images.length > LIMITS.images || images.some((one) => text(one['type']) !== 'image')) throw badParameter(`Param message[attachments] must hold 2 to ${LIMITS.images} images.`)
  const rows = images.map((image) => readAttachment(world, account, image, undefined, false).row)
  const [first, ...others] = rows
  if (!first) throw badParameter('Param message[attachments] must not be empty.')
  return { content: shownAttachment(first), more: others.map(shownAttachment), echo: { attachments: rows.map((row) => echoOf(world, row)) }, media: false }
}

function readQuickReplies(given: unknown): TapOption[] {
  if (given === undefined) return []
  const replies = list(given).map(record)
  if (replies.length === 0 || replies.length > LIMITS.quickReplies) throw badParameter(`Param message[quick_replies] must hold 1 to ${LIMITS.quickReplies} quick replies.`)
  return replies.map((reply, index): TapOption => {
    const path = `message[quick_replies][${index}]`
    const type = text(reply['content_type'])
    if (type === 'user_phone_number') return { id: 'user_phone_number', title: 'Phone', kind: 'phone' }
    if (type === 'user_email') return { id: 'user_email', title: 'E-mail', kind: 'email' }
    if (type !== 'text') throw badParameter(`Param ${path}[content_type] must be one of {text, user_phone_number, user_email}.`)
    return { id: needText(reply, 'payload', `${path}[payload]`, LIMITS.payload), title: needText(reply, 'title', `${path}[title]`, LIMITS.quickReplyTitle), kind: 'quick_reply' }
  })
}

function readTemplate(payload: Json, replies: TapOption[]): { content: Content; options: TapOption[]; echo: Json; media: boolean } {
  const type = text(payload['template_type'])
  const echo: Json = { attachments: [{ type: 'template', payload }] }
  const path = 'message[attachment][payload]'
  switch (type) {
    case 'button': {
      const words = needText(payload, 'text', `${path}[text]`, LIMITS.buttonText)
      const options = readButtons(payload['buttons'], `${path}[buttons]`, true)
      return { content: contentOf(words, options), options: [...options, ...replies], echo, media: false }
    }
    case 'generic': {
      const cards = list(payload['elements']).map(record)
      if (cards.length < 1 || cards.length > LIMITS.cards) throw badParameter(`Param ${path}[elements] must hold 1 to ${LIMITS.cards} elements.`)
      const options: TapOption[] = []
      const products = cards.map((card, index) => {
        const at = `${path}[elements][${index}]`
        const title = needText(card, 'title', `${at}[title]`, LIMITS.cardTitle)
        if (card['subtitle'] !== undefined) needText(card, 'subtitle', `${at}[subtitle]`, LIMITS.cardSubtitle)
        const buttons = readButtons(card['buttons'], `${at}[buttons]`, false)
        options.push(...buttons)
        const imageUrl = text(card['image_url'])
        if (card['subtitle'] === undefined && !imageUrl && buttons.length === 0) throw badParameter(`Param ${at} needs a subtitle, an image or a button besides its title.`)
        const url = text(record(card['default_action'])['url']) ?? buttons.find((button) => button.kind === 'url')?.id
        return { sku: String(index), title, ...(imageUrl ? { imageUrl } : {}), ...(url ? { url } : {}) }
      })
      return { content: { kind: 'products', sections: [{ products }] }, options: [...options, ...replies], echo, media: false }
    }
    case 'media': {
      const elements = list(payload['elements']).map(record)
      const [element] = elements
      if (!element || elements.length > 1) throw badParameter(`Param ${path}[elements] must hold 1 element.`)
      if (element['media_type'] !== 'image' && element['media_type'] !== 'video') throw badParameter(`Param ${path}[elements][0][media_type] must be one of {image, video}.`)
      const options = readButtons(element['buttons'], `${path}[elements][0][buttons]`, false)
      return { content: contentOf('', options), options: [...options, ...replies], echo, media: element['media_type'] === 'video' }
    }
    case 'receipt':
      for (const key of ['recipient_name', 'order_number', 'currency', 'payment_method']) needText(payload, key, `${path}[${key}]`, 300)
      if (number(record(payload['summary'])['total_cost']) === undefined) throw badParameter(`Param ${path}[summary][total_cost] must be a number.`)
      return { content: { kind: 'text', text: `${text(payload['order_number'])}: ${text(record(payload['summary'])['total_cost'])} ${text(payload['currency'])}` }, options: replies, echo, media: false }
    case 'coupon': case 'customer_feedback': case 'product':
      return { content: { kind: 'text', text: text(payload['title']) ?? type }, options: replies, echo, media: false }
    default: throw badParameter(`Param ${path}[template_type] must be one of {button, generic, media, receipt, coupon, customer_feedback, product}.`)
  }
}

/** One link alone is shown as a link, anything else as buttons. */
function contentOf(words: string, options: TapOption[]): Content {
  const [only] = options
  if (only && options.length === 1 && only.kind === 'url') return { kind: 'link', text: words, title: only.title, url: only.id }
  return { kind: 'choices', style: 'buttons', text: words, options: options.map(({ id, title }) => ({ id, title })) }
}

export function readButtons(given: unknown, path: string, needed: boolean): TapOption[] {
  if (given === undefined && !needed) return []
  const buttons = list(given).map(record)
  if (buttons.length < 1 || buttons.length > LIMITS.buttons) throw badParameter(`Param ${path} must hold 1 to ${LIMITS.buttons} buttons.`)
  return buttons.map((button, index): TapOption => {
    const at = `${path}[${index}]`
    const title = needText(button, 'title', `${at}[title]`, LIMITS.buttonTitle)
    switch (text(button['type'])) {
      case 'postback': return { id: needText(button, 'payload', `${at}[payload]`, LIMITS.payload), title, kind: 'postback' }
      case 'web_url': {
        const url = needText(button, 'url', `${at}[url]`, 2000)
        if (!/^https?:\/\/\S+$/.test(url)) throw badParameter(`Param ${at}[url] is not a valid URL.`)
        return { id: url, title, kind: 'url' }
      }
      case 'phone_number': {
        const phone = needText(button, 'payload', `${at}[payload]`, 20)
        if (!/^\+\d{5,15}$/.test(phone)) throw badParameter(`Param ${at}[payload] must be a phone number with + and country code.`)
        return { id: `tel:${phone}`, title, kind: 'url' }
      }
      default: throw badParameter(`Param ${at}[type] must be one of {web_url, postback, phone_number}.`)
    }
  })
}
