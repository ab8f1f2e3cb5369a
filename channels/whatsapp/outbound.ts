/** Our content as the body of `POST /{phone-number-id}/messages`. Pure: files are uploaded before and named by Meta's ids. */
import type { OutboundMessage, Settings } from '@recado/channel-kit'
import type { ChoicesContent, ContactCard, Content, FormContent, IdentityKey, LinkContent, Media, RequestContent } from '@recado/core'
import { figures } from './channel.js'
import { productsBody } from './outbound-products.js'
import { templateBody } from './outbound-template.js'
import { compact } from './read.js'
import { sectionsOf } from './validate.js'

/** Our media id -> Meta's. */
export type Uploads = Readonly<Record<string, string>>

type Body = Record<string, unknown>

const part = (text: string | undefined) => (text ? { text } : undefined)

const kindOf = (mime: string): 'image' | 'video' | 'document' => (mime.startsWith('image/') ? 'image' : mime.startsWith('video/') ? 'video' : 'document')

function headerOf(content: ChoicesContent<Media>, uploads: Uploads): Body | undefined {
  if (content.headerMedia) {
    const kind = kindOf(content.headerMedia.mime)
    return { type: kind, [kind]: { id: uploads[content.headerMedia.id] } }
  }
  return content.header ? { type: 'text', text: content.header } : undefined
}

function choicesBody(content: ChoicesContent<Media>, uploads: Uploads): Body {
  const frame = { header: headerOf(content, uploads), body: { text: content.text }, footer: part(content.footer) }
  if (content.style === 'buttons')
    return compact({ type: 'button', ...frame, action: { buttons: content.options.map(({ id, title }) => ({ type: 'reply', reply: { id, title } })) } })
  const sections = sectionsOf(content.options).map((section) => compact({
    title: section.title || undefined,
    rows: section.options.map((row) => compact({ id: row.id, title: row.title, description: row.description })),
  }))
  // The word is the same, or nearly, in most languages of Latin script.
  return compact({ type: 'list', ...frame, action: { button: content.buttonText ?? 'Menu', sections } })
}

const linkBody = (content: LinkContent): Body => compact({
  type: 'cta_url', header: content.imageUrl ? { type: 'image', image: { link: content.imageUrl } } : undefined, body: { text: content.text }, footer: part(content.description),
  action: { name: 'cta_url', parameters: { display_text: content.title, url: content.url } },
})

function formBody(content: FormContent): Body {
  const opens = content.screen ? { flow_action: 'navigate', flow_action_payload: compact({ screen: content.screen, data: content.data }) } : {}
  return compact({
    type: 'flow', header: content.header ? { type: 'text', text: content.header } : undefined, body: { text: content.text }, footer: part(content.footer),
    action: { name: 'flow', parameters: { flow_message_version: '3', flow_id: content.formId, flow_cta: content.title, flow_token: content.token ?? 'unused', mode: 'published', ...opens } },
  })
}

const requests: Record<RequestContent['what'], { type: string; action: Body }> = {
  location: { type: 'location_request_message', action: { name: 'send_location' } },
  contact: { type: 'request_contact_info', action: { name: 'request_contact_info' } },
  call_permission: { type: 'call_permission_request', action: { name: 'call_permission_request' } },
  // Meta offers it to people in India alone; `send` refuses it for others.
  address: { type: 'address_message', action: { name: 'address_message', parameters: { country: 'IN' } } },
}

const requestBody = ({ what, text }: RequestContent): Body => ({ type: requests[what].type, body: { text }, action: requests[what].action })

const cardBody = (card: ContactCard): Body => compact({
  name: { formatted_name: card.name, first_name: card.name },
  phones: card.phones?.map(({ value, type }) => compact({ phone: value, type })),
  emails: card.emails?.map(({ value, type }) => compact({ email: value, type })),
  addresses: card.addresses?.map(({ text, type }) => compact({ street: text, type })),
  org: card.organisation ? { company: card.organisation } : undefined,
  urls: card.urls?.map((url) => ({ url })),
  birthday: card.birthday,
})

const address = /https?:\/\/\S/i

/** `{type, [type]: ...}` of one content. `validate` has passed it before. */
export function contentBody(content: Content, message: Pick<OutboundMessage, 'template'>, uploads: Uploads, settings: Settings): Body {
  const interactive = (body: Body): Body => ({ type: 'interactive', interactive: body })
  switch (content.kind) {
    case 'text':
      return { type: 'text', text: address.test(content.text) ? { body: content.text, preview_url: true } : { body: content.text } }
    case 'image': case 'video':
      return { type: content.kind, [content.kind]: compact({ id: uploads[content.media.id], caption: content.caption || undefined }) }
    case 'document':
      return { type: 'document', document: compact({ id: uploads[content.media.id], filename: content.media.name, caption: content.caption || undefined }) }
    case 'audio':
      return { type: 'audio', audio: compact({ id: uploads[content.media.id], voice: content.voice ? true : undefined }) }
    case 'sticker':
      return { type: 'sticker', sticker: { id: uploads[content.media.id] } }
    case 'location':
      return { type: 'location', location: compact({ latitude: content.latitude, longitude: content.longitude, name: content.name, address: content.address }) }
    case 'contacts':
      return { type: 'contacts', contacts: content.contacts.map(cardBody) }
    case 'reaction':
      return { type: 'reaction', reaction: { message_id: content.messageId, emoji: content.emoji ?? '' } }
    case 'choices':
      return interactive(choicesBody(content, uploads))
    case 'link':
      return interactive(linkBody(content))
    case 'form':
      return interactive(formBody(content))
    case 'products':
      return interactive(productsBody(content, settings))
    case 'request':
      return interactive(requestBody(content))
    case 'template':
      return { type: 'template', template: templateBody(content, message.template, uploads) }
    default:
      throw new Error(`content of kind ${content.kind} has no form on WhatsApp; validate refuses it`)
  }
}

/** A phone is preferred whenever it is known: each message keeps it visible to us. */
export function recipientOf(to: readonly IdentityKey[]): Body | null {
  const value = (kind: string): string | undefined => to.find((key) => key.kind === kind)?.value
  const group = value('group_id')
  if (group) return { recipient_type: 'group', to: group }
  const phone = value('wa_id')
  // Without the plus Meta may put the firm's own country code before it.
  if (phone) return { recipient_type: 'individual', to: `+${phone}` }
  const bsuid = value('bsuid') ?? value('parent_bsuid')
  return bsuid ? { recipient_type: 'individual', recipient: bsuid } : null
}

/** A bubble of what is answered; templates and reactions never show one. */
const quotes = (kind: Content['kind']): boolean => kind !== 'template' && kind !== 'reaction'

/** The whole request body. Our message id goes along and comes back with every report: after a lost answer it is the only thread. */
export function messageBody(message: OutboundMessage, recipient: Body, uploads: Uploads, settings: Settings): Body {
  return compact({
    messaging_product: 'whatsapp', ...recipient, ...contentBody(message.content, message, uploads, settings),
    context: message.replyTo && quotes(message.content.kind) ? { message_id: message.replyTo } : undefined,
    biz_opaque_callback_data: message.id.slice(0, figures.callbackData.value),
  })
}
