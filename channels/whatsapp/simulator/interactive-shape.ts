/** Interactive messages: limits of each kind and what she sees of them. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-reply-buttons-messages and its siblings (2026-03). */
import type { World } from '@recado/channel-kit'
import type { Content, Media } from '@recado/core'
import { isRecord, lengthOf, number, record, text, type Json } from './json.js'
import { badShape, badValue, mayText, missing, needList, needRecord, needText } from './message-shape.js'
import { mediaFor } from './media.js'
import type { TapOption } from './state.js'

const BODY: Readonly<Record<string, number>> = { list: 4096 }
const HEADER_TEXT = 60
const FOOTER = 60
const BUTTONS = 3
const BUTTON_TITLE = 20
const ROWS = 10
const SECTIONS = 10
const PRODUCTS = 30

export interface Shown { content: Content; options: TapOption[] }

/** Checks an interactive message and returns it as it appears on her phone. */
export function checkInteractive(world: World, account: string, body: Json): Shown {
  const part = needRecord(body, 'interactive')
  const type = needText(part, 'type', 'interactive.type', 64)
  const check = KINDS[type]
  if (!check) throw badShape(`Param interactive.type must be one of {${Object.keys(KINDS).join(', ')}} - got "${type}".`)
  const productsOnly = type === 'product'
  const bodyText = part['body'] === undefined && productsOnly ? undefined : needText(needRecord(part, 'body', 'interactive.body'), 'text', 'interactive.body.text', BODY[type] ?? 1024)
  const footer = part['footer'] === undefined ? undefined : needText(needRecord(part, 'footer', 'interactive.footer'), 'text', 'interactive.footer.text', FOOTER)
  return check({ world, account, part, action: needRecord(part, 'action', 'interactive.action'), text: bodyText ?? '', ...(footer ? { footer } : {}) })
}

interface Part { world: World; account: string; part: Json; action: Json; text: string; footer?: string }

/** A header of the kinds allowed; media headers are looked up like any file. */
function header(at: Part, allowed: readonly string[]): { header?: string; headerMedia?: Media } {
  if (at.part['header'] === undefined) return {}
  const head = needRecord(at.part, 'header', 'interactive.header')
  const type = text(head['type']) ?? ''
  if (!allowed.includes(type)) throw badValue(`Param interactive.header.type must be one of {${allowed.join(', ')}}.`)
  if (type === 'text') return { header: needText(head, 'text', 'interactive.header.text', HEADER_TEXT) }
  const content = mediaFor(at.world, at.account, head, type)
  return 'media' in content && content.media ? { headerMedia: content.media } : {}
}

const KINDS: Readonly<Record<string, (at: Part) => Shown>> = {
  button(at) {
    const head = header(at, ['text', 'image', 'video', 'document'])
    const buttons = needList(at.action, 'buttons', 'interactive.action.buttons')
    if (buttons.length < 1 || buttons.length > BUTTONS) throw badValue(`Param interactive.action.buttons must hold 1 to ${BUTTONS} buttons.`)
    const options = buttons.map((button, index): TapOption => {
      const path = `interactive.action.buttons[${index}]`
      if (!isRecord(button) || button['type'] !== 'reply') throw badValue(`Param ${path}.type must be reply.`)
      const reply = needRecord(button, 'reply', `${path}.reply`)
      return { id: needText(reply, 'id', `${path}.reply.id`, 256), title: needText(reply, 'title', `${path}.reply.title`, BUTTON_TITLE), kind: 'button' }
    })
    if (new Set(options.map((one) => one.title)).size < options.length) throw badValue('Duplicate button titles: each title must be unique.')
    if (new Set(options.map((one) => one.id)).size < options.length) throw badValue('Duplicate button ids: each id must be unique.')
    return { options, content: { kind: 'choices', style: 'buttons', text: at.text, ...head, ...foot(at), options: options.map(({ id, title }) => ({ id, title })) } }
  },
  list(at) {
    const head = header(at, ['text'])
    const buttonText = needText(at.action, 'button', 'interactive.action.button', BUTTON_TITLE)
    const sections = needList(at.action, 'sections', 'interactive.action.sections').map(record)
    if (sections.length < 1 || sections.length > SECTIONS) throw badValue(`Param interactive.action.sections must hold 1 to ${SECTIONS} sections.`)
    const options: (TapOption & { section?: string })[] = []
    for (const [index, section] of sections.entries()) {
      const path = `interactive.action.sections[${index}]`
      const title = sections.length > 1 ? needText(section, 'title', `${path}.title`, 24) : mayText(section, 'title', `${path}.title`, 24)
      const rows = needList(section, 'rows', `${path}.rows`).map(record)
      if (rows.length === 0) throw badValue(`Param ${path}.rows must not be empty.`)
      for (const [at, row] of rows.entries()) {
        const description = mayText(row, 'description', `${path}.rows[${at}].description`, 72)
        options.push({ id: needText(row, 'id', `${path}.rows[${at}].id`, 200), title: needText(row, 'title', `${path}.rows[${at}].title`, 24), kind: 'row', ...(description ? { description } : {}), ...(title ? { section: title } : {}) })
      }
    }
    if (options.length > ROWS) throw badValue(`Total row count exceed max allowed count: ${ROWS}.`)
    if (new Set(options.map((one) => one.id)).size < options.length) throw badValue('Duplicate row ids: each id must be unique.')
    return { options, content: { kind: 'choices', style: 'list', text: at.text, ...head, ...foot(at), buttonText, options: options.map(({ kind: _, ...option }) => option) } }
  },
  cta_url(at) {
    header(at, ['text', 'image', 'video', 'document'])
    const { title, url } = link(at.action, 'interactive.action')
    return { options: [{ id: url, title, kind: 'url' }], content: { kind: 'link', text: at.text, title, url } }
  },
  location_request_message(at) {
    if (at.action['name'] !== 'send_location') throw badValue('Param interactive.action.name must be send_location.')
    return { options: [], content: { kind: 'request', what: 'location', text: at.text } }
  },
  request_contact_info(at) {
    return { options: [{ id: 'share_contact', title: 'Share', kind: 'contact' }], content: { kind: 'request', what: 'contact', text: at.text } }
  },
  call_permission_request(at) {
    return { options: [{ id: 'accept', title: 'Accept', kind: 'permission' }, { id: 'reject', title: 'Reject', kind: 'permission' }], content: { kind: 'request', what: 'call_permission', text: at.text } }
  },
  voice_call(at) {
    const parameters = record(at.action['parameters'])
    const title = mayText(parameters, 'display_text', 'interactive.action.parameters.display_text', 20) ?? 'Call now'
    const ttl = number(parameters['ttl_minutes']) ?? 10_080
    if (ttl < 1 || ttl > 43_200) throw badValue('Param interactive.action.parameters.ttl_minutes must be between 1 and 43200.')
    return { options: [], content: { kind: 'link', text: at.text, title, url: 'whatsapp:call' } }
  },
  address_message() { throw badShape('Address messages are available in India only.') },
  flow(at) {
    const head = header(at, ['text', 'image', 'video', 'document'])
    const parameters = needRecord(at.action, 'parameters', 'interactive.action.parameters')
    if (text(parameters['flow_message_version']) !== '3') throw badValue('Param interactive.action.parameters.flow_message_version must be 3.')
    const formId = text(parameters['flow_id']) ?? text(parameters['flow_name'])
    if (!formId) throw missing('interactive.action.parameters.flow_id')
    const title = needText(parameters, 'flow_cta', 'interactive.action.parameters.flow_cta', 20)
    const action = parameters['flow_action'] ?? 'navigate'
    if (action !== 'navigate' && action !== 'data_exchange') throw badValue('Param flow_action must be one of {navigate, data_exchange}.')
    const payload = record(parameters['flow_action_payload'])
    const screen = text(payload['screen'])
    return {
      options: [{ id: 'flow', title, kind: 'flow' }],
      content: { kind: 'form', text: at.text, title, formId, token: text(parameters['flow_token']) ?? 'unused', ...(screen ? { screen } : {}), ...('header' in head && head.header ? { header: head.header } : {}), ...foot(at) },
    }
  },
  product(at) {
    if (at.part['header'] !== undefined) throw badValue('Param interactive.header is not allowed for product messages.')
    const catalogId = needText(at.action, 'catalog_id', 'interactive.action.catalog_id', 64)
    const sku = needText(at.action, 'product_retailer_id', 'interactive.action.product_retailer_id', 128)
    return { options: [{ id: sku, title: sku, kind: 'product' }], content: { kind: 'products', catalogId, sections: [{ products: [{ sku }] }], ...(at.text ? { text: at.text } : {}), ...foot(at) } }
  },
  product_list(at) {
    if (at.part['header'] === undefined) throw missing('interactive.header')
    const head = header(at, ['text'])
    const catalogId = needText(at.action, 'catalog_id', 'interactive.action.catalog_id', 64)
    const sections = needList(at.action, 'sections', 'interactive.action.sections').map(record)
    if (sections.length < 1 || sections.length > SECTIONS) throw badValue(`Param interactive.action.sections must hold 1 to ${SECTIONS} sections.`)
    const shown = sections.map((section, index) => {
      const path = `interactive.action.sections[${index}]`
      const title = sections.length > 1 ? needText(section, 'title', `${path}.title`, 24) : mayText(section, 'title', `${path}.title`, 24)
      const items = needList(section, 'product_items', `${path}.product_items`)
      if (items.length === 0) throw badValue(`Param ${path}.product_items must not be empty.`)
      return { ...(title ? { title } : {}), products: items.map((item, at) => ({ sku: needText(record(item), 'product_retailer_id', `${path}.product_items[${at}].product_retailer_id`, 128) })) }
    })
    const skus = shown.flatMap((section) => section.products.map((product) => product.sku))
    if (skus.length > PRODUCTS) throw badValue(`Total product count exceed max allowed count: ${PRODUCTS}.`)
    return { options: skus.map((sku) => ({ id: sku, title: sku, kind: 'product' })), content: { kind: 'products', catalogId, text: at.text, sections: shown, ...(head.header ? { header: head.header } : {}), ...foot(at) } }
  },
  catalog_message(at) {
    if (at.action['name'] !== 'catalog_message') throw badValue('Param interactive.action.name must be catalog_message.')
    const sku = text(record(at.action['parameters'])['thumbnail_product_retailer_id'])
    return { options: [], content: { kind: 'products', text: at.text, sections: sku ? [{ products: [{ sku }] }] : [], ...foot(at) } }
  },
  carousel(at) {
    if (at.part['header'] !== undefined || at.part['footer'] !== undefined) throw badValue('Carousel messages take neither header nor footer.')
    const cards = needList(at.action, 'cards', 'interactive.action.cards').map(record)
    if (cards.length < 2 || cards.length > 10) throw badValue('Param interactive.action.cards must hold 2 to 10 cards.')
    const options = cards.map((card, index) => carouselCard(at, card, index))
    if (new Set(cards.map((card) => text(card['type']) ?? 'product')).size > 1) throw badValue('All cards of a carousel must be of the same type.')
    return { options, content: { kind: 'products', text: at.text, sections: [{ products: options.map(({ id, title }) => ({ sku: id, title })) }] } }
  },
}

const foot = (at: Part): { footer?: string } => (at.footer ? { footer: at.footer } : {})

function link(action: Json, path: string): { title: string; url: string } {
  if (action['name'] !== 'cta_url') throw badValue(`Param ${path}.name must be cta_url.`)
  const parameters = needRecord(action, 'parameters', `${path}.parameters`)
  const title = needText(parameters, 'display_text', `${path}.parameters.display_text`, BUTTON_TITLE)
  const url = needText(parameters, 'url', `${path}.parameters.url`, 2000)
  if (!/^https?:\/\/[^\s]+$/.test(url)) throw badValue(`Param ${path}.parameters.url is not a valid URL.`)
  return { title, url }
}

function carouselCard(at: Part, card: Json, index: number): TapOption {
  const path = `interactive.action.cards[${index}]`
  if (number(card['card_index']) !== index) throw badValue(`Param ${path}.card_index must be ${index}.`)
  if (card['type'] !== 'cta_url') {
    const sku = needText(needRecord(card, 'action', `${path}.action`), 'product_retailer_id', `${path}.action.product_retailer_id`, 128)
    return { id: sku, title: sku, kind: 'product' }
  }
  const head = needRecord(card, 'header', `${path}.header`)
  const kind = text(head['type']) ?? ''
  if (kind !== 'image' && kind !== 'video') throw badValue(`Param ${path}.header.type must be image or video.`)
  mediaFor(at.world, at.account, head, kind)
  const words = needText(needRecord(card, 'body', `${path}.body`), 'text', `${path}.body.text`, 160)
  if (words.split('\n').length > 3) throw badValue(`Param ${path}.body.text may hold at most two line breaks.`)
  if (lengthOf(words) === 0) throw missing(`${path}.body.text`)
  const { title, url } = link(needRecord(card, 'action', `${path}.action`), `${path}.action`)
  return { id: url, title: `${words} (${title})`, kind: 'url' }
}
