import type { Settings } from '@recado/channel-kit'
import type { Content, DenyCode, Media } from '@recado/core'
import { limits } from './channel.js'
import { choicesText, contactsText, documentText, linkText, locationText } from './text-forms.js'

type Fault = { code: DenyCode; limit?: number; field?: string }

// What the server turns into a picture WeChat takes while it loads the file; its size is known only then.
const CONVERTIBLE_IMAGES = ['image/heic', 'image/heif', 'image/webp', 'image/avif', 'image/tiff', 'image/bmp']

/** The limit a content breaks; null when it may go. WeChat counts texts in bytes: a Chinese character is three. */
export function validate(content: Content, settings: Settings): Fault | null {
  switch (content.kind) {
    case 'text': return textFault(content.text)
    case 'location': return textFault(locationText(content))
    case 'contacts': return textFault(contactsText(content.contacts))
    case 'choices': return content.options.length === 0 ? { code: 'content_unsupported', field: 'options' } : textFault(choicesText(content))
    case 'link': return textFault(linkText(content)) ?? (/^https?:\/\//i.test(content.url) ? null : { code: 'content_unsupported', field: 'url' })
    case 'document': return textFault(documentText(content.caption, content.media.name ?? '', 'link'), limits.linkReserveBytes)
    case 'image': case 'sticker': return captionFault(content.caption) ?? fileFault(content.media, limits.image, (mime) => CONVERTIBLE_IMAGES.includes(mime))
    // Recordings of browsers are turned into MP3, so only their length is known before.
    case 'audio': return captionFault(content.caption) ?? fileFault(content.media, limits.voice, (mime) => mime.startsWith('audio/') || mime === 'video/webm')
    case 'video': return (content.caption ? textFault(content.caption, 0, 'caption') : null) ?? fileFault(content.media, limits.video, () => false)
    case 'template': return settings.overseas === true && content.link ? { code: 'content_unsupported', field: 'link' } : null
    default: return { code: 'content_unsupported' }
  }
}

function textFault(text: string, reserve = 0, field = 'text'): Fault | null {
  if (text.trim() === '') return { code: 'content_unsupported', field }
  const limit = limits.textBytes - reserve
  return Buffer.byteLength(text, 'utf8') > limit ? { code: 'too_long', limit, field } : null
}

/** Pictures and voice carry no words of their own here, and a second message would cost a second reply. */
const captionFault = (caption: string | undefined): Fault | null => (caption ? { code: 'too_long', limit: 0, field: 'caption' } : null)

function fileFault(media: Media, limit: { mimes: readonly string[]; maxBytes: number; maxDurationMs: number }, convertible: (mime: string) => boolean): Fault | null {
  if ((media.durationMs ?? 0) > limit.maxDurationMs) return { code: 'media_too_large', limit: limit.maxDurationMs, field: 'durationMs' }
  if (!limit.mimes.includes(media.mime)) return convertible(media.mime) ? null : { code: 'media_type', field: 'mime' }
  return media.bytes > limit.maxBytes ? { code: 'media_too_large', limit: limit.maxBytes, field: 'bytes' } : null
}
