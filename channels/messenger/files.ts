import { PlatformRefusal, SilentPlatform } from '@recado/channel-kit'
import type { CallContext, LoadedMedia, OutboundMessage } from '@recado/channel-kit'
import type { Media, MediaContent } from '@recado/core'
import { messenger } from './channel.js'
import { graph } from './client.js'
import { bodyOf } from './errors.js'
import { object, text } from './json.js'
import type { Files } from './outbound-content.js'

/** A card names its picture by link; Meta fetches it at once, an hour leaves room for a retry. */
const LINK_LIFE_MS = 3_600_000
/** 25 MB over a slow line. */
const UPLOAD_TIMEOUT_MS = 60_000

/** Uploads or links whatever the message carries. A failure here is no message: the send was not tried yet. */
export async function resolveFiles(message: OutboundMessage, context: CallContext): Promise<Files> {
  const { content } = message
  if ('media' in content && content.kind !== 'post') return { attachmentId: await uploaded(content, context, message.attempt), links: {} }
  const wanted = content.kind === 'choices' && content.headerMedia ? [content.headerMedia.id] : []
  const pairs = await Promise.all(wanted.map(async (id) => [id, await context.media.link(id, LINK_LIFE_MS)] as const))
  return { links: Object.fromEntries(pairs) }
}

function uploaded(content: MediaContent<Media>, context: CallContext, attempt: number): Promise<string> {
  const type = content.kind === 'document' ? 'file' : content.kind === 'sticker' ? 'image' : content.kind
  const form = content.voice ? 'audio:voice' : type
  return context.media.remembered(content.media.id, form, async () => {
    const file = await context.media.load(content.media.id, wishFor(content))
    const id = await upload(file, type, context, attempt)
    return { id, expiresAt: context.now() + (messenger.figures?.attachmentReuseMs?.value ?? 0) }
  })
}

/** The form Messenger takes: MP3 for recordings and sounds it does not name, JPEG or PNG for pictures. */
function wishFor(content: MediaContent<Media>): { format?: 'mp3'; mimes?: readonly string[]; maxBytes?: number } {
  const capability = messenger.capabilities[content.voice ? 'voice' : content.kind]
  const size = capability?.maxBytes === undefined ? {} : { maxBytes: capability.maxBytes }
  const taken = content.kind === 'sticker' ? messenger.capabilities.image?.mimes : capability?.mimes
  const needsMp3 = content.kind === 'audio' && (content.voice === true || !(taken ?? []).includes(content.media.mime))
  return needsMp3 ? { format: 'mp3', ...size } : { ...size, ...(taken && { mimes: taken }) }
}

async function upload(file: LoadedMedia, type: string, context: CallContext, attempt: number): Promise<string> {
  const message = JSON.stringify({ attachment: { type, payload: { is_reusable: true } } })
  try {
    const answer = await graph(context, {
      method: 'POST', path: 'message_attachments', attempt, timeoutMs: UPLOAD_TIMEOUT_MS,
      form: [{ name: 'message', value: message }, { name: 'filedata', value: file.bytes, filename: file.name, contentType: file.mime }],
    })
    const id = text(object(bodyOf(answer)).attachment_id)
    if (id) return id
  } catch (error) {
    throw asNotSent(error)
  }
  throw uploadFailed('no_attachment_id', 'The answer names no attachment.')
}

/** A lost or unclear answer to an upload cannot have sent anything, so it may be tried again. */
function asNotSent(error: unknown): unknown {
  if (error instanceof SilentPlatform) return uploadFailed('silent', error.message)
  if (!(error instanceof PlatformRefusal)) return error
  if (error.detail.sent === 'unknown') return uploadFailed(error.detail.platformCode, error.detail.message)
  if (error.detail.code !== 'bad_request') return error
  return new PlatformRefusal({ ...error.detail, code: 'media_upload_failed' })
}

function uploadFailed(platformCode: string, message: string): PlatformRefusal {
  return new PlatformRefusal({ code: 'media_upload_failed', platformCode, message, sent: 'no', retry: { kind: 'schedule' }, scope: 'message' })
}
