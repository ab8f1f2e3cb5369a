import type { Content, MediaKind, PlatformMedia } from '@recado/core'
import { isObject, list, number, object, text, webUrl } from './json.js'
import type { Json } from './json.js'
import { readTemplate } from './inbound-template.js'

type Received = Content<PlatformMedia>

const MEDIA: Readonly<Record<string, MediaKind>> = { image: 'image', video: 'video', audio: 'audio', file: 'document', sticker: 'sticker' }
const MIME: Partial<Record<MediaKind, string>> = { image: 'image/jpeg', video: 'video/mp4', audio: 'audio/mp4', sticker: 'image/png' }
const POSTS: Readonly<Record<string, 'reel' | 'post' | 'share' | 'story' | 'story_mention'>> = {
  reel: 'reel', ig_reel: 'reel', post: 'post', ig_post: 'post', share: 'share', story: 'story', ig_story: 'story', story_mention: 'story_mention',
}

/** The attachments of one message, each a part; words beside them become the caption of a file, the text of a link, or a part of their own. */
export function readAttachments(raw: unknown, words: string | undefined): Received[] {
  const attachments = withoutTwins(list(raw).map(object)).filter((attachment) => !isEmptyPreview(attachment) || words === undefined)
  const contents = attachments.map((attachment) => readAttachment(attachment, words))
  const first = contents[0]
  if (!first || words === undefined) return contents
  if (first.kind === 'link') return contents
  if (isMedia(first)) return [{ ...first, caption: words }, ...contents.slice(1)]
  return [{ kind: 'text', text: words }, ...contents]
}

/** A sticker came with an image of itself until 30 August 2026: each sticker takes one image with it, its own by id or address first. */
function withoutTwins(attachments: Json[]): Json[] {
  const twins = new Set<Json>()
  for (const sticker of attachments.filter((a) => a.type === 'sticker')) {
    const images = attachments.filter((a) => a.type === 'image' && !twins.has(a))
    const same = (name: string) => images.find((a) => text(object(a.payload)[name]) !== undefined && text(object(a.payload)[name]) === text(object(sticker.payload)[name]))
    const twin = same('sticker_id') ?? same('url') ?? images[0]
    if (twin) twins.add(twin)
  }
  return attachments.filter((a) => !twins.has(a))
}

/** The preview of a link that names no link: beside words it adds nothing. */
function isEmptyPreview(attachment: Json): boolean {
  return attachment.type === 'fallback' && !webUrl(attachment.url) && !webUrl(object(attachment.payload).url)
}

function readAttachment(attachment: Json, words: string | undefined): Received {
  const type = text(attachment.type) ?? 'unknown'
  const payload = object(attachment.payload)
  const kind = Object.hasOwn(MEDIA, type) ? MEDIA[type] : undefined
  if (kind) return readMedia(type, kind, payload)
  if (type === 'location') return readLocation(attachment, payload)
  if (type === 'fallback') return readLink(attachment, payload, words)
  if (type === 'template') return readTemplate(attachment, payload)
  const post = Object.hasOwn(POSTS, type) ? POSTS[type] : undefined
  if (post) return readPost(post, attachment, payload)
  const detail = text(attachment.title) ?? text(payload.title) ?? webUrl(payload.url)
  return { kind: 'unsupported', type, ...(detail && { detail }) }
}

function readMedia(type: string, kind: MediaKind, payload: Json): Received {
  const url = webUrl(payload.url)
  if (!url) return { kind: 'unsupported', type, detail: 'no address' }
  const name = fileName(url)
  // Before June 2026 a sticker was an image with a sticker_id.
  const shown: MediaKind = kind === 'image' && text(payload.sticker_id) ? 'sticker' : kind
  const mime = mimeByName(name, shown) ?? MIME[shown]
  // The apps name a recorded voice note audioclip-<time>; other sound files keep their own names.
  const voice = shown === 'audio' && name?.startsWith('audioclip')
  return { kind: shown, media: { source: { kind: 'url', url }, ...(mime && { mime }), ...(name && { name }) }, ...(voice && { voice }) }
}

function readLocation(attachment: Json, payload: Json): Received {
  const latitude = number(object(payload.coordinates).lat)
  const longitude = number(object(payload.coordinates).long)
  if (latitude === undefined || longitude === undefined) return { kind: 'unsupported', type: 'location', detail: 'no coordinates' }
  const name = text(attachment.title) ?? text(payload.title)
  const url = webUrl(attachment.url) ?? webUrl(payload.url)
  return { kind: 'location', latitude, longitude, ...(name && { name }), ...(url && { url }) }
}

function readLink(attachment: Json, payload: Json, words: string | undefined): Received {
  const url = webUrl(attachment.url) ?? webUrl(payload.url)
  const title = text(attachment.title) ?? text(payload.title)
  if (!url) return title === undefined ? { kind: 'unsupported', type: 'fallback' } : { kind: 'text', text: title }
  return { kind: 'link', text: words ?? '', title: title ?? url, url }
}

function readPost(type: 'reel' | 'post' | 'share' | 'story' | 'story_mention', attachment: Json, payload: Json): Received {
  const url = webUrl(payload.url) ?? webUrl(attachment.url)
  const id = text(payload.reel_video_id) ?? text(payload.ig_post_media_id) ?? text(payload.post_id) ?? text(payload.id)
  const headline = text(payload.title) ?? text(attachment.title)
  return { kind: 'post', type, ...(id && { id }), ...(url && { url }), ...(headline && { headline }) }
}

function isMedia(content: Received): content is Extract<Received, { media: PlatformMedia }> {
  return 'media' in content && content.kind !== 'post' && isObject(content.media)
}

/** The last step of the path, which carries the customer's own file name for documents. */
function fileName(url: string): string | undefined {
  try {
    const last = new URL(url).pathname.split('/').at(-1) ?? ''
    return last.includes('.') ? decodeURIComponent(last).slice(0, 200) : undefined
  } catch {
    return undefined
  }
}

const BY_ENDING: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', gif: 'image/gif', webp: 'image/webp', mp4: 'video/mp4', mov: 'video/quicktime', mp3: 'audio/mpeg',
  m4a: 'audio/mp4', aac: 'audio/aac', wav: 'audio/wav', ogg: 'audio/ogg', pdf: 'application/pdf',
}

/** What the ending says, unless Meta says otherwise: a voice note is called audioclip.mp4 and is no video. */
function mimeByName(name: string | undefined, kind: MediaKind): string | undefined {
  const ending = name?.split('.').at(-1)?.toLowerCase() ?? ''
  const mime = Object.hasOwn(BY_ENDING, ending) ? BY_ENDING[ending] : undefined
  return kind === 'document' || mime?.startsWith(`${kind === 'sticker' ? 'image' : kind}/`) ? mime : undefined
}
