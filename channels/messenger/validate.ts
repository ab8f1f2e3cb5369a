import type { Capability } from '@recado/channel-kit'
import type { ChoicesContent, Content, ContentKind, DenyCode, LinkContent, Media, MediaContent, ProductsContent } from '@recado/core'
import { messenger } from './channel.js'
import { choicesForm, choicesText, contactsText, linkForm, linkText, locationText } from './wording.js'
import { webUrl } from './json.js'

/** What stops a content, with the figure and the field. */
export interface Fault { code: DenyCode; limit?: number; field?: string }

/** Pictures the server turns into JPEG before the upload. */
const CONVERTED = ['image/heic', 'image/heif', 'image/webp']

/** A limit of Messenger that the content breaks, or null. Lengths are counted in UTF-16 units, the largest reading of "characters". */
export function validate(content: Content): Fault | null {
  switch (content.kind) {
    case 'text': return wording(content.text, 'text', 'text')
    case 'image': case 'video': case 'audio': case 'document': case 'sticker': return media(content)
    case 'location': return wording(locationText(content), 'text', 'name')
    case 'contacts': return wording(contactsText(content), 'text', 'contacts')
    case 'reaction': return content.messageId === '' ? { code: 'parameter_missing', field: 'messageId' } : null
    case 'choices': return choices(content)
    case 'link': return link(content)
    case 'products': return products(content)
    case 'request': return content.what === 'contact' ? wording(content.text, 'request', 'text') : { code: 'content_unsupported', field: 'what' }
    case 'template': return null
    case 'choice': case 'form': case 'form_answer': case 'order': case 'post': case 'system': case 'unsupported': return { code: 'content_unsupported', field: 'kind' }
  }
}

function media(content: MediaContent<Media>): Fault | null {
  const capability = capabilityOf(content.voice ? 'voice' : content.kind)
  if (content.caption) return { code: 'too_long', limit: capabilityOf(content.kind).captionMaxLength ?? 0, field: 'caption' }
  const limit = capability.maxBytes ?? 0
  if (content.media.bytes > limit) return { code: 'media_too_large', limit, field: 'media' }
  return mimeFits(content, capability) ? null : { code: 'media_type', field: 'media' }
}

/** Every sound can be made an MP3 and the usual phone pictures a JPEG; a document may be anything. */
function mimeFits(content: MediaContent<Media>, capability: Capability): boolean {
  const mime = (content.media.mime.split(';')[0] ?? '').trim().toLowerCase()
  if (content.kind === 'document') return true
  if (content.kind === 'audio') return mime.startsWith('audio/') || (content.voice === true && mime === 'video/webm')
  const taken = content.kind === 'sticker' ? capabilityOf('image').mimes : capability.mimes
  return (taken ?? []).includes(mime) || (content.kind !== 'video' && CONVERTED.includes(mime))
}

function choices(content: ChoicesContent<Media>): Fault | null {
  const limit = (name: string) => capabilityOf('choices').limits?.[name] ?? 0
  if (content.options.length === 0) return { code: 'parameter_missing', field: 'options' }
  const form = choicesForm(content)
  const most = form === 'quick_replies' ? limit('options') : limit('buttons')
  if (content.options.length > most) return { code: 'too_long', limit: most, field: 'options' }
  const title = form === 'quick_replies' ? limit('optionTitle') : limit('buttonTitle')
  for (const option of content.options) {
    if (option.title === '') return { code: 'parameter_missing', field: 'options.title' }
    if (option.title.length > title) return { code: 'too_long', limit: title, field: 'options.title' }
    if (option.id.length > limit('optionId')) return { code: 'too_long', limit: limit('optionId'), field: 'options.id' }
  }
  if (form !== 'card') return wording(choicesText(content), 'choices', 'text')
  return card(content.header ?? content.text, content.header === undefined ? undefined : content.text, 'choices', content.header === undefined ? 'text' : 'header')
}

function link(content: LinkContent): Fault | null {
  const limits = capabilityOf('link').limits ?? {}
  if (!webUrl(content.url)) return { code: 'content_unsupported', field: 'url' }
  if (content.title === '') return { code: 'parameter_missing', field: 'title' }
  if (content.title.length > (limits.buttonTitle ?? 0)) return { code: 'too_long', limit: limits.buttonTitle ?? 0, field: 'title' }
  return linkForm(content) === 'card' ? null : wording(linkText(content), 'link', 'text')
}

function products(content: ProductsContent): Fault | null {
  const limits = capabilityOf('products').limits ?? {}
  const all = content.sections.flatMap((section) => section.products)
  if (all.length === 0) return { code: 'parameter_missing', field: 'sections' }
  if (all.length > (limits.cards ?? 0)) return { code: 'too_long', limit: limits.cards ?? 0, field: 'sections' }
  for (const product of all) {
    const fault = card(product.title ?? product.sku, undefined, 'products', 'sections.title')
    if (fault) return fault
  }
  return null
}

function card(title: string, subtitle: string | undefined, kind: 'choices' | 'products', field: string): Fault | null {
  const limits = capabilityOf(kind).limits ?? {}
  if (title === '') return { code: 'parameter_missing', field }
  if (title.length > (limits.cardTitle ?? 0)) return { code: 'too_long', limit: limits.cardTitle ?? 0, field }
  if ((subtitle ?? '').length > (limits.cardSubtitle ?? 0)) return { code: 'too_long', limit: limits.cardSubtitle ?? 0, field: 'text' }
  return null
}

function wording(words: string, kind: ContentKind, field: string): Fault | null {
  const limit = capabilityOf(kind).maxLength ?? 0
  if (words.trim() === '') return { code: 'parameter_missing', field }
  return words.length > limit ? { code: 'too_long', limit, field } : null
}

function capabilityOf(kind: ContentKind | 'voice'): Capability {
  return messenger.capabilities[kind] ?? { support: 'rejected' }
}
