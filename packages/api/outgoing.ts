/** What a file may be on a channel, and the messages that text and files become: for the composer before a byte is sent, and for macros. */
import type { Content, Media, MediaContent } from '@recado/core'
import type { ChannelCapabilities, ChannelCapability } from './channel.js'

export type MediaKind = 'image' | 'video' | 'audio' | 'document'

export type FileVerdict =
  | { ok: true; kind: MediaKind; capability: ChannelCapability }
  | { ok: false; code: 'content_unsupported' | 'media_type' | 'media_too_large'; limit?: number }

const kindOf = (mime: string): MediaKind => (mime.startsWith('image/') ? 'image' : mime.startsWith('video/') ? 'video' : mime.startsWith('audio/') ? 'audio' : 'document')
const carries = (capability: ChannelCapability | undefined): capability is ChannelCapability => capability !== undefined && capability.support !== 'rejected'

// The server turns these into what the channel takes: HEIC and the like into JPEG, oversized pictures into smaller ones.
const CONVERTED_IMAGES = ['image/heic', 'image/heif', 'image/webp', 'image/avif', 'image/png', 'image/jpeg', 'image/gif', 'image/tiff']

/** As what a file goes: its own kind where the channel takes it, else as a document, else not at all and why. */
export function judgeFile(file: { type: string; size: number }, capabilities: ChannelCapabilities): FileVerdict {
  const mime = (file.type || 'application/octet-stream').split(';')[0] ?? ''
  const own = kindOf(mime)
  const kinds: MediaKind[] = own === 'document' ? ['document'] : [own, 'document']
  let why: FileVerdict = { ok: false, code: 'content_unsupported' }
  for (const kind of kinds) {
    const capability = capabilities[kind]
    if (!carries(capability)) continue
    const takesType = !capability.mimes || capability.mimes.includes(mime) || (kind === 'image' && CONVERTED_IMAGES.includes(mime))
    if (!takesType) { why = { ok: false, code: 'media_type' }; continue }
    if (capability.maxBytes !== undefined && file.size > capability.maxBytes) { why = { ok: false, code: 'media_too_large', limit: capability.maxBytes }; continue }
    return { ok: true, kind, capability }
  }
  return why
}

/** The messages that text and files become: a caption where the channel has room for it, otherwise the text after the files. */
export function contentsOf(text: string, attachments: readonly Media[], capabilities: ChannelCapabilities): Content[] {
  const words = text.trim()
  const files = attachments.map((media, index): { content: MediaContent<Media>; holdsCaption: boolean } => {
    const verdict = judgeFile({ type: media.mime, size: media.bytes }, capabilities)
    const kind = verdict.ok ? verdict.kind : 'document'
    const room = capabilities[kind]?.captionMaxLength ?? 0
    const fits = index === 0 && words !== '' && [...words].length <= room
    return { content: { kind, media, ...(fits ? { caption: words } : {}) }, holdsCaption: fits }
  })
  const isSaid = files.some((file) => file.holdsCaption)
  return [...files.map((file) => file.content), ...(words && !isSaid ? [{ kind: 'text', text: words } as const] : [])]
}

/** Length in the channel's own unit: WeChat counts bytes. */
export function lengthIn(unit: 'characters' | 'bytes' | undefined, text: string): number {
  return unit === 'bytes' ? new TextEncoder().encode(text).length : [...text].length
}
