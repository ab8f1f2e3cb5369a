/** Every limit of a content before anything is sent. The figures are the declaration's; the first one broken is named. */
import type { Capability, Settings } from '@recado/channel-kit'
import type { ChoicesContent, Content, DenyCode, Media, MediaContent, ProductsContent } from '@recado/core'
import { capabilities } from './channel.js'
import { productForm } from './outbound-products.js'

export interface Fault { code: DenyCode; limit?: number; field?: string }

const unsupported = (field: string, limit?: number): Fault => ({ code: 'content_unsupported', field, ...(limit === undefined ? {} : { limit }) })

/** Characters as a reader counts them: an emoji outside the basic plane is one. */
export const lengthOf = (text: string): number => [...text].length

const longer = (text: string | undefined, limit: number, field: string): Fault | null =>
  text !== undefined && lengthOf(text) > limit ? { code: 'too_long', limit, field } : null

const empty = (text: string | undefined, field: string): Fault | null => (text === undefined || text.trim() === '' ? unsupported(field) : null)

const first = (...faults: (Fault | null)[]): Fault | null => faults.find((fault) => fault !== null) ?? null

const webAddress = (url: string | undefined, field: string): Fault | null => (url !== undefined && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? null : unsupported(field))

/** Photographs of iPhones: made into JPEG when the file is loaded. */
const convertible = new Set(['image/heic', 'image/heif'])

function file(media: Media, can: Capability, most = can.maxBytes ?? 0): Fault | null {
  const mime = media.mime.split(';')[0]!.trim().toLowerCase() // split gives at least one part
  if (can.mimes && !can.mimes.includes(mime) && !(can.mimes.includes('image/jpeg') && convertible.has(mime))) return { code: 'media_type', field: 'media' }
  return media.bytes > most ? { code: 'media_too_large', limit: most, field: 'media' } : null
}

/** A recording may be of any audio type: it is made into Ogg/Opus. */
function mediaFault(content: MediaContent<Media>): Fault | null {
  const isVoice = content.kind === 'audio' && content.voice === true
  const can: Capability = isVoice ? capabilities.voice : capabilities[content.kind]
  if (isVoice && !content.media.mime.startsWith('audio/')) return { code: 'media_type', field: 'media' }
  const most = content.kind === 'sticker' && content.animated ? capabilities.sticker.limits.animatedBytes : can.maxBytes
  return first(file(content.media, can, most), longer(content.caption, can.captionMaxLength ?? 0, 'caption'))
}

/** Rows by section, in the order in which the sections first appear. */
export function sectionsOf(options: ChoicesContent<Media>['options']): { title: string; options: ChoicesContent<Media>['options'] }[] {
  const titles = [...new Set(options.map((option) => option.section ?? ''))]
  return titles.map((title) => ({ title, options: options.filter((option) => (option.section ?? '') === title) }))
}

const repeated = (values: readonly string[]): boolean => new Set(values).size < values.length

function buttons(content: ChoicesContent<Media>): Fault | null {
  const { limits } = capabilities.choices
  const header = content.headerMedia
  const kind = header?.mime.startsWith('video/') ? 'video' : header?.mime.startsWith('image/') ? 'image' : 'document'
  return first(
    longer(content.text, capabilities.choices.maxLength, 'text'),
    content.options.length < 1 || content.options.length > limits.buttons ? unsupported('options', limits.buttons) : null,
    ...content.options.flatMap((option) => [empty(option.title, 'title'), empty(option.id, 'id'), longer(option.title, limits.buttonTitle, 'title'), longer(option.id, limits.buttonId, 'id'), option.description ? unsupported('description') : null]),
    repeated(content.options.map((option) => option.title)) || repeated(content.options.map((option) => option.id)) ? unsupported('options') : null,
    header && content.header ? unsupported('header') : null,
    header ? file(header, capabilities[kind]) : null,
  )
}

function listed(content: ChoicesContent<Media>): Fault | null {
  const { limits } = capabilities.choices
  const sections = sectionsOf(content.options)
  return first(
    longer(content.text, limits.listText, 'text'),
    content.headerMedia ? unsupported('headerMedia') : null,
    longer(content.buttonText, limits.listButton, 'buttonText'),
    sections.length > limits.listSections ? unsupported('section', limits.listSections) : null,
    content.options.length < 1 || content.options.length > limits.listRows ? unsupported('options', limits.listRows) : null,
    ...sections.flatMap((section) => [sections.length > 1 ? empty(section.title, 'section') : null, longer(section.title, limits.listSectionTitle, 'section')]),
    ...content.options.flatMap((row) => [empty(row.title, 'title'), empty(row.id, 'id'), longer(row.title, limits.listRowTitle, 'title'), longer(row.id, limits.listRowId, 'id'), longer(row.description, limits.listRowDescription, 'description')]),
    repeated(content.options.map((row) => row.id)) ? unsupported('options') : null,
  )
}

function choices(content: ChoicesContent<Media>): Fault | null {
  const { limits } = capabilities.choices
  return first(empty(content.text, 'text'), longer(content.header, limits.header, 'header'), longer(content.footer, limits.footer, 'footer'), content.style === 'buttons' ? buttons(content) : listed(content))
}

function products(content: ProductsContent, settings: Settings): Fault | null {
  const { limits, maxLength } = capabilities.products
  const items = content.sections.flatMap((section) => section.products)
  const shared = first(longer(content.text, maxLength, 'text'), longer(content.footer, limits.footer, 'footer'))
  switch (productForm(content, settings)) {
    case 'catalogue':
      return first(shared, empty(content.text, 'text'), content.header ? unsupported('header') : null)
    case 'product':
      return first(shared, content.header ? unsupported('header') : null)
    case 'list':
      return first(
        shared, empty(content.text, 'text'), empty(content.header, 'header'), longer(content.header, limits.header, 'header'),
        content.sections.length > limits.sections ? unsupported('sections', limits.sections) : null,
        items.length > limits.products ? unsupported('products', limits.products) : null,
        ...content.sections.flatMap((section) => [content.sections.length > 1 ? empty(section.title, 'sectionTitle') : null, longer(section.title, limits.sectionTitle, 'sectionTitle')]),
      )
    case 'cards':
      return first(
        shared, empty(content.text, 'text'), content.header ? unsupported('header') : null, content.footer ? unsupported('footer') : null,
        items.length < limits.cardsMin ? unsupported('products', limits.cardsMin) : null,
        items.length > limits.cardsMax ? unsupported('products', limits.cardsMax) : null,
        ...items.flatMap((item) => [
          empty(item.title, 'title'), webAddress(item.url, 'url'), webAddress(item.imageUrl, 'imageUrl'), longer(item.title, limits.cardText, 'title'),
          (item.title ?? '').split('\n').length - 1 > limits.cardLineBreaks ? unsupported('title', limits.cardLineBreaks) : null,
        ]),
      )
    default:
      return unsupported('catalogId')
  }
}

/** A limit the content breaks; null when it may go. */
export function validate(content: Content, settings: Settings): Fault | null {
  switch (content.kind) {
    case 'text':
      return first(empty(content.text, 'text'), longer(content.text, capabilities.text.maxLength, 'text'))
    case 'image': case 'video': case 'audio': case 'document': case 'sticker':
      return mediaFault(content)
    case 'location': {
      const { limits } = capabilities.location
      if (!(Math.abs(content.latitude) <= limits.latitude)) return unsupported('latitude', limits.latitude)
      return Math.abs(content.longitude) <= limits.longitude ? null : unsupported('longitude', limits.longitude)
    }
    case 'contacts': {
      const most = capabilities.contacts.limits.contacts
      if (content.contacts.length < 1 || content.contacts.length > most) return unsupported('contacts', most)
      return first(...content.contacts.map((card) => empty(card.name, 'name')))
    }
    case 'reaction':
      return first(empty(content.messageId, 'messageId'), content.emoji === '' ? unsupported('emoji') : null)
    case 'choices':
      return choices(content)
    case 'link': {
      const { limits, maxLength } = capabilities.link
      return first(
        empty(content.text, 'text'), longer(content.text, maxLength, 'text'), empty(content.title, 'title'), longer(content.title, limits.title, 'title'),
        longer(content.description, limits.footer, 'description'), webAddress(content.url, 'url'), content.imageUrl === undefined ? null : webAddress(content.imageUrl, 'imageUrl'),
      )
    }
    case 'form': {
      const { limits, maxLength } = capabilities.form
      return first(
        empty(content.text, 'text'), longer(content.text, maxLength, 'text'), empty(content.title, 'title'), longer(content.title, limits.title, 'title'),
        empty(content.formId, 'formId'), longer(content.header, limits.header, 'header'), longer(content.footer, limits.footer, 'footer'),
      )
    }
    case 'products':
      return products(content, settings)
    case 'request':
      return first(empty(content.text, 'text'), longer(content.text, capabilities.request.maxLength, 'text'))
    case 'template':
      return content.templateId || content.name ? null : unsupported('templateId')
    default:
      return unsupported('kind')
  }
}
