import { PlatformRefusal } from '@recado/channel-kit'
import type { OutboundMessage } from '@recado/channel-kit'
import type { ChoicesContent, LinkContent, Media, MediaKind, ProductsContent } from '@recado/core'
import { toTemplate } from './template-send.js'
import { choicesForm, choicesText, contactsText, linkForm, linkText, locationText } from './wording.js'

/** What the files of a message became on Meta's side: an upload's id, or public links by our media id. */
export interface Files { attachmentId?: string; links: Readonly<Record<string, string>> }

type Body = Record<string, unknown>

const TYPE: Record<MediaKind, string> = { image: 'image', sticker: 'image', video: 'video', audio: 'audio', document: 'file' }

/** The `message` of a send request: one content is exactly one message. */
export function toMessage(message: OutboundMessage, files: Files): Body {
  const { content } = message
  switch (content.kind) {
    case 'text': return { text: content.text }
    case 'location': return { text: locationText(content) }
    case 'contacts': return { text: contactsText(content) }
    case 'image': case 'video': case 'audio': case 'document': case 'sticker':
      return { attachment: { type: TYPE[content.kind], payload: { attachment_id: files.attachmentId } } }
    case 'choices': return choices(content, files)
    case 'link': return link(content)
    case 'products': return cards(content)
    // The widget that offers her own number; she taps to send it.
    case 'request': return { text: content.text, quick_replies: [{ content_type: 'user_phone_number' }] }
    case 'template': return { template: toTemplate(content, message.template) }
    default:
      throw new PlatformRefusal({ code: 'content_unsupported', platformCode: 'not_sent', message: `Messenger carries no ${content.kind}.`, sent: 'no', retry: { kind: 'never' }, scope: 'message' })
  }
}

function choices(content: ChoicesContent<Media>, files: Files): Body {
  const form = choicesForm(content)
  if (form === 'quick_replies')
    return { text: choicesText(content), quick_replies: content.options.map((option) => ({ content_type: 'text', title: option.title, payload: option.id })) }
  const buttons = content.options.map((option) => ({ type: 'postback', title: option.title, payload: option.id }))
  if (form === 'buttons') return template({ template_type: 'button', text: choicesText(content), buttons })
  const imageUrl = content.headerMedia && files.links[content.headerMedia.id]
  const words = content.header === undefined ? { title: content.text } : { title: content.header, ...(content.text && { subtitle: content.text }) }
  return template({ template_type: 'generic', elements: [{ ...words, ...(imageUrl && { image_url: imageUrl }), buttons }] })
}

function link(content: LinkContent): Body {
  const button = { type: 'web_url', title: content.title, url: content.url }
  if (linkForm(content) === 'button') return template({ template_type: 'button', text: linkText(content), buttons: [button] })
  const element = { title: content.text, ...(content.description && { subtitle: content.description }), image_url: content.imageUrl, default_action: { type: 'web_url', url: content.url }, buttons: [button] }
  return template({ template_type: 'generic', elements: [element] })
}

function cards(content: ProductsContent): Body {
  const elements = content.sections.flatMap((section) => section.products).map((product) => ({
    title: product.title ?? product.sku,
    ...(product.price && { subtitle: `${product.price.amount} ${product.price.currency}` }),
    ...(product.imageUrl && { image_url: product.imageUrl }),
    ...(product.url && { default_action: { type: 'web_url', url: product.url } }),
  }))
  return template({ template_type: 'generic', elements })
}

function template(payload: Body): Body {
  return { attachment: { type: 'template', payload } }
}
