import { PlatformRefusal, type CallContext, type OutboundMessage, type Sent, type Settings } from '@recado/channel-kit'
import type { Content, IdentityKey } from '@recado/core'
import { limits } from './channel.js'
import { call } from './client.js'
import { withFreshUpload } from './media.js'
import { sendTemplate } from './send-template.js'
import { choicesText, contactsText, documentText, locationText, optionText } from './text-forms.js'

/** The body of a customer-service message: one content is one message, in one object named like its type. */
export interface CustomMessage { msgtype: string; object: Readonly<Record<string, unknown>> }

/** The person's openid; every send names it. */
export function openidOf(keys: readonly IdentityKey[]): string {
  const found = keys.find((key) => key.kind === 'openid')?.value
  if (found) return found
  throw new PlatformRefusal({ code: 'recipient_unreachable', platformCode: 'no_openid', message: 'the person has no openid on this account', sent: 'no', retry: { kind: 'never' }, scope: 'identity' })
}

/** Sends one message. WeChat gives no id for it and no report but for templates. */
export async function send(message: OutboundMessage, context: CallContext): Promise<Sent> {
  const touser = openidOf(message.to)
  if (message.content.kind === 'template') return sendTemplate(message, message.content, touser, context)
  await deliver(message.content, context, ({ msgtype, object }) =>
    call(context, { method: 'POST', path: '/cgi-bin/message/custom/send', body: { touser, msgtype, [msgtype]: object } }))
  return { externalId: null, status: 'accepted' }
}

/** Brings the content into WeChat's form, with uploads and links where it needs them, and hands it to `post`. */
async function deliver(content: Content, context: CallContext, post: (message: CustomMessage) => Promise<unknown>): Promise<void> {
  const ready = toCustomMessage(content, context.settings)
  if (ready) return void await post(ready)
  switch (content.kind) {
    case 'image': case 'sticker':
      return withFreshUpload(context, content.media.id, 'image', (media_id) => post({ msgtype: 'image', object: { media_id } }))
    case 'audio':
      return withFreshUpload(context, content.media.id, 'voice', (media_id) => post({ msgtype: 'voice', object: { media_id } }))
    case 'video': {
      const { caption, media } = content
      return withFreshUpload(context, media.id, 'video', (media_id) => post({ msgtype: 'video', object: { media_id, ...(media.name && { title: media.name }), ...(caption && { description: caption }) } }))
    }
    case 'document': {
      const { caption, media } = content
      const url = await context.media.link(media.id, limits.linkLifeMs)
      return void await post(textMessage(documentText(caption, media.name ?? '', url)))
    }
    default:
      throw new PlatformRefusal({ code: 'content_unsupported', platformCode: 'content', message: `WeChat carries no "${content.kind}"`, sent: 'no', retry: { kind: 'never' }, scope: 'message' })
  }
}

const textMessage = (content: string): CustomMessage => ({ msgtype: 'text', object: { content } })

/** Content that needs nothing but itself, as WeChat's body; null when a file must be uploaded or linked first, or it cannot go at all. */
export function toCustomMessage(content: Content, settings: Settings): CustomMessage | null {
  switch (content.kind) {
    case 'text': return textMessage(content.text)
    case 'location': return textMessage(locationText(content))
    case 'contacts': return textMessage(contactsText(content.contacts))
    case 'choices': {
      if (settings.verified !== true) return textMessage(choicesText(content))
      const head_content = [content.header, content.text].filter(Boolean).join('\n')
      return { msgtype: 'msgmenu', object: { head_content, list: content.options.map((option) => ({ id: option.id, content: optionText(option) })), ...(content.footer && { tail_content: content.footer }) } }
    }
    // More than one article is refused with 45008.
    case 'link': return { msgtype: 'news', object: { articles: [{ title: content.title, description: content.description ?? content.text, url: content.url, ...(content.imageUrl && { picurl: content.imageUrl }) }] } }
    default: return null
  }
}
