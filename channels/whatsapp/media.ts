/** Files both ways: uploaded once and remembered, fetched by an address that dies after five minutes. */
import { createHash } from 'node:crypto'
import { PlatformRefusal, type CallContext, type LoadedMedia } from '@recado/channel-kit'
import type { Content, Media } from '@recado/core'
import { capabilities, figures } from './channel.js'
import { addressOf, beforeSending, bearer, callGraph, isProvider, setting } from './graph.js'
import type { Uploads } from './outbound.js'
import { number, text } from './read.js'

interface Wish { mediaId: string; form: string; format?: 'ogg-opus'; mimes?: readonly string[]; maxBytes: number }

const byMime = (media: Media): keyof Pick<typeof capabilities, 'image' | 'video' | 'document'> =>
  media.mime.startsWith('image/') ? 'image' : media.mime.startsWith('video/') ? 'video' : 'document'

const wishFor = (mediaId: string, kind: 'image' | 'video' | 'audio' | 'document' | 'sticker'): Wish =>
  ({ mediaId, form: kind, mimes: capabilities[kind].mimes, maxBytes: capabilities[kind].maxBytes })

/** Files the content needs on Meta's side. */
export function wishesOf(content: Content): Wish[] {
  switch (content.kind) {
    case 'audio':
      if (content.voice) return [{ mediaId: content.media.id, form: 'voice', format: 'ogg-opus', maxBytes: capabilities.voice.maxBytes }]
      return [wishFor(content.media.id, 'audio')]
    case 'sticker':
      return [{ ...wishFor(content.media.id, 'sticker'), maxBytes: content.animated ? capabilities.sticker.limits.animatedBytes : capabilities.sticker.maxBytes }]
    case 'image': case 'video': case 'document':
      return [wishFor(content.media.id, content.kind)]
    case 'choices':
      return content.headerMedia ? [wishFor(content.headerMedia.id, byMime(content.headerMedia))] : []
    default:
      return []
  }
}

/** Files that the filled values of a template name. */
export const templateWishes = (values: readonly { type: string; mediaId?: string }[]): Wish[] =>
  values.flatMap(({ type, mediaId }) => (mediaId && (type === 'image' || type === 'video' || type === 'document') ? [wishFor(mediaId, type)] : []))

async function upload(wish: Wish, context: CallContext): Promise<{ id: string; expiresAt: number }> {
  const file = await context.media.load(wish.mediaId, { maxBytes: wish.maxBytes, ...(wish.format ? { format: wish.format } : {}), ...(wish.mimes ? { mimes: wish.mimes } : {}) })
  const answer = await callGraph(context, {
    method: 'POST', path: `${setting(context.settings, 'phoneNumberId')}/media`,
    form: [
      { name: 'messaging_product', value: 'whatsapp' },
      { name: 'type', value: file.mime },
      { name: 'file', value: file.bytes, filename: file.name, contentType: file.mime },
    ],
  })
  const id = text(answer.id)
  if (!id) throw new PlatformRefusal({ code: 'media_upload_failed', platformCode: 'no_id', message: 'Meta named no id for the uploaded file.', sent: 'no', retry: { kind: 'schedule' } })
  return { id, expiresAt: context.now() + figures.uploadLifeMs.value - figures.uploadMarginMs.value }
}

/** Meta's ids of all files, uploading those it does not have yet. One id may go to many people. */
export async function uploadAll(wishes: readonly Wish[], context: CallContext): Promise<Uploads> {
  const ids = await Promise.all(wishes.map(async (wish): Promise<[string, string]> => [wish.mediaId, await beforeSending(() => context.media.remembered(wish.mediaId, wish.form, () => upload(wish, context)))]))
  return Object.fromEntries(ids)
}

const failed = (message: string, retry: 'schedule' | 'never'): PlatformRefusal =>
  new PlatformRefusal({ code: 'media_download_failed', platformCode: 'media', message, sent: 'no', retry: { kind: retry } })

const metaHosts = /(?:^|\.)(?:fbsbx\.com|facebook\.com|fbcdn\.net|whatsapp\.net)$/

/** Our token goes to Meta, or to the address the account is set to, and nowhere else. */
function mayCarryToken(url: string, context: CallContext): boolean {
  const { host, hostname, protocol } = new URL(url)
  return host === new URL(addressOf(context.settings, '')).host || (!isProvider(context.settings) && protocol === 'https:' && metaHosts.test(hostname))
}

/** Meta's addresses of files open with Meta's tokens only: a provider hands the same path out under its own address. */
function reachable(url: string, { settings }: CallContext): string {
  const { hostname, protocol, pathname, search } = new URL(url)
  return isProvider(settings) && protocol === 'https:' && metaHosts.test(hostname) ? addressOf(settings, `${pathname.replace(/^\/+/, '')}${search}`) : url
}

/** Meta writes the checksum as hex or as base64. */
function isWhole(bytes: Buffer, sha256: string | undefined): boolean {
  if (!sha256) return true
  const sum = createHash('sha256').update(bytes).digest()
  return sum.toString('hex') === sha256.toLowerCase() || sum.toString('base64') === sha256
}

const extensions: Readonly<Record<string, string>> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp', 'video/mp4': 'mp4', 'video/3gpp': '3gp', 'audio/ogg': 'ogg', 'audio/mpeg': 'mp3', 'audio/mp4': 'm4a', 'audio/aac': 'aac', 'audio/amr': 'amr', 'application/pdf': 'pdf', 'text/plain': 'txt' }

const nameFor = (stem: string, mime: string): string => `${stem}.${extensions[mime.split(';')[0]!.trim()] ?? 'bin'}` // split gives at least one part

async function download(url: string, mime: string | undefined, sha256: string | undefined, stem: string, context: CallContext): Promise<LoadedMedia | null> {
  if (!URL.canParse(url)) throw failed('The address of the file is none.', 'never')
  const at = reachable(url, context)
  const answer = await context.http({ method: 'GET', url: at, headers: mayCarryToken(at, context) ? bearer(context.settings) : {}, maxBytes: capabilities.document.maxBytes })
  // The address has died: the caller asks for a fresh one.
  if (answer.status === 404) return null
  if (answer.status !== 200) throw failed(`Meta answered ${answer.status} for the file.`, 'schedule')
  if (!isWhole(answer.body, sha256)) throw failed('The file came damaged: its checksum is another one.', 'schedule')
  const type = mime ?? answer.headers['content-type'] ?? 'application/octet-stream'
  return { bytes: answer.body, mime: type, name: nameFor(stem, type) }
}

/** A customer's file. Its id lives seven days, each address five minutes. */
export async function fetchMedia(source: { kind: 'id'; id: string } | { kind: 'url'; url: string }, context: CallContext): Promise<LoadedMedia> {
  if (source.kind === 'url') {
    const file = await download(source.url, undefined, undefined, 'file', context)
    if (!file) throw failed('The file is no longer there.', 'never')
    return file
  }
  const look = async (): Promise<LoadedMedia | null> => {
    const found = await callGraph(context, { method: 'GET', path: `${encodeURIComponent(source.id)}${isProvider(context.settings) ? '' : `?phone_number_id=${encodeURIComponent(setting(context.settings, 'phoneNumberId'))}`}` })
    const size = number(found.file_size)
    if (size !== undefined && size > capabilities.document.maxBytes) throw failed('The file is larger than WhatsApp’s largest.', 'never')
    return download(text(found.url) ?? '', text(found.mime_type), text(found.sha256), source.id, context)
  }
  const file = (await look()) ?? (await look())
  if (!file) throw failed('The file’s address died twice.', 'schedule')
  return file
}

