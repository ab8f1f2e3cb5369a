import type { InboundEvent, MessageEvent } from '@recado/channel-kit'
import type { Act, Content, PlatformMedia } from '@recado/core'
import { common, kept, type Envelope } from './envelope.js'
import { number, text, type Fields } from './push.js'

type Incoming = Content<PlatformMedia>

/** A message of the customer. A type that nobody here knows still is one: she wrote, so the desk shows that it cannot be shown. */
export function readMessage(envelope: Envelope): InboundEvent[] {
  const { push, keyOf } = envelope
  const type = text(push, 'MsgType')
  const id = text(push, 'MsgId')
  if (type === '' || text(push, 'FromUserName') === '') return [kept(envelope, keyOf(type, id), 'a push without a message type or sender')]
  const key = id === '' ? keyOf(type) : `msg:${id}`
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined
  const message: MessageEvent = {
    type: 'message', ...common(envelope, key),
    from: envelope.person,
    externalId: id || key,
    content: read?.(push) ?? { kind: 'unsupported', type },
    acts: [actOf(push)],
    ...originOf(push),
  }
  return read ? [message] : [message, kept(envelope, `${key}:kept`, `unknown message type "${type}"`)]
}

/** A tap on an entry of a choice we sent arrives as text, but WeChat counts it as a menu click (sources.ts, `replies`). */
const actOf = (push: Fields): Act => (text(push, 'bizmsgmenuid') === '' ? 'message' : 'menu_click')

/** Written from under one of the account's articles. */
function originOf(push: Fields): Pick<MessageEvent, 'origin'> {
  const id = text(push, 'MsgDataId')
  const index = text(push, 'Idx')
  return id === '' ? {} : { origin: { kind: 'post', type: 'post', id, ...(index && { text: `#${index}` }) } }
}

const readers: Readonly<Record<string, (push: Fields) => Incoming>> = {
  text: (push) => {
    const id = text(push, 'bizmsgmenuid')
    const written = text(push, 'Content')
    if (id !== '') return { kind: 'choice', id, title: written }
    return written === '' ? { kind: 'unsupported', type: 'text', detail: 'empty' } : { kind: 'text', text: written }
  },
  image: (push) => mediaContent(push, 'image', {}),
  voice: (push) => {
    const heard = text(push, 'Recognition')
    return { ...mediaContent(push, 'audio', voiceMime(text(push, 'Format'))), voice: true, ...(heard && { caption: heard }) }
  },
  video: (push) => mediaContent(push, 'video', { mime: 'video/mp4' }),
  shortvideo: (push) => mediaContent(push, 'video', { mime: 'video/mp4' }),
  location: (push) => {
    // The X of WeChat is the latitude.
    const latitude = number(push, 'Location_X')
    const longitude = number(push, 'Location_Y')
    if (latitude === null || longitude === null) return { kind: 'unsupported', type: 'location' }
    const address = text(push, 'Label')
    return { kind: 'location', latitude, longitude, ...(address && { address }) }
  },
  link: (push) => {
    const title = text(push, 'Title')
    const url = text(push, 'Url')
    const description = text(push, 'Description')
    if (!/^https?:\/\//i.test(url)) return { kind: 'text', text: [title, description, url].filter(Boolean).join('\n') }
    return { kind: 'link', text: description, title: title || url, url }
  },
  // WeChat tells a file's name and size but gives no id to fetch it with.
  file: (push) => ({ kind: 'unsupported', type: 'file', detail: [text(push, 'Title'), text(push, 'FileTotalLen') && `${text(push, 'FileTotalLen')} bytes`].filter(Boolean).join(', ') }),
  miniprogrampage: (push) => {
    const picture = text(push, 'ThumbUrl')
    const thumb = text(push, 'ThumbMediaId')
    const media: PlatformMedia | null = thumb ? { source: { kind: 'id', id: thumb } } : picture ? { source: { kind: 'url', url: picture } } : null
    return { kind: 'post', type: 'share', id: text(push, 'AppId'), headline: text(push, 'Title'), text: text(push, 'PagePath'), ...(media && { media }) }
  },
}

function mediaContent(push: Fields, kind: 'image' | 'audio' | 'video', about: Pick<PlatformMedia, 'mime'>): Incoming {
  const id = text(push, 'MediaId')
  const url = text(push, 'PicUrl')
  if (id !== '') return { kind, media: { source: { kind: 'id', id }, ...about } }
  return url === '' ? { kind: 'unsupported', type: text(push, 'MsgType'), detail: 'without a file' } : { kind, media: { source: { kind: 'url', url }, ...about } }
}

/** `amr` and `speex` are what WeChat names; another word says nothing we could trust. */
function voiceMime(format: string): Pick<PlatformMedia, 'mime'> {
  const named = format.toLowerCase()
  return named === 'amr' || named === 'speex' || named === 'mp3' ? { mime: named === 'mp3' ? 'audio/mpeg' : `audio/${named}` } : {}
}
